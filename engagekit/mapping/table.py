"""A table in a sheet: its header rows, its columns, the rows below that are data."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from engagekit.errors import ExportError
from engagekit.files.source_file import Export, Sheet
from engagekit.parsing.months import months_of
from engagekit.readers.shared import _table
from engagekit.readers.shared._stacked import is_typed
from engagekit.readers.shared._table import Listing

HEAD = 30
"""Rows from the top in which a header is looked for: letterheads and notes take some twenty."""
SAMPLE = 200
"""Rows by which columns are judged; more change nothing and take time."""
LONGEST = 2_000
"""Letters of a header: a long question has 500, and each pattern is looked for in all of them."""
MOST_SHEETS = 12
"""Visible sheets that are looked at: one a month."""
HALF = 0.5
"""Share of the cells of a column, numbers or dates, from which it is of these."""


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


def joined(sheet: Sheet, first: int, count: int) -> list[str]:
    """Return the headers of several rows: groups filled to the right, joined by ``" / "``."""
    end = first + count
    each = [sheet.row(index) or [""] * sheet.width for index in range(first, end + 3)]
    cells = [months_of(row, each[at + 1 :]) for at, row in enumerate(each[:count])]
    rows = [[" ".join(cell[:LONGEST].split()) for cell in row] for row in cells]
    for at, row in enumerate(rows[:-1]):
        for column in range(1, sheet.width):
            is_named_below = any(below[column] for below in rows[at + 1 :])
            row[column] = row[column] or (row[column - 1] if is_named_below else "")
    if count == 1:
        return rows[0]
    return [" / ".join(dict.fromkeys(filter(None, parts))) for parts in zip(*rows, strict=True)]


def typed_columns(rows: Sequence[Sequence[str]]) -> list[int]:
    """Return columns whose cells are mostly numbers or dates."""
    columns = [[row[at] for row in rows if row[at]] for at in range(len(rows[0]) if rows else 0)]
    typed = ((at, len(cells), sum(map(is_typed, cells))) for at, cells in enumerate(columns))
    return [at for at, count, some in typed if count and some >= HALF * count]


def reasons(listing: Listing) -> pd.Series:
    """Return for each row below the header why it is no data; ``""`` where it is.

    As `_table.reasons`, and rows of words under the last row with a number or
    a date are notes.
    """
    text, body = _table.reasons(listing), listing.body
    typed = typed_columns([list(row) for row in body.head(SAMPLE).itertuples(index=False)])
    if len(typed) < 2 or body.shape[1] < 3:
        return text
    upward: list[Any] = [body[column].iloc[::-1].items() for column in typed]
    last = max(next((at for at, cell in cells if is_typed(cell)), 0) for cells in upward)
    few = (body != "").sum(axis=1) <= body.shape[1] // 2
    below = pd.Series(body.index > last, index=body.index)
    return text.mask((text == "") & below & few, "note below the table") if last else text


def table_at(export: Export, sheet: Sheet, first: int, count: int, why: str) -> Listing:
    """Return the table of a sheet whose header is ``count`` rows from row ``first`` (from 0)."""
    headers = joined(sheet, first, count) if count else [""] * sheet.width
    return Listing(export, sheet, first + count - 1, tuple(headers), count, why)


def sheet_named(export: Export, name: str) -> Sheet:
    """Return a sheet by its name.

    Raises
    ------
    ExportError
        If there is none; it names those that are there.
    """
    sheet = next((one for one in export.sheets if one.name == name), None)
    if sheet is None:
        names = ", ".join(f"'{one.name}'" for one in export.sheets)
        raise ExportError(f"{export.file} has no sheet '{name}'. It has: {names}.")
    return sheet


def first_full_row(sheet: Sheet) -> int | None:
    """Return the first row (from 0) of two cells and half as many as the fullest; None for none."""
    counts = [sum(cell != "" for cell in row) for row in sheet.head(HEAD)]
    least = max(2, HALF * max(counts, default=0))
    return next((row for row, count in enumerate(counts) if count >= least), None)
