"""What was counted before and after a day: a sign hung, a bowl put out."""

import datetime as dt
from typing import Any

import numpy as np
import pandas as pd

from engagekit.errors import StatisticsError
from engagekit.facts import coverage
from engagekit.locale.missing import require
from engagekit.measures._frame import measure_frame, number
from engagekit.measures.counts import SHARE, Tally, is_daily, tallies
from engagekit.settings.periods import During
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
    rows: list[dict[str, Any]] = []
    for tally in tallies(tables, pd.Timestamp(period.end), what):
        day = changed_on or tally.kind.changed_on
        if day is not None and pd.Timestamp(day).date() <= period.end:
            rows += [{"what": tally.name, **row} for row in _compared(tally, pd.Timestamp(day))]
    require(rows, "no_change_day")
    return measure_frame(rows, ["what", "when"])


def _compared(tally: Tally, day: pd.Timestamp) -> list[dict[str, Any]]:
    """Return the rows of one counter around its day; empty numbers where a side lacks counts."""
    window = pd.Timedelta(days=tally.kind.window_days)
    near = tally.between(day - window, day + window - pd.Timedelta(days=1))
    n, daily = near.rows.groupby("on")["n"].sum(), is_daily(near.rows)
    measure = EACH_TIME if near.whole is None else SHARE
    basis = "ratio_of_sums" if measure == SHARE else MATCHED if daily else "mean_of_counts"
    sizes: list[tuple[float, float]] = []
    try:
        if near.whole is None:
            weekdays = n.index.to_series().dt.day_of_week if daily else np.zeros(len(n))
            change = matched_change(n, n.index >= day, weekdays)
            sizes = [(change.n_before, change.n_before), (change.n_after, change.n_after)]
        else:
            whole = near.whole.groupby("on")["n"].sum()
            n = n.reindex(whole.index, fill_value=0.0)
            is_after = np.asarray(whole.index >= day)
            change = share_change(n, whole, is_after)
            sizes = [(n[side].sum(), whole[side].sum()) for side in (~is_after, is_after)]
    except StatisticsError:
        return [{"when": when, "measure": measure} for when in (BEFORE, AFTER)]
    levels = zip((BEFORE, AFTER), (change.before, change.after), sizes, strict=True)
    rows = [
        number(measure, level, when=when, n=round(part), base=round(base), basis=basis)
        for when, level, (part, base) in levels
    ]
    return [*rows, *_differences(change, is_share=measure == SHARE)]


def _differences(change: Change, *, is_share: bool) -> list[dict[str, Any]]:
    """Return the difference and the ratio of a change, with their ranges."""
    size = change.n_before + change.n_after
    shared = {"when": AFTER, "n": size, "base": size, "basis": "blocks"}
    unit = {"unit": "difference"} if is_share else {}
    low, high = change.low, change.high
    gap = number(DIFFERENCE, change.difference, low=low, high=high, **shared, **unit)
    low, high = change.ratio_low, change.ratio_high
    return [gap, number(RATIO, change.ratio, low=low, high=high, **shared)]
