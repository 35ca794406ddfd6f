"""Sections on what was asked of colleagues: stories, and acts of support."""

from __future__ import annotations

from engagekit import measures
from engagekit.language import say
from engagekit.measures.asking import STEPS
from engagekit.periods import Period
from engagekit.sections import _choices
from engagekit.sections._make import make
from engagekit.sections._section import Section
from engagekit.tables import Tables


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
        choices=_choices.fixed("asks"),
        figure="stages",
        figure_args={
            "measure": "stories asked for",
            "by": ["step"],
            "order": list(STEPS),
            "labels": {step: say(f"label.{step.replace(' ', '_')}", told_in) for step in STEPS},
            "k": tables.settings.disclosure.k,
        },
        sentence="story_asks",
    )  # fmt: skip


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
