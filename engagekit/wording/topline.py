"""The sentences on a whole survey: how many answered how many questions, and what moved."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from engagekit.measures.topline import changes
from engagekit.wording._rules import Voice, rule


@rule
def _topline(frame: pd.DataFrame, args: Mapping[str, Any], voice: Voice) -> str | None:
    now, before = frame, frame.iloc[:0]
    if "period" in frame.columns:
        last = frame["period"].iloc[-1]
        now, before = frame[frame["period"] == last], frame[frame["period"] != last]
    existing = now[now["population"].notna()]
    if existing.empty:
        return None
    asked = existing.groupby("item", sort=False)["population"].max()
    text = voice.say("topline", n=int(asked.max()), count=now["item"].nunique())
    fewer = int((asked < asked.max()).sum())
    if fewer:
        text += voice.say("topline_led", count=fewer)
    if before.empty:
        return text
    period = voice.period(before["period"].iloc[0])
    moved = changes(now, before)
    if not moved:
        return text + voice.say("topline_still", period=period)
    most = max(moved, key=lambda row: (row["unit"] == "difference", abs(row["estimate"])))
    unit = str(most["unit"])
    return text + voice.say(
        "topline_moved",
        count=len(moved),
        period=period,
        item=most["item"],
        answer=voice.locale.value(most["answer"]),
        change=voice.locale.signed(float(most["estimate"]), unit),
    )
