"""A second table below the first one of a sheet: where it begins."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pandas as pd

from engagekit.parsing.values import fold_word, mapped

BELOW = "another table below this one"
LEAST_STACKED = 4
"""Filled rows from which a sheet may hold two tables: a row each, a header, and one more."""
LEAST_AGAIN = 2
"""Headers that stand again over numbers, from which their row begins another table."""
HALF = 0.5
"""Share of filled cells from which a column is one of numbers or days."""
ANOTHER = 0.7
"""Difference of such shares from which a column holds something else below than above."""
_TYPED = re.compile(
    r"^[-+$€£¥(]{0,2}\s?\d[\d\s.,'’]*\s?[%)]?$|^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}\b|^(?:true|false)$",
    re.IGNORECASE,
)


def is_typed(cell: str) -> bool:
    """Return whether a cell holds a number, a date or a truth value rather than words.

    Examples
    --------
    >>> is_typed("1 234,50"), is_typed("2026-01-02"), is_typed("Visits 2026")
    (True, True, False)
    """
    return _TYPED.match(cell) is not None


def second_table(body: pd.DataFrame, headers: Sequence[str], present: pd.Series) -> int | None:
    """Return the row at which another table begins below: its title, else its header.

    A header has words alone, over columns that hold numbers or days above it; and the rows below it
    hold something else than those above. The same header again under a title of its own is that of
    another table too: `Budget` below `Actual`; and so is one that differs from it in a word.

    ``body``: rows below the first header. ``present``: filled cells of each row.
    """
    filled = present[present > 0]
    if len(filled) < LEAST_STACKED:
        return None
    keys = [fold_word(header) for header in headers]
    if (start := _almost_again(body, keys)) is not None:
        return start - 1 if present.get(start - 1) == 1 and present.get(start - 2) == 0 else start
    after = filled.index[~(filled.index - 1).isin(filled.index)]
    for start in after[1:] if len(after) and after[0] == body.index[0] else after:
        head = next((row for row in filled.index if row >= start and present[row] > 1), None)
        if head is None or head - start > 1:
            continue
        cells = [(at, cell) for at, cell in body.loc[head].items() if cell]
        if any(is_typed(cell) for _, cell in cells):
            continue
        again = all(keys[at] == fold_word(cell) for at, cell in cells if at < len(keys))
        if again and len(cells) > 1 and head > start:
            return int(start)
        above = body[(body.index < start) & (present > 1)]
        below = body[(body.index > head) & (present > 1)]
        if not again and len(above) and len(below) and _differ(above, below, cells):
            return int(start)
    return None


def _almost_again(body: pd.DataFrame, keys: Sequence[str]) -> int | None:
    """Return the first row that repeats headers over numbers, but not every header."""
    named = [at for at, key in enumerate(keys) if key and at in body]
    again = pd.DataFrame({at: mapped(body[at], fold_word) == keys[at] for at in named})
    repeated = [at for at in named if again[at].any()]
    if len(repeated) < LEAST_AGAIN:
        return None
    over = again[[at for at in repeated if _typed_share(body[at]) >= HALF]].sum(axis=1)
    rows = over.index[(over >= LEAST_AGAIN) & ~again.all(axis=1)]
    return int(rows[0]) if len(rows) else None


def _differ(above: pd.DataFrame, below: pd.DataFrame, header: Sequence[tuple[int, str]]) -> bool:
    """Return whether a header stands over columns of numbers, and one of them holds words below."""
    over = [at for at, _ in header if _typed_share(above[at]) >= HALF]
    changed = [
        at
        for at in above.columns
        if (above[at] != "").sum()
        and (below[at] != "").sum()
        and abs(_typed_share(above[at]) - _typed_share(below[at])) >= ANOTHER
    ]
    return bool(over) and bool(changed)


def _typed_share(cells: pd.Series) -> float:
    """Return the share of filled cells that hold numbers or days."""
    present = cells[cells != ""]
    counts = present.value_counts()
    typed = int(counts[[is_typed(cell) for cell in counts.index]].sum())
    return typed / len(present) if len(present) else 0.0
