"""Initiatives, what colleagues said, and plans for target colleagues."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from random import Random

from .calendar import END
from .people import Person
from .workbook import Cell

INITIATIVE_HEADER = (
    "initiative_id",
    "title",
    "owner",
    "started_on",
    "ended_on",
    "status",
    "outcome",
    "contribution",
    "confirmed_by",
)
_D = dt.date
INITIATIVES: tuple[tuple[Cell, ...], ...] = (
    (
        "I-01",
        "Northern Corridor bid",
        "Energy & Infrastructure Law",
        _D(2025, 2, 3),
        _D(2026, 1, 30),
        "done",
        "Bid won",
        "Permit history of 14 crossings, found in two days",
        "Partner, Energy & Infrastructure Law",
    ),
    (
        "I-02",
        "Class action readiness",
        "Litigation",
        _D(2025, 4, 1),
        None,
        "live",
        "Three certification motions answered in time",
        "Daily watch on certification rulings",
        "Partner, Litigation",
    ),
    (
        "I-03",
        "Net-zero buildings practice",
        "Building Systems",
        _D(2025, 5, 12),
        None,
        "live",
        None,
        "Comparison of code editions in five provinces",
        None,
    ),
    (
        "I-04",
        "Responsible use of AI",
        "Business Services",
        _D(2025, 6, 2),
        None,
        "live",
        "Policy adopted in March 2026",
        "Review of 40 policies elsewhere; AI day for 60 colleagues",
        "Director, Business Services",
    ),
    (
        "I-05",
        "Contaminated sites data room",
        "Environmental Engineering",
        _D(2025, 4, 14),
        _D(2026, 6, 26),
        "done",
        "Data room in use on nine files",
        "Index and metadata",
        "Principal Engineer, Environmental Engineering",
    ),
    (
        "I-06",
        "Patent landscape service",
        "Intellectual Property",
        _D(2025, 9, 8),
        None,
        "live",
        None,
        None,
        None,
    ),
    (
        "I-07",
        "Merger with the Halifax office",
        "Managing Partner",
        _D(2026, 1, 12),
        None,
        "live",
        None,
        "One catalogue for both offices",
        None,
    ),
    (
        "I-08",
        "Bridge inspection standards",
        "Civil Engineering",
        _D(2026, 2, 2),
        None,
        "stopped",
        None,
        None,
        None,
    ),
)
TESTIMONIAL_HEADER = (
    "testimonial_id",
    "contact_id",
    "on",
    "text",
    "initiative_id",
    "asked_on",
    "permission",
    "told_by",
    "drafted_by_library",
)
SAID = (
    ("The permit history saved our bid team two days before the deadline.", "I-01"),
    ("I asked at ten and had the three decisions that mattered by noon.", "I-02"),
    ("Without the watch on rulings we would have missed the March decision.", "I-02"),
    ("They came to our floor and fixed my access in five minutes.", None),
    ("The comparison of code editions is now the first thing we open on a new project.", "I-03"),
    ("The AI day answered questions our clients had started to ask.", "I-04"),
    ("The review of other firms' policies gave the committee something to stand on.", "I-04"),
    ("The data room index turned a week of digging into an afternoon.", "I-05"),
    ("I would not have found the 1974 survey on my own.", "I-05"),
    ("The patent landscape changed which claims we filed first.", "I-06"),
    ("One catalogue for both offices: I stopped phoning Halifax for scans.", "I-07"),
    ("Three hours saved on one memo, and a better memo.", None),
    ("They explained the standard in words that our client understood.", None),
    ("The alert found a competitor's filing before the press did.", "I-06"),
    ("New associates now know whom to ask on day one.", None),
    ("I budgeted a day for the company profile; it took them an hour.", None),
    ("The court accepted the citation history without a question.", "I-02"),
    ("They told us plainly that the data we wanted did not exist. That saved us a month.", "I-03"),
    ("The muffin breakfast is where I first heard that we hold the standards online.", None),
    ("Our proposal quoted their market figures and the client noticed.", "I-01"),
    ("The training was the first I finished without looking at my mail.", None),
    ("They followed up a week later to ask whether it had helped. Nobody does that.", None),
    ("Good work, although the first answer took longer than I hoped.", None),
    ("The regulation watch reached our site team before the inspector did.", "I-05"),
    ("A colleague in Calgary showed me the alerts; I now use them every morning.", None),
)
WAITING = 5
"""Stories asked for and not told yet."""
PLAN_HEADER = ("contact_id", "by_on", "what", "done_on")
STEPS = (
    "coffee on their floor",
    "invite to the AI day",
    "show the regulation watch",
    "ask for a seat at the practice meeting",
    "interview for the newsletter",
    "bring last year's savings",
)


def testimonials(
    seed: int, people: Sequence[Person], trusted: Mapping[str, dt.date]
) -> list[list[Cell]]:
    """25 told, two thirds of them by clients, permission mixed; five asked for and not told yet."""
    random = Random(f"{seed}:testimonials")
    willing = [person for person in people if person.contact_id in trusted]
    rows: list[list[Cell]] = []
    for number, (text, initiative) in enumerate(SAID, start=1):
        day = _D(2025, 4, 20) + dt.timedelta(days=random.randrange(0, 505))
        able = [
            person for person in willing if person.is_here(day) and trusted[person.contact_id] < day
        ]
        person = random.choice(able) if able and random.random() < 0.92 else None
        asked = day - dt.timedelta(days=random.randint(2, 30)) if random.random() < 0.6 else None
        rows.append(
            [
                f"S-{number:02d}",
                person.contact_id if person else None,
                day,
                text,
                initiative,
                asked,
                random.choices(("named", "anonymous", "none"), (36, 40, 24))[0],
                random.choices(("client", "library", "third party"), (64, 24, 12))[0],
                asked is not None and random.random() < 0.35,
            ]
        )
    for number, person in enumerate(random.sample(willing, WAITING), start=len(SAID) + 1):
        asked = _D(2026, 5, 4) + dt.timedelta(days=random.randrange(0, 140))
        rows.append(
            [f"S-{number:02d}", person.contact_id, None, None, None, asked, "none", None, None]
        )
    return rows


def plans(seed: int, people: Sequence[Person]) -> list[list[Cell]]:
    """Twelve next steps with target colleagues, seven of them done."""
    random = Random(f"{seed}:plans")
    chosen = random.sample(
        [person for person in people if person.target and person.is_here(END)], 12
    )
    rows: list[list[Cell]] = []
    for number, person in enumerate(chosen):
        by = _D(2026, 7, 10) + dt.timedelta(days=12 * number)
        done = by - dt.timedelta(days=random.randint(-4, 9)) if number < 7 else None
        rows.append([person.contact_id, by, random.choice(STEPS), done])
    return rows
