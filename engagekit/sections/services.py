"""Questions on the library's services: contracts, use and what it costs, love and funding."""

from __future__ import annotations

from typing import Any

from engagekit import measures
from engagekit.measures import contracts as deals
from engagekit.sections import choices
from engagekit.sections.registry import Answer, Question, Request, register


def _calendar(request: Request) -> Answer:
    """The contracts in force, and what is decided, overdue, over or without a rate."""
    frame = measures.contract_calendar(request.tables, during=request.when)
    every = deals.latest(request.tables, request.when)
    end, (_, until) = request.when.end, deals.ahead(request.when)
    days = frame["notice_by"].dt.date
    facts = {
        "until": until.date().isoformat(),
        "due": int(((days > end) & (days <= until.date())).sum()),
        "missed": frame.loc[days <= end, "product"].tolist(),
        "over": every.loc[every["is_over"], "product"].tolist(),
        "without": _without_rate(request),
        "end": end.isoformat(),
    }
    return frame, facts


def _without_rate(request: Request) -> list[str]:
    """The currencies of contracts in force for which the settings give no rate."""
    rows = deals.latest(request.tables, request.when)
    return sorted(set(rows.loc[~rows["is_over"] & rows["rate"].isna(), "currency"].astype("str")))


def _scenarios(request: Request) -> Answer:
    frame = measures.contract_scenarios(request.tables, during=request.when)
    until = deals.ahead(request.when)[1].date().isoformat()
    return frame, {"until": until, "without": _without_rate(request)}


def _facts(request: Request) -> Any:
    return request.facts


register(
    "11_services",
    Question(
        "contract_calendar",
        "The contracts in force and the day by which notice must be given, as a listing.",
        measures.contract_calendar,
        _calendar,
        kind="listing",
        choices=("contract_price", choices.rates),
        sentence_args=_facts,
    ),
    Question(
        "contract_scenarios",
        "What contracts cost in the year ahead if every price rises at its renewal.",
        measures.contract_scenarios,
        _scenarios,
        choices=("contract_price", "renewal", choices.rates),
        sentence_args=_facts,
    ),
)
