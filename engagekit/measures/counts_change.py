"""What was counted before and after a day: a sign hung, a bowl put out."""

import datetime as dt
from typing import Any

import numpy as np
import pandas as pd

from engagekit.errors import StatisticsError
from engagekit.facts import coverage
from engagekit.locale.missing import require
from engagekit.measures import _frame
from engagekit.measures.counts import (
    SHARE,
    all_counts,
    counter,
    counters,
    is_daily,
    rows_of,
    whole_of,
)
from engagekit.settings.periods import During
from engagekit.settings.schema import Counter
from engagekit.statistics.interrupted import Change, matched_change, share_change
from engagekit.tables.tables import Tables

BEFORE, AFTER = "before", "after"
EACH_TIME = "counted each time"
DIFFERENCE, RATIO = "difference before and after", "after to before"
MATCHED = "mean_of_weekdays"
"""The note of levels of a counter of days."""


def counts_change(
    tables: Tables,
    *,
    during: During = None,
    what: str | None = None,
    changed_on: dt.date | str | None = None,
) -> pd.DataFrame:
    """Return counters before and after the day on which something was changed.

    Parameters
    ----------
    tables : Tables
        Uses ``counts``; ``changed_on`` stands under ``[counts]`` in the settings.
    during : str or Period, optional
        Nothing after its last day is taken in.
    what : str, optional
        One counter; every one that has a day of change when None.
    changed_on : date or str, optional
        Another day than that of the settings.

    Returns
    -------
    DataFrame
        Measure frame with ``what, when`` in front: a row ``before`` and ``after`` of ``counted each
        time`` (counters of days: weekdays matched) or ``share of a counter``; then ``difference
        before and after`` with its range and ``after to before``. ``base`` is the counts compared.

    Raises
    ------
    NotMeasuredError
        When no counter has a day of change by the end of the period.
    """
    period = coverage.asked_period(tables, during)
    rows = all_counts(tables, pd.Timestamp(period.end))
    chosen = counters(tables) if what is None else {what: counter(tables, what)}
    matches: list[dict[str, Any]] = []
    for name, kind in chosen.items():
        day = changed_on or kind.changed_on
        if day is not None and pd.Timestamp(day).date() <= period.end:
            text = _compared(rows, name, kind, pd.Timestamp(day))
            matches += [{"what": name, **row} for row in text]
    require(matches, "no_change_day")
    return _frame.measure_frame(matches, ["what", "when"])


def _compared(
    rows: pd.DataFrame, name: str, kind: Counter, day: pd.Timestamp
) -> list[dict[str, Any]]:
    """Return the rows of one counter around its day; empty numbers where a side lacks counts."""
    window = pd.Timedelta(days=kind.window_days)
    near = rows[rows["on"].between(day - window, day + window - pd.Timedelta(days=1))]
    mine = rows_of(near, kind, kind.what or name).groupby("on")["n"].sum()
    daily = is_daily(rows_of(near, kind, kind.what or name))
    measure = SHARE if kind.of else EACH_TIME
    basis = "ratio_of_sums" if kind.of else MATCHED if daily else "mean_of_counts"
    sizes: list[tuple[float, float]] = []
    try:
        present = whole_of(near, kind)
        if present is not None:
            whole = present.groupby("on")["n"].sum()
            mine = mine.reindex(whole.index, fill_value=0.0)
            after = (mine.index >= day).astype(bool)
            change = share_change(mine, whole, after)
            sizes = [(mine[side].sum(), whole[side].sum()) for side in (~after, after)]
        else:
            kinds = mine.index.to_series().dt.day_of_week if daily else np.zeros(len(mine))
            change = matched_change(mine, mine.index >= day, kinds)
    except StatisticsError:
        return [{"when": when, "measure": measure} for when in (BEFORE, AFTER)]
    sizes = sizes or [(change.n_before, change.n_before), (change.n_after, change.n_after)]
    return _rows(change, measure, basis, sizes)


def _rows(
    change: Change, measure: str, basis: str, sizes: list[tuple[float, float]]
) -> list[dict[str, Any]]:
    """Return levels, difference and ratio of a change."""
    levels = [
        _frame.number(measure, level, when=when, n=round(n), base=round(base), basis=basis)
        for when, level, (n, base) in zip(
            (BEFORE, AFTER), (change.before, change.after), sizes, strict=True
        )
    ]
    size = change.n_before + change.n_after
    shared = {"when": AFTER, "n": size, "base": size, "basis": "blocks"}
    unit = {"unit": "difference"} if measure == SHARE else {}
    ranges = [{"low": change.low, "high": change.high, **unit}]
    ranges.append({"low": change.ratio_low, "high": change.ratio_high})
    return [
        *levels,
        _frame.number(DIFFERENCE, change.difference, **shared, **ranges[0]),
        _frame.number(RATIO, change.ratio, **shared, **ranges[1]),
    ]
