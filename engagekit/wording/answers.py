"""The sentences on a survey: who answered, how satisfied, how each service is rated."""

import math
import re
from collections.abc import Mapping
from typing import Any

import pandas as pd

from engagekit.locale import Locale
from engagekit.measures import basis
from engagekit.measures._frame import ALL, FEW, few
from engagekit.measures.comparison import HIGHER, LOWER, told_apart
from engagekit.measures.response import MET, NOT_MET
from engagekit.measures.weighted import WEIGHTED
from engagekit.statistics._estimates import Estimate
from engagekit.statistics.comparisons import apart
from engagekit.statistics.proportions import newcombe
from engagekit.wording._rules import (
    Voice,
    as_count,
    before,
    both_ends,
    groups_of,
    is_few,
    least_seen,
    needed,
    row_of,
    rule,
    sure_ends,
)

RATE = "response rate (AAPOR RR2)"
SCALE_KEY = re.compile(r"\s*\([^()]*=[^()]*\)\s*$")
"""What a question says of its own scale, behind it: (1 = very dissatisfied, 5 = very satisfied)."""
MOST = 2
"""Groups on few answers that are named at most."""
BY_CHANCE = 2.0
"""Standard errors within which a group is said to have answered as its share of the staff list."""


@rule
def _response(frame: pd.DataFrame, args: Mapping[str, Any], voice: Voice) -> str | None:
    total = row_of(frame, RATE)
    if total is None:
        people = row_of(frame, "participation")
        return None if people is None else voice.tell("participation", people)
    n, base = as_count(total["n"]), as_count(total["base"])
    key = "response_all" if n == base else "response_few" if base < FEW else "response"
    text = voice.tell(key, total, rest=base - n)
    return text + _unevenly(frame[frame["measure"] == RATE], voice) if key == "response" else text


@rule
def _response_by_contact(frame: pd.DataFrame, args: Mapping[str, Any], voice: Voice) -> str | None:
    met, others = row_of(frame, RATE, group=MET), row_of(frame, RATE, group=NOT_MET)
    if met is None or others is None or is_few(met) or is_few(others):
        return None
    gap = newcombe(*(as_count(row[part]) for row in (met, others) for part in ("n", "base")))
    way = "more" if gap.low > 0 else "less" if gap.high < 0 else "alike"
    shares = {"met": voice.share_with_counts(met), "others": voice.share_with_counts(others)}
    return voice.say(f"response_contact_{way}", **shares)


def _unevenly(frame: pd.DataFrame, voice: Voice) -> str:
    """Which group answered most often and which least."""
    name, groups = groups_of(frame, FEW)
    if name is None or len(groups) < 2 or groups["estimate"].max() == groups["estimate"].min():
        return ""
    (low, least), (high, most) = both_ends(groups, name, voice)
    shares = {"high_share": voice.share(most), "low_share": voice.share(least)}
    return voice.say("response_groups", high=high, low=low, **shares)


@rule
def _representativeness(frame: pd.DataFrame, args: Mapping[str, Any], voice: Voice) -> str | None:
    by = str(args.get("by", "department"))
    wide = frame.pivot(index=by, columns="answer", values="estimate").dropna()
    if len(wide) < 2:
        return None
    gap = (wide["answered"] - wide["staff list"]).sort_values(kind="stable")
    ends = {"less": gap.index[0], "more": gap.index[-1]}
    answers = as_count(frame.loc[frame["answer"] == "answered", "base"].max())
    usual = wide.loc[list(ends.values()), "staff list"]
    if (gap[usual.index].abs() <= BY_CHANCE * (usual * (1 - usual) / answers) ** 0.5).all():
        return voice.say("representativeness_even", groups=len(gap))
    slots: dict[str, object] = dict(ends)
    for side, group in ends.items():
        for part, column in (("answered", "answered"), ("staff", "staff list")):
            slots[f"{side}_{part}"] = voice.number(wide.loc[group, column], "share")
    return voice.say("representativeness", **slots)


@rule
def _satisfaction(frame: pd.DataFrame, args: Mapping[str, Any], voice: Voice) -> str | None:
    total = row_of(frame, "satisfaction")
    if total is None:
        return _nobody(frame, voice)
    chose = _chose(args, as_count(total["n"]), voice)
    if is_few(total):
        return voice.tell("satisfaction_small", total, chose=chose)
    text = voice.tell("satisfaction", total, chose=chose)
    rows = frame[frame["measure"] == "satisfaction"]
    apart = _apart(rows, total, args.get("whole"), voice)
    return text + apart + _few(rows, voice) + _weighted(total, voice)


_OF_SATISFACTION = re.compile(r"^satisfaction-[45](-|$)")


def answers_of_satisfied(args: Mapping[str, Any], locale: Locale) -> str:
    """Return which answers count as satisfied; empty where the scale itself says so.

    ``args``: as `facts.answers.favourable` gives them. Returned: ``“Good” or “Very good”``
    or ``9 or 10 of 10``.
    """
    if "points" not in args or _OF_SATISFACTION.match(str(args.get("scale", ""))):
        return ""
    if args.get("words"):
        return locale.either(args["words"])
    low, high = (locale.number(args[name], "count") for name in ("least", "points"))
    return locale.say("brief.points_of" if low != high else "brief.point_of", low=low, high=high)


def _chose(args: Mapping[str, Any], n: int, voice: Voice) -> str:
    """What those who count as satisfied answered, in the words of the scale where they are known.

    "were satisfied or very satisfied", "chose “Good” or “Very good”", "gave 9 or 10 of 10".
    """
    answers = answers_of_satisfied(args, voice.locale)
    if not answers:
        return voice.say("chose_satisfied", n=n)
    return voice.say("chose_words" if args.get("words") else "chose_points", n=n, answers=answers)


def _nobody(frame: pd.DataFrame, voice: Voice) -> str | None:
    """That nobody gave an answer with a score, where that is so and nothing is hidden."""
    hidden = frame["suppressed"].fillna(False).astype("bool").any()
    silent = (frame["base"] == 0).fillna(False).astype("bool").all()
    return voice.say("nobody_answered") if silent and not hidden else None


def _apart(frame: pd.DataFrame, total: pd.Series, whole: pd.DataFrame | None, voice: Voice) -> str:
    """Which groups differ from the rest; where none does, what the smallest would have shown."""
    # they are judged among all groups, hidden ones too: among those shown another one would differ
    name, shown = groups_of(frame)
    if name is None:
        return ""
    every = shown if whole is None else groups_of(whole[whole["measure"] == "satisfaction"])[1]
    found = told_apart(every, name, {str(key): value for key, value in total.items()})
    return groups_apart(found[found["group"].isin(shown[name].astype("str"))], voice)


def groups_apart(found: pd.DataFrame, voice: Voice) -> str:
    """Say which of the groups compared differ from the rest; `told_apart` finds them."""
    if found.empty:
        return ""
    high, low = (
        ", ".join(map(voice.locale.value, found.loc[found["answer"] == way, "group"]))
        for way in (HIGHER, LOWER)
    )
    if high or low:
        which = "both" if high and low else "above" if high else "below"
        sides = {name: groups for name, groups in (("high", high), ("low", low)) if groups}
        return voice.say(f"apart_{which}", count=len(found), **sides)
    least = found.sort_values(["base", "group"], kind="stable").iloc[0]
    return voice.say("apart_none", count=len(found)) + voice.say(
        "apart_least",
        group=voice.locale.value(least["group"]),
        n=as_count(least["base"]),
        least=voice.size(least["smallest"], "difference"),
    )


def _few(frame: pd.DataFrame, voice: Voice) -> str:
    """Groups on too few answers for a percentage, as counts."""
    name, groups = groups_of(frame)
    if name is None:
        return ""
    rows = groups[few(groups)].head(MOST).to_dict("records")
    return "".join(
        voice.tell("group_few", row, group=voice.locale.value(str(row[name]))) for row in rows
    )


def _weighted(row: pd.Series | Mapping[str, Any], voice: Voice) -> str:
    """What weighting cost, or that it failed."""
    notes = basis.notes_of(row)
    if WEIGHTED in notes:
        cost = notes[WEIGHTED]
        return voice.say("weighted", n=as_count(cost["n"]), effective=as_count(cost["worth"]))
    if "unweighted_why" not in notes:
        return ""
    return voice.say("unweighted", why=basis.why(notes["unweighted_why"], voice.locale.language))


@rule
def _items(frame: pd.DataFrame, args: Mapping[str, Any], voice: Voice) -> str | None:
    top = set(args.get("agree", ()))
    text = frame[frame["answer"].isin(top) & frame["n"].notna() & frame["base"].notna()]
    whole = text.groupby("item", sort=False).agg(
        estimate=("estimate", "sum"), base=("base", "first"), rows=("n", "size")
    )
    whole = needed(whole[(whole["rows"] == len(top)) & (whole["base"] >= FEW)])
    whole = whole.sort_values("estimate", ascending=False, kind="stable")
    is_sum_of_rounded = "recoded" in frame.columns and len(top) > 1  # may be a point off
    agree = args.get("agree_label") or voice.say("items_satisfied")
    high, low = whole.iloc[0], whole.iloc[-1]
    if len(whole) == 1:
        asked = SCALE_KEY.sub("", str(high.name)).rstrip(" \xa0\u202f.?:")
        told = {"high": asked, "agree": agree, "high_share": voice.share(high)}
        one = voice.say("items_one", **told, high_base=as_count(high["base"]))
        return None if is_sum_of_rounded else one
    bases = whole["base"].astype("float64")
    best, worst = sure_ends((whole["estimate"] * bases).to_list(), bases.to_list())
    key = "best" if best else "lowest" if worst else "none"
    said = voice.say(
        "items" if best and worst else f"items_{key}",
        count=len(whole),
        agree=agree,
        high=high.name,
        high_share=voice.share(high),
        high_base=as_count(high["base"]),
        low=low.name,
        low_share=voice.share(low),
        low_base=as_count(low["base"]),
    )
    return said.partition("\n")[0] if is_sum_of_rounded else said


@rule
def _net_promoter(frame: pd.DataFrame, args: Mapping[str, Any], voice: Voice) -> str | None:
    rows = frame
    for name in ("department", "role_level"):
        rows = rows[rows[name] == ALL] if name in rows else rows
    totals = rows[rows["measure"] == "net promoter"]
    if totals.empty or pd.isna(totals["estimate"].iloc[-1]):
        return _nobody(frame.tail(1), voice)
    total = totals.iloc[-1]
    parts = rows.loc[totals.index[-1] :].set_index("measure")["n"].dropna()
    sides = {name: int(parts[name]) for name in ("promoters", "detractors") if name in parts}
    has_both = len(sides) == 2
    if is_few(total):
        return voice.tell("net_promoter_few", total, **sides) if has_both else None
    if pd.isna(total["low"]):
        return None
    score = {"score": voice.number(total["estimate"], "net")}
    score["interval"] = voice.range_of(total, "net")
    text = voice.tell(f"net_promoter{'' if has_both else '_bare'}", total, **score, **sides)
    since = _since_before(totals.iloc[-2], total, voice) if len(totals) > 1 else ""
    return text + since + _weighted(total, voice)


def _since_before(first: pd.Series, last: pd.Series, voice: Voice) -> str:
    """How net promoter stands to the survey before: a change only where its range covers none."""
    if pd.isna(first["base"]):
        return ""
    slots: dict[str, object] = {"first_period": before(first, last, voice)}
    n = as_count(first["base"])
    if is_few(first) or pd.isna(first["low"]):
        return voice.say("net_promoter_since_few", **slots, n=n)
    newer, older = (Estimate(row["estimate"], row["low"], row["high"]) for row in (last, first))
    change = apart(newer, older)
    way = "up" if change.low > 0 else "down" if change.high < 0 else "none"
    text = voice.say(
        f"net_promoter_since_{way}",
        **slots,
        first=voice.number(first["estimate"], "net"),
        first_n=n,
        difference=voice.number(_whole(last["estimate"]) - _whole(first["estimate"]), "net"),
        interval=voice.interval(change.low, change.high, "net"),
    )
    if way != "none":
        return text
    return text + least_seen({"low": change.low, "high": change.high}, voice, "count")


def _whole(value: float) -> float:
    """A score as it is read, so that a change of it is that of the numbers beside it."""
    return math.copysign(math.floor(abs(value) + 0.5), value)
