"""Audits, the news mail, the blog, questions on social media, and the organisation's events."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from random import Random

from .calendar import END, HOLIDAYS, months, working_days
from .people import DEPARTMENTS, Person
from .workbook import Cell

AUDITED = dt.date(2026, 9, 14)
SIGNATURE = {"photo": 3, "plain title": 7, "offer line": 2, "link": 6, "phone": 8,
             "call to action": 1}  # fmt: skip
"""Points of an e-mail signature, and how many of the eight library staff have each."""
PROFILE = {"photo": (4, 31), "about me": (2, 18), "skills": (3, 22), "projects": (1, 9),
           "languages": (6, 24), "phone": (8, 38)}  # fmt: skip
"""Fields of the intranet profile: filled by eight library staff, and by forty colleagues."""
LIBRARY_STAFF, COLLEAGUES = 8, 40
POSTS = (
    ("2026-04-09", "Five sources for bridge codes", 212, 61),
    ("2026-05-07", "What the new privacy ruling asks of us", 388, 140),
    ("2026-06-11", "Notes from the AI day", 301, 118),
    ("2026-07-09", "Reading a patent in ten minutes", 176, 54),
    ("2026-08-13", "Where the rain data live", 121, None),
    ("2026-09-10", "A week with the Halifax desk", 264, 97),
)
"""Day, title, views and different readers of a post; None where they could not be told."""
_OWN_EVENTS = (
    ("2025-10-16 10:00", 240, "Safety day", "fair", 90),
    ("2025-11-20 15:00", 90, "Town hall", "town hall", None),
    ("2026-01-15 09:00", 480, "Partners' retreat", "retreat", None),
    ("2026-02-26 17:30", 120, "Associates' evening", "reception", 60),
    ("2026-04-30 17:00", 150, "Engineering awards", "reception", None),
    ("2026-05-21 15:00", 90, "Town hall", "town hall", 45),
    ("2026-06-25 17:00", 180, "Partners' dinner", "reception", None),
    ("2026-08-27 12:00", 90, "Summer students' farewell", "lunch", 45),
    ("2026-09-17 15:00", 90, "Town hall", "town hall", None),
)
"""Start, minutes, title, kind, and time library staff spent there; None where nobody went."""


def organisation_events() -> list[list[Cell]]:
    """The organisation's own events, those the library missed among them."""
    rows: list[list[Cell]] = []
    for number, (start, minutes, title, kind, spent) in enumerate(_OWN_EVENTS, start=1):
        begin = dt.datetime.strptime(start, "%Y-%m-%d %H:%M")
        end = begin + dt.timedelta(minutes=minutes)
        rows.append([f"O-{number:02d}", title, begin, end, kind, "organisation", None, None, None,
                     spent, None])  # fmt: skip
    return rows


def channel_counts(seed: int) -> list[list[Cell]]:
    """Issues of the news mail, posts of the blog, and the audits of September 2026."""
    random = Random(f"{seed}:channels")
    rows: list[list[Cell]] = []
    for number, first in enumerate(months(), start=1):
        day = working_days(first, first + dt.timedelta(days=27))[4]
        sent = random.randint(575, 612)
        clicked = round(sent * random.uniform(0.075, 0.105)) + 2 * number
        title = f"News you can use {number}"
        rows += [
            [f"newsletter {what}", day, title, n]
            for what, n in (
                ("deliveries", sent),
                ("clickers", clicked),
                ("replies", random.randint(0, 6)),
                ("unsubscribes", random.choice((0, 0, 1, 1, 2, 3))),
            )
        ]
    for on, title, views, readers in POSTS:
        day = dt.date.fromisoformat(on)
        rows.append(["blog views", day, title, views])
        if readers is not None:
            rows.append(["blog readers", day, title, readers])
    for point, filled in SIGNATURE.items():
        rows.append(["signature points", AUDITED, point, filled])
        rows.append(["signature points possible", AUDITED, point, LIBRARY_STAFF])
    for field, (ours, theirs) in PROFILE.items():
        rows.append(["profile fields", AUDITED, field, ours])
        rows.append(["profile fields possible", AUDITED, field, LIBRARY_STAFF])
        rows.append(["colleagues' profile fields", AUDITED, field, theirs])
        rows.append(["colleagues' profile fields possible", AUDITED, field, COLLEAGUES])
    return rows


def social_questions(seed: int, counted: Sequence[Sequence[Cell]]) -> list[dict[str, Cell]]:
    """Each question on social media that the counts tell of, with the day of its first answer."""
    random = Random(f"{seed}:social")
    asked = {row[1]: row[3] for row in counted if row[0] == "questions asked"}
    answered = {row[1]: row[3] for row in counted if row[0] == "questions answered"}
    departments = [place.name for place in DEPARTMENTS]
    rows: list[dict[str, Cell]] = []
    for month, total in asked.items():
        first = dt.date(month.year, month.month, 1)
        days = working_days(first, month)
        for number in range(int(total)):
            day = random.choice(days)
            wait = random.choices((0, 1, 2, 3, 5, 8), (34, 28, 16, 10, 8, 4))[0]
            done = day + dt.timedelta(days=wait) if number < int(answered[month]) else None
            done = done if done and done <= END else None
            rows.append(
                {
                    "on": day,
                    "channel": "social",
                    "place": "online",
                    "begun_by": "contact",
                    "two_way": done is not None,
                    "answered_on": done,
                    "head_count": 1,
                    "department": random.choice(departments),
                }
            )
    rows.sort(key=lambda row: (row["on"], str(row["answered_on"]), str(row["department"])))
    return [{"touch_id": f"Q-{number:03d}", **row} for number, row in enumerate(rows, start=1)]


def more_plans(seed: int, people: Sequence[Person], taken: Sequence[str]) -> list[list[Cell]]:
    """Eight more steps with target colleagues, due July to September 2026; three are overdue."""
    random = Random(f"{seed}:more plans")
    able = [
        person for person in people
        if person.target and person.is_here(END) and person.contact_id not in taken
    ]  # fmt: skip
    steps = (
        "interview for the newsletter", "coffee on their floor", "interview for the newsletter",
        "ask what slows the team down", "show the regulation watch", "coffee on their floor",
        "interview for the newsletter", "bring last year's savings",
    )  # fmt: skip
    rows: list[list[Cell]] = []
    for number, (person, step) in enumerate(zip(random.sample(able, 8), steps, strict=True)):
        by = dt.date(2026, 7, 7) + dt.timedelta(days=9 * number)
        done = None if number in (3, 5, 7) else by - dt.timedelta(days=random.randint(-6, 10))
        while done in HOLIDAYS or (done and done.weekday() > 4):
            done = done - dt.timedelta(days=1)
        rows.append([person.contact_id, by, step, done])
    return rows
