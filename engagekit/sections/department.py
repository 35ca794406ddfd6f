"""Sections of a department's brief: its numbers in one view, and beside the whole."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

import pandas as pd

from engagekit import measures
from engagekit.errors import DataError, SettingsError
from engagekit.locale.words import say
from engagekit.measures import _coverage
from engagekit.measures._frame import ALL, measure_frame
from engagekit.presentation.section import Section
from engagekit.sections import _assumptions_used
from engagekit.sections._build import make
from engagekit.settings.periods import Period
from engagekit.tables.tables import Tables

Measured = Callable[[Tables, Period], pd.DataFrame]
NUMBERS: dict[str, Measured] = {
    "reach": lambda tables, period: measures.reach(tables, during=period),
    "touches per contact reached": lambda tables, period: measures.frequency(tables, during=period),
    "satisfaction": lambda tables, period: measures.satisfaction(tables, during=period),
    "response rate (AAPOR RR2)": lambda tables, period: measures.response_rate(
        tables, during=period
    ),
    "champions": lambda tables, period: measures.champions(tables, during=period),
    "promises kept on time": lambda tables, period: measures.promises(tables, during=period),
    "funding per head": lambda tables, period: measures.funding(tables, during=period),
}
"""The numbers of a department, by the names of their rows."""
TILES = (
    "reach",
    "touches per contact reached",
    "satisfaction",
    "champions",
    "promises kept on time",
)


def department_headline(
    tables: Tables, *, during: str | Period | None = None, language: str | None = None
) -> Section:
    """The first screen of a brief: the numbers of one department (see `engagekit.only`)."""
    name = tables.scope.get("department", "")
    language_code = language or tables.settings.report.language
    result = make(
        "department_headline",
        tables,
        during,
        lambda period: _numbers(tables, period, TILES),
        title=say("section.department_headline_of", language_code, department=name),
        language=language,
        choices=_assumptions_used.numbers(tables, list(NUMBERS)),
        figure_args={"tiles": True},
        sentence="department_headline",
        sentence_args={"department": name},
    )
    return result.with_args(
        result.figure_args, {**result.sentence_args, "period": dict(result.period)}
    )


def beside_whole(
    tables: Tables, *, part: Tables, during: str | Period | None = None, language: str | None = None
) -> Section:
    """The numbers of one department beside those of everybody, the department among them.

    Parameters
    ----------
    tables : Tables
        Everybody.
    part : Tables
        The department, as `engagekit.only` gives it.
    during : str or Period, optional
    language : str, optional

    Returns
    -------
    Section
    """
    name = part.scope.get("department", "")

    def measured(period: Period) -> pd.DataFrame:
        both = [
            _numbers(of, period, NUMBERS).assign(department=label)
            for label, of in ((ALL, tables), (name, part))
        ]
        rows = pd.concat(both, ignore_index=True)
        order = {measure: place for place, measure in enumerate(NUMBERS)}
        rows = rows.sort_values("measure", key=lambda column: column.map(order), kind="stable")
        text = rows["measure"].map(rows["measure"].value_counts()) == len(both)
        return measure_frame(rows[text].reset_index(drop=True), ["department"])

    result = make(
        "beside_whole",
        tables,
        during,
        measured,
        language=language,
        choices=_assumptions_used.numbers(tables, list(NUMBERS)),
        figure="bars",
        figure_args={
            "measure": "reach",
            "target": tables.settings.targets.get("reach"),
            "k": tables.settings.disclosure.k,
        },
        sentence="beside_whole",
        sentence_args={"department": name},
    )
    is_drawn = (result.frame["measure"] == "reach").any()
    return result if is_drawn else replace(result, figure=None, figure_args={})


def _numbers(tables: Tables, period: Period, names: Iterable[str]) -> pd.DataFrame:
    """A row a number that can be measured; where none can, the sheet that is missing."""
    wanted = [name for name in NUMBERS if name in set(names)]
    rows = []
    for name in wanted:
        try:
            frame = NUMBERS[name](tables, period)
        except (DataError, SettingsError):
            continue
        matches = frame[frame["measure"] == name].head(1)
        rows.append(matches[matches["estimate"].notna()])
    present = [part for part in rows if len(part)]
    if not present:
        _coverage.asked_period(tables, period)
        tables.need("contacts")
        tables.need("touches")
    return measure_frame(pd.concat(present, ignore_index=True) if present else [])
