"""What was counted before and after a day: a sign hung, a bowl put out."""

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from engagekit.errors import StatisticsError
from engagekit.facts import Facts
from engagekit.locale.missing import require
from engagekit.measures._frame import measure_frame, number
from engagekit.measures.counts import SHARE, Tally, tallies
from engagekit.measures.engine import of_facts
from engagekit.statistics.interrupted import Change, matched_change, share_change

BEFORE, AFTER = "before", "after"
EACH_TIME = "counted each time"
DIFFERENCE, RATIO = "difference before and after", "after to before"
MATCHED = "mean_of_weekdays"
"""The note of levels of a counter of days."""


@of_facts
def counts_change(facts: Facts) -> pd.DataFrame:
    """Return counters before and after the day on which something was changed.

    Parameters
    ----------
    tables : Tables
        Uses ``counts``; ``changed_on`` stands under ``[counts]`` in the settings.
    during : str or Period, optional
        Nothing after its last day is taken in.

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
    rows: list[dict[str, Any]] = []
    for tally in tallies(facts.tables, facts.end):
        day = tally.kind.changed_on
        if day is not None and day <= facts.period.end:
            rows += [{"what": tally.name, **row} for row in _compared(tally, pd.Timestamp(day))]
    require(rows, "no_change_day")
    return measure_frame(rows, ["what", "when"])


def _compared(tally: Tally, day: pd.Timestamp) -> list[dict[str, Any]]:
    """Return the rows of one counter around its day; empty numbers where a side lacks counts."""
    window = pd.Timedelta(days=tally.kind.window_days)
    near = replace(tally, rows=tally.between(day - window, day + window - pd.Timedelta(days=1)))
    is_share, is_daily = tally.kind.of is not None, near.is_daily
    measure = SHARE if is_share else EACH_TIME
    sums = near.rows.groupby("on")[["n", "whole"]].sum(min_count=1)
    sums = sums.dropna(subset="whole" if is_share else "n")
    is_after = sums.index >= day
    try:
        if is_share:
            change = share_change(sums["n"].fillna(0.0), sums["whole"], is_after)
        else:
            weekdays = sums.index.to_series().dt.day_of_week if is_daily else np.zeros(len(sums))
            change = matched_change(sums["n"], is_after, weekdays)
    except StatisticsError:
        return [{"when": when, "measure": measure} for when in (BEFORE, AFTER)]
    sizes = [[n, n] for n in (change.n_before, change.n_after)]
    if is_share:
        sizes = [sums[side].sum().round().to_list() for side in (~is_after, is_after)]
    basis = "ratio_of_sums" if is_share else MATCHED if is_daily else "mean_of_counts"
    levels = zip((BEFORE, AFTER), (change.before, change.after), sizes, strict=True)
    rows = [
        number(measure, level, when=when, n=n, base=base, basis=basis)
        for when, level, (n, base) in levels
    ]
    return [*rows, *_differences(change, is_share=is_share)]


def _differences(change: Change, *, is_share: bool) -> list[dict[str, Any]]:
    """Return the difference and the ratio of a change, with their ranges."""
    size = change.n_before + change.n_after
    shared = {"when": AFTER, "n": size, "base": size, "basis": "blocks"}
    unit = {"unit": "difference"} if is_share else {}
    low, high = change.low, change.high
    gap = number(DIFFERENCE, change.difference, low=low, high=high, **shared, **unit)
    low, high = change.ratio_low, change.ratio_high
    return [gap, number(RATIO, change.ratio, low=low, high=high, **shared)]
