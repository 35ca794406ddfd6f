"""The sentences on promises, stories and presence; `engagekit.findings_people` loads them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from engagekit.wording import FEW, RULES, Rule, Voice


def _rule(function: Rule) -> Rule:
    """Make a rule known by its name."""
    RULES[function.__name__.lstrip("_")] = function
    return function


def _value(frame: pd.DataFrame, measure: str) -> pd.Series | None:
    """The row of a measure that has a number."""
    rows = frame[(frame["measure"] == measure) & frame["estimate"].notna()]
    return rows.iloc[0] if len(rows) else None


@_rule
def _promises(frame: pd.DataFrame, args: Mapping[str, Any], voice: Voice) -> str | None:
    in_time = _value(frame, "promises kept on time")
    still, late = _value(frame, "promises open"), _value(frame, "promises overdue")
    if still is None or late is None:
        return None
    said = ""
    if in_time is not None:
        said = voice.say("promises", n=int(in_time["n"]), base=int(in_time["base"])) + " "
    said += voice.say("promises_still", count=int(still["estimate"]), late=int(late["estimate"]))
    half = _value(frame, "days to keep a promise")
    if half is not None and int(half["base"]) >= FEW:
        said += voice.say("promises_days", days=voice.number(half["estimate"], "days"))
    return said


@_rule
def _promises_open(frame: pd.DataFrame, args: Mapping[str, Any], voice: Voice) -> str | None:
    counts = frame.set_index("overdue")["estimate"]
    late = counts.drop(["not due yet", "no day promised"]).sum()
    return voice.say(
        "promises_open", count=int(counts.sum()), late=int(late), oldest=int(counts["over 90"])
    )


@_rule
def _promises_overdue(frame: pd.DataFrame, args: Mapping[str, Any], voice: Voice) -> str | None:
    return voice.say(
        "promises_overdue", count=len(frame), days=voice.number(frame["days_late"].max(), "days")
    )


@_rule
def _story_bank(frame: pd.DataFrame, args: Mapping[str, Any], voice: Voice) -> str | None:
    named = frame[frame["initiative"] != "No initiative"]
    told = named.groupby("initiative", sort=False)["estimate"].sum()
    return voice.say(
        "story_bank",
        count=int(frame["estimate"].sum()),
        told=int((told > 0).sum()),
        base=len(told),
    )


@_rule
def _story_facts(frame: pd.DataFrame, args: Mapping[str, Any], voice: Voice) -> str | None:
    if frame["n"].iloc[1:].isna().any():
        return None
    rows = frame.set_index("measure")

    def count(measure: str, column: str = "n") -> int:
        return int(rows[column].to_dict()[measure])

    return voice.say(
        "story_facts",
        usable=count("stories with permission"),
        base=count("stories with permission", "base"),
        fresh=count("stories fresh"),
        others=count("stories told by others"),
        drafted=count("stories drafted by the library"),
    )


@_rule
def _initiative_coverage(frame: pd.DataFrame, args: Mapping[str, Any], voice: Voice) -> str | None:
    cells = frame.pivot(index="initiative", columns="what", values="estimate")
    return voice.say(
        "initiative_coverage",
        base=len(cells),
        touched=int((cells["touches"] > 0).sum()),
        told=int((cells["stories"] > 0).sum()),
        written=int((cells["contribution"] > 0).sum()),
    )


@_rule
def _contributions(frame: pd.DataFrame, args: Mapping[str, Any], voice: Voice) -> str | None:
    return voice.say(
        "contributions", count=len(frame), confirmed=int((frame["confirmed"] == "yes").sum())
    )
