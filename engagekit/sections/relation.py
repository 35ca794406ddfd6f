"""How satisfaction, or reach, goes together with money: each level apart, and around a day."""

from __future__ import annotations

import pandas as pd

from engagekit.locale.missing import not_measured
from engagekit.locale.words import day, say
from engagekit.measures import before_after as around
from engagekit.measures import relation as levels
from engagekit.presentation.section import Section
from engagekit.sections import _assumptions_used
from engagekit.sections._build import make
from engagekit.settings.periods import Period
from engagekit.settings.schema import MoneyChange
from engagekit.tables.tables import Tables


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
        choices=_assumptions_used.together(
            _assumptions_used.money(tables),
            _assumptions_used.broadcasts(tables)
            if outcome == "reach"
            else _assumptions_used.last_wave(tables),
            _assumptions_used.least(tables),
            _assumptions_used.fixed("levels"),
        ),
        sentence="relation",
        sentence_args={"outcome": outcome},
        note=say("note.relation", told_in),
    )


def before_after(
    tables: Tables,
    *,
    outcome: str = "satisfaction",
    change: int = 1,
    during: str | Period | None = None,
    language: str | None = None,
) -> Section:
    """An outcome before and after a dated change of money, the other departments beside it.

    Private where it names a department: beside the quarters it would tell what is hidden there.

    Parameters
    ----------
    tables : Tables
    outcome : {"satisfaction", "reach"}
    change : int
        Which of ``[[money.changes]]`` of the settings, from 1.
    during : str or Period, optional
        Nothing after it is looked at.
    language : str, optional
    """
    told_in = language or tables.settings.report.language
    existing = tables.settings.money.changes
    matches: MoneyChange | None = existing[change - 1] if 0 < change <= len(existing) else None

    def measured(period: Period) -> pd.DataFrame:
        if matches is None:
            raise not_measured("no_money_change", n=change)
        return around.before_after(tables, matches, outcome=outcome, during=period)

    if matches is None:
        return make(f"before_after_{outcome}", tables, during, measured, language=language)
    text = {"what": matches.what, "on": matches.on.isoformat(), "outcome": outcome}
    return make(
        f"before_after_{outcome}",
        tables,
        during,
        measured,
        language=language,
        key=f"before_after_{outcome}" + (f"_{change}" if change > 1 else ""),
        choices=lambda period, spoken: {
            **_assumptions_used.choice(
                "change_on", spoken, what=matches.what, on=day(matches.on, spoken)
            ),
            **(
                _assumptions_used.broadcasts(tables)
                if outcome == "reach"
                else _assumptions_used.last_wave(tables)
            )(period, spoken),
        },
        figure="dumbbell",
        figure_args={
            "pair": "when",
            "by": ["department"],
            "order": ["before", "after"],
            "measure": outcome,
            "difference": around.MOVED,
            "k": tables.settings.disclosure.k,
        },
        sentence="before_after",
        sentence_args=text,
        note=say("note.before_after", told_in),
        audience="private" if matches.department else "board",
    )
