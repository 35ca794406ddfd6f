"""What the waves ask beyond satisfaction: importance, worth, usefulness, a code; and the team.

Everything here draws from chances of its own, so the answers of `surveys` stay as they are. The
answers to services change hands within a department, so that those who are satisfied overall hold
the better ones: shares stay the same, only what goes with what is planted.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from random import Random

from .people import LEVELS, LIBRARY
from .surveys import NO_OPINION, SATISFACTION, Answer, _answer

HELD = (
    "Not at all important",
    "Slightly important",
    "Moderately important",
    "Very important",
    "Extremely important",
)
VALUE = ("A lot of value", "Some value", "Little value", "No value")
USEFUL = ("Yes", "No", "Not sure")
IMPORTANCE = "How important is each of these services to your work?"
WORTH = "How much value does the Information Centre add to our organisation?"
LAST = "Was the last thing we sent you or found for you useful to you?"
CODE = (
    "So that we can compare answers over time and nobody knows who you are: the first two letters "
    "of your mother's first name and the day of your birthday"
)
WEIGHT = (4.3, 4.6, 4.1, 3.0, 3.6, 3.4)
"""How important each service is, on average."""
GOES_WITH = (0.8, 1.6, 0.3, 0.0, 0.0, 0.2)
"""How much the answer to each service goes with overall satisfaction."""
A_LOT = {LEVELS[0]: 0.35, LEVELS[1]: 0.37}
"""Chance to see a lot of value, by level; 62 % for the others, 90 % for the team."""
PAIRED = 0.45
"""Share of a department that gave its code in both waves."""
TEAM = 3
"""Further answers of the library's team in 2026."""


def deepened(
    seed: int, first: Sequence[Answer], second: Sequence[Answer]
) -> tuple[list[Answer], list[Answer]]:
    """Both waves with what they ask beyond satisfaction."""
    last = dt.date(2026, 9, 18)
    random = Random(f"{seed}:team")
    late = [_answer(random, LIBRARY, (last, last)) for _ in range(TEAM)]
    moments = [dt.datetime.combine(last, dt.time(18, 40 + number)) for number in range(TEAM)]
    late = [
        replace(answer, start=moment, end=moment + dt.timedelta(seconds=240 + number))
        for number, (answer, moment) in enumerate(zip(late, moments, strict=True))
    ]
    waves = [_exchanged(Random(f"{seed}:exchange:{2025 + at}"), wave) for at, wave in
             enumerate((first, [*second, *late]))]  # fmt: skip
    waves = [[_asked(Random(f"{seed}:depth:{year}:{at}"), answer, year) for at, answer in
              enumerate(wave)] for year, wave in zip((2025, 2026), waves, strict=True)]  # fmt: skip
    return _coded(Random(f"{seed}:codes"), waves[0], waves[1])


def _whole(answer: Answer) -> bool:
    """Whether somebody answered everything, and it is no test."""
    return answer.progress == 100 and answer.status == "IP Address"


def _asked(random: Random, answer: Answer, year: int) -> Answer:
    """The further answers of one person; importance and usefulness were asked in 2026 alone."""
    if not _whole(answer):
        return answer
    chance = 0.9 if answer.department == LIBRARY else A_LOT.get(str(answer.level), 0.62)
    value = VALUE[0] if random.random() < chance else random.choices(VALUE[1:], (70, 22, 8))[0]
    if year == 2025:
        return replace(answer, value=value)
    held = tuple(HELD[min(4, max(0, round(random.gauss(mean - 1, 0.8))))] for mean in WEIGHT)
    useful = random.choices(USEFUL, (78, 13, 9))[0]
    return replace(answer, value=value, importance=held, useful=useful)


def _exchanged(random: Random, wave: Sequence[Answer]) -> list[Answer]:
    """The answers to services handed round within a department, by overall satisfaction."""
    made = list(wave)
    groups: dict[object, list[int]] = defaultdict(list)
    for at, answer in enumerate(made):
        if _whole(answer):
            groups[answer.department].append(at)
    for item, strength in enumerate(GOES_WITH):
        for places in groups.values():
            held = [at for at in places if made[at].items[item] not in (None, NO_OPINION)]
            answers = sorted(_points(made[at].items[item]) for at in held)
            order = sorted(
                held, key=lambda at: strength * _points(made[at].overall) + random.gauss(0, 1)
            )
            for at, points in zip(order, answers, strict=True):
                items = list(made[at].items)
                items[item] = SATISFACTION[points - 1]
                made[at] = replace(made[at], items=tuple(items))
    return made


def _points(label: str | None) -> int:
    """Satisfaction as 1 to 5."""
    return SATISFACTION.index(str(label)) + 1


def _coded(
    random: Random, first: list[Answer], second: list[Answer]
) -> tuple[list[Answer], list[Answer]]:
    """Codes: the same for those who answered twice, one of their own or none for the others."""
    taken: set[str] = set()

    def new() -> str:
        while True:
            two = "".join(random.choices("ABCDEFGHIJKLMNOPRSTVWY", k=2)).title()
            code = f"{two}{random.randint(1, 31):02d}"
            if code not in taken:
                taken.add(code)
                return code

    waves = (list(first), list(second))
    for department in sorted({str(answer.department) for answer in first if _whole(answer)}):
        if department == LIBRARY:
            continue
        members = [
            [at for at, answer in enumerate(wave)
             if _whole(answer) and answer.department == department]
            for wave in waves
        ]  # fmt: skip
        count = round(PAIRED * min(len(part) for part in members))
        ranked = [
            sorted(random.sample(part, count),
                   key=lambda at, wave=wave: _points(wave[at].overall) + random.gauss(0, 0.6))
            for wave, part in zip(waves, members, strict=True)
        ]  # fmt: skip
        for both in zip(*ranked, strict=True):
            code = new()
            for wave, at in zip(waves, both, strict=True):
                wave[at] = replace(wave[at], code=_written(random, code))
    for wave in waves:
        for at, answer in enumerate(wave):
            if _whole(answer) and not answer.code and random.random() < 0.4:
                wave[at] = replace(answer, code=new())
    return waves


def _written(random: Random, code: str) -> str:
    """A code as people type it."""
    return random.choices((code, code.upper(), code.lower(), f"{code[:2]} {code[2:]}"),
                          (70, 14, 10, 6))[0]  # fmt: skip
