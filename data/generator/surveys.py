"""Answers to the two waves of the satisfaction survey; nobody is named in them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from random import Random

from .calendar import working_days
from .comments import COMMENTS
from .people import LEVELS, LIBRARY

SATISFACTION = (
    "Very dissatisfied",
    "Dissatisfied",
    "Neither satisfied nor dissatisfied",
    "Satisfied",
    "Very satisfied",
)
NO_OPINION = "No opinion / did not use"
ITEMS = (
    "Answers to research questions",
    "Speed of response",
    "Collections and databases",
    "Training sessions",
    "Current awareness alerts",
    "Document delivery",
)
FREQUENCY = ("Weekly or more", "Monthly", "A few times a year", "Once", "Never")
SERVICES = (
    "Research service",
    "Standards online",
    "Current awareness alerts",
    "Training on request",
    "Document delivery",
    "Company profiles",
)
WORDS = (
    "Approachable",
    "Confident",
    "Helpful",
    "Knowledgeable",
    "Smart",
    "Talented",
    "Slow",
    "Hard to find",
)
OVERALL = "Overall, how satisfied are you with the Information Centre?"
GRID = "How satisfied are you with each of these services?"
RECOMMEND = "How likely are you to recommend the Information Centre to a colleague?"
DEPARTMENT = "Which department do you work in?"
LEVEL = "What is the level of your role?"
OFTEN = "How often did you use the Information Centre in the past 12 months?"
HOURS = "About how many hours did the Information Centre save you last month?"
KNOWN = "Which of these services did you know before today?"
DIFFERENTLY = {
    2025: "Did you handle something differently because of the Information Centre?",
    2026: (
        "Thinking of one recent case: did you handle any part of it differently because of "
        "what the Information Centre found?"
    ),
}
"""The one question that was reworded between the waves."""
THREE_WORDS = "Which three words describe us best?"
COMMENT = "Is there anything else you would like to tell us?"

TOP_TWO = {
    "Litigation": 0.88,
    "Corporate & Finance": 0.85,
    "Energy & Infrastructure Law": 0.86,
    "Intellectual Property": 0.92,
    "Labour & Employment": 0.97,
    "Tax": 1.0,
    "Civil Engineering": 0.66,
    "Environmental Engineering": 0.83,
    "Building Systems": 0.79,
    "Business Services": 0.80,
    LIBRARY: 1.0,
}
"""Chance of an answer in the top two boxes, by department."""
COMPLETE = {
    2025: {
        "Litigation": 41,
        "Corporate & Finance": 30,
        "Energy & Infrastructure Law": 22,
        "Intellectual Property": 18,
        "Labour & Employment": 17,
        "Tax": 3,
        "Civil Engineering": 17,
        "Environmental Engineering": 21,
        "Building Systems": 11,
        "Business Services": 8,
        LIBRARY: 3,
    },
    2026: {
        "Litigation": 43,
        "Corporate & Finance": 33,
        "Energy & Infrastructure Law": 23,
        "Intellectual Property": 19,
        "Labour & Employment": 18,
        "Tax": 2,
        "Civil Engineering": 19,
        "Environmental Engineering": 22,
        "Building Systems": 12,
        "Business Services": 3,
        LIBRARY: 4,
    },
}
"""Complete answers by department and wave."""
PARTIAL = {
    "Litigation": 4,
    "Corporate & Finance": 4,
    "Environmental Engineering": 3,
    "Civil Engineering": 2,
    "Energy & Infrastructure Law": 1,
}
"""Answers of 2026 that stop after the grid of services."""
PREVIEWS = 3


@dataclass(frozen=True)
class Answer:
    """One person's answers as labels; None where not answered."""

    start: dt.datetime
    end: dt.datetime
    department: str | None
    level: str | None = None
    overall: str | None = None
    items: tuple[str | None, ...] = (None,) * len(ITEMS)
    recommend: int | None = None
    often: str | None = None
    hours: float | None = None
    known: tuple[str, ...] = ()
    differently: str | None = None
    words: tuple[str, ...] = ()
    comment: str = ""
    status: str = "IP Address"
    progress: int = 100
    importance: tuple[str | None, ...] = (None,) * len(ITEMS)
    value: str | None = None
    useful: str | None = None
    code: str = ""


def _box(random: Random, top: float) -> str:
    """A satisfaction label, by the chance of the top two."""
    if random.random() < top:
        return SATISFACTION[4] if random.random() < 0.30 + 0.35 * top else SATISFACTION[3]
    return random.choices(SATISFACTION[:3], (8, 34, 58))[0]


def _item(random: Random, top: float, used: float) -> str | None:
    """An answer to one service: no opinion, a label, or rarely nothing."""
    if random.random() > used:
        return NO_OPINION
    return None if random.random() < 0.02 else _box(random, top)


def _recommend(random: Random, overall: str) -> int:
    """0 to 10, around the satisfaction."""
    centre = {SATISFACTION[4]: 9.4, SATISFACTION[3]: 8.1, SATISFACTION[2]: 6.3}.get(overall, 4.0)
    return min(10, max(0, round(random.gauss(centre, 1.2))))


def _moments(random: Random, first: dt.date, last: dt.date) -> tuple[dt.datetime, dt.datetime]:
    """Start and end; more answers come on the first days."""
    days = working_days(first, last)
    day = days[min(int(random.expovariate(0.22)), len(days) - 1)]
    start = dt.datetime.combine(day, dt.time(8)) + dt.timedelta(seconds=random.randrange(0, 34000))
    return start, start + dt.timedelta(seconds=random.randint(95, 620))


def _answer(random: Random, department: str, window: tuple[dt.date, dt.date]) -> Answer:
    """One complete answer."""
    top = TOP_TWO[department]
    overall = _box(random, top)
    start, end = _moments(random, *window)
    often = random.choices(FREQUENCY, (14, 27, 38, 15, 6))[0]
    used = {"Never": 0.15, "Once": 0.5}.get(often, 0.86)
    item_tops = (top + 0.04, top - 0.08, top - 0.02, top, top + 0.01, top - 0.05)
    hours = 0.0 if used < 0.5 else round(min(random.lognormvariate(0.7, 0.8), 30) * 2) / 2
    happy = overall in SATISFACTION[3:]
    words = random.sample(WORDS[:6] if happy else WORDS[2:], 3)
    return Answer(
        start,
        end,
        department,
        random.choices(LEVELS, (1, 15, 28, 38, 18))[0] if random.random() < 0.97 else None,
        overall,
        tuple(_item(random, value, used) for value in item_tops),
        _recommend(random, overall),
        often,
        hours if random.random() < 0.9 else None,
        tuple(service for service in SERVICES if random.random() < 0.62),
        "Yes" if random.random() < (0.62 if happy else 0.3) else "No",
        tuple(word for word in WORDS if word in words),
    )


def wave(seed: int, year: int) -> list[Answer]:
    """Answers of one wave in the order in which they came; previews and partial ones with 2026."""
    random = Random(f"{seed}:survey:{year}")
    window = {
        2025: (dt.date(2025, 10, 6), dt.date(2025, 10, 31)),
        2026: (dt.date(2026, 8, 24), dt.date(2026, 9, 18)),
    }[year]
    answers = [
        _answer(random, department, window)
        for department, count in COMPLETE[year].items()
        for _ in range(count)
    ]
    if year == 2026:
        for department, count in PARTIAL.items():
            answers += [_stopped(random, _answer(random, department, window)) for _ in range(count)]
        answers += [_preview(random, number) for number in range(PREVIEWS)]
    return _commented(random, sorted(answers, key=lambda answer: answer.start))


def _commented(random: Random, answers: list[Answer]) -> list[Answer]:
    """The same answers, about one in four of the whole ones with a comment of its own."""
    whole = [
        number
        for number, answer in enumerate(answers)
        if answer.progress == 100 and answer.status == "IP Address"
    ]
    said = random.sample(COMMENTS, len(COMMENTS) - 4)
    given = dict(zip(random.sample(whole, len(said)), said, strict=True))
    return [
        replace(answer, comment=given.get(number, answer.comment))
        for number, answer in enumerate(answers)
    ]


def _stopped(random: Random, full: Answer) -> Answer:
    """An answer that stops after the grid: satisfaction and services, nothing more."""
    return Answer(full.start, full.end, None, overall=full.overall, items=full.items, progress=46)


def _preview(random: Random, number: int) -> Answer:
    """A test by the library itself before the survey opened."""
    start = dt.datetime(2026, 8, 20, 15, 4 + 9 * number, 12)
    full = _answer(random, "Litigation", (dt.date(2026, 8, 24), dt.date(2026, 8, 28)))
    return Answer(
        start,
        start + dt.timedelta(seconds=48),
        full.department,
        full.level,
        full.overall,
        full.items,
        full.recommend,
        full.often,
        full.hours,
        full.known,
        full.differently,
        full.words,
        "test",
        "Survey Preview",
    )
