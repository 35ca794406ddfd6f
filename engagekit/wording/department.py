"""What a department's brief may say of its numbers, and a comparison of two reports."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from engagekit.measures._frame import ALL
from engagekit.wording._rules import (
    Voice,
    as_count,
    first_of,
    is_few,
    n_and_base,
    needed,
    rule,
    when,
)


@rule
def _department_headline(frame: pd.DataFrame, args: Mapping[str, Any], voice: Voice) -> str | None:
    reach, love = needed(first_of(frame, "reach")), first_of(frame, "satisfaction")
    text = voice.say(
        "department_reached" if not is_few(reach) else "department_reached_few",
        **n_and_base(reach),
        department=args["department"],
        when=when(args, voice),
        **_enough(reach, voice),
    )
    if love is None or not as_count(love["base"]):
        return text
    return text + voice.say(
        "department_satisfied" if not is_few(love) else "department_satisfied_few",
        **n_and_base(love),
        **_enough(love, voice),
    )


@rule
def _beside_whole(frame: pd.DataFrame, args: Mapping[str, Any], voice: Voice) -> str | None:
    whole = needed(first_of(frame[frame["department"] == ALL], "reach"))
    own = needed(first_of(frame[frame["department"] == args["department"]], "reach"))
    shared = {"department": args["department"], "whole": voice.number(whole["estimate"], "share")}
    if is_few(own):
        return voice.say("beside_whole_few", **n_and_base(own), **shared)
    return voice.say("beside_whole", own=voice.number(own["estimate"], "share"), **shared)


@rule
def _compared(frame: pd.DataFrame, args: Mapping[str, Any], voice: Voice) -> str | None:
    parts = {name: args[name] for name in ("changed", "count", "period")}
    return voice.say("compared", **parts)


def _enough(row: pd.Series, voice: Voice) -> dict[str, str]:
    """The share in words where there are enough people for one."""
    return {"share": voice.number(row["estimate"], "share")} if not is_few(row) else {}
