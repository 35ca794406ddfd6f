"""library-workbook.xlsx: the sheets that the library fills by hand, in the template's layout."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import fields
from random import Random

from .champions import SUPPORT_HEADER, support
from .channels import channel_counts, more_plans, organisation_events, social_questions
from .money import BUDGET_HEADER, budget
from .people import Person
from .presence import COUNT_HEADER, EVENT_HEADER, MEETING_HEADER, counts, meetings, room_events
from .stories import (
    INITIATIVE_HEADER,
    INITIATIVES,
    PLAN_HEADER,
    TESTIMONIAL_HEADER,
    plans,
    testimonials,
)
from .touches import Promise, Touch
from .workbook import Cell, Rows, workbook

TOUCH_HEADER = (
    "touch_id",
    "contact_id",
    "display_name",
    "email",
    "on",
    "channel",
    "place",
    "begun_by",
    "two_way",
    "need",
    "staff_id",
    "initiative_id",
    "matter_id",
    "minutes",
    "head_count",
)
QUESTION_HEADER = ("answered_on", "department")
"""Columns of the log that only questions on social media fill."""
WRONG_DATES = ("31/06/2026", "2026-13-05")
BLANK_ROWS = 3
ALIAS_HEADER = ("alias", "kind", "contact_id", "decided_by", "decided_on")
INVITATION_HEADER = ("survey_id", "contact_id", "email", "outcome")


def touch_rows(seed: int, touches: Sequence[Touch]) -> list[list[Cell]]:
    """The log with its faults: two wrong dates, one row twice, three blank rows."""
    random = Random(f"{seed}:faults")
    rows = [[getattr(touch, name) for name in TOUCH_HEADER] for touch in touches]
    met = [index for index, touch in enumerate(touches) if touch.two_way and touch.email]
    wrong = sorted(random.sample(met, 3))
    for index, text in zip(wrong[:2], WRONG_DATES, strict=True):
        rows[index][TOUCH_HEADER.index("on")] = text
    rows.insert(wrong[2] + 1, list(rows[wrong[2]]))
    for place in sorted(random.sample(range(200, len(rows) - 200), BLANK_ROWS), reverse=True):
        rows.insert(place, [])
    return rows


def contact_rows(people: Sequence[Person]) -> list[list[Cell]]:
    """What only the library knows of people: budget holders and target colleagues."""
    return [
        [person.contact_id, person.name, person.mail, person.budget_holder, person.target]
        for person in people
        if person.budget_holder or person.target
    ]


def alias_rows(people: Sequence[Person]) -> list[list[Cell]]:
    """Nicknames, an old name and address, a private address: answers to earlier reviews."""
    by_name = {person.name: person for person in people if person.name != "Daniel Nguyen"}
    known = (
        ("Bob Achterberg", "name", "Robert Achterberg"),
        ("Peggy Oyelaran", "name", "Margaret Oyelaran"),
        ("Bill Stenberg", "name", "William Stenberg"),
        ("Harleen Sekhon", "name", "Harleen Bains"),
        ("harleen.sekhon@tamarackvoss.example", "email", "Harleen Bains"),
        ("tomas.fl@homemail.example", "email", "Tomás Ferreira-Lund"),
    )
    return [
        [alias, kind, by_name[name].contact_id, "Hamish Devereux", dt.date(2026, 4, 14)]
        for alias, kind, name in known
    ]


def invitation_rows(
    seed: int,
    people: Sequence[Person],
    survey: str,
    complete: Mapping[str, int],
    partial: Mapping[str, int],
) -> list[list[Cell]]:
    """Everybody asked in August 2026 with the outcome; it does not say who answered what."""
    random = Random(f"{seed}:invitations")
    asked = [
        person
        for person in people
        if person.is_here(dt.date(2026, 8, 17)) and not person.is_library
    ]
    outcomes: dict[str, str] = {}
    for department in sorted({person.department for person in asked}):
        members = [person.contact_id for person in asked if person.department == department]
        random.shuffle(members)
        done, half = complete.get(department, 0), partial.get(department, 0)
        outcomes |= dict.fromkeys(members[:done], "I")
        outcomes |= dict.fromkeys(members[done : done + half], "P")
        for contact in members[done + half :]:
            outcomes[contact] = random.choices(("NC", "R", "O", "UO"), (940, 22, 14, 24))[0]
    for person in asked:
        if (
            person.left
            and person.left <= dt.date(2026, 9, 18)
            and (outcomes[person.contact_id] not in ("I", "P"))
        ):
            outcomes[person.contact_id] = "NE"
    return [
        [survey, person.contact_id, person.mail, outcomes[person.contact_id]] for person in asked
    ]


def library_workbook(
    seed: int,
    people: Sequence[Person],
    touches: Sequence[Touch],
    promises: Sequence[Promise],
    chosen: Sequence[Person],
    trusted: Mapping[str, dt.date],
    invited: Sequence[Sequence[Cell]],
) -> bytes:
    """Bytes of the workbook."""
    return workbook(
        [
            (name, [list(header), *rows])
            for name, header, rows in _sheets(
                seed, people, touches, promises, chosen, trusted, invited
            )
        ]
    )


def _sheets(
    seed: int,
    people: Sequence[Person],
    touches: Sequence[Touch],
    promises: Sequence[Promise],
    chosen: Sequence[Person],
    trusted: Mapping[str, dt.date],
    invited: Sequence[Sequence[Cell]],
) -> list[tuple[str, Sequence[str], Rows]]:
    """Name, header and rows of each sheet."""
    names = [part.name for part in fields(Promise)]
    promised: Rows = [[getattr(promise, name) for name in names] for promise in promises]
    counted, steps = counts(seed), plans(seed, people)
    log_header = (*TOUCH_HEADER, *QUESTION_HEADER)
    asked = [
        [question.get(name) for name in log_header] for question in social_questions(seed, counted)
    ]
    return [
        (
            "contacts",
            ("contact_id", "display_name", "email", "budget_holder", "target"),
            contact_rows(people),
        ),
        ("aliases", ALIAS_HEADER, alias_rows(people)),
        ("events", EVENT_HEADER, room_events() + organisation_events()),
        ("touches", log_header, touch_rows(seed, touches) + asked),
        ("counts", COUNT_HEADER, counted + channel_counts(seed)),
        ("meetings", MEETING_HEADER, meetings(seed)),
        ("follow_ups", names, promised),
        ("invitations", INVITATION_HEADER, invited),
        ("budget", BUDGET_HEADER, budget(seed)),
        ("support", SUPPORT_HEADER, support(seed, chosen, trusted)),
        ("initiatives", INITIATIVE_HEADER, INITIATIVES),
        ("testimonials", TESTIMONIAL_HEADER, testimonials(seed, people, trusted)),
        ("plans", PLAN_HEADER, steps + more_plans(seed, people, [str(row[0]) for row in steps])),
    ]
