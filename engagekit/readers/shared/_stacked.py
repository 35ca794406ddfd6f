"""What stands below a list in its sheet: where a footer or a second table begins."""

import re
from collections.abc import Sequence

import pandas as pd

from engagekit.parsing.values import fold_word

BELOW = "another table below this one"
FOOTER_WIDTH = 3
"""Columns from which a line of one cell differs from a row of data."""
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


def footer_row(headers: Sequence[str], filled: pd.Series) -> int | None:
    """Return the row at which a footer begins: after a blank row, lines of one cell to the end.

    ``filled``: filled cells of each row below the header.
    """
    if sum(header != "" for header in headers) < FOOTER_WIDTH:
        return None
    wide = filled.index[filled > 1]
    after = filled.loc[int(wide[-1]) + 1 :] if len(wide) else filled
    blank = after.index[after == 0]
    return None if not len(blank) or len(blank) == len(after) else int(blank[0])


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
    after = filled.index[~(filled.index - 1).isin(filled.index)].difference(body.index[:1])
    wide = body[present > 1]
    typed = cells_so_far = pd.DataFrame()
    for start in after:
        place = int(wide.index.searchsorted(start))
        if place >= len(wide) or wide.index[place] - start > TITLES:
            continue
        titles, row = wide.index[place] - start, wide.iloc[place].tolist()
        places = [at for at, cell in enumerate(row) if cell]
        again = all(keys[at] == fold_word(row[at]) for at in places if at < len(keys))
        if again and len(places) > 1 and titles:  # `£000` heads the lines of some
            return int(start)
        if again or titles > 1 or any(is_typed(row[at]) for at in places) or not place:
            continue
        if typed.empty:  # once: a text of many paragraphs is no table of any
            typed = wide.apply(lambda cells: cells.map({one: is_typed(one) for one in {*cells}}))
            typed, cells_so_far = typed.cumsum(), (wide != "").cumsum()
        above = typed.iloc[place - 1] / cells_so_far.iloc[place - 1]
        below = (typed.iloc[-1] - typed.iloc[place]) / (
            cells_so_far.iloc[-1] - cells_so_far.iloc[place]
        )
        changed = (above - below).abs() >= ANOTHER
        if changed.any() and (above.iloc[places] >= HALF).any():
            return int(start)
    return None
