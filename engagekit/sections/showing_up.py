"""Sections on where the library showed up."""

from __future__ import annotations

from engagekit import measures
from engagekit.presentation.section import Section
from engagekit.sections import _assumptions_used
from engagekit.sections._build import make
from engagekit.settings.periods import Period
from engagekit.tables.tables import Tables


def attendance(
    tables: Tables, *, during: str | Period | None = None, language: str | None = None
) -> Section:
    """Who registered, came and stayed away, over all events, as a table."""
    return make(
        "attendance",
        tables,
        during,
        lambda period: measures.attendance(tables, during=period),
        language=language,
        choices=_assumptions_used.together(
            _assumptions_used.library_out, _assumptions_used.fixed("attended", "no_show")
        ),
        sentence="attendance",
        sentence_args={} if tables.has("contacts") else {"heads": True},
    )


def events(
    tables: Tables, *, during: str | Period | None = None, language: str | None = None
) -> Section:
    """The events of the period, a row each."""
    return make(
        "events",
        tables,
        during,
        lambda period: measures.event_list(tables, during=period),
        language=language,
        choices=_assumptions_used.together(
            _assumptions_used.library_out, _assumptions_used.fixed("attended", "events_of")
        ),
        kind="listing",
        sentence="events",
    )
