"""Header words to columns, and rows that do not have as many cells as their header."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
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


@dataclass(frozen=True, eq=False)
class Aligned:
    """Rows under their header: some moved, as the one way to make their cells fit, some refused."""

    body: pd.DataFrame
    moved: pd.Series
    refused: pd.Series


def aligned(body: pd.DataFrame, kinds: Mapping[int, str]) -> Aligned:
    """Put rows that are shorter or longer than their header under it, or refuse them.

    ``body``: cells as text; columns 0, 1, ... ``kinds``: what the cells of a column must look like,
    a key of `FITS`.

    Notes
    -----
    A row is touched only if a cell contradicts its column. Tried are: a cell left out, an empty
    cell too many, and a cell cut in two at its comma. A way is taken if no cell contradicts its
    column any more and no other way puts these columns differently.
    """
    columns = [column for column in kinds if column in body.columns]
    wrong = np.zeros(len(body), dtype=bool)
    for column in columns:
        fits, cells = FITS[kinds[column]].match, body[column].tolist()
        faults = [bool(cell) and not fits(cell) for cell in map(str.strip, cells)]
        wrong |= np.array(faults, dtype=bool)
    misfit = pd.Series(wrong, index=body.index)
    moved = pd.Series(False, index=body.index)
    if not misfit.any():
        return Aligned(body, moved, misfit)
    fixed = body.copy()
    refused = misfit.copy()
    for position in [index for index, wrong in enumerate(misfit.to_numpy()) if wrong]:
        row = [str(cell).strip() for cell in body.iloc[position]]
        placed = _placed(row, {column: kinds[column] for column in columns})
        if placed is not None:
            fixed.iloc[position] = placed
            moved.iloc[position], refused.iloc[position] = True, False
    return Aligned(fixed, moved, refused)


def _placed(cells: list[str], kinds: Mapping[int, str]) -> list[str] | None:
    """Return the one way to put a row under its header, None if there is none or more than one."""
    width = len(cells)
    ways = []
    for at in range(max(kinds) + 1):
        if not cells[-1]:
            ways.append([*cells[:at], "", *cells[at:-1]])
        if not cells[at]:
            ways.append([*cells[:at], *cells[at + 1 :], ""])
        if at + 1 < width and cells[at] and cells[at + 1]:
            ways.append([*cells[:at], f"{cells[at]}, {cells[at + 1]}", *cells[at + 2 :], ""])
    good = {
        tuple(way)
        for way in ways
        if all(not way[column] or FITS[kind].match(way[column]) for column, kind in kinds.items())
    }
    keys = {tuple(way[column] for column in kinds) for way in good}
    return list(good.pop()) if len(keys) == 1 else None
