"""The sentences on a survey: who answered, how satisfied, how each service is rated."""

import math
import re
from collections.abc import Mapping
from typing import Any

import pandas as pd

from engagekit.locale import Locale
from engagekit.measures import basis
from engagekit.measures._frame import ALL, FEW, few
from engagekit.measures.comparison import HIGHER, LOWER, groups_told_apart
from engagekit.measures.response import MET, NOT_MET
from engagekit.measures.weighted import WEIGHTED
from engagekit.statistics._estimates import Estimate
from engagekit.statistics.proportions import apart, newcombe
from engagekit.wording._rules import (
    GROUPS,
    Telling,
    as_count,
    before,
    groups_of,
    is_few,
    needed,
    sure_ends,
    telling,
)

RATE = "response rate (AAPOR RR2)"
SCALE_KEY = re.compile(r"\s*\([^()]*=[^()]*\)\s*$")
"""What a question says of its own scale, behind it: (1 = very dissatisfied, 5 = very satisfied)."""
MOST = 2
"""Groups on few answers that are named at most."""
BY_CHANCE = 2.0
"""Standard errors within which a group is said to have answered as its share of the staff list."""


@telling
def _response_by_contact(it: Telling) -> str | None:
    met, others = it.need(RATE, group=MET), it.need(RATE, group=NOT_MET)
    if is_few(met) or is_few(others):
        return None
    gap = newcombe(*(as_count(row[part]) for row in (met, others) for part in ("n", "base")))
    way = "more" if gap.low > 0 else "less" if gap.high < 0 else "alike"
    shares = {"met": it.share_with_counts(met), "others": it.share_with_counts(others)}
    return it.tell(f"response_contact_{way}", **shares)


@telling
def _representativeness(it: Telling) -> str | None:
    frame, by = it.frame, str(it.frame.columns[0])
    wide = frame.pivot(index=by, columns="answer", values="estimate").dropna()
    if len(wide) < 2:
        return None
    gap = (wide["answered"] - wide["staff list"]).sort_values(kind="stable")
    ends = {"less": gap.index[0], "more": gap.index[-1]}
    answers = as_count(frame.loc[frame["answer"] == "answered", "base"].max())
    usual = wide.loc[list(ends.values()), "staff list"]
    if (gap[usual.index].abs() <= BY_CHANCE * (usual * (1 - usual) / answers) ** 0.5).all():
        return it.tell("representativeness_even", groups=len(gap))
    slots: dict[str, object] = dict(ends)
    for side, group in ends.items():
        for part, column in (("answered", "answered"), ("staff", "staff list")):
            slots[f"{side}_{part}"] = it.number(wide.loc[group, column], "share")
    return it.tell("representativeness", **slots)


@telling
def _satisfaction(it: Telling) -> str | None:
    total = it.row("satisfaction")
    if total is None:
        return _nobody(it, it.frame)
    chose = _chose(it, as_count(total["n"]))
    if is_few(total):
        return it.tell("satisfaction_small", total, chose=chose)
    text = it.tell("satisfaction", total, chose=chose)
    return text + it.compared(_apart(it, total) + _few(it), "satisfaction") + _weighted(it, total)


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


def _chose(it: Telling, n: int) -> str:
    """What those who count as satisfied answered, in the words of the scale where they are known.

    "were satisfied or very satisfied", "chose “Good” or “Very good”", "gave 9 or 10 of 10".
    """
    answers = answers_of_satisfied(it.args, it.locale)
    if not answers:
        return it.tell("chose_satisfied", n=n)
    key = "chose_words" if it.args.get("words") else "chose_points"
    return it.tell(key, n=n, answers=answers)


def _nobody(it: Telling, frame: pd.DataFrame) -> str | None:
    """That nobody gave an answer with a score, where that is so and nothing is hidden."""
    hidden = frame["suppressed"].fillna(False).astype("bool").any()
    silent = (frame["base"] == 0).fillna(False).astype("bool").all()
    return it.tell("nobody_answered") if silent and not hidden else None


def _apart(it: Telling, total: pd.Series) -> str:
    """Which groups differ from the rest; where none does, what the smallest would have shown."""
    # they are judged among all groups, hidden ones too: among those shown another one would differ
    name, shown = groups_of(it.rows("satisfaction"))
    if name is None:
        return ""
    whole = it.args.get("whole")
    every = shown if whole is None else groups_of(whole[whole["measure"] == "satisfaction"])[1]
    found = groups_told_apart(every, name, {str(key): value for key, value in total.items()})
    return groups_apart(it, found[found["group"].isin(shown[name].astype("str"))])


def groups_apart(it: Telling, found: pd.DataFrame) -> str:
    """Say which of the groups compared differ from the rest; `groups_told_apart` finds them."""
    if found.empty:
        return ""
    high, low = (
        ", ".join(map(it.locale.value, found.loc[found["answer"] == way, "group"]))
        for way in (HIGHER, LOWER)
    )
    if high or low:
        which = "both" if high and low else "above" if high else "below"
        return it.tell(f"apart_{which}", count=len(found), high=high, low=low)
    least = found.sort_values(["base", "group"], kind="stable").iloc[0]
    smallest = it.size(least["smallest"], "difference")
    told = {"group": it.locale.value(least["group"]), "n": as_count(least["base"])}
    return it.tell("apart_none", count=len(found)) + it.tell("apart_least", least=smallest, **told)


def _few(it: Telling) -> str:
    """Groups on too few answers for a percentage, as counts."""
    name, groups = groups_of(it.rows("satisfaction"))
    if name is None:
        return ""
    rows = groups[few(groups)].head(MOST).to_dict("records")
    names = (it.locale.value(str(row[name])) for row in rows)
    return "".join(
        it.tell("group_few", row, group=each) for row, each in zip(rows, names, strict=True)
    )


def _weighted(it: Telling, row: pd.Series) -> str:
    """What weighting cost, or that it failed."""
    notes = basis.notes_of(row)
    if WEIGHTED in notes:
        cost = notes[WEIGHTED]
        return it.tell("weighted", n=as_count(cost["n"]), effective=as_count(cost["worth"]))
    if "unweighted_why" not in notes:
        return ""
    why = basis.why(notes["unweighted_why"], it.locale.language)
    return it.tell("unweighted", why=why)


@telling
def _items(it: Telling) -> str | None:
    frame, top = it.frame, set(it.args.get("agree", ()))
    rows = frame[frame["answer"].isin(top) & frame["n"].notna() & frame["base"].notna()]
    whole = rows.groupby("item", sort=False).agg(
        estimate=("estimate", "sum"), base=("base", "first"), rows=("n", "size")
    )
    whole = needed(whole[(whole["rows"] == len(top)) & (whole["base"] >= FEW)])
    whole = whole.sort_values("estimate", ascending=False, kind="stable")
    is_sum_of_rounded = "recoded" in frame.columns and len(top) > 1  # may be a point off
    agree = it.args.get("agree_label") or it.tell("items_satisfied")
    high, low = whole.iloc[0], whole.iloc[-1]
    told = {"agree": agree, "count": len(whole), "high": high.name, "low": low.name}
    for end, row in (("high", high), ("low", low)):
        told |= {f"{end}_share": it.share(row), f"{end}_base": as_count(row["base"])}
    if len(whole) == 1:
        asked = SCALE_KEY.sub("", str(high.name)).rstrip(" \xa0\u202f.?:")
        return None if is_sum_of_rounded else it.tell("items_one", **{**told, "high": asked})
    bases = whole["base"].astype("float64")
    best, worst = sure_ends((whole["estimate"] * bases).to_list(), bases.to_list())
    key = "both" if best and worst else "best" if best else "lowest" if worst else "none"
    text = it.tell(f"items_{key}", **told)
    return it.compared(text if is_sum_of_rounded else text + it.tell("items_ends", **told))


@telling
def _net_promoter(it: Telling) -> str | None:
    rows = it.frame
    for name in set(GROUPS).intersection(rows.columns):
        rows = rows[rows[name] == ALL]
    totals = rows[rows["measure"] == "net promoter"]
    if totals.empty or pd.isna(totals["estimate"].iloc[-1]):
        return _nobody(it, it.frame.tail(1))
    total = totals.iloc[-1]
    parts = rows.loc[totals.index[-1] :].set_index("measure")["n"].dropna()
    sides = {name: int(parts[name]) for name in ("promoters", "detractors") if name in parts}
    has_both = len(sides) == 2
    if is_few(total):
        return it.tell("net_promoter_few", total, **sides) if has_both else None
    if pd.isna(total["low"]):
        return None
    text = it.tell("net_promoter", total) + (
        it.tell("net_promoter_of", **sides) if has_both else ""
    )
    since = _since_before(it, totals.iloc[-2], total) if len(totals) > 1 else ""
    return text + since + _weighted(it, total)


def _since_before(it: Telling, first: pd.Series, last: pd.Series) -> str:
    """How net promoter stands to the survey before: a change only where its range covers none."""
    if pd.isna(first["base"]):
        return ""
    slots: dict[str, object] = {"first_period": before(it, first, last)}
    n = as_count(first["base"])
    if is_few(first) or pd.isna(first["low"]):
        return it.tell("net_promoter_since_few", n=n, **slots)
    newer, older = (Estimate(row["estimate"], row["low"], row["high"]) for row in (last, first))
    change = apart(newer, older)
    way = "up" if change.low > 0 else "down" if change.high < 0 else "none"
    moved = _whole(last["estimate"]) - _whole(first["estimate"])
    slots |= {"first": it.number(first["estimate"], "net"), "first_n": n}
    slots |= {"difference": it.number(moved, "net")}
    slots |= {"interval": it.locale.interval(change.low, change.high, "net")}
    text = it.tell(f"net_promoter_since_{way}", **slots)
    return text if way != "none" else text + it.least_seen(change.low, change.high, "count")


def _whole(value: float) -> float:
    """A score as it is read, so that a change of it is that of the numbers beside it."""
    return math.copysign(math.floor(abs(value) + 0.5), value)
