"""Before and after a change of money on a stated day, with the other departments beside it.

Other things change too: the rows stand beside each other, and nothing here says what made what.
"""

from collections.abc import Mapping, Sequence
from math import hypot
from typing import Any

import numpy as np
import pandas as pd

from engagekit.errors import UsageError
from engagekit.locale.missing import require
from engagekit.measures import _coverage, _grouping, _quarters
from engagekit.measures._frame import ALL, ends, measure_frame, number, share, wilson
from engagekit.measures.basis import join, note
from engagekit.measures.reach import reach
from engagekit.measures.satisfaction import satisfaction_over_time
from engagekit.measures.survey_change import satisfaction_change
from engagekit.settings.money import MoneyChange
from engagekit.settings.periods import During, Period
from engagekit.statistics.proportions import newcombe
from engagekit.tables.tables import Tables

BEFORE, AFTER, CHANGE = "before", "after", "change"
OTHERS = "other departments"
APART = "difference of the changes"
MOVED = "change from before to after"
QUARTERS = 4
"""Quarters on each side of the day at most: a year, so that no season stands on one side alone."""
LEAST_TREND = 3
"""Quarters before a change under which they show no trend."""
LEAST = 10
"""Answers on each side under which no change is given: shares of fewer are given as counts."""


def before_after(
    tables: Tables, change: MoneyChange, *, outcome: str = "satisfaction", during: During = None
) -> pd.DataFrame:
    """Return an outcome before and after a dated change, of those concerned and of the others.

    Parameters
    ----------
    tables : Tables
        Uses ``contacts`` and ``touches`` or the survey tables.
    change : MoneyChange
        Its day; its department, or none where it concerned the whole library.
    outcome : {"satisfaction", "reach"}
    during : str or Period, optional
        Nothing after it is looked at.

    Returns
    -------
    DataFrame
        Measure frame with ``department, when`` in front: rows ``before``, ``after`` (share: ``n``
        of ``base``, summed over at most four quarters or the surveys on each side) and ``change``
        (measure ``change from before to after``). With a department also those of the other
        departments, and ``difference of the changes``. Changes of reach, a count, have no interval.

    Raises
    ------
    UsageError
        If there is no such outcome.
    NotMeasuredError
        If one side has no quarter, or too few answers.

    Notes
    -----
    The quarter in which the day lies is left out, unless it begins with it. Difference of the
    changes: Zou and Donner (2008), from the limits of each change.
    """
    if outcome not in ("satisfaction", "reach"):
        raise UsageError(f"outcome='{outcome}' is neither 'satisfaction' nor 'reach'.")
    last = _coverage.asked_period(tables, during)
    sides = _sides(tables, change, last, outcome)
    groups = [change.department or ALL, *([OTHERS] if change.department else [])]
    rows: list[dict[str, Any]] = []
    moved = []
    for group in groups:
        counts = [_counted(side, group, change.department) for side in sides]
        rows += _rows(group, counts, outcome)
        moved.append(_moved(counts, outcome))
        rows.append({"department": group, "when": CHANGE, **moved[-1]})
    if len(moved) == 1 and "low" in moved[0]:  # one change has one range
        rows[-1] |= _over_surveys(tables, last, sides, moved[0])
    if len(moved) == 2:
        rows.append({"department": APART, "when": CHANGE, **_apart(*moved)})
    return measure_frame(rows, ["department", "when"])


def _sides(
    tables: Tables, change: MoneyChange, last: Period, outcome: str
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return counts by department of the quarters before, and of those after."""
    start = tables.settings.organisation.fiscal_start
    if outcome == "reach":
        periods = _quarters.covered(tables, last, 4 * QUARTERS)
        matches = pd.concat(
            [
                reach(tables, during=one, by="department").assign(at=one.start, to=one.end)
                for one in periods
            ]
        )
    else:
        matches = satisfaction_over_time(tables, during=last, by="department")
        spans = {label: tables.settings.period(label) for label in matches["period"].unique()}
        matches = matches.assign(
            at=matches["period"].map(lambda label: spans[label].start),
            to=matches["period"].map(lambda label: spans[label].end),
        )
    matches = matches[matches["measure"] == outcome]
    before, after = matches[matches["to"] < change.on], matches[matches["at"] >= change.on]
    retained = [
        before[before["at"].isin(sorted(before["at"].unique())[-QUARTERS:])],
        after[after["at"].isin(sorted(after["at"].unique())[:QUARTERS])],
    ]
    for side, word in zip(retained, (BEFORE, AFTER), strict=True):
        require(not side.empty, f"none_{word}_{outcome}", on=change.on, start=start)
    return retained[0], retained[1]


def _counted(side: pd.DataFrame, group: str, department: str | None) -> tuple[float, float, int]:
    """Return how many have the property, of how many, over how many quarters."""
    if group == OTHERS:
        mine = side[~side["department"].isin([ALL, department, _grouping.NOT_STATED])]
    else:
        mine = side[side["department"] == group]
    return float(mine["n"].sum()), float(mine["base"].sum()), int(side["at"].nunique())


def _rows(group: str, counts: list[tuple[float, float, int]], outcome: str) -> list[dict[str, Any]]:
    """Return the rows before and after of one group."""
    rows = []
    for when, (n, base, quarters) in zip((BEFORE, AFTER), counts, strict=True):
        shared = {"department": group, "when": when}
        if outcome == "reach":
            rows.append(share(outcome, n, base, basis=note("count_over_quarters", n=quarters)))
        else:
            rows.append(wilson(outcome, n, base))
        rows[-1] |= shared if outcome == "reach" or base else {**shared, "basis": "no_answers"}
    return rows


def _moved(counts: list[tuple[float, float, int]], outcome: str) -> dict[str, Any]:
    """Return points from before to after, with an interval where answers were sampled."""
    (n1, b1, _), (n2, b2, _) = counts
    shared = {"measure": MOVED, "base": b1 + b2}
    if not min(b1, b2) or (outcome == "satisfaction" and min(b1, b2) < LEAST):
        return {**shared, "basis": note("too_few_answers", n=LEAST)}
    if outcome == "reach":
        return {**shared, "estimate": n2 / b2 - n1 / b1, "basis": "difference_of_shares"}
    return {**shared, **ends(newcombe(n2, b2, n1, b1)), "basis": join("newcombe", "independent")}


def _over_surveys(
    tables: Tables, last: Period, sides: Sequence[pd.DataFrame], moved: Mapping[str, Any]
) -> Mapping[str, Any]:
    """Return the range of the model over all surveys where it compares the very same answers."""
    periods = [label for side in sides for label in side["period"].unique()]
    found = satisfaction_change(tables, during=last)
    if not found or found["periods"] != periods or len(sides[1]["period"].unique()) > 1:
        return moved
    is_same = np.isclose(found["step"]["estimate"], moved["estimate"])
    return {**moved, **found["step"], "basis": "change_over_surveys"} if is_same else moved


def _apart(mine: dict[str, Any], others: dict[str, Any]) -> dict[str, Any]:
    """Return the change of those concerned less that of the others."""
    shared = {"base": mine["base"] + others["base"]}
    if "estimate" not in mine or "estimate" not in others:
        return {**shared, "measure": MOVED, "basis": "not_established"}
    gap = mine["estimate"] - others["estimate"]
    if "low" not in mine:
        return number(MOVED, gap, **shared, basis="difference_of_shares")
    down = hypot(mine["estimate"] - mine["low"], others["high"] - others["estimate"])
    up = hypot(mine["high"] - mine["estimate"], others["estimate"] - others["low"])
    sides = {"low": gap - down, "high": gap + up}
    return number(MOVED, gap, **sides, **shared, basis="square_and_add")


def trend_before(tables: Tables, change: MoneyChange, *, during: During = None) -> dict[str, float]:
    """Return how reach moved before a change, and where it would stand had it gone on so.

    Parameters
    ----------
    tables : Tables
    change : MoneyChange
    during : str or Period, optional
        Nothing after it is looked at.

    Returns
    -------
    dict
        ``each``, the change a quarter before the day; ``expected``, mean reach of the quarters
        after it on that line; ``beyond``, what was counted less ``expected``. Empty with fewer than
        three quarters before: two points are no trend.

    Notes
    -----
    Interrupted series with a slope before (Wagner and others 2002): the line is fitted to the
    quarters before alone, at most four, as `before_after` takes them.
    """
    before, after = _sides(tables, change, _coverage.asked_period(tables, during), "reach")
    group = change.department or ALL
    start = tables.settings.organisation.fiscal_start
    points = []
    for side in (before, after):
        mine = side[(side["department"] == group) & side["estimate"].notna()]
        quarters = [at.year * 4 + (at.month - start) // 3 for at in pd.to_datetime(mine["at"])]
        points.append((np.array(quarters, float), mine["estimate"].to_numpy(dtype="float64")))
    (then, was), (since, now) = points
    if len(then) < LEAST_TREND or not len(since):
        return {}
    each, level = np.polyfit(then - then.mean(), was, 1)
    expected = np.clip(level + each * (since - then.mean()), 0.0, 1.0)
    gap = float((now - expected).mean())
    return {"each": float(each), "expected": float(expected.mean()), "beyond": gap}
