"""The sentences on enquiries."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from engagekit.measures._frame import ALL, FEW
from engagekit.wording._rules import (
    PAIR,
    Voice,
    as_count,
    first_of,
    is_ahead,
    leading,
    needed,
    rows_of,
    rule,
)


@rule
def _enquiries(frame: pd.DataFrame, args: Mapping[str, Any], voice: Voice) -> str | None:
    base = as_count(needed(first_of(frame, "enquiries"))["estimate"])
    text = voice.say("enquiries", count=base)
    ways = rows_of(frame, "enquiries by way")
    text += _most_frequent(ways, base, voice)
    minutes = first_of(frame, "minutes on enquiries")
    if minutes is None:
        return text
    is_all = as_count(minutes["n"]) == as_count(minutes["base"]) > 1
    key = "enquiries_minutes_all" if is_all else "enquiries_minutes"
    return text + voice.tell(key, minutes, minutes=minutes)


def _most_frequent(ways: pd.DataFrame, base: int, voice: Voice) -> str:
    """Say how most enquiries came in, where one way is clearly ahead."""
    is_known = ways["way"] != "way not recorded"
    known, unknown = ways[is_known], as_count(ways.loc[~is_known, "n"].sum())
    if known.empty:
        return ""
    if 2 * unknown >= base:
        return voice.say("enquiries_unrecorded", n=unknown)
    top, second = known.iloc[0], max(map(as_count, known["n"][1:].dropna()), default=0)
    if not is_ahead(as_count(top["n"]), second):
        return ""
    key = "enquiries_most_share" if base >= FEW else "enquiries_most"
    if unknown and top["n"] - second <= unknown:  # those could all be of the second
        key = "enquiries_most_recorded"
    return voice.tell(key, top, way=voice.locale.value(str(top["way"])))


@rule
def _enquiries_by(frame: pd.DataFrame, args: Mapping[str, Any], voice: Voice) -> str | None:
    group = str(frame.columns[0])
    rows = rows_of(frame, "enquiries")
    named = rows[~rows[group].isin([ALL, "Not stated"])]
    if named.empty:
        return None
    names, counts, front = leading(named, group, voice, "estimate")
    return (
        None
        if front > PAIR or 1 < front == len(named)
        else voice.say("enquiries_by", group=names, count=counts)
    )


@rule
def _enquiries_over_time(frame: pd.DataFrame, args: Mapping[str, Any], voice: Voice) -> str | None:
    rows = needed(rows_of(frame, "enquiries"))
    last, first = rows.iloc[-1], rows.iloc[0]
    key = "enquiries_once" if len(rows) == 1 else "enquiries_over_time"
    counts = {"count": as_count(last["estimate"]), "first": as_count(first["estimate"])}
    first_period = voice.period(first["period"])
    return voice.tell(key, last, first_period=first_period, **counts)
