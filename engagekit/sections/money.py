"""Sections on what it costs, and on love beside funding."""

from __future__ import annotations

import pandas as pd

from engagekit import measures
from engagekit.language import say
from engagekit.measures import love_and_funding as beside
from engagekit.periods import Period
from engagekit.sections._make import make
from engagekit.sections._section import Section
from engagekit.tables import Tables


def _money_choice(period: Period, language: str) -> dict[str, str]:
    return {say("choice.money", language): say("choice.money_is", language)}


def funding(
    tables: Tables, *, during: str | Period | None = None, language: str | None = None
) -> Section:
    """Money and posts of the period, per head and per contact reached, as a table."""
    return make(
        "funding",
        tables,
        during,
        lambda period: measures.funding(tables, during=period),
        language=language,
        choices=_money_choice,
        sentence="funding",
    )


def funding_by_department(
    tables: Tables, *, during: str | Period | None = None, language: str | None = None
) -> Section:
    """Money per head of each department."""

    def measured(period: Period) -> pd.DataFrame:
        frame = measures.funding(tables, during=period, by="department")
        return frame[frame["measure"] == "funding per head"].reset_index(drop=True)

    return make(
        "funding_by_department",
        tables,
        during,
        measured,
        language=language,
        choices=_money_choice,
        figure="money_bars",
        figure_args={
            "k": tables.settings.disclosure.k,
            "currency": tables.settings.organisation.currency,
        },
    )


def love_and_funding(
    tables: Tables, *, during: str | Period | None = None, language: str | None = None
) -> Section:
    """Satisfaction and money a head of each department, beside each other."""
    return make(
        "love_and_funding",
        tables,
        during,
        lambda period: measures.beside_funding(tables, during=period),
        language=language,
        choices=_money_choice,
        figure="quadrant",
        figure_args={
            "x": "funding per head",
            "y": "satisfaction",
            "least_base": tables.settings.disclosure.percent_base,
            "k": tables.settings.disclosure.k,
            "currency": tables.settings.organisation.currency,
        },
        sentence="love_and_funding",
    )


def funding_over_time(
    tables: Tables, *, during: str | Period | None = None, language: str | None = None
) -> Section:
    """Money a head in each of the last quarters."""

    def measured(period: Period) -> pd.DataFrame:
        frame = measures.funding_over_time(tables, during=period)
        return frame[frame["measure"] == "funding per head"].reset_index(drop=True)

    return make(
        "funding_over_time",
        tables,
        during,
        measured,
        language=language,
        choices=_money_choice,
        figure="trend",
        figure_args={
            "k": tables.settings.disclosure.k,
            "currency": tables.settings.organisation.currency,
        },
        sentence="funding_over_time",
    )


def over_time(
    tables: Tables, *, during: str | Period | None = None, language: str | None = None
) -> Section:
    """Reach, satisfaction and money a head, quarter by quarter, as one table."""
    return make(
        "over_time",
        tables,
        during,
        lambda period: beside.over_time(tables, during=period),
        language=language,
        choices=_money_choice,
        sentence="over_time",
    )
