"""Acts of support: who stands up for the information centre, and who soon will not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from random import Random

from .calendar import END, START, working_days
from .people import PLANTED, Person
from .workbook import Cell

SUPPORT_HEADER = ("contact_id", "asked_on", "on", "kind", "witness")
ACTS = ("spoke at budget", "defended", "referred", "co-signed", "gave time")
PILLAR_ACTS = 18
"""Acts of the one person who makes the largest share."""
DONE, NOT_DONE = 46, 14
_WITNESSES = ("head of the Information Centre", "practice manager", "minutes of the meeting", None)


def champions(people: Sequence[Person], trusted: Mapping[str, dt.date]) -> list[Person]:
    """Fifteen people: the planted ones first, then early friends from several departments."""
    planted = {
        PLANTED[key][:2]: key
        for key in ("pillar", "retired", "departed", "promoted", "bob", "peggy")
    }
    named = [person for person in people if (person.given, person.family) in planted]
    named.sort(key=lambda person: list(planted).index((person.given, person.family)))
    rest = [
        person
        for person in people
        if person not in named
        and person.contact_id in trusted
        and person.is_here(END)
        and not person.is_library
        and person.left is None
        and person.department not in ("Civil Engineering", "Building Systems")
        and trusted[person.contact_id] < dt.date(2025, 12, 1)
    ]
    rest.sort(key=lambda person: (trusted[person.contact_id], person.contact_id))
    return named + rest[:9]


def support(
    seed: int, chosen: Sequence[Person], trusted: Mapping[str, dt.date]
) -> list[list[Cell]]:
    """60 rows: 46 acts done (18 by one person) and 14 asked for in vain or still open."""
    random = Random(f"{seed}:support")
    pillar, others = chosen[0], chosen[1:]
    lapsed = others[-1]
    turns = [pillar] * PILLAR_ACTS + [lapsed] * 2
    turns += [others[step % (len(others) - 1)] for step in range(DONE - len(turns))]
    taken: set[tuple[Cell, Cell, Cell]] = set()
    rows: list[list[Cell]] = []
    for person in turns:
        row = _act(random, person, trusted, person is lapsed)
        while (row[0], row[2], row[3]) in taken:
            row = _act(random, person, trusted, person is lapsed)
        taken.add((row[0], row[2], row[3]))
        rows.append(row)
    for step in range(NOT_DONE):
        person = others[(step * 3) % len(others)]
        days = [day for day in working_days(START, END) if person.is_here(day)]
        rows.append([person.contact_id, random.choice(days), None, ACTS[step % len(ACTS)], None])
    return sorted(rows, key=lambda row: (str(row[2] or row[1]), str(row[0]), str(row[3])))


def _act(
    random: Random, person: Person, trusted: Mapping[str, dt.date], lapsed: bool
) -> list[Cell]:
    """One act done, after the person's first trust act and while they were here."""
    first = max(trusted.get(person.contact_id, START), person.hired) + dt.timedelta(days=1)
    last = dt.date(2025, 9, 12) if lapsed else END
    days = [
        day
        for day in working_days(min(first, last - dt.timedelta(days=40)), last)
        if person.is_here(day)
    ]
    day = random.choice(days)
    asked = day - dt.timedelta(days=random.randint(3, 25)) if random.random() < 0.55 else None
    return [person.contact_id, asked, day, random.choice(ACTS), random.choice(_WITNESSES)]
