"""Answer scales in words: which labels belong together, in which order, and what is no opinion.

A score comes from words alone: 1 is the least favourable (or the least) label of a scale. Numbers
without words have no direction, so they get no score. A label set without its middle is scored on
the full scale (1, 2, 4, 5), so that a wave in which nobody took the middle stays comparable.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from engagekit.readers.shared import vocabulary

_PLAIN = str.maketrans({"ß": "ss", "ø": "o", "ł": "l", "æ": "ae", "œ": "oe", "ı": "i"})


def folded(text: str) -> str:
    """A label for comparing: casefolded, accents and tags off, punctuation to single spaces.

    Examples
    --------
    >>> folded("  Très satisfait(e) ")
    'tres satisfait e'
    """
    bare = re.sub(r"<[^>]{1,80}>", " ", text).casefold().translate(_PLAIN)
    split = unicodedata.normalize("NFKD", bare.replace("'", "").replace("’", ""))
    retained = "".join(letter for letter in split if not unicodedata.combining(letter))
    return " ".join(re.sub(r"[^\w]+", " ", retained).split())


def words(text: str) -> frozenset[str]:
    """The names of a list written with ``|`` between, folded.

    Examples
    --------
    >>> sorted(words("E-Mail|Name"))
    ['e mail', 'name']
    """
    return frozenset(folded(name) for name in text.split("|") if name.strip())


@dataclass(frozen=True)
class Scale:
    """One scale: its id, how many points it has, and the points of each label (folded)."""

    scale_id: str
    points: int
    levels: Mapping[str, int]


@cache
def scales() -> tuple[Scale, ...]:
    """Return every scale of the vocabulary, in the order in which they are tried."""
    return tuple(
        Scale(
            name,
            len(levels),
            {
                folded(label): place
                for place, level in enumerate(levels, start=1)
                for label in level.split(" / ")
            },
        )
        for name, levels in vocabulary.words("scales").items()
    )


@cache
def no_opinion() -> frozenset[str]:
    """Labels (folded) that stand for no opinion, not applicable or unknown."""
    return frozenset(
        folded(label) for labels in vocabulary.words("no_opinion").values() for label in labels
    )
