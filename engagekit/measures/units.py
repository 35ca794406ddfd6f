"""Units known by totals alone: counts, heads and money of each, without a list of people.

Public libraries, branches, schools or offices of which somebody publishes totals a year. Every
number over several units is a ratio of sums.
"""

import datetime as dt
from typing import Any

import pandas as pd

from engagekit.errors import DataError, did_you_mean
from engagekit.locale.missing import require
from engagekit.measures import _frames, relation
from engagekit.measures._frame import ALL, measure_frame, number
from engagekit.measures.counts import folded
from engagekit.measures.funding import _money
from engagekit.settings.periods import year_of
from engagekit.tables.tables import Tables

COLUMNS = ("count", "people", "money")
MONEY = "money"
"""The word for the budget among what is set against heads."""


def totals(
    tables: Tables, what: str | None, *, people: str | None = None, mean_of: str | None = None
) -> pd.DataFrame:
    """Return a count, the money and the heads of each unit in each fiscal year.

    Parameters
    ----------
    tables : Tables
        Uses ``counts`` (``place`` is the unit), and what is there of ``budget`` and ``headcounts``
        (``department`` is the unit).
    what : str or None
        A word of the sheet counts; None: money and heads alone.
    people : str, optional
        A word of the sheet counts that holds the heads; default: the sheet headcounts.
    mean_of : str, optional
        The word ``what`` is a published share or mean: of several in a year the mean is taken,
        weighted by this word of the sheet counts (``people``: by the heads).

    Returns
    -------
    DataFrame
        ``unit, period, count, people, money``, and ``weight`` of a mean; missing where one is not
        there. Oldest year first.

    Raises
    ------
    DataError
        If no row of the sheet counts bears the word.
    """
    parts = {} if what is None else _counted(tables, what, mean_of)
    if people is not None:
        parts["people"] = _by_year(tables, _word(tables, people))
    elif tables.has("headcounts"):
        heads = _frames.rows(tables, "headcounts", "department", "on", "people")
        named = heads.rename(columns={"department": "place", "people": "n"})
        parts["people"] = _by_year(tables, named)
    if tables.has("budget"):
        money = _money(tables)
        has_actual = (money["kind"] == "actual").any()
        money = money[money["kind"] == ("actual" if has_actual else "budget")]
        columns = {"department": "place", "amount": "n", "end": "on"}
        parts["money"] = _by_year(
            tables, money.drop(columns="on", errors="ignore").rename(columns=columns)
        )
    if not parts:
        tables.need("counts")
    result = pd.concat([part.rename(name) for name, part in parts.items()], axis=1)
    result = result.reindex(
        columns=[
            "count",
            "people",
            "money",
            *result.columns.difference(["count", "people", "money"]),
        ]
    )
    if mean_of is not None and "weight" not in result:
        result["weight"] = result["people"]
    return (
        result.rename_axis(["unit", "period"])
        .reset_index()
        .sort_values(["period", "unit"], kind="stable", ignore_index=True)
    )


def _counted(tables: Tables, what: str, mean_of: str | None) -> dict[str, pd.Series]:
    """Return sums of a word by unit and year; of a published share or mean the weighted mean."""
    rows = _word(tables, what)
    if mean_of is None:
        return {"count": _by_year(tables, rows)}
    if folded(mean_of) == "people":
        return {
            "count": _by_year(tables, rows) / _by_year(tables, rows.assign(n=rows["n"] * 0 + 1))
        }
    sizes = _word(tables, mean_of).groupby(["place", "on"])["n"].sum().rename("size")
    both = rows.merge(sizes.reset_index(), on=["place", "on"])
    sums = _by_year(tables, both.assign(n=both["n"] * both["size"]))
    weight = _by_year(tables, both.assign(n=both["size"]))
    return {"count": sums / weight.where(weight > 0), "weight": weight}


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

    Notes
    -----
    The sum of what is there over the sum of the people who are there: `lacking` names the units
    that have only one of the two.
    """
    newest, column = _newest(tables, what, people)
    name = f"{what} per head" if per == 1 else f"{what} per {per:,.0f}"
    unit_of = {"unit": "per_head"} if column == MONEY else {}
    rows: list[dict[str, Any]] = []
    for place, part in ((unit, newest[newest["unit"] == unit]), (ALL, newest)):
        heads = float(part["people"].sum())
        if place is not None and heads > 0 and part[column].notna().any():
            each = per * float(part[column].sum()) / heads
            rows.append(number(name, each, place=place, base=round(heads), **unit_of))
    return measure_frame(rows, ["place"], basis="ratio_of_sums")


def _newest(tables: Tables, what: str, people: str | None) -> tuple[pd.DataFrame, str]:
    """Return the totals of the newest year in which a unit has both numbers, and the column."""
    column = "money" if folded(what) == MONEY else "count"
    matches = totals(tables, what if column == "count" else None, people=people)
    both = matches[matches[column].notna() & (matches["people"] > 0)]
    require(not both.empty, "no_unit_counts", what=what)
    newest = matches[matches["period"] == both["period"].max()]
    return newest[newest[column].notna() | newest["people"].notna()], column


def lacking(tables: Tables, what: str, *, people: str | None = None) -> dict[str, list[str]]:
    """Return the units of the newest year that have only one of the two numbers of `per_head`.

    Returns
    -------
    dict
        ``people``: units with the count and nobody it is for; ``count``: the others.
    """
    newest, column = _newest(tables, what, people)
    without = ~(newest["people"] > 0)
    return {
        "people": newest.loc[without & newest[column].notna(), "unit"].tolist(),
        "count": newest.loc[newest[column].isna() & ~without, "unit"].tolist(),
    }


def unit_panel(
    tables: Tables,
    what: str,
    *,
    per: float = 1000.0,
    people: str | None = None,
    mean_of: str | None = None,
) -> pd.DataFrame:
    """Return a count for each so many people and money a head, unit by unit and year by year.

    Parameters
    ----------
    tables : Tables
    what : str
    per : float
        For how many people; not used for a published share or mean.
    people, mean_of : str, optional
        As in `totals`.

    Returns
    -------
    DataFrame
        ``unit, period, x, y`` with money a head as ``x``; units without heads or without money in
        a year are left out of it. ``All`` is the sum over the units that have every year, so that
        it does not move because units come and go.
    """
    matches = totals(tables, what, people=people, mean_of=mean_of)
    present = matches[(matches["people"] > 0) & (matches["money"] > 0) & matches["count"].notna()]
    present = present.assign(period=present["period"].astype("str"))
    each = _points(present, per, mean_of)
    every = present.groupby("unit")["period"].transform("nunique") == present["period"].nunique()
    matched = present[every]
    if matched["unit"].nunique() < 2 or present["period"].nunique() < 2:
        return each
    weight = matched["weight"] if mean_of is not None else 1.0
    sums = matched.assign(count=matched["count"] * weight).groupby("period", as_index=False)
    total = sums[[name for name in ("count", "people", "money", "weight") if name in matched]].sum()
    if mean_of is not None:
        total["count"] = total["count"] / total["weight"]
    return pd.concat([_points(total.assign(unit=ALL), per, mean_of), each], ignore_index=True)


def _points(rows: pd.DataFrame, per: float, mean_of: str | None) -> pd.DataFrame:
    """Return money a head as x, and the count for so many people, or the mean, as y."""
    y = per * rows["count"] / rows["people"] if mean_of is None else rows["count"]
    return pd.DataFrame(
        {
            "unit": rows["unit"],
            "period": rows["period"],
            "x": rows["money"] / rows["people"],
            "y": y,
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
    tables: Tables,
    what: str,
    *,
    per: float = 1000.0,
    people: str | None = None,
    mean_of: str | None = None,
    draws: int = 999,
) -> pd.DataFrame:
    """Return how a count for each so many people goes together with money a head, at each level.

    Parameters
    ----------
    tables : Tables
    what : str
        A word of the sheet counts.
    per : float
    people, mean_of : str, optional
        As in `totals`.
    draws : int
        Shuffles.

    Returns
    -------
    DataFrame
        See `engagekit.measures.relation.relate`: between units in the newest year alone; over time
        and within units, where there are several years, over all of them.

    Raises
    ------
    NotMeasuredError
        If no unit has count, heads and money.
    """
    points = unit_panel(tables, what, per=per, people=people, mean_of=mean_of)
    require(not points.empty, "no_unit_money", what=what)
    each = points[points["unit"] != ALL]
    newest = relation.relate(each[each["period"] == each["period"].max()], draws=draws)
    if points["period"].min() == points["period"].max():
        return newest
    every = relation.relate(points, draws=draws)
    return pd.concat([newest, every[every["level"] != relation.BETWEEN]], ignore_index=True)
