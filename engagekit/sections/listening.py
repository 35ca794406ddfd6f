"""Sections on listening: needs written down, which they are, and those not met yet."""

from __future__ import annotations

from engagekit import measures
from engagekit.locale.words import say
from engagekit.measures.listening import OTHER
from engagekit.presentation.section import Section
from engagekit.sections import _assumptions_used
from engagekit.sections._build import make
from engagekit.settings.periods import Period
from engagekit.tables.tables import Tables


def listening(
    tables: Tables, *, during: str | Period | None = None, language: str | None = None
) -> Section:
    """Two-way touches at which a need was written down, and needs acted on, as a table."""
    return make(
        "listening",
        tables,
        during,
        lambda period: measures.listening(tables, during=period),
        language=language,
        choices=_assumptions_used.fixed("need"),
        sentence="listening",
    )


def needs(
    tables: Tables, *, during: str | Period | None = None, language: str | None = None
) -> Section:
    """What people needed, the most frequent need first."""
    told_in = language or tables.settings.report.language
    return make(
        "needs",
        tables,
        during,
        lambda period: measures.needs(tables, during=period),
        language=language,
        choices=_assumptions_used.fixed("need"),
        figure="bars",
        figure_args={
            "by": ["need"],
            "labels": {OTHER: say("label.other_needs", told_in)},
            "k": tables.settings.disclosure.k,
        },
        sentence="needs",
    )


def unmet_needs(
    tables: Tables, *, during: str | Period | None = None, language: str | None = None
) -> Section:
    """Needs with a promise still open, the oldest first (private: counts are small)."""
    return make(
        "unmet_needs",
        tables,
        during,
        lambda period: measures.unmet_needs(tables, during=period),
        language=language,
        choices=_assumptions_used.fixed("need"),
        kind="listing",
        audience="private",
        sentence="unmet_needs",
    )
