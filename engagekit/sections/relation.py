"""How satisfaction, or reach, goes together with money: each level apart."""

from __future__ import annotations

from engagekit.language import say
from engagekit.measures import relation as levels
from engagekit.periods import Period
from engagekit.sections._make import make
from engagekit.sections._section import Section
from engagekit.tables import Tables


def relation(
    tables: Tables,
    *,
    outcome: str = "satisfaction",
    during: str | Period | None = None,
    language: str | None = None,
) -> Section:
    """How an outcome and money a head go together, over time and between departments.

    Parameters
    ----------
    tables : Tables
    outcome : {"satisfaction", "reach"}
    during : str or Period, optional
    language : str, optional
    """
    told_in = language or tables.settings.report.language
    return make(
        f"relation_{outcome}",
        tables,
        during,
        lambda period: levels.relation(tables, during=period, outcome=outcome),
        language=language,
        choices=lambda period, spoken: {
            say("choice.money", spoken): say("choice.money_is", spoken),
            say("choice.levels", spoken): say("choice.levels_is", spoken),
        },
        sentence="relation",
        sentence_args={"outcome": outcome},
        note=say("note.relation", told_in),
    )
