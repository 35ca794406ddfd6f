"""Tables of who registered for events and who came, as tools write them, made one list of people.

A report names its event above its tables or in its rows, and has one row a join or a person.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from engagekit.errors import problem_texts
from engagekit.files.source_file import address
from engagekit.parsing.values import flags, fold_word, numbers
from engagekit.readers.events import _event_table
from engagekit.readers.events._attendance import people_at_events
from engagekit.readers.events._display_names import addresses, name_keys
from engagekit.readers.events._event_numbers import agreeing
from engagekit.readers.events._event_table import EventTable, minutes_of
from engagekit.readers.shared import vocabulary
from engagekit.readers.shared._timestamps import iso, read_moments
from engagekit.readers.shared.contract import Reading
from engagekit.settings.money import Part
from engagekit.tables.problems import FAULT, NOTE

TWICE = 0.1
"""Share of people by which a tool may count others than its rows: some join by two names."""
_CANCELLED = (
    r"(?i)cancel|annul|stornier|abgesagt|abgelehnt|rechaz|declin|denied|reject|refus|キャンセル"
    "|拒否"
)
_WAITING = r"(?i)pending|wait|attente|ausstehend|warte|espera|pendiente|pendente|保留"
_ROLE = re.compile("|".join(vocabulary.words("event_lists.roles")["hosts"]), re.IGNORECASE)
"""Words for the host, as a role in a row or as the title of a part."""
_GUEST = r"(?i)attendee|particip|panel"
_HIDDEN = r"@|…|\.\.\.|\*"
_NOT_ALONE = re.compile(r"co-?hosts?|alternative|panel|attendee|particip", re.IGNORECASE)
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


@dataclass(frozen=True, eq=False)
class PeopleTable:
    """A table of people of one event, or of one whose rows name theirs.

    Attributes
    ----------
    table : EventTable
    said : mapping of str to str
        What stands above the table of its event, as far as the report has it: `title, number,
        start, end, length, people, host`. Tables of one event share it.
    absent : str
        What somebody is who neither joined nor has a minute.
    row : int, optional
        Of a report: where its event stands, from 1.
    role : str
        The title of the table.
    """

    table: EventTable
    said: Mapping[str, str]
    absent: str
    row: int | None = None
    role: str = ""


def read(
    tool: str,
    parts: Sequence[PeopleTable],
    event: EventParts,
    not_after: Sequence[tuple[pd.Series, pd.Series]] = (),
    *,
    tells_hosts: bool = True,
) -> Reading:
    """Return one row a person and event, and the events; rejoins count once.

    ``not_after``: dates of the first lie before those of the second. ``tells_hosts``: a role says
    whose account held the meeting.
    """
    table = parts[-1].table
    registered, join, leave, end = (
        pd.concat([part.table.cells(name) for part in parts])
        for name in ("registered", "join", "leave", "end")
    )
    start = pd.concat([part.table.clocked("start", "start_clock") for part in parts])
    stated, over = (
        pd.Series([part.said.get(name, "") for part in parts], dtype="str")
        for name in ("start", "end")
    )
    order = table.order(
        [stated, registered, join, leave, start, end, over, *(late for _, late in not_after)],
        title=" ".join(part.said.get("title", "") for part in parts),
        row=1,
        not_after=[(registered, each) for each in (start, stated, join)] + [*not_after],
    ).order
    rows = pd.concat([_people(part, parts, event, order, tells_hosts) for part in parts])
    attendance, events = people_at_events(tool, rows, table, event.kind)
    events = events.drop_duplicates("event_id")
    if len(events) == 1:
        _note_counts(parts[0], rows, attendance)
    return _event_table.reading(
        table.notes,
        events,
        attendance,
        rows_read=sum(part.table.rows_read for part in parts),
        date_order=order,
        dropped_columns=[
            *dict.fromkeys(column for part in parts for column in part.table.dropped())
        ],
        origins={"attendance": table.origins} if len(parts) == 1 else {},
        hosts=hosts_of(rows),
        organisers=organisers_of(rows),
    )


def _people(
    part: PeopleTable,
    parts: Sequence[PeopleTable],
    event: EventParts,
    order: str | None,
    tells_hosts: bool,
) -> pd.DataFrame:
    """Return one row a row of a table: who, state, join, leave, minutes, host, and its event."""
    is_waiting = flags(part.table.cells("room")).values.fillna(False).astype(bool)
    part.table.notes.leave_out("time in the waiting room", int(is_waiting.sum()))
    table = part.table.only(~is_waiting)
    rows = table.people(order)
    rows = rows.assign(status=_statuses(table, rows, event, part.absent))
    is_known = rows["status"] != ""
    rows = _with_buyers(table.only(is_known), rows[is_known])
    said = {**part.said, "number": re.sub(r"\s", "", part.said.get("number", ""))}
    if tells_hosts and not said.get("host"):
        role = rows["role"].mask(rows["role"] == "", part.role)
        is_holding = role.map(is_host).astype(bool)
        rows = rows.assign(role=role, host=rows["host"].mask(is_holding, rows["stated"]))
    if part.row is not None:
        is_told = "title" in table.columns  # each row names its event
        rows = rows.assign(row=rows.index if is_told else part.row, first="")
        joins = iso(rows["join"], rows["zoned"])
        rows["start"] = rows["start"].mask((rows["start"] == "") & is_told, joins)
    together = [other.table for other in parts if other.said is part.said]
    said["start"], said["end"] = _times(said, together, order)
    for name in ("host", "number", "title", "start", "end"):
        rows[name] = rows[name].mask(rows[name] == "", said.get(name, ""))
    return rows


def _times(
    said: Mapping[str, str], tables: Sequence[EventTable], order: str | None
) -> tuple[str, str]:
    """Return start and end of an event as stated above its tables, where its joins agree."""
    stated = pd.Series([said.get("start", ""), said.get("end", "")], dtype="str")
    times, zoned = read_moments(stated, order)
    joins, by_zone = read_moments(pd.concat([table.cells("join") for table in tables]), order)
    start, end = agreeing(times, joins)
    length = minutes_of(pd.Series([said.get("length", "")], dtype="str"))[0]
    if pd.notna(start) and pd.isna(end) and pd.notna(length):
        end = start + pd.Timedelta(minutes=float(length))
    is_zoned = bool(zoned[0] if pd.notna(start) else by_zone.any())
    begun, ended = iso(pd.Series([start, end], dtype="datetime64[us]"), is_zoned)
    return begun, ended


def _statuses(table: EventTable, rows: pd.DataFrame, event: EventParts, absent: str) -> pd.Series:
    """Return what became of each row; empty where its word is not known.

    Who was invited and stayed away has a row without a join and without a minute.
    """
    is_worded = not {"status", "came", "waiting"}.isdisjoint(table.columns)
    if is_worded and {"join", "minutes"}.isdisjoint(table.columns):
        return _by_words(table, event)
    # `Attended` may be missing or blank: who has a join or a minute was there, though its moment
    # of joining cannot be read
    is_there = rows["join"].notna() | (rows["minutes"] > 0)
    attended = flags(table.cells("attended")).values
    came = attended.fillna(False).astype(bool) | (attended.isna() & is_there)
    state = table.cells("approval") + table.cells("registered_status")
    status = pd.Series(absent, index=rows.index, dtype="str")
    status = status.mask(state.str.contains(_WAITING), "waiting")
    return status.mask(state.str.contains(_CANCELLED), "cancelled").mask(came, "attended")


def _by_words(table: EventTable, event: EventParts) -> pd.Series:
    """Return what the words of a list say that became of each row."""
    status, came = _known(table, "status", event.status), _known(table, "came", event.came)
    is_known = (status != "") & (came != "")
    if "came" in table.columns and (not event.door or (came == "attended").any()):
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
    is_buyer = name_keys(name) == name_keys(buyer)
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
    key = name_keys(names)
    group = [orders, email.str.casefold()]
    is_shared = (email != "") & (orders != "")
    is_buyer = key == name_keys(buyers)
    pairs = zip(key, email.str.casefold(), strict=True)
    fits = [any(len(part) > 1 and part in mail for part in name.split()) for name, mail in pairs]
    rank = pd.Series(range(len(email)), index=email.index) - (2 * is_buyer + fits) * len(email)
    owner = key.where(rank == rank.groupby(group).transform("min"))
    owner = owner.groupby(group).transform("first")
    return email.where(~is_shared | (key == owner), "")


def is_host(text: str) -> bool:
    """Return whether a role or the title of a part speaks of the host.

    Examples
    --------
    >>> [is_host(text) for text in ("Host Details", "Hôte", "Co-host", "Panelist Details")]
    [True, True, False, False]
    """
    return bool(_ROLE.search(text)) and not _NOT_ALONE.search(text)


def organisers_of(rows: pd.DataFrame) -> frozenset[tuple[str, str]]:
    """Return event and address of whoever held it, else the name, in small letters.

    ``rows``: `event_id, display_name, email, upn, role, host`: the role of a row, and what names
    the host of its event.
    """
    events, host = rows["event_id"], addresses(rows["host"])
    named = host.where(host != "", rows["host"].str.strip())
    own = rows["email"].where(rows["email"] != "", rows["upn"])
    own = own.where(own != "", rows["display_name"])
    is_holding = rows["role"].str.contains(_ROLE) & ~rows["role"].str.contains(_GUEST)
    pairs = [*zip(events, named, strict=True)]
    pairs += zip(events[is_holding], own[is_holding], strict=True)
    return frozenset((event, who.casefold()) for event, who in pairs if who)


def hosts_of(rows: pd.DataFrame) -> dict[str, str]:
    """Return event to the address of its one host: whose account held it.

    ``rows``: `event_id, host, stated`: text that holds the host's address, and the cell of the
    address as the export has it. Returned: without the events in which an address is cut off or
    masked (``taro1…``): there nobody can say who has none.
    """
    events, host, stated = rows["event_id"], addresses(rows["host"]), rows["stated"]
    is_hidden = (addresses(stated) == "") & stated.str.contains(_HIDDEN)
    told = host[(host != "") & ~events.isin(events[is_hidden])].groupby(events)
    return told.first()[told.nunique().eq(1)].to_dict()  # type: ignore[return-value]


def _note_counts(part: PeopleTable, rows: pd.DataFrame, attendance: pd.DataFrame) -> None:
    """Note a report's own number of people where its rows have another."""
    people = int((attendance["status"] == "attended").sum())
    joins = int((rows["status"] == "attended").sum())
    stated = numbers(pd.Series([part.said.get("people", "")], dtype="str")).values[0]
    if pd.isna(stated) or int(stated) in (people, joins):
        return
    part.table.notes.tell(
        f"the summary says {int(stated)} attended, the rows show {people} people",
        "Both are kept; the report counts the rows.",
        part.row,
        level=NOTE if abs(stated - people) <= TWICE * stated else FAULT,
    )
