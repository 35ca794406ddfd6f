"""Sections on what was asked of colleagues: stories, and acts of support."""

from __future__ import annotations

from engagekit import measures
from engagekit.locale.words import say
from engagekit.measures.asking import STEPS
from engagekit.presentation.section import Section
from engagekit.sections import _assumptions_used
from engagekit.sections._build import make
from engagekit.settings.periods import Period
from engagekit.tables.tables import Tables


def story_asks(
    tables: Tables, *, during: str | Period | None = None, language: str | None = None
) -> Section:
    """Of the stories asked for, how many were told, may be published, and who drafted them."""
    told_in = language or tables.settings.report.language
    return make(
        "story_asks",
        tables,
        during,
        lambda period: measures.story_asks(tables, during=period),
        language=language,
        choices=_assumptions_used.fixed("asks"),
        figure="stages",
        figure_args={
            "measure": "stories asked for",
            "by": ["step"],
            "order": list(STEPS),
            "labels": {step: say(f"label.{step.replace(' ', '_')}", told_in) for step in STEPS},
            "k": tables.settings.disclosure.k,
        },
        sentence="story_asks",
    )


def support_kinds(
    tables: Tables, *, during: str | Period | None = None, language: str | None = None
) -> Section:
    """Acts of support by kind, done and asked for (private: few people stand behind each)."""
    return make(
        "support_kinds",
        tables,
        during,
        lambda period: measures.support_kinds(tables, during=period),
        language=language,
        audience="private",
        choices=lambda period, spoken: {
            say("choice.acts_of", spoken): say(
                "choice.acts_of_is", spoken, months=tables.settings.champions.months
            )
        },
        sentence="support_kinds",
    )
