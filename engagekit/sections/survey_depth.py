"""Sections on what lies behind satisfaction: gaps, what goes with it, words, worth, comments."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import pandas as pd

from engagekit import measures
from engagekit.errors import DataError, EngagekitError, NotMeasuredError, StatisticsError
from engagekit.locale.words import say
from engagekit.measures import awareness, panel, perception, profile, themes
from engagekit.measures.consistency import wave as consistency_wave
from engagekit.measures.drivers import wave as drivers_wave
from engagekit.measures.gaps import IMPORTANCE, SERVICE, way_of
from engagekit.measures.gaps import wave as gaps_wave
from engagekit.presentation.section import Section
from engagekit.sections import _assumptions_used
from engagekit.sections._build import make
from engagekit.settings.periods import Period
from engagekit.tables.tables import Tables

Wave = Callable[[Tables, "str | Period | None", "str | None"], str]


def _depth(
    name: str,
    tables: Tables,
    during: str | Period | None,
    measured: Callable[[Period, str], pd.DataFrame],
    wave: Wave,
    *,
    survey: str | None,
    language: str | None,
    settings: Mapping[str, str] | None = None,
    **parts: Any,
) -> Section:
    """A section over the last survey that asked; what cannot be read is told as not measured."""
    told_in = language or tables.settings.report.language

    def frame(period: Period) -> pd.DataFrame:
        try:
            return measured(period, wave(tables, period, survey))
        except NotMeasuredError:
            raise
        except (DataError, StatisticsError) as error:
            text = str(error)
            raise NotMeasuredError(f"Not measured: {text[0].lower()}{text[1:]}") from error

    def words(period: Period, spoken: str) -> dict[str, str]:
        title = _assumptions_used.title(tables, wave(tables, period, survey))
        return {say("choice.survey", spoken): title, **(settings or {})}

    result = make(
        name,
        tables,
        during,
        frame,
        survey=_wave_of(tables, during, wave, survey),
        language=told_in,
        choices=words,
        sentence=parts.pop("sentence", name),
        **parts,
    )
    return replace(result, note="") if result.missing else result


def _wave_of(
    tables: Tables, during: str | Period | None, wave: Wave, survey: str | None
) -> str | None:
    """The survey that a section tells of; None where there is none."""
    try:
        return wave(tables, during, survey)
    except EngagekitError:
        return survey


def gaps(
    tables: Tables,
    *,
    during: str | Period | None = None,
    survey: str | None = None,
    language: str | None = None,
) -> Section:
    """How good each service is, beside its importance, or beside what people accept and wish."""
    told_in = language or tables.settings.report.language
    try:
        names = way_of(tables.settings.survey.gaps)
    except NotMeasuredError:
        names = IMPORTANCE
    of_service = names == SERVICE
    levels = [*IMPORTANCE, *SERVICE]
    return _depth(
        "gaps",
        tables,
        during,
        lambda period, number: measures.gaps(tables, during=period, survey=number),
        gaps_wave,
        survey=survey,
        language=language,
        settings={
            say("choice.gap", told_in): say(
                "choice.gap_service" if of_service else "choice.gap_importance", told_in
            )
        },
        figure="dumbbell",
        figure_args={
            "pair": "level",
            "by": ["item"],
            "order": ["minimum", "perceived"] if of_service else ["importance", "satisfaction"],
            "third": "desired" if of_service else "",
            "measure": "item level",
            "difference": "adequacy gap" if of_service else "gap to importance",
            "by_difference": True,
            "labels": {name: say(f"label.{name}", told_in) for name in levels},
            "k": tables.settings.disclosure.k,
        },
        note=say("note.gaps_service" if of_service else "note.gaps_importance", told_in),
    )


def drivers(
    tables: Tables,
    *,
    during: str | Period | None = None,
    survey: str | None = None,
    language: str | None = None,
) -> Section:
    """What goes with overall satisfaction, or that there are too few answers to rank."""
    told_in = language or tables.settings.report.language
    return _depth(
        "drivers",
        tables,
        during,
        lambda period, number: measures.drivers(tables, during=period, survey=number),
        drivers_wave,
        survey=survey,
        language=language,
        settings={say("choice.shares", told_in): say("choice.shares_is", told_in)},
        figure="bars",
        figure_args={
            "measure": "share of what goes with satisfaction",
            "by": ["item"],
            "k": tables.settings.disclosure.k,
        },
        note=say("note.drivers", told_in),
    )


def consistency(
    tables: Tables,
    *,
    during: str | Period | None = None,
    survey: str | None = None,
    language: str | None = None,
) -> Section:
    """Whether the items of each block hang together, as a table."""
    return _depth(
        "consistency",
        tables,
        during,
        lambda period, number: measures.consistency(tables, during=period, survey=number),
        consistency_wave,
        survey=survey,
        language=language,
    )


def comment_themes(
    tables: Tables,
    *,
    during: str | Period | None = None,
    survey: str | None = None,
    language: str | None = None,
) -> Section:
    """What comments are about, by the list of themes; comments without a theme stay visible."""
    told_in = language or tables.settings.report.language
    return _depth(
        "comment_themes",
        tables,
        during,
        lambda period, number: measures.comment_themes(tables, during=period, survey=number),
        themes.wave,
        survey=survey,
        language=language,
        settings=_themes(tables, told_in),
        figure="bars",
        figure_args={
            "by": ["theme"],
            "labels": {themes.NO_THEME: say("label.no_theme", told_in)},
            "context": [themes.NO_THEME],
            "k": tables.settings.disclosure.k,
        },
    )


def comments(
    tables: Tables,
    *,
    during: str | Period | None = None,
    survey: str | None = None,
    language: str | None = None,
) -> Section:
    """Every comment with its themes, those without one first (private: comments carry names)."""
    return _depth(
        "comments",
        tables,
        during,
        lambda period, number: measures.comments(tables, during=period, survey=number),
        themes.wave,
        survey=survey,
        language=language,
        kind="listing",
        audience="private",
        settings=_themes(tables, language or tables.settings.report.language),
    )


def _themes(tables: Tables, language: str) -> dict[str, str]:
    """How comments get their themes, and which say nothing."""
    nothing = ", ".join(tables.settings.survey.nothing_said)
    return {
        **_assumptions_used.choice("theme", language),
        **_assumptions_used.choice("nothing_said", language, words=nothing),
    }


def attribute_profile(
    tables: Tables,
    *,
    during: str | Period | None = None,
    survey: str | None = None,
    language: str | None = None,
) -> Section:
    """How colleagues describe the library, beside how its team describes itself."""
    told_in = language or tables.settings.report.language
    result = _depth(
        "attribute_profile",
        tables,
        during,
        lambda period, number: measures.attribute_profile(tables, during=period, survey=number),
        profile.wave,
        survey=survey,
        language=language,
        settings={
            say("choice.question", told_in): str(tables.settings.survey.profile.question),
            **_assumptions_used.choice("team", told_in, k=tables.settings.disclosure.k),
        },
        figure="dumbbell",
        sentence_args={"k": tables.settings.disclosure.k},
    )
    two = [profile.TEAM, profile.COLLEAGUES]
    is_both = not result.missing and profile.TEAM in set(result.frame["answer"])
    args = {
        "pair": "answer",
        "by": ["word"],
        "order": two if is_both else two[1:],
        "labels": {
            profile.TEAM: say("label.library_team", told_in),
            profile.COLLEAGUES: say("label.colleagues", told_in),
        },
        "k": tables.settings.disclosure.k,
    }
    return result.with_args(args, result.sentence_args)


def aided_awareness(
    tables: Tables,
    *,
    during: str | Period | None = None,
    survey: str | None = None,
    language: str | None = None,
) -> Section:
    """Who knows at least one service of the list, and which services are known."""
    told_in = language or tables.settings.report.language
    return _depth(
        "aided_awareness",
        tables,
        during,
        lambda period, number: measures.aided_awareness(tables, during=period, survey=number),
        awareness.awareness_wave,
        survey=survey,
        language=language,
        settings={say("choice.question", told_in): str(tables.settings.survey.awareness_question)},
        figure="bars",
        figure_args={
            "by": ["service"],
            "labels": {"All": say("label.any_service", told_in)},
            "k": tables.settings.disclosure.k,
        },
    )


def useful(
    tables: Tables,
    *,
    during: str | Period | None = None,
    survey: str | None = None,
    language: str | None = None,
) -> Section:
    """Was it useful to me: one question, as a table."""
    told_in = language or tables.settings.report.language
    return _depth(
        "useful",
        tables,
        during,
        lambda period, number: measures.useful(tables, during=period, survey=number),
        awareness.useful_wave,
        survey=survey,
        language=language,
        settings={
            say("choice.question", told_in): str(tables.settings.survey.useful_question),
            say("choice.yes", told_in): ", ".join(tables.settings.survey.useful_answers),
        },
    )


def perception_gap(
    tables: Tables,
    *,
    during: str | Period | None = None,
    survey: str | None = None,
    language: str | None = None,
) -> Section:
    """Do two groups see the library's worth alike, with the range of the difference."""
    told_in = language or tables.settings.report.language
    stated = tables.settings.survey.perception
    groups = {
        name: ", ".join(levels)
        if tuple(levels) != (perception.LIBRARY,)
        else say("label.library_team", told_in)
        for name, levels in stated.groups.items()
    }
    return _depth(
        "perception_gap",
        tables,
        during,
        lambda period, number: measures.perception_gap(tables, during=period, survey=survey),
        perception.wave,
        survey=survey,
        language=language,
        settings={
            **groups,
            say("choice.question", told_in): stated.question or "",
            say("choice.counting", told_in): ", ".join(stated.answers)
            or say("choice.top_two", told_in),
        },
        figure="bars",
        figure_args={
            "measure": "sees the value",
            "by": ["group"],
            "k": tables.settings.disclosure.k,
        },
    )


def panel_change(
    tables: Tables, *, during: str | Period | None = None, language: str | None = None
) -> Section:
    """How the overall answer moved within the people who answered twice."""
    told_in = language or tables.settings.report.language
    return _depth(
        "panel_change",
        tables,
        during,
        lambda period, number: measures.panel_change(tables, during=period),
        lambda given, when, survey: panel.waves(given, when)[1],
        survey=None,
        language=language,
        settings={say("choice.joined", told_in): say("choice.joined_is", told_in)},
        figure="bars",
        figure_args={
            "measure": "answers that moved",
            "by": ["answer"],
            "order": list(panel.WAYS),
            "labels": {
                name: say(f"label.{name.replace(' ', '_')}", told_in) for name in panel.WAYS
            },
            "k": tables.settings.disclosure.k,
        },
    )
