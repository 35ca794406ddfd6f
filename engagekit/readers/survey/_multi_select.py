"""Several choices in one cell: learn the choices of a question from its cells, then split.

The choices themselves may hold the separator (`Master (e.g. MA, MS)`), and nobody hands over the
list of choices. So parts that never occur apart are one choice, brackets are not split, and what
was written only once is an open answer, kept whole.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import pandas as pd

from engagekit.readers.survey._categorical import encode
from engagekit.readers.survey._words import folded, pattern

MIN_SHARE = 0.6
"""Share of the parts of longer cells that recurring choices must make up; else it is free text: two
ticks and a written third recur in 2 of 3 parts, "Yes, but ..." in 1 of 2."""
WHOLE_SHARE = 0.5
"""Share of longer cells that hold recurring choices and nothing else: a third of the people who may
write something do; of comments with commas in them the short ones alone ("yes, always") recur."""
MOST_OPTIONS = 60
"""Choices above which nobody made a list of them: those of surveys have some thirty, the words of
a few hundred comments a hundred and more."""
TYPED_SHARE = 0.02
"""Share of choices that differ from another by case alone, from which they were typed: a list has
each choice once, while "Other" may repeat one of them now and then."""
SAME_CELLS = 3
"""Times, on the mean, that a cell with a sign in it recurs as it stands where it is one answer."""
SOME_ANSWERS = 10
"""Answers from which an option must occur twice; among fewer, many an option was ticked once."""
RANKED_ROWS = 5
"""Whole rows from which columns of 1, 2, ... are a ranking: two ratings differ by chance in one row
of two, in five of five once in 32; three ratings once in 1,800."""
RANKED_SHARE = 0.95
"""Share of whole rows that must hold each place once: old exports let one in twenty slip."""


@dataclass(frozen=True)
class Choices:
    """Choices of a question, and for each distinct cell what was ticked and what was written.

    ``options``: in the order in which they mostly stand in cells. ``written``: open answers.
    """

    options: tuple[str, ...]
    ticked: Mapping[str, tuple[str, ...]]
    written: Mapping[str, str]


def parts_of(cell: str, separator: str) -> list[str]:
    """Return the parts of a cell at a separator, brackets not split.

    Examples
    --------
    >>> parts_of("MA (e.g. MA, MS), PhD", ", ")
    ['MA (e.g. MA, MS)', 'PhD']
    """
    parts: list[str] = []
    part = ""
    for piece in cell.split(separator):
        part = f"{part}{separator}{piece}" if part else piece
        if sum(part.count(sign) for sign in "([") <= sum(part.count(sign) for sign in ")]"):
            parts.append(part.strip())
            part = ""
    if part:
        parts += [piece.strip() for piece in part.split(separator)]
    return [piece for piece in parts if piece]


def learn(counts: Mapping[str, int], separator: str, wording: str = "") -> Choices | None:
    """Return the choices of a question whose cells may be lists; None where they are not.

    ``counts``: distinct cells (not empty) and how often each occurs. ``separator``: ``", "`` or
    ``";"``. ``wording``: the question: of an open one ("Why?") nothing is a list but what recurs in
    full.

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
    several = [(parts, counts[cell]) for cell, parts in split.items() if len(parts) > 1]
    # "Yes, definitely": what stands behind the sign stands in no other cell, each time the same
    within = Counter(one for parts in split.values() for one in {*map(str.casefold, parts)})
    alone = {parts[0] for parts in split.values() if len(parts) == 1}
    is_whole = all(
        (parts[0][:1].isupper() or parts[0] not in alone)
        and one[:1].islower()
        and within[one.casefold()] == 1
        for parts, _ in several
        for one in parts[1:]
    )
    if is_whole and sum(times for _, times in several) >= SAME_CELLS * len(several):
        return None
    often, options = _recurring(split, counts)
    total = sum(len(parts) * times for parts, times in several)
    recurring = sum(sum(part in options for part in parts) * times for parts, times in several)
    is_text = recurring / total < MIN_SHARE or max(often.values()) < 2
    if is_text or _is_written(several, often, options, wording):
        return None
    return _choices(split, counts, separator)


def _is_written(
    several: Sequence[tuple[Sequence[str], int]],
    often: Counter[str],
    options: Sequence[str],
    wording: str,
) -> bool:
    """Return whether parts were written by people and not chosen from a list."""
    if len(options) > MOST_OPTIONS:
        return True
    usual = {folded(one): one for one in sorted(options, key=often.__getitem__)}
    rarer = sum(often[one] for one in options if usual[folded(one)] != one)
    if rarer and rarer >= TYPED_SHARE * sum(often[one] for one in options):
        return True
    whole = sum(times for parts, times in several if set(parts) <= set(options))
    least = MIN_SHARE if pattern("wordings.words.open").search(folded(wording)) else WHOLE_SHARE
    total = sum(times for _, times in several)
    return total >= SOME_ANSWERS and whole < least * total


def learn_closed(counts: Mapping[str, int], separator: str = ";") -> Choices:
    """Return the choices where every cell is surely a list that ends in its separator."""
    return _choices(_split(counts, separator), counts, separator)


def ranks(counts: Mapping[str, int]) -> tuple[str, ...] | None:
    """Return the items of a ranking: every cell holds the same set, not always in one order."""
    rows = list(_split(counts, ";").values())
    if len(rows) < 2 or len(rows[0]) < 2:
        return None
    if any(set(row) != set(rows[0]) or len(set(row)) != len(row) for row in rows):
        return None
    return tuple(sorted(rows[0]))


def is_ranking(columns: Sequence[pd.Series], wording: str = "") -> bool:
    """Return whether the columns of a row hold the places 1, 2, ... each once.

    ``columns``: one column an item, ``N/A`` where it was left out. ``wording``: a question that
    asks for an order needs fewer rows.
    """
    coded = [encode(cells) for cells in columns]
    places = {str(place): float(place) for place in range(1, len(columns) + 1)}
    if any(label not in places and folded(label) != "n a" for one in coded for label in one.labels):
        return False
    rows = pd.DataFrame({at: one.mapped(places) for at, one in enumerate(coded)}).dropna()
    stated = pattern("wordings.words.rank").search(folded(wording)) is not None
    if len(rows) < (1 if stated else RANKED_ROWS):
        return False
    return bool((rows.nunique(axis=1) == len(columns)).mean() >= RANKED_SHARE)


def _split(cells: Mapping[str, int], separator: str) -> dict[str, list[str]]:
    """Return the parts of each cell that are not empty."""
    return {
        cell: [part.strip() for part in cell.split(separator) if part.strip()] for cell in cells
    }


def _recurring(
    split: Mapping[str, Sequence[str]], counts: Mapping[str, int]
) -> tuple[Counter[str], list[str]]:
    """Return how often each part was given, and the parts that are options."""
    often: Counter[str] = Counter()
    for cell, parts in split.items():
        often.update(dict.fromkeys(parts, counts[cell]))
    least = 1 if sum(counts.values()) < SOME_ANSWERS else 2
    return often, [part for part, times in often.items() if times >= least]


def _merged(
    split: dict[str, list[str]], counts: Mapping[str, int], separator: str
) -> dict[str, list[str]]:
    """Join parts that stand side by side in every cell they occur in: they are one choice."""
    alone: Counter[str] = Counter()
    pairs: Counter[tuple[str, str]] = Counter()
    for cell, parts in split.items():
        bare = [part.casefold() for part in parts]
        alone.update(dict.fromkeys(bare, counts[cell]))
        pairs.update(dict.fromkeys(pairwise(bare), counts[cell]))
    glued = {pair for pair, times in pairs.items() if alone[pair[0]] == alone[pair[1]] == times}
    joined = {}
    for cell, parts in split.items():
        row = parts[:1]
        for before, part in pairwise(parts):
            if (before.casefold(), part.casefold()) in glued:
                row[-1] = f"{row[-1]}{separator}{part}"
            else:
                row.append(part)
        joined[cell] = row
    return joined


def _choices(
    split: Mapping[str, Sequence[str]], counts: Mapping[str, int], separator: str
) -> Choices:
    """Return what was ticked and written in each cell, options by their mean place in cells."""
    # parts that differ by case alone are one, as it is mostly spelled
    often = _recurring(split, counts)[0].most_common()
    usual = {part.casefold(): part for part, _ in reversed(often)}
    split = {cell: [usual[part.casefold()] for part in parts] for cell, parts in split.items()}
    typed, options = _recurring(split, counts)
    places: dict[str, list[float]] = {option: [] for option in options or typed}
    for parts in split.values():
        for place, part in enumerate(parts):
            if part in places and len(parts) > 1:
                places[part].append(place / (len(parts) - 1))
    means = {one: sum(at) / len(at) if at else 1.0 for one, at in places.items()}
    joiner = separator if separator.endswith(" ") else f"{separator} "
    ticked: dict[str, tuple[str, ...]] = {}
    written: dict[str, str] = {}
    for cell, parts in split.items():
        ticked[cell] = tuple(part for part in parts if part in places)
        if rest := joiner.join(part for part in parts if part not in places):
            written[cell] = re.sub(r"\s+", " ", rest)
    return Choices(tuple(sorted(places, key=means.__getitem__)), ticked, written)
