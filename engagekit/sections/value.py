"""What it is worth, by which assumptions, and what is asked for."""

from __future__ import annotations

import re

from engagekit.locale.words import day
from engagekit.measures import ask as asked
from engagekit.measures import value as worth
from engagekit.presentation.section import Section
from engagekit.sections import _assumptions_used
from engagekit.sections._build import make
from engagekit.settings.periods import Period
from engagekit.tables.tables import Tables

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def value(
    tables: Tables, *, during: str | Period | None = None, language: str | None = None
) -> Section:
    """Hours saved, decisions handled differently and replacement cost, from low to high."""
    return make(
        "value",
        tables,
        during,
        lambda period: worth.value(tables, during=period),
        language=language,
        choices=_assumptions_used.together(
            _assumptions_used.fixed("value", "who_counts"),
            _assumptions_used.survey(tables),
            _assumptions_used.worth(tables),
        ),
        sentence="value",
    )


def assumptions(
    tables: Tables, *, during: str | Period | None = None, language: str | None = None
) -> Section:
    """Every assumption behind the value, as a listing."""
    return make(
        "assumptions",
        tables,
        during,
        lambda period: worth.assumptions(tables),
        language=language,
        kind="listing",
        sentence="assumptions",
    )


def ask(
    tables: Tables, *, during: str | Period | None = None, language: str | None = None
) -> Section:
    """The three options: do nothing, hold, grow; written in the settings alone."""
    chosen = tables.settings.ask
    told_in = language or tables.settings.report.language
    by = chosen.decide_by_fr if told_in == "fr" and chosen.decide_by_fr else chosen.decide_by
    by = day(by, told_in) if _DAY.fullmatch(by) else by
    return make(
        "ask",
        tables,
        during,
        lambda period: asked.ask(tables, during=period, language=told_in),
        language=language,
        kind="listing",
        sentence="ask",
        sentence_args={"decide_by": by},
    )


def evidence(
    tables: Tables, *, during: str | Period | None = None, language: str | None = None
) -> Section:
    """The numbers that the options lean on, each with its interval."""
    return make(
        "evidence",
        tables,
        during,
        lambda period: asked.evidence(tables, during=period),
        language=language,
        figure_args={"behind": True},
        choices=_assumptions_used.numbers(
            tables, [name for option in tables.settings.ask.options for name in option.evidence]
        ),
        sentence="evidence",
    )
