"""How an outcome and money go together, each level apart: over time, between units, within units.

The sign may differ from level to level, and two lines that merely drift look related; so levels
are never pooled, changes stand beside levels, and nothing here says what made what.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np
import pandas as pd

from engagekit.errors import StatisticsError, UsageError
from engagekit.locale.missing import require
from engagekit.measures import _coverage, _grouping, _quarters
from engagekit.measures._frame import ALL, ends, measure_frame, number
from engagekit.measures.basis import note
from engagekit.measures.funding import funding
from engagekit.measures.reach import reach
from engagekit.measures.satisfaction import satisfaction_over_time
from engagekit.settings.periods import During, Period
from engagekit.statistics import association
from engagekit.statistics._estimates import ROUNDING, Estimate, Floats, level_out, normal_quantile
from engagekit.tables.tables import Tables

SEED = 20261125
DRAWS = 9_999
PERIODS = 7
"""Points over time under which nothing is said."""
UNITS = 10
"""Units under which nothing is said of how they differ."""
RANK, SLOPE, CHANCE = "rank correlation", "slope of the middle", "chance of as strong a link"
OVER_TIME, CHANGES = "over time", "over time, changes"
LAGS = ("over time, one quarter later (exploratory)", "over time, two quarters later (exploratory)")
BETWEEN, WITHIN = "across groups", "within each group"
MOVED = "across groups, changes from first to last"
STRAIGHT = "straight-line correlation"
MOST = 3_000
"""Points over which the slope, a median over all pairs of them, is not given."""
CLEAR = 0.05
"""A link is told only where fewer shuffles are as strong."""
SWEEPS = 200
"""Times that the means of units and of periods are taken off in turn: a whole panel needs two, one
with gaps a few dozen."""
SETTLED = 1e-12
"""Part of the largest number that may be left of a mean: a thousand times rounding, a millionth of
any difference that is told."""
LEVELS = (OVER_TIME, BETWEEN, WITHIN)
"""Levels whose signs are set against each other."""
OUTCOMES = ("satisfaction", "reach")
STILL = "constant"
"""The note of a number that does not vary."""


def panel(
    tables: Tables, *, during: During = None, outcome: str = "satisfaction", quarters: int = 16
) -> pd.DataFrame:
    """Return an outcome and funding per head of the whole and of each department, by quarter.

    Parameters
    ----------
    tables : Tables
        Uses ``contacts, budget``, ``touches`` and the survey tables.
    during : str or Period, optional
        The last quarter.
    outcome : {"satisfaction", "reach"}
    quarters : int
        How many quarters at most.

    Returns
    -------
    DataFrame
        ``unit, period, x, y`` with funding per head as ``x``, oldest first; unit ``All`` is the
        whole. Departments with fewer answers than ``disclosure.percent_base`` are left out.

    Raises
    ------
    UsageError
        If there is no such outcome.
    """
    if outcome not in OUTCOMES:
        raise UsageError(f"outcome='{outcome}' is neither 'satisfaction' nor 'reach'.")
    last = _coverage.asked_period(tables, during)
    periods = _quarters.covered(tables, last, quarters)
    money = _stacked(periods, lambda one: funding(tables, during=one, by="department"))
    money = money[money["measure"] == "funding per head"]
    if outcome == "reach":
        matches = _stacked(periods, lambda one: reach(tables, during=one, by="department"))
    else:
        matches = satisfaction_over_time(tables, during=last, by="department")
        matches = matches.drop_duplicates(["period", "department"], keep="last")
    enough = matches["base"].fillna(0) >= tables.settings.disclosure.percent_base
    matches = matches[enough & (matches["department"] != _grouping.NOT_STATED)]
    both = money.merge(matches, on=["period", "department"], suffixes=("_x", "_y"))
    result = both.rename(columns={"department": "unit", "estimate_x": "x", "estimate_y": "y"})
    return result[["unit", "period", "x", "y"]].dropna().reset_index(drop=True)


def _stacked(periods: list[Period], measured: Callable[[Period], pd.DataFrame]) -> pd.DataFrame:
    """Return a measure of each period, one under the other."""
    return pd.concat([measured(one).assign(period=one.label) for one in periods])


def relate(
    points: pd.DataFrame, *, seed: int = SEED, draws: int = DRAWS, periods: int = PERIODS
) -> pd.DataFrame:
    """Return how x and y go together at each level.

    Parameters
    ----------
    points : DataFrame
        As `panel` gives: ``unit, period, x, y``, periods oldest first.
    seed, draws : int
        Of the shuffles.
    periods : int
        Points over time under which no number is given.

    Returns
    -------
    DataFrame
        Measure frame with ``level`` in front: ``rank correlation`` (Spearman with the interval of
        Bonett and Wright), ``slope of the middle`` (Theil and Sen's, y for one more of x), ``chance
        of as strong a link`` (share of shuffles), and between units ``straight-line correlation``
        (Pearson). ``n`` and ``base`` are points; where they are too few the estimate is missing
        and the method says so. Lags are exploratory.

    Notes
    -----
    Changes and lags are of quarters that follow each other; none reaches over a missing one.
    Between units: the mean of each unit over its periods. Changes between units: last less first
    period of each unit. Within units: deviations from the means of unit and period; the interval
    counts (units - 1)(periods - 1) + 1 points. Over 3,000 points the slope is not given.
    """
    rows = [
        row
        for level, x, y, worth, least in _levels(points, periods)
        for row in _rows(level, (x, y), worth, least, seed, draws)
    ]
    return measure_frame(rows, ["level"])


def _levels(points: pd.DataFrame, least: int) -> Iterator[tuple[str, Floats, Floats, int, int]]:
    """Yield each level with its points, how many they are worth, and how many it needs."""
    order = {label: at for at, label in enumerate(dict.fromkeys(points["period"]))}
    whole = points[points["unit"] == ALL]
    whole = whole.sort_values("period", key=lambda column: column.map(order), kind="stable")
    x, y = whole["x"].to_numpy(dtype="float64"), whole["y"].to_numpy(dtype="float64")
    at = _places(whole["period"], order)
    if x.size:
        yield OVER_TIME, x, y, x.size, least
        then, now = _apart(at, 1)
        changes = [level_out(z[now] - z[then], float(np.abs(z).max())) for z in (x, y)]
        yield CHANGES, changes[0], changes[1], then.size, least
    for lag, level in enumerate(LAGS, start=1):
        then, now = _apart(at, lag)
        if then.size:
            yield level, x[then], y[now], then.size, least
    units = points[points["unit"] != ALL]
    if units.empty:
        return
    means = units.groupby("unit")[["x", "y"]].mean()
    yield BETWEEN, means["x"].to_numpy(), means["y"].to_numpy(), len(means), UNITS
    repeated = units[units.groupby("unit")["x"].transform("size") > 1]
    if len(repeated):
        ends = repeated.sort_values("period", key=lambda column: column.map(order), kind="stable")
        ends = ends.groupby("unit")[["x", "y"]].agg(["first", "last"])
        moved = [
            level_out(ends[name]["last"] - ends[name]["first"], float(ends[name].abs().max().max()))
            for name in ("x", "y")
        ]
        yield MOVED, moved[0], moved[1], len(ends), UNITS
        count, times = repeated["unit"].nunique(), repeated["period"].nunique()
        away = [_away(repeated, name) for name in ("x", "y")]
        yield WITHIN, away[0], away[1], (count - 1) * (times - 1) + 1, UNITS


def _places(labels: pd.Series, order: Mapping[Any, int]) -> Floats:
    """Return quarters or years counted on, so that a missing one is seen; else their order."""
    parts = labels.astype("str").str.extract(r"(\d{4})\D.*?Q([1-4])$|^(\d{4})\s*Q([1-4])$")
    year = parts[0].fillna(parts[2]).astype("float64")
    place = 4 * year + parts[1].fillna(parts[3]).astype("float64")
    if labels.astype("str").str.fullmatch(r"\d{4}").all():
        place = labels.astype("float64")
    if place.isna().any():
        place = labels.map(order).astype("float64")
    return np.asarray(place, dtype="float64")


def _apart(at: Floats, by: int) -> tuple[np.ndarray, np.ndarray]:
    """Return positions of each two points that lie so many quarters apart."""
    pairs = np.argwhere(at[None, :] - at[:, None] == by)
    return pairs[:, 0], pairs[:, 1]


def _away(points: pd.DataFrame, name: str) -> Floats:
    """Return deviations from the means of unit and period, in turn until they settle."""
    left = points[name].astype("float64")
    size = float(left.abs().max())
    for _ in range(SWEEPS):
        for side in ("unit", "period"):
            left = left - left.groupby(points[side]).transform("mean")
        if left.groupby(points["unit"]).mean().abs().max() <= SETTLED * size:
            break
    return level_out(left, SETTLED / ROUNDING * size)


def _rows(
    level: str, pair: tuple[Floats, Floats], worth: int, least: int, seed: int, draws: int
) -> list[dict[str, Any]]:
    """Return the numbers of a level; none where the points are too few or do not vary."""
    n = int(pair[0].size)
    shared = {"level": level, "n": n, "base": n}
    bare = {**shared, "measure": RANK, "basis": note("too_few_points", n=n)}
    if min(n, worth) < least:
        return [bare]
    try:
        matches = association.spearman(*pair)
        line = association.theil_sen(*pair) if n <= MOST else None
        chance = association.permutation_p(*pair, draws=draws, seed=seed)
    except StatisticsError:
        return [{**bare, "basis": STILL}]
    rank = ends(matches)
    if worth < n:
        rank["low"], rank["high"] = _wider(matches, worth)
    rows = [{**shared, **rank, "measure": RANK, "basis": "spearman"}]
    if level in (BETWEEN, MOVED):
        straight = ends(association.pearson(*pair))
        rows.append({**shared, **straight, "measure": STRAIGHT, "basis": "pearson"})
    if line is not None:
        sides = {"low": line.low, "high": line.high}
        rows.append(number(SLOPE, line.estimate, **sides, **shared, basis="theil_sen"))
    return [*rows, number(CHANCE, chance, **shared, basis=note("shuffles", draws=draws, seed=seed))]


def _wider(found: Estimate, worth: int) -> tuple[float, float]:
    """Return the Bonett-Wright interval for points that are worth fewer."""
    r = float(np.clip(found.estimate, -1 + 1e-12, 1 - 1e-12))
    reach_of = normal_quantile(0.95) * np.sqrt((1 + r * r / 2) / max(worth - 3, 1))
    return float(np.tanh(np.arctanh(r) - reach_of)), float(np.tanh(np.arctanh(r) + reach_of))


def verdict(frame: pd.DataFrame, level: str) -> str:
    """Return what a frame of `relate` allows to say of a level.

    Returns
    -------
    {"few", "none", "together", "opposite"}
        A link over time is told only where levels and changes both clear zero, to the same side,
        and shuffles agree: two unrelated drifting lines seldom pass.
    """
    way = _way(frame, level)
    if level != OVER_TIME or way == "few":
        return way
    changes = _way(frame, CHANGES)
    return way if changes == way else "few" if changes == "few" else "none"


def _way(frame: pd.DataFrame, level: str) -> str:
    """Return the side of zero on which the interval of a level lies."""
    rows = frame[frame["level"] == level]
    rank = rows[(rows["measure"] == RANK) & rows["estimate"].notna()]
    chance = rows.loc[rows["measure"] == CHANCE, "estimate"]
    if rank.empty:
        return "few"
    low, high = float(rank["low"].iloc[0]), float(rank["high"].iloc[0])
    if not (low > 0 or high < 0) or not (chance < CLEAR).all():
        return "none"
    return "together" if low > 0 else "opposite"


def conflict(frame: pd.DataFrame) -> tuple[str, str] | None:
    """Return two levels whose intervals lie on opposite sides of zero."""
    ways = {level: _way(frame, level) for level in LEVELS}
    together = [level for level, way in ways.items() if way == "together"]
    opposite = [level for level, way in ways.items() if way == "opposite"]
    return (together[0], opposite[0]) if together and opposite else None


def relation(
    tables: Tables, *, during: During = None, outcome: str = "satisfaction"
) -> pd.DataFrame:
    """Return how an outcome and funding per head go together at each level.

    Returns
    -------
    DataFrame
        See `relate`.

    Raises
    ------
    NotMeasuredError
        If no quarter has both numbers.
    """
    points = panel(tables, during=during, outcome=outcome)
    require(not points.empty, f"no_relation_{outcome}")
    return relate(points)
