"""Spellings of departments, the same after normalising or only like another; unknown ways."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

import pandas as pd

from engagekit.errors import nearest, problem_texts, shorten, some
from engagekit.mapping.mapping_file import SURVEY, normal
from engagekit.mapping.matching import Matched, column_of, mapped
from engagekit.parsing import values
from engagekit.tables.problems import NOTE, Problem

ALIKE = 88
"""Likeness, of 100, from which two spellings are proposed as one: a letter more or less in eight
(`Litigation`, `Litigaton`: 95) is; `Group A` and `Group B` (86) are two departments."""
MOST_WORDS = 40
"""Words of a column that are listed; more are no controlled words but texts."""
COMPARED = 400
"""Names of a column that are compared, each with all before it; organisations have fewer
departments, and a column of thousands of names would take minutes."""

_NUMBER = re.compile(r"\d+")
"""What tells two courtrooms, wards or floors apart: no slip of the pen."""


def merges(names: Sequence[str]) -> tuple[dict[str, str], dict[str, str]]:
    """Return spellings that are one word after normalising, and those only like another.

    Examples
    --------
    >>> merges(["Litigation", "Tax", "LITIGATION", "Litigaton"])
    ({'LITIGATION': 'Litigation'}, {'Litigaton': 'Litigation'})
    >>> merges(["Courtroom 12", "Courtroom 1"])
    ({}, {})
    """
    from rapidfuzz import fuzz

    same: dict[str, str] = {}
    alike: dict[str, str] = {}
    first: dict[str, str] = {}
    for name in names[:COMPARED]:
        key = normal(name)
        if key in first:
            same[name] = first[key]
            continue
        numbered = [other for other in first if _NUMBER.findall(other) == _NUMBER.findall(key)]
        near = next((other for other in numbered if fuzz.ratio(key, other) >= ALIKE), None)
        if near is not None:
            alike[name] = first[near]
        first[key] = name
    return same, alike


def not_allowed(words: Sequence[str], allowed: Sequence[str]) -> dict[str, str | None]:
    """Return words that are none of those allowed, each with the one that it is like, if any.

    Examples
    --------
    >>> not_allowed(["Walk", "walks", "telephone"], ["walk", "desk"])
    {'walks': 'walk', 'telephone': None}
    """
    names = {normal(word) for word in allowed}
    return {word: nearest(word, allowed) for word in words if normal(word) not in names}


def unmerged(
    cells: pd.Series, stated: Mapping[str, str], file: str, sheet: str, field: str
) -> list[Problem]:
    """Return a problem for each name like another that the mapping does not speak of."""
    counts = cells[cells != ""].value_counts()
    settled = {*stated, *stated.values()}
    same, alike = merges([str(name) for name in counts.index])
    problems = []
    for old, new in {**same, **alike}.items():
        if old in settled and new in settled:
            continue
        name, other = (old, new) if old not in settled else (new, old)
        row = int(str(cells.index[cells == name][0]))
        short, target = shorten(name, 40), shorten(other, 40)
        slots = {"target": target, "n": int(counts[name]), "field": field, "short": short}
        texts = problem_texts("spellings.unmerged", **slots)
        problems.append(Problem(*texts, file, sheet, row, field, "", short))
    return problems


def with_dittos(matched: Matched) -> tuple[Matched, list[Problem]]:
    """Return a table with what stands above in cells that say the same, before any row is left out.

    In a survey they may mean the answer beside them.
    """
    mapping, listing = matched.mapping, matched.listing
    if mapping.table == SURVEY:
        return matched, []
    by_cell = [(header, "") for header in (*mapping.keep, *mapping.leave_out)]
    named = [*((header, name) for name, header in mapped(mapping)), *by_cell]
    used = {column_of(matched, header, name) for header, name in named}
    found = {at: values.dittos(listing.body[at]) for at in used if at is not None}
    n = sum(int(same.sum()) for same in found.values())
    if not n:
        return matched, []
    cells = listing.sheet.cells.copy()
    filled = listing.body[(listing.body != "").any(axis=1)]
    for at, same in found.items():  # in the first row nothing stands above
        above = filled[at].mask(same).ffill()[same].dropna()
        cells.loc[above.index - 1, at] = above.to_numpy()
    listing = replace(listing, sheet=replace(listing.sheet, cells=cells))
    texts = problem_texts("spellings.ditto", n=n)
    matched = replace(matched, detected=replace(matched.detected, listing=listing))
    return matched, [matched.problem(*texts, level=NOTE)]


def unknown_ways(matched: Matched, written: pd.Series, cells: pd.Series) -> list[Problem]:
    """Return a note of the ways that no word is known for: they count as reference."""
    rest = written[(cells == "reference") & (written != "")].drop_duplicates()
    rest = rest[~rest.str.contains(r"(?i)refer|réf|question|quer(?:y|ies)|enquir|research|request")]
    texts = problem_texts("spellings.unknown_ways", list=some(list(map(repr, rest))))
    return [matched.problem(*texts, field="channel", level=NOTE)] if len(rest) else []
