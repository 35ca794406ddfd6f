"""Questions on whom the library met: what reach rests on, and what the records alone could do."""

from typing import Any

from engagekit.facts import facts_of
from engagekit.measures import logging_volume
from engagekit.measures.whom_to_see import COLUMNS, reasoned
from engagekit.sections.registry import Answer, Request, complete


def _most(request: Request) -> dict[str, Any]:
    """The upper end of reach, from as many names on as may be counted."""
    found = logging_volume.upper_end(request.tables, during=request.when)
    return found if found.get("unlinked", 0) >= request.k else {}


def _logged(request: Request) -> dict[str, Any]:
    return logging_volume.reach_against_logging(request.tables, during=request.when)


def _by_records(request: Request) -> str:
    """Which way the records alone could have moved reach since the quarter before; else none."""
    return logging_volume.by_records(request.tables, request.when, quarters=2)


def _of_heads(request: Request) -> bool:
    return facts_of(request.tables).heads_stand_in


def _whom_to_see(request: Request) -> Answer:
    rows = reasoned(facts_of(request.tables, request.when))
    return rows[COLUMNS], {"kinds": sorted({*rows["kind"]})}


complete("whom_to_see", answer=_whom_to_see)
complete("reach", sentence_args={"most": _most})
complete("reach_over_time", sentence_args={"logged": _logged})
complete("reach_moves", sentence_args={"logged": _by_records})
complete("rungs", sentence_args={"logged": _by_records, "heads": _of_heads})
