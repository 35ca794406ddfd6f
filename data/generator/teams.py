"""Attendance reports as Microsoft Teams writes them: UTF-16LE, tabs, numbered sections."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random

from .attendance import Event, Seat

ENGAGEMENT = tuple(
    f"Engagement: {what}"
    for what in (
        "Reaction-Applause",
        "Reaction-Laugh",
        "Reaction-Like",
        "Reaction-Love",
        "Reaction-Surprised",
        "Camera On",
        "Raise Hands",
        "Unmute",
    )
)


@dataclass(frozen=True)
class Words:
    """Headings of one interface language."""

    sections: tuple[str, str, str]
    summary: tuple[str, str, str, str, str, str]
    people: tuple[str, ...]
    joins: tuple[str, ...]
    roles: dict[str, str]


ENGLISH = Words(
    ("1. Summary", "2. Participants", "3. In-Meeting Activities"),
    (
        "Meeting title",
        "Attended participants",
        "Start time",
        "End time",
        "Meeting duration",
        "Average attendance time",
    ),
    (
        "Name",
        "First Join",
        "Last Leave",
        "In-Meeting Duration",
        "Email",
        "Participant ID (UPN)",
        "Role",
    ),
    ("Name", "Join Time", "Leave Time", "Duration", "Email", "Role"),
    {},
)
FRENCH = Words(
    ("1. Résumé", "2. Participants", "3. Activités en réunion"),
    (
        "Titre de la réunion",
        "Participants présents",
        "Heure de début",
        "Heure de fin",
        "Durée de la réunion",
        "Temps de présence moyen",
    ),
    (
        "Nom",
        "Première connexion",
        "Dernière déconnexion",
        "Durée de la réunion",
        "E-mail",
        "ID de participant (UPN)",
        "Rôle",
    ),
    ("Nom", "Heure de connexion", "Heure de déconnexion", "Durée", "E-mail", "Rôle"),
    {"Organizer": "Organisateur", "Presenter": "Présentateur", "Attendee": "Participant"},
)
REGISTRATION = (
    "Registration First Name",
    "Registration Last Name",
    "Registration Email",
    "Registration Time",
    "Registration Status",
)


def american(moment: dt.datetime, year: str = "%y") -> str:
    """``4/29/25, 12:00:00 PM``."""
    hour = moment.hour % 12 or 12
    half = "AM" if moment.hour < 12 else "PM"
    return f"{moment.month}/{moment.day}/{moment.strftime(year)}, {hour}:{moment:%M:%S} {half}"


def canadian_french(moment: dt.datetime) -> str:
    """``2025-10-21, 14:00:00``."""
    return f"{moment:%Y-%m-%d, %H:%M:%S}"


def duration(seconds: int, french: bool) -> str:
    """``1h 5m 3s`` or ``1 h 5 min 3 s``; parts of zero are left out."""
    parts = (
        (seconds // 3600, "h"),
        (seconds % 3600 // 60, "min" if french else "m"),
        (seconds % 60, "s"),
    )
    space = " " if french else ""
    return " ".join(f"{number}{space}{unit}" for number, unit in parts if number) or "0s"


def encoded(rows: Sequence[Sequence[str]]) -> bytes:
    """Rows with tabs and CRLF in UTF-16LE with its mark."""
    text = "".join("\t".join(row) + "\r\n" for row in rows)
    return b"\xff\xfe" + text.encode("utf-16-le")


def report(seed: int, event: Event, seats: Sequence[Seat]) -> bytes:
    """The report of 2022 and later, in English or Canadian French."""
    french = event.tool == "teams-fr"
    words = FRENCH if french else ENGLISH
    random = Random(f"{seed}:teams:{event.title}")
    rows = [
        *_summary(words, event, seats, french),
        [words.sections[1]],
        [*words.people, *ENGAGEMENT],
    ]
    rows += [[*_person(words, seat, french), *_engaged(random, seat)] for seat in seats]
    rows += [[""], [words.sections[2]], list(words.joins), *_activities(words, seats, french)]
    return encoded(rows)


def _told(moment: dt.datetime, french: bool) -> str:
    return canadian_french(moment) if french else american(moment)


def _summary(words: Words, event: Event, seats: Sequence[Seat], french: bool) -> list[list[str]]:
    """Section 1."""
    mean = sum(seat.seconds for seat in seats) // len(seats)
    values = (
        event.title,
        str(len(seats)),
        _told(event.start, french),
        _told(event.end, french),
        duration(event.minutes * 60, french),
        duration(mean, french),
    )
    pairs = zip(words.summary, values, strict=True)
    return [[words.sections[0]], *([label, value] for label, value in pairs), [""]]


def _person(words: Words, seat: Seat, french: bool) -> list[str]:
    """One row of section 2: one a person, rejoins merged."""
    return [
        seat.name,
        _told(seat.joins[0][0], french),
        _told(seat.joins[-1][1], french),
        duration(seat.seconds, french),
        seat.email,
        seat.upn,
        words.roles.get(seat.role, seat.role),
    ]


def _engaged(random: Random, seat: Seat) -> list[str]:
    """Engagement of people; none of phones, devices and rooms."""
    return [
        str(random.choice((1, 1, 2, 3))) if seat.email and random.random() < 0.4 else ""
        for _ in ENGAGEMENT
    ]


def _activities(words: Words, seats: Sequence[Seat], french: bool) -> list[list[str]]:
    """Section 3: one row a join."""
    return [
        [
            seat.name,
            _told(join, french),
            _told(leave, french),
            duration((leave - join).seconds, french) if seat.email else "",
            seat.email,
            words.roles.get(seat.role, seat.role),
        ]
        for seat in seats
        for join, leave in seat.joins
    ]


def webinar(seed: int, event: Event, seats: Sequence[Seat]) -> bytes:
    """A report with registrations: those who stayed away have no joins, some cancelled."""
    random = Random(f"{seed}:teams:{event.title}")
    here = [seat for seat in seats if seat.role != "Attendee" or not _stays_away(random)]
    away = [seat for seat in seats if seat not in here]
    summary = _summary(ENGLISH, event, here, False)
    registered = [seat for seat in seats if seat.role == "Attendee"]
    summary.insert(2, ["Registered participants", str(len(registered))])
    rows = [*summary, [ENGLISH.sections[1]], [*ENGLISH.people, *REGISTRATION]]
    rows += [
        [*_person(ENGLISH, seat, False), *_registration(random, event, seat, "Registered")]
        for seat in here
    ]
    rows += [
        [
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            *_registration(
                random, event, seat, "Canceled" if random.random() < 0.25 else "Registered"
            ),
        ]
        for seat in away
    ]
    rows += [[""], [ENGLISH.sections[2]], list(ENGLISH.joins), *_activities(ENGLISH, here, False)]
    return encoded(rows)


def _stays_away(random: Random) -> bool:
    """One in four who registered does not come."""
    return random.random() < 0.25


def _registration(random: Random, event: Event, seat: Seat, status: str) -> list[str]:
    """What a person wrote when registering; organisers and presenters did not."""
    if seat.role != "Attendee":
        return [""] * len(REGISTRATION)
    name = seat.name.replace(" (External)", "")
    family, given = name.split(", ") if ", " in name else name.split(" ", 1)[::-1]
    at = event.start - dt.timedelta(seconds=random.randint(86_400, 1_600_000))
    return [given, family, seat.email, american(at), status]


def nameless(event: Event, seats: Sequence[Seat]) -> list[Seat]:
    """Seats of people who joined by a link of their own: names without addresses, as guests have.

    Every ninth stayed on with the window open until the last one left.
    """
    last = max(leave for seat in seats for _, leave in seat.joins)
    result = []
    for number, seat in enumerate(seats):
        stays_on = number % 9 == 8
        joins = ((seat.joins[0][0], last),) if stays_on else seat.joins
        result.append(replace(seat, email="", upn="", joins=joins))
    return result
