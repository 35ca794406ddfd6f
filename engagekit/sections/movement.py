"""Sections on how people move, where they are met, and how evenly."""

from __future__ import annotations

import pandas as pd

from engagekit import measures
from engagekit.locale.words import say
from engagekit.measures.movement import RUNGS, STANDING, not_complete
from engagekit.presentation.section import Section
from engagekit.sections import _assumptions_used
from engagekit.sections._build import make
from engagekit.settings.periods import Period
from engagekit.tables.tables import Tables


def _key(name: str) -> str:
    """The key of a word."""
    return f"label.{name.replace(' ', '_')}"


def reach_moves(
    tables: Tables, *, during: str | Period | None = None, language: str | None = None
) -> Section:
    """The staff list by how contact stands: new, kept, regained, lapsed, earlier only, never."""
    told_in = language or tables.settings.report.language
    return make(
        "reach_moves",
        tables,
        during,
        lambda period: measures.reach_moves(tables, during=period),
        language=language,
        choices=_assumptions_used.together(
            _assumptions_used.roster_day,
            _assumptions_used.library_out,
            _assumptions_used.touch(tables),
        ),
        figure="stages",
        figure_args={
            "by": ["answer"],
            "order": list(STANDING),
            "labels": {name: say(_key(name), told_in) for name in STANDING},
            "k": tables.settings.disclosure.k,
        },
        sentence="reach_moves",
    )


def retention(
    tables: Tables, *, during: str | Period | None = None, language: str | None = None
) -> Section:
    """Of those first met in a quarter, who was met again in the quarters after, as a table."""
    running: list[str] = []

    def measured(period: Period) -> pd.DataFrame:
        frame = measures.retention(tables, during=period)
        running.append(not_complete(tables, during=period))
        return frame

    result = make(
        "retention",
        tables,
        during,
        measured,
        language=language,
        choices=_assumptions_used.together(
            _assumptions_used.fixed("first_met"), _assumptions_used.touch(tables)
        ),
        sentence="retention",
    )
    return result.with_args(result.figure_args, {"open": running[0] if running else ""})


def rungs(
    tables: Tables, *, during: str | Period | None = None, language: str | None = None
) -> Section:
    """From stranger to champion: how many stand where, and who moved since the period before."""
    told_in = language or tables.settings.report.language
    return make(
        "rungs",
        tables,
        during,
        lambda period: measures.rungs(tables, during=period),
        language=language,
        choices=_assumptions_used.together(
            _assumptions_used.listed_on(tables),
            _assumptions_used.touch(tables),
            _assumptions_used.rungs(tables),
            _assumptions_used.trust(tables),
            _assumptions_used.champion(tables),
        ),
        figure="stages",
        figure_args={
            "by": ["answer"],
            "measure": "people by rung",
            "order": list(RUNGS),
            "labels": {name: say(_key(name), told_in) for name in RUNGS},
            "k": tables.settings.disclosure.k,
        },
        sentence="rungs",
    )


def off_desk(
    tables: Tables, *, during: str | Period | None = None, language: str | None = None
) -> Section:
    """Where the two met, and who began it, in each of the last quarters."""
    told_in = language or tables.settings.report.language
    return make(
        "off_desk",
        tables,
        during,
        lambda period: measures.off_desk(tables, during=period),
        language=language,
        choices=_assumptions_used.together(
            _assumptions_used.library_out, _assumptions_used.two_way(tables)
        ),
        figure="trend",
        figure_args={"measure": "touches off the desk", "k": tables.settings.disclosure.k},
        sentence="off_desk",
        note=say("note.off_desk", told_in),
    )


def evenness(
    tables: Tables, *, during: str | Period | None = None, language: str | None = None
) -> Section:
    """How unevenly touches fall on the staff and between departments, as a table."""
    return make(
        "evenness",
        tables,
        during,
        lambda period: measures.evenness(tables, during=period),
        language=language,
        choices=_assumptions_used.together(
            _assumptions_used.roster(tables),
            _assumptions_used.small_groups(tables),
            _assumptions_used.fixed("several"),
        ),
        sentence="evenness",
    )
