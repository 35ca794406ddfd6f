"""The sentence on satisfaction over all surveys: the trend, else the newest step."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from engagekit.measures import basis
from engagekit.measures._frame import FEW
from engagekit.measures.survey_change import of_counts
from engagekit.measures.weighted import WEIGHTED
from engagekit.wording._rules import HELD, Voice, as_count, before, is_few, rule


@rule
def _satisfaction_over_time(
    frame: pd.DataFrame, args: Mapping[str, Any], voice: Voice
) -> str | None:
    rows = frame[frame["estimate"].notna()]
    if rows.empty:
        return None
    last = rows.iloc[-1]
    counts = {
        "n": as_count(last["n"]),
        "base": as_count(last["base"]),
        "last_period": voice.period(last["period"]),
    }
    slots = {**counts, "last": voice.number(last["estimate"], "share")}
    if len(rows) == 1 and is_few(last):
        return voice.say("satisfaction_once_few", **counts)
    if len(rows) == 1:
        return voice.say("satisfaction_once", **slots)
    first = rows.iloc[-2]
    if is_few(first) or is_few(last):
        was = {"first_n": as_count(first["n"]), "first_base": as_count(first["base"])}
        return voice.say(
            "satisfaction_change_few", **counts, **was, first_period=before(first, last, voice)
        )
    return _change_told(rows, args, slots, voice)


def _change_told(
    rows: pd.DataFrame, args: Mapping[str, Any], slots: dict[str, Any], voice: Voice
) -> str:
    """The trend over all surveys, else the newest step; what would have been seen where neither."""
    found = args.get("change")
    visible = rows[rows["base"] >= FEW]
    periods = visible["period"].tolist()
    if not found or found["periods"] != periods[-found["surveys"] :]:
        found = of_counts(*_worth(visible), periods)
    rows, last = visible.tail(found["surveys"]), visible.iloc[-1]
    told = found["trend"] if found["kind"] == "trend" else found["step"]
    slots |= {
        "difference": voice.number(told["estimate"], "difference"),
        "interval": voice.interval(told["low"], told["high"], "difference"),
    }
    way = "up" if told["estimate"] > 0 else "down"
    if found["kind"] == "trend":
        first = rows.iloc[0]
        was = voice.number(first["estimate"], "share")
        period = before(first, last, voice)
        return voice.say(
            f"satisfaction_trend_{way}", **slots, count=len(rows), first=was, first_period=period
        )
    way = "none" if found["kind"] == "none" else way
    if found["is_against_all"]:
        text = voice.say(
            f"satisfaction_step_{way}",
            **slots,
            count=len(rows) - 1,
            first=voice.number(found["before"], "share"),
        )
    else:
        first = rows.iloc[-2]
        is_apart = way == "none" and abs(first["estimate"] - last["estimate"]) >= HELD
        text = voice.say(
            f"satisfaction_change_{'unclear' if is_apart else way}",
            **slots,
            first=voice.number(first["estimate"], "share"),
            first_period=before(first, last, voice),
        )
    if way != "none":
        return text
    return text + voice.say("change_least", least=voice.number(found["smallest"], "difference"))


def _worth(rows: pd.DataFrame) -> tuple[list[int], list[int]]:
    """Satisfied answers and answers of each survey, weighted ones as many as they are worth."""
    counts = []
    for row in rows.to_dict("records"):
        cost = basis.notes_of(row).get(WEIGHTED)
        base = as_count(cost["worth"]) if cost else as_count(row["base"])
        counts.append((round(float(row["estimate"]) * base), base))
    return [n for n, _ in counts], [base for _, base in counts]
