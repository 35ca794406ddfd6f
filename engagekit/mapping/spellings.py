"""Spellings of one department: the same after normalising, or only like another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from engagekit.errors import nearest, shorten
from engagekit.mapping.mapping_file import normal
from engagekit.tables.problems import Problem

ALIKE = 88
"""Likeness from which two spellings are proposed as one."""
MOST_WORDS = 40
"""Words of a column that are listed; more are no controlled words but texts."""


def merges(names: Sequence[str]) -> tuple[dict[str, str], dict[str, str]]:
    """Spellings that are one word after normalising, and those that are only like another.

    Examples
    --------
    >>> merges(["Litigation", "Tax", "LITIGATION", "Litigaton"])
    ({'LITIGATION': 'Litigation'}, {'Litigaton': 'Litigation'})
    """
    from rapidfuzz import fuzz

    same: dict[str, str] = {}
    alike: dict[str, str] = {}
    chosen: dict[str, str] = {}
    for name in names[:400]:
        key = normal(name)
        if key in chosen:
            same[name] = chosen[key]
            continue
        near = [other for other in chosen if fuzz.ratio(key, other) >= ALIKE]
        if near:
            alike[name] = chosen[near[0]]
        chosen[key] = name
    return same, alike


def unknown(words: Sequence[str], allowed: Sequence[str]) -> dict[str, str | None]:
    """Words that are none of those allowed, each with the one that it is like, if any.

    Examples
    --------
    >>> unknown(["Walk", "walks", "telephone"], ["walk", "desk"])
    {'walks': 'walk', 'telephone': None}
    """
    existing = {normal(word) for word in allowed}
    return {word: nearest(word, allowed) for word in words if normal(word) not in existing}


def unmerged(
    cells: pd.Series, said: Mapping[str, str], file: str, sheet: str, field: str
) -> list[Problem]:
    """Names like a known one that the mapping does not speak of; told, never merged."""
    counts = cells[cells != ""].value_counts()
    existing = {*said, *said.values()}
    same, alike = merges([str(name) for name in counts.index])
    matches = []
    for old, new in {**same, **alike}.items():
        if old in existing and new in existing:
            continue
        name, other = (old, new) if old not in existing else (new, old)
        row = int(str(cells.index[cells == name][0]))
        remedy = (
            f'If it is the same, add to [values.{field}] of the mapping: "{shorten(name, 40)}" = '
            f'"{shorten(other, 40)}". If not: "{shorten(name, 40)}" = "{shorten(name, 40)}".'
        )
        problem = f"written like '{shorten(other, 40)}' in {int(counts[name])} rows"
        matches.append(Problem(problem, remedy, file, sheet, row, field, "", shorten(name, 40)))
    return matches
