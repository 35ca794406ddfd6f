"""Terms of contracts that cannot be: an end before the start, a rise of a hundred per cent."""

import re
from collections.abc import Iterator
from typing import Any

import pandas as pd

from engagekit.parsing import dates

WHOLE = 1.0
"""An increase from which on a per cent was written without its sign: 6 is meant as 6%, and a price
that doubles in one step is written as two rows."""
REMEDIES = {
    "starts_on": "Take one out; where both are paid, name the products apart.",
    "ends_on": "Correct the two days.",
    "price": "Write what is paid; a credit is a line of the budget.",
    "asked_price": "Write what the vendor asked for, or leave the cell empty.",
    "increase": "Write 6 per cent as 6% or 0.06.",
    "notice_days": "Write a number of days.",
}
_UNITS = {
    **dict.fromkeys(("week", "semaine", "woche"), "weeks"),
    **dict.fromkeys(("month", "mois", "monat"), "months"),
    **dict.fromkeys(("year", "an", "jahr"), "years"),
}
_UNIT = rf"({'|'.join(_UNITS)})[a-z]{{0,2}}"


def unit_in(header: str) -> str:
    """Return the unit of a notice that its header names, nothing for days.

    Examples
    --------
    >>> unit_in("Notice (months)"), unit_in("Préavis en semaines"), unit_in("Notice, days")
    ('months', 'weeks', '')
    """
    named = re.search(rf"\b{_UNIT}\b", header.casefold().replace("_", " "))
    return _UNITS[named[1]] if named else ""


def with_unit(cells: pd.Series, unit: str) -> pd.Series:
    """Return cells of which bare numbers bear the unit of their header."""
    return cells.mask(cells.str.fullmatch(r"\s*\d+\s*"), cells.str.strip() + f" {unit}".rstrip())


def in_days(notice: pd.Series, ends_on: pd.Series, order: str | None = None) -> pd.Series:
    """Return a notice in weeks, months and years, or given as its day, as days before the end.

    ``order``: of day and month in the contracts, where it is known.

    Examples
    --------
    >>> ends = pd.to_datetime(pd.Series(["2026-12-31", "2027-02-28", "2026-12-31"]))
    >>> in_days(pd.Series(["3 months", "2027-01-01", "60"]), ends).tolist()
    ['92', '58', '60']
    """
    text = notice.astype("str").copy()
    dated = text.str.contains(r"\d{4}|\d\W+\w+\W+\d\d", na=False)  # no "3 months"
    day = dates.dates(text.where(dated, ""), order=order).values
    text = text.mask(
        day.notna() & ends_on.notna(), (ends_on - day).dt.days.astype("Int64").astype("str")
    )
    parts = text.str.casefold().str.extract(rf"^\s*(\d+)\s*{_UNIT}\.?\s*$")
    for at in parts.index[parts[0].notna() & ends_on.notna()]:
        span: dict[str, Any] = {_UNITS[parts.loc[at, 1]]: int(parts.loc[at, 0])}
        text[at] = str((ends_on[at] - (ends_on[at] - pd.DateOffset(**span))).days)
    return text


def year_before(ends_on: pd.Series) -> pd.Series:
    """Return the first day of the year that ends on a day.

    Examples
    --------
    >>> year_before(pd.to_datetime(pd.Series(["2026-12-31", "2028-02-29"]))).dt.date.tolist()
    [datetime.date(2026, 1, 1), datetime.date(2027, 3, 1)]
    """
    return ends_on + pd.DateOffset(days=1) - pd.DateOffset(years=1)


def impossible(frame: pd.DataFrame, lost: pd.Series) -> Iterator[tuple[str, pd.Series, str, str]]:
    """Yield a column of typed contracts, its cells that cannot be, what is wrong, what to do.

    ``lost``: why a row is left out already; empty otherwise.

    Examples
    --------
    >>> days = pd.to_datetime(["2026-01-01", "2026-01-01"])
    >>> terms = pd.DataFrame({"starts_on": days, "ends_on": days - pd.Timedelta(days=1),
    ...                       "price": [1.0, 2.0], "asked_price": [1.0, None],
    ...                       "increase": [6.0, 0.06], "notice_days": [3, 4]})
    >>> faults = impossible(terms, pd.Series(["", "no product"]))
    >>> [(column, cells.tolist()) for column, cells, *_ in faults if cells.any()]
    [('ends_on', [True, True]), ('increase', [True, False])]
    """
    rules = (
        ("starts_on", lost.str.startswith("same product"), "as in an earlier row, which counts"),
        ("ends_on", frame["ends_on"] < frame["starts_on"], "before the first day of the term"),
        ("price", frame["price"] < 0, "a price under zero"),
        ("asked_price", frame["asked_price"] < 0, "a price under zero"),
        ("increase", frame["increase"].abs() >= WHOLE, "an increase of 100 per cent or more"),
        ("notice_days", frame["notice_days"] < 0, "under zero"),
    )
    for column, cells, what in rules:
        yield column, cells, what, REMEDIES[column]
