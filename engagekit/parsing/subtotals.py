"""Money that would be counted twice or in the wrong currency: totals among lines, foreign signs."""

import re
from collections.abc import Mapping

import numpy as np
import pandas as pd

from engagekit.parsing.values import SIGNS, clean, fold
from engagekit.parsing.word_lists import words

_WORDS, _MONEY = words("cells.totals"), words("cells.money")
_WORD = rf"(?:(?:{'|'.join(_WORDS['before'])})[\s-]*)?(?:{'|'.join(_WORDS['words'])})"
_TOTAL = re.compile(rf"^{_WORD}\b|\b{_WORD}(?:\s+general)?$")
_NOTHING_ELSE = re.compile(rf"^{_WORD}(?:\s+general)?[\s:]*$")
_NET = re.compile(r"(?i)\bnet(?:te)?s?\b")
CLOSE = 1.0
"""How far a total may lie from the sum of its parts, in units of money: parts rounded to cents are
off by half a cent each, 200 of them by one at most; more would take a small line for a total."""
_CODE = re.compile(rf"\b({'|'.join(_MONEY['codes'])})\b")


def totals(
    lines: pd.DataFrame, named_by: tuple[str, ...] = ("line", "department", "cost_centre")
) -> tuple[pd.Series, pd.Series]:
    """Which lines of a budget are totals of others, and which only read like one.

    ``lines``: ``period, department, cost_centre, line, kind, amount, currency`` in the order of the
    file. ``named_by``: columns that stand in the file: a word that a mapping gave is the analyst's
    own, no total. Returned: totals: a line (or its department or cost centre) is called total and
    its amount is the sum of a block of the same period, kind and currency: all rows above or below
    it, those as far as another total, or those of its department and cost centre. And the lines
    called total whose amount is no such sum.

    Examples
    --------
    >>> rows = [("staff", 60.0), ("books", 40.0), ("Total", 100.0), ("Total rewards", 5.0)]
    >>> lines = pd.DataFrame(rows, columns=["line", "amount"])
    >>> [found.tolist() for found in totals(lines)]
    [[False, False, True, False], [False, False, False, True]]
    """
    called = pd.Series(False, index=lines.index)
    for name in named_by:
        if name in lines:
            cells = lines[name].astype("str").fillna("")
            called |= fold(cells).str.contains(_TOTAL) | cells.str.match(r"\*+\s")  # SAP's sums
    matches, alone = (pd.Series(False, index=lines.index) for _ in range(2))
    if not called.any():
        return matches, called
    hits: list[object] = []
    group = [name for name in ("period", "kind", "currency") if name in lines]
    parts = lines.groupby(group, dropna=False, sort=False) if group else [("", lines)]
    for _, part in parts:
        marked = called[part.index].to_numpy()
        alone[part.index] = bool(marked.all())  # nothing that it could be the total of
        if marked.any():
            hits += list(part.index[_sums(part, marked)])
    matches |= pd.Series(lines.index.isin(hits), index=lines.index)
    return matches, called & ~matches & ~alone


def plainly(cells: pd.Series) -> pd.Series:
    """Return whether each cell holds the word for a total and nothing else.

    Examples
    --------
    >>> plainly(pd.Series(["Total", "Grand total:", "Total rewards"])).tolist()
    [True, True, False]
    """
    return fold(cells.astype("str").fillna("")).str.contains(_NOTHING_ELSE)


def _sums(part: pd.DataFrame, marked: np.ndarray) -> np.ndarray:
    """Where the amount of a marked row is the sum of a block of rows that are no totals."""
    amounts = part["amount"].fillna(0.0).to_numpy(dtype="float64")
    plain = np.where(marked, 0.0, amounts)
    before = np.concatenate([[0.0], np.cumsum(plain)])
    lines = np.concatenate([[0], np.cumsum(~marked)])  # a block without a line has no sum
    places, names = np.flatnonzero(marked), part.get("line", part["amount"]).astype("str").tolist()
    result = np.zeros(len(part), dtype=bool)
    for nth, place in enumerate(places):
        starts = np.concatenate([[0], places[:nth] + 1])
        ends = np.concatenate([places[nth + 1 :], [len(part)]])
        above = (before[place] - before[starts])[lines[place] > lines[starts]]
        below = (before[ends] - before[place + 1])[lines[ends] > lines[place + 1]]
        sums = np.concatenate([above, below])
        signs = [[1.0], [-1.0]] if _NET.search(names[place]) else [[1.0]]  # spending lowers a net
        result[place] = bool((np.abs(sums - amounts[place] * np.array(signs)) <= CLOSE).any())
    return np.asarray(result | (_sums_of_owners(part, marked, plain, amounts) & marked))


def _sums_of_owners(
    part: pd.DataFrame, marked: np.ndarray, plain: np.ndarray, amounts: np.ndarray
) -> np.ndarray:
    """Where an amount is the sum of the lines of its department and cost centre."""
    owner = [name for name in ("department", "cost_centre") if name in part]
    if not owner:
        return np.zeros(len(part), dtype=bool)
    words = part[owner].astype("str").fillna("")
    code = words.groupby(owner, sort=False).ngroup().to_numpy()
    total = np.bincount(code, weights=plain)[code]
    lines = np.bincount(code, weights=~marked)[code]
    has_owner = (words != "").any(axis=1).to_numpy()
    result: np.ndarray = (lines > 0) & has_owner & (np.abs(total - amounts) <= CLOSE)
    return result


def in_codes(cells: pd.Series) -> pd.Series:
    """Return currencies by their codes where a sign says which, or which it commonly is.

    Examples
    --------
    >>> in_codes(pd.Series(["S$", "us$", "£", "EUR", "$"])).tolist()
    ['SGD', 'USD', 'GBP', 'EUR', '$']
    """
    known = {sign: codes[0] for sign, codes in words("cells.signs").items()}
    return cells.map(lambda cell: known.get(str(cell).strip().upper(), cell))


def at_home(lines: pd.DataFrame, home: str, rates: Mapping[str, float]) -> tuple[float, str]:
    """Return the sum of lines in the home currency, without those whose rate nobody said.

    Where that leaves none of them: the sum in the most frequent currency, and which one that is.

    Examples
    --------
    >>> lines = pd.DataFrame({"amount": [100.0, 9.0, 1.0], "currency": ["USD", "XOF", "XOF"]})
    >>> at_home(lines, "USD", {}), at_home(lines, "CHF", {}), at_home(lines, "CHF", {"USD": 2.0})
    ((100.0, 'USD'), (10.0, 'XOF'), (200.0, 'CHF'))
    """
    codes = lines["currency"].astype("str").str.strip().str.upper().fillna(home)
    worth = lines["amount"] * codes.map({home: 1.0, **rates}).astype("float64")
    if lines.empty or worth.notna().any():
        return float(worth.sum()), home
    most = codes.mode()[0]
    return float(lines.loc[codes == most, "amount"].sum()), str(most)


def foreign(cells: pd.Series, currencies: pd.Series) -> pd.Series:
    """Which cells carry the sign or the code of another currency than their row's.

    Examples
    --------
    >>> foreign(pd.Series(["$5", "€5", "US$5"]), pd.Series(["CAD", "CAD", "CAD"])).tolist()
    [False, True, True]
    """
    text, home = clean(cells).str.upper(), clean(currencies).str.upper()
    signs = text.str.extract(f"(?i)({SIGNS})")[0]
    matches = text.str.contains("$", regex=False) & home.isin(_MONEY["no_dollar"])
    for sign, codes in words("cells.signs").items():
        matches |= (signs == sign.upper()) & ~home.isin(codes)
    code = text.str.extract(_CODE)[0]
    return (matches | (code.notna() & (code != home))) & (home != "")
