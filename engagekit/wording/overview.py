"""The sentences on reach, frequency, events, funding, data and the headline."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from engagekit.measures._frame import ALL
from engagekit.wording._rules import (
    Telling,
    alike,
    as_count,
    both_ends,
    by_records,
    groups_of,
    is_earlier,
    is_few,
    is_of_heads,
    months_booked,
    needed,
    not_in_sum,
    row_of,
    share_of_level,
    telling,
    used_of,
    when,
)
from engagekit.wording.baseline import a_year_ago, compared, since_a_year_ago

PAIRS = 6
"""Quarters under which nothing is said of how two lines go together."""


@telling
def _reach(it: Telling) -> str | None:
    total = needed(row_of(it.frame))
    name, groups = groups_of(it.frame)
    if is_of_heads(total):
        text = it.tell("reach_heads", total)
    elif groups["estimate"].nunique() < 2:
        text = it.tell("reach", total)
    else:
        (low, least), (high, most) = both_ends(groups, str(name), it.voice)
        shares = {
            "high_share": share_of_level(groups, most, it.voice),
            "low_share": share_of_level(groups, least, it.voice),
        }
        text = it.tell("reach_gap", total, high=high, low=low, **shares)
    target = it.args.get("target")
    below = 0 if target is None else int((groups["estimate"] < target).sum())
    if below:
        counted = it.tell("departments" if name == "department" else "groups", n=below)
        text += it.tell("reach_below", target=it.number(target, "share"), groups=counted)
    return text + _upper_end(it, total)


def _upper_end(it: Telling, total: pd.Series) -> str:
    """How many more may have been met: people noted whom nobody could link to the list."""
    unlinked = it.args.get("most")
    if not unlinked:
        return ""
    share = it.number(unlinked["most"], "share")
    if share == it.number(total["estimate"], "share"):
        return ""
    key = "reach_most" if unlinked["most"] < 1 else "reach_unlinked"
    return it.tell(key, n=as_count(unlinked["unlinked"]), share=share)


@telling
def _reach_over_time(it: Telling) -> str | None:
    rows = needed(it.frame[it.frame["estimate"].notna()])
    records = rows.to_dict("records")
    told, run = since_a_year_ago(records), compared(records)
    ends = {"first": run[0], "last": run[-1]}
    logged = it.args.get("logged") or {}
    if len(rows) == 1:
        begun = logged.get("begun")
        late = it.tell("log_begins", day=it.voice.locale.day(begun)) if begun else ""
        return it.tell("reach_over_time_one", **ends) + late
    if len(run) < len(told):
        return it.tell("reach_over_time", **ends) + it.tell("turned", first=told[0])
    if it.number(run[0]["estimate"], "share") == it.number(run[-1]["estimate"], "share"):
        return it.tell("reach_over_time_same", **ends)
    key = "reach_over_time_heads" if is_of_heads(rows.iloc[-1]) else "reach_over_time"
    return it.tell(key, **ends) + _logging(it, logged)


def _logging(it: Telling, logged: Mapping[str, Any]) -> str:
    """Rows logged beside a change of reach, and whether they can account for it."""
    if not logged:
        return ""
    first, last = (round(rows) for rows in logged["rows"])
    text = it.tell("logged_each" if logged["is_each"] else "logged", first=first, last=last)
    if logged.get("by_old") is not None:
        return text + it.tell("logged_new", share=it.number(logged["by_old"], "share"))
    if logged["explained"]:
        way = "rise" if logged["way"] == "up" else "fall"
        share = it.number(logged["thinned"], "share")
        text += it.tell(f"logged_explains_{way}", share=share)
    return text


@telling
def _touches(it: Telling) -> str | None:
    by_number = it.frame.set_index("touch_number").reindex(["0", "7+"])
    never, seven = by_number.loc["0"], by_number.loc["7+", "n"]
    if pd.isna(never["estimate"]):
        return None
    if never[["n", "base"]].isna().any():
        return it.tell("touches_rounded", never)
    if pd.isna(seven):
        return it.tell("touches_hidden", never)
    return it.tell("touches" if seven else "touches_no_seven", never, seven=as_count(seven))


@telling
def _frequency(it: Telling) -> str | None:
    mean = it.need("touches per contact reached")
    usual = float(it.need("median touches per contact reached")["estimate"])
    median = int(usual) if usual.is_integer() else it.number(usual, "score")
    key = "frequency_once" if usual == 1 else "frequency_twice" if usual == 2 else "frequency"
    return it.tell(key, mean, mean=it.number(mean["estimate"], "score"), median=median)


@telling
def _identification(it: Telling) -> str | None:
    by_way = it.frame.set_index("answer")["n"]
    if by_way.isna().any() or not {"name", "unidentified"} <= set(by_way.index):
        return None
    base, unknown = int(by_way.sum()), as_count(by_way["unidentified"])
    ending = "_none" if not base else "" if unknown else "_all"
    told = {"base": base, "by_name": as_count(by_way["name"]), "known": base - unknown}
    return it.tell(f"identification{ending}", unknown=unknown, **told)


@telling
def _attendance(it: Telling) -> str | None:
    held = as_count(it.need("events")["estimate"])
    lists = it.row("events with a list of people")
    listed = held if lists is None else as_count(lists["estimate"])
    seats, people = it.need("attended"), it.need("people who attended")
    key = "attendance_least" if listed < held else "attendance"
    key = "attendance_names" if it.args.get("heads") else key
    text = it.tell(key, attended=seats, events=listed, people=people)
    if listed < held:
        heads = it.row("people counted without names")
        key = "attendance_unlisted" if heads is None else "attendance_counted"
        text += it.tell(key, events=held - listed, heads=heads)
    text += it.more("attendance_no_show", it.row("no-show rate"))
    return text + (it.tell("attendance_outside") if it.args.get("outside") else "")


@telling
def _events(it: Telling) -> str | None:
    department = it.args.get("department")
    key = "events_of" if department else "events"
    text = it.tell(key, count=len(it.frame), department=department)
    heads = it.frame["attended"].sum() if it.args.get("counted") else 0
    return text + (it.tell("events_counted", heads=as_count(heads)) if heads else "")


@telling
def _funding(it: Telling) -> str | None:
    total, head = it.need("funding"), it.row("funding per head")
    reached = it.row("funding per contact reached")
    lacking = not_in_sum(it.frame, it.voice)
    if head is None:
        if not months_booked(it.frame, it.voice):
            return None
        return it.tell("funding_so_far", amount=total) + lacking
    amount = it.tell(f"money_{used_of(it.frame)}", amount=total)
    key = "funding_bare" if reached is None else "funding"
    key = "funding_heads" if it.args.get("heads") else key
    return it.tell(key, head, amount=amount, per_head=head, per_reached=reached) + lacking


@telling
def _funding_over_time(it: Telling) -> str | None:
    rows = alike(it.frame[it.frame["estimate"].notna()])
    if len(rows) < 2:
        return None
    records = rows.to_dict("records")
    ends = {"first": a_year_ago(records) or compared(records)[0], "last": records[-1]}
    first, last = (it.number(row["estimate"], "per_head") for row in ends.values())
    return it.tell("funding_stayed" if first == last else "funding_over_time", **ends)


@telling
def _over_time(it: Telling) -> str | None:
    known = it.frame[it.frame["estimate"].notna()]
    money, every = (known[known["measure"] == name] for name in ("funding per head", "reach"))
    reached = every[every["period"].isin(alike(money)["period"])]
    money = money[money["period"].isin(reached["period"])]
    if len(reached) < PAIRS:
        return it.tell("over_time_few", count=len(reached))
    ends = {"early": reached.iloc[0], "late": reached.iloc[-1]}
    ends |= {"early_money": money.iloc[0], "late_money": money.iloc[-1]}
    text = it.tell("over_time", count=len(reached), **ends)
    return by_records(text, it.args if len(reached) == len(every) else {}, it.voice)


@telling
def _data(it: Telling) -> str | None:
    args = it.args
    rows = it.tell("data_rows" if args["aside"] else "data_rows_all", **args)
    why = _reason(it, str(args["reason"]), args.get("share"))
    costs = []
    for reason, off, share in args.get("costs", ()):
        text = _reason(it, reason, share)
        key = "data_this" if text == why else "data_cost"
        costs.append(it.tell(key, points=off, reason=text.rstrip(".")))
    points = it.tell("data_points", left=args["points"], costs="; ".join(costs)) if costs else ""
    text = it.tell("data", grade=args["grade"], reason=why, points=points, rows=rows)
    return text + (it.tell("data_again", again=args["again"]) if args.get("again") else "")


def _reason(it: Telling, key: str, share: float | None) -> str:
    """A part of the grade in words."""
    slots = {"share": it.number(share, "share")} if share is not None else {}
    return it.voice.locale.say(f"data.{key}", **slots)


@telling
def _headline(it: Telling) -> str | None:
    reached, love, money = it.need("reach"), it.row("satisfaction"), it.row("funding per head")
    key = "headline_reach" if love is None or money is None else "headline"
    key = "headline_heads" if is_of_heads(reached) else key
    of = it.args.get("survey_period", "")
    is_old = is_earlier(of, it.args.get("period") or {})
    survey = f" ({it.voice.period(of)})" if is_old else ""
    told = {"reach": reached, "love": love, "money": money}
    return it.tell(key, when=when(it.args, it.voice), survey=survey, **told)


@telling
def _department_headline(it: Telling) -> str | None:
    reached, love = it.need("reach"), it.row("satisfaction")
    told = {"department": it.args["department"], "when": when(it.args, it.voice)}
    key = "department_reached_few" if is_few(reached) else "department_reached"
    text = it.tell(key, reached, **told)
    if love is None or not as_count(love["base"]):
        return text
    key = "department_satisfied_few" if is_few(love) else "department_satisfied"
    return text + it.tell(key, love)


@telling
def _beside_whole(it: Telling) -> str | None:
    department = it.args["department"]
    reached = it.rows("reach")
    whole, own = (needed(reached[reached["department"] == one]) for one in (ALL, department))
    key = "beside_whole_few" if is_few(own.iloc[0]) else "beside_whole"
    told = {"own": own.iloc[0], "whole": whole.iloc[0]}
    return it.tell(key, own.iloc[0], department=department, **told)
