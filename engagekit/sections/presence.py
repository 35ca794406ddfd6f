"""Sections on the seats the library has, and those it has not."""

from __future__ import annotations

from engagekit import measures
from engagekit.presentation.section import Section
from engagekit.sections import _assumptions_used
from engagekit.sections._build import make
from engagekit.settings.periods import Period
from engagekit.tables.tables import Tables


def meetings_held(
    tables: Tables, *, during: str | Period | None = None, language: str | None = None
) -> Section:
    """Meetings of twelve months, a line a series: spoke, attended, a seat unused, no seat."""
    return make(
        "meetings_held",
        tables,
        during,
        lambda period: measures.meetings_held(tables, during=period),
        language=language,
        choices=_assumptions_used.together(
            _assumptions_used.twelve_months, _assumptions_used.fixed("seat")
        ),
        kind="listing",
        figure="grid",
        sentence="meetings_held",
    )


def dinner_list(
    tables: Tables, *, during: str | Period | None = None, language: str | None = None
) -> Section:
    """Key series without a library seat, and whom to ask for one (private)."""
    return make(
        "dinner_list",
        tables,
        during,
        lambda period: measures.dinner_list(tables, during=period),
        language=language,
        choices=_assumptions_used.together(
            _assumptions_used.twelve_months, _assumptions_used.fixed("dinner")
        ),
        kind="listing",
        audience="private",
        sentence="dinner_list",
    )


def event_scorecard(
    tables: Tables, *, during: str | Period | None = None, language: str | None = None
) -> Section:
    """Events with their new faces and what each cost (private)."""
    return make(
        "event_scorecard",
        tables,
        during,
        lambda period: measures.event_scorecard(tables, during=period),
        language=language,
        choices=_assumptions_used.together(
            _assumptions_used.hour(tables),
            _assumptions_used.fixed("new_face"),
            _assumptions_used.touch(tables),
        ),
        kind="listing",
        audience="private",
        sentence="event_scorecard",
    )
