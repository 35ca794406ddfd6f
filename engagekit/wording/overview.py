"""The sentences on reach, the data and the headline."""

import re
from collections.abc import Mapping
from typing import Any

from engagekit.measures._frame import ALL
from engagekit.wording._rules import (
    Row,
    Telling,
    as_count,
    groups_of,
    is_earlier,
    is_few,
    is_of_heads,
    needed,
    telling,
)
from engagekit.wording.baseline import STEP, compared, since_a_year_ago


@telling
def _reach(it: Telling) -> str | None:
    total = it.need()
    name, groups = groups_of(it.frame)
    if is_of_heads(total):
        return it.tell("reach_heads", total) + it.compared(_below(it, str(name)))
    text, between = it.tell("reach", total), ""
    if name and groups["estimate"].nunique() > 1:
        # the mark stands behind the ends: what follows it is read under it
        between = it.compared(it.tell("ends", **it.ends(groups, name)))
        between += _below(it, name) if between else ""
    return text + (between or it.tell("reach_logged")) + _upper_end(it, total)


def _below(it: Telling, name: str) -> str:
    """How many groups are below the target."""
    target = it.args.get("target")
    below = 0 if target is None else int((groups_of(it.frame)[1]["estimate"] < target).sum())
    if not below:
        return ""
    counted = it.tell("departments" if name == "department" else "groups", n=below)
    return it.tell("reach_below", target=it.number(target, "share"), groups=counted)


def _upper_end(it: Telling, total: Row) -> str:
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
    records = needed(it.rows("reach")).to_dict("records")
    told, run = since_a_year_ago(records), compared(records)
    ends = {"first": run[0], "last": run[-1]}
    logged = it.args.get("logged") or {}
    if len(records) == 1:
        begun = logged.get("begun")
        late = it.tell("log_begins", day=it.day(begun)) if begun else ""
        return it.tell("reach_over_time_one", **ends) + late
    if len(run) < len(told):
        return it.compared(it.tell("reach_over_time", **ends) + it.tell("was_first", first=told[0]))
    if it.number(run[0]["estimate"], "share") == it.number(run[-1]["estimate"], "share"):
        return it.compared(it.tell("reach_over_time_same", **ends))
    first, last = (round(float(row["estimate"]), 2) for row in (run[0], run[-1]))
    if round(abs(last - first), 4) < STEP:  # as the headline has it
        return it.compared(it.tell("reach_over_time_about", **ends))
    key = "reach_over_time_heads" if is_of_heads(records[-1]) else "reach_over_time"
    return it.compared(it.tell(key, **ends) + _logging(it, logged))


def _logging(it: Telling, logged: Mapping[str, Any]) -> str:
    """Rows logged beside a change of reach, and whether they can account for it."""
    if not logged:
        return ""
    first, last = (round(rows) for rows in logged["rows"])
    text = it.tell("logged_each" if logged["is_each"] else "logged", first=first, last=last)
    if logged["explained"]:
        way = "rise" if logged["way"] == "up" else "fall"
        share = it.number(logged["thinned"], "share")
        text += it.tell(f"logged_explains_{way}", share=share)
    return text


@telling
def _data(it: Telling) -> str | None:
    args = it.args
    rows = it.tell("data_rows", **args)
    why = _reason(it, str(args["reason"]), args.get("share"))
    costs = []
    for reason, off, share in args.get("costs", ()):
        text = _reason(it, reason, share)
        key = "data_this" if text == why else "data_cost"
        costs.append(it.tell(key, points=off, reason=text.rstrip(".")))
    points = it.tell("data_points", left=args["points"], costs="; ".join(costs)) if costs else ""
    text = it.tell("data", grade=args["grade"], reason=why, points=points, rows=rows)
    more = [key for key in ("again", "by_name") if args.get(key)]
    return text + "".join(it.tell(f"data_{key}", **{key: args[key]}) for key in more)


def _reason(it: Telling, key: str, share: float | None) -> str:
    """A part of the grade in words."""
    slots = {"share": it.number(share, "share")} if share is not None else {}
    return it.locale.say(f"data.{key}", **slots)


def _when(it: Telling) -> str:
    """The period of a headline: this quarter, or a year or range with its days."""
    period = it.args.get("period") or {}
    label = str(period.get("label", ""))
    if not label or re.search(r"Q[1-4]$", label):
        return it.tell("when_quarter")
    span = it.locale.span(period)
    return it.tell("when_range" if ".." in label else "when_year", span=span)


@telling
def _headline(it: Telling) -> str | None:
    reached, love, money = it.need("reach"), it.row("satisfaction"), it.row("funding per head")
    key = "headline_reach" if love is None or money is None else "headline"
    key = "headline_heads" if is_of_heads(reached) else key
    of = it.args.get("survey_period", "")
    is_old = is_earlier(of, it.args.get("period") or {})
    survey = f" ({it.period(of)})" if is_old else ""
    told = {"reach": reached, "love": love, "money": money}
    return it.tell(key, when=_when(it), survey=survey, **told)


@telling
def _department_headline(it: Telling) -> str | None:
    reached, love = it.need("reach"), it.row("satisfaction")
    told = {"department": it.args["department"], "when": _when(it)}
    key = "department_reached_few" if is_few(reached) else "department_reached"
    text = it.tell(key, reached, **told)
    if love is None or not as_count(love["base"]):
        return text
    key = "department_satisfied_few" if is_few(love) else "department_satisfied"
    return text + it.tell(key, love)


@telling
def _beside_whole(it: Telling) -> str | None:
    department = it.args["department"]
    own, whole = it.need("reach", department=department), it.need("reach", department=ALL)
    key = "beside_whole_few" if is_few(own) else "beside_whole"
    return it.tell(key, own, department=department, own=own, whole=whole)
