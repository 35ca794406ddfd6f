"""The sentences on contracts, use and services."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from engagekit.measures.contracts import renewing
from engagekit.measures.quadrant import COST, likeliest_quadrants, names_of
from engagekit.measures.service_cost import UNTIED
from engagekit.measures.services import IMPORTANCE, LOVE
from engagekit.measures.usage import BEFORE, PER_USE, USES, clear_change
from engagekit.measures.usage import COST as SPENT
from engagekit.wording._rules import Telling, Voice, telling

SOON = pd.DateOffset(months=3)
"""How far ahead notice is said to be due: up to the next report."""
JUMP = 0.1
"""A change that is said: agreed increases run to 7 per cent, so that a tenth was not expected."""


def _of(voice: Voice, **names: Iterable[str]) -> list[str]:
    """Say each message of the names that it is of; nothing where there are none."""
    lists = {key: [*each] for key, each in names.items()}
    return [voice.say(key, names=voice.names(each)) for key, each in lists.items() if each]


def _paragraphs(*texts: Sequence[str]) -> str | None:
    return "\n".join(" ".join(text) for text in texts if text) or None


@telling
def _contract_calendar(it: Telling) -> str | None:
    frame, args, voice = it.frame, it.args, it
    end, until = pd.Timestamp(args["end"]), voice.day(args["until"])
    text = voice.say("contract_calendar_none", until=until)
    if count := int(args["due"]):
        first = frame[frame["notice_by"] > end].iloc[0]
        slots = {"product": first["product"], "day": voice.day(first["notice_by"])}
        text = voice.say("contract_calendar", until=until, count=count, **slots)
    renews = renewing(frame)
    past = renews[renews["notice_by"] <= end]
    is_soon = renews["notice_by"].between(
        end, end + pd.Timedelta(days=1) + SOON, inclusive="neither"
    )
    soon = [
        f"{product} ({voice.day(notice)})"
        for notice, product in renews.loc[is_soon, ["notice_by", "product"]].to_numpy()
    ]
    more = _of(
        voice,
        contract_calendar_missed=[one for one in args["missed"] if one not in {*past["product"]}],
        contract_calendar_over=args["over"],
        contract_calendar_again=args.get("again", ()),
    )
    jumped = frame[frame["change_share"] >= JUMP]
    if len(jumped):
        top = jumped.sort_values("change_share", ascending=False).iloc[0]
        change = voice.number(top["change_share"], "share")
        more.append(voice.say("contract_jump", product=top["product"], change=change))
    more += say_renewed(past.to_dict("records"), voice)
    more += _of(voice, contract_renews_soon=soon, contract_calendar_unstated=args["unstated"])
    money, negotiated = args.get("saved", (0.0, 0))
    if money > 0:
        amount = voice.number(money, "money")
        more.append(voice.say("contract_saved", money=amount, count=negotiated))
    more += _bill(args.get("bill") or {}, until, voice)
    if "cost_per_use" in frame:
        more += _of(voice, contract_partial=args.get("partial", ()))
    return _paragraphs([text], [*more, *_without(it)])


def say_renewed(rows: Sequence[Mapping[Any, Any]], voice: Voice) -> list[str]:
    """Say which contracts renew by themselves because the day to give notice has passed."""
    dated = []
    for row in rows:
        days = {"day": voice.day(row["ends_on"]), "notice": voice.day(row["notice_by"])}
        dated.append(voice.say("contract_renews_on", name=row["product"], **days))
    return _of(voice, contract_renews_past=dated)


def _bill(bill: Mapping[str, Any], until: str, voice: Voice) -> list[str]:
    """Say what contracts cost in the year ahead, and what if prices rise."""
    if not bill:
        return []
    now, committed = (voice.number(bill[name], "money") for name in ("now", "committed"))
    said = [voice.say("contract_bill", now=now, committed=committed, until=until)]
    if "agreed" in bill:
        said.append(voice.say("contract_bill_agreed", bill=voice.number(bill["agreed"], "money")))
    if bill["raised"]:
        rises = voice.listed(voice.number(rise, "share") for rise, _ in bill["raised"])
        bills = voice.listed(voice.number(money, "money") for _, money in bill["raised"])
        said.append(voice.say("contract_bill_raised", rise=rises, bill=bills))
    return said


def _without(it: Telling) -> list[str]:
    """Say what is in no sum: currencies without a rate, contracts without a price or a day."""
    args, voice, names = it.args, it, it.args.get("unpriced", ())
    said = _of(voice, contract_without_rate=args.get("without_rate", ()))
    if names:
        said.append(voice.say("contract_unpriced", names=voice.names(names), count=len(names)))
    if rows := args.get("undated"):
        said.append(voice.say("contract_undated", count=rows))
    return said


@telling
def _usage(it: Telling) -> str | None:
    args, voice, by = it.args, it, str(it.args["by"])
    table = it.frame.pivot(index=by, columns="measure", values="estimate")
    table = table.reindex(columns=[*{*table.columns, USES, SPENT, PER_USE}])
    said = []
    if unused := [name for name in args["unused"] if name in table.index]:
        names, spent = voice.names(unused), table.loc[unused, SPENT].sum()
        key = "usage_unused_paid" if spent > 0 else "usage_unused"
        said.append(it.tell(key, names=names, cost=voice.number(spent, "money")))
    # a text and a search are different uses: only what is counted alike is compared
    costs = table.loc[table.index.isin(args["alike"]), PER_USE].dropna().sort_values()
    if len(costs) > 1:
        ends = {"low": it.number(costs.iloc[0], "money"), "low_name": costs.index[0]}
        ends |= {"high": it.number(costs.iloc[-1], "money"), "high_name": costs.index[-1]}
        said += filter(None, [it.compared(it.tell("usage_cost", **ends), PER_USE)])
    uses = table[USES].dropna()
    if not said and len(uses):
        most = sorted(uses.index[uses == uses.max()])
        n = voice.number(uses.max(), "count")
        text = voice.say("usage_most", name=voice.names(most), n=n, count=len(most))
        said += filter(None, [it.compared(text, USES)])
    said += _moved_use(it, table.reindex(it.frame[by].unique()))
    lacking = {"usage_untold": args["untold"], "usage_mixed": args["mixed"]}
    said += _of(voice, **lacking, contract_partial=args.get("partial", ()))
    return _paragraphs(said[:1], said[1:])


@telling
def _service_scorecard(it: Telling) -> str | None:
    known, voice = it.rows(COST), it
    cost = known.set_index("service")["estimate"].sort_values(ascending=False)
    tied, said = cost.drop(UNTIED, errors="ignore"), list[str]()
    if len(tied):
        amount = voice.number(tied.iloc[0], "money")
        key = "service_dearest" if len(tied) > 1 else "service_cost"
        text = voice.say(key, name=tied.index[0], amount=amount)
        said += filter(None, [it.compared(text, COST)])
    if UNTIED in cost.index:
        left = float(cost[UNTIED])
        amount, share = voice.number(left, "money"), voice.number(left / cost.sum(), "share")
        said.append(voice.say("service_untied", amount=amount, share=share))
        said += _beyond(it)
    if it.args["unmatched"]:
        said.append(voice.say("service_unmatched", names=", ".join(it.args["unmatched"])))
    said += _of(voice, contract_partial=it.args.get("partial", ()))
    # on a line of its own: of a copy that protects answers it goes without what is said of money
    survey = it.compared(_short_of_importance(it), IMPORTANCE)
    return _paragraphs(said[:1], said[1:], [survey] if survey else [])


def _beyond(it: Telling) -> list[str]:
    """Say how much of the money of no service may be bills that pay for other days."""
    amount = it.number(it.args["beyond"], "money")
    return [it.tell("service_beyond", amount=amount)] if it.args["beyond"] > 0 else []


def _moved_use(it: Telling, table: pd.DataFrame) -> list[str]:
    """Say what is used clearly more or less than a year before, and what is used alike."""
    ways: dict[str, list[str]] = {"up": [], "down": [], "same": []}
    for name, new, old in table.reindex(columns=[USES, BEFORE]).dropna().itertuples(name=None):
        way = clear_change(new, old)
        told = {"now": it.number(new, "count"), "before": it.number(old, "count")}
        text = it.tell("service_from", name=name, **told) if way else str(name)
        ways["up" if way > 0 else "down" if way < 0 else "same"].append(text)
    return _of(it, **{f"service_count_{way}": names for way, names in ways.items()})


def _short_of_importance(it: Telling) -> str:
    """Say of one service that clearly more people need it than like it."""
    by_service = it.frame.set_index("service")
    need, love = (by_service[by_service["measure"] == one] for one in (IMPORTANCE, LOVE))
    gaps = (need["low"] - love["high"]).dropna()
    if gaps.empty or gaps.max() <= 0:
        return ""
    name = str(gaps.idxmax())
    important, liked = (it.number(one.loc[name, "estimate"], "share") for one in (need, love))
    return it.tell("service_short", name=name, important=important, love=liked)


@telling
def _love_and_funding_by_service(it: Telling) -> str | None:
    matches = likeliest_quadrants(
        it.frame, float(it.args["surely"]), int(it.args["least"]), by="service"
    )
    if len(matches) < 2:
        return it.compared(it.tell("services_few", least=it.args["least"]))
    decided = matches[matches["is_decided"]]
    keys = dict(zip(names_of(COST), ("grow", "keep", "ask", "fix"), strict=True))
    corners = {
        f"services_{key}": decided.loc[decided["quadrant"] == name, "service"]
        for name, key in keys.items()
    }
    said = " ".join(_of(it, **corners)) or it.tell("services_none")
    surely = it.number(float(it.args["surely"]), "share")
    tail = [it.tell("services_placed", surely=surely, count=len(matches), n=len(decided))]
    if it.args["untied"] > 0:
        tail.append(it.tell("services_shared", amount=it.number(it.args["untied"], "money")))
        tail += _beyond(it)
    return it.compared("\n".join([said, " ".join(tail)]))
