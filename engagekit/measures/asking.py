"""What was asked of colleagues and what came of it: stories, and acts of support by kind."""

from typing import Any

import numpy as np
import pandas as pd

from engagekit.locale.missing import not_measured
from engagekit.measures import _coverage, _frames, _staff
from engagekit.measures._frame import ALL, measure_frame, median_days, number, share
from engagekit.settings.periods import During
from engagekit.tables.tables import Tables

MONTHS = 12
"""Months for which an ask is looked at: a year, as a story takes a budget round to come."""
STEPS = ("asked for", "told", "may be published", "drafted by the library")


def story_asks(tables: Tables, *, during: During = None) -> pd.DataFrame:
    """Return how many of the stories asked for in twelve months were told and may be published.

    Parameters
    ----------
    tables : Tables
        Uses ``testimonials``: ``asked_on``; ``on`` is empty while a story is only asked for.

    Returns
    -------
    DataFrame
        Measure frame with ``step`` in front: ``stories asked for`` (share of the asks in the twelve
        months up to the end of the period) at each of `STEPS`, and ``days from ask to story``.
        Those drafted by the library are shown for honesty.

    Raises
    ------
    NotMeasuredError
        If no story has the day on which it was asked for.
    """
    period = _coverage.asked_period(tables, during)
    end = pd.Timestamp(period.end)
    rows = _frames.rows(tables, "testimonials")
    if rows["asked_on"].isna().all():
        raise not_measured("no_story_asked")
    requested = rows[rows["asked_on"].between(_frames.months_before(period, MONTHS), end, "right")]
    text = requested[requested["on"] <= end]
    usable = text[text["permission"].isin(["anonymous", "named"])]
    ours = text[text["drafted_by_library"].fillna(False).astype(bool)]
    result = [
        share("stories asked for", len(part), len(requested), step=step)
        for step, part in zip(STEPS, (requested, text, usable, ours), strict=True)
    ]
    if len(requested):
        is_told = requested["on"] <= end
        days = (requested["on"].where(is_told, end) - requested["asked_on"]).dt.days
        half = median_days("days from ask to story", days, is_told)
        result.append({**half, "step": ALL, "basis": "median_stories"})
    return measure_frame(result, ["step"], basis="count_of_asks")


def support_kinds(tables: Tables, *, during: During = None) -> pd.DataFrame:
    """Return acts of support by kind: how many were done, and of those asked for how many.

    Parameters
    ----------
    tables : Tables
        Uses ``support``.

    Returns
    -------
    DataFrame
        Measure frame with ``act`` in front: ``acts done`` (count) and ``asks done`` (share of what
        was asked for), in the months that make a champion; then ``kinds of act`` (how many kinds
        were done) and ``days from ask to act`` (median of those done) over all.
    """
    period = _coverage.asked_period(tables, during)
    end = pd.Timestamp(period.end)
    start = _frames.months_before(period, tables.settings.champions.months)
    acts = _staff.acts_of_support(tables, period)
    done = acts[acts["on"].between(start, end, "right")]
    requested = acts[acts["asked_on"].between(start, end, "right")]
    kinds = sorted(
        {*done["kind"], *requested["kind"]},
        key=lambda kind: (-int((done["kind"] == kind).sum()), kind),
    )
    result: list[dict[str, Any]] = []
    for kind in (ALL, *kinds):
        mine, wanted = (
            part if kind == ALL else part[part["kind"] == kind] for part in (done, requested)
        )
        retained = int(wanted["on"].notna().sum())
        result.append(number("acts done", len(mine), act=kind))
        result.append(share("asks done", retained, len(wanted), act=kind))
    waits = (requested["on"] - requested["asked_on"]).dt.days.dropna()
    half = float(waits.median()) if len(waits) else np.nan
    result += [
        number("kinds of act", done["kind"].nunique(), act=ALL),
        number("days from ask to act", half, act=ALL, n=len(waits), base=len(waits)),
    ]
    return measure_frame(result, ["act"], basis="count_of_acts")
