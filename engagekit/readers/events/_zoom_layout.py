"""Where the parts of a Zoom report stand: preambles, sections, headers, in several languages."""

import re
from dataclasses import dataclass

from engagekit.files.source_file import Sheet
from engagekit.readers.events._header_rows import FITS, columns_of, folded
from engagekit.readers.shared.vocabulary import words

_PEOPLE, _EVENT = words("zoom.people"), words("zoom.event")
_SPECIFIC = frozenset(
    word for name in ("minutes", "name", "room") for word in folded(_PEOPLE[name]) if " " in word
) - {"full name", "user name", "participant name"}


HEAD = 8
"""Rows in which a participants' header of an unknown language may stand."""
TOP = 12
"""Rows from the top that may be a header whatever their first cell."""
SAMPLE = 50
MOST_MOMENTS = 0.5
"""Share of the filled cells, among the first `SAMPLE`, over which a column is one of moments."""


@dataclass(frozen=True)
class Block:
    """One table of people: header and rows as indices from 0, and the event above it."""

    header: int
    last: int
    columns: dict[str, int]
    event: int | None
    in_rows: dict[str, int]


@dataclass(frozen=True)
class Layout:
    """Every table of people of a report, and the rows that name an event: header to columns."""

    blocks: tuple[Block, ...]
    events: dict[int, dict[str, int]]
    certain: bool


def layout_of(sheet: Sheet) -> Layout | None:
    """Return where the tables of people of a Zoom report stand, None if it is none."""
    if not sheet.width:
        return None
    rows = {index: sheet.row(index) for index in _candidates(sheet)}
    headers = {index: matches for index, row in rows.items() if (matches := _people_header(row))}
    existing = bool(headers)
    headers = {index: _with_moments(sheet, index, matches) for index, matches in headers.items()}
    if not headers:
        headers = _by_cells(sheet)
    events = {
        index: matches
        for index, row in rows.items()
        if index not in headers and {"number", "title"} <= set(matches := columns_of(row, _EVENT))
    }
    return None if not headers else Layout(_blocks(sheet, headers, events), events, existing)


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
    cells = set(folded(row))
    if "join" not in matches and {"number", "title", "people"} <= columns_of(row, _EVENT).keys():
        return {}  # a list of meetings names their host, and counts who came
    if "name" in matches and ("join" in matches or "minutes" in matches) and cells & _SPECIFIC:
        return matches
    if "approval" in matches and "registered" in matches and {"first", "email"} <= set(matches):
        return matches
    return {}


def _with_moments(sheet: Sheet, header: int, columns: dict[str, int]) -> dict[str, int]:
    """Return columns with join and leave under new words: the two moments before the minutes."""
    place = columns.get("minutes", 0)
    pair = {"join": place - 2, "leave": place - 1}
    others = {at for name, at in columns.items() if name not in pair}
    if place < 2 or pair.items() <= columns.items() or others & set(pair.values()):
        return columns
    body = sheet.body(header + 1).head(SAMPLE)
    for column in pair.values():
        cells = body[column].str.strip()
        filled = cells[(cells != "") & ~cells.str.startswith("-")]
        if not len(filled) or filled.str.match(FITS["moment"]).mean() <= MOST_MOMENTS:
            return columns
    return {**columns, **pair}


def _by_cells(sheet: Sheet) -> dict[int, dict[str, int]]:
    """Return a participants' header in an unknown language, by its brackets and its rows."""
    for index, row in enumerate(sheet.head(HEAD)):
        if len(row) < 5 or not re.match(r".+[(（].+[)）]$", row[0]):
            continue
        if not re.search(r"[(（](?:min|мин|分)", row[4]):
            continue
        body = sheet.body(index + 1)
        kinds = {1: "email", 2: "moment", 3: "moment", 4: "duration"}
        cells = {at: [*filter(None, map(str.strip, body[at].tolist()))] for at in kinds}
        fits = all(all(map(FITS[kind].match, cells[at])) for at, kind in kinds.items())
        if fits and all(cells[at] for at in kinds if at != 1):
            return {index: {"name": 0, "email": 1, "join": 2, "leave": 3, "minutes": 4}}
    return {}


def _blocks(
    sheet: Sheet, headers: dict[int, dict[str, int]], events: dict[int, dict[str, int]]
) -> tuple[Block, ...]:
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
        blocks.append(Block(index, last, columns, above[-1] if above else None, in_rows))
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
