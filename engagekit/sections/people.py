"""Questions on whom the library met, how they move, and whether it listens."""

from __future__ import annotations

from typing import Any

from engagekit import measures
from engagekit.measures import logging_volume
from engagekit.measures.listening import OTHER
from engagekit.measures.movement import RUNGS, STANDING, not_complete
from engagekit.sections import choices
from engagekit.sections.registry import BY, Computed, Question, Request, register

NOTEBOOK = "02_reach"


def _target(measure: str) -> Computed:
    """The target of a measure, where the settings have one."""
    return lambda request: request.settings.targets.get(measure)


def _most(request: Request) -> dict[str, Any]:
    """The upper end of reach, from as many names on as may be counted."""
    found = logging_volume.upper_end(request.tables, during=request.when)
    return found if found.get("unlinked", 0) >= request.k else {}


def _by_records(request: Request) -> str:
    """Which way the records alone could have moved reach since the quarter before; else none."""
    found = logging_volume.reach_against_logging(request.tables, during=request.when, quarters=2)
    return str(found["way"]) if found.get("explained") and " Q" in request.when.label else ""


register(
    NOTEBOOK,
    Question(
        "reach",
        "Share of the staff list that the library met, by group, with its target.",
        options=(BY,),
        choices=(choices.roster,),
        figure="bars",
        figure_args={"target": _target("reach")},
        sentence_args={"target": _target("reach"), "most": _most},
        details="Where there is no staff list, it is the share of the head counts of departments.",
    ),
    Question(
        "reach_over_time",
        "Reach in each of the last quarters.",
        choices=(choices.roster,),
        figure="trend",
        figure_args={"target": _target("reach")},
        sentence_args={
            "logged": lambda request: logging_volume.reach_against_logging(
                request.tables, during=request.when
            )
        },
    ),
    Question(
        "touches",
        "How many people were met never, once, twice, ... seven times or more.",
        measures.touch_numbers,
        choices=(choices.roster,),
        figure="histogram",
    ),
    Question(
        "frequency",
        "Touches per contact reached, as a table.",
        options=(BY,),
        choices=(choices.roster,),
    ),
    Question(
        "reach_moves",
        "The staff list by how contact stands: new, kept, regained, lapsed, earlier only, never.",
        choices=(choices.roster_day, "library_out", choices.touch),
        figure="stages",
        figure_args={
            "by": ["answer"],
            "order": list(STANDING),
            "labels": lambda request: request.labels(*STANDING),
        },
        sentence_args={"logged": _by_records},
    ),
    Question(
        "retention",
        "Of those first met in a quarter, who was met again in the quarters after, as a table.",
        answer=lambda it: (
            measures.retention(it.tables, during=it.when),
            {"open": not_complete(it.tables, during=it.when)},
        ),
        choices=("first_met", choices.touch),
        sentence_args=lambda request: request.facts,
    ),
    Question(
        "rungs",
        "From stranger to champion: how many stand where, and who moved since the period before.",
        choices=(choices.listed_on, choices.touch, choices.rungs, choices.trust, choices.champion),
        figure="stages",
        figure_args={
            "by": ["answer"],
            "measure": "people by rung",
            "order": list(RUNGS),
            "labels": lambda request: request.labels(*RUNGS),
        },
        sentence_args={"logged": _by_records},
    ),
    Question(
        "off_desk",
        "Where the two met, and who began it, in each of the last quarters.",
        choices=("library_out", choices.broadcasts, choices.two_way),
        figure="trend",
        figure_args={"measure": "touches off the desk"},
        note="off_desk",
    ),
    Question(
        "evenness",
        "How unevenly touches fall on the staff and between departments, as a table.",
        choices=(choices.roster, choices.small_groups, "several"),
    ),
    Question(
        "listening",
        "Two-way touches at which a need was written down, and needs acted on, as a table.",
        choices=("need", choices.broadcasts),
    ),
    Question(
        "needs",
        "What people needed, the most frequent need first.",
        choices=("need",),
        figure="bars",
        figure_args={
            "by": ["need"],
            "labels": lambda request: {OTHER: request.locale.say("label.other_needs")},
        },
    ),
    Question(
        "unmet_needs",
        "Needs with a promise still open, the oldest first (private: counts are small).",
        choices=("need",),
        kind="listing",
        audience="private",
    ),
    Question("identification", "How many rows were linked to people, and by what."),
)
