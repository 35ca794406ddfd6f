"""The touch log of the eight library staff, and the promises made at those touches.

How it works: in each quarter a person meets the library a Poisson number of times around their own
pull, scaled so that the department reaches its planted share. At each touch, a person who has not
yet trusted does so with the chance of their warmth (`people.HAZARD`), whatever the count.
"""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random

from .calendar import END, QUARTERS, quarter_of, working_days
from .people import DEPARTMENTS, HAZARD, Person

REACH = (0.46, 0.48, 0.51, 0.545, 0.58, 0.63)
"""Share of staff met in each quarter before the department's own factor."""
DESK = (0.60, 0.56, 0.51, 0.46, 0.41, 0.36)
"""Share of two-way touches at the library desk in each quarter."""
NEEDS = (
    "case law",
    "standards",
    "company profile",
    "market data",
    "patent search",
    "how to search",
    "article copy",
    "citation check",
    "regulation watch",
    "data set",
    "access problem",
)
PROMISES = (
    "send the search results",
    "order the standard",
    "set up an alert",
    "show the database",
    "find the missing article",
    "brief the team",
    "ask the vendor about access",
)
MINUTES = {
    "walk": (3, 12),
    "desk": (3, 15),
    "meeting": (20, 60),
    "training": (20, 60),
    "reference": (10, 90),
    "referral": (5, 20),
}


@dataclass(frozen=True)
class Touch:
    """One row of the log; ``who`` is the person behind it, which the log may not tell."""

    on: dt.date
    channel: str
    place: str = ""
    begun_by: str = "library"
    two_way: bool = True
    who: str = ""
    contact_id: str = ""
    display_name: str = ""
    email: str = ""
    need: str = ""
    staff_id: str = ""
    initiative_id: str = ""
    matter_id: str = ""
    minutes: int | None = None
    head_count: int | None = None
    touch_id: str = ""


def _poisson(random: Random, mean: float) -> int:
    """A Poisson number."""
    limit, product, count = math.exp(-mean), random.random(), 0
    while product > limit:
        product *= random.random()
        count += 1
    return count


def _days(random: Random, person: Person, quarter: int, factor: float) -> list[dt.date]:
    """Days on which a person is met in a quarter, each once."""
    _, first, last = QUARTERS[quarter]
    days = working_days(first, last)
    here = [day for day in days if person.is_here(day)]
    if not here:
        return []
    share = min(REACH[quarter] * factor, 0.88)
    mean = 2.0 * ((1 - share) ** -0.5 - 1) * person.pull * len(here) / len(days)
    return sorted(set(random.choices(here, k=_poisson(random, mean))))


def _where(random: Random, quarter: int) -> str:
    """Where a two-way touch takes place."""
    if random.random() < DESK[quarter]:
        return "desk"
    return "client" if random.random() < 0.64 else "online"


def _kind(random: Random, place: str, asked: bool) -> str:
    """The channel, by place and by who began it."""
    if asked:
        return random.choices(("reference", "referral", "meeting"), (76, 10, 14))[0]
    by_place = {
        "desk": (("desk", "training"), (82, 18)),
        "client": (("walk", "meeting", "training"), (66, 20, 14)),
        "online": (("training", "meeting", "reference"), (45, 35, 20)),
    }
    channels, weights = by_place[place]
    return random.choices(channels, weights)[0]


def _life(random: Random, person: Person, factor: float) -> tuple[list[Touch], dt.date | None]:
    """Every touch of one person, and the day of the first trust act."""
    trusted: dt.date | None = None
    touches = []
    for quarter in range(len(QUARTERS)):
        for day in _days(random, person, quarter, factor):
            first = trusted is None and random.random() < HAZARD[person.warmth]
            if first:
                trusted = day
            asked = first or (trusted is not None and random.random() < 0.55)
            place = _where(random, quarter)
            channel = _kind(random, place, asked)
            low, high = MINUTES[channel]
            touches.append(
                Touch(
                    day,
                    channel,
                    place,
                    "contact" if asked else "library",
                    True,
                    person.contact_id,
                    need=random.choice(NEEDS) if random.random() < (0.8 if asked else 0.42) else "",
                    minutes=5 * round(random.uniform(low, high) / 5) or 3,
                )
            )
    return touches, trusted


def make_touches(
    seed: int, people: Sequence[Person], initiatives: Sequence[str]
) -> tuple[list[Touch], dict[str, dt.date]]:
    """The log before its planted faults, and the day of each person's first trust act."""
    random = Random(f"{seed}:touches")
    factors = {place.name: place.reach for place in DEPARTMENTS}
    staff = [person for person in people if person.is_library]
    log: list[Touch] = []
    trusted: dict[str, dt.date] = {}
    for person in people:
        if person.is_library:
            continue
        touches, day = _life(random, person, factors[person.department])
        log += [_as_logged(random, touch, person) for touch in touches]
        log += _broadcasts_to(random, person)
        if day:
            trusted[person.contact_id] = day
    log = _namesakes(log, people)
    log += _crowds(random) + _library_rows(random, staff)
    log.sort(key=lambda touch: (touch.on, touch.who, touch.channel))
    done = [
        replace(
            touch,
            touch_id=f"T-{number:05d}",
            staff_id=random.choices(staff, (6, 18, 18, 16, 16, 14, 8, 4))[0].contact_id,
            initiative_id=_initiative(random, touch, initiatives),
            matter_id=f"M{touch.on:%y}-{random.randrange(100, 999)}"
            if touch.channel == "reference" and random.random() < 0.35
            else "",
        )
        for number, touch in enumerate(log, start=1)
    ]
    return done, trusted


def _as_logged(random: Random, touch: Touch, person: Person) -> Touch:
    """How library staff wrote the person down: address, number, name or nickname."""
    way = random.choices(("email", "id", "name", "nickname"), (76, 11, 9, 4))[0]
    if way == "email":
        mail = person.mail_on(touch.on)
        mail = mail.title() if random.random() < 0.02 else mail
        return replace(
            touch,
            email=mail,
            display_name=person.name_on(touch.on) if random.random() < 0.5 else "",
        )
    if way == "id":
        return replace(touch, contact_id=person.contact_id)
    name = person.nickname if way == "nickname" else person.name_on(touch.on)
    return replace(touch, display_name=name)


def _namesakes(log: Sequence[Touch], people: Sequence[Person]) -> list[Touch]:
    """The log with the first two touches of two people of one name told by that name alone."""
    names = Counter(person.name for person in people)
    left = {person.contact_id: 2 for person in people if names[person.name] > 1}
    done = []
    for touch in log:
        if touch.two_way and left.get(touch.who, 0):
            left[touch.who] -= 1
            name = next(person.name for person in people if person.contact_id == touch.who)
            touch = replace(touch, contact_id="", email="", display_name=name)
        done.append(touch)
    return done


def _broadcasts_to(random: Random, person: Person) -> list[Touch]:
    """Newsletter and mail to one person where somebody noted it: one way."""
    if random.random() > 0.22:
        return []
    quarter = random.randrange(len(QUARTERS))
    _, first, last = QUARTERS[quarter]
    day = random.choice(working_days(first, last))
    if not person.is_here(day):
        return []
    channel = random.choices(("newsletter", "email", "social"), (50, 40, 10))[0]
    return [
        Touch(
            day, channel, "online", "library", False, person.contact_id, email=person.mail_on(day)
        )
    ]


def _crowds(random: Random) -> list[Touch]:
    """Rows with a head count and nobody's name: floor walks, newsletters, posts."""
    rows = []
    for _, first, last in QUARTERS:
        days = working_days(first, last)
        rows += [
            Touch(
                day, "walk", "client", "library", True, minutes=30, head_count=random.randint(3, 14)
            )
            for day in sorted(random.sample(days, 9))
        ]
        rows += [
            Touch(
                day, "newsletter", "online", "library", False, head_count=random.randint(575, 612)
            )
            for day in days[5::21]
        ]
        rows += [
            Touch(day, "social", "online", "library", False, head_count=random.randint(40, 210))
            for day in days[9::16]
        ]
    return rows


def _library_rows(random: Random, staff: Sequence[Person]) -> list[Touch]:
    """Library staff who logged one another: they must not be counted as reached."""
    days = working_days(QUARTERS[0][1], END)
    return [
        Touch(
            random.choice(days),
            "desk",
            "desk",
            "library",
            True,
            person.contact_id,
            email=person.mail,
            minutes=5,
        )
        for person in (*staff, *staff[:4])
    ]


def _initiative(random: Random, touch: Touch, initiatives: Sequence[str]) -> str:
    """No initiative, one, or two joined by a semicolon."""
    if not touch.two_way or random.random() > 0.28:
        return ""
    count = 2 if random.random() < 0.12 else 1
    return ";".join(
        sorted(random.sample(list(initiatives[: 6 if quarter_of(touch.on) < 3 else 8]), count))
    )


@dataclass(frozen=True)
class Promise:
    """A promise made at a touch."""

    follow_up_id: str
    contact_id: str
    promised_on: dt.date
    due_on: dt.date | None
    done_on: dt.date | None
    touch_id: str
    what: str


def make_promises(seed: int, touches: Sequence[Touch]) -> list[Promise]:
    """120 promises: most kept by their day, some late, some open and overdue."""
    random = Random(f"{seed}:promises")
    asked = [touch for touch in touches if touch.need and touch.who]
    recent = [touch for touch in asked if touch.on > dt.date(2026, 9, 16)]
    chosen = random.sample([touch for touch in asked if touch not in recent], 112)
    chosen = sorted(chosen + random.sample(recent, 8), key=lambda touch: touch.touch_id)
    promises = []
    for number, touch in enumerate(chosen, start=1):
        due = touch.on + dt.timedelta(days=random.choice((2, 3, 5, 7, 10, 14)))
        fate = random.choices(("kept", "late", "open"), (76, 12, 12))[0]
        wait = (due - touch.on).days
        delay = random.randint(0, wait) if fate == "kept" else wait + random.randint(1, 20)
        done = touch.on + dt.timedelta(days=delay)
        promises.append(
            Promise(
                f"F-{number:03d}",
                touch.who,
                touch.on,
                due if random.random() > 0.04 else None,
                None if fate == "open" or done > END else done,
                touch.touch_id,
                random.choice(PROMISES),
            )
        )
    return promises
