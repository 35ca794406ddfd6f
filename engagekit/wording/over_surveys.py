"""The sentence on satisfaction over all surveys: the trend, else the newest step."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from engagekit.measures import _frame, basis, survey_change, weighted
from engagekit.wording._rules import Telling, as_count, before, is_few, needed, telling

HELD = 0.05 - 1e-9
"""Difference from which two shares of which no change is clear are no more "held": five points."""


@telling
def _satisfaction_over_time(it: Telling) -> str | None:
    shown = needed(it.frame[it.frame["estimate"].notna()])
    rows = since_reworded(shown, it.args)
    last, other = rows.iloc[-1], ""
    if len(rows) < len(shown):
        other = it.tell("survey_reworded")
    elif len(rows) == 1 and it.args.get("others"):
        other = it.tell("survey_not_asked")
    slots = {"last_period": it.period(last["period"]), "last": last}
    if len(rows) == 1:
        text = it.tell(
            "satisfaction_once_few" if is_few(last) else "satisfaction_once", last, **slots
        )
        return text + (other or it.tell("survey_first"))
    first = rows.iloc[-2]
    if is_few(first) or is_few(last):
        slots |= {"first": first, "first_period": before(it, first, last)}
        return it.tell("satisfaction_change_few", last, **slots) + other
    return it.compared(_change(it, moved(rows, it.args), slots) + other)


def since_reworded(rows: pd.DataFrame, args: Mapping[str, Any]) -> pd.DataFrame:
    """Return the surveys from the newest on that ask the overall question in the same words."""
    anew = np.flatnonzero(rows["period"].astype("str").isin(args.get("breaks") or ()))
    return rows.iloc[anew[-1] :] if len(anew) else rows


class Moved(NamedTuple):
    """A change of satisfaction: against what and which way."""

    against: str
    """``trend`` over all surveys, ``step`` from all before the newest, ``change`` from the last."""
    way: str
    """``up``, ``down``, ``none``; ``unclear`` where shares lie apart without a clear change."""
    before: float
    first: pd.Series
    """Row of the survey that a trend or a change begins with."""
    last: pd.Series
    facts: Mapping[str, Any]


def moved(rows: pd.DataFrame, args: Mapping[str, Any]) -> Moved:
    """Return the trend over all surveys, else the newest step.

    Raises
    ------
    NotShownError
        Where the change was not measured over these surveys and their counts are not shown.
    """
    visible = rows[~(rows["base"] < _frame.FEW).fillna(False).astype(bool)]
    periods = visible["period"].tolist()
    found = args.get("change")
    if not found or found["periods"] != periods[-found["surveys"] :]:
        counts = []  # satisfied answers and answers, weighted ones as many as they are worth
        for row in visible.to_dict("records"):
            cost = basis.notes_of(row).get(weighted.WEIGHTED)
            base = as_count(cost["worth"] if cost else row["base"])
            counts.append((round(float(row["estimate"]) * base), base))
        found = survey_change.of_counts(
            [n for n, _ in counts], [base for _, base in counts], periods
        )
    visible = visible.tail(found["surveys"])
    is_trend = found["kind"] == "trend"
    way = "up" if found["trend" if is_trend else "step"]["estimate"] > 0 else "down"
    first, last = visible.iloc[0 if is_trend else -2], visible.iloc[-1]
    if is_trend:
        return Moved("trend", way, first["estimate"], first, last, found)
    against, was = (
        ("step", found["before"])
        if found["is_against_all"]
        else ("change", float(first["estimate"]))
    )
    if found["kind"] == "none":
        way = "unclear" if abs(was - last["estimate"]) >= HELD else "none"
    return Moved(against, way, was, first, last, found)


def _change(it: Telling, seen: Moved, slots: dict[str, Any]) -> str:
    """Say a change, and what would have been seen where none is clear."""
    step = seen.facts["trend" if seen.against == "trend" else "step"]
    slots |= {
        "difference": it.number(step["estimate"], "difference"),
        "interval": it.locale.interval(step["low"], step["high"], "difference"),
        "first": it.number(seen.before, "share"),
    }
    if seen.against != "change":
        slots["count"] = seen.facts["surveys"] - (seen.against == "step")
    if seen.against != "step":
        slots["first_period"] = before(it, seen.first, seen.last)
    way = "none" if (seen.against, seen.way) == ("step", "unclear") else seen.way
    text = it.tell(f"satisfaction_{seen.against}_{way}", seen.last, **slots)
    if way in ("up", "down"):
        return text
    least = it.size(seen.facts["smallest"], "difference")
    return text + it.tell("change_least", least=least)
