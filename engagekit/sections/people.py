"""Sections on whom the library met."""

from __future__ import annotations

from engagekit import measures
from engagekit.presentation.section import Section
from engagekit.sections import _assumptions_used
from engagekit.sections._build import make
from engagekit.settings.periods import Period
from engagekit.tables.tables import Tables


def reach(
    tables: Tables,
    *,
    during: str | Period | None = None,
    by: str | None = "department",
    language: str | None = None,
) -> Section:
    """Share of the staff list that the library met, by group, with its target.

    Where there is no staff list, it is the share of the head counts of departments.
    """
    target = tables.settings.targets.get("reach")
    return make(
        "reach",
        tables,
        during,
        lambda period: measures.reach(tables, during=period, by=by),
        language=language,
        choices=_assumptions_used.roster(tables),
        figure="bars",
        figure_args={"target": target, "k": tables.settings.disclosure.k},
        sentence="reach",
        sentence_args={"target": target},
    )


def reach_over_time(
    tables: Tables, *, during: str | Period | None = None, language: str | None = None
) -> Section:
    """Reach in each of the last quarters."""
    return make(
        "reach_over_time",
        tables,
        during,
        lambda period: measures.reach_over_time(tables, during=period),
        language=language,
        choices=_assumptions_used.roster(tables),
        figure="trend",
        figure_args={
            "target": tables.settings.targets.get("reach"),
            "k": tables.settings.disclosure.k,
        },
        sentence="reach_over_time",
    )


def touches(
    tables: Tables, *, during: str | Period | None = None, language: str | None = None
) -> Section:
    """How many people were met never, once, twice, ... seven times or more."""
    return make(
        "touches",
        tables,
        during,
        lambda period: measures.touch_numbers(tables, during=period),
        language=language,
        choices=_assumptions_used.roster(tables),
        figure="histogram",
        figure_args={"k": tables.settings.disclosure.k},
        sentence="touches",
    )


def frequency(
    tables: Tables,
    *,
    during: str | Period | None = None,
    by: str | None = None,
    language: str | None = None,
) -> Section:
    """Touches per contact reached, as a table."""
    return make(
        "frequency",
        tables,
        during,
        lambda period: measures.frequency(tables, during=period, by=by),
        language=language,
        choices=_assumptions_used.roster(tables),
        sentence="frequency",
    )
