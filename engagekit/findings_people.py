"""The sentences on trust, champions, promises, stories and presence.

`engagekit.wording` loads them when a finding is first asked for.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from engagekit.wording import RULES, Rule, Voice

CLEAR = 0.05
"""Below this p-value a curve is said to fall or to climb."""


def _rule(function: Rule) -> Rule:
    """Make a rule known by its name."""
    RULES[function.__name__.lstrip("_")] = function
    return function


def _told(frame: pd.DataFrame, measure: str) -> pd.DataFrame:
    """The rows of a measure that may be spoken of."""
    return frame[(frame["measure"] == measure) & frame["estimate"].notna() & frame["n"].notna()]


def _one(frame: pd.DataFrame, measure: str) -> pd.Series | None:
    """The first such row."""
    rows = _told(frame, measure)
    return rows.iloc[0] if len(rows) else None


@_rule
def _touch_ladder(frame: pd.DataFrame, args: Mapping[str, Any], voice: Voice) -> str | None:
    from engagekit.statistics.proportions import trend

    rows = _told(frame, "trust at this touch")
    rows = rows[rows["base"] > 0]
    if len(rows) < 2:
        return None
    first, last = rows.iloc[0], rows.iloc[-1]
    said = voice.say(
        "touch_ladder",
        first=voice.number(first["estimate"], "share"),
        first_touch=str(first["touch"]),
        first_n=int(first["n"]),
        first_base=int(first["base"]),
        last=voice.number(last["estimate"], "share"),
        last_touch=str(last["touch"]),
        last_n=int(last["n"]),
        last_base=int(last["base"]),
    )
    n, base = rows["n"].astype("float64"), rows["base"].astype("float64")
    test = trend(n, base, rows["touch"].astype("float64"))
    share = n / base
    numbers = rows["touch"].astype("float64")
    way = float(((numbers - numbers.mean()) * (share - share.mean()) * base).sum())
    p = test.p_value
    shape = "flat" if p is None or not p < CLEAR else "falls" if way < 0 else "climbs"
    return said + voice.say(f"touch_ladder_{shape}")


@_rule
def _time_to_touch(frame: pd.DataFrame, args: Mapping[str, Any], voice: Voice) -> str | None:
    rows = frame[(frame["touch"] == str(args["touch"])) & frame["estimate"].notna()]
    rows = rows[rows["n"].notna()]
    if rows.empty:
        return None
    last = rows.iloc[-1]
    said = voice.say(
        "time_to_touch",
        months=int(last["months"]),
        share=voice.number(last["estimate"], "share"),
        interval=voice.interval(last["low"], last["high"], "share"),
        touch=str(args["touch"]),
        base=int(last["base"]),
    )
    over = rows[rows["estimate"] >= 0.5]
    if over.empty:
        return said + voice.say("time_to_touch_open")
    return said + voice.say("time_to_touch_median", months=int(over["months"].iloc[0]))


@_rule
def _stuck(frame: pd.DataFrame, args: Mapping[str, Any], voice: Voice) -> str | None:
    return voice.say("stuck", count=len(frame), least=args["least"], most=args["most"])
