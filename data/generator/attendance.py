"""Who came to which event, before any tool writes it down."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random

from .directory import GUESTS, TENANT
from .names import plain
from .people import DEPARTMENTS, Person


@dataclass(frozen=True)
class Event:
    """An event that a tool recorded."""

    tool: str
    title: str
    start: dt.datetime
    minutes: int
    people: int
    draws: Mapping[str, float]
    extras: tuple[str, ...] = ()
    number: str = ""

    @property
    def end(self) -> dt.datetime:
        """End."""
        return self.start + dt.timedelta(minutes=self.minutes)


@dataclass(frozen=True)
class Seat:
    """One line in the room; ``who`` is the member of staff behind it, empty for others."""

    who: str
    name: str
    email: str
    upn: str
    role: str
    joins: tuple[tuple[dt.datetime, dt.datetime], ...]

    @property
    def seconds(self) -> int:
        """Seconds in the room."""
        return sum((leave - join).seconds for join, leave in self.joins)


def _at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text)


_LAW = {"Litigation": 3.0, "Corporate & Finance": 2.0, "Labour & Employment": 2.5, "Tax": 2.0}
_BUILD = {"Civil Engineering": 1.5, "Environmental Engineering": 2.5, "Building Systems": 2.5}
_CORRIDOR = {"Energy & Infrastructure Law": 4.0, "Civil Engineering": 1.2}
EVENTS = (
    Event(
        "teams",
        "Legal research in 30 minutes",
        _at("2025-04-29T12:00"),
        30,
        24,
        _LAW,
        ("guest", "device"),
    ),
    Event("teams", "Standards on your desktop", _at("2025-06-17T10:00"), 45, 19, _BUILD, ("room",)),
    Event("teams", "Ask the Information Centre", _at("2025-08-19T15:00"), 30, 15, {}, ("device",)),
    Event(
        "teams-fr", "Veille réglementaire", _at("2025-10-21T14:00"), 60, 16, _CORRIDOR, ("guest",)
    ),
    Event("teams-2020", "Citation checking", _at("2025-12-16T10:00"), 40, 14, _LAW, ("phone",)),
    Event(
        "teams",
        "Company intelligence clinic",
        _at("2026-01-27T09:30"),
        45,
        22,
        {"Corporate & Finance": 4.0, "Business Services": 2.0},
        ("guest", "room"),
    ),
    Event(
        "teams-webinar",
        "Horizon scanning for practice groups",
        _at("2026-03-10T12:30"),
        45,
        38,
        {},
        ("guest",),
    ),
    Event(
        "teams",
        "AI tools for due diligence",
        _at("2026-04-21T12:00"),
        60,
        34,
        {"Corporate & Finance": 2.5, "Litigation": 1.5},
        ("guest", "device", "phone"),
    ),
    Event(
        "teams", "Codes and standards update", _at("2026-06-16T10:00"), 45, 23, _BUILD, ("room",)
    ),
    Event(
        "teams",
        "Research clinic for new associates",
        _at("2026-09-15T09:00"),
        55,
        27,
        _LAW,
        ("device",),
    ),
    Event(
        "zoom",
        "Patent searching clinic",
        _at("2025-09-23T13:00"),
        60,
        17,
        {"Intellectual Property": 8.0},
        ("guest",),
        "816 2044 7310",
    ),
    Event(
        "zoom",
        "Contaminated sites data room",
        _at("2026-05-19T13:00"),
        60,
        18,
        {"Environmental Engineering": 6.0},
        ("guest", "device"),
        "829 5512 0067",
    ),
    Event(
        "zoom-webinar",
        "What the courts decided this quarter",
        _at("2025-11-18T12:30"),
        45,
        26,
        _LAW,
        (),
        "847 3120 5566",
    ),
    Event(
        "zoom-webinar",
        "Market data for proposals",
        _at("2026-07-14T12:30"),
        45,
        29,
        _CORRIDOR,
        ("guest",),
        "847 3120 9988",
    ),
    Event(
        "eventbrite",
        "Muffin breakfast",
        _at("2026-02-12T08:30"),
        60,
        34,
        {},
        ("guest",),
        "771120455",
    ),
    Event(
        "eventbrite",
        "AI day",
        _at("2026-06-04T09:00"),
        420,
        58,
        {"Business Services": 1.5},
        ("guest",),
        "771986310",
    ),
)


def drawn(random: Random, event: Event, people: Sequence[Person]) -> list[Person]:
    """Staff who came, by pull and department; the planted regulars come to most events."""
    reach = {place.name: place.reach for place in DEPARTMENTS}
    able = [
        person for person in people if not person.is_library and person.is_here(event.start.date())
    ]
    weights = {
        person.contact_id: random.random()
        ** (
            1
            / (
                0.05
                + person.pull * reach[person.department] * event.draws.get(person.department, 1)
            )
        )
        for person in able
    }
    able.sort(key=lambda person: weights[person.contact_id], reverse=True)
    chosen = able[: event.people]
    regulars = [person for person in able if person.preferred and person.pull > 1.9]
    return chosen + [
        person for person in regulars if person not in chosen and random.random() < 0.5
    ]


def seats(seed: int, event: Event, people: Sequence[Person]) -> list[Seat]:
    """Everybody in the room: library staff first, staff, then guests, phones, devices, rooms."""
    random = Random(f"{seed}:event:{event.tool}:{event.title}")
    library = [person for person in people if person.is_library]
    hosts = random.sample(library, 3)
    taken = [
        _seat(random, event, host, "Organizer" if host is hosts[0] else "Presenter")
        for host in hosts
    ]
    taken += [_seat(random, event, person, "Attendee") for person in drawn(random, event, people)]
    for extra in event.extras:
        taken.append(_extra(random, event, extra))
    return taken


def _joins(random: Random, event: Event) -> tuple[tuple[dt.datetime, dt.datetime], ...]:
    """One stay, or two with a gap."""
    join = event.start + dt.timedelta(seconds=random.randint(-150, 540))
    leave = event.end - dt.timedelta(seconds=random.randint(0, 420))
    if random.random() < 0.16:
        middle = join + (leave - join) * random.uniform(0.3, 0.6)
        middle = middle.replace(microsecond=0)
        back = middle + dt.timedelta(seconds=random.randint(150, 500))
        return ((join, middle), (back, leave))
    return ((join, leave),)


def _seat(random: Random, event: Event, person: Person, role: str) -> Seat:
    """A member of staff: full name, nickname or "Family, Given"; the address of that day."""
    day = event.start.date()
    shown = person.name_on(day)
    if person.preferred and random.random() < 0.8:
        shown = person.nickname
    elif random.random() < 0.18:
        shown = f"{shown.split(' ', 1)[1]}, {person.given}"
    return Seat(
        person.contact_id, shown, person.mail_on(day), person.upn, role, _joins(random, event)
    )


def _extra(random: Random, event: Event, kind: str) -> Seat:
    """Somebody or something that is not on the roster."""
    joins = _joins(random, event)[:1]
    if kind == "guest":
        given, family, domain = random.choice(GUESTS)
        mail = f"{plain(given)}.{plain(family)}@{domain}"
        upn = f"{mail.replace('@', '_')}#EXT#@{TENANT}"
        return Seat("", f"{given} {family} (External)", mail, upn, "Presenter", joins)
    shown = {"device": "iPhone (2)", "room": "Boardroom 14A (Teams Room)", "phone": "+1 416****017"}
    return Seat("", shown[kind], "", "", "Attendee", joins)
