"""The sentences on contracts, use and services."""

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from engagekit.measures._frame import FEW
from engagekit.measures.contract_weighing import DROP, KEEP, RENEGOTIATE, moved
from engagekit.measures.contracts import renewing
from engagekit.measures.quadrant import COST, names_of, placed
from engagekit.measures.service_cost import UNTIED
from engagekit.measures.services import COST_BEFORE, IMPORTANCE, LOVE, LOVE_BEFORE
from engagekit.measures.usage import BEFORE, PER_USE, USES
from engagekit.measures.usage import COST as SPENT
from engagekit.statistics.change import smallest_seen
from engagekit.statistics.comparisons import adjust
from engagekit.statistics.proportions import equal_shares
from engagekit.wording._rules import Voice, level, list_of, named, rule

SOON = pd.DateOffset(months=3)
"""How far ahead notice is said to be due: up to the next report."""
JUMP = 0.1
"""A change that is said: agreed increases run to 7 per cent, so that a tenth was not expected."""
SURE = 0.05
"""Chance that no service changed, below which a change of satisfaction is said (Holm)."""


def _of(names: Mapping[str, Iterable[str]], voice: Voice) -> list[str]:
    """Say each message of the names that it is of; nothing where there are none."""
    lists = {key: [*each] for key, each in names.items()}
    return [voice.say(key, names=named(each, voice)) for key, each in lists.items() if each]


def _paragraphs(*texts: Sequence[str]) -> str | None:
    return "\n".join(" ".join(text) for text in texts if text) or None


@rule
def _contract_calendar(frame: pd.DataFrame, args: Mapping[str, Any], voice: Voice) -> str | None:
    end, until, day = pd.Timestamp(args["end"]), voice.locale.day(args["until"]), voice.locale.day
    text = voice.say("contract_calendar_none", until=until)
    if count := int(args["due"]):
        first = frame[frame["notice_by"] > end].iloc[0]
        slots = {"product": first["product"], "day": day(first["notice_by"].date())}
        text = voice.say("contract_calendar", until=until, count=count, **slots)
    renews = renewing(frame)
    past = renews[renews["notice_by"] <= end]
    soon = renews[
        (renews["notice_by"] > end) & (renews["notice_by"] < end + pd.Timedelta(days=1) + SOON)
    ]
    dated = [
        f"{product} ({day(notice.date())})"
        for notice, product in soon[["notice_by", "product"]].to_numpy()
    ]
    missed = [name for name in args["missed"] if name not in past["product"].tolist()]
    jumped = frame[frame["change_share"] >= JUMP]
    more = _of(
        {
            "contract_calendar_missed": missed,
            "contract_calendar_over": args["over"],
            "contract_calendar_again": args.get("again", ()),
        },
        voice,
    )
    if len(jumped):
        top = jumped.sort_values("change_share", ascending=False).iloc[0]
        change = voice.number(top["change_share"], "share")
        more.append(voice.say("contract_jump", product=top["product"], change=change))
    more += say_renewed(past.to_dict("records"), voice)
    more += _of(
        {"contract_renews_soon": dated, "contract_calendar_unstated": args["unstated"]}, voice
    )
    more += _bill(args.get("bill") or {}, until, voice)
    return _paragraphs([text], [*more, *_without(args, voice)])


def say_renewed(rows: Sequence[Mapping[Any, Any]], voice: Voice) -> list[str]:
    """Say which contracts renew by themselves because the day to give notice has passed."""
    dated = []
    for row in rows:
        last, notice = (voice.locale.day(str(row[day])[:10]) for day in ("ends_on", "notice_by"))
        slots = {"name": row["product"], "day": last, "notice": notice}
        dated.append(voice.say("contract_renews_on", **slots))
    return _of({"contract_renews_past": dated}, voice)


def _bill(bill: Mapping[str, Any], until: str, voice: Voice) -> list[str]:
    """Say what contracts cost in the year ahead, and what if prices rise."""
    if not bill:
        return []
    now, committed = (voice.number(bill[name], "money") for name in ("now", "committed"))
    said = [voice.say("contract_bill", now=now, committed=committed, until=until)]
    if "agreed" in bill:
        said.append(voice.say("contract_bill_agreed", bill=voice.number(bill["agreed"], "money")))
    if bill["raised"]:
        rises = list_of([voice.number(rise, "share") for rise, _ in bill["raised"]], voice)
        bills = list_of([voice.number(money, "money") for _, money in bill["raised"]], voice)
        said.append(voice.say("contract_bill_raised", rise=rises, bill=bills))
    return said


def _without(args: Mapping[str, Any], voice: Voice) -> list[str]:
    """Say what is in no sum: currencies without a rate, contracts without a price or a day."""
    said = _of({"contract_without_rate": args.get("without_rate", ())}, voice)
    if names := args.get("unpriced"):
        said.append(voice.say("contract_unpriced", names=named(names, voice), count=len(names)))
    said += _of({"contract_partial": args.get("partial", ())}, voice)
    if rows := args.get("undated"):
        said.append(voice.say("contract_undated", count=rows))
    return said


@rule
def _usage(frame: pd.DataFrame, args: Mapping[str, Any], voice: Voice) -> str | None:
    by = str(args["by"])
    table = frame.pivot(index=by, columns="measure", values="estimate")
    table = table.reindex(columns=[*{*table.columns, USES, SPENT, PER_USE}])
    said = []
    if unused := [name for name in args["unused"] if name in table.index]:
        names, spent = named(unused, voice), table.loc[unused, SPENT].sum()
        if spent > 0:
            cost = voice.number(spent, "money")
            said.append(voice.say("usage_unused_paid", names=names, cost=cost))
        else:
            said.append(voice.say("usage_unused", names=names))
    # a text and a search are different uses: only what is counted alike is compared
    costs = table[PER_USE].dropna()
    alike = costs[costs.index.isin(args["alike"])].sort_values()
    ends = [(str(name), voice.number(value, "money")) for name, value in alike.items()]
    if len(ends) > 1:
        (low_name, low), (high_name, high) = ends[0], ends[-1]
        key = "usage_cost" if len(alike) == len(costs) else "usage_cost_alike"
        said.append(voice.say(key, low=low, high=high, low_name=low_name, high_name=high_name))
    elif ends:
        said.append(voice.say("usage_cost_one", name=ends[0][0], cost=ends[0][1]))
    most = table[USES].dropna().sort_values(ascending=False, kind="stable")
    if not said and len(most):
        n, count = voice.number(most.iloc[0], "count"), int((most == most.iloc[0]).sum())
        name = level(most.reset_index(), by, voice, USES)
        said.append(voice.say("usage_most", name=name, n=n, count=count))
    said += _moved_cost_and_use(frame, voice, by)
    said += _of({"usage_untold": args["untold"], "usage_mixed": args["mixed"]}, voice)
    said += _without(args, voice)
    return _paragraphs(said[:1], said[1:])


@rule
def _service_scorecard(frame: pd.DataFrame, args: Mapping[str, Any], voice: Voice) -> str | None:
    known = frame[(frame["measure"] == COST) & frame["estimate"].notna()]
    cost = known.set_index("service")["estimate"].sort_values(ascending=False)
    tied, said = cost.drop(UNTIED, errors="ignore"), []
    if len(tied):
        amount = voice.number(tied.iloc[0], "money")
        key = "service_dearest" if len(tied) > 1 else "service_cost"
        said.append(voice.say(key, name=tied.index[0], amount=amount))
    if UNTIED in cost.index:
        left = float(cost[UNTIED])
        amount, share = voice.number(left, "money"), voice.number(left / cost.sum(), "share")
        said.append(voice.say("service_untied", amount=amount, share=share))
        said += _beyond(args, voice)
    said += _moved_cost_and_use(frame, voice)
    if args["unmatched"]:
        said.append(voice.say("service_unmatched", names=", ".join(args["unmatched"])))
    said += _without(args, voice)
    # on a line of its own: of a copy that protects answers it goes without what is said of money
    survey = [*_moved_love(frame, voice), *_short_of_importance(frame, voice)]
    return _paragraphs(said[:1], said[1:], survey)


def _beyond(args: Mapping[str, Any], voice: Voice) -> list[str]:
    """Say how much of the money of no service may be bills that pay for other days."""
    amount = voice.number(args["beyond"], "money")
    return [voice.say("service_beyond", amount=amount)] if args["beyond"] > 0 else []


def _moved_cost_and_use(frame: pd.DataFrame, voice: Voice, by: str = "service") -> list[str]:
    """Say what costs or is used clearly more or less than a year before, and what is used alike."""
    table = frame.pivot(index=by, columns="measure", values="estimate").reindex(frame[by].unique())
    said = []
    for now, before, unit in ((COST, COST_BEFORE, "money"), (USES, BEFORE, "count")):
        ways: dict[str, list[str]] = {"up": [], "down": [], "same": []}
        for name, new, old in table.reindex(columns=[now, before]).dropna().itertuples(name=None):
            # money is a sum, in which chance has no part
            is_clear = abs(new - old) >= JUMP * old if unit == "money" else moved(new, old) != 0
            if is_clear:
                slots = {"now": voice.number(new, unit), "before": voice.number(old, unit)}
                text = voice.say("service_from", name=name, **slots)
                ways["up" if new > old else "down"].append(text)
            elif unit == "count":
                ways["same"].append(str(name))
        said += _of({f"service_{unit}_{way}": names for way, names in ways.items()}, voice)
    return said


def _moved_love(frame: pd.DataFrame, voice: Voice) -> list[str]:
    """Say which services are liked clearly more or less than in the survey before, and which not.

    All of them are one family: among sixty that are liked as before, three would else be named.
    """
    rows = frame[(frame["base"] >= FEW) & frame["estimate"].notna()].set_index("service")
    now, before = (
        rows.loc[rows["measure"] == measure, ["estimate", "base"]]
        for measure in (LOVE, LOVE_BEFORE)
    )
    both = now.merge(before, left_index=True, right_index=True).astype("float64")
    pairs = list(both.itertuples(name=None))
    chances = adjust([equal_shares([x * n, y * m], [n, m]).p_value for _, x, n, y, m in pairs])
    said, same, errors = [], list[str](), [0.0]
    for (name, share, n, earlier, m), chance in zip(pairs, chances, strict=True):
        if chance < SURE:
            slots = {"now": voice.number(share, "share"), "before": voice.number(earlier, "share")}
            way = "up" if share > earlier else "down"
            said.append(voice.say(f"service_love_{way}", name=name, **slots))
        else:  # nor where all said the same
            same.append(str(name))
            pooled = (share * n + earlier * m + 1) / (n + m + 2)
            errors.append(math.sqrt(pooled * (1 - pooled) * (1 / n + 1 / m)))
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
    gaps = gaps[gaps > 0]
    if gaps.empty:
        return []
    name = str(gaps.idxmax())
    important, liked = (voice.number(one.loc[name, "estimate"], "share") for one in (need, love))
    return [voice.say("service_short", name=name, important=important, love=liked)]


@rule
def _love_and_funding_by_service(
    frame: pd.DataFrame, args: Mapping[str, Any], voice: Voice
) -> str | None:
    matches = placed(frame, float(args["surely"]), int(args["least"]), by="service")
    if len(matches) < 2:
        return voice.say("services_few", least=args["least"])
    decided = matches[matches["is_decided"]]
    keys = dict(zip(names_of(COST), ("grow", "keep", "ask", "fix"), strict=True))
    corners = {
        f"services_{key}": decided.loc[decided["quadrant"] == name, "service"]
        for name, key in keys.items()
    }
    said = _of(corners, voice) or [voice.say("services_none")]
    counts = {"count": len(matches), "n": len(decided)}
    surely = voice.number(float(args["surely"]), "share")
    tail = [voice.say("services_placed", surely=surely, **counts)]
    if args["untied"] > 0:
        tail.append(voice.say("services_shared", amount=voice.number(args["untied"], "money")))
        tail += _beyond(args, voice)
    return _paragraphs(said, tail)


@rule
def _contract_weighing(frame: pd.DataFrame, args: Mapping[str, Any], voice: Voice) -> str | None:
    products = {
        f"weighing_{key}": frame.loc[frame["verdict"] == verdict, "product"]
        for key, verdict in (("drop", DROP), ("renegotiate", RENEGOTIATE), ("keep", KEEP))
    }
    said = _of(products, voice) or [voice.say("weighing_none")]
    return _paragraphs(said, *([text] for text in _without(args, voice)))
