"""Meetings with and without a seat, counts of things, and events where no names were taken."""

from __future__ import annotations

import datetime as dt
from random import Random

from .calendar import months, working_days
from .workbook import Cell

MEETING_HEADER = ("series", "on", "owner", "library_seat", "attended", "spoke", "key")
SERIES: tuple[tuple[str, str, bool, bool, int | None], ...] = (
    ("Partners' forum", "Managing Partner", True, True, 0),
    ("Knowledge committee", "Director, Business Services", True, True, 0),
    ("Litigation practice meeting", "Partner, Litigation", True, False, 0),
    ("Engineering leads", "Principal Engineer, Civil Engineering", False, True, None),
    ("Finance committee", "Director, Business Services", False, True, None),
    ("IT steering committee", "Manager, Business Services", False, True, None),
    ("Energy bid review", "Partner, Energy & Infrastructure Law", True, False, 7),
    ("New joiners' welcome", "Coordinator, Business Services", True, False, 0),
)
"""Series, chair, seat in the end, decides on information or money, month the seat began."""
COUNT_HEADER = ("what", "on", "place", "n")
BOWL_FROM = dt.date(2026, 4, 7)
"""First day of the candy bowl on the 14th floor."""
EVENT_HEADER = (
    "event_id",
    "title",
    "started_at",
    "ended_at",
    "kind",
    "owner",
    "head_count",
    "cost",
    "currency",
    "staff_minutes",
    "initiative_id",
)
_ROOM_EVENTS = (
    ("2025-05-08 08:30", 60, "Muffin breakfast", "breakfast", "library", 42, 212.5, 180, None),
    ("2025-06-26 12:00", 90, "Summer barbecue stand", "stand", "organisation", 85, 0.0, 120, None),
    (
        "2025-09-11 09:00",
        120,
        "New joiners' welcome stand",
        "stand",
        "organisation",
        31,
        40.0,
        150,
        None,
    ),
    ("2025-10-09 08:30", 60, "Doughnut day", "breakfast", "library", 57, 168.0, 150, None),
    (
        "2025-11-27 15:00",
        60,
        "Standards clinic, Montréal",
        "clinic",
        "library",
        9,
        0.0,
        210,
        "I-03",
    ),
    (
        "2026-01-22 12:00",
        60,
        "Lunch with the Calgary office",
        "lunch",
        "library",
        18,
        410.0,
        480,
        "I-01",
    ),
    ("2026-03-05 08:30", 60, "Doughnut day", "breakfast", "library", 63, 181.25, 150, None),
    ("2026-04-16 14:00", 45, "Bridge standards drop-in", "walk-in", "library", 4, 0.0, 120, "I-08"),
    ("2026-05-28 08:30", 60, "Muffin breakfast", "breakfast", "library", 51, 236.0, 180, None),
    ("2026-06-18 12:00", 90, "Summer barbecue stand", "stand", "organisation", 97, 0.0, 120, None),
    (
        "2026-09-10 09:00",
        120,
        "New joiners' welcome stand",
        "stand",
        "organisation",
        28,
        40.0,
        150,
        None,
    ),
    (
        "2026-09-24 15:00",
        120,
        "Open house at the new desk",
        "open house",
        "library",
        74,
        390.0,
        540,
        "I-07",
    ),
)


def meetings(seed: int) -> list[list[Cell]]:
    """Eight series, monthly (the committee on money quarterly); three key ones have no seat."""
    random = Random(f"{seed}:meetings")
    rows: list[list[Cell]] = []
    for series, owner, seat, key, since in SERIES:
        for number, first in enumerate(months()):
            if series == "Finance committee" and number % 3 != 1:
                continue
            last = first + dt.timedelta(days=27)
            day = working_days(first, last)[random.randint(3, 14)]
            has_seat = seat and since is not None and number >= since
            came = has_seat and random.random() < 0.86
            spoke = came and random.random() < 0.45
            rows.append([series, day, owner, has_seat, came, spoke, key])
    return rows


def counts(seed: int) -> list[list[Cell]]:
    """Passers before and after the candy bowl, prompts of signs, page views, posts."""
    random = Random(f"{seed}:counts")
    rows: list[list[Cell]] = []
    for day in working_days(dt.date(2026, 2, 2), dt.date(2026, 6, 26)):
        quiet = 0.75 if day.weekday() == 4 else 1.0
        lift = 1.25 if day >= BOWL_FROM else 1.0
        rows.append(
            ["footfall", day, "14th floor", max(round(random.gauss(42 * quiet * lift, 5)), 5)]
        )
        if day >= BOWL_FROM:
            rows.append(["candy bowl talks", day, "14th floor", random.randint(2, 9)])
    for number, first in enumerate(months()):
        last = working_days(first, first + dt.timedelta(days=27))[-1]
        asked = random.randint(9, 17)
        monthly = (
            ("sign prompts", "14th floor lift", random.randint(1, 4) + (5 if number >= 11 else 0)),
            ("sign prompts", "Montréal reception", random.randint(0, 3)),
            ("page views", "intranet", random.randint(780, 1150) + 22 * number),
            ("library posts", "social", random.randint(4, 9) + number // 4),
            ("all posts", "social", random.randint(130, 210)),
            ("questions asked", "social", asked),
            (
                "questions answered",
                "social",
                round(asked * random.uniform(0.5, 0.62 + 0.02 * number)),
            ),
        )
        rows += [[what, last, place, n] for what, place, n in monthly]
    return rows


def room_events() -> list[list[Cell]]:
    """Twelve events in a room with a head count and nobody's name."""
    rows: list[list[Cell]] = []
    for number, event in enumerate(_ROOM_EVENTS, start=1):
        start, minutes, title, kind, owner, heads, cost, effort, initiative = event
        begin = dt.datetime.strptime(str(start), "%Y-%m-%d %H:%M")
        rows.append(
            [
                f"R-{number:02d}",
                title,
                begin,
                begin + dt.timedelta(minutes=int(minutes)),
                kind,
                owner,
                heads,
                cost,
                "CAD",
                effort,
                initiative,
            ]
        )
    return rows
