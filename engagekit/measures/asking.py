"""What was asked of colleagues and what came of it: stories, and acts of support by kind."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from engagekit.errors import NotMeasuredError
from engagekit.measures import _coverage, _frames, _staff
from engagekit.measures._frame import ALL, measure_frame
from engagekit.settings.periods import Period
from engagekit.statistics.survival import kaplan_meier, survival_quantile
from engagekit.tables.tables import Tables

MONTHS = 12
STEPS = ("asked for", "told", "may be published", "drafted by the library")
COUNTED = "count of asks; no interval"
MEDIAN = "Kaplan-Meier median, those not told yet censored, log-log interval"
DONE = "count of acts; no interval"


def story_asks(tables: Tables, *, during: str | Period | None = None) -> pd.DataFrame:
    """Of the stories asked for in twelve months, how many were told and may be published.

    Parameters
    ----------
    tables : Tables
        Uses ``testimonials``: ``asked_on``; ``on`` is empty while a story is only asked for.
    during : str or Period, optional

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
    rows = _staff.dated(_frames.collected(_frames.lazy(tables.need("testimonials"))))
    if rows["asked_on"].isna().all():
        raise NotMeasuredError(
            "Not measured: no story has the day on which it was asked for. Fill asked_on in the "
            "sheet testimonials, also for those not told yet."
        )
    requested = rows[rows["asked_on"].between(end - pd.DateOffset(months=MONTHS), end, "right")]
    text = requested[requested["on"] <= end]
    usable = text[text["permission"].isin(["anonymous", "named"])]
    ours = text[text["drafted_by_library"].fillna(False).astype(bool)]
    sizes = [len(part) for part in (requested, text, usable, ours)]
    result: list[dict[str, Any]] = [
        {
            "step": step,
            "measure": "stories asked for",
            "unit": "share",
            "n": size,
            "base": len(requested),
            "estimate": size / len(requested) if len(requested) else np.nan,
            "method": COUNTED,
        }
        for step, size in zip(STEPS, sizes, strict=True)
    ]
    if len(requested):
        result.append(_days(requested, end))
    return measure_frame(result, ["step"])


def _days(asked: pd.DataFrame, end: pd.Timestamp) -> dict[str, Any]:
    """The days in which half of the stories asked for are told."""
    is_told = asked["on"] <= end
    stop = asked["on"].where(is_told, end)
    days = (stop - asked["asked_on"]).dt.days.clip(lower=0).to_numpy(dtype="float64")
    half = survival_quantile(kaplan_meier(days, is_told.to_numpy(dtype=bool)), 0.5)
    return {
        "step": ALL,
        "measure": "days from ask to story",
        "unit": "days",
        "estimate": half.estimate,
        "low": half.low,
        "high": half.high,
        "n": int(is_told.sum()),
        "base": len(asked),
        "method": MEDIAN,
    }


def support_kinds(tables: Tables, *, during: str | Period | None = None) -> pd.DataFrame:
    """Acts of support by kind: how many were done, and of those asked for how many.

    Parameters
    ----------
    tables : Tables
        Uses ``support``.
    during : str or Period, optional

    Returns
    -------
    DataFrame
        Measure frame with ``act`` in front: ``acts done`` (count) and ``asks done`` (share of what
        was asked for), in the months that make a champion; then ``kinds of act`` (how many kinds
        were done) and ``days from ask to act`` (median of those done) over all.
    """
    period = _coverage.asked_period(tables, during)
    end = pd.Timestamp(period.end)
    start = end - pd.DateOffset(months=tables.settings.champions.months)
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
        result += [
            {"act": kind, "measure": "acts done", "unit": "count", "estimate": len(mine)},
            {
                "act": kind,
                "measure": "asks done",
                "unit": "share",
                "n": retained,
                "base": len(wanted),
                "estimate": retained / len(wanted) if len(wanted) else np.nan,
            },
        ]
    result.append(
        {"act": ALL, "measure": "kinds of act", "unit": "count", "estimate": done["kind"].nunique()}
    )
    waits = (requested["on"] - requested["asked_on"]).dt.days.dropna()
    result.append(
        {
            "act": ALL,
            "measure": "days from ask to act",
            "unit": "days",
            "estimate": float(waits.median()) if len(waits) else np.nan,
            "n": len(waits),
            "base": len(waits),
        }
    )
    return measure_frame([{**row, "method": DONE} for row in result], ["act"])
