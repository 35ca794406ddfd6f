"""Questions on the library's services: contracts, use and what it costs, love and funding."""

from contextlib import suppress

from engagekit import measures
from engagekit.errors import NotMeasuredError
from engagekit.facts import reading
from engagekit.facts.services import unmatched
from engagekit.measures import contracts
from engagekit.measures.service_cost import UNTIED, beyond_contracts
from engagekit.measures.usage import USES, By, by_contract, months_of, used
from engagekit.sections import choices
from engagekit.sections.money import quadrant_figure, sureness
from engagekit.sections.registry import Answer, Request, complete


def _calendar(request: Request) -> Answer:
    """The contracts in force, what is decided, overdue or over, and the bill of the year ahead."""
    frame = measures.contract_calendar(request.tables, during=request.when)
    every = contracts.latest(request.tables, request.when)
    runs, ended = every[~every["is_over"]], every[every["is_over"]]
    renews = ended["auto_renews"].eq(True).fillna(False)
    first, until = contracts.ahead(request.when)
    aside = request.tables.set_aside
    uses = by_contract(request.tables, request.when)
    undated = aside["reason"].astype("str").str.contains("(?:starts|ends)_on", regex=True)
    facts = {
        "until": until.date().isoformat(),
        "due": int(frame["notice_by"].between(first, until).sum()),
        "missed": frame.loc[frame["notice_by"] < first, "product"].tolist(),
        "over": ended.loc[~renews, "product"].tolist(),
        "again": ended.loc[renews, "product"].tolist(),
        "unstated": runs.loc[runs["notice_days"].isna(), "product"].tolist(),
        "end": request.when.end.isoformat(),
        "unused": sorted(name for name, use in uses.items() if use.is_unused),
        "use_known": sorted(name for name, use in uses.items() if use.numbers[USES] >= 0),
        "partial": sorted(name for name, use in uses.items() if use.is_part),
        "bill": contracts.bill_ahead(request.tables, request.when),
        "without_rate": sorted({*runs.loc[runs["rate"].isna(), "currency"].astype("str")}),
        "unpriced": sorted({*runs.loc[runs["price"].isna(), "product"].astype("str")}),
        "undated": int(aside.loc[undated, "rows"].sum()),
        "saved": contracts.saved(request.tables, request.when),
    }
    return frame, facts


def _in_part(request: Request, by: By) -> list[str]:
    """Whose cost per use is of some months of the period."""
    with suppress(NotMeasuredError):
        return [use.group.name for use in used(request.tables, request.when, by) if use.is_part]
    return []


def _use(request: Request) -> Answer:
    """Uses, and what the reports do not tell."""
    tables, by = request.tables, request.options["by"]
    every = used(tables, request.when, by)
    reported = set[str]()
    if tables.has("usage"):
        rows = reading.rows(tables, "usage", "on", "platform")
        reported = {*rows.loc[rows["on"].isin(months_of(request.when)), "platform"]}
    mixed, untold = list[str](), list[str]()
    for use in every:
        is_uncounted = "" in use.metrics and not use.group.metric
        if (is_uncounted and reported & {*use.group.platforms}) or (use.months and use.metrics[1:]):
            mixed.append(use.group.name)
        elif not use.months:
            untold.append(use.group.name)
    untold += [name for use in every if use.months for name in use.lacking]
    metrics = [use.metrics for use in every]
    usual = max(metrics, key=metrics.count)
    facts = {
        "by": by,
        "alike": [use.group.name for use in every if use.metrics == usual],
        "unused": [use.group.name for use in every if use.numbers[USES] == 0],
        "untold": [*dict.fromkeys(untold)],
        "mixed": mixed,
        "partial": _in_part(request, by),
    }
    return measures.usage(tables, during=request.when, by=by), facts


def _metrics(request: Request) -> choices.Chosen:
    """What counts as a use of which platform."""
    counted: dict[str, list[str]] = {}
    for use in used(request.tables, request.when, request.options["by"]):
        counted.setdefault(", ".join(filter(None, use.metrics)), []).append(use.group.name)
    pairs = [f"{metric} ({', '.join(names)})" for metric, names in counted.items() if metric]
    return choices.named(request, "metric", *pairs)


def _scorecard(request: Request) -> Answer:
    frame = measures.service_scorecard(request.tables, during=request.when)
    unfit = [f"{text} ({name})" for name, _, text in unmatched(request.tables)]
    has_cost = UNTIED in [*frame["service"]]
    beyond = beyond_contracts(request.tables, request.when) if has_cost else 0.0
    return frame, {"unmatched": unfit, "beyond": beyond, "partial": _in_part(request, "service")}


def _shared(request: Request) -> Answer:
    """Love and funding, with the money that no service bears."""
    frame = measures.love_and_funding_by_service(request.tables, during=request.when)
    cost = measures.service_cost(request.tables, during=request.when)
    untied = float(cost.loc[cost["service"] == UNTIED, "estimate"].sum())
    return frame, {"untied": untied, "beyond": beyond_contracts(request.tables, request.when)}


complete("contract_calendar", answer=_calendar)
complete(
    "usage",
    answer=_use,
    choices=(_metrics, "contract_price", "rates"),
    name=lambda it: "usage" if it.options["by"] == "platform" else f"usage_{it.options['by']}",
    title=lambda it: it.locale.say(f"section.usage_{it.options['by']}"),
)
complete("service_scorecard", answer=_scorecard)
complete(
    "love_and_funding_by_service",
    answer=_shared,
    figure_args=quadrant_figure,
    sentence_args=lambda it: {**sureness(it), **it.facts},
)
