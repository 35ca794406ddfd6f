"""The columns of a table as a person looks at them: letter, header, kind, a few cells."""

from dataclasses import dataclass
from typing import Literal

import pandas as pd

from engagekit.files.source_file import letter
from engagekit.mapping.table import reasons
from engagekit.parsing import dates, values
from engagekit.readers.shared._table import Listing
from engagekit.readers.survey import _personal_columns

ColumnKind = Literal["empty", "email", "date", "number", "flag", "text"]
MOSTLY = 0.8
"""Share of cells of one kind from which a column is of it: a few may be remarks."""
MOST_WORDS = 30
"""Different values up to which they are counted one by one."""
FEW = 12
"""Different values up to which rows are chosen by ticks: more are no list to tick."""
LOOKED_AT = 2_000
"""Rows by which the kind of a column is told; the values to tick are those of all rows."""
SHOWN = 3
_DAY = r"(?:19|20)\d\d(?:0[1-9]|1[0-2])[0-3]\d"
"""A day as `20190105`."""


@dataclass(frozen=True)
class Column:
    """One column of a table.

    Attributes
    ----------
    index : int
        From 0.
    filled, distinct : int
        Cells that hold anything, and how many different ones.
    cells : tuple of str
        The first three different cells, as they are shown to who imports.
    values : dict of str to int
        Each value with its rows, where there are at most thirty.
    settles : str
        The order of day and month that the days prove; ``?`` where both are possible.
    """

    index: int
    header: str
    kind: ColumnKind
    filled: int
    distinct: int
    cells: tuple[str, ...]
    values: dict[str, int]
    is_personal: bool
    settles: str = ""

    @property
    def letter(self) -> str:
        """Return the letters of the column."""
        return letter(self.index)

    @property
    def name(self) -> str:
        """Return by what it is named in an answer: its header, else its letters."""
        return self.header or f"={self.letter}"


def columns_of(table: Listing) -> list[Column]:
    """Return every column of a table that has a header or a cell."""
    body = rows_of(table)
    return [_column(index, table.headers[index], body[index]) for index in table.columns]


def rows_of(table: Listing) -> pd.DataFrame:
    """Return the rows of a table without gaps, totals and notes."""
    return table.body[(reasons(table) == "").to_numpy()]


def _column(index: int, header: str, cells: pd.Series) -> Column:
    filled = cells[cells != ""]
    counts = filled.value_counts(sort=False)
    kind, settles = _kind_of(filled.head(LOOKED_AT))
    few = {str(value): int(n) for value, n in counts.items()} if len(counts) <= MOST_WORDS else {}
    return Column(
        index,
        header,
        kind,
        len(filled),
        len(counts),
        tuple(str(value) for value in counts.index[:SHOWN]),
        few,
        kind == "email" or _personal_columns.is_personal(header),
        settles,
    )


def _kind_of(filled: pd.Series) -> tuple[ColumnKind, str]:
    """Return what most cells are, and which order of day and month they prove."""
    if filled.empty:
        return "empty", ""
    if filled.str.contains(r"^\S+@\S+\.\S+$", regex=True).mean() >= MOSTLY:
        return "email", ""
    if filled.str.fullmatch(_DAY).mean() >= MOSTLY:
        return "date", ""
    numbers = values.numbers(filled)
    if numbers.values.notna().mean() >= MOSTLY:
        return "number", ""
    order, open_days = dates.date_order(filled.unique())
    possible = [order] if order else dates.ORDERS
    is_day = pd.concat(
        [dates.moments(filled, order=one).values.notna() for one in possible], axis=1
    )
    if is_day.any(axis=1).mean() >= MOSTLY:
        return "date", order or ("?" if open_days else "")
    if not values.flags(filled.drop_duplicates()).bad.any():
        return "flag", ""
    return "text", ""
