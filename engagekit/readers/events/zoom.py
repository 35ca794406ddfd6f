"""Zoom: participants of a meeting, attendees and registrants of a webinar.

A report may name its meeting above the table of people, in each of its rows, or not at all; a
report of a webinar has a table for the host, the panelists and the attendees each.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from engagekit.errors import ExportError, error_text
from engagekit.files.source_file import Export, Sheet
from engagekit.readers.events import _meeting_report
from engagekit.readers.events._event_table import Notes, columns_of, folded, table_of
from engagekit.readers.events._meeting_hosts import is_host
from engagekit.readers.events._meeting_report import Part
from engagekit.readers.shared.contract import Reading, Recognition
from engagekit.readers.shared.vocabulary import words

TOOL = "Zoom"
TABLES = ("attendance", "events")

HEAD = 8
"""Rows in which a participants' header of an unknown language may stand."""
TOP = 12
"""Rows from the top that may be a header whatever their first cell."""
IN_ORDER = ("name", "email", "join", "leave", "minutes")
"""The columns of a participants' list in a language whose words are not known."""
_ORIGINAL = re.compile(r".+[(（].+[)）]$")
_IN_MINUTES = re.compile(r"[(（](?:min|мин|分)")
_PEOPLE, _EVENT = words("zoom.people"), words("zoom.event")
_SPECIFIC = frozenset(
    word for name in ("minutes", "name", "room") for word in folded(_PEOPLE[name]) if " " in word
) - {"full name", "user name", "participant name"}


@dataclass(frozen=True)
class _Block:
    """One table of people: header and rows as indices from 0, and the event above it."""

    header: int
    last: int
    columns: dict[str, int]
    event: int | None
    in_rows: dict[str, int]


@dataclass(frozen=True)
class _Layout:
    """Every table of people of a report, and the rows that name an event: header to columns."""

    blocks: tuple[_Block, ...]
    events: dict[int, dict[str, int]]
    certain: bool


def recognise(export: Export) -> Recognition | None:
    """Return why an export is a report of Zoom, or None."""
    layout = _layout_of(export.sheet) if export.visible else None
    if layout is None:
        return None
    row = export.sheet.row(layout.blocks[-1].header)
    columns = layout.blocks[-1].columns
    seen = [row[columns[name]] for name in ("name", "minutes", "approval") if name in columns]
    header = layout.blocks[-1 if layout.events else 0].header
    why = f"row {header + 1} heads people with {' and '.join(seen[:2])}"
    return Recognition(why, layout.certain, header + 1, sheet=export.sheet.name)


def read(export: Export) -> Reading:
    """Read one row a person and event; rejoins count once."""
    layout = _layout_of(export.sheet)
    if layout is None:
        raise ExportError(error_text("zoom.read", file=export.file))
    parts = _parts(export, layout)
    top = [row for row in export.sheet.head(4) if len(row) > 1 and "generated" in row[0].casefold()]
    generated = pd.Series([row[1] for row in top if row[1]], dtype="str")
    joins = pd.concat([part.table.cells("join") for part in parts])
    is_webinar = any({"attended", "approval"} & {*block.columns} for block in layout.blocks)
    kind = "webinar" if is_webinar else "meeting"
    return _meeting_report.read(TOOL, kind, parts, not_after=[(joins, generated)])


def _parts(export: Export, layout: _Layout) -> list[Part]:
    """Return each table with its rows under their header, the event and what names its host."""
    notes = Notes(export)
    parts: list[Part] = []
    for above in dict.fromkeys(block.event for block in layout.blocks):
        own = [block for block in layout.blocks if block.event == above]
        said = _said(export.sheet, layout, above)
        tables = []
        for block in own:
            in_rows = {f"event_{name}": at for name, at in block.in_rows.items()}
            place = (block.header, {**in_rows, **block.columns})
            tables.append(table_of(export, place, block.last, notes).placed())
        titles = [_title(export.sheet, block) for block in own]
        hosts = {
            address
            for table, title in zip(tables, titles, strict=True)
            if is_host(title)
            for address in table.cells("email")
        }
        host = said.pop("host", "") or (hosts.pop() if len(hosts) == 1 else "")
        row = own[0].header + 1 if above is None else above + 2
        for table, title in zip(tables, titles, strict=True):
            absent = "no_show" if "attended" in table.columns else "registered"
            parts.append(Part(table, row=row, absent=absent, role=title, host=host, **said))
    return parts


def _said(sheet: Sheet, layout: _Layout, above: int | None) -> dict[str, str]:
    """Return what stands below the header of an event."""
    if above is None:
        return {}
    cells = sheet.row(above + 1)
    return {name: cells[at] for name, at in layout.events[above].items() if at < len(cells)}


def _title(sheet: Sheet, block: _Block) -> str:
    """Return the title right above a table, which says if it lists the host; or nothing."""
    cells = [cell for cell in sheet.row(block.header - 1) if cell]
    return cells[0] if len(cells) == 1 else ""


def _layout_of(sheet: Sheet) -> _Layout | None:
    """Return where the tables of people of a Zoom report stand, None if it is none."""
    if not sheet.width:
        return None
    rows = {index: sheet.row(index) for index in _candidates(sheet)}
    headers = {index: matches for index, row in rows.items() if (matches := _people_header(row))}
    is_known = bool(headers)
    headers = headers or _in_order(sheet)
    events = {
        index: matches
        for index, row in rows.items()
        if index not in headers and {"number", "title"} <= set(matches := columns_of(row, _EVENT))
    }
    return _Layout(_blocks(sheet, headers, events), events, is_known) if headers else None


def _candidates(sheet: Sheet) -> list[int]:
    """Return rows that may be headers: near the top, or by their first cell."""
    named = [_PEOPLE[name] for name in ("attended", "name", "first")]
    named += [_EVENT[name] for name in ("title", "number")]
    headers = {word for known in named for word in folded(known)}
    firsts = enumerate(folded(sheet.cells[0].tolist()))
    return [index for index, cell in firsts if cell in headers or (index < TOP and cell)]


def _people_header(row: list[str]) -> dict[str, int]:
    """Return columns of a table of people, empty if the row heads none of Zoom's."""
    matches = columns_of(row, _PEOPLE)
    if "join" not in matches and {"number", "title", "people"} <= columns_of(row, _EVENT).keys():
        return {}  # a list of meetings names their host, and counts who came
    is_specific = not _SPECIFIC.isdisjoint(folded(row))
    if "name" in matches and ("join" in matches or "minutes" in matches) and is_specific:
        return matches
    if "approval" in matches and "registered" in matches and {"first", "email"} <= set(matches):
        return matches
    return {}


def _in_order(sheet: Sheet) -> dict[int, dict[str, int]]:
    """Return a participants' header in an unknown language, by its brackets."""
    for index, row in enumerate(sheet.head(HEAD)):
        is_wide = len(row) >= len(IN_ORDER)
        if is_wide and _ORIGINAL.match(row[0]) and _IN_MINUTES.search(row[4]):
            return {index: {name: at for at, name in enumerate(IN_ORDER)}}
    return {}


def _blocks(
    sheet: Sheet, headers: Mapping[int, dict[str, int]], events: Mapping[int, object]
) -> tuple[_Block, ...]:
    """Return the tables of people; each ends above the title of the next part."""
    marks = sorted([*headers, *events])
    blocks = []
    for index in sorted(headers):
        after = [mark for mark in marks if mark > index]
        last = after[0] - 1 if after else sheet.last_row
        while after and last > index and sum(map(bool, sheet.row(last))) <= 2:
            last -= 1
        above = [mark for mark in sorted(events) if mark < index]
        columns, in_rows = _meeting_in_rows(sheet.row(index), headers[index])
        blocks.append(_Block(index, last, columns, above[-1] if above else None, in_rows))
    return tuple(blocks)


def _meeting_in_rows(
    header: list[str], columns: dict[str, int]
) -> tuple[dict[str, int], dict[str, int]]:
    """Return columns of people, and of the meeting where every row names it."""
    # A usage report writes the host and the meeting in front of the person, under words that the
    # person's own columns have too
    inside = columns_of(header, _EVENT)
    if not {"number", "title"} <= set(inside):
        return columns, {}
    start = columns.get("name", 0)
    if max(inside["number"], inside["title"]) > start:
        return columns, {name: at for name, at in inside.items() if name != "host"}
    own = {name: start + at for name, at in columns_of(header[start:], _PEOPLE).items()}
    return {**columns, **own}, columns_of(header[:start], _EVENT)
