"""The sentences on listings: how many rows there are, with what stands in some of them."""

import tomllib
from collections.abc import Mapping
from functools import partial
from importlib import resources
from typing import Any

import pandas as pd

from engagekit.wording._rules import RULES, Voice, named


def listing(
    frame: pd.DataFrame, args: Mapping[str, Any], voice: Voice, key: str, slots: Mapping[str, Any]
) -> str | None:
    """Say how many rows a listing has.

    ``slots``: what fills each slot besides ``{count}``: ``first`` row of a column, ``most`` of a
    column in a unit, ``names`` in a column, or how many rows have a ``value`` in a column. What is
    in none of them is an argument of the rule.
    """
    told: dict[str, object] = {"count": len(frame), **args}
    for slot, of in slots.items():
        if "first" in of:
            value = frame[of["first"]].iloc[0]
            is_day = isinstance(value, pd.Timestamp) or hasattr(value, "isoformat")
            told[slot] = voice.locale.day(str(value)[:10]) if is_day else value
        elif "most" in of:
            told[slot] = voice.number(frame[of["most"]].max(), of["unit"])
        elif "names" in of:
            told[slot] = named(frame[of["names"]].tolist(), voice)
        else:
            told[slot] = int((frame[of["column"]] == of["value"]).sum())
    return voice.tell(key, **told)


for _key, _slots in tomllib.loads(
    resources.files("engagekit.wording").joinpath("listings.toml").read_text("utf-8")
).items():
    RULES[_key] = partial(listing, key=_key, slots=_slots)
