"""Sections on units known by totals alone: one beside all, and how use and money go together."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from engagekit.locale.words import say
from engagekit.measures import units as totals
from engagekit.measures._frame import measure_frame
from engagekit.presentation.section import Section
from engagekit.sections._build import make
from engagekit.settings.periods import Period
from engagekit.tables.tables import Tables


def per_head(
    tables: Tables,
    what: Sequence[tuple[str, float]],
    *,
    unit: str | None = None,
    people: str | None = None,
    during: str | Period | None = None,
    language: str | None = None,
) -> Section:
    """One unit beside all of them, per head: counts and money as ratios of sums.

    Parameters
    ----------
    tables : Tables
    what : sequence of (word, number)
        Words of the sheet counts, or ``money``, each with the number of people it is for.
    unit : str, optional
        The unit, as the sheet counts has it in ``place``.
    people : str, optional
        A word of the sheet counts that holds the heads; default: the sheet headcounts.
    during, language
        As in every section; the numbers are those of the newest year.
    """

    def measured(period: Period) -> pd.DataFrame:
        parts = [
            totals.per_head(tables, word, unit=unit, per=per, people=people) for word, per in what
        ]
        return measure_frame(pd.concat(parts, ignore_index=True), ["place"])

    return make("per_head", tables, during, measured, language=language)


def unit_relation(
    tables: Tables,
    what: str,
    *,
    per: float = 1000.0,
    people: str | None = None,
    during: str | Period | None = None,
    language: str | None = None,
) -> Section:
    """How a count for each so many people and money a head go together, unit by unit.

    Parameters
    ----------
    tables : Tables
    what : str
        A word of the sheet counts.
    per : float
    people : str, optional
        As in `per_head`.
    during, language
        As in every section.
    """
    told_in = language or tables.settings.report.language
    years: list[tuple[str, str]] = []

    def measured(period: Period) -> pd.DataFrame:
        frame = totals.unit_relation(tables, what, per=per, people=people)
        years.append(totals.years(tables, what, people=people))
        return frame

    result = make(
        "unit_relation",
        tables,
        during,
        measured,
        language=language,
        sentence="unit_relation",
        note=say("note.unit_relation", told_in),
    )
    first, last = years[0] if years else ("", "")
    return result.with_args({}, {"what": what, "first": first, "last": last})
