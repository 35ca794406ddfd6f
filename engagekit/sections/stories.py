"""Sections on stories, initiatives and what clients confirm."""

from __future__ import annotations

from engagekit import measures
from engagekit.locale.words import say
from engagekit.measures.stories import ACTIVITY, NO_INITIATIVE
from engagekit.presentation.section import Section
from engagekit.sections import _assumptions_used
from engagekit.sections._build import make
from engagekit.settings.periods import Period
from engagekit.tables.tables import Tables


def story_bank(
    tables: Tables, *, during: str | Period | None = None, language: str | None = None
) -> Section:
    """Stories that may be published, by initiative and quarter; empty cells stay visible."""
    told_in = language or tables.settings.report.language
    return make(
        "story_bank",
        tables,
        during,
        lambda period: measures.story_bank(tables, during=period),
        language=language,
        choices=_assumptions_used.fixed("story"),
        figure="matrix",
        figure_args={
            "across": "period",
            "by": ["initiative"],
            "labels": {NO_INITIATIVE: say("label.no_initiative", told_in)},
            "k": tables.settings.disclosure.k,
        },
        sentence="story_bank",
    )


def story_facts(
    tables: Tables, *, during: str | Period | None = None, language: str | None = None
) -> Section:
    """Permission, freshness, who told the stories and who drafted them, as a table."""
    return make(
        "story_facts",
        tables,
        during,
        lambda period: measures.story_facts(tables, during=period),
        language=language,
        choices=_assumptions_used.fixed("story", "fresh", "others"),
        sentence="story_facts",
    )


def initiative_coverage(
    tables: Tables, *, during: str | Period | None = None, language: str | None = None
) -> Section:
    """What each live initiative had of the library: touches, stories, a contribution."""
    told_in = language or tables.settings.report.language
    return make(
        "initiative_coverage",
        tables,
        during,
        lambda period: measures.initiative_coverage(tables, during=period),
        language=language,
        choices=_assumptions_used.fixed("tags"),
        figure="matrix",
        figure_args={
            "across": "what",
            "by": ["initiative"],
            "columns": list(ACTIVITY),
            "labels": {name: say(f"label.{name}", told_in) for name in ACTIVITY},
            "k": tables.settings.disclosure.k,
        },
        sentence="initiative_coverage",
    )


def initiative_hours(
    tables: Tables, *, during: str | Period | None = None, language: str | None = None
) -> Section:
    """Which share of the time written down went to each live initiative."""
    return make(
        "initiative_hours",
        tables,
        during,
        lambda period: measures.initiative_hours(tables, during=period),
        language=language,
        choices=_assumptions_used.fixed("time"),
        figure="bars",
        figure_args={"by": ["initiative"], "k": tables.settings.disclosure.k},
        sentence="initiative_hours",
    )


def contributions(
    tables: Tables, *, during: str | Period | None = None, language: str | None = None
) -> Section:
    """The contribution ledger: what came of it, our part, and which client confirms it."""
    return make(
        "contributions",
        tables,
        during,
        lambda period: measures.contributions(tables, during=period),
        language=language,
        choices=_assumptions_used.fixed("contribution"),
        kind="listing",
        sentence="contributions",
    )
