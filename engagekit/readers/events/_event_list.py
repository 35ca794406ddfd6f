"""Lists of who registered for events and who came, and of events, as a tool's record has them.

A record says which header holds what; everything else is the same for every tool.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

import pandas as pd

from engagekit.errors import problem_texts
from engagekit.files.source_file import address
from engagekit.parsing.file_days import day_in
from engagekit.parsing.values import fold_word, numbers
from engagekit.readers.events import _display_names, _people_tables
from engagekit.readers.events._event_numbers import event_id
from engagekit.readers.events._event_table import EventTable, Notes, named, reading
from engagekit.readers.events._people_tables import EventParts, PeopleTable
from engagekit.readers.shared import _table
from engagekit.readers.shared._table import Listing
from engagekit.readers.shared._timestamps import iso, leaves, read_moments
from engagekit.readers.shared.contract import Reading

KEYS = {
    "display_name": "name", "given_name": "first", "family_name": "last", "first_join_at": "join",
    "last_leave_at": "leave", "registered_on": "registered", "event_id": "number",
    "started_at": "start", "ended_at": "end", "buyer_given_name": "buyer_first",
    "buyer_family_name": "buyer_last",
}  # fmt: skip
"""Fields of a record, and what an `EventTable` calls them."""
_CLOCK_ALONE = r"^\d{1,2}[:.]\d{2}(?:[:.]\d{2})?\s*(?:[AaPp]\.?[Mm]\.?)?$"
_SEP = re.compile(r"sep=.?$")


def read_people(
    listed: Listing, tool: str, columns: Mapping[str, int], parts: EventParts
) -> Reading:
    """Return one row a person and event, and the events."""
    table = _table_of(listed, columns)
    email, buyer = table.cells("email"), table.cells("buyer_email")
    is_somebody = (table.names() != "") | (email != "") | (buyer != "")
    table.notes.leave_out(_display_names.KINDS["nobody"], int((~is_somebody).sum()))
    table = table.only(is_somebody)
    if {"status", "came", "join", "minutes"}.isdisjoint(table.columns):
        table.notes.tell(*problem_texts("event_list.no_status"), listed.header + 1)
    said = _above(listed, parts.above)
    if parts.not_title:  # title and day are in the name of the file
        name = _table.stem(table.export)
        title = re.sub(parts.not_title, " ", name, flags=re.IGNORECASE)
        said.setdefault("title", re.sub(r"[_\s–—-]+", " ", title).strip())
        stated = day_in(getattr(table.export.choice, "event", None) or "")
        day = stated or day_in(name.replace("_", "-"))
        joins = table.cells("join")
        dated = joins.mask(joins.str.match(_CLOCK_ALONE), f"{day} " + joins if day else "")
        table = replace(table, rows=table.rows.assign(join=dated))
    # a list of joins tells of who stayed away, too; without them it has only people who were there
    has_minutes = "minutes" in table.columns
    absent = "no_show" if "join" in table.columns else "attended" if has_minutes else "registered"
    return _people_tables.read(tool, [PeopleTable(table, said, absent)], parts)


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
    return reading(
        table.notes,
        events[begun.notna()],
        None,
        rows_read=table.rows_read,
        date_order=order.order,
        dropped_columns=table.dropped(),
    )


def _table_of(listed: Listing, columns: Mapping[str, int]) -> EventTable:
    """Return the rows of a list that hold data; the others are noted with their reason."""
    export = listed.export
    if export.sheet is not listed.sheet:
        export = replace(export, sheets=(listed.sheet,))
    why, notes = _table.reasons(listed), Notes(export)
    for part in _table.set_aside(why, export.file):
        notes.leave_out(part.reason, part.rows)
    notes.problems.extend(_table.long_rows(listed, why))
    places = {KEYS.get(field, field): column for field, column in columns.items()}
    rows = named(listed.body[why == ""], places)
    return EventTable(export, listed.header, places, rows, notes, _table.rows_read(why))


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


def _head_counts(table: EventTable) -> pd.Series:
    """Return how many came: the whole, else those in the room and online together."""
    names = ("head_count", "in_person", "online")
    whole, *parts = (numbers(table.cells(name)).values for name in names)
    people = whole.where(whole.notna(), pd.concat(parts, axis=1).sum(axis=1, min_count=1))
    return people.map(lambda count: "" if pd.isna(count) else str(int(count))).astype("str")
