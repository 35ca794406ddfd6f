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
    if total is not None:
        n, base = as_count(total["n"]), as_count(total["base"])
        counts = {"n": n, "base": base, "rest": base - n}
        if n == base:
            return voice.say("response_all", base=base)
        if base < FEW:
            return voice.say("response_few", **counts)
        text = voice.say("response", **counts, share=voice.number(total["estimate"], "share"))
        return text + _unevenly(frame[frame["measure"] == total["measure"]], voice)
    total = row_of(frame, "participation")
    return None if total is None else voice.say("participation", n=as_count(total["n"]))


@rule
def _response_by_contact(frame: pd.DataFrame, args: Mapping[str, Any], voice: Voice) -> str | None:
    from engagekit.statistics.proportions import newcombe

    met, others = row_of(frame, RATE, group=MET), row_of(frame, RATE, group=NOT_MET)
    if met is None or others is None or is_few(met) or is_few(others):
        return None
    gap = newcombe(*(as_count(row[part]) for row in (met, others) for part in ("n", "base")))
    way = "more" if gap.low > 0 else "less" if gap.high < 0 else "alike"
    return voice.say(
        f"response_contact_{way}",
        met=voice.share_with_counts(met),
        others=voice.share_with_counts(others),
    )


def _unevenly(frame: pd.DataFrame, voice: Voice) -> str:
    """Which group answered most often and which least."""
    name, groups = groups_of(frame, FEW)
    if name is None or len(groups) < 2 or groups["estimate"].max() == groups["estimate"].min():
        return ""
    (low, least), (high, most) = both_ends(groups, name, voice)
    ends = {"high_share": most, "low_share": least}
    shares = {slot: voice.number(row["estimate"], "share") for slot, row in ends.items()}
    return voice.say("response_groups", high=high, low=low, **shares)


@rule
def _representativeness(frame: pd.DataFrame, args: Mapping[str, Any], voice: Voice) -> str | None:
    by = str(args.get("by", "department"))
    wide = frame.pivot(index=by, columns="answer", values="estimate").dropna()
    if len(wide) < 2:
        return None
    gap = (wide["answered"] - wide["staff list"]).sort_values(kind="stable")
    low, high = gap.index[0], gap.index[-1]
    answers = as_count(frame.loc[frame["answer"] == "answered", "base"].max())
    usual = wide["staff list"].loc[[low, high]]
    if (gap[[low, high]].abs() <= BY_CHANCE * (usual * (1 - usual) / answers) ** 0.5).all():
        return voice.say("representativeness_even", groups=len(gap))
    return voice.say(
        "representativeness",
        more=high,
        more_answered=voice.number(wide.loc[high, "answered"], "share"),
        more_staff=voice.number(wide.loc[high, "staff list"], "share"),
        less=low,
        less_answered=voice.number(wide.loc[low, "answered"], "share"),
        less_staff=voice.number(wide.loc[low, "staff list"], "share"),
    )


@rule
def _satisfaction(frame: pd.DataFrame, args: Mapping[str, Any], voice: Voice) -> str | None:
    total = row_of(frame, "satisfaction")
    if total is None:
        return _nobody(frame, voice)
    n, base = as_count(total["n"]), as_count(total["base"])
    chose = _chose(args, n, voice)
    if base < FEW:
        return voice.say("satisfaction_small", n=n, base=base, chose=chose)
    text = voice.say(
        "satisfaction",
        n=n,
        base=base,
        chose=chose,
        share=voice.number(total["estimate"], "share"),
        interval=voice.range_of(total, "share"),
    )
    rows = frame[frame["measure"] == "satisfaction"]
    return (
        text
        + _apart(rows, total, args.get("whole"), voice)
        + _few(rows, voice)
        + _weighted(total, voice)
    )


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
    matches = told_apart(every, name, {str(key): value for key, value in total.items()})
    matches = matches[matches["group"].isin(shown[name].astype("str"))]
    if matches.empty:
        return ""
    names = {
        way: ", ".join(map(voice.locale.value, matches.loc[matches["answer"] == way, "group"]))
        for way in (HIGHER, LOWER)
    }
    which = "both" if all(names.values()) else "above" if names[HIGHER] else "below"
    text = voice.say(
        f"apart_{which if any(names.values()) else 'none'}",
        count=len(matches),
        **{side: names[way] for side, way in (("high", HIGHER), ("low", LOWER)) if names[way]},
    )
    if any(names.values()):
        return text
    least = matches.sort_values(["base", "group"], kind="stable").iloc[0]
    seen = voice.size(least["smallest"], "difference")
    group = voice.locale.value(least["group"])
    return text + voice.say("apart_least", group=group, n=as_count(least["base"]), least=seen)


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
        share=("estimate", "sum"), base=("base", "first"), rows=("n", "size")
    )
    whole = needed(whole[(whole["rows"] == len(top)) & (whole["base"] >= FEW)])
    share = whole["share"].sort_values(ascending=False, kind="stable")
    high, low = share.index[0], share.index[-1]
    slots = {
        "high": high,
        "agree": args.get("agree_label") or voice.say("items_satisfied"),
        "high_share": voice.number(share.iloc[0], "share"),
        "high_base": as_count(whole.loc[high, "base"]),
    }
    is_sum_of_rounded = "recoded" in frame.columns and len(top) > 1  # may be a point off
    if len(share) == 1 and is_sum_of_rounded:
        return None
    if len(share) == 1:
        asked = SCALE_KEY.sub("", str(high)).rstrip(" \xa0\u202f.?:")
        return voice.say("items_one", **slots | {"high": asked})
    bases = whole.loc[share.index, "base"].astype("float64")
    best, worst = sure_ends((share * bases).to_list(), bases.to_list())
    key = "items" if best and worst else "items_best" if best else "items_lowest"
    said = voice.say(
        key if best or worst else "items_none",
        **slots,
        count=len(share),
        low=low,
        low_share=voice.number(share.iloc[-1], "share"),
        low_base=as_count(whole.loc[low, "base"]),
    )
    return said.partition("\n")[0] if is_sum_of_rounded else said


@rule
def _net_promoter(frame: pd.DataFrame, args: Mapping[str, Any], voice: Voice) -> str | None:
    waves = _waves(frame)
    last = waves[-1] if waves else {}
    if "net promoter" not in last or pd.isna(last["net promoter"]["estimate"]):
        return _nobody(frame.tail(1), voice)
    total, base = last["net promoter"], as_count(last["net promoter"]["base"])
    sides = {
        name: int(last[name]["n"])
        for name in ("promoters", "detractors")
        if name in last and pd.notna(last[name]["n"])
    }
    if base < FEW:
        return voice.say("net_promoter_few", base=base, **sides) if len(sides) == 2 else None
    if pd.isna(total["low"]):
        return None
    text = voice.say(
        "net_promoter" if len(sides) == 2 else "net_promoter_bare",
        score=voice.number(total["estimate"], "net"),
        base=base,
        interval=voice.range_of(total, "net"),
        **(sides if len(sides) == 2 else {}),
    )
    return text + _sincebefore(waves, voice) + _weighted(total, voice)


def _waves(frame: pd.DataFrame) -> list[dict[str, dict[str, Any]]]:
    """The rows over all of each survey by their measure, oldest first."""
    rows = frame
    for name in ("department", "role_level"):
        if name in rows.columns:
            rows = rows[rows[name] == ALL]
    if "period" not in rows.columns:
        rows = rows.assign(period="")
    result: list[dict[str, dict[str, Any]]] = []
    for row in rows.to_dict("records"):
        text = {str(name): value for name, value in row.items()}
        if text["measure"] == "net promoter":
            result.append({})
        if result:
            result[-1][str(text["measure"])] = text
    return result


def _sincebefore(waves: list[dict[str, dict[str, Any]]], voice: Voice) -> str:
    """How net promoter stands to the survey before: a change only where its range covers none."""
    if len(waves) < 2:
        return ""
    from engagekit.statistics.comparisons import apart

    first, last = (wave["net promoter"] for wave in waves[-2:])
    if pd.isna(first["base"]):
        return ""
    slots: dict[str, object] = {"first_period": before(first, last, voice)}
    if as_count(first["base"]) < FEW or pd.isna(first["low"]):
        return voice.say("net_promoter_since_few", **slots, n=as_count(first["base"]))
    change = apart(
        *(Estimate(row["estimate"], low=row["low"], high=row["high"]) for row in (last, first))
    )
    way = "up" if change.low > 0 else "down" if change.high < 0 else "none"
    text = voice.say(
        f"net_promoter_since_{way}",
        **slots,
        first=voice.number(first["estimate"], "net"),
        first_n=as_count(first["base"]),
        difference=voice.number(_whole(last["estimate"]) - _whole(first["estimate"]), "net"),
        interval=voice.interval(change.low, change.high, "net"),
    )
    if way != "none":
        return text
    return text + least_seen({"low": change.low, "high": change.high}, voice, "count")


def _whole(value: float) -> float:
    """A score as it is read, so that a change of it is that of the numbers beside it."""
    return math.copysign(math.floor(abs(value) + 0.5), value)
