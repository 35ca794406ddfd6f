"""Sections on who stands up for the library; whatever names somebody is private."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from engagekit import measures
from engagekit.locale.words import catalogue, number, say
from engagekit.measures import _coverage
from engagekit.measures.champion_risk import LEFT, WON, expected_loss, nobody_left
from engagekit.measures.prospects import DECAY
from engagekit.presentation.section import Section
from engagekit.sections import _assumptions_used
from engagekit.sections._build import make
from engagekit.settings.periods import Period
from engagekit.tables.tables import Tables

SLOWER, FASTER = 0.95, 0.8
"""Decays of warmth beside the usual one, to show how much hangs on it."""


def champions(
    tables: Tables, *, during: str | Period | None = None, language: str | None = None
) -> Section:
    """How many champions, what they did, and how far the library hangs on few, as a table."""
    return make(
        "champions",
        tables,
        during,
        lambda period: measures.champions(tables, during=period),
        language=language,
        choices=_assumptions_used.together(
            _assumptions_used.champion(tables), _assumptions_used.fixed("covered")
        ),
        sentence="champions",
    )


def champions_over_time(
    tables: Tables, *, during: str | Period | None = None, language: str | None = None
) -> Section:
    """Champions at the end of each quarter, joined and lost."""
    return make(
        "champions_over_time",
        tables,
        during,
        lambda period: measures.champions_over_time(tables, during=period),
        language=language,
        choices=_assumptions_used.champion(tables),
        figure="trend",
        figure_args={"measure": "champions", "from_zero": True, "k": tables.settings.disclosure.k},
        sentence="champions_over_time",
    )


def champion_loss(
    tables: Tables, *, during: str | Period | None = None, language: str | None = None
) -> Section:
    """How many champions of the last four quarters were lost, by champion-year and by reason."""
    return make(
        "champion_loss",
        tables,
        during,
        lambda period: measures.champion_loss(tables, during=period),
        language=language,
        choices=_assumptions_used.together(
            _assumptions_used.champion(tables), _assumptions_used.fixed("lost")
        ),
        sentence="champion_loss",
    )


def conversion(
    tables: Tables, *, during: str | Period | None = None, language: str | None = None
) -> Section:
    """How many of those met became a champion, and how many left first."""
    told_in = language or tables.settings.report.language
    return make(
        "conversion",
        tables,
        during,
        lambda period: measures.conversion(tables, during=period),
        language=language,
        choices=_assumptions_used.together(
            _assumptions_used.champion(tables),
            _assumptions_used.touch(tables),
            _assumptions_used.followed_by(tables),
        ),
        figure="steps",
        figure_args={
            "by": ["answer"],
            "labels": {WON: say("label.won", told_in), LEFT: say("label.left", told_in)},
            "k": tables.settings.disclosure.k,
        },
        sentence="conversion",
    )


def champion_roster(
    tables: Tables, *, during: str | Period | None = None, language: str | None = None
) -> Section:
    """The champions by name (private)."""
    return make(
        "champion_roster",
        tables,
        during,
        lambda period: measures.champion_roster(tables, during=period),
        language=language,
        choices=_assumptions_used.champion(tables),
        kind="listing",
        audience="private",
        sentence="champion_roster",
    )


def succession(
    tables: Tables,
    *,
    during: str | Period | None = None,
    leavers: Sequence[str] = (),
    language: str | None = None,
) -> Section:
    """Departments that may be without a champion in a year; what if these leave (private)."""

    def words(period: Period, spoken: str) -> dict[str, str]:
        used = {say("choice.turnover", spoken): say("choice.turnover_is", spoken)}
        if nobody_left(tables, period):
            share = number(tables.settings.champions.turnover, "share", spoken)
            used[say("choice.no_leaver", spoken)] = say("choice.no_leaver_is", spoken, share=share)
        if leavers:
            used[say("choice.leavers", spoken)] = ", ".join(leavers)
        return {**_assumptions_used.champion(tables)(period, spoken), **used}

    result = make(
        "succession",
        tables,
        during,
        lambda period: measures.succession(tables, during=period, leavers=leavers),
        language=language,
        choices=words,
        kind="listing",
        audience="private",
        sentence="succession",
    )
    if result.missing:
        return result
    n, lost = expected_loss(tables, during=during, leavers=leavers)
    return result.with_args({}, {"champions": n, "expected": round(lost, 2)})


def prospects(
    tables: Tables, *, during: str | Period | None = None, language: str | None = None
) -> Section:
    """Whom to win next, with the parts of the score (private)."""

    def words(period: Period, spoken: str) -> dict[str, str]:
        weights = tables.settings.champions.prospect_weights
        text = ", ".join(
            f"{_part(name, spoken)} {number(weight, 'index', spoken)}"
            for name, weight in weights.items()
        )
        return {say("choice.weights", spoken): text}

    return make(
        "prospects",
        tables,
        during,
        lambda period: measures.prospects(tables, during=period),
        language=language,
        choices=_assumptions_used.together(
            words,
            _assumptions_used.fixed("influence", "warmth", "fit"),
            _assumptions_used.touch(tables),
            _assumptions_used.champion(tables),
        ),
        kind="listing",
        audience="private",
        sentence="prospects",
    )


def _part(name: str, language: str) -> str:
    """A part of the score as its column is called."""
    key = f"report.column.{name}"
    return say(key, language).lower() if key in catalogue(language) else name


def cooling(
    tables: Tables, *, during: str | Period | None = None, language: str | None = None
) -> Section:
    """Relations that cooled in the period, and how many with other decays (private)."""
    result = make(
        "cooling",
        tables,
        during,
        lambda period: measures.cooling(tables, during=period),
        language=language,
        choices=_assumptions_used.together(
            _assumptions_used.fixed("warmth"), _assumptions_used.touch(tables)
        ),
        kind="listing",
        audience="private",
        sentence="cooling",
    )
    if result.missing:
        return result
    told_in = str(result.settings["language"])
    period = _coverage.asked_period(tables, during)
    counts = [
        len(measures.cooling(tables, during=period, decay=decay, most=None))
        for decay in (SLOWER, DECAY, FASTER)
    ]
    note = say("note.cooling", told_in, slower=counts[0], faster=counts[2])
    return replace(result.with_args({}, {"count": counts[1]}), note=note)
