"""Answer scales in words, as listed: they are proposed to a person, and count when confirmed."""

import re
from collections.abc import Iterable
from functools import cache

from engagekit.readers.shared import vocabulary
from engagekit.readers.survey._words import folded, words_of

TOP_POINT = 10
"""Highest point of a scale in numbers; more are counts, years or ages."""
_OUT_OF = re.compile(r"\s*(\d{1,2})\s*(?:/|(?:out )?of|sur|von)\s*(\d{1,2})\s*|[★☆]+")


def is_no_opinion(answer: str) -> bool:
    """Return whether each part of an answer stands for no opinion, not applicable or unknown.

    Examples
    --------
    >>> is_no_opinion("No opinion / did not use"), is_no_opinion("N/A"), is_no_opinion("No")
    (True, True, False)
    """
    return {folded(answer)} <= no_opinion() or {*map(folded, answer.split("/"))} <= no_opinion()


@cache
def no_opinion() -> frozenset[str]:
    """Return answers (folded) that stand for no opinion, not applicable or unknown."""
    return frozenset(word for words in words_of("no_opinion").values() for word in words)


@cache
def _scales() -> dict[str, tuple[tuple[str, ...], ...]]:
    """Return the levels of each listed scale, and of each level its spellings, folded."""
    return {
        name: tuple(tuple(map(folded, level.split(" / "))) for level in levels)
        for name, levels in vocabulary.words("scales").items()
    }


def match(answers: Iterable[str]) -> tuple[str, tuple[str, ...]] | None:
    """Return the first listed scale that has some answers: its name, and all from worst to best.

    As people chose them; of a level that nobody chose, the scale's own word.

    Examples
    --------
    >>> match(["Good", "Fair", "Excellent", "Poor"])
    ('quality-5-en', ('Poor', 'Fair', 'Good', 'Very good', 'Excellent'))
    """
    given = {folded(label): label for label in answers if not is_no_opinion(label)}
    for name, levels in _scales().items() if len(given) > 1 else ():
        if given.keys() <= {one for level in levels for one in level}:
            seen = [[given[one] for one in level if one in given] for level in levels]
            return name, tuple(
                " / ".join(chosen) or level[0].capitalize()
                for chosen, level in zip(seen, levels, strict=True)
            )
    return None


def marks_in(answers: Iterable[str]) -> bool:
    """Return whether answers are marks out of a number: ``8/10``, ``★★★☆``.

    Examples
    --------
    >>> marks_in(["8/10", "6 out of 10"]), marks_in(["8", "6"])
    (True, False)
    """
    return all(_OUT_OF.fullmatch(label) for label in answers if not is_no_opinion(label))
