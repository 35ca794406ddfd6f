"""Header words to columns, and rows that do not have as many cells as their header."""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

import pandas as pd

from engagekit.parsing.values import fold_word

_DAY = r"(?:\d{1,4}[-/.年]\d{1,2}|[^\W\d_]{3,9}\.? \d{1,2}\b|\d{1,2}\.? [^\W\d_]{3,9}\b)"
FITS = {
    "moment": re.compile(rf'^(?:="?)?(?:{_DAY}.*|\d{{1,2}}:\d{{2}}.*|-{{1,2}}|n/?a)"?$', re.I),
    "duration": re.compile(
        r"^(?:[\d.,]+\s*(?:[^\W\d_]{0,8}\.?)(?:\s*\d+\s*[^\W\d_]{1,8}\.?){0,2}|\d+:\d{2}(?::\d{2})?|"
        r"PT?\w+|-{1,2}|n/?a)$",
        re.I,
    ),
    "email": re.compile(r"^(?:[^@,]*@[^@,]*|\S*(?:…|\.\.\.)|-{1,2}|n/?a)$", re.I),
    "name": re.compile(r"^(?!\d{1,4}[-/.]\d{1,2}[-/.]\d).*$", re.DOTALL),
    "flag": re.compile(r"^(?:[^\W\d_]{1,5}|-{1,2}|n/?a)$", re.I),
}
"""What a cell of each kind may look like; an empty cell always fits."""


@lru_cache(maxsize=4_096)
def _listed(words: tuple[str, ...]) -> list[str]:
    return folded(words)


def folded(words: Iterable[str]) -> list[str]:
    """Return words for comparing: small letters, no accents, no punctuation.

    Examples
    --------
    >>> folded(["E-mail Address", "Durée"])
    ['e mail address', 'duree']
    """
    return [fold_word(word) for word in words]


def columns_of(header: Sequence[str], words: Mapping[str, Iterable[str]]) -> dict[str, int]:
    """Return which column holds what.

    ``header``: cells of the header row. ``words``: what a column is, and the header words it goes
    by, best first. Returned: index of the column; only what was found.

    Examples
    --------
    >>> columns_of(["Name", "E-mail"], {"email": ["Email", "E-mail"], "upn": ["UPN"]})
    {'email': 1}
    """
    places: dict[str, int] = {}
    for at, cell in enumerate(folded(header)):
        places.setdefault(cell, at)
    matches: dict[str, int] = {}
    for name, existing in words.items():
        if named := [word for word in _listed(tuple(existing)) if word in places]:
            matches[name] = places[named[0]]
    return matches


def misfits(body: pd.DataFrame, kinds: Mapping[int, str]) -> pd.Series:
    """Return whether a cell of a row contradicts its column: the row has slipped.

    ``body``: cells as text; columns 0, 1, ... ``kinds``: what the cells of a column must look like,
    a key of `FITS`.
    """
    slipped = pd.Series(False, index=body.index)
    for column, kind in kinds.items():
        if column in body:
            cells = body[column].str.strip()
            slipped |= (cells != "") & ~cells.map(FITS[kind].match).notna()
    return slipped
