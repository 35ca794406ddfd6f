"""Questions on where the library shows up: events, meetings, walks."""

from __future__ import annotations

from engagekit import measures
from engagekit.measures.attendance import outside_at
from engagekit.sections import choices
from engagekit.sections.registry import Question, Request, register


def _zone(request: Request) -> str:
    return request.settings.walks.zone


def _zones(request: Request) -> list[str]:
    return [_zone(request)]


register(
    "06_events_and_channels",
    Question(
        "attendance",
        "Who registered, came and stayed away, over all events, as a table.",
        choices=("library_out", "attended", "no_show"),
        sentence_args=lambda request: (
            {"outside": outside_at(request.tables, during=request.when)}
            if request.tables.has("contacts")
            else {"heads": True}
        ),
    ),
    Question(
        "events",
        "The events of the period, a row each.",
        measures.event_list,
        choices=("library_out", "attended", "events_of"),
        kind="listing",
        sentence_args=lambda request: dict(request.tables.scope or {}),
    ),
    Question(
        "event_scorecard",
        "Events with their new faces and what each cost (private).",
        choices=(choices.hour, "new_face", choices.touch),
        kind="listing",
        audience="private",
    ),
    Question(
        "organisation_events",
        "At how many of the organisation's own events of twelve months the library was.",
        measures.presence,
        choices=(choices.twelve_months, "present"),
        figure="bars",
        figure_args={
            "by": ["kind"],
            "measure": "organisation's events missed",
            "axis": lambda request: request.locale.say("label.missed"),
        },
        note="organisation_events",
    ),
    Question(
        "missed_events",
        "The organisation's events of twelve months that the library missed (private).",
        choices=(choices.twelve_months, "present"),
        kind="listing",
        audience="private",
    ),
    Question(
        "meetings_held",
        "Meetings of twelve months, a line a series: spoke, attended, a seat unused, no seat.",
        choices=(choices.twelve_months, "seat"),
        kind="listing",
        figure="grid",
    ),
    Question(
        "dinner_list",
        "Key series without a library seat, and whom to ask for one (private).",
        choices=(choices.twelve_months, "dinner"),
        kind="listing",
        audience="private",
    ),
    Question(
        "walks",
        "Working days with a walk in each of the last quarters, and whom the walks found.",
        choices=(
            choices.working_days,
            lambda it: choices.choice(it, "found", months=it.settings.walks.months_away),
            choices.touch,
        ),
        figure="trend",
        figure_args={"measure": "days with a walk", "by": []},
        sentence_args={"months": lambda request: request.settings.walks.months_away},
    ),
    Question(
        "walk_zones",
        "How many of each zone's people were met on a walk in the period.",
        choices=(choices.roster_day, "library_out", choices.zone),
        figure="bars",
        figure_args={"by": _zones},
        sentence_args={"zone": _zone},
    ),
    Question(
        "walk_days",
        "Days with a walk in each zone and month; empty cells stay visible.",
        choices=(choices.zone,),
        figure="matrix",
        figure_args={"across": "period", "by": _zones},
        sentence_args={"zone": _zone},
    ),
)
