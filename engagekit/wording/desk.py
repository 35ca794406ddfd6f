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
    n_and_base,
    needed,
    rows_of,
    rule,
)


@rule
def _enquiries(frame: pd.DataFrame, args: Mapping[str, Any], voice: Voice) -> str | None:
    base = as_count(needed(first_of(frame, "enquiries"))["estimate"])
    text = voice.say("enquiries", count=base)
    ways = rows_of(frame, "enquiries by way")
    named = ways[ways["way"] != "way not recorded"]
    if len(named):
        top = named.iloc[0]
        slots = {"way": voice.locale.value(str(top["way"]), "value"), "n": as_count(top["n"])}
        unknown = sum(map(as_count, ways.loc[ways["way"] == "way not recorded", "n"].dropna()))
        second = max(map(as_count, named["n"][1:].dropna()), default=0)
        if 2 * unknown >= base:
            text += voice.say("enquiries_unrecorded", n=unknown)
        elif not is_ahead(as_count(top["n"]), second):
            pass  # of two ways about alike none is the most frequent
        elif unknown and top["n"] - second <= unknown:  # those could all be of the second
            text += voice.say("enquiries_most_recorded", **slots)
        elif base >= FEW:
            share = voice.number(top["estimate"], "share")
            text += voice.say("enquiries_most_share", share=share, **slots)
        else:
            text += voice.say("enquiries_most", **slots)
    minutes = first_of(frame, "minutes on enquiries")
    if minutes is None:
        return text
    spent, counts = voice.number(minutes["estimate"], "minutes"), n_and_base(minutes)
    if counts["n"] == counts["base"] > 1:
        return text + voice.say("enquiries_minutes_all", minutes=spent)
    return text + voice.say("enquiries_minutes", minutes=spent, **counts)


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
    slots = {"count": as_count(last["estimate"]), "period": voice.period(last["period"])}
    if len(rows) == 1:
        return voice.say("enquiries_once", **slots)
    earlier = {"first": as_count(first["estimate"]), "first_period": voice.period(first["period"])}
    return voice.say("enquiries_over_time", **slots, **earlier)
