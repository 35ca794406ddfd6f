"""The sentences on units that are known by totals: how numbers go together, and a head."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from engagekit.measures import relation
from engagekit.wording._rules import Voice, as_count, needed, rule
from engagekit.wording.money import APART, FAINT, LEVEL_KEYS, OUTSIDE, _index


@rule
def _unit_relation(frame: pd.DataFrame, args: Mapping[str, Any], voice: Voice) -> str | None:
    rows = needed(frame[frame["level"] == relation.BETWEEN].set_index("measure"))
    rank = rows.loc[relation.RANK]
    if pd.isna(rank["estimate"]):
        return voice.say("relation_between_few", n=as_count(rank["n"])) + voice.say("beside")
    line = rows.loc[relation.STRAIGHT]
    text = voice.say(
        "unit_relation",
        n=as_count(rank["n"]),
        what=args["what"],
        r=_index(rank["estimate"], voice),
        interval=_between(rank, voice),
        s=_index(line["estimate"], voice),
        straight=_between(line, voice),
    )
    if abs(rank["estimate"] - line["estimate"]) > APART:
        text += voice.say("unit_relation_apart")
    text += _way_of(frame, relation.BETWEEN, rank, voice)
    moved = frame[(frame["level"] == relation.MOVED) & (frame["measure"] == relation.RANK)]
    if len(moved) and pd.notna(moved["estimate"].iloc[0]):
        change = moved.iloc[0]
        text += voice.say(
            "unit_relation_moved",
            n=as_count(change["n"]),
            r=_index(change["estimate"], voice),
            interval=_between(change, voice),
            first=args["first"],
            last=args["last"],
        )
        text += _way_of(frame, relation.MOVED, change, voice)
    for level, key in ((relation.OVER_TIME, "time"), (relation.WITHIN, "within")):
        rows = frame[(frame["level"] == level) & (frame["measure"] == relation.RANK)]
        if len(rows) and pd.notna(rows["estimate"].iloc[0]):
            row = rows.iloc[0]
            text += voice.say(
                f"unit_relation_{key}",
                n=as_count(row["n"]),
                r=_index(row["estimate"], voice),
                interval=_between(row, voice),
            )
            text += _way_of(frame, level, row, voice)
    signs = relation.conflict(frame)
    if signs is not None:
        together, opposite = (voice.say(f"level_units_{LEVEL_KEYS[level]}") for level in signs)
        text += voice.say("relation_conflict", together=together, opposite=opposite)
    return text + voice.say("beside")


@rule
def _per_head(frame: pd.DataFrame, args: Mapping[str, Any], voice: Voice) -> str | None:
    text = ""
    for side in ("people", "count"):
        names = list(args.get(side, ()))
        if names:
            text += voice.say(f"per_head_no_{side}", n=len(names), names=", ".join(names[:OUTSIDE]))
            text += voice.say("names_more", n=len(names) - OUTSIDE) if names[OUTSIDE:] else ""
            text += "."
    return text.strip() or None


def _between(row: Any, voice: Voice) -> str:
    """The interval of a correlation."""
    return f"{_index(row['low'], voice)} – {_index(row['high'], voice)}"


def _way_of(frame: pd.DataFrame, level: str, row: Any, voice: Voice) -> str:
    """How two things go together; a link that many units show can still be faint."""
    way = relation.verdict(frame, level)
    faint = way in ("together", "opposite") and abs(row["estimate"]) < FAINT
    return voice.say(f"relation_is_{'hardly' if faint else way}")
