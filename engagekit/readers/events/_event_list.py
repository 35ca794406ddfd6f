"""Lists of who registered for events and who came, and of events, as a tool's record has them.

A record says which header holds what; everything else is the same for every tool.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from engagekit.errors import problem_texts
from engagekit.files.source_file import address
from engagekit.parsing.file_days import day_in
from engagekit.parsing.values import flags, fold_word, numbers
from engagekit.readers.events import _display_names
from engagekit.readers.events._attendance import people_at_events
from engagekit.readers.events._event_numbers import event_id
from engagekit.readers.events._event_table import EventTable, Notes, minutes_of, reading
from engagekit.readers.events._meeting_hosts import is_host
from engagekit.readers.shared import _table
from engagekit.readers.shared._table import Listing
from engagekit.readers.shared._timestamps import iso, leaves, read_moments
from engagekit.readers.shared.contract import Reading
from engagekit.settings.money import Part
from engagekit.tables.problems import NOTE

KEYS = {
    "display_name": "name", "given_name": "first", "family_name": "last", "first_join_at": "join",
    "last_leave_at": "leave", "registered_on": "registered", "event_id": "number",
    "started_at": "start", "ended_at": "end", "buyer_given_name": "buyer_first",
    "buyer_family_name": "buyer_last",
}  # fmt: skip
"""Fields of a record, and what an `EventTable` calls them."""
_CLOCK_ALONE = r"^\d{1,2}[:.]\d{2}(?:[:.]\d{2})?\s*(?:[AaPp]\.?[Mm]\.?)?$"
_SEP = re.compile(r"sep=.?$")
_NOTHING = {"-": "", "--": "", "–": ""}


class EventParts(Part):
    """What a tool's list of who came says of its events beside their columns.

    Attributes
    ----------
    kind : str
        What an event is, e.g. ``meeting``.
    above : dict of ``title`` or ``start`` to labels
        Lines above the header that say it of the one event of the file.
    not_title : str
        Where title and day are in the name of the file: a pattern of what is no title there.
    door : bool
        Where the list says of nobody that they came, nobody stood at the door.
    status, came : dict of status to the tool's words
        Of the column `status`, and of `came`, which says who was at the door.
    """

    kind: str = ""
    above: dict[str, tuple[str, ...]] = {}
    not_title: str = ""
    door: bool = False
    status: dict[str, tuple[str, ...]] = {}
    came: dict[str, tuple[str, ...]] = {}


def read_people(
    listed: Listing, tool: str, columns: Mapping[str, int], parts: EventParts
) -> Reading:
    """Return one row a person and event, and the events."""
    table = _on_day_of_file(_somebody(_table_of(listed, columns)), parts)
    if {"status", "came", "join", "minutes"}.isdisjoint(table.columns):
        table.notes.tell(*problem_texts("event_list.no_status"), listed.header + 1)
    above = _above(listed, parts.above)
    day_above = pd.Series([above.get("start", "")], dtype="str")
    join, registered = table.cells("join"), table.cells("registered")
    start = table.clocked("start", "start_clock")
    order = table.order(
        [registered, join, table.cells("leave"), start, table.cells("end"), day_above],
        not_after=[(registered, start), (registered, day_above)],
    ).order
    status = _statuses(table, parts, order)
    table = table.only(status != "")
    rows = _with_buyers(table, table.people(order)).assign(status=status[status != ""])
    is_holding = rows["role"].map(is_host).astype(bool)
    start_above = iso(*read_moments(day_above, order))[0]
    title = above.get("title", "") or _title_of_file(table, parts)
    rows = rows.assign(
        host=rows["host"].mask(is_holding, rows["stated"]),
        start=rows["start"].mask(rows["start"] == "", start_above),
        title=rows["title"].mask(rows["title"] == "", title),
    )
    attendance, events = people_at_events(tool, rows, table, parts.kind)
    origins = {"attendance": table.origins}
    return _reading(table, events, attendance, order, people=rows, origins=origins)


def read_events(listed: Listing, tool: str, columns: Mapping[str, int]) -> Reading:
    """Return one row an event; one without a list of people has a head count."""
    table = _table_of(listed, columns)
    start = table.cells("start") + " " + table.cells("start_clock")
    end = table.cells("end") + " " + table.cells("end_clock")
    order = table.order([start, end])
    begun, zoned = read_moments(start, order.order)
    for row, cell in start[begun.isna()].items():
        place = address(int(str(row)), table.columns["start"])
        texts = "no start that can be read", "Correct the cell."
        table.notes.tell(*texts, int(str(row)), "start", place, cell.strip())
    table.notes.leave_out("an event without a start", int(begun.isna().sum()))
    at, title = iso(begun, zoned), table.cells("title")
    number = table.cells("number")
    numbered = zip(number.where(number != "", title), at, strict=True)
    events = pd.DataFrame(
        {
            "event_id": [event_id(tool.casefold(), name, moment) for name, moment in numbered],
            "title": title,
            "started_at": at,
            "ended_at": iso(leaves(begun, end, order.order)[0], zoned),
            "kind": table.cells("kind"),
            "head_count": _head_counts(table),
        },
        index=table.rows.index,
    )
    return _reading(table, events[begun.notna()], None, order.order)


def _reading(
    table: EventTable,
    events: pd.DataFrame,
    attendance: pd.DataFrame | None,
    order: str | None,
    **said: Any,
) -> Reading:
    rows, left = table.rows_read, table.dropped()
    return reading(table.notes, events, attendance, rows_read=rows, order=order, left=left, **said)


def _table_of(listed: Listing, columns: Mapping[str, int]) -> EventTable:
    """Return the rows of a list that hold data; the others are noted with their reason."""
    export = listed.export
    if export.sheet is not listed.sheet:
        export = replace(export, sheets=(listed.sheet,))
    why, notes = _table.reasons(listed), Notes(export)
    for part in _table.set_aside(why, export.file):
        notes.leave_out(part.reason, part.rows)
    notes.problems.extend(_table.long_rows(listed, why))
    rows = listed.body[why == ""]
    named = {KEYS.get(field, field): column for field, column in columns.items()}
    return EventTable(export, listed.header, named, rows, notes, _table.rows_read(why))


def _somebody(table: EventTable) -> EventTable:
    """Return the rows that name somebody: others are sums below the list."""
    email, buyer = table.cells("email"), table.cells("buyer_email")
    is_somebody = (table.names() != "") | (email != "") | (buyer != "")
    table.notes.leave_out(_display_names.KINDS["nobody"], int((~is_somebody).sum()))
    return table.only(is_somebody)


def _above(listed: Listing, labels: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Return what the lines above the header say: ``Event: Title``, or a title alone."""
    known = {fold_word(word): name for name, words in labels.items() for word in words}
    stated: dict[str, str] = {}
    for index in range(listed.header if known else 0):
        filled = [cell for cell in listed.sheet.row(index) if cell and not _SEP.match(cell)]
        if len(filled) == 1 and ":" in filled[0]:
            filled = [part.strip() for part in filled[0].split(":", 1)]
        if len(filled) == 2 and fold_word(filled[0]) in known:
            stated.setdefault(known[fold_word(filled[0])], filled[1])
        elif len(filled) == 1:
            stated.setdefault("title", filled[0])
    return stated


def _on_day_of_file(table: EventTable, parts: EventParts) -> EventTable:
    """Return joins of a clock alone with the day of the settings or of the file's name."""
    joins = table.cells("join")
    is_clock = joins.str.match(_CLOCK_ALONE)
    if not parts.not_title or not is_clock.any():
        return table
    stated = day_in(getattr(table.export.choice, "event", None) or "")
    day = stated or day_in(_table.stem(table.export).replace("_", "-"))
    dated = joins.mask(is_clock, f"{day} " + joins if day else "")
    rows = table.rows.copy()
    rows[table.columns["join"]] = dated
    return replace(table, rows=rows)


def _title_of_file(table: EventTable, parts: EventParts) -> str:
    """Return the title of the event that is in the name of the file."""
    if not parts.not_title:
        return ""
    named = re.sub(parts.not_title, " ", _table.stem(table.export), flags=re.IGNORECASE)
    return re.sub(r"[_\s–—-]+", " ", named).strip()


def _statuses(table: EventTable, parts: EventParts, order: str | None) -> pd.Series:
    """Return what became of each row; empty where its word is not known."""
    if not {"join", "minutes"}.isdisjoint(table.columns):
        # who was invited and stayed away has a row without a join and without a minute; a report
        # without the column of joins lists only people who were there
        minutes = minutes_of(table.cells("minutes"))
        came = read_moments(table.cells("join"), order)[0].notna() | (minutes > 0)
        came |= "join" not in table.columns
        return came.map({True: "attended", False: "no_show"}).astype("str")
    status, came = _known(table, "status", parts.status), _known(table, "came", parts.came)
    is_known = (status != "") & (came != "")
    if "came" in table.columns and (not parts.door or (came == "attended").any()):
        status = status.where((status != "registered") & (came != "attended"), came)
    waits = flags(table.cells("waiting")).values.fillna(False).astype(bool)
    status = status.mask(waits & status.isin(["registered", "no_show"]), "waiting")
    return status.where(is_known, "")


def _known(table: EventTable, name: str, words: Mapping[str, Sequence[str]]) -> pd.Series:
    """Return the words of a column as ours; empty for a word that is not known, which is told."""
    text = table.cells(name).replace(_NOTHING)
    ours = {fold_word(word): status for status, listed in words.items() for word in listed}
    ours[""] = "registered"
    status = text.map(lambda cell: ours.get(fold_word(cell), "")).astype("str")
    strange = text[status == ""]
    table.notes.leave_out("a status that we do not know", len(strange))
    for row, cell in strange.items():
        column, at = table.columns[name], int(str(row))
        header = table.export.sheet.row(table.header)[column]
        remedy = f"Use one of: {', '.join(words)}."
        table.notes.tell("no status that we know", remedy, at, header, address(at, column), cell)
    return status


def _with_buyers(table: EventTable, rows: pd.DataFrame) -> pd.DataFrame:
    """Return people with the address of the buyer only where they are the buyer."""
    many = numbers(table.cells("quantity")).values
    for row, count in many[many > 1].items():  # tickets for more people than their row names
        texts = problem_texts("event_list.many", n=int(count))
        table.notes.tell(*texts, int(str(row)), "Quantity", level=NOTE)
    name, buyer = rows["display_name"], table.names("buyer_")
    is_buyer = _display_names.name_keys(name) == _display_names.name_keys(buyer)
    email = rows["email"].where((rows["email"] != "") | ~is_buyer, table.emails("buyer_email"))
    return rows.assign(email=own_addresses(email, name, table.cells("order"), buyer))


def own_addresses(
    email: pd.Series, names: pd.Series, orders: pd.Series, buyers: pd.Series
) -> pd.Series:
    """Return addresses, taken off where they are the buyer's and the row is somebody else.

    ``email``, ``names``, ``orders``: address, display name and number of the order. ``buyers``:
    name of the buyer, empty where the file has none.

    Notes
    -----
    One address under several names of one order is the buyer's: it stays with the row that bears
    the buyer's name, else with a name that the address has, else with the first.

    Examples
    --------
    >>> own_addresses(pd.Series(["a@x.org", "A@x.org"]), pd.Series(["Ann", "Bo"]),
    ...               pd.Series(["7", "7"]), pd.Series(["", ""])).tolist()
    ['a@x.org', '']
    """
    key = _display_names.name_keys(names)
    group = [orders, email.str.casefold()]
    is_shared = (email != "") & (orders != "")
    is_buyer = key == _display_names.name_keys(buyers)
    pairs = zip(key, email.str.casefold(), strict=True)
    fits = [any(len(part) > 1 and part in mail for part in name.split()) for name, mail in pairs]
    rank = pd.Series(range(len(email)), index=email.index) - (2 * is_buyer + fits) * len(email)
    owner = key.where(rank == rank.groupby(group).transform("min"))
    owner = owner.groupby(group).transform("first")
    return email.where(~is_shared | (key == owner), "")


def _head_counts(table: EventTable) -> pd.Series:
    """Return how many came: the whole, else those in the room and online together."""
    names = ("head_count", "in_person", "online")
    whole, *parts = (numbers(table.cells(name)).values for name in names)
    people = whole.where(whole.notna(), pd.concat(parts, axis=1).sum(axis=1, min_count=1))
    return people.map(lambda count: "" if pd.isna(count) else str(int(count))).astype("str")
