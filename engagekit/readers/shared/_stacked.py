"""A second table below the first one of a sheet: where it begins."""

import re
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from engagekit.parsing.values import fold_word

BELOW = "another table below this one"
LEAST_STACKED = 4
"""Filled rows from which a sheet may hold two tables: a row each, a header, and one more."""
TITLES = 2
"""Rows of a title over the same header again: what it is, and its day."""
HALF = 0.5
"""Share of filled cells from which a column is one of numbers or days."""
ANOTHER = 0.7
"""Difference of such shares from which a column holds something else below than above."""
_MONTHS = (
    "jan|f[eé]v|feb|m[aä]r|a[pv]r|abr|ma[iy]|ju[iln]|aug|ao[uû]|ago|sep|o[ck]t|nov|d[eéi][cz]|ene"
)
_TYPED = re.compile(
    r"^[-+$€£¥(]{0,2}\s?\d[\d\s.,'’]*\s?[%)]?$|^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}\b|^(?:true|false)$"
    rf"|^\d{{1,2}}(?:st|nd|rd|th|er|\.)?[ -](?:{_MONTHS})[^\W\d_]*\.?[ -](?:\d\d){{1,2}}$"
    rf"|^(?:{_MONTHS})[^\W\d_]*\.? \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}}$",
    re.IGNORECASE,
)


def is_typed(cell: str) -> bool:
    """Return whether a cell holds a number, a date or a truth value rather than words.

    Examples
    --------
    >>> is_typed("1 234,50"), is_typed("2026-01-02"), is_typed("Visits 2026")
    (True, True, False)
    >>> is_typed("5 March 2026"), is_typed("05-Jan-26"), is_typed("March 2026")
    (True, True, False)
    """
    return _TYPED.match(cell) is not None


def second_table(body: pd.DataFrame, headers: Sequence[str], present: pd.Series) -> int | None:
    """Return the row at which another table begins below: its title, else its header.

    A header has words alone, over columns that hold numbers or days above it; and the rows below it
    hold something else than those above. The same header again under a title of its own is that of
    another table too: `Budget` below `Actual`.

    ``body``: rows below the first header. ``present``: filled cells of each row.
    """
    filled = present[present > 0]
    if len(filled) < LEAST_STACKED:
        return None
    keys = [fold_word(header) for header in headers]
    after = filled.index[~(filled.index - 1).isin(filled.index)]
    wide: Any = body[present > 1]
    sums = None
    for start in after[1:] if len(after) and after[0] == body.index[0] else after:
        place = int(wide.index.searchsorted(start))
        head = wide.index[place] if place < len(wide) else start + 2
        if head - start > TITLES or place >= len(wide):
            continue
        cells = [(at, cell) for at, cell in wide.iloc[place].items() if cell]
        again = all(keys[at] == fold_word(cell) for at, cell in cells if at < len(keys))
        if again and len(cells) > 1 and head > start:  # `£000` heads the lines of some
            return int(start)
        if head - start > 1 or any(is_typed(cell) for _, cell in cells):
            continue
        if not again and 0 < place < len(wide) - 1:
            sums = sums or _sums(wide)  # once: a text of many paragraphs is no table of any
            if _differ(*sums, place, [wide.columns.get_loc(at) for at, _ in cells]):
                return int(start)
    return None


def _sums(wide: pd.DataFrame) -> tuple[Any, Any]:
    """Return how many cells down to each row hold a number or day, and how many hold anything."""
    columns = (column for _, column in wide.items())
    typed = [one.isin([cell for cell in one.unique() if is_typed(cell)]) for one in columns]
    return np.column_stack(typed).cumsum(axis=0), (wide != "").to_numpy().cumsum(axis=0)


def _differ(typed: Any, filled: Any, place: int, header: Sequence[Any]) -> bool:
    """Return whether a header stands over columns of numbers, and one of them holds words below."""
    n, m = filled[place - 1], filled[-1] - filled[place]
    above = typed[place - 1] / np.maximum(n, 1)
    below = (typed[-1] - typed[place]) / np.maximum(m, 1)
    changed = (n > 0) & (m > 0) & (np.abs(above - below) >= ANOTHER)
    return bool((above[header] >= HALF).any() and changed.any())
