"""Which row of a sheet seems to be the header: marked on the screen, and counted by nobody."""

import re
from collections import Counter
from collections.abc import Sequence

from engagekit.errors import ExportError
from engagekit.files.source_file import Export, Sheet
from engagekit.mapping.mapping_file import normal, words
from engagekit.mapping.table import (
    HALF,
    HEAD,
    MOST_SHEETS,
    SAMPLE,
    nothing,
    sheet_named,
    table_at,
    typed_columns,
)
from engagekit.parsing.months import months_of
from engagekit.readers.shared._stacked import is_typed
from engagekit.readers.shared._table import Listing

SHEETS_ALIKE = 3
"""Sheets with the same headers from which these are the log and another in front is about them."""
TYPICAL = 0.9
"""Share of the rows that hold at most as many cells as a full row: a few have remarks beside."""
_YEAR = re.compile(r"^(?:19|20)\d\d$")


def find_table(
    export: Export,
    *,
    sheet: str | None = None,
    header_row: int | None = None,
    header_rows: int | None = None,
) -> Listing:
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
        return in_sheet(export, sheet_named(export, wanted), stated, header_rows)
    if not export.visible:
        raise ExportError(nothing(export))
    matches = [in_sheet(export, part, stated, header_rows) for part in export.visible[:MOST_SHEETS]]
    with_rows = [part for part in matches if part.sheet.last_row > part.header]
    wide = [part for part in with_rows if len(part.columns) > 1 and part.header_rows]
    alike = Counter(part.names for part in wide)
    most = max(alike.values(), default=1)
    if most >= SHEETS_ALIKE:  # a sheet a month, perhaps after one of sums
        wide = [part for part in wide if alike[part.names] == most]
    return (wide or with_rows or matches)[0]


def in_sheet(
    export: Export, sheet: Sheet, header_row: int | None = None, header_rows: int | None = None
) -> Listing:
    """Return the table of one sheet."""
    rows = [sheet.row(index) for index in range(min(SAMPLE, sheet.last_row + 1))]
    rows[:HEAD] = [months_of(row, rows[at + 1 : at + 4]) for at, row in enumerate(rows[:HEAD])]
    counts = [sum(cell != "" for cell in row) for row in rows]
    if header_row is not None:
        first, count = header_row - 1, header_rows if header_rows is not None else 1
        return table_at(export, sheet, first, count, "as stated")
    best, why = _best_row(rows, counts)
    if best is None:
        top = next((index for index, count in enumerate(counts) if count), 0)
        return table_at(export, sheet, top, 0 if header_rows is None else header_rows, why)
    return table_at(export, sheet, best, 1 if header_rows is None else header_rows, why)


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
    typed = typed_columns(rows)
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
