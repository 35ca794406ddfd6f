"""Several choices in one cell: learn the choices of a question from its cells, then split.

The choices themselves may hold the separator (`Master (e.g. MA, MS)`), and nobody hands over the
list of choices. So parts that never occur apart are one choice, brackets are not split, and what
was written only once is an open answer, kept whole.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

MIN_SHARE = 0.6
"""Share of the parts of longer cells that recurring choices must make up; else it is free text."""


@dataclass(frozen=True)
class Choices:
    """Choices of a question, and for each distinct cell what was ticked and what was written.

    Attributes
    ----------
    options : tuple of str
        Choices, in the order in which they mostly stand in cells.
    ticked : dict of cell to tuple of str
    written : dict of cell to str
        Open answer in the cell, if any.
    """

    options: tuple[str, ...]
    ticked: Mapping[str, tuple[str, ...]]
    written: Mapping[str, str]


def parts_of(cell: str, separator: str) -> list[str]:
    """Parts of a cell at a separator, brackets not split.

    Examples
    --------
    >>> parts_of("MA (e.g. MA, MS), PhD", ", ")
    ['MA (e.g. MA, MS)', 'PhD']
    """
    matches: list[str] = []
    part = ""
    for piece in cell.split(separator):
        part = f"{part}{separator}{piece}" if part else piece
        if sum(part.count(sign) for sign in "([") <= sum(part.count(sign) for sign in ")]"):
            matches.append(part.strip())
            part = ""
    if part:
        matches += [piece.strip() for piece in part.split(separator)]
    return [piece for piece in matches if piece]


def learn(counts: Mapping[str, int], separator: str) -> Choices | None:
    """The choices of a question whose cells may be lists; None where they are not.

    Parameters
    ----------
    counts : mapping of cell to int
        Distinct cells (not empty) and how often each occurs.
    separator : str
        ``", "`` or ``";"``.

    Returns
    -------
    Choices or None

    Examples
    --------
    >>> cells = {"Desk": 3, "Desk, Chat": 2, "Chat, Post": 2, "Post": 1}
    >>> learn(cells, ", ").options
    ('Desk', 'Chat', 'Post')
    >>> learn({"Rarely, it is not my job": 4, "Never": 2}, ", ") is None
    True
    """
    if not any(separator in cell for cell in counts):
        return None
    split = _merged({cell: parts_of(cell, separator) for cell in counts}, counts, separator)
    if max(len(parts) for parts in split.values()) < 2:
        return None
    often: Counter[str] = Counter()
    for cell, parts in split.items():
        for part in dict.fromkeys(parts):
            often[part] += counts[cell]
    least = 1 if sum(counts.values()) < 10 else 2
    options = [part for part, times in often.items() if times >= least]
    if _listed(split, counts, set(options)) < MIN_SHARE:
        return None
    if least == 1 and not any(times > 1 for times in often.values()):
        return None
    return _choices(split, _ordered(split, options), separator)


def _listed(
    split: Mapping[str, Sequence[str]], counts: Mapping[str, int], known: set[str]
) -> float:
    """Share of known choices among the parts of the cells that have several."""
    rows = [(parts, counts[cell]) for cell, parts in split.items() if len(parts) > 1]
    total = sum(len(parts) * times for parts, times in rows)
    return sum(sum(part in known for part in parts) * times for parts, times in rows) / total


def learn_closed(counts: Mapping[str, int], separator: str = ";") -> Choices:
    """The choices where every cell is known to be a list that ends in its separator."""
    split = {cell: [p.strip() for p in cell.split(separator) if p.strip()] for cell in counts}
    often: Counter[str] = Counter()
    for cell, parts in split.items():
        for part in dict.fromkeys(parts):
            often[part] += counts[cell]
    least = 1 if sum(counts.values()) < 10 else 2
    options = [part for part, times in often.items() if times >= least]
    return _choices(split, _ordered(split, options or list(often)), separator)


def ranks(counts: Mapping[str, int], separator: str = ";") -> tuple[str, ...] | None:
    """The items of a ranking: every cell holds the same set, not always in the same order."""
    rows = [tuple(p.strip() for p in cell.split(separator) if p.strip()) for cell in counts]
    if len(rows) < 2 or len(rows[0]) < 2 or any(set(row) != set(rows[0]) for row in rows):
        return None
    if any(len(set(row)) != len(row) for row in rows):
        return None
    return tuple(sorted(rows[0]))


def _merged(
    split: dict[str, list[str]], counts: Mapping[str, int], separator: str
) -> dict[str, list[str]]:
    """Parts that stand side by side in every cell they occur in become one choice again."""
    alone: Counter[str] = Counter()
    pairs: Counter[tuple[str, str]] = Counter()
    for cell, parts in split.items():
        alone.update(dict.fromkeys(parts, counts[cell]))
        pairs.update(dict.fromkeys(pairwise(parts), counts[cell]))
    glued = {pair for pair, times in pairs.items() if alone[pair[0]] == alone[pair[1]] == times}
    if not glued:
        return split
    joined = {}
    for cell, parts in split.items():
        row = parts[:1]
        for before, part in pairwise(parts):
            if (before, part) in glued:
                row[-1] = f"{row[-1]}{separator}{part}"
            else:
                row.append(part)
        joined[cell] = row
    return joined


def _ordered(split: Mapping[str, Sequence[str]], options: Sequence[str]) -> tuple[str, ...]:
    """Choices by their mean place in the cells that hold several."""
    places: dict[str, list[float]] = {option: [] for option in options}
    for parts in split.values():
        for place, part in enumerate(parts):
            if part in places and len(parts) > 1:
                places[part].append(place / (len(parts) - 1))
    return tuple(
        sorted(
            options,
            key=lambda option: (
                sum(places[option]) / len(places[option]) if places[option] else 1.0,
            ),
        )
    )


def _choices(
    split: Mapping[str, Sequence[str]], options: tuple[str, ...], separator: str
) -> Choices:
    existing = set(options)
    joiner = separator if separator.endswith(" ") else f"{separator} "
    ticked = {cell: tuple(p for p in parts if p in existing) for cell, parts in split.items()}
    written = {
        cell: re.sub(r"\s+", " ", joiner.join(p for p in parts if p not in existing))
        for cell, parts in split.items()
    }
    return Choices(options, ticked, {cell: text for cell, text in written.items() if text})
