"""Sections on promises kept, open and overdue."""

from __future__ import annotations

from engagekit import measures
from engagekit.locale.words import say
from engagekit.measures.promises import AGES, NO_DAY, NOT_DUE
from engagekit.presentation.section import Section
from engagekit.sections import _assumptions_used
from engagekit.sections._build import make
from engagekit.settings.periods import Period
from engagekit.tables.tables import Tables


def promises(
    tables: Tables, *, during: str | Period | None = None, language: str | None = None
) -> Section:
    """Promises kept on time and late, and the days a promise takes, as a table."""
    return make(
        "promises",
        tables,
        during,
        lambda period: measures.promises(tables, during=period),
        language=language,
        choices=_assumptions_used.fixed("promise"),
        sentence="promises",
    )


def promises_open(
    tables: Tables, *, during: str | Period | None = None, language: str | None = None
) -> Section:
    """Open promises by how long they are overdue."""
    told_in = language or tables.settings.report.language
    labels = {
        name: say(f"label.overdue_{key}", told_in)
        for name, key in zip(
            (NOT_DUE, *AGES, NO_DAY),
            ("not", "week", "month", "quarter", "long", "none"),
            strict=True,
        )
    }
    return make(
        "promises_open",
        tables,
        during,
        lambda period: measures.promises_open(tables, during=period),
        language=language,
        choices=_assumptions_used.fixed("promise"),
        figure="ageing",
        figure_args={
            "by": ["overdue"],
            "overdue": list(AGES),
            "labels": labels,
            "axis": say("label.days_late", told_in),
            "k": tables.settings.disclosure.k,
        },
        sentence="promises_open",
    )


def promises_overdue(
    tables: Tables, *, during: str | Period | None = None, language: str | None = None
) -> Section:
    """Overdue promises by name (private)."""
    return make(
        "promises_overdue",
        tables,
        during,
        lambda period: measures.promises_overdue(tables, during=period),
        language=language,
        kind="listing",
        audience="private",
        choices=_assumptions_used.fixed("promise"),
        sentence="promises_overdue",
    )
