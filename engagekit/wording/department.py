"""What a department's brief may say of its numbers, and a comparison of two reports."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from engagekit.measures._frame import ALL
from engagekit.wording._rules import Voice, as_count, first_of, is_few, needed, rule, when


@rule
def _department_headline(frame: pd.DataFrame, args: Mapping[str, Any], voice: Voice) -> str | None:
    reach, love = needed(first_of(frame, "reach")), first_of(frame, "satisfaction")
    key = "department_reached_few" if is_few(reach) else "department_reached"
    text = voice.tell(key, reach, department=args["department"], when=when(args, voice))
    if love is None or not as_count(love["base"]):
        return text
    key = "department_satisfied_few" if is_few(love) else "department_satisfied"
    return text + voice.tell(key, love)


@rule
def _beside_whole(frame: pd.DataFrame, args: Mapping[str, Any], voice: Voice) -> str | None:
    whole, own = (
        needed(first_of(frame[frame["department"] == name], "reach"))
        for name in (ALL, args["department"])
    )
    key = "beside_whole_few" if is_few(own) else "beside_whole"
    return voice.tell(key, own, department=args["department"], own=own, whole=whole)


@rule
def _compared(frame: pd.DataFrame, args: Mapping[str, Any], voice: Voice) -> str | None:
    return voice.tell("compared", **args)
