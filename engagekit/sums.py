"""Money that would be counted twice or in the wrong currency: totals among lines, foreign signs."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from engagekit.kinds import clean, fold

_WORD = (
    r"(?:(?:grand|sub|sous|gesamt|zwischen)[\s-]*)?"
    r"(?:total|totals|totaux|summe|somme|totale|totaal)"
)
_TOTAL = re.compile(rf"^{_WORD}\b|\b{_WORD}(?:\s+general)?$")
BY_CHANCE = 0.1
"""Of many lines of one name, the share that must be sums: long files hold sums by chance."""
_SIGNS = {
    "€": {"EUR"},
    "£": {"GBP", "EGP", "FKP", "GIP", "LBP", "SHP", "SSP", "SYP"},
    "¥": {"JPY", "CNY"},
    "₹": {"INR"},
}
_NO_DOLLAR = {"EUR", "GBP", "CHF", "SEK", "NOK", "DKK", "JPY", "CNY", "INR", "PLN", "CZK", "ZAR"}
_CODE = re.compile(r"\b(CAD|USD|EUR|GBP|CHF|AUD|NZD|HKD|SGD|SEK|NOK|DKK|JPY|INR|ZAR|PLN|CZK)\b")


def totals(lines: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """Which lines of a budget are totals of others, and which only read like one.

    Parameters
    ----------
    lines : DataFrame
        ``period, department, cost_centre, line, kind, amount, currency`` in the order of the file.

    Returns
    -------
    tuple of Series of bool
        Totals: a line (or its department or cost centre) is called total and its amount is the
        sum of the rows directly above it, or directly below it, of the same period, kind and
        currency; fewer than a tenth of many lines of one name are sums by chance. And the lines
        called total whose amount is no such sum.

    Examples
    --------
    >>> rows = [("staff", 60.0), ("books", 40.0), ("Total", 100.0), ("Total rewards", 5.0)]
    >>> lines = pd.DataFrame(rows, columns=["line", "amount"])
    >>> [found.tolist() for found in totals(lines)]
    [[False, False, True, False], [False, False, False, True]]
    """
    called = pd.Series(False, index=lines.index)
    title = pd.Series("", index=lines.index, dtype="str")
    for name in ("line", "department", "cost_centre"):
        if name in lines:
            words = fold(lines[name].astype("str").fillna(""))
            title = title.mask(~called & words.str.contains(_TOTAL), words)
            called |= words.str.contains(_TOTAL)
    found, alone = (pd.Series(False, index=lines.index) for _ in range(2))
    if not called.any():
        return found, called
    hits: list[object] = []
    group = [name for name in ("period", "kind", "currency") if name in lines]
    parts = lines.groupby(group, dropna=False, sort=False) if group else [("", lines)]
    for _, part in parts:
        parts_of = part.loc[~called[part.index], "amount"].fillna(0.0)
        alone[part.index] = parts_of.empty  # nothing that it could be the total of
        mine = part.loc[called[part.index], "amount"].astype("float64")
        for row, amount in mine.items():
            above, below = parts_of[parts_of.index < row], parts_of[parts_of.index > row]
            sums = [above[::-1].cumsum(), below.cumsum()]
            if any(_holds(one.to_numpy(), float(amount)) for one in sums):
                hits.append(row)
    found |= pd.Series(lines.index.isin(hits), index=lines.index)
    found &= found.groupby(title).transform("mean") >= BY_CHANCE  # a series of its own
    return found, called & ~found & ~alone


def _holds(sums: np.ndarray, amount: float) -> bool:
    """Whether an amount is one of several sums, cents and rounded thousands aside."""
    return bool((np.abs(sums - amount) <= np.maximum(1.0, 5e-4 * np.abs(amount))).any())


def foreign(cells: pd.Series, currencies: pd.Series) -> pd.Series:
    """Which cells carry the sign or the code of another currency than their row's.

    Examples
    --------
    >>> foreign(pd.Series(["$5", "€5", "5 EUR"]), pd.Series(["CAD", "CAD", "EUR"])).tolist()
    [False, True, False]
    """
    text, home = clean(cells), clean(currencies).str.upper()
    found = text.str.contains("$", regex=False) & home.isin(_NO_DOLLAR)
    for sign, known in _SIGNS.items():
        found |= text.str.contains(sign, regex=False) & ~home.isin(known)
    code = text.str.extract(_CODE)[0]
    return (found | (code.notna() & (code != home))) & (home != "")
