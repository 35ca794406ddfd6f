"""The sentences on what lies behind satisfaction, on listening and on asking."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from engagekit.measures._frame import ALL
from engagekit.measures.named_questions import COLLEAGUES, TEAM
from engagekit.wording._rules import (
    PAIR,
    Voice,
    as_count,
    first_of,
    is_few,
    leading,
    least_seen,
    list_of,
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
    short = rows_of(frame, "gap to importance").assign(unit="gap")
    if len(short):
        return _gaps_importance(short[short["item"] != ALL], scored, voice)
    frame = frame.assign(unit="gap")  # told with its sign
    over, under = rows_of(frame, "adequacy gap"), rows_of(frame, "superiority gap")
    whole = over[over["item"] == ALL]
    if whole.empty or (ALL, "perceived") not in scored.index:
        return None
    row, wish = whole.iloc[0], under[under["item"] == ALL].iloc[0]
    perceived = voice.number(scored[ALL, "perceived"], "points")
    text = voice.tell("gaps_service", row, adequacy=row, superiority=wish, perceived=perceived)
    each = over[over["item"] != ALL].sort_values("estimate", kind="stable")
    if len(each) > 1:
        low = each.iloc[0]
        text += voice.tell("gaps_service_low", item=low["item"], gap=low)
    out = as_count(row["population"]) - as_count(row["base"]) if pd.notna(row["population"]) else 0
    return text + (voice.say("gaps_service_out", count=out) if out else "")


def _gaps_importance(short: pd.DataFrame, scored: pd.Series, voice: Voice) -> str | None:
    """Which service falls furthest short of its importance."""
    short = short[[all((item, part) in scored.index for part in PARTS) for item in short["item"]]]
    if short.empty:
        return None
    short = short.sort_values("estimate", kind="stable")
    row, clear = short.iloc[0], short[short["high"] < 0]
    # those clearly short whose range reaches that of the furthest may change places with it
    names = list(clear.loc[clear["low"] <= row["high"], "item"])
    key = "_several" if len(names) > 1 else "" if len(clear) else "_none"
    text = voice.tell(
        f"gaps_importance{key}",
        row,
        item=row["item"],
        gap=row,
        names=list_of(names, voice) if len(names) <= PAIR else named(names, voice),
        **{part: voice.number(scored[row["item"], part], "points") for part in PARTS},
    )
    if len(clear) > 1:
        text += voice.say("gaps_importance_more", count=len(clear), of=len(short))
    return text


@rule
def _comment_themes(frame: pd.DataFrame, args: Mapping[str, Any], voice: Voice) -> str | None:
    rows = rows_of(frame, "comments on a theme")
    if rows.empty or not (rows["n"] > 0).any():
        return None
    theme, n, front = leading(rows, "theme", voice)
    text = voice.tell(f"comment_themes{_many(front)}", rows.iloc[0], theme=theme, n=n)
    bare = first_of(frame, "comments without a theme")
    if bare is None:
        return text
    return text + voice.tell("comment_themes_bare", bare, share=voice.share(bare))


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
    row = needed(first_of(frame, "knows at least one service"))
    text = voice.tell("aided_awareness_few" if is_few(row) else "aided_awareness", row)
    rows = rows_of(frame, "knows the service").sort_values("estimate", kind="stable")
    if len(rows) < 2 or rows["estimate"].iloc[0] == rows["estimate"].iloc[-1]:
        return text
    low, high = rows.iloc[0], rows.iloc[-1]
    bases = rows["base"].iloc[::-1].map(as_count)
    is_sure = all(sure_ends((rows["estimate"].iloc[::-1] * bases).to_list(), bases.to_list()))
    shares = {"high_share": voice.share(high), "low_share": voice.share(low)}
    key = "aided_awareness_services" if is_sure else "aided_awareness_between"
    return text + voice.say(key, high=high["service"], low=low["service"], **shares)


@rule
def _useful(frame: pd.DataFrame, args: Mapping[str, Any], voice: Voice) -> str | None:
    row = needed(first_of(frame, "useful to me"))
    return voice.tell("useful_small" if is_few(row) else "useful", row)


@rule
def _perception_gap(frame: pd.DataFrame, args: Mapping[str, Any], voice: Voice) -> str | None:
    rows, apart = rows_of(frame, "sees the value"), first_of(frame, "perception gap")
    if len(rows) < 2 or apart is None:
        return None
    first, second = rows.iloc[0], rows.iloc[1]
    low, high = float(apart["low"]), float(apart["high"])
    if high < 0:
        low, high = -high, -low
    told = {"first": first["group"], "second": second["group"]}
    told |= {"first_share": voice.share_with_counts(first)}
    told |= {"second_share": voice.share_with_counts(second)}
    interval = voice.interval(low, high, "difference")
    if low <= 0 <= high:
        text = voice.say("perception_none", interval=interval, **told)
        return text + least_seen(apart, voice, "difference", key="difference_least")
    way = "less" if first["estimate"] < second["estimate"] else "more"
    told |= {"difference": voice.size(apart["estimate"], "difference")}
    return voice.say(f"perception_{way}", interval=interval.replace("+", ""), **told)


@rule
def _listening(frame: pd.DataFrame, args: Mapping[str, Any], voice: Voice) -> str | None:
    text = voice.tell("listening", needed(first_of(frame, "needs recorded")))
    acted = first_of(frame, "needs acted on")
    return text if acted is None else text + voice.tell("listening_acted", acted)


@rule
def _needs(frame: pd.DataFrame, args: Mapping[str, Any], voice: Voice) -> str | None:
    rows = needed(rows_of(frame, "needs by theme"))
    need, n, front = leading(rows, "need", voice)
    return voice.tell(f"needs{_many(front)}", rows.iloc[0], need=need, n=n, count=front)


def _many(front: int) -> str:
    """Return the ending of a message where no one or two are clearly in front."""
    return "_many" if front > PAIR else ""


@rule
def _story_asks(frame: pd.DataFrame, args: Mapping[str, Any], voice: Voice) -> str | None:
    size = rows_of(frame, "stories asked for").set_index("step")["n"]
    steps = {"asked": "asked for", "told": "told", "usable": "may be published"}
    if not set(steps.values()) <= set(size.index):
        return None
    text = voice.say("story_asks", **{slot: as_count(size[step]) for slot, step in steps.items()})
    days = first_of(frame, "days from ask to story")
    return text if days is None else text + voice.tell("story_asks_days", days=days)


@rule
def _support_kinds(frame: pd.DataFrame, args: Mapping[str, Any], voice: Voice) -> str | None:
    whole = frame[frame["act"] == ALL]
    acts, kinds = first_of(whole, "acts done"), first_of(whole, "kinds of act")
    if acts is None or kinds is None:
        return None
    counts = {"acts": as_count(acts["estimate"]), "kinds": as_count(kinds["estimate"])}
    text = voice.say("support_kinds", **counts)
    if args.get("left"):
        text += voice.say("support_kinds_left", left=int(args["left"]))
    asks, days = first_of(whole, "asks done"), first_of(whole, "days from ask to act")
    text += "" if asks is None else voice.tell("support_kinds_asks", asks)
    return text if days is None else text + voice.tell("support_kinds_days", days=days)
