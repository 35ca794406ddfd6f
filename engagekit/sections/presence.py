"""Questions on where the library shows up: events, meetings, walks."""

from __future__ import annotations

from engagekit import measures
from engagekit.measures.attendance import outside_at
from engagekit.sections import choices
from engagekit.sections.registry import Request, complete


def _zone(request: Request) -> str:
    return request.settings.walks.zone


def _zones(request: Request) -> list[str]:
    return [_zone(request)]


complete(
    "attendance",
    sentence_args=lambda request: (
        {"outside": outside_at(request.tables, during=request.when)}
        if request.tables.has("contacts")
        else {"heads": True}
    ),
)
complete(
    "events",
    measure=measures.event_list,
    sentence_args=lambda request: dict(request.tables.scope or {}),
)
complete(
    "organisation_events",
    measure=measures.presence,
    figure_args={"axis": lambda request: request.locale.say("label.missed")},
)
complete(
    "walks",
    choices=(
        "working_days",
        lambda it: choices.choice(it, "found", months=it.settings.walks.months_away),
        "touch",
    ),
    sentence_args={"months": lambda request: request.settings.walks.months_away},
)
complete("walk_zones", figure_args={"by": _zones}, sentence_args={"zone": _zone})
complete("walk_days", figure_args={"by": _zones}, sentence_args={"zone": _zone})
