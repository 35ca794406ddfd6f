"""Questions on whom the library met, how they move, and whether it listens."""

from typing import Any

from engagekit import measures
from engagekit.measures import logging_volume
from engagekit.measures.listening import OTHER
from engagekit.measures.people import RUNGS, STANDING
from engagekit.sections.registry import Computed, Request, complete


def _target(measure: str) -> Computed:
    """The target of a measure, where the settings have one."""
    return lambda request: request.settings.targets.get(measure)


def _most(request: Request) -> dict[str, Any]:
    """The upper end of reach, from as many names on as may be counted."""
    found = logging_volume.upper_end(request.tables, during=request.when)
    return found if found.get("unlinked", 0) >= request.k else {}


def _by_records(request: Request) -> str:
    """Which way the records alone could have moved reach since the quarter before; else none."""
    return logging_volume.by_records(request.tables, request.when, quarters=2)


complete(
    "reach",
    figure_args={"target": _target("reach")},
    sentence_args={"target": _target("reach"), "most": _most},
)
complete(
    "reach_over_time",
    figure_args={"target": _target("reach")},
    sentence_args={
        "logged": lambda request: logging_volume.reach_against_logging(
            request.tables, during=request.when
        )
    },
)
complete("touches", measure=measures.touch_numbers)
complete(
    "reach_moves",
    figure_args={"order": list(STANDING), "labels": lambda request: request.labels(*STANDING)},
    sentence_args={"logged": _by_records},
)
complete(
    "rungs",
    figure_args={"order": list(RUNGS), "labels": lambda request: request.labels(*RUNGS)},
    sentence_args={"logged": _by_records},
)
complete(
    "needs",
    figure_args={"labels": lambda request: {OTHER: request.locale.say("label.other_needs")}},
)
