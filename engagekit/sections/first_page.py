"""What else stands on the first page: one story that a client confirms, and one risk."""

from __future__ import annotations

from engagekit.measures.risk import risks
from engagekit.measures.stories import told_story
from engagekit.presentation.section import Section
from engagekit.sections import _assumptions_used
from engagekit.sections._build import make
from engagekit.settings.periods import Period
from engagekit.tables.tables import Tables


def story(
    tables: Tables, *, during: str | Period | None = None, language: str | None = None
) -> Section:
    """One story: the newest contribution that a client confirms, in their words where they may."""
    return make(
        "story",
        tables,
        during,
        lambda period: told_story(tables, during=period),
        language=language,
        choices=_assumptions_used.story(tables),
        kind="listing",
        figure_args={"folded": True},
        sentence="story",
    )


def risk(
    tables: Tables, *, during: str | Period | None = None, language: str | None = None
) -> Section:
    """One risk: the first that holds of few champions, thin cover, late promises, few answers."""
    return make(
        "risk",
        tables,
        during,
        lambda period: risks(tables, during=period),
        language=language,
        choices=_assumptions_used.together(
            _assumptions_used.fixed("risk"), _assumptions_used.champion(tables)
        ),
        figure_args={"folded": True},
        sentence="risk",
    )
