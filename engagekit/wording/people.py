"""The sentences on trust, champions, promises, stories and presence."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from engagekit.measures.basis import notes_of
from engagekit.measures.people import HEADS
from engagekit.wording._rules import Voice, as_count, first_of, is_ahead, needed, rows_of, rule

CLEAR = 0.05
"""Below this p-value a curve is said to fall or to climb."""


@rule
def _touch_ladder(frame: pd.DataFrame, args: Mapping[str, Any], voice: Voice) -> str | None:
    from engagekit.statistics.proportions import trend

    rows = rows_of(frame, "trust at this touch", "n")
    rows = rows[rows["base"] > 0]
    if len(rows) < 2:
        return None
    n, base, touch = (rows[name].astype("float64") for name in ("n", "base", "touch"))
    p = trend(n, base, touch).p_value
    way = float(((touch - touch.mean()) * (n / base) * base).sum())
    shape = "flat" if p is None or not p < CLEAR else "falls" if way < 0 else "climbs"
    first, last = rows.iloc[0], rows.iloc[-1]
    told = {"first_touch": str(first["touch"]), "last_touch": str(last["touch"])}
    told |= {"title": voice.say(f"touch_ladder_title_{shape}")}
    text = voice.tell("touch_ladder", first=first, last=last, **told)
    return text + voice.say(f"touch_ladder_{shape}")


@rule
def _champions(frame: pd.DataFrame, args: Mapping[str, Any], voice: Voice) -> str | None:
    total = needed(first_of(frame, "champions", "n"))
    text = voice.tell("champions_heads" if HEADS in notes_of(total) else "champions", total)
    cover = first_of(frame, "departments covered", "n")
    text += "" if cover is None else voice.tell("champions_cover", cover)
    half = first_of(frame, "absence factor")
    number = 0 if half is None else as_count(half["estimate"])
    if number == 1:
        return text + voice.say("champions_half_one")
    return text + voice.say("champions_half", n=number) if number else text


@rule
def _champions_over_time(frame: pd.DataFrame, args: Mapping[str, Any], voice: Voice) -> str | None:
    last = needed(rows_of(frame, "champions", "n")).iloc[-1]
    text = voice.tell("champions_over_time", last)
    lost = frame.loc[frame["measure"].str.startswith("champions lost"), "n"].dropna()
    joined = rows_of(frame, "champions joined", "n")["n"]
    if lost.empty or joined.empty:
        return text
    return text + voice.say("champions_moved", joined=int(joined.sum()), lost=int(lost.sum()))


@rule
def _champion_roster(frame: pd.DataFrame, args: Mapping[str, Any], voice: Voice) -> str | None:
    acts, most = frame["acts"], as_count(frame["acts"].iloc[0])
    text = voice.say("champion_roster", count=len(frame), acts=int(acts.sum()))
    key = "most" if is_ahead(most, max(acts[1:], default=0)) else "even"
    name = frame["display_name"].iloc[0]
    return text + voice.tell(f"champion_roster_{key}", most=most, name=name)


@rule
def _succession(frame: pd.DataFrame, args: Mapping[str, Any], voice: Voice) -> str | None:
    lost = float(args.get("expected", frame["expected_lost"].sum()))
    return voice.say(
        "succession",
        none=int((frame["champions"] == 0).sum()),
        count=len(frame),
        expected=voice.number(lost, "count" if lost >= 1 else "score"),  # no tenths of people
        champions=int(args.get("champions", frame["champions"].sum())),
    )


@rule
def _whom_to_see(frame: pd.DataFrame, args: Mapping[str, Any], voice: Voice) -> str | None:
    first = frame.iloc[0]
    slots = {"name": first["display_name"], "reason": first["reason"]}
    return voice.say("whom_to_see", count=len(frame), **slots)


@rule
def _cooling(frame: pd.DataFrame, args: Mapping[str, Any], voice: Voice) -> str | None:
    count = int(args.get("count", len(frame)))
    text = voice.say("cooling", count=count)
    return text + voice.say("cooling_listed", listed=len(frame)) if count > len(frame) else text
