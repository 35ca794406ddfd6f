"""Units known by totals alone: counts, heads and money of each, without a list of people.

Public libraries, branches, schools or offices of which somebody publishes totals a year. Every
number over several units is a ratio of sums.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import pandas as pd

from engagekit.errors import DataError, did_you_mean
from engagekit.locale.missing import not_measured
from engagekit.measures import _frames
from engagekit.measures._frame import ALL, measure_frame, number
from engagekit.measures.counts import folded
from engagekit.measures.funding import _money
from engagekit.measures.relation import BETWEEN, relate
from engagekit.settings.periods import year_of
from engagekit.tables.tables import Tables

MONEY = "money"
"""The word for the budget among what is set against heads."""


def totals(tables: Tables, what: str, *, people: str | None = None) -> pd.DataFrame:
    """Return a count, the money and the heads of each unit in each fiscal year.

    Parameters
    ----------
    tables : Tables
        Uses ``counts`` (``place`` is the unit), ``budget`` and ``headcounts`` (``department`` is
        the unit).
    what : str
        A word of the sheet counts.
    people : str, optional
        A word of the sheet counts that holds the heads; default: the sheet headcounts.

    Returns
    -------
    DataFrame
        ``unit, period, count, people, money``; missing where one is not there. Oldest year first.

    Raises
    ------
    DataError
        If no row of the sheet counts bears the word.
    """
    counts = _by_year(tables, _word(tables, what)).rename("count")
    if people is None:
        heads = _frames.rows(tables, "headcounts", "department", "on", "people")
        counted = _by_year(tables, heads.rename(columns={"department": "place", "people": "n"}))
    else:
        counted = _by_year(tables, _word(tables, people))
    money = _money(tables)
    has_actual = (money["kind"] == "actual").any()
    money = money[money["kind"] == ("actual" if has_actual else "budget")]
    spent = _by_year(
        tables, money.rename(columns={"department": "place", "amount": "n", "end": "on"})
    )
    result = pd.concat([counts, counted.rename("people"), spent.rename("money")], axis=1)
    return (
        result.rename_axis(["unit", "period"])
        .reset_index()
        .sort_values(["period", "unit"], kind="stable", ignore_index=True)
    )


def _word(tables: Tables, what: str) -> pd.DataFrame:
    """Return rows of the sheet counts that bear a word."""
    rows = _frames.rows(tables, "counts")
    words = rows["what"].astype("str").map(folded)
    if not (words == folded(what)).any():
        existing = rows["what"].dropna().astype("str").unique().tolist()
        raise DataError(f"The sheet counts has no '{what}'. {did_you_mean(what, existing)}")
    return rows[words == folded(what)]


def _by_year(tables: Tables, rows: pd.DataFrame) -> pd.Series:
    """Return sums of ``n`` by place and fiscal year; rows without a number tell nothing."""
    present = rows[rows["n"].notna() & rows["place"].notna() & rows["on"].notna()]
    start = tables.settings.organisation.fiscal_start
    on = pd.to_datetime(present["on"])
    year = on.dt.year.where(on.dt.month >= start, on.dt.year - 1)
    sums: pd.Series = (
        present["n"].astype("float64").groupby([present["place"].astype("str"), year]).sum()
    )
    return sums


def per_head(
    tables: Tables,
    what: str,
    *,
    unit: str | None = None,
    per: float = 1.0,
    people: str | None = None,
) -> pd.DataFrame:
    """Return a count, or money, for each person: one unit beside all of them, in the newest year.

    Parameters
    ----------
    tables : Tables
    what : str
        A word of the sheet counts, or ``money`` for the budget.
    unit : str, optional
        The unit that stands beside all; default: all alone.
    per : float
        For how many people, e.g. 1,000.
    people : str, optional
        As in `totals`.

    Returns
    -------
    DataFrame
        Measure frame with ``place`` in front; measure ``<what> per head`` (or per 1,000), unit
        ``per_head`` for money, else ``score``; ``base`` is the people it is divided by.

    Raises
    ------
    NotMeasuredError
        If no unit has the count and its people.
    """
    column = "money" if folded(what) == MONEY else "count"
    source = what if column == "count" else _any_word(tables)
    matches = totals(tables, source, people=people)
    matches = matches[matches[column].notna() & (matches["people"] > 0)]
    if matches.empty:
        raise not_measured("no_unit_counts", what=what)
    newest = matches[matches["period"] == matches["period"].max()]
    name = f"{what} per head" if per == 1 else f"{what} per {per:,.0f}"
    unit_of = {"unit": "per_head"} if column == MONEY else {}
    rows: list[dict[str, Any]] = []
    for place, part in ((unit, newest[newest["unit"] == unit]), (ALL, newest)):
        if place is not None and len(part):
            heads = float(part["people"].sum())
            each = per * float(part[column].sum()) / heads
            rows.append(number(name, each, place=place, base=heads, **unit_of))
    return measure_frame(rows, ["place"], basis="ratio_of_sums")


def _any_word(tables: Tables) -> str:
    """Return some word of the sheet counts, where only the money of the units is asked for."""
    return str(tables.need("counts")["what"].dropna().iloc[0])


def unit_panel(
    tables: Tables, what: str, *, per: float = 1000.0, people: str | None = None
) -> pd.DataFrame:
    """Return a count for each so many people and money a head, unit by unit and year by year.

    Returns
    -------
    DataFrame
        ``unit, period, x, y`` with money a head as ``x``; units without heads or without money in
        a year are left out of it.
    """
    matches = totals(tables, what, people=people)
    present = matches[(matches["people"] > 0) & (matches["money"] > 0) & matches["count"].notna()]
    return pd.DataFrame(
        {
            "unit": present["unit"],
            "period": present["period"].astype("str"),
            "x": present["money"] / present["people"],
            "y": per * present["count"] / present["people"],
        }
    ).reset_index(drop=True)


def years(tables: Tables, what: str, *, people: str | None = None) -> tuple[str, str]:
    """Return the first and the last fiscal year in which units have count, heads and money."""
    matches = unit_panel(tables, what, people=people)["period"]
    start = tables.settings.organisation.fiscal_start
    if matches.empty:
        return "", ""
    first, last = (
        year_of(dt.date(int(matches.agg(which)), start, 1), start).label for which in ("min", "max")
    )
    return first, last


def unit_relation(
    tables: Tables, what: str, *, per: float = 1000.0, people: str | None = None, draws: int = 999
) -> pd.DataFrame:
    """Return how a count for each so many people goes together with money a head, between units.

    Parameters
    ----------
    tables : Tables
    what : str
        A word of the sheet counts.
    per : float
    people : str, optional
        As in `totals`.
    draws : int
        Shuffles.

    Returns
    -------
    DataFrame
        See `engagekit.measures.relation.relate`: between units in the newest year alone; the other
        levels, where there are several years, over all of them.

    Raises
    ------
    NotMeasuredError
        If no unit has count, heads and money.
    """
    points = unit_panel(tables, what, per=per, people=people)
    if points.empty:
        raise not_measured("no_unit_money", what=what)
    newest = relate(points[points["period"] == points["period"].max()], draws=draws)
    if points["period"].min() == points["period"].max():
        return newest
    every = relate(points, draws=draws)
    return pd.concat([newest, every[every["level"] != BETWEEN]], ignore_index=True)
