"""The sentences on contracts, use and services."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from engagekit.measures._frame import FEW
from engagekit.measures.contract_weighing import DROP, KEEP, RENEGOTIATE, moved
from engagekit.measures.contracts import AGREED, AS_NOW, BILL, COMMITTED, renewing
from engagekit.measures.quadrant import COST, names_of, placed
from engagekit.measures.service_cost import UNTIED
from engagekit.measures.services import COST_BEFORE, IMPORTANCE, LOVE, LOVE_BEFORE
from engagekit.measures.usage import BEFORE, PER_USE, USES
from engagekit.measures.usage import COST as SPENT
from engagekit.statistics.change import smallest_seen
from engagekit.statistics.comparisons import adjust
from engagekit.statistics.proportions import equal_shares
from engagekit.wording._rules import Voice, level, named, rule

SOON = pd.DateOffset(months=3)
"""How far ahead notice is said to be due: up to the next report."""
JUMP = 0.1
"""A change that is said: agreed increases run to 7 per cent, so that a tenth was not expected."""
SURE = 0.05
"""Chance that no service changed, below which a change of satisfaction is said (Holm)."""


@rule
def _contract_calendar(frame: pd.DataFrame, args: Mapping[str, Any], voice: Voice) -> str | None:
    end = pd.Timestamp(args["end"])
    due, until = int(args["due"]), voice.locale.day(args["until"])
    if due:
        first = frame[frame["notice_by"] > end].iloc[0]
        day = voice.locale.day(first["notice_by"].date())
        slots = {"count": due, "product": first["product"], "day": day}
        text = voice.say("contract_calendar", until=until, **slots)
    else:
        text = voice.say("contract_calendar_none", until=until)
    renews, after = renewing(frame), end + pd.Timedelta(days=1)
    past = renews[renews["notice_by"] <= end]
    missed = [name for name in args["missed"] if name not in past["product"].tolist()]
    told = {"missed": missed, "over": args["over"], "again": args.get("again")}
    more = [
        voice.say(f"contract_calendar_{key}", names=named(names, voice))
        for key, names in told.items()
        if names
    ]
    rises = frame[frame["change_share"] >= JUMP].sort_values("change_share", ascending=False)
    if len(rises):
        top = rises.iloc[0]
        change = voice.number(top["change_share"], "share")
        more.append(voice.say("contract_jump", product=top["product"], change=change))
    soon = renews[(renews["notice_by"] > end) & (renews["notice_by"] < after + SOON)]
    days = [voice.locale.day(day.date()) for day in soon["notice_by"]]
    dated = [f"{name} ({day})" for name, day in zip(soon["product"], days, strict=True)]
    more += say_renewed(past.to_dict("records"), voice)
    more += [voice.say("contract_renews_soon", names=named(dated, voice))] if dated else []
    if args["unstated"]:
        more.append(voice.say("contract_calendar_unstated", names=named(args["unstated"], voice)))
    more += _without(args, voice)
    return "\n".join([text, " ".join(more)])


def say_renewed(rows: Sequence[Mapping[Any, Any]], voice: Voice) -> list[str]:
    """Say which contracts renew by themselves because the day to give notice has passed."""
    dated = []
    for row in rows:
        last, notice = (voice.locale.day(str(row[day])[:10]) for day in ("ends_on", "notice_by"))
        slots = {"name": row["product"], "day": last, "notice": notice}
        dated.append(voice.say("contract_renews_on", **slots))
    return [voice.say("contract_renews_past", names=named(dated, voice))] if dated else []


@rule
def _contract_scenarios(frame: pd.DataFrame, args: Mapping[str, Any], voice: Voice) -> str | None:
    sums = frame.set_index(["measure", "scenario"])["estimate"]
    bills, now = sums[BILL], sums[BILL][AS_NOW]
    slots = {
        "now": voice.number(now, "money"),
        "committed": voice.number(sums[COMMITTED].iloc[0], "money"),
        "until": voice.locale.day(args["until"]),
    }
    text, more = voice.say("contract_scenarios", **slots), []
    if AGREED in bills:
        bill = voice.number(bills[AGREED], "money")
        more.append(voice.say("contract_scenarios_agreed", bill=bill))
    rises = bills.drop([AS_NOW, AGREED], errors="ignore")
    if len(rises):
        name, bill = rises.index[len(rises) // 2], rises.iloc[len(rises) // 2]
        slots = {"bill": voice.number(bill, "money"), "more": voice.number(bill - now, "money")}
        words = voice.locale.value(str(name), "value")
        more.append(voice.say("contract_scenarios_rise", scenario=words, **slots))
    more += _without(args, voice)
    return "\n".join([text, " ".join(more)])


def _without(args: Mapping[str, Any], voice: Voice) -> list[str]:
    """Say what is in no sum: currencies without a rate, contracts without a price or a day."""
    said = []
    for key in ("without_rate", "unpriced", "partial", "undated"):
        if found := args.get(key):
            slots = {"names": named(found, voice)} if key != "undated" else {"count": found}
            slots |= {"count": len(found)} if key == "unpriced" else {}
            said.append(voice.say(f"contract_{key}", **slots))
    return said


@rule
def _usage(frame: pd.DataFrame, args: Mapping[str, Any], voice: Voice) -> str | None:
    table = frame.pivot(index=str(args["by"]), columns="measure", values="estimate")
    unused = [name for name in args["unused"] if name in table.index]
    said = []
    if unused:
        spent = table.loc[unused, SPENT].dropna() if SPENT in table else pd.Series(dtype=float)
        key = "usage_unused_paid" if spent.sum() > 0 else "usage_unused"
        slots = {"cost": voice.number(spent.sum(), "money")} if key == "usage_unused_paid" else {}
        said.append(voice.say(key, names=named(unused, voice), **slots))
    # a text and a search are different uses: only what is counted alike is compared
    alike = table[table.index.isin(args["alike"])]
    each = alike[PER_USE].dropna().sort_values() if PER_USE in table else pd.Series(dtype=float)
    if len(each) > 1:
        ends = {"low": each.iloc[0], "high": each.iloc[-1]}
        slots = {name: voice.number(value, "money") for name, value in ends.items()}
        names = {"low_name": each.index[0], "high_name": each.index[-1]}
        key = "usage_cost" if len(each) == table[PER_USE].notna().sum() else "usage_cost_alike"
        said.append(voice.say(key, **slots, **names))
    elif len(each):
        cost = voice.number(each.iloc[0], "money")
        said.append(voice.say("usage_cost_one", name=each.index[0], cost=cost))
    most = table[USES].dropna().sort_values(ascending=False, kind="stable")
    if not said and len(most):
        n, count = voice.number(most.iloc[0], "count"), int((most == most.iloc[0]).sum())
        name = level(most.reset_index(), str(args["by"]), voice, USES)
        said.append(voice.say("usage_most", name=name, n=n, count=count))
    said += _moved_cost_and_use(frame, voice, str(args["by"]))
    told = [(f"usage_{key}", args[key]) for key in ("untold", "mixed", "renamed") if args[key]]
    said += [voice.say(key, names=named(names, voice)) for key, names in told]
    said += _without(args, voice)
    return "\n".join([said[0], " ".join(said[1:])]) if said else None


@rule
def _service_scorecard(frame: pd.DataFrame, args: Mapping[str, Any], voice: Voice) -> str | None:
    cost = frame[(frame["measure"] == COST) & frame["estimate"].notna()].set_index("service")
    named = cost["estimate"].drop(UNTIED, errors="ignore").sort_values(ascending=False)
    said = []
    if len(named):
        amount = voice.number(named.iloc[0], "money")
        key = "service_dearest" if len(named) > 1 else "service_cost"
        said.append(voice.say(key, name=named.index[0], amount=amount))
    if UNTIED in cost.index:
        total, left = (float(one) for one in (cost["estimate"].sum(), cost["estimate"][UNTIED]))
        share = voice.number(left / total, "share")
        said.append(voice.say("service_untied", amount=voice.number(left, "money"), share=share))
        said += _beyond(args, voice)
    said += _moved_cost_and_use(frame, voice)
    if args["unmatched"]:
        said.append(voice.say("service_unmatched", names=", ".join(args["unmatched"])))
    said += _without(args, voice)
    # on a line of its own: of a copy that protects answers it goes without what is said of money
    survey = " ".join(_moved_love(frame, voice) + _short_of_importance(frame, voice))
    return "\n".join(filter(None, [*said[:1], " ".join(said[1:]), survey])) or None


def _beyond(args: Mapping[str, Any], voice: Voice) -> list[str]:
    """Say how much of the money of no service may be bills that pay for other days."""
    amount = voice.number(args["beyond"], "money")
    return [voice.say("service_beyond", amount=amount)] if args["beyond"] > 0 else []


def _moved_cost_and_use(frame: pd.DataFrame, voice: Voice, by: str = "service") -> list[str]:
    """Say what costs or is used clearly more or less than a year before, and what is used alike."""
    table = frame.pivot(index=by, columns="measure", values="estimate")
    table, said = table.reindex(frame[by].unique()), []
    for now, before, unit in ((COST, COST_BEFORE, "money"), (USES, BEFORE, "count")):
        ways: dict[str, list[str]] = {"up": [], "down": [], "same": []}
        for name, new, old in table.reindex(columns=[now, before]).dropna().itertuples(name=None):
            # money is a sum, in which chance has no part
            is_clear = abs(new - old) >= JUMP * old if unit == "money" else moved(new, old) != 0
            slots = {"now": voice.number(new, unit), "before": voice.number(old, unit)}
            text = voice.say("service_from", name=name, **slots) if is_clear else str(name)
            ways[("up" if new > old else "down") if is_clear else "same"].append(text)
        kinds = ["up", "down", *(["same"] if unit == "count" else [])]
        told = {f"service_{unit}_{way}": ways[way] for way in kinds if ways[way]}
        said += [voice.say(key, names=named(names, voice)) for key, names in told.items()]
    return said


def _moved_love(frame: pd.DataFrame, voice: Voice) -> list[str]:
    """Say which services are liked clearly more or less than in the survey before, and which not.

    All of them are one family: among sixty that are liked as before, three would else be named.
    """
    rows = frame[(frame["base"] >= FEW) & frame["estimate"].notna()].set_index("service")
    of = [rows.loc[rows["measure"] == one, ["estimate", "base"]] for one in (LOVE, LOVE_BEFORE)]
    both = of[0].merge(of[1], left_index=True, right_index=True, suffixes=("", "_before"))
    pairs = both.to_numpy("float64").tolist()
    chances = [equal_shares([x * n, y * m], [n, m]).p_value for x, n, y, m in pairs]
    said, same, errors = [], list[str](), [0.0]
    for name, (now, n, before, m), chance in zip(both.index, pairs, adjust(chances), strict=True):
        if not chance < SURE:  # nor where all said the same
            same.append(str(name))
            share = (now * n + before * m + 1) / (n + m + 2)
            errors.append(math.sqrt(share * (1 - share) * (1 / n + 1 / m)))
            continue
        slots = {"now": voice.number(now, "share"), "before": voice.number(before, "share")}
        way = "up" if now > before else "down"
        said.append(voice.say(f"service_love_{way}", name=name, **slots))
    if same:
        least = voice.size(smallest_seen(max(errors), len(pairs)), "difference")
        text = voice.say("service_love_same", names=named(same, voice))
        said.append(text + voice.say("change_least", least=least))
    return said


def _short_of_importance(frame: pd.DataFrame, voice: Voice) -> list[str]:
    """Say of one service that clearly more people need it than like it."""
    by_service = frame.set_index("service")
    need, love = (by_service[by_service["measure"] == one] for one in (IMPORTANCE, LOVE))
    gaps = (need["low"] - love["high"]).dropna()
    name = str(gaps.idxmax()) if len(gaps) else ""
    if not name or gaps[name] <= 0:
        return []
    shares = [voice.number(one.loc[name, "estimate"], "share") for one in (need, love)]
    return [voice.say("service_short", name=name, important=shares[0], love=shares[1])]


@rule
def _love_and_funding_by_service(
    frame: pd.DataFrame, args: Mapping[str, Any], voice: Voice
) -> str | None:
    matches = placed(frame, float(args["surely"]), int(args["least"]), by="service")
    if len(matches) < 2:
        return voice.say("services_few", least=args["least"])
    decided = matches[matches["is_decided"]]
    said = []
    for name, key in zip(names_of(COST), ("grow", "keep", "ask", "fix"), strict=True):
        mine = decided.loc[decided["quadrant"] == name, "service"]
        if len(mine):
            said.append(voice.say(f"services_{key}", names=named([*mine], voice)))
    counts = {"count": len(matches), "n": len(decided)}
    said = said or [voice.say("services_none")]
    surely = voice.number(float(args["surely"]), "share")
    tail = [voice.say("services_placed", surely=surely, **counts)]
    if args["untied"] > 0:
        tail.append(voice.say("services_shared", amount=voice.number(args["untied"], "money")))
        tail += _beyond(args, voice)
    return "\n".join([" ".join(said), " ".join(tail)])


@rule
def _contract_weighing(frame: pd.DataFrame, args: Mapping[str, Any], voice: Voice) -> str | None:
    said = [
        voice.say(f"weighing_{key}", names=named([*mine], voice))
        for key, name in (("drop", DROP), ("renegotiate", RENEGOTIATE), ("keep", KEEP))
        if len(mine := frame.loc[frame["verdict"] == name, "product"])
    ]
    return "\n".join([" ".join(said) or voice.say("weighing_none"), *_without(args, voice)])
