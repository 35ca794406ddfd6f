"""Questions on the library's services: contracts, use and what it costs, love and funding."""

from contextlib import suppress
from itertools import chain, pairwise
from typing import Any, get_args

import pandas as pd

from engagekit import measures
from engagekit.errors import EngagekitError, NotMeasuredError
from engagekit.facts import reading
from engagekit.measures import _services as claims
from engagekit.measures import contracts as deals
from engagekit.measures import services as cards
from engagekit.measures.quadrant import COST, placed
from engagekit.measures.service_cost import UNTIED, beyond_contracts
from engagekit.measures.usage import USES, By, Group, Use, months_of, used
from engagekit.sections import choices, money
from engagekit.sections.registry import Answer, Request, complete
from engagekit.settings.periods import Period
from engagekit.tables.tables import Tables


def _calendar(request: Request) -> Answer:
    """The contracts in force, and what is decided, overdue, over or without a rate or price."""
    frame = measures.contract_calendar(request.tables, during=request.when)
    every = deals.latest(request.tables, request.when)
    end, (_, until) = request.when.end, deals.ahead(request.when)
    days, again = frame["notice_by"].dt.date, every["auto_renews"].eq(True).fillna(False)
    facts = {
        "until": until.date().isoformat(),
        "due": int(((days > end) & (days <= until.date())).sum()),
        "missed": frame.loc[days <= end, "product"].tolist(),
        "over": every.loc[every["is_over"] & ~again, "product"].tolist(),
        "again": every.loc[every["is_over"] & again, "product"].tolist(),
        "unstated": every.loc[~every["is_over"] & every["notice_days"].isna(), "product"].tolist(),
        "end": end.isoformat(),
        **_lacking(request, every[~every["is_over"]]),
    }
    return frame, facts


def _lacking(request: Request, rows: pd.DataFrame) -> dict[str, Any]:
    """What some contracts lack: rates of currencies, prices; and rows left out without a day."""
    aside = request.tables.set_aside
    undated = aside["reason"].astype("str").str.contains("(?:starts|ends)_on", regex=True)
    return {
        "without_rate": sorted({*rows.loc[rows["rate"].isna(), "currency"].astype("str")}),
        "unpriced": sorted({*rows.loc[rows["price"].isna(), "product"].astype("str")}),
        "undated": int(aside.loc[undated, "rows"].sum()),
    }


def _paying(request: Request, by: By) -> dict[str, Any]:
    """What contracts that run in the period lack, and whose cost per use is of some months."""
    tables, (start, end) = request.tables, (request.when.start, request.when.end)
    uses = list[Use]()
    with suppress(NotMeasuredError):
        uses = used(tables, request.when, by)
    facts: dict[str, Any] = {"partial": [one.group.name for one in uses if one.is_part]}
    if tables.has("contracts"):
        rows, owned = deals.terms(tables), claims.owners(tables, "contracts")
        names = {*(owned if by == "service" else ()), *chain(*(one.group.products for one in uses))}
        runs = (rows["starts_on"].dt.date <= end) & (rows["last_on"].dt.date >= start)
        facts |= _lacking(request, rows[rows["product"].isin(names) & runs])
    return facts


def _made_of(tables: Tables, period: Period) -> dict[str, list[str]]:
    """Return the platforms of each service and the titles told of each platform: ``title=Lex``."""
    groups = dict[str, list[Group]]()
    for by in get_args(By):
        with suppress(EngagekitError):
            groups[by] = [use.group for use in used(tables, period, by)]
    return {
        f"{outer}={whole.name}": [
            f"{inner}={part.name}"
            for part in groups.get(inner, ())
            if part.platforms and set(part.platforms) <= set(whole.platforms)
        ]
        for inner, outer in pairwise(("title", "platform", "service"))
        for whole in groups.get(outer, ())
    }


def _scenarios(request: Request) -> Answer:
    frame = measures.contract_scenarios(request.tables, during=request.when)
    until = deals.ahead(request.when)[1].date().isoformat()
    rows = deals.latest(request.tables, request.when)
    return frame, {"until": until, **_lacking(request, rows[~rows["is_over"]])}


def _use(request: Request) -> Answer:
    """Uses, and what the reports do not tell."""
    by = request.options["by"]
    frame = measures.usage(request.tables, during=request.when, by=by)
    every = used(request.tables, request.when, by)
    metrics = [one.metrics for one in every]
    now = set[str]()
    if request.tables.has("usage"):
        rows = reading.rows(request.tables, "usage", "on", "platform")
        now = {*rows.loc[rows["on"].isin(months_of(request.when)), "platform"]}
    mixed = [one for one in every if one.months and len(one.metrics) > 1]
    mixed += [
        one
        for one in every
        if "" in one.metrics and not one.group.metric and now & {*one.group.platforms}
    ]
    silent = [one.group.name for one in every if not one.months and one not in mixed]
    untold = [*silent, *(name for one in every if one.months for name in one.lacking)]
    usual = max(metrics, key=metrics.count)
    facts = {
        "made_of": _made_of(request.tables, request.when),
        "alike": [one.group.name for one in every if one.metrics == usual],
        "unused": [one.group.name for one in every if one.numbers[USES] == 0],
        "untold": [*dict.fromkeys(untold)],
        "renamed": [pair for one in every for pair in one.renamed],
        "mixed": [one.group.name for one in every if one in mixed],
        **_paying(request, by),
    }
    return frame, facts


def _metrics(request: Request) -> choices.Chosen:
    """What counts as a use of which platform."""
    of: dict[str, list[str]] = {}
    for one in used(request.tables, request.when, request.options["by"]):
        of.setdefault(", ".join(filter(None, one.metrics)), []).append(one.group.name)
    pairs = [f"{metric} ({', '.join(of[metric])})" for metric in of if metric]
    return choices.named(request, "metric", "; ".join(pairs)) if pairs else {}


def _scorecard(request: Request) -> Answer:
    frame = measures.service_scorecard(request.tables, during=request.when)
    unfit = [f"{text} ({name})" for name, _, text in claims.unmatched(request.tables)]
    # without a cost there is no such row
    beyond = (
        beyond_contracts(request.tables, request.when) if UNTIED in [*frame["service"]] else 0.0
    )
    facts = {"unmatched": unfit, "beyond": beyond, **_paying(request, "service")}
    return frame, {**facts, "made_of": _made_of(request.tables, request.when)}


def _services(request: Request) -> choices.Chosen:
    """How the money of services is put together."""
    pay = request.settings.money.contract_lines
    more = choices.named(request, "contract_lines", ", ".join(pay)) if pay else {}
    return {**choices.choice(request, "service_cost"), **more}


def _lines(request: Request) -> choices.Chosen:
    """Where the lines of the quadrant stand, how sure a place must be, and on how many answers."""
    chosen, number = request.settings.quadrant, request.locale.number
    kind = "lines_of_services" if chosen.lines == "medians" else "lines_overall"
    result = choices.choice(request, "lines", kind)
    if chosen.satisfaction is not None:
        name = request.locale.say("choice.line_of", measure=request.locale.name_of("satisfaction"))
        result |= {name: number(chosen.satisfaction, "share")}
    least = request.settings.disclosure.percent_base
    result |= choices.choice(request, "surely", share=number(chosen.surely, "share"))
    return result | choices.choice(request, "least", "least_of_services", base=least)


def _quadrant(request: Request) -> dict[str, Any]:
    """Lines, and the services that cannot be placed."""
    frame, settings, say = request.frame, request.settings, request.locale.say
    matches = placed(frame, settings.quadrant.surely, by="service")
    result: dict[str, Any] = {
        "x": COST,
        "y": cards.AMONG,
        "least_base": settings.disclosure.percent_base,
    }
    if len(matches):
        x_line, y_line = cards.lines(request.tables, frame)
        number = request.locale.number
        result |= {
            "x_line": x_line,
            "y_line": y_line,
            "corners": [say(f"figure.services.{name}") for name in money.CORNERS],
            "undecided": matches.loc[~matches["is_decided"], "service"].tolist(),
            "lines_note": say(
                "figure.services.lines", x=number(x_line, "money"), y=number(y_line, "share")
            ),
        }
    return result


def _shared(request: Request) -> Answer:
    """Love and funding, with the money that no service bears."""
    frame = measures.love_and_funding_by_service(request.tables, during=request.when)
    cost = measures.service_cost(request.tables, during=request.when)
    untied = float(cost.loc[cost["service"] == UNTIED, "estimate"].sum())
    return frame, {"untied": untied, "beyond": beyond_contracts(request.tables, request.when)}


complete("contract_calendar", answer=_calendar)
complete("contract_scenarios", answer=_scenarios)
complete(
    "usage",
    answer=_use,
    choices=(_metrics, "contract_price", "rates"),
    sentence_args=lambda request: {**request.facts, "by": request.options["by"]},
    name=lambda request: (
        "usage" if request.options["by"] == "platform" else f"usage_{request.options['by']}"
    ),
    title=lambda request: request.locale.say(f"section.usage_{request.options['by']}"),
)
complete(
    "service_scorecard",
    answer=_scorecard,
    choices=("money", _services, "service_change", "library_out"),
)
complete(
    "love_and_funding_by_service",
    answer=_shared,
    choices=("money", _services, _lines),
    figure_args=_quadrant,
    sentence_args={
        "surely": lambda request: request.settings.quadrant.surely,
        "least": lambda request: request.settings.disclosure.percent_base,
        "untied": lambda request: request.facts.get("untied", 0.0),
        "beyond": lambda request: request.facts.get("beyond", 0.0),
    },
)
complete(
    "contract_weighing",
    choices=("weighing", "contract_price", "rates", _lines),
    sentence_args=lambda request: _paying(request, "platform"),
)
