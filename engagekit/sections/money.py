"""Sections on what it costs, and on love beside funding."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd

from engagekit import measures
from engagekit.locale.words import day, number, say
from engagekit.measures import _quarters
from engagekit.measures import love_and_funding as beside
from engagekit.measures import quadrant as places
from engagekit.measures.funding import outside, real_terms, spend
from engagekit.measures.reach_of_heads import stands_in
from engagekit.presentation.section import Section
from engagekit.sections import _assumptions_used
from engagekit.sections._build import make
from engagekit.settings.periods import Period
from engagekit.tables.tables import Tables

CORNERS = ("top_left", "top_right", "bottom_left", "bottom_right")


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
        choices=_assumptions_used.together(
            _assumptions_used.money(tables), _assumptions_used.roster(tables)
        ),
        sentence="funding",
        sentence_args={"heads": stands_in(tables)},
    )


def funding_by_department(
    tables: Tables, *, during: str | Period | None = None, language: str | None = None
) -> Section:
    """Money per head of each department."""

    def measured(period: Period) -> pd.DataFrame:
        frame = measures.funding(tables, during=period, by="department")
        return frame[frame["measure"] == "funding per head"].reset_index(drop=True)

    result = make(
        "funding_by_department",
        tables,
        during,
        measured,
        language=language,
        choices=_assumptions_used.together(
            _assumptions_used.money(tables), _assumptions_used.listed_on(tables)
        ),
        figure="money_bars",
        figure_args={"k": tables.settings.disclosure.k},
    )
    if result.missing:
        return result
    left = outside(tables, during=during)
    if left.empty:
        return result
    nobodys = left["department"] == ""
    text = {
        "amount": float(left["amount"].sum()),
        "names": left.loc[~nobodys, "department"].tolist(),
        "unnamed": bool(nobodys.any()),
    }
    return replace(result, sentence="money_outside", sentence_args=text)


def love_and_funding(
    tables: Tables,
    *,
    during: str | Period | None = None,
    quarters: int | None = None,
    language: str | None = None,
) -> Section:
    """Satisfaction and money a head of each department, and how sure one is of the quadrant.

    Over several quarters it is private: less the newest quarter it would tell what an older one
    hid.

    Parameters
    ----------
    tables : Tables
    during : str or Period, optional
    quarters : int, optional
        Quarters taken together; default ``quarters`` under ``[quadrant]`` in the settings.
    language : str, optional
    """
    settings = tables.settings
    rolled = quarters or settings.quadrant.quarters
    told_in = language or settings.report.language
    least = settings.disclosure.percent_base
    result = make(
        "love_and_funding",
        tables,
        during,
        lambda period: places.quadrant(tables, during=period, quarters=rolled),
        key="love_and_funding" + (f"_{rolled}" if rolled > 1 else ""),
        title=say("section.love_and_funding", told_in)
        if rolled == 1
        else say("section.love_and_funding_rolled", told_in, quarters=rolled),
        language=language,
        choices=_assumptions_used.together(
            _assumptions_used.money(tables),
            _assumptions_used.roster(tables),
            _assumptions_used.overall(tables),
            _assumptions_used.weights(tables),
            _assumptions_used.lines(tables),
            lambda period, spoken: (
                _rolled_choice(tables, period, rolled, spoken) if rolled > 1 else {}
            ),
        ),
        audience="private" if rolled > 1 else "board",
        sentence="quadrant",
        sentence_args={"surely": settings.quadrant.surely, "least": least},
    )
    if result.missing:
        return result
    x_line, y_line = places.cuts(tables, result.frame)
    across = places.across_of(result.frame)
    matches = places.placed(result.frame, settings.quadrant.surely)
    arguments: dict[str, Any] = {
        "x": across,
        "y": places.LOVE,
        "least_base": least,
        "k": settings.disclosure.k,
    }
    if len(matches):
        arguments |= {
            "x_line": x_line,
            "y_line": y_line,
            "undecided": matches.loc[~matches["is_decided"], "department"].tolist(),
            "lines_note": _lines_note(tables, x_line, y_line, across, told_in),
        }
    if across == places.USE:
        arguments["corners"] = [say(f"quadrant.by_use.{name}", told_in) for name in CORNERS]
    return replace(result, figure="quadrant", figure_args=arguments)


def _rolled_choice(tables: Tables, period: Period, quarters: int, language: str) -> dict[str, str]:
    """Which quarters were taken together, in words."""
    whole = _quarters.rolled(tables, period, quarters)
    text = {"start": day(whole.start, language), "end": day(whole.end, language)}
    return {say("choice.rolled", language): say("choice.rolled_is", language, **text)}


def _lines_note(tables: Tables, x: float, y: float, across: str, language: str) -> str:
    """Where the lines stand, in words."""
    chosen, currency = tables.settings.quadrant, tables.settings.organisation.currency
    other = chosen.reach if across == places.USE else chosen.funding_per_head
    unit = "share" if across == places.USE else "per_head"
    text = [
        say(
            "quadrant.line_stated" if supplied is not None else f"quadrant.line_{chosen.lines}",
            language,
            value=number(value, kind, language, currency),
        )
        for value, kind, supplied in ((x, unit, other), (y, "share", chosen.satisfaction))
    ]
    return say("figure.quadrant.lines", language, x=text[0], y=text[1])


def funding_over_time(
    tables: Tables, *, during: str | Period | None = None, language: str | None = None
) -> Section:
    """Money a head in each of the last quarters, in real terms where the settings have an index."""
    money = tables.settings.money
    real = bool(money.price_index)

    def measured(period: Period) -> pd.DataFrame:
        frame = measures.funding_over_time(
            tables, during=period, real=real, one_off=money.count_one_off
        )
        return frame[frame["measure"] == "funding per head"].reset_index(drop=True)

    def choices(period: Period, spoken: str) -> dict[str, str]:
        _, base = real_terms(tables, period) if real else (1.0, "")
        return {
            **_assumptions_used.money(tables)(period, spoken),
            say("choice.one_off", spoken): say(
                "choice.one_off_in" if money.count_one_off else "choice.one_off_out", spoken
            ),
            say("choice.prices", spoken): say("choice.prices_real", spoken, base=base)
            if real
            else say("choice.prices_nominal", spoken),
        }

    return make(
        "funding_over_time",
        tables,
        during,
        measured,
        language=language,
        choices=choices,
        figure="trend",
        figure_args={"k": tables.settings.disclosure.k},
        sentence="funding_in_real_terms" if real else "funding_over_time",
    )


def spend_by_line(
    tables: Tables, *, during: str | Period | None = None, language: str | None = None
) -> Section:
    """Money of the period by line of the budget, as a table."""
    return make(
        "spend_by_line",
        tables,
        during,
        lambda period: spend(tables, during=period),
        language=language,
        choices=_assumptions_used.money(tables),
        sentence="spend_by_line",
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
        choices=_assumptions_used.together(
            _assumptions_used.money(tables),
            _assumptions_used.broadcasts(tables),
            _assumptions_used.library_out,
            _assumptions_used.last_wave(tables),
            _assumptions_used.weights(tables),
        ),
        sentence="over_time",
    )
