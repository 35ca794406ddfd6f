"""The sentences on reach, frequency, events, funding, data and the headline."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from engagekit.measures.basis import notes_of
from engagekit.measures.people import HEADS
from engagekit.wording._rules import (
    Voice,
    alike,
    as_count,
    both_ends,
    by_records,
    groups_of,
    is_earlier,
    months_booked,
    n_and_base,
    needed,
    not_in_sum,
    row_of,
    rule,
    share_of_level,
    used_of,
    when,
)
from engagekit.wording.baseline import a_year_ago, compared, since_a_year_ago

PAIRS = 6
"""Quarters under which nothing is said of how two lines go together."""


@rule
def _reach(frame: pd.DataFrame, args: Mapping[str, Any], voice: Voice) -> str | None:
    total = needed(row_of(frame))
    name, groups = groups_of(frame)
    slots = {**n_and_base(total), "share": voice.number(total["estimate"], "share")}
    if _of_heads(total):
        text = voice.say("reach_heads", **slots)
    elif name is None or len(groups) < 2 or groups["estimate"].max() == groups["estimate"].min():
        text = voice.say("reach", **slots)
    else:
        (low, least), (high, top) = both_ends(groups, name, voice)
        high_share, low_share = (share_of_level(groups, one, voice) for one in (top, least))
        shares = {"high_share": high_share, "low_share": low_share}
        text = voice.say("reach_gap", **slots, **shares, high=high, low=low)
    target = args.get("target")
    below = int((groups["estimate"] < target).sum()) if target is not None and name else 0
    if below:
        text += voice.say(
            "reach_below",
            target=voice.number(target, "share"),
            groups=voice.say("departments" if name == "department" else "groups", n=below),
        )
    most = args.get("most")
    share = voice.number(most["most"], "share") if most else slots["share"]
    if most and share != slots["share"]:
        ends = {"share": share} if most["most"] < 1 else {}
        key = "reach_most" if ends else "reach_unlinked"
        text += voice.say(key, n=as_count(most["unlinked"]), **ends)
    return text


def _of_heads(row: pd.Series) -> bool:
    """Whether a number is of head counts, as there is no staff list."""
    return HEADS in notes_of(row)


@rule
def _reach_over_time(frame: pd.DataFrame, args: Mapping[str, Any], voice: Voice) -> str | None:
    rows = needed(frame[frame["estimate"].notna()])
    records = rows.to_dict("records")
    told, run = since_a_year_ago(records), compared(records)
    first, last = run[0], run[-1]
    slots = voice.then("share", last=last)
    logged = args.get("logged") or {}
    if len(rows) == 1:
        begun = logged.get("begun")
        late = voice.say("log_begins", day=voice.locale.day(begun)) if begun else ""
        return voice.say("reach_over_time_one", **slots) + late
    was = voice.then("share", first=first)
    if len(run) < len(told):
        start = voice.then("share", first=told[0])
        return voice.say("reach_over_time", **slots, **was) + voice.say("turned", **start)
    if was["first"] == slots["last"]:
        return voice.say("reach_over_time_same", **slots, first_period=was["first_period"])
    key = "reach_over_time_heads" if _of_heads(rows.iloc[-1]) else "reach_over_time"
    return voice.say(key, **slots, **was) + _logging(logged, voice)


def _logging(logged: Mapping[str, Any], voice: Voice) -> str:
    """Rows logged beside a change of reach, and whether they can account for it."""
    if not logged:
        return ""
    first, last = (voice.number(round(one), "count") for one in logged["rows"])
    text = voice.say(f"logged{'_each' if logged['is_each'] else ''}", first=first, last=last)
    if logged.get("by_old") is not None:
        return text + voice.say("logged_new", share=voice.number(logged["by_old"], "share"))
    if logged["explained"]:
        thinned = voice.number(logged["thinned"], "share")
        way = "rise" if logged["way"] == "up" else "fall"
        text += voice.say(f"logged_explains_{way}", share=thinned)
    return text


@rule
def _touches(frame: pd.DataFrame, args: Mapping[str, Any], voice: Voice) -> str | None:
    by_number = frame.set_index("touch_number").reindex(["0", "7+"])
    never = by_number.loc["0"]
    if pd.isna(never["estimate"]):
        return None
    if pd.isna(never["n"]) or pd.isna(never["base"]):
        return voice.say("touches_rounded", never=voice.number(never["estimate"], "share"))
    slots = {
        "never": as_count(never["n"]),
        "base": as_count(never["base"]),
        "never_share": voice.number(never["estimate"], "share"),
    }
    seven = by_number.loc["7+", "n"]
    if pd.isna(seven):
        return voice.say("touches_hidden", **slots)
    more = {"seven": as_count(seven)} if seven else {}
    return voice.say("touches" if more else "touches_no_seven", **slots, **more)


@rule
def _frequency(frame: pd.DataFrame, args: Mapping[str, Any], voice: Voice) -> str | None:
    mean = needed(row_of(frame, "touches per contact reached"))
    usual = float(needed(row_of(frame, "median touches per contact reached"))["estimate"])
    median = int(usual) if usual.is_integer() else voice.number(usual, "score")
    slots = {"mean": voice.number(mean["estimate"], "score"), "n": as_count(mean["base"])}
    if median in (1, 2):
        return voice.say("frequency_once" if median == 1 else "frequency_twice", **slots)
    return voice.say("frequency", median=median, **slots)


@rule
def _identification(frame: pd.DataFrame, args: Mapping[str, Any], voice: Voice) -> str | None:
    by_way = frame.set_index("answer")["n"]
    if by_way.isna().any() or not {"name", "unidentified"} <= set(by_way.index):
        return None
    unknown = as_count(by_way["unidentified"])
    base = int(by_way.sum())
    if not base:
        return voice.say("identification_none")
    slots = {"base": base, "by_name": as_count(by_way["name"])}
    more = {"unknown": unknown, "known": base - unknown} if unknown else {}
    return voice.say("identification" if more else "identification_all", **slots, **more)


@rule
def _attendance(frame: pd.DataFrame, args: Mapping[str, Any], voice: Voice) -> str | None:
    matches = {name: row_of(frame, name) for name in ("events", "attended", "people who attended")}
    if any(row is None for row in matches.values()):
        return None
    number = {name: as_count(row["estimate"]) for name, row in matches.items() if row is not None}
    lists = row_of(frame, "events with a list of people")
    listed = number["events"] if lists is None else as_count(lists["estimate"])
    key = "attendance_least" if listed < number["events"] else "attendance"
    text = voice.say(
        "attendance_names" if args.get("heads") else key,
        attended=number["attended"],
        events=listed,
        people=number["people who attended"],
    )
    if listed < number["events"]:
        heads = row_of(frame, "people counted without names")
        counted = {"heads": as_count(heads["estimate"])} if heads is not None else {}
        key = "attendance_counted" if counted else "attendance_unlisted"
        text += voice.say(key, events=number["events"] - listed, **counted)
    away = row_of(frame, "no-show rate")
    if away is not None:
        text += voice.say(
            "attendance_no_show", rate=voice.number(away["estimate"], "share"), **n_and_base(away)
        )
    return text + (voice.say("attendance_outside") if args.get("outside") else "")


@rule
def _events(frame: pd.DataFrame, args: Mapping[str, Any], voice: Voice) -> str | None:
    of = {"department": args["department"]} if args.get("department") else {}
    text = voice.say("events_of" if of else "events", count=len(frame), **of)
    heads = frame["attended"].sum() if args.get("counted") else 0
    return text + (voice.say("events_counted", heads=as_count(heads)) if heads else "")


@rule
def _funding(frame: pd.DataFrame, args: Mapping[str, Any], voice: Voice) -> str | None:
    total, head = needed(row_of(frame, "funding")), row_of(frame, "funding per head")
    reached = row_of(frame, "funding per contact reached")
    amount = voice.number(total["estimate"], "money")
    if head is None:
        if not months_booked(frame, voice):
            return None
        return voice.say("funding_so_far", amount=amount) + not_in_sum(frame, voice)
    slots = {
        "amount": voice.say(f"money_{used_of(frame)}", amount=amount),
        "base": as_count(head["base"]),
        "per_head": voice.number(head["estimate"], "per_head"),
    }
    if args.get("heads"):
        return voice.say("funding_heads", **slots) + not_in_sum(frame, voice)
    if reached is None:
        return voice.say("funding_bare", **slots) + not_in_sum(frame, voice)
    each = voice.number(reached["estimate"], "per_head")
    return voice.say("funding", **slots, per_reached=each) + not_in_sum(frame, voice)


@rule
def _funding_over_time(frame: pd.DataFrame, args: Mapping[str, Any], voice: Voice) -> str | None:
    rows = alike(frame[frame["estimate"].notna()])
    if len(rows) < 2:
        return None
    records = rows.to_dict("records")
    first = a_year_ago(records) or compared(records)[0]
    slots = voice.then("per_head", first=first, last=records[-1])
    if slots["first"] != slots["last"]:
        return voice.say("funding_over_time", **slots)
    del slots["first"]
    return voice.say("funding_stayed", **slots)


@rule
def _over_time(frame: pd.DataFrame, args: Mapping[str, Any], voice: Voice) -> str | None:
    known = frame[frame["estimate"].notna()]
    money, every = (known[known["measure"] == one] for one in ("funding per head", "reach"))
    reach = every[every["period"].isin(alike(money)["period"])]
    money = money[money["period"].isin(reach["period"])]
    if len(reach) < PAIRS:
        return voice.say("over_time_few", count=len(reach))
    slots = {
        f"{name}_{end}": voice.number(rows["estimate"].iloc[at], unit)
        for name, rows, unit in (("reach", reach, "share"), ("money", money, "per_head"))
        for end, at in (("first", 0), ("last", -1))
    }
    text = voice.say("over_time", count=len(reach), **slots)
    return by_records(text, args if len(reach) == len(every) else {}, voice)


@rule
def _data(frame: pd.DataFrame, args: Mapping[str, Any], voice: Voice) -> str | None:
    names = ("read", "kept", "aside") if args["aside"] else ("read",)
    key = "data_rows" if args["aside"] else "data_rows_all"
    rows = voice.say(key, **{name: args[name] for name in names})
    why = _reason(str(args["reason"]), args.get("share"), voice)
    costs = [
        voice.say("data_this", points=off)
        if (text := _reason(reason, share, voice)) == why
        else voice.say("data_cost", points=off, reason=text.rstrip("."))
        for reason, off, share in args.get("costs", ())
    ]
    points = (
        voice.say("data_points", left=int(args["points"]), costs="; ".join(costs)) if costs else ""
    )
    text = voice.say("data", grade=args["grade"], reason=why, points=points, rows=rows)
    return text + (voice.say("data_again", again=args["again"]) if args.get("again") else "")


def _reason(key: str, share: float | None, voice: Voice) -> str:
    """A part of the grade in words."""
    slots = {"share": voice.number(share, "share")} if share is not None else {}
    return voice.locale.say(f"data.{key}", **slots)


@rule
def _headline(frame: pd.DataFrame, args: Mapping[str, Any], voice: Voice) -> str | None:
    reach, love = needed(row_of(frame, "reach")), row_of(frame, "satisfaction")
    money = row_of(frame, "funding per head")
    slots = {"reach": voice.number(reach["estimate"], "share"), "when": when(args, voice)}
    if _of_heads(reach):
        return voice.say("headline_heads", **slots)
    if love is None or money is None:
        return voice.say("headline_reach", **slots)
    of, period = args.get("survey_period", ""), args.get("period") or {}
    return voice.say(
        "headline",
        **slots,
        survey=f" ({voice.period(of)})" if is_earlier(of, period) else "",
        love=voice.number(love["estimate"], "share"),
        money=voice.number(money["estimate"], "per_head"),
    )
