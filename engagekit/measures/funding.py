"""What it costs: funding per head and per contact reached, and full-time posts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from engagekit.errors import DataError, PeriodError, SettingsError, UsageError
from engagekit.measures import _people
from engagekit.measures._frame import ALL, measure_frame
from engagekit.measures.reach import reach
from engagekit.periods import Period
from engagekit.tables import Tables

ACCOUNTS = "from the accounts; no interval"


def _money(tables: Tables) -> pd.DataFrame:
    """Budget lines with ``start, end`` days and ``amount`` in the organisation's currency."""
    lines = _people.collected(_people.lazy(tables.need("budget")))
    settings = tables.settings
    spans: dict[str, Period] = {}
    for label in lines["period"].dropna().unique():
        try:
            spans[label] = settings.period(str(label))
        except PeriodError as error:
            raise DataError(f"The sheet budget, column period: {error}") from error
    home = settings.organisation.currency
    rates = {home: 1.0, **settings.money.rates}
    strange = sorted(set(lines["currency"].dropna().astype("str")) - set(rates))
    if strange:
        raise SettingsError(
            f"The budget holds amounts in {', '.join(strange)}. Say what one is worth in {home}: "
            f"rates = {{ {strange[0]} = 1.35 }} under [money] in engagekit.toml."
        )
    centres = settings.money.cost_centres
    return lines.assign(
        start=lines["period"].map(lambda label: pd.Timestamp(spans[label].start)),
        end=lines["period"].map(lambda label: pd.Timestamp(spans[label].end)),
        amount=lines["amount"] * lines["currency"].map(rates).fillna(1.0),
        department=lines["department"]
        .astype("str")
        .fillna(lines["cost_centre"].astype("str").map(centres).astype("str")),
    )


def _in(lines: pd.DataFrame, period: Period) -> tuple[pd.DataFrame, bool]:
    """Lines of a period, a longer line by its share of days; whether any was so divided."""
    start, end = pd.Timestamp(period.start), pd.Timestamp(period.end)
    last = lines["end"].where(lines["end"] < end, end)
    first = lines["start"].where(lines["start"] > start, start)
    overlap = (last - first).dt.days + 1
    length = (lines["end"] - lines["start"]).dt.days + 1
    share = (overlap / length).clip(0, 1)
    inside = lines[overlap > 0]
    share = share[overlap > 0]
    return inside.assign(
        amount=inside["amount"] * share, full_time_posts=inside["full_time_posts"]
    ), bool((share < 1).any())


def _chosen(lines: pd.DataFrame, kind: str | None) -> tuple[pd.DataFrame, str]:
    """Actual where there is any, else budget; or the kind asked for."""
    if kind is not None and kind not in ("budget", "actual"):
        raise UsageError(f"kind='{kind}' is neither 'budget' nor 'actual'.")
    actual = lines[lines["kind"] == "actual"]
    if kind == "actual" or (kind is None and len(actual)):
        return actual, "actual"
    return lines[lines["kind"] == "budget"], "budget"


def funding(
    tables: Tables,
    *,
    during: str | Period | None = None,
    by: str | None = None,
    kind: str | None = None,
) -> pd.DataFrame:
    """Money and posts of a period, per head of the staff list and per contact reached.

    Parameters
    ----------
    tables : Tables
        Uses ``budget`` and ``contacts``; ``touches`` or ``attendance`` for the money per contact
        reached.
    during : str or Period, optional
    by : {"department"}, optional
        Lines without a department belong to ``All`` alone.
    kind : {"actual", "budget"}, optional
        Default: what was spent where it is known, else what was planned.

    Returns
    -------
    DataFrame
        Measure frame with rows ``funding`` (money), ``funding per head`` (money over the staff
        list), ``funding per contact reached`` (money over contacts reached) and ``full-time
        posts``: ratios of sums. ``base`` is the people it is divided by.

    Raises
    ------
    SettingsError
        If an amount has a currency without a rate.
    """
    if by not in (None, "department"):
        raise UsageError(f"by='{by}': money is kept by department. Use by='department'.")
    period = _people.asked_period(tables, during)
    lines, divided = _in(_money(tables), period)
    lines, used = _chosen(lines, kind)
    people = (
        reach(tables, during=period, by=by) if _has_touches(tables) else _heads(tables, period, by)
    )
    names = [] if by is None else [by]
    rows: list[dict[str, Any]] = []
    for person in people.to_dict("records"):
        group = {name: person[name] for name in names}
        mine = (
            lines
            if not names or group["department"] == ALL
            else lines[lines["department"] == group["department"]]
        )
        rows += _rows(mine, person, group, f"{used}{', by share of days' if divided else ''}, ")
    return measure_frame(rows, names)


def _has_touches(tables: Tables) -> bool:
    return tables.has("touches") or tables.has("attendance", "events")


def _heads(tables: Tables, period: Period, by: str | None) -> pd.DataFrame:
    """The staff list alone, in the shape of reach, nobody met."""
    people = _people.collected(_people.roster(tables, period).select("department"))
    total = pd.DataFrame([{"department": ALL, "n": float("nan"), "base": len(people)}])
    if by is None:
        return total
    groups = people["department"].fillna(_people.NOT_STATED).value_counts().sort_index()
    made = pd.DataFrame({"department": groups.index, "n": float("nan"), "base": groups.to_numpy()})
    return pd.concat([total, made], ignore_index=True)


def _rows(
    lines: pd.DataFrame, person: Mapping[Any, Any], group: dict[str, str], used: str
) -> list[dict[str, Any]]:
    """The four rows of one group."""
    missing = lines.empty
    amount = float("nan") if missing else float(lines["amount"].sum())
    posts = lines["full_time_posts"].dropna()
    head, reached = person["base"], person["n"]
    known = pd.notna(reached)
    shared = {**group, "population": head, "method": used + ACCOUNTS}
    return [
        {**shared, "measure": "funding", "unit": "money", "estimate": amount, "base": head},
        {
            **shared,
            "measure": "funding per head",
            "unit": "per_head",
            "base": head,
            "estimate": amount / head if head else float("nan"),
        },
        {
            **shared,
            "measure": "funding per contact reached",
            "unit": "per_head",
            "base": reached if known else None,
            "estimate": amount / reached if known and reached else float("nan"),
        },
        {
            **shared,
            "measure": "full-time posts",
            "unit": "posts",
            "base": head,
            "estimate": float(posts.sum()) if len(posts) else float("nan"),
        },
    ]


def funding_over_time(
    tables: Tables, *, during: str | Period | None = None, quarters: int = 8
) -> pd.DataFrame:
    """Funding in each of the last quarters, oldest first.

    Returns
    -------
    DataFrame
        As `funding`, with ``period`` in front.
    """
    last = _people.asked_period(tables, during)
    periods = _people.covered(tables, last, quarters) if _has_touches(tables) else [last]
    parts = [funding(tables, during=period).assign(period=period.label) for period in periods]
    return measure_frame(pd.concat(parts, ignore_index=True), ["period"])
