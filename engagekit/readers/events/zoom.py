"""Zoom: participants of a meeting, attendees and registrants of a webinar.

A report may name its meeting above the table of people, in each of its rows, or not at all; a
report of a webinar has a table for the host, the panelists and the attendees each.
"""

from dataclasses import dataclass

import pandas as pd

from engagekit.errors import ExportError, error_text
from engagekit.files.source_file import Export, Sheet
from engagekit.readers.events import _people_tables
from engagekit.readers.events._event_table import Notes, columns_of, folded, table_of
from engagekit.readers.events._people_tables import EventParts, PeopleTable
from engagekit.readers.shared.contract import Reading, Recognition
from engagekit.readers.shared.vocabulary import words

TOOL = "Zoom"
TABLES = ("attendance", "events")

TOP = 12
"""Rows from the top that may be a header whatever their first cell."""
_ABSENT = {"attended": "no_show", "approval": "registered", "registered": "registered"}
"""What somebody is without a join or a minute, by the columns of a table; else they were there."""
_PEOPLE, _EVENT = words("zoom.people"), words("zoom.event")
_SPECIFIC = frozenset(
    word for name in ("minutes", "name", "room") for word in folded(_PEOPLE[name]) if " " in word
) - {"full name", "user name", "participant name"}


@dataclass(frozen=True)
class _Block:
    """One table of people: header and rows as indices from 0, and the header of its event."""

    header: int
    last: int
    columns: dict[str, int]
    event: int | None


def recognise(export: Export) -> Recognition | None:
    """Return why an export is a report of Zoom, or None."""
    blocks = _blocks(export.sheet) if export.visible else []
    if not blocks:
        return None
    row, columns = export.sheet.row(blocks[-1].header), blocks[-1].columns
    seen = [row[columns[name]] for name in ("name", "minutes", "approval") if name in columns]
    # the last table of a webinar is that of its attendees
    has_event = any(block.event is not None for block in blocks)
    header = blocks[-1 if has_event else 0].header + 1
    why = f"row {header} heads people with {' and '.join(seen[:2])}"
    return Recognition(why, header_row=header, sheet=export.sheet.name)


def read(export: Export) -> Reading:
    """Read one row a person and event; rejoins count once."""
    blocks = _blocks(export.sheet)
    if not blocks:
        raise ExportError(error_text("zoom.read", file=export.file))
    parts = _parts(export, blocks)
    top = [row for row in export.sheet.head(4) if len(row) > 1 and "generated" in row[0].casefold()]
    generated = pd.Series([row[1] for row in top if row[1]], dtype="str")
    joins = pd.concat([part.table.cells("join") for part in parts])
    is_webinar = any({"attended", "approval"} & {*block.columns} for block in blocks)
    kind = "webinar" if is_webinar else "meeting"
    return _people_tables.read(TOOL, parts, EventParts(kind=kind), [(joins, generated)])


def _parts(export: Export, blocks: list[_Block]) -> list[PeopleTable]:
    """Return each table with its rows under their header, the event, and who is told absent."""
    sheet, notes = export.sheet, Notes(export)
    parts: list[PeopleTable] = []
    for above in dict.fromkeys(block.event for block in blocks):
        own = [block for block in blocks if block.event == above]
        said: dict[str, str] = {}
        row = own[0].header + 1
        if above is not None:
            row, cells = above + 2, sheet.row(above + 1)
            places = columns_of(sheet.row(above), _EVENT)
            said = {name: cells[at] for name, at in places.items() if at < len(cells)}
        for block in own:
            table = table_of(export, (block.header, block.columns), block.last, notes)
            told = (state for column, state in _ABSENT.items() if column in block.columns)
            absent = next(told, "attended")
            parts.append(PeopleTable(table, said, absent, row, _title(sheet, block)))
    return parts


def _title(sheet: Sheet, block: _Block) -> str:
    """Return the title right above a table, which says if it lists the host; or nothing."""
    cells = [cell for cell in sheet.row(block.header - 1) if cell]
    return cells[0] if len(cells) == 1 else ""


def _blocks(sheet: Sheet) -> list[_Block]:
    """Return the tables of people of a report; each ends above the title of the next part."""
    rows = {index: sheet.row(index) for index in _candidates(sheet)}
    headers = {index: found for index, row in rows.items() if (found := _people_header(row))}
    events = [
        index
        for index, row in rows.items()
        if index not in headers and {"number", "title"} <= {*columns_of(row, _EVENT)}
    ]
    marks = sorted([*headers, *events])
    blocks = []
    for index, columns in sorted(headers.items()):
        after = next((mark for mark in marks if mark > index), None)
        last = sheet.last_row if after is None else after - 1
        while after and last > index and sum(map(bool, sheet.row(last))) <= 2:
            last -= 1
        above = max((mark for mark in events if mark < index), default=None)
        blocks.append(_Block(index, last, _with_event(rows[index], columns), above))
    return blocks


def _candidates(sheet: Sheet) -> list[int]:
    """Return rows that may be headers: near the top, or by their first cell."""
    if not sheet.width:
        return []
    named = [_PEOPLE[name] for name in ("attended", "name", "first")]
    named += [_EVENT[name] for name in ("title", "number")]
    headers = {word for known in named for word in folded(known)}
    firsts = enumerate(folded(sheet.cells[0].tolist()))
    return [index for index, cell in firsts if cell in headers or (index < TOP and cell)]


def _people_header(row: list[str]) -> dict[str, int]:
    """Return columns of a table of people, empty if the row heads none of Zoom's."""
    columns = columns_of(row, _PEOPLE)
    if "join" not in columns and {"number", "title", "people"} <= columns_of(row, _EVENT).keys():
        return {}  # a list of meetings names their host, and counts who came
    is_specific = not _SPECIFIC.isdisjoint(folded(row))
    is_of_people = "name" in columns and not columns.keys().isdisjoint(("join", "minutes"))
    is_of_registrants = {"approval", "registered", "first", "email"} <= columns.keys()
    return columns if (is_of_people and is_specific) or is_of_registrants else {}


def _with_event(header: list[str], columns: dict[str, int]) -> dict[str, int]:
    """Return the columns of people, with those of the meeting where every row names it."""
    # A usage report writes the host and the meeting in front of the person, under words that the
    # person's own columns have too
    event = columns_of(header, _EVENT)
    if not {"number", "title"} <= event.keys():
        return columns
    start = columns.get("name", 0)
    if max(event["number"], event["title"]) > start:
        event.pop("host", None)
        return {**event, **columns}
    people = {name: start + at for name, at in columns_of(header[start:], _PEOPLE).items()}
    return {**columns_of(header[:start], _EVENT), **columns, **people}
