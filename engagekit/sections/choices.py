"""The choices of the settings in words: what each section prints of those it used.

What a choice tells is a record under ``[choices]`` of questions.toml; a function stands here where
it is read out of the data. Each takes the `Request` and returns name to value.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from math import floor, log10
from operator import attrgetter
from typing import Any

import pandas as pd

from engagekit.errors import EngagekitError
from engagekit.facts import facts_of
from engagekit.facts.surveys import Survey, survey_of
from engagekit.locale.missing import missing_words
from engagekit.measures.channels import DAYS
from engagekit.measures.named_questions import LIBRARY
from engagekit.measures.value import DECISIONS, HOURS, left_out
from engagekit.presentation.table import header
from engagekit.sections.registry import CHOICES, Choice, Request

Chosen = Mapping[str, str]


def together(request: Request, parts: Iterable[Choice]) -> dict[str, str]:
    """Return several choices as one; a text is a function of this module, else a record."""
    result: dict[str, str] = {}
    for part in parts:
        told = globals().get(part, partial(stated, name=part)) if isinstance(part, str) else part
        result |= told(request)
    return result


def stated(request: Request, name: str) -> dict[str, str]:
    """Return a choice by its record: its message, with the settings that it tells.

    The record has a setting for each slot; one under ``is`` stands alone (nothing where it is
    empty), one under ``kind`` chooses the message, ``name`` is that of the choice.
    """
    record: dict[str, Any] = dict(CHOICES.get(name, {}))
    kind, messages = record.pop("kind", ""), record.pop("messages", {})
    name = record.pop("name", name)
    if "line" in record:
        return _line(request, record["line"])
    slots = {slot: _worded(request, source) for slot, source in record.items()}
    if "is" in slots:
        return named(request, name, str(slots["is"])) if slots["is"] else {}
    key = str(attrgetter(kind)(request.settings)).lower() if kind else ""
    return choice(request, name, messages.get(key, f"{name}_is"), **slots)


def _worded(request: Request, source: str | Mapping[str, str]) -> Any:
    """Return a setting in words: as a number of a unit, as the name of a month, else as it is."""
    locale = request.locale
    if source == "@end":
        return locale.day(request.when.end)
    if source == "@twelve_months":
        start = pd.Timestamp(request.when.end) - pd.DateOffset(months=12) + pd.Timedelta(days=1)
        return locale.day(start.date())
    path, unit = (source, "") if isinstance(source, str) else (source["setting"], source["unit"])
    value: Any = attrgetter(path)(request.settings)
    if unit == "month":
        return locale.month(value, short=False)
    if unit == "column":
        return header(value, locale.language)
    if unit == "weekdays":
        return ", ".join(locale.weekday(DAYS.index(day)) for day in value)
    if unit == "as written":
        return ", ".join(value)
    if unit == "how many":
        return len(value)
    if unit == "pairs":
        each = {name: of if isinstance(of, str) else ", ".join(of) for name, of in value.items()}
        return "; ".join(f"{name} = {of}" for name, of in each.items())
    if unit:
        return locale.number(value, unit)
    return value if isinstance(value, int | str) else listed(request, value)


def choice(request: Request, name: str, kind: str = "", /, **parts: object) -> dict[str, str]:
    """Return one choice: its name, and its words (of the message ``kind`` where it is given)."""
    say = request.locale.say
    return {say(f"choice.{name}"): say(f"choice.{kind or f'{name}_is'}", **parts)}


def named(request: Request, name: str, *texts: str) -> dict[str, str]:
    """Return a choice whose value is texts of the settings or the data; nothing without one."""
    return {request.locale.say(f"choice.{name}"): "; ".join(texts)} if any(texts) else {}


def listed(request: Request, words: Iterable[object]) -> str:
    """Return words one after the other, those of the kit in the language."""
    return ", ".join(request.locale.value(str(word), "list") for word in words)


def roster(request: Request) -> Chosen:
    """Return the choices behind every measure of reach."""
    return _of_people(request, "library_out", "broadcasts", "roster_day")


def listed_on(request: Request) -> Chosen:
    """Return who is counted: the staff list of a day less the library."""
    return _of_people(request, "roster_day", "library_out")


def _of_people(request: Request, *parts: str) -> Chosen:
    """Return choices of the staff list; where there is none, that of the last head counts."""
    return together(request, ["heads"] if facts_of(request.tables).heads_stand_in else parts)


def money(request: Request) -> Chosen:
    """Return which money counts, and the rates other currencies were changed at."""
    return choice(request, "money") | together(request, ("rates", "cost_centres"))


def rates(request: Request) -> Chosen:
    """Return the rates other currencies were changed at, where there are any."""
    locale, texts = request.locale, []
    for currency, rate in request.settings.money.rates.items():
        shown = locale.number(rate, "index", max(2, 2 - floor(log10(rate))))
        told = {"currency": currency, "home": locale.currency, "rate": shown}
        texts.append(locale.say("choice.rate", **told))
    return named(request, "rates", *texts)


def _survey_of(request: Request) -> Survey:
    return survey_of(request.tables, request.period, request.options.get("survey"))


def survey(request: Request) -> Chosen:
    """Return the survey that was read."""
    return named(request, "survey", str(_survey_of(request).row["title"]))


def overall(request: Request) -> Chosen:
    """Return the wording of the overall question."""
    return _taken(request, _survey_of(request).overall, "satisfaction_question")


def recommend(request: Request) -> Chosen:
    """Return the wording of the question on recommending."""
    return _taken(request, _survey_of(request).recommend, "recommend_question")


def _taken(request: Request, question: pd.Series, key: str) -> Chosen:
    """Return the wording of a question; where no setting names it, that it was taken, and how to
    name another.
    """
    if getattr(request.settings.survey, key):
        return named(request, "question", str(question["wording"]))
    number = f"{question['question_id']}, '{question['wording']}'"
    return choice(request, f"taken_{key}", "taken_is", question=number, setting=key)


def last_wave(request: Request, name: str = "question") -> Chosen:
    """Return the wording of the overall question in the last survey; none without a survey."""
    try:
        question = survey_of(request.tables, request.period).overall
    except EngagekitError:
        return {}
    return named(request, name, str(question["wording"]))


def apart(request: Request) -> Chosen:
    """Return the overall question, which is no service."""
    return last_wave(request, "apart")


def two_groups(request: Request) -> Chosen:
    """Return the two groups that the settings compare."""
    team = request.locale.say("label.library_team")
    return {
        name: team if tuple(levels) == (LIBRARY,) else ", ".join(levels)
        for name, levels in request.settings.survey.perception.groups.items()
    }


def counting(request: Request) -> Chosen:
    """Return the answers that see the worth: those of the settings, else the top two."""
    words = ", ".join(request.settings.survey.perception.answers)
    return named(request, "counting", words or request.locale.say("choice.top_two"))


def first_story(request: Request) -> Chosen:
    """Return which story stands on the first page."""
    wished = request.settings.report.story
    if wished:
        return choice(request, "told_first", "told_first_of", initiative=wished)
    return choice(request, "told_first", "told_first_newest")


def _line(request: Request, measure: str) -> dict[str, str]:
    """Return a line that the settings state."""
    value = getattr(request.settings.quadrant, measure.replace(" ", "_"))
    if value is None:
        return {}
    locale, unit = request.locale, "per_head" if "per head" in measure else "share"
    name = locale.say("choice.line_of", measure=locale.name_of(measure))
    return {name: locale.number(value, unit)}


def asked_on_value(request: Request) -> Chosen:
    """Return the survey of the answers on value, and what it was not asked."""
    lacking = left_out(request.tables, request.when)
    reasons = " ".join(missing_words(one, request.locale.language) for one in lacking)
    rests_on_answers = request.frame["measure"].isin([DECISIONS, HOURS]).any()
    used = survey(request) if rests_on_answers else {}
    return {**used, **named(request, "left_out", reasons)}


_THREE = ("low", "mid", "high")
"""The numbers of an assumption."""


def worth(request: Request) -> Chosen:
    """Return what is assumed of the hours stated, each with its source, and what is a yes."""
    chosen = request.settings.value
    result: dict[str, str] = {}
    if chosen.hours_question:
        digits = None if chosen.hours_times % 1 else 0
        times = request.locale.number(chosen.hours_times, "index", digits)
        result |= choice(request, "hours_times", times=times)
    for name, unit in (("loaded_rate", "money"), ("share_credited", "share")):
        if assumed := getattr(chosen, name):
            ends = {at: request.locale.number(getattr(assumed, at), unit) for at in _THREE}
            result |= choice(request, name, "assumed_is", source=assumed.source, **ends)
    if chosen.decision_question:
        result |= named(request, "yes", ", ".join(chosen.decision_yes))
    return result


_BEHIND = (
    ("touches", ("reach", "touches", "funding"), ("roster",)),
    ("support", ("champion",), ("champion",)),
    ("follow_ups", ("promise",), ("promise",)),
    ("responses", ("satisf", "net promoter"), ("last_wave", "answers")),
    ("responses", ("hours", "value", "decision"), ("worth",)),
    ("budget", ("funding", "full-time"), ("money",)),
)
"""A sheet, how the numbers out of it begin, and the choices behind them."""


def behind(request: Request, names: Sequence[str]) -> dict[str, str]:
    """Return the choices behind numbers of many kinds, of the sheets that are there."""
    result: dict[str, str] = {}
    for sheet, kinds, parts in _BEHIND:
        if request.tables.has(sheet) and any(name.startswith(kinds) for name in names):
            result |= together(request, parts)
    return result
