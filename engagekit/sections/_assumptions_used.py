"""The choices of the settings in words: what each section prints of those it used."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence

import pandas as pd

from engagekit.errors import EngagekitError
from engagekit.locale.definitions import name_of
from engagekit.locale.translate import told
from engagekit.locale.words import LOCALES, day, number, say
from engagekit.measures import _survey_waves
from engagekit.measures.reach_of_heads import stands_in
from engagekit.measures.walks import DAYS
from engagekit.presentation.table import header
from engagekit.settings.periods import Period
from engagekit.tables.tables import Tables

Words = Callable[[Period, str], Mapping[str, str]]
"""Choices of a period in a language: name to value."""


def listed(words: object, language: str) -> str:
    """Words one after the other, those of the kit in the language."""
    texts = [str(word) for word in words] if isinstance(words, (list, tuple)) else [str(words)]
    return ", ".join(told(text, language, "list") for text in texts)


def choice(name: str, language: str, kind: str = "", **parts: object) -> dict[str, str]:
    """One choice: its name, and its words (those of another ending where ``kind`` is given)."""
    return {
        say(f"choice.{name}", language): say(f"choice.{kind or f'{name}_is'}", language, **parts)
    }


def together(*parts: Words) -> Words:
    """Several choices as one."""

    def words(period: Period, language: str) -> dict[str, str]:
        result: dict[str, str] = {}
        for part in parts:
            result |= part(period, language)
        return result

    return words


def fixed(*names: str) -> Words:
    """Choices that no setting moves, by the names of their words."""

    def words(period: Period, language: str) -> dict[str, str]:
        result: dict[str, str] = {}
        for name in names:
            result |= choice(name, language)
        return result

    return words


def library_out(period: Period, language: str) -> dict[str, str]:
    """That library staff are in neither number."""
    return choice("library_out", language)


def broadcasts(tables: Tables) -> Words:
    """Which channels are no meeting."""
    chosen = tables.settings.reach

    def words(period: Period, language: str) -> dict[str, str]:
        kind = "broadcasts_in" if chosen.count_broadcasts else "broadcasts_out"
        return choice(
            "broadcasts", language, kind, channels=listed(chosen.broadcast_channels, language)
        )

    return words


def roster_day(period: Period, language: str) -> dict[str, str]:
    """The day of the staff list."""
    return choice("roster_day", language, day=day(period.end, language))


def roster(tables: Tables) -> Words:
    """The choices behind every measure of reach."""
    if stands_in(tables):
        return heads(tables)
    return together(library_out, broadcasts(tables), roster_day)


def listed_on(tables: Tables) -> Words:
    """Who is counted: the staff list of a day less the library, or the last head counts."""
    return heads(tables) if stands_in(tables) else together(roster_day, library_out)


def heads(tables: Tables) -> Words:
    """The choices behind reach where there is no staff list."""
    channels = tables.settings.reach.broadcast_channels
    return lambda period, language: choice("heads", language, channels=listed(channels, language))


def touch(tables: Tables) -> Words:
    """What a touch is where broadcasts never count."""
    channels = tables.settings.reach.broadcast_channels
    return lambda period, language: choice("touch", language, channels=listed(channels, language))


def two_way(tables: Tables) -> Words:
    """Which touches are asked where they took place."""
    channels = tables.settings.reach.broadcast_channels
    return lambda period, language: choice("two_way", language, channels=listed(channels, language))


def trust(tables: Tables) -> Words:
    """What stands for trust."""
    acts = tables.settings.trust.acts
    return lambda period, language: {say("choice.trust", language): listed(acts, language)}


def champion(tables: Tables) -> Words:
    """What makes a champion."""
    chosen = tables.settings.champions
    return lambda period, language: choice(
        "champion", language, acts=listed(chosen.acts, language), months=chosen.months
    )


def rungs(tables: Tables) -> Words:
    """How far back the rungs look, and what is often."""
    chosen = tables.settings.reach
    return lambda period, language: choice(
        "rungs", language, months=chosen.months_active, days=chosen.repeat_days
    )


def twelve_months(period: Period, language: str) -> dict[str, str]:
    """The window of what is looked at over twelve months."""
    start = pd.Timestamp(period.end) - pd.DateOffset(months=12) + pd.Timedelta(days=1)
    return choice(
        "looked_at", language, start=day(start.date(), language), end=day(period.end, language)
    )


def small_groups(tables: Tables) -> Words:
    """Groups that are taken together before a number is made of them."""
    k = tables.settings.disclosure.k
    return lambda period, language: choice("small_groups", language, k=k)


def hour(tables: Tables) -> Words:
    """What an hour of staff is counted with."""
    settings = tables.settings
    return lambda period, language: {
        say("choice.hour", language): number(
            settings.money.staff_hour, "per_head", language, settings.organisation.currency
        )
    }


def money(tables: Tables) -> Words:
    """Which money counts, and the rates other currencies were changed at."""
    chosen, home = tables.settings.money, tables.settings.organisation.currency

    def words(period: Period, language: str) -> dict[str, str]:
        result = {say("choice.money", language): say("choice.money_is", language)}
        if chosen.rates:
            rates = [
                say(
                    "choice.rate",
                    language,
                    currency=currency,
                    home=home,
                    rate=number(rate, "index", language),
                )
                for currency, rate in chosen.rates.items()
            ]
            result[say("choice.rates", language)] = "; ".join(rates)
        if chosen.cost_centres:
            pairs = [f"{centre} = {name}" for centre, name in chosen.cost_centres.items()]
            result[say("choice.cost_centres", language)] = "; ".join(pairs)
        return result

    return words


def weights(tables: Tables) -> Words:
    """How answers are weighted."""
    kind = tables.settings.survey.weights.replace("-", "_")
    return lambda period, language: choice("answers", language, f"answers_{kind}")


def survey(tables: Tables, wanted: str | None = None) -> Words:
    """The survey that was read."""

    def words(period: Period, language: str) -> dict[str, str]:
        return {
            say("choice.survey", language): title(
                tables, _survey_waves.wave(tables, period, wanted)
            )
        }

    return words


def title(tables: Tables, survey_id: str) -> str:
    """The title of a survey, else its number."""
    matches = _survey_waves.waves(tables).set_index("survey_id")["title"]
    return str(matches.get(survey_id, survey_id))


def overall(tables: Tables, wanted: str | None = None) -> Words:
    """The wording of the overall question."""

    def words(period: Period, language: str) -> dict[str, str]:
        number_ = _survey_waves.wave(tables, period, wanted)
        requested = str(_survey_waves.overall_question(tables, number_)["wording"])
        return {say("choice.question", language): requested}

    return words


def year(tables: Tables, language: str) -> dict[str, str]:
    """In which month the fiscal year of the quarters begins."""
    from babel.dates import format_date

    first = dt.date(2000, tables.settings.organisation.fiscal_start, 1)
    begins = format_date(first, "LLLL", locale=LOCALES[language])
    return choice("year", language, month=begins)


def groups(tables: Tables, language: str) -> dict[str, str]:
    """Departments that the settings take together."""
    result = [f"{name} = {', '.join(parts)}" for name, parts in tables.settings.groups.items()]
    return {say("choice.groups", language): "; ".join(result)} if result else {}


def story(tables: Tables) -> Words:
    """Which story stands on the first page."""
    wished = tables.settings.report.story
    kind = "told_first_of" if wished else "told_first_newest"
    return lambda period, language: choice("told_first", language, kind, initiative=wished or "")


def zone(tables: Tables) -> Words:
    """Which column of contacts is a zone."""
    name = tables.settings.walks.zone
    return lambda period, language: {say("choice.zone", language): header(name, language)}


def week(tables: Tables, language: str) -> str:
    """The days of the working week as they are written in a language."""
    from babel.dates import get_day_names

    names = get_day_names("abbreviated", locale=LOCALES[language])
    return ", ".join(str(names[DAYS.index(day)]) for day in tables.settings.calendar.working_week)


def followed_by(tables: Tables) -> Words:
    """How many people must still be followed for a month to be told."""
    k = tables.settings.disclosure.k
    return lambda period, language: choice("followed_by", language, k=k)


def recommend(tables: Tables, wanted: str | None = None) -> Words:
    """The wording of the question on recommending."""

    def words(period: Period, language: str) -> dict[str, str]:
        survey_id = _survey_waves.wave(tables, period, wanted)
        requested = str(_survey_waves.recommend_question(tables, survey_id)["wording"])
        return {say("choice.question", language): requested}

    return words


def last_wave(tables: Tables) -> Words:
    """The wording of the overall question in the last survey; none without a survey."""

    def words(period: Period, language: str) -> dict[str, str]:
        try:
            return dict(overall(tables)(period, language))
        except EngagekitError:
            return {}

    return words


def apart(tables: Tables) -> Words:
    """The overall question, which is no service."""

    def words(period: Period, language: str) -> dict[str, str]:
        return {
            say("choice.apart", language): text
            for text in last_wave(tables)(period, language).values()
        }

    return words


def least(tables: Tables) -> Words:
    """How many answers, or people, a department must have to be set beside money."""
    base = tables.settings.disclosure.percent_base
    return lambda period, language: choice("least", language, base=base)


def lines(tables: Tables) -> Words:
    """Where the lines of the quadrant stand, and how sure a place must be."""
    chosen = tables.settings.quadrant

    def words(period: Period, language: str) -> dict[str, str]:
        kind = f"lines_{chosen.lines}"
        result = choice("lines", language, kind)
        supplied = {
            "satisfaction": (chosen.satisfaction, "share"),
            "reach": (chosen.reach, "share"),
            "funding per head": (chosen.funding_per_head, "per_head"),
        }
        for measure, (value, unit) in supplied.items():
            if value is not None:
                result[say("choice.line_of", language, measure=name_of(measure, language))] = (
                    number(value, unit, language, tables.settings.organisation.currency)
                )
        sure = number(chosen.surely, "share", language)
        return {
            **result,
            **choice("surely", language, share=sure),
            **least(tables)(period, language),
        }

    return words


def worth(tables: Tables) -> Words:
    """How often a year the hours stated count, and which answers are a yes."""
    chosen = tables.settings.value

    def words(period: Period, language: str) -> dict[str, str]:
        result: dict[str, str] = {}
        if chosen.hours_question:
            digits = None if chosen.hours_times % 1 else 0
            times = number(chosen.hours_times, "index", language, digits=digits)
            result |= choice("hours_times", language, times=times)
        if chosen.decision_question:
            result[say("choice.yes", language)] = ", ".join(chosen.decision_yes)
        return result

    return words


def numbers(tables: Tables, names: Sequence[str]) -> Words:
    """The choices behind numbers of many kinds side by side, of the sheets that are there."""

    def words(period: Period, language: str) -> dict[str, str]:
        result: dict[str, str] = {}
        for sheet, kinds, parts in (
            ("touches", ("reach", "touches", "funding"), [roster(tables)]),
            ("support", ("champion",), [champion(tables)]),
            ("follow_ups", ("promise",), [fixed("promise")]),
            ("responses", ("satisf", "net promoter"), [last_wave(tables), weights(tables)]),
            ("responses", ("hours", "value", "decision"), [worth(tables)]),
            ("budget", ("funding", "full-time"), [money(tables)]),
        ):
            if tables.has(sheet) and any(name.startswith(kinds) for name in names):
                result |= together(*parts)(period, language)
        return result

    return words
