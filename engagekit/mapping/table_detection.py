"""Where the table of an unknown sheet stands: its header rows, its columns, the notes around it."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import pandas as pd

from engagekit.errors import ExportError
from engagekit.files.cell_references import column_of
from engagekit.files.source_file import Export, Sheet, letter
from engagekit.mapping.mapping_file import normal, words
from engagekit.parsing.months_and_weeks import months_of
from engagekit.readers.shared import _table
from engagekit.readers.shared._stacked import is_typed
from engagekit.readers.shared._table import Listing, squash

HEAD = 30
"""Rows from the top in which a header is looked for: letterheads and notes take some twenty."""
SAMPLE = 200
"""Rows by which columns are judged; more change nothing and take time."""
MOST_HEADER_ROWS = 3
"""A year, a quarter and a name above each other; more lines of words are notes."""
LONGEST = 2_000
"""Letters of a header: a long question has 500, and each pattern is looked for in all of them."""
MOST_SHEETS = 12
"""Visible sheets that are looked at: one a month."""
SHEETS_ALIKE = 3
"""Sheets with the same headers from which these are the log and another in front is about them."""
TYPICAL = 0.9
"""Share of the rows that hold at most as many cells as a full row: a few have remarks beside."""
HALF = 0.5
"""A header has half the cells of a full row at least, and words over half of the columns that hold
numbers or dates; a column is of these where half of its cells are."""
ALIKE = 0.8
"""Share of rows in which two parts of a sheet are filled both, from which they are one table."""
_YEAR = re.compile(r"^(?:19|20)\d\d$")
_RANGE = re.compile(r"^([A-Z]+)(\d+):([A-Z]+)(\d+)$")


@dataclass(frozen=True, eq=False)
class DetectedTable:
    """A table in a sheet.

    Attributes
    ----------
    listing : Listing
        Its header (several rows joined) and the rows below.
    header_row : int
        Row number of the first header row, from 1.
    header_rows : int
        How many rows the header has; 0: none, the columns go by their letters.
    why : str
        Why this row was taken.
    """

    listing: Listing
    header_row: int
    header_rows: int
    why: str

    @property
    def columns(self) -> list[int]:
        """Columns (from 0) that have a header or hold a cell below it."""
        body = self.listing.body
        return [
            column
            for column in range(self.listing.sheet.width)
            if self.listing.headers[column] or (body[column] != "").any()
        ]

    @property
    def headers(self) -> tuple[str, ...]:
        """Headers of the columns; a column without one goes by its letter."""
        named = self.listing.headers
        return tuple(named[column] or f"={letter(column)}" for column in self.columns)


def find_table(
    export: Export,
    *,
    sheet: str | None = None,
    header_row: int | None = None,
    header_rows: int | None = None,
) -> DetectedTable:
    """Return the table of an export: sheet and header as stated, else as the cells show.

    ``sheet``: default: what ``[files]`` says, else the first visible sheet with a header and rows.
    ``header_row``: row number of the first header row, from 1. ``header_rows``: how many rows the
    header has.

    Raises
    ------
    ExportError
        If there is nothing in the file, or not the sheet that is named.
    """
    wanted = sheet or getattr(export.choice, "sheet", None)
    stated = header_row or getattr(export.choice, "header_row", None)
    if wanted:
        part = next((part for part in export.sheets if part.name == wanted), None)
        if part is None:
            names = ", ".join(f"'{part.name}'" for part in export.sheets)
            raise ExportError(f"{export.file} has no sheet '{wanted}'. It has: {names}.")
        return in_sheet(export, part, stated, header_rows)
    if not export.visible:
        raise ExportError(nothing(export))
    matches = [in_sheet(export, part, stated, header_rows) for part in export.visible[:MOST_SHEETS]]
    with_rows = [part for part in matches if part.listing.sheet.last_row > part.listing.header]
    wide = [part for part in with_rows if len(part.columns) > 1 and part.header_rows]
    alike = Counter(part.headers for part in wide)
    most = max(alike.values(), default=1)
    if most >= SHEETS_ALIKE:  # a sheet a month, perhaps after one of sums
        wide = [part for part in wide if alike[part.headers] == most]
    return (wide or with_rows or matches)[0]


def nothing(export: Export) -> str:
    """Return the sentence for a file without a filled cell."""
    errors = [
        f"cell {cell} of sheet {sheet.name} is {value}"
        for sheet in export.sheets
        for cell, value in sheet.facts.errors.items()
    ]
    if errors:
        return (
            f"{export.file} holds nothing but errors of the spreadsheet ({errors[0]}): there is "
            "nothing to read. Mend the formulas and save it again."
        )
    hidden = [sheet.name for sheet in export.sheets if sheet.hidden and sheet.last_row >= 0]
    if hidden:
        return (
            f"{export.file} holds no visible rows: there is nothing to read. "
            f"Unhide the sheet {hidden[0]}, or name it under [files] in engagekit.toml."
        )
    return f"{export.file} holds no rows: there is nothing to read."


def in_sheet(
    export: Export, sheet: Sheet, header_row: int | None = None, header_rows: int | None = None
) -> DetectedTable:
    """Return the table of one sheet."""
    rows = [sheet.row(index) for index in range(min(SAMPLE, sheet.last_row + 1))]
    rows = _widest(rows)
    rows[:HEAD] = [months_of(row, rows[at + 1 : at + 4]) for at, row in enumerate(rows[:HEAD])]
    counts = [sum(cell != "" for cell in row) for row in rows]
    if header_row is not None:
        first, count = header_row - 1, header_rows if header_rows is not None else 1
        return _as_table(export, sheet, first, count, "as stated")
    best, why = _best_row(rows, counts)
    if best is None:
        top = next((index for index, count in enumerate(counts) if count), 0)
        return _as_table(export, sheet, top, 0 if header_rows is None else header_rows, why)
    return _as_table(export, sheet, best, 1 if header_rows is None else header_rows, why)


def _widest(rows: list[list[str]]) -> list[list[str]]:
    """Return rows with the cells of their largest table alone, where others stand beside it."""
    # tables beside each other have an empty column between, and do not fill the same rows
    width = len(rows[0]) if rows else 0
    filled = [frozenset(at for at, row in enumerate(rows) if row[one]) for one in range(width)]
    blocks: list[list[int]] = [[]]
    for column, cells in enumerate(filled):
        if cells:
            blocks[-1].append(column)
        elif blocks[-1]:
            blocks.append([])
    blocks = [block for block in blocks if len(block) > 1]
    if len(blocks) < 2:
        return rows
    main = max(blocks, key=lambda block: sum(len(filled[column]) for column in block))
    own = {at for at, row in enumerate(rows) if sum(row[column] != "" for column in main) > 1}
    apart: set[int] = set()
    for block in blocks:
        other = frozenset[int]().union(*(filled[column] for column in block))
        if block is not main and len(other & own) < ALIKE * len(other | own):
            apart.update(block)
    return [["" if at in apart else cell for at, cell in enumerate(row)] for row in rows]


def _as_table(export: Export, sheet: Sheet, first: int, count: int, why: str) -> DetectedTable:
    headers = joined(sheet, first, count) if count else [""] * sheet.width
    keys = tuple(squash(name) for name in headers)
    listing = Listing(export, sheet, first + count - 1, tuple(headers), keys)
    return DetectedTable(listing, first + 1, count, why)


def _typed_columns(rows: Sequence[Sequence[str]]) -> list[int]:
    """Return columns whose cells are mostly numbers or dates."""
    columns = [[row[at] for row in rows if row[at]] for at in range(len(rows[0]) if rows else 0)]
    typed = ((at, len(cells), sum(map(is_typed, cells))) for at, cells in enumerate(columns))
    return [at for at, count, some in typed if count and some >= HALF * count]


def _contrast(rows: Sequence[Sequence[str]], index: int, typed: Sequence[int]) -> float:
    """Return the share of typed columns with words in this row and none in one of the next."""
    if not typed:
        return 0.0
    words = [c for c in typed if rows[index][c] and not is_typed(rows[index][c])]
    below = rows[index + 1 : index + 4]
    return len([c for c in words if any(row[c] and is_typed(row[c]) for row in below)]) / len(typed)


def _best_row(rows: Sequence[Sequence[str]], counts: Sequence[int]) -> tuple[int | None, str]:
    """Return the row that is the header (the fullest of several), and why; None: there is none."""
    present = sorted(filter(None, counts))
    width = present[int(TYPICAL * (len(present) - 1))] if present else 0  # of a full row
    least = 1 if width <= 1 else max(2, HALF * width)
    candidates = [index for index in range(min(HEAD, len(rows))) if counts[index] >= least]
    if not candidates:
        return None, "no row looks like a header"
    names = words()["attendance"]["display_name"] if width <= 1 else ()
    for index in candidates:  # past the title of a list of names alone
        if normal("".join(rows[index])) in names:
            return index, "it is a word for the names below it"
    typed = _typed_columns(rows)
    scored = {index: _contrast(rows, index, typed) for index in candidates}
    top = max(scored.values())
    if top >= HALF:
        titled = {at for at in candidates if not any(counts[at + 1 : at + 2])}  # a gap below
        worded = {at for at in candidates if not any(map(is_typed, rows[at]))}
        best = max(
            candidates, key=lambda at: (scored[at], at not in titled, at in worded, counts[at], -at)
        )
        return best, "its cells are words where the rows below hold numbers or dates"
    first = _below_titles(candidates, rows, counts)
    present = [column for column in typed if rows[first][column]]
    numbers = [column for column in present if is_typed(rows[first][column])]
    years = all(_YEAR.match(rows[first][column]) for column in numbers)
    below = [row[column] for row in rows[first + 1 :] for column in numbers if row[column]]
    years = years and bool(below) and sum(bool(_YEAR.match(c)) for c in below) * 2 < len(below)
    if present and len(numbers) * 2 >= len(present) and not years:
        return None, f"row {first + 1} holds numbers or dates like the rows below it"
    return first, "it is the first row that is as wide as the table"


def _below_titles(
    candidates: Sequence[int], rows: Sequence[Sequence[str]], counts: Sequence[int]
) -> int:
    """Return the first row that may be the header, past titles and lines such as `Date: 6 July`."""
    for row in candidates[:-1]:
        below = [count for count in counts[row + 1 :] if count]  # not one remark beside a list
        fuller = 2 * sum(count > counts[row] for count in below) > len(below)
        label, *value = [cell for cell in rows[row] if cell]
        is_value = len(value) == 1 and not value[0].endswith(":") and not _YEAR.match(value[0])
        stated = is_value and (label.endswith(":") or is_typed(value[0]))
        if not stated and not (fuller and counts[row + 1] == 0):
            return row
    return candidates[-1]


def _merges(sheet: Sheet) -> list[tuple[int, int, int, int]]:
    """Return merged ranges near the top: first and last column, first and last row, from 0."""
    matches = []
    for text in sheet.facts.merges:
        match = _RANGE.match(text)
        if match and int(match[2]) <= HEAD + MOST_HEADER_ROWS:
            matches.append(
                (column_of(match[1]), column_of(match[3]), int(match[2]) - 1, int(match[4]) - 1)
            )
    return matches


def is_letter(text: str) -> bool:
    """Return whether a text is the letters of a column."""
    return 0 < len(text) <= 3 and text.isascii() and text.isalpha()


def joined(sheet: Sheet, first: int, count: int) -> list[str]:
    """Return the headers of several rows: groups filled to the right, joined by ``" / "``."""
    end = first + count
    each = [sheet.row(index) or [""] * sheet.width for index in range(first, end + 3)]
    cells = [months_of(row, each[at + 1 :]) for at, row in enumerate(each[:count])]
    rows = [[" ".join(cell[:LONGEST].split()) for cell in row] for row in cells]
    if count == 1:
        return rows[0]
    spans = _merges(sheet)
    filled = [_filled(row, rows[at + 1 :], spans, first + at) for at, row in enumerate(rows)]
    headers = []
    for column in range(sheet.width):
        parts = [row[column] for row in filled if row[column]]
        headers.append(" / ".join(dict.fromkeys(parts)))
    return headers


def _filled(
    row: Sequence[str],
    below: Sequence[Sequence[str]],
    spans: Sequence[tuple[int, int, int, int]],
    index: int,
) -> list[str]:
    """Return one header row, its groups spread over the columns they stand above."""
    mine = [(left, right) for left, right, low, high in spans if low <= index <= high]
    result = list(row)
    for left, right in mine:
        for column in range(left, min(right + 1, len(result))):
            result[column] = result[column] or row[left]
    are_each = any(left and left == right for left, right in pairwise(row))  # not of a group
    if mine or are_each or not below:
        return result
    for column in range(1, len(result)):
        if not result[column] and any(part[column] for part in below):
            result[column] = result[column - 1]
    return result


def reasons(detected: DetectedTable) -> pd.Series:
    """Return for each row below the header why it is no data; ``""`` where it is.

    As `_table.reasons`, and rows of words under the last row with a number or
    a date are notes.
    """
    text, body = _table.reasons(detected.listing), detected.listing.body
    typed = _typed_columns([list(row) for row in body.head(SAMPLE).itertuples(index=False)])
    if len(typed) < 2 or body.shape[1] < 3:
        return text
    upward: list[Any] = [body[column].iloc[::-1].items() for column in typed]
    last = max(next((at for at, cell in cells if is_typed(cell)), 0) for cells in upward)
    few = (body != "").sum(axis=1) <= body.shape[1] // 2
    below = pd.Series(body.index > last, index=body.index)
    return text.mask((text == "") & below & few, "note below the table") if last else text
