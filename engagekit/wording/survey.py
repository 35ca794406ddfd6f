"""The sentences on what lies behind satisfaction, on listening and on asking."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from engagekit.measures._frame import ALL, FEW
from engagekit.measures.profile import COLLEAGUES, TEAM
from engagekit.wording._rules import (
    PAIR,
    Voice,
    as_count,
    leading,
    least_seen,
    list_of,
    n_and_base,
    named,
    needed,
    rows_of,
    rule,
    sure_ends,
)

PARTS = ("satisfaction", "importance")
"""Levels that a service falling short is said with."""


@rule
def _gaps(frame: pd.DataFrame, args: Mapping[str, Any], voice: Voice) -> str | None:
    scored = rows_of(frame, "item level").set_index(["item", "level"])["estimate"]
    short = rows_of(frame, "gap to importance")
    if len(short):
        return _gaps_importance(short[short["item"] != ALL], scored, voice)
    over, under = rows_of(frame, "adequacy gap"), rows_of(frame, "superiority gap")
    whole = over[over["item"] == ALL]
    if whole.empty or (ALL, "perceived") not in scored.index:
        return None
    row, wish = whole.iloc[0], under[under["item"] == ALL].iloc[0]
    text = voice.say(
        "gaps_service",
        perceived=voice.number(scored[ALL, "perceived"], "points"),
        n=as_count(row["n"]),
        adequacy=voice.number(row["estimate"], "gap"),
        adequacy_interval=voice.range_of(row, "gap"),
        superiority=voice.number(wish["estimate"], "gap"),
        superiority_interval=voice.range_of(wish, "gap"),
    )
    each = over[over["item"] != ALL].sort_values("estimate", kind="stable")
    if len(each) > 1:
        low = each.iloc[0]
        text += voice.say(
            "gaps_service_low", item=low["item"], gap=voice.number(low["estimate"], "gap")
        )
    out = as_count(row["population"]) - as_count(row["base"]) if pd.notna(row["population"]) else 0
    return text + (voice.say("gaps_service_out", count=out) if out else "")


def _gaps_importance(short: pd.DataFrame, scored: pd.Series, voice: Voice) -> str | None:
    """Which service falls furthest short of its importance."""
    short = short[[all((item, part) in scored.index for part in PARTS) for item in short["item"]]]
    if short.empty:
        return None
    row = short.sort_values("estimate", kind="stable").iloc[0]
    clear = int((short["high"] < 0).sum())
    # those clearly short whose range reaches that of the furthest may change places with it
    near = short[(short["high"] < 0) & (short["low"] <= row["high"])].sort_values("estimate")
    names = list(near["item"])
    told = list_of(names, voice) if len(names) <= PAIR else named(names, voice)
    slots = {"names": told} if len(names) > 1 else {}
    key = "several" if slots else "" if clear else "none"
    text = voice.say(
        f"gaps_importance_{key}".rstrip("_"),
        **slots,
        item=row["item"],
        gap=voice.number(row["estimate"], "gap"),
        interval=voice.range_of(row, "gap"),
        satisfaction=voice.number(scored[row["item"], "satisfaction"], "points"),
        importance=voice.number(scored[row["item"], "importance"], "points"),
        n=as_count(row["n"]),
    )
    return text + (
        voice.say("gaps_importance_more", count=clear, of=len(short)) if clear > 1 else ""
    )


@rule
def _comment_themes(frame: pd.DataFrame, args: Mapping[str, Any], voice: Voice) -> str | None:
    rows = rows_of(frame, "comments on a theme")
    bare = rows_of(frame, "comments without a theme")
    if rows.empty or not (rows["n"] > 0).any():
        return None
    theme, n, front = leading(rows, "theme", voice)
    base = as_count(rows["base"].iloc[0])
    text = voice.say(f"comment_themes{_many(front)}", theme=theme, n=n, base=base)
    if len(bare):
        text += voice.say(
            "comment_themes_bare", n=as_count(bare["n"].iloc[0]), share=voice.share(bare.iloc[0])
        )
    return text


@rule
def _attribute_profile(frame: pd.DataFrame, args: Mapping[str, Any], voice: Voice) -> str | None:
    rows = rows_of(frame, "words picked")
    theirs = needed(rows[rows["answer"] == COLLEAGUES].set_index("word"))
    ours = rows[rows["answer"] == TEAM].set_index("word")
    ranked = theirs.sort_values("estimate", ascending=False, kind="stable").reset_index()
    word, _, front = leading(ranked, "word", voice)
    first = ranked.head(1 if front > PAIR else front).to_dict("records")
    share = list_of(map(voice.share_with_counts, first), voice)
    text = voice.say(f"attribute_profile{_many(front)}", word=word, share=share)
    if not (frame["answer"] == TEAM).any():
        return text + voice.say("attribute_profile_alone", k=args.get("k", 5))
    both = theirs.join(ours.add_suffix("_own"), how="inner")
    if both.empty:
        return text
    apart = (both["estimate"] - both["estimate_own"]).abs().sort_values(kind="stable")
    row = both.loc[apart.index[-1]]
    return text + voice.say(
        "attribute_profile_apart",
        word=row.name,
        theirs=voice.share(row),
        ours=as_count(row["n_own"]),
        base=as_count(row["base_own"]),
    )


@rule
def _aided_awareness(frame: pd.DataFrame, args: Mapping[str, Any], voice: Voice) -> str | None:
    total = needed(rows_of(frame, "knows at least one service"))
    rows = rows_of(frame, "knows the service").sort_values("estimate", kind="stable")
    row = total.iloc[0]
    counts = n_and_base(row)
    text = (
        voice.say("aided_awareness_few", **counts)
        if counts["base"] < FEW
        else voice.say("aided_awareness", **counts, interval=voice.range_of(row, "share"))
    )
    if len(rows) < 2 or rows["estimate"].iloc[0] == rows["estimate"].iloc[-1]:
        return text
    low, high = rows.iloc[0], rows.iloc[-1]
    bases = rows["base"].iloc[::-1].map(as_count)
    named = all(sure_ends((rows["estimate"].iloc[::-1] * bases).to_list(), bases.to_list()))
    return text + voice.say(
        "aided_awareness_services" if named else "aided_awareness_between",
        high=high["service"],
        high_share=voice.share(high),
        low=low["service"],
        low_share=voice.share(low),
    )


@rule
def _useful(frame: pd.DataFrame, args: Mapping[str, Any], voice: Voice) -> str | None:
    row = needed(rows_of(frame, "useful to me")).iloc[0]
    slots = n_and_base(row)
    if slots["base"] < FEW:
        return voice.say("useful_small", **slots)
    return voice.say(
        "useful",
        **slots,
        share=voice.number(row["estimate"], "share"),
        interval=voice.range_of(row, "share"),
    )


@rule
def _perception_gap(frame: pd.DataFrame, args: Mapping[str, Any], voice: Voice) -> str | None:
    rows, gap = rows_of(frame, "sees the value"), rows_of(frame, "perception gap")
    if len(rows) < 2 or gap.empty:
        return None
    first, second, apart = rows.iloc[0], rows.iloc[1], gap.iloc[0]
    low, high = float(apart["low"]), float(apart["high"])
    none = low <= 0 <= high
    if high < 0:
        low, high = -high, -low
    ends = voice.interval(low, high, "difference")
    slots = {
        "first": first["group"],
        "first_share": voice.share_with_counts(first),
        "second": second["group"],
        "second_share": voice.share_with_counts(second),
        "interval": ends if none else ends.replace("+", ""),
    }
    if none:
        return voice.say("perception_none", **slots) + least_seen(
            apart, voice, "difference", key="difference_least"
        )
    way = "less" if first["estimate"] < second["estimate"] else "more"
    difference = voice.size(apart["estimate"], "difference")
    return voice.say(f"perception_{way}", **slots, difference=difference)


@rule
def _listening(frame: pd.DataFrame, args: Mapping[str, Any], voice: Voice) -> str | None:
    text = voice.say("listening", **n_and_base(needed(rows_of(frame, "needs recorded")).iloc[0]))
    acted = rows_of(frame, "needs acted on")
    if len(acted):
        text += voice.say(
            "listening_acted", n=as_count(acted["n"].iloc[0]), base=as_count(acted["base"].iloc[0])
        )
    return text


@rule
def _needs(frame: pd.DataFrame, args: Mapping[str, Any], voice: Voice) -> str | None:
    rows = needed(rows_of(frame, "needs by theme"))
    need, n, front = leading(rows, "need", voice)
    count = {} if front > PAIR else {"count": front}
    base = as_count(rows["base"].iloc[0])
    return voice.say(f"needs{_many(front)}", need=need, n=n, base=base, **count)


def _many(front: int) -> str:
    """Return the ending of a message where no one or two are clearly in front."""
    return "_many" if front > PAIR else ""


@rule
def _story_asks(frame: pd.DataFrame, args: Mapping[str, Any], voice: Voice) -> str | None:
    size = rows_of(frame, "stories asked for").set_index("step")["n"]
    if not {"asked for", "told", "may be published"} <= set(size.index):
        return None
    text = voice.say(
        "story_asks",
        asked=as_count(size["asked for"]),
        told=as_count(size["told"]),
        usable=as_count(size["may be published"]),
    )
    days = rows_of(frame, "days from ask to story")
    if len(days):
        text += voice.say("story_asks_days", days=voice.number(days["estimate"].iloc[0], "days"))
    return text


@rule
def _support_kinds(frame: pd.DataFrame, args: Mapping[str, Any], voice: Voice) -> str | None:
    whole = frame[(frame["act"] == ALL) & frame["estimate"].notna()].to_dict("records")
    told: dict[str, Any] = {str(row["measure"]): row for row in whole}
    if not {"acts done", "kinds of act"} <= set(told):
        return None
    text = voice.say(
        "support_kinds",
        acts=as_count(told["acts done"]["estimate"]),
        kinds=as_count(told["kinds of act"]["estimate"]),
    )
    if "asks done" in told:
        text += voice.say("support_kinds_asks", **n_and_base(told["asks done"]))
    if "days from ask to act" in told:
        days = voice.number(told["days from ask to act"]["estimate"], "days")
        text += voice.say("support_kinds_days", days=days)
    return text
