"""The choices of the settings in words: what each section prints of those it used.

Each function is a `Choice` of a question: it takes the `Request` and returns name to value.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from math import floor, log10
from operator import attrgetter

import pandas as pd

from engagekit.errors import EngagekitError
from engagekit.facts import facts_of
from engagekit.facts.surveys import Survey, survey_of
from engagekit.locale.missing import missing_words
from engagekit.measures.channels import DAYS
from engagekit.measures.value import DECISIONS, HOURS, left_out
from engagekit.presentation.table import header
from engagekit.sections.registry import CHOICES, Choice, Request

Chosen = Mapping[str, str]


def together(request: Request, parts: Iterable[Choice]) -> dict[str, str]:
    """Return several choices as one; a text is a function of this module, else a message."""
    result: dict[str, str] = {}
    for part in parts:
        told = globals().get(part, partial(stated, name=part)) if isinstance(part, str) else part
        result |= told(request)
    return result


def stated(request: Request, name: str) -> dict[str, str]:
    """Return a choice by the words of its message, with the settings that they tell."""
    slots = {}
    for slot, path in CHOICES.get(name, {}).items():
        value = attrgetter(path)(request.settings)
        slots[slot] = value if isinstance(value, int | str) else listed(request, value)
    return (
        named(request, name, str(slots["is"])) if "is" in slots else choice(request, name, **slots)
    )


def choice(request: Request, name: str, kind: str = "", /, **parts: object) -> dict[str, str]:
    """Return one choice: its name, and its words (of the message ``kind`` where it is given)."""
    say = request.locale.say
    return {say(f"choice.{name}"): say(f"choice.{kind or f'{name}_is'}", **parts)}


def named(request: Request, name: str, value: str) -> dict[str, str]:
    """Return a choice whose value is a text of the settings or the data."""
    return {request.locale.say(f"choice.{name}"): value}


def listed(request: Request, words: Iterable[object]) -> str:
    """Return words one after the other, those of the kit in the language."""
    return ", ".join(request.locale.value(str(word), "list") for word in words)


def broadcasts(request: Request) -> Chosen:
    """Return which channels are no meeting."""
    chosen = request.settings.reach
    kind = "broadcasts_in" if chosen.count_broadcasts else "broadcasts_out"
    channels = listed(request, chosen.broadcast_channels)
    return choice(request, "broadcasts", kind, channels=channels)


def roster_day(request: Request) -> Chosen:
    """Return the day of the staff list."""
    return choice(request, "roster_day", day=request.locale.day(request.when.end))


def nothing_said(request: Request) -> Chosen:
    """Return the words of a comment that says nothing, as they stand in the settings."""
    words = ", ".join(request.settings.survey.nothing_said)
    return choice(request, "nothing_said", words=words)


def year(request: Request) -> Chosen:
    """Return in which month a fiscal year begins."""
    start = request.settings.organisation.fiscal_start
    return choice(request, "year", month=request.locale.month(start, short=False))


def roster(request: Request) -> Chosen:
    """Return the choices behind every measure of reach."""
    if facts_of(request.tables).heads_stand_in:
        return stated(request, "heads")
    return together(request, ("library_out", "broadcasts", "roster_day"))


def listed_on(request: Request) -> Chosen:
    """Return who is counted: the staff list of a day less the library, or the last head counts."""
    if facts_of(request.tables).heads_stand_in:
        return stated(request, "heads")
    return together(request, ("roster_day", "library_out"))


def twelve_months(request: Request) -> Chosen:
    """Return the window of what is looked at over twelve months."""
    end, day = request.when.end, request.locale.day
    start = pd.Timestamp(end) - pd.DateOffset(months=12) + pd.Timedelta(days=1)
    return choice(request, "looked_at", start=day(start.date()), end=day(end))


def hour(request: Request) -> Chosen:
    """Return what an hour of staff is counted with."""
    rate = request.settings.money.staff_hour
    return named(request, "hour", request.locale.number(rate, "per_head"))


def money(request: Request) -> Chosen:
    """Return which money counts, and the rates other currencies were changed at."""
    chosen = request.settings.money
    result = {**choice(request, "money"), **rates(request)}
    if chosen.cost_centres:
        pairs = [f"{centre} = {name}" for centre, name in chosen.cost_centres.items()]
        result |= named(request, "cost_centres", "; ".join(pairs))
    return result


def rates(request: Request) -> Chosen:
    """Return the rates other currencies were changed at, where there are any."""
    locale = request.locale
    pairs = [
        locale.say(
            "choice.rate",
            currency=currency,
            home=locale.currency,
            rate=locale.number(rate, "index", max(2, 2 - floor(log10(rate)))),
        )
        for currency, rate in request.settings.money.rates.items()
    ]
    return named(request, "rates", "; ".join(pairs)) if pairs else {}


def weights(request: Request) -> Chosen:
    """Return how answers are weighted."""
    kind = request.settings.survey.weights.replace("-", "_")
    return choice(request, "answers", f"answers_{kind}")


def _survey_of(request: Request) -> Survey:
    wanted: str | None = request.options.get("survey")
    return survey_of(request.tables, request.period, wanted)


def survey(request: Request) -> Chosen:
    """Return the survey that was read."""
    return titled(request, _survey_of(request))


def titled(request: Request, one: Survey) -> Chosen:
    """Return a survey by its title."""
    return named(request, "survey", str(one.row["title"]))


def overall(request: Request) -> Chosen:
    """Return the wording of the overall question."""
    question = _survey_of(request).overall
    return _taken(request, question, "satisfaction_question")


def recommend(request: Request) -> Chosen:
    """Return the wording of the question on recommending."""
    question = _survey_of(request).recommend
    return _taken(request, question, "recommend_question")


def _taken(request: Request, question: pd.Series, key: str) -> Chosen:
    """Return the wording of a question; where no setting names it, that it was taken, and how to
    name another.
    """
    if getattr(request.settings.survey, key):
        return named(request, "question", str(question["wording"]))
    number = f"{question['question_id']}, '{question['wording']}'"
    return choice(request, f"taken_{key}", "taken_is", question=number, setting=key)


def last_wave(request: Request) -> Chosen:
    """Return the wording of the overall question in the last survey; none without a survey."""
    try:
        question = survey_of(request.tables, request.period).overall
    except EngagekitError:
        return {}
    return named(request, "question", str(question["wording"]))


def apart(request: Request) -> Chosen:
    """Return the overall question, which is no service."""
    question = last_wave(request)
    return named(request, "apart", *question.values()) if question else {}


def groups(request: Request) -> Chosen:
    """Return departments that the settings take together."""
    pairs = [f"{name} = {', '.join(parts)}" for name, parts in request.settings.groups.items()]
    return named(request, "groups", "; ".join(pairs)) if pairs else {}


def first_story(request: Request) -> Chosen:
    """Return which story stands on the first page."""
    wished = request.settings.report.story
    if wished:
        return choice(request, "told_first", "told_first_of", initiative=wished)
    return choice(request, "told_first", "told_first_newest")


def zone(request: Request) -> Chosen:
    """Return which column of contacts is a zone."""
    return named(request, "zone", header(request.settings.walks.zone, request.locale.language))


def working_days(request: Request) -> Chosen:
    """Return the days of the working week and how many holidays were left out."""
    calendar = request.settings.calendar
    week = ", ".join(request.locale.weekday(DAYS.index(day)) for day in calendar.working_week)
    return choice(request, "working_days", week=week, count=len(calendar.holidays))


def lines(request: Request) -> Chosen:
    """Return where the lines of the quadrant stand, and how sure a place must be."""
    chosen = request.settings.quadrant
    result = choice(request, "lines", f"lines_{chosen.lines}")
    result |= _line(request, "satisfaction", chosen.satisfaction, "share")
    result |= _line(request, "reach", chosen.reach, "share")
    result |= _line(request, "funding per head", chosen.funding_per_head, "per_head")
    return {**result, **_sure(request), **stated(request, "least")}


def lines_of_services(request: Request) -> Chosen:
    """Return where the lines of the quadrant of services stand, and how sure a place must be."""
    chosen = request.settings.quadrant
    kind = "lines_of_services" if chosen.lines == "medians" else "lines_overall"
    result = choice(request, "lines", kind)
    result |= _line(request, "satisfaction", chosen.satisfaction, "share")
    base = request.settings.disclosure.percent_base
    return {**result, **_sure(request), **choice(request, "least", "least_of_services", base=base)}


def _line(request: Request, measure: str, value: float | None, unit: str) -> dict[str, str]:
    """Return a line that the settings state."""
    if value is None:
        return {}
    locale = request.locale
    name = locale.say("choice.line_of", measure=locale.name_of(measure))
    return {name: locale.number(value, unit)}


def _sure(request: Request) -> dict[str, str]:
    share = request.locale.number(request.settings.quadrant.surely, "share")
    return choice(request, "surely", share=share)


def asked_on_value(request: Request) -> Chosen:
    """Return the survey of the answers on value, and what it was not asked."""
    rests_on_answers = request.frame["measure"].isin([DECISIONS, HOURS]).any()
    language = request.locale.language
    reasons = [missing_words(one, language) for one in left_out(request.tables, request.when)]
    return {
        **(survey(request) if rests_on_answers else {}),
        **(named(request, "left_out", " ".join(reasons)) if reasons else {}),
    }


def worth(request: Request) -> Chosen:
    """Return how often a year the hours stated count, and which answers are a yes."""
    chosen = request.settings.value
    result: dict[str, str] = {}
    if chosen.hours_question:
        digits = None if chosen.hours_times % 1 else 0
        times = request.locale.number(chosen.hours_times, "index", digits)
        result |= choice(request, "hours_times", times=times)
    if chosen.decision_question:
        result |= named(request, "yes", ", ".join(chosen.decision_yes))
    return result


_BEHIND: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...] = (
    ("touches", ("reach", "touches", "funding"), ("roster",)),
    ("support", ("champion",), ("champion",)),
    ("follow_ups", ("promise",), ("promise",)),
    ("responses", ("satisf", "net promoter"), ("last_wave", "weights")),
    ("responses", ("hours", "value", "decision"), ("worth",)),
    ("budget", ("funding", "full-time"), ("money",)),
)
"""A sheet, how the numbers out of it begin, and the choices behind them."""


def numbers(names: Sequence[str]) -> Callable[[Request], Chosen]:
    """Return the choices behind numbers of many kinds, of the sheets that are there."""

    def chosen(request: Request) -> Chosen:
        result: dict[str, str] = {}
        for sheet, kinds, parts in _BEHIND:
            if request.tables.has(sheet) and any(name.startswith(kinds) for name in names):
                result |= together(request, parts)
        return result

    return chosen
