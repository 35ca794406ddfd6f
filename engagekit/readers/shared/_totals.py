"""Rows of a list that are totals: by their first word, or because they add up."""

from collections.abc import Sequence

import pandas as pd

from engagekit.parsing import values
from engagekit.readers.shared import vocabulary
from engagekit.readers.shared._stacked import is_typed

TOTAL_CELLS = 3
"""Cells that a row of totals may fill in a narrow table; in a wide one half of the columns. A row
that fills more is one of data whose first cell reads so (a company called Total)."""
SLACK = 0.02
"""How far a total may lie from the sum of its rows: cents that a workbook rounds away."""
FEW_ROWS = 3
"""Rows that fill a column, from which one that leaves it empty differs from them."""
SUMS, SMALL = 2, 10
"""Sums from which a last row without the word is of totals, and how large these are at least."""
_WORDS = vocabulary.words("table_rows")
AVERAGES = frozenset(_WORDS["averages"])
TOTALS = AVERAGES.union(_WORDS["totals"])


def is_of_totals(row: Sequence[str], name: str, *, is_open: bool) -> bool:
    """Return whether a row that begins with a word for totals is one of them.

    ``is_open``: it leaves a cell empty that every other row fills.
    """
    cells = [cell for cell in row if cell]
    few = len(cells) <= max(TOTAL_CELLS, len(row) // 2)
    if any("@" in cell for cell in cells) or not (few or is_open or row[0] == ""):
        return False
    # `Average` may be an answer, and a row without its first cell a record
    return (few and name in TOTALS - AVERAGES) or (len(cells) > 1 and all(map(is_typed, cells[1:])))


def is_sum(body: pd.DataFrame, at: int, named: int | None = None) -> bool:
    """Return whether each number of a row is the sum of those above it, beside the same words.

    ``named``: the column of the word for the total, where it is not the first that is filled.
    """
    row, above = pd.Series(body.loc[at].to_dict()), body.loc[: at - 1]
    filled = row[row != ""]
    read = values.numbers(filled.drop(filled.index[0] if named is None else named))
    worded = [*read.bad.index[read.bad]]  # a total of each measure is that of its rows
    above = above[(above[worded] == row[worded]).all(axis=1)]
    columns = [one for one in read.bad.index[~read.bad] if (above[one] != "").any()]
    return len(columns) > (not worded) and _are_sums(above[columns], read.values)


def adds_up(body: pd.DataFrame, at: int, others: pd.Series) -> bool:
    """Return whether the last row holds the sums of several columns, by whatever word it is known.

    ``others``: rows that are no data. Numbers that are sums by chance are few or small.
    """
    row = pd.Series(body.loc[at].to_dict())
    read = values.numbers(row[row != ""])
    above = body[~others].loc[: at - 1, read.bad.index[~read.bad]]
    large = int((read.values.abs() > SMALL).sum())
    if read.bad.sum() > 1 or large < SUMS or (above != "").sum().min() < FEW_ROWS:
        return False
    return _are_sums(above, read.values)


def _are_sums(above: pd.DataFrame, numbers: pd.Series) -> bool:
    """Return whether each column adds up to its number."""
    for column in above.columns:
        filled = above[column][above[column] != ""]
        if abs(values.numbers(filled).values.sum() - numbers[column]) >= SLACK:
            return False
    return True
