"""The staff: everybody who was on the roster at any time in the eighteen months."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random

from .calendar import END, START, working_days
from .names import FAMILY, GIVEN, NICKNAMES, plain

DOMAIN = "tamarackvoss.example"
LIBRARY = "Information Centre"
LEVELS = ("Executive", "Partner or Principal", "Senior Professional", "Professional", "Support")
SITES = ("Toronto", "Montréal", "Calgary", "Vancouver", "Halifax")
HAZARD = {"cold": 0.04, "mild": 0.08, "warm": 0.16, "friend": 0.5}
"""Chance of a first trust act at any touch, by warmth; the number of touches plays no part."""


@dataclass(frozen=True)
class Department:
    """A department: people at the end, share reached in a quarter against the firm, titles."""

    name: str
    people: int
    reach: float
    cost_centre: str
    titles: tuple[str, str, str, str]


_LEGAL = ("Partner", "Senior Associate", "Associate", "Legal Assistant")
_ENGINEERING = ("Principal Engineer", "Senior Engineer", "Engineer", "Technologist")
DEPARTMENTS = (
    Department("Litigation", 96, 1.15, "CC-1100", _LEGAL),
    Department("Corporate & Finance", 84, 1.05, "CC-1200", _LEGAL),
    Department("Energy & Infrastructure Law", 58, 1.05, "CC-1300", _LEGAL),
    Department("Intellectual Property", 38, 1.25, "CC-1400", _LEGAL),
    Department("Labour & Employment", 34, 1.35, "CC-1500", _LEGAL),
    Department("Tax", 6, 1.0, "CC-1600", _LEGAL),
    Department("Civil Engineering", 92, 0.45, "CC-2100", _ENGINEERING),
    Department("Environmental Engineering", 64, 1.0, "CC-2200", _ENGINEERING),
    Department("Building Systems", 66, 0.85, "CC-2300", _ENGINEERING),
    Department(
        "Business Services", 60, 0.8, "CC-3100", ("Director", "Manager", "Analyst", "Coordinator")
    ),
)
LIBRARY_DEPARTMENT = Department(
    LIBRARY, 8, 0.0, "CC-3900", ("Director", "Research Librarian", "Librarian", "Technician")
)


@dataclass(frozen=True)
class Person:
    """One member of staff, as the organisation knows them."""

    contact_id: str
    given: str
    family: str
    department: str
    level: str
    title: str
    site: str
    hired: dt.date
    mail: str
    upn: str
    warmth: str
    pull: float
    preferred: str = ""
    left: dt.date | None = None
    reason: str = ""
    old_family: str = ""
    renamed: dt.date | None = None
    promoted: dt.date | None = None
    old_title: str = ""
    manager: str = ""
    budget_holder: bool = False
    target: bool = False

    @property
    def name(self) -> str:
        """Name as on the roster."""
        return f"{self.given} {self.family}"

    @property
    def is_library(self) -> bool:
        """Works for the information centre."""
        return self.department == LIBRARY

    @property
    def old_mail(self) -> str:
        """Address before a change of name."""
        return f"{plain(self.given)}.{plain(self.old_family)}@{DOMAIN}" if self.old_family else ""

    def mail_on(self, day: dt.date) -> str:
        """Address in use on a day."""
        return self.old_mail if self.renamed and day < self.renamed else self.mail

    def name_on(self, day: dt.date) -> str:
        """Name in use on a day."""
        old = self.renamed is not None and day < self.renamed
        return f"{self.given} {self.old_family if old else self.family}"

    @property
    def nickname(self) -> str:
        """Short name with family name, or the full name where there is none."""
        return f"{self.preferred} {self.family}" if self.preferred else self.name

    def is_here(self, day: dt.date) -> bool:
        """On the roster that day."""
        return self.hired <= day and (self.left is None or day <= self.left)


# Given, family, department, level index, and what is special about them.
PLANTED: dict[str, tuple[str, str, str, int, dict[str, object]]] = {
    "pillar": (
        "Édith",
        "Charlebois",
        "Litigation",
        1,
        {"left": dt.date(2027, 3, 31), "reason": "Retirement", "warmth": "friend"},
    ),
    "retired": (
        "Douglas",
        "Kirkwood",
        "Corporate & Finance",
        1,
        {"left": dt.date(2026, 6, 30), "reason": "Retirement", "warmth": "friend"},
    ),
    "departed": (
        "Noor",
        "Haidari",
        "Environmental Engineering",
        2,
        {"left": dt.date(2026, 2, 13), "reason": "Resignation", "warmth": "friend"},
    ),
    "moved": (
        "Ganesh",
        "Thiessen",
        "Energy & Infrastructure Law",
        2,
        {"left": dt.date(2025, 12, 12), "reason": "Transfer to Affiliate", "warmth": "warm"},
    ),
    "promoted": (
        "Ingrid",
        "Vasquez-Holm",
        "Energy & Infrastructure Law",
        1,
        {"promoted": dt.date(2026, 5, 1), "old_title": "Senior Associate", "warmth": "friend"},
    ),
    "renamed": (
        "Sophie",
        "Beaulieu-Obi",
        "Environmental Engineering",
        3,
        {"old_family": "Beaulieu", "renamed": dt.date(2025, 11, 3), "warmth": "warm"},
    ),
    "renamed_too": (
        "Harleen",
        "Bains",
        "Corporate & Finance",
        3,
        {"old_family": "Sekhon", "renamed": dt.date(2026, 2, 16)},
    ),
    "namesake": ("Daniel", "Nguyen", "Litigation", 3, {"pull": 1.6}),
    "namesake_too": ("Daniel", "Nguyen", "Civil Engineering", 3, {"pull": 1.6}),
    "bob": (
        "Robert",
        "Achterberg",
        "Intellectual Property",
        1,
        {"preferred": "Bob", "pull": 2.4, "warmth": "friend"},
    ),
    "peggy": (
        "Margaret",
        "Oyelaran",
        "Labour & Employment",
        1,
        {"preferred": "Peggy", "pull": 2.2, "warmth": "friend"},
    ),
    "bill": ("William", "Stenberg", "Building Systems", 2, {"preferred": "Bill", "pull": 2.0}),
    "kate": (
        "Katherine",
        "Lindqvist",
        "Business Services",
        2,
        {"preferred": "Kate", "pull": 2.0, "warmth": "warm"},
    ),
    "personal": ("Tomás", "Ferreira-Lund", "Civil Engineering", 3, {"pull": 1.5}),
    "personal_too": ("Mireille", "Attah", "Litigation", 4, {"pull": 1.5}),
}
LIBRARIANS = (
    ("Marguerite", "Osei-Laporte", 1),
    ("Hamish", "Devereux", 2),
    ("Anaïs", "Thorvaldsen", 2),
    ("Ishaan", "Pillai", 3),
    ("Bronagh", "McKellar", 3),
    ("Ye-jin", "Baek", 3),
    ("Luc", "Saint-Onge", 4),
    ("Wanjiru", "Muthoni", 4),
)
_WARMTHS = ("cold", "mild", "warm", "friend")


def _person(
    random: Random, number: int, given: str, family: str, place: Department, level: int
) -> Person:
    """A person with everything drawn that is not planted."""
    site = random.choices(SITES, (46, 22, 14, 12, 6))[0]
    mail = f"{plain(given)}.{plain(family)}@{DOMAIN}"
    odd = f"{plain(given)[0]}{plain(family)[:9]}{number % 90 + 10}@{DOMAIN}"
    upn = odd if random.random() < 0.3 else mail
    hired = dt.date(2025, 3, 31) - dt.timedelta(days=random.randrange(20, 6500))
    title = place.titles[max(level - 1, 0)] if level else "Managing Partner"
    return Person(
        contact_id=str(204010 + 7 * number),
        given=given,
        family=family,
        department=place.name,
        level=LEVELS[level],
        title=title,
        site=site,
        hired=hired,
        mail=mail,
        upn=upn,
        warmth=random.choices(_WARMTHS, (30, 42, 20, 8))[0],
        pull=random.gammavariate(2.0, 0.5),
        preferred=NICKNAMES.get(given, ""),
    )


def _names(random: Random) -> Iterator[tuple[str, str]]:
    """Names without end, none twice and no address twice."""
    taken = {(plain(given), plain(family)) for given, family, *_ in PLANTED.values()}
    while True:
        given, family = random.choice(GIVEN), random.choice(FAMILY)
        key = (plain(given), plain(family))
        if key not in taken:
            taken.add(key)
            yield given, family


def _leaver(random: Random, person: Person) -> Person:
    """The same person, gone on some day within the eighteen months."""
    day = random.choice(working_days(dt.date(2025, 5, 1), dt.date(2026, 9, 15)))
    reason = random.choices(
        ("Resignation", "Retirement", "End of Contract", "Transfer to Affiliate"), (60, 20, 12, 8)
    )[0]
    return replace(person, left=day, reason=reason)


def _crew(place: Department) -> list[str]:
    """What becomes of each generated person of a department: stays, joins or leaves."""
    planted = [entry[4].get("left") for entry in PLANTED.values() if entry[2] == place.name]
    gone = sum(isinstance(left, dt.date) and left <= END for left in planted)
    fill = place.people - (len(planted) - gone)
    if place.name == "Tax":
        return ["stays"] * fill
    joins, leaves = round(place.people * 0.11), round(place.people * 0.115) - gone
    return ["joins"] * joins + ["stays"] * (fill - joins) + ["leaves"] * leaves


def _generated(
    random: Random, place: Department, number: int, fate: str, names: Iterator[tuple[str, str]]
) -> Person:
    """One person of a department who is not planted."""
    level = random.choices((1, 2, 3, 4), (16, 26, 38, 20))[0]
    given, family = next(names)
    person = _person(random, number, given, family, place, level)
    if fate == "joins":
        return replace(person, hired=random.choice(working_days(START, dt.date(2026, 9, 10))))
    return _leaver(random, person) if fate == "leaves" else person


def _special(random: Random, key: str, number: int) -> Person:
    """One planted person."""
    given, family, department, level, special = PLANTED[key]
    place = next(place for place in DEPARTMENTS if place.name == department)
    person = _person(random, number, given, family, place, level)
    if key == "namesake_too":
        person = replace(person, mail=f"daniel.nguyen2@{DOMAIN}", upn=f"daniel.nguyen2@{DOMAIN}")
    return replace(person, **special)  # type: ignore[arg-type]


def make_people(seed: int) -> list[Person]:
    """Everybody on the roster at any time, library staff last; same seed, same people."""
    random = Random(f"{seed}:people")
    names = _names(random)
    people = [_special(random, key, number) for number, key in enumerate(PLANTED)]
    for place in DEPARTMENTS:
        for fate in _crew(place):
            people.append(_generated(random, place, len(people), fate, names))
    random.shuffle(people)
    people = _with_roles(random, people)
    for given, family, level in LIBRARIANS:
        person = _person(random, len(people), given, family, LIBRARY_DEPARTMENT, level)
        people.append(
            replace(person, site="Toronto" if level < 4 else person.site, manager="Osei-Laporte")
        )
    return people


def _with_roles(random: Random, people: list[Person]) -> list[Person]:
    """Managers, budget holders and target colleagues."""
    done = []
    for place in DEPARTMENTS:
        members = [person for person in people if person.department == place.name]
        seniors = [person for person in members if person.level == LEVELS[1]] or members
        heads = seniors[: 2 if place.people < 60 else 4]
        holders = {head.contact_id for head in heads} | {
            person.contact_id for person in members if (person.given, person.family) in _HOLDERS
        }
        wanted = {person.contact_id for person in random.sample(members, min(4, len(members)))}
        done += [
            replace(
                person,
                manager=heads[0].family,
                budget_holder=person.contact_id in holders,
                target=person.contact_id in wanted | holders,
            )
            for person in members
        ]
    return sorted(done, key=lambda person: person.contact_id)


_HOLDERS = {PLANTED[key][:2] for key in ("pillar", "retired", "promoted", "bob", "peggy")}
