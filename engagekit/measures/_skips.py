"""Who was led past a question by an earlier answer, seen in the answers alone."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engagekit.measures._answer_sheet import AnswerSheet, Asked

Mask = NDArray[np.bool_]
MOST_ANSWERS = 15
"""Answers of a question that may lead past others: one of more (a department, a year) has small
groups in which nobody answered by chance."""
USUAL = 0.5
"""Share of the others who answered, from which on an empty answer of a whole group is no chance:
where most leave a question empty, nobody can see who was led past it."""
CHANCE = 0.001
"""Probability that the empty answers of a group are chance, over all groups looked at."""
EXPLAINED = 0.5
"""Part of the empty answers that a filter leaves out: it explains most of them."""


@dataclass(frozen=True, eq=False)
class Shown:
    """Who was asked a question, and ``by`` which ``answers`` to an earlier one, where any led."""

    who: Mask
    by: Asked | None = None
    answers: tuple[str, ...] = ()

    @property
    def n(self) -> int:
        """How many were asked."""
        return int(self.who.sum())


def shown_to(sheet: AnswerSheet) -> dict[str, Shown]:
    """Return who was asked each question.

    Returned: question id to `Shown`: those to whom the export says it was shown. Where it was shown
    to everybody by its word, and an earlier answer explains most of the empty ones, those whom that
    answer led to it.
    """
    result: dict[str, Shown] = {}
    before: list[tuple[Asked, list[tuple[str, Mask]]]] = []
    own: dict[str, Shown] = {}  # of the closed question before it in the same block
    for one in sheet.questions:
        shown = one.shown
        result[one.question_id] = Shown(shown)
        if bool(shown.all()) and not bool(one.answered.all()):
            of = own.get(one.block) if one.kind == "text" else None  # "Other" in words
            if of is None:
                result[one.question_id] = _filtered(one, before) or Shown(shown)
            elif not one.answered[~of.who].any():
                result[one.question_id] = of
        if one.block and one.kind != "text":
            own[one.block] = result[one.question_id]
        if one.kind in ("single", "multi", "scale") and len(one.labels) <= MOST_ANSWERS:
            before.append((one, list(_groups(one))))
    return result


def _groups(one: Asked) -> Iterator[tuple[str, Mask]]:
    """Yield the answers that may lead to another question; of a multi-select each option."""
    if one.has_many:
        yield from one.answers
        return
    for at, label in enumerate(one.labels):
        yield label, np.asarray(one.codes == at)


def _filtered(one: Asked, before: list[tuple[Asked, list[tuple[str, Mask]]]]) -> Shown | None:
    """Return who was led to a question by an earlier answer; None where none explains enough."""
    empty = ~one.answered
    # any set of answers to a single choice may lead to it: of many small groups one always fits
    tests = sum(len(part) if earlier.has_many else 2.0 ** len(part) for earlier, part in before)
    best: tuple[int, Shown] | None = None
    for earlier, groups in before:
        for found in _led(earlier, groups, one.answered):
            explained = int((((~found.who) & earlier.answered) & empty).sum())
            rate = float(one.answered[found.who].mean())
            is_chance = _by_chance(explained, empty) * tests > CHANCE
            if rate < USUAL or is_chance or explained < EXPLAINED * int(empty.sum()):
                continue
            if best is None or explained >= best[0]:  # of two alike the nearer one
                best = explained, found
    return None if best is None else best[1]


def _by_chance(left_out: int, empty: Mask) -> float:
    """Return the probability that so many people, picked at random, all left a question empty."""
    number, everybody = int(empty.sum()), len(empty)
    at = np.arange(left_out)
    return float(np.exp(np.log((number - at) / (everybody - at)).sum()))


def _led(earlier: Asked, groups: list[tuple[str, Mask]], answered: Mask) -> Iterator[Shown]:
    """Yield those whom answers to one question can have led to another: each option, or all."""
    if earlier.has_many:
        for label, who in groups:
            if who.any() and not answered[~who].any():
                yield Shown(who, earlier, (label,))
        return
    open_to = [(label, who) for label, who in groups if answered[who].any()]
    who = np.zeros(len(answered), dtype=bool)
    for _, part in open_to:
        who |= part
    if not earlier.answered.all() and answered[~earlier.answered].any():
        who |= ~earlier.answered
    if open_to and not who.all():
        yield Shown(who, earlier, tuple(label for label, _ in open_to))
