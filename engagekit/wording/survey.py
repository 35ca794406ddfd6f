"""The sentences on what lies behind satisfaction."""

from typing import Any

import pandas as pd

from engagekit.measures._frame import ALL
from engagekit.measures.named_questions import COLLEAGUES, TEAM
from engagekit.wording._rules import PAIR, Telling, as_count, needed, telling

PARTS = ("satisfaction", "importance")
"""Levels that a service falling short is said with."""


@telling
def _gaps(it: Telling) -> str | None:
    scored = it.rows("item level").set_index(["item", "level"])["estimate"]
    short = it.rows("gap to importance").assign(unit="gap")
    said = _gaps_importance(it, short[short["item"] != ALL], scored)
    return it.compared(said, "gap to importance") if said else None


def _gaps_importance(it: Telling, short: pd.DataFrame, scored: pd.Series) -> str | None:
    """Which service falls furthest short of its importance."""
    short = short[[all((item, part) in scored.index for part in PARTS) for item in short["item"]]]
    if short.empty:
        return None
    short = short.sort_values("estimate", kind="stable")
    row, clear = short.iloc[0], short[short["high"] < 0]
    # those clearly short whose range reaches that of the furthest may change places with it
    names = it.names(clear.loc[clear["low"] <= row["high"], "item"])
    key = "several" if names != row["item"] else "first"
    levels = {part: it.number(scored[row["item"], part], "points") for part in PARTS}
    told = {"item": row["item"], "names": names, **levels}
    text = it.tell(f"gaps_{key if len(clear) else 'none'}", row, **told)
    text += it.tell("gaps_importance", row, gap=row, **told)
    if len(clear) > 1:
        text += it.tell("gaps_importance_more", count=len(clear), of=len(short))
    return text


@telling
def _attribute_profile(it: Telling) -> str | None:
    rows = it.rows("words picked")
    theirs = needed(rows[rows["answer"] == COLLEAGUES].set_index("word"))
    ours = rows[rows["answer"] == TEAM].set_index("word")
    ranked = theirs.sort_values("estimate", ascending=False, kind="stable").reset_index()
    word, _, front = it.leading(ranked, "word")
    first = ranked.head(1 if front > PAIR else front)
    share = it.listed(it.share_with_counts(row) for _, row in first.iterrows())
    many = "_many" if front > PAIR else ""
    text = it.compared(it.tell(f"attribute_profile{many}", word=word, share=share))
    if not (it.frame["answer"] == TEAM).any():
        return text + it.tell("attribute_profile_alone", k=it.args.get("k", 5))
    both = theirs.join(ours.add_suffix("_own"), how="inner")
    if both.empty:
        return text
    apart = (both["estimate"] - both["estimate_own"]).abs().sort_values(kind="stable")
    row = both.loc[apart.index[-1]]
    counts = {"ours": as_count(row["n_own"]), "base": as_count(row["base_own"])}
    theirs_share = it.share(row)
    apart_text = it.tell("attribute_profile_apart", word=row.name, theirs=theirs_share, **counts)
    return text + it.compared(apart_text)


@telling
def _perception_gap(it: Telling) -> str | None:
    rows, apart = it.rows("sees the value"), it.row("perception gap")
    if len(rows) < 2 or apart is None:
        return None
    told = dict[str, Any]()
    for name, (_, row) in zip(("first", "second"), rows.head(2).iterrows(), strict=True):
        told |= {name: row["group"], f"{name}_share": it.share_with_counts(row)}
    low, high = float(apart["low"]), float(apart["high"])
    if low <= 0 <= high:
        text = it.tell("perception_none", interval=it.range_of(apart, "difference"), **told)
        return text + it.least_seen(low, high, "difference", key="difference_least")
    near, far = sorted((abs(low), abs(high)))
    interval = it.locale.interval(near, far, "difference").replace("+", "")
    difference = it.size(apart["estimate"], "difference")
    way = "less" if rows["estimate"].iloc[0] < rows["estimate"].iloc[1] else "more"
    return it.tell(f"perception_{way}", interval=interval, difference=difference, **told)
