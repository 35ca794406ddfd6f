"""Who is who and what was planted: the answers that tests hold results against."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from .attendance import EVENTS
from .calendar import QUARTERS
from .champions import champions
from .folder import room
from .people import HAZARD, PLANTED, Person, make_people
from .stories import INITIATIVES
from .touches import Touch, make_touches


@dataclass(frozen=True)
class Truth:
    """The planted truth of one seed.

    Attributes
    ----------
    people : tuple of Person
        Everybody ever on the roster, library staff last.
    planted : mapping of str to str
        Role in the story (``pillar``, ``retired``, ``bob``, ...) to contact number.
    touches : tuple of Touch
        The log before its faults; ``who`` is the person behind each row.
    trusted : mapping of str to date
        Contact number to the day of the first trust act.
    hazard : mapping of str to float
        Chance of a first trust act at any touch, by warmth.
    champions : tuple of str
        Contact numbers, the one with most acts first.
    attended : mapping of str to tuple of str
        Event title to the contact numbers of staff on its list.
    """

    people: tuple[Person, ...]
    planted: Mapping[str, str]
    touches: tuple[Touch, ...]
    trusted: Mapping[str, dt.date]
    hazard: Mapping[str, float]
    champions: tuple[str, ...]
    attended: Mapping[str, tuple[str, ...]]

    def staff_on(self, day: dt.date) -> list[Person]:
        """Staff on the roster that day, library staff left out."""
        return [person for person in self.people if person.is_here(day) and not person.is_library]

    def met_in(self, label: str) -> set[str]:
        """Contact numbers met two ways in a quarter (touch log only), library staff left out."""
        first, last = next((first, last) for name, first, last in QUARTERS if name == label)
        library = {person.contact_id for person in self.people if person.is_library}
        return (
            {touch.who for touch in self.touches if touch.two_way and first <= touch.on <= last}
            - {""}
            - library
        )

    def reach(self, label: str, department: str | None = None) -> float:
        """Share of staff on the roster on the last day of a quarter who were met in it."""
        last = next(last for name, _, last in QUARTERS if name == label)
        staff = [
            person for person in self.staff_on(last) if department in (None, person.department)
        ]
        met = self.met_in(label)
        return sum(person.contact_id in met for person in staff) / len(staff)


@cache
def truth(seed: int) -> Truth:
    """The truth behind the sample of a seed."""
    people = make_people(seed)
    touches, trusted = make_touches(seed, people, [str(row[0]) for row in INITIATIVES])
    by_key: dict[tuple[str, str, str], str] = {
        (person.given, person.family, person.department): person.contact_id for person in people
    }
    return Truth(
        people=tuple(people),
        planted={key: by_key[entry[0], entry[1], entry[2]] for key, entry in PLANTED.items()},
        touches=tuple(touches),
        trusted=trusted,
        hazard=HAZARD,
        champions=tuple(person.contact_id for person in champions(people, trusted)),
        attended={
            event.title: tuple(seat.who for seat in room(seed, event, people) if seat.who)
            for event in EVENTS
        },
    )
