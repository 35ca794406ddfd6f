"""The sentences on contracts, use and services."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from engagekit.measures.contracts import AGREED, AS_NOW, BILL, COMMITTED
from engagekit.wording._rules import Voice, rule

JUMP = 0.1
"""A rise that is told: agreed increases run to 7 per cent, so that a tenth was not expected."""


@rule
def _contract_calendar(frame: pd.DataFrame, args: Mapping[str, Any], voice: Voice) -> str | None:
    end = pd.Timestamp(args["end"])
    due, until = int(args["due"]), voice.locale.day(args["until"])
    if due:
        first = frame[frame["notice_by"] > end].iloc[0]
        day = voice.locale.day(first["notice_by"].date())
        slots = {"count": due, "product": first["product"], "day": day}
        text = voice.say("contract_calendar", until=until, **slots)
    else:
        text = voice.say("contract_calendar_none", until=until)
    more = []
    for key in ("missed", "over"):
        if args[key]:
            more.append(voice.say(f"contract_calendar_{key}", names=", ".join(args[key])))
    rises = frame[frame["change_share"] >= JUMP].sort_values("change_share", ascending=False)
    if len(rises):
        top = rises.iloc[0]
        change = voice.number(top["change_share"], "share")
        more.append(voice.say("contract_jump", product=top["product"], change=change))
    more += _without_rate(args, voice)
    return "\n".join([text, " ".join(more)])


@rule
def _contract_scenarios(frame: pd.DataFrame, args: Mapping[str, Any], voice: Voice) -> str | None:
    sums = frame.set_index(["measure", "scenario"])["estimate"]
    bills, now = sums[BILL], sums[BILL][AS_NOW]
    slots = {
        "now": voice.number(now, "money"),
        "committed": voice.number(sums[COMMITTED].iloc[0], "money"),
        "until": voice.locale.day(args["until"]),
    }
    text, more = voice.say("contract_scenarios", **slots), []
    if AGREED in bills:
        bill = voice.number(bills[AGREED], "money")
        more.append(voice.say("contract_scenarios_agreed", bill=bill))
    rises = bills.drop([AS_NOW, AGREED], errors="ignore")
    if len(rises):
        name, bill = rises.index[len(rises) // 2], rises.iloc[len(rises) // 2]
        slots = {"bill": voice.number(bill, "money"), "more": voice.number(bill - now, "money")}
        words = voice.locale.value(str(name), "value")
        more.append(voice.say("contract_scenarios_rise", scenario=words, **slots))
    more += _without_rate(args, voice)
    return "\n".join([text, " ".join(more)])


def _without_rate(args: Mapping[str, Any], voice: Voice) -> list[str]:
    """Say which currencies are in no sum."""
    names = args["without"]
    return [voice.say("contract_without_rate", currencies=", ".join(names))] if names else []
