"""The sentences on trust, champions, promises, stories and presence."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from engagekit.measures.basis import notes_of
from engagekit.measures.people import HEADS
from engagekit.wording._rules import (
    Voice,
    as_count,
    first_of,
    is_ahead,
    is_few,
    n_and_base,
    needed,
    rows_of,
    rule,
)

CLEAR = 0.05
"""Below this p-value a curve is said to fall or to climb."""


def _in_brackets(row: pd.Series, voice: Voice) -> str:
    """The share of a row in brackets; nothing where it is a share of few."""
    return f" ({voice.number(row['estimate'], 'share')})" if not is_few(row) else ""


@rule
def _touch_ladder(frame: pd.DataFrame, args: Mapping[str, Any], voice: Voice) -> str | None:
    from engagekit.statistics.proportions import trend

    rows = rows_of(frame, "trust at this touch", "n")
    rows = rows[rows["base"] > 0]
    if len(rows) < 2:
        return None
    first, last = rows.iloc[0], rows.iloc[-1]
    n, base = rows["n"].astype("float64"), rows["base"].astype("float64")
    test = trend(n, base, rows["touch"].astype("float64"))
    share = n / base
    numbers = rows["touch"].astype("float64")
    way = float(((numbers - numbers.mean()) * (share - share.mean()) * base).sum())
    p = test.p_value
    shape = "flat" if p is None or not p < CLEAR else "falls" if way < 0 else "climbs"
    text = voice.say(
        "touch_ladder",
        title=voice.say(f"touch_ladder_title_{shape}"),
        first=_in_brackets(first, voice),
        first_touch=str(first["touch"]),
        first_n=as_count(first["n"]),
        first_base=as_count(first["base"]),
        last=_in_brackets(last, voice),
        last_touch=str(last["touch"]),
        last_n=as_count(last["n"]),
        last_base=as_count(last["base"]),
    )
    return text + voice.say(f"touch_ladder_{shape}")


@rule
def _champions(frame: pd.DataFrame, args: Mapping[str, Any], voice: Voice) -> str | None:
    total, cover = (
        needed(first_of(frame, "champions", "n")),
        first_of(frame, "departments covered", "n"),
    )
    heads = HEADS in notes_of(total)
    text = voice.say("champions_heads" if heads else "champions", **n_and_base(total))
    if cover is not None:
        text += voice.say("champions_cover", **n_and_base(cover))
    half = frame[(frame["measure"] == "absence factor") & frame["estimate"].notna()]
    if len(half):
        number = as_count(half["estimate"].iloc[0])
        if number == 1:
            text += voice.say("champions_half_one")
        elif number:
            text += voice.say("champions_half", n=number)
    return text


@rule
def _champions_over_time(frame: pd.DataFrame, args: Mapping[str, Any], voice: Voice) -> str | None:
    last = needed(rows_of(frame, "champions", "n")).iloc[-1]
    text = voice.say(
        "champions_over_time", n=as_count(last["n"]), period=voice.period(last["period"])
    )
    lost = frame[frame["measure"].str.startswith("champions lost") & frame["n"].notna()]
    joined = rows_of(frame, "champions joined", "n")
    if len(lost) and len(joined):
        text += voice.say(
            "champions_moved", joined=int(joined["n"].sum()), lost=int(lost["n"].sum())
        )
    return text


@rule
def _champion_roster(frame: pd.DataFrame, args: Mapping[str, Any], voice: Voice) -> str | None:
    acts = int(frame["acts"].sum())
    top = frame.iloc[0]
    text = voice.say("champion_roster", count=len(frame), acts=acts)
    if not is_ahead(as_count(top["acts"]), max(frame["acts"][1:], default=0)):
        return text + voice.say("champion_roster_even", most=as_count(top["acts"]))
    return text + voice.say(
        "champion_roster_most", name=top["display_name"], most=as_count(top["acts"])
    )


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
def _cooling(frame: pd.DataFrame, args: Mapping[str, Any], voice: Voice) -> str | None:
    count = int(args.get("count", len(frame)))
    text = voice.say("cooling", count=count)
    return text + voice.say("cooling_listed", listed=len(frame)) if count > len(frame) else text
