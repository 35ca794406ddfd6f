"""Rows at the end of a survey that are nobody's answers: totals, and a footer."""

from __future__ import annotations

import re

import pandas as pd

from engagekit.readers.shared._table import TOTALS, squash

LAST = 8
"""Rows at the end of a sheet that may be totals or a footer."""
WIDE = 3
"""Columns from which a total, or a row of one cell, is told from an answer."""
_NUMBER = re.compile(r"[-+]?[\d.,\s]+%?")


def ends(body: pd.DataFrame, held: pd.Series) -> list[tuple[str, pd.Series]]:
    """The rows that close a sheet, by what they are.

    Parameters
    ----------
    body : DataFrame
        Text, indexed by row number.
    held : Series of bool
        Whether a row holds anything.

    Returns
    -------
    list of (reason, mask)
        Totals: the word and numbers. A footer: rows of one cell below a blank row.
    """
    total, footer = (pd.Series(False, index=body.index) for _ in range(2))
    if body.shape[1] < WIDE:
        return []
    singles: list[int] = []
    for at in reversed(held.to_numpy().nonzero()[0][-LAST:].tolist()):
        cells = [text for cell in body.iloc[at] if (text := cell.strip())]
        if squash(cells[0]) in TOTALS and all(_NUMBER.fullmatch(cell) for cell in cells[1:]):
            total.iloc[at] = True
        elif len(cells) == 1:
            singles.append(at)
        else:
            break
    if singles and singles[-1] > 0 and not held.iloc[singles[-1] - 1]:
        footer.iloc[singles] = True
    return [("totals row", total), ("footer of the report", footer)]
