"""Figures that a later file gives otherwise: which of the two counts, and both are named.

Finance corrects a quarter, a vendor restates a month. The newer file counts, as its own day, the
day in its name, or how far it reaches says; where nothing says so it is a question.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations
from pathlib import PurePosixPath

import pandas as pd

from engagekit.loading.overlap import Outcome, Piece, text_of
from engagekit.parsing.file_days import date_in
from engagekit.tables.problems import NOTE, QUESTION, Problem, problem_of

FIGURES = {
    "usage": ("n", ["report", "item_id", "metric", "on"], ["platform", "title", "metric", "on"]),
    "headcounts": ("people", ["department", "role_level", "on"], ["department", "on"]),
    "counts": ("n", ["what", "place", "on"], ["what", "place", "on"]),
    "budget": (
        "amount",
        ["period", "department", "cost_centre", "line", "kind", "currency"],
        ["period", "department", "line", "kind"],
    ),
}
"""Tables of figures: the figure, what it is a figure of, and how a person would call that."""
OWN_KEY = frozenset({"usage", "headcounts"})
"""Tables whose key leaves no room for a second figure: two offices may both have a line 'Books'."""
_QUARTER = re.compile(r"(?:FY)?20\d\d(?:-\d\d)?[ _-]?Q[1-4]")
ALIKE = 0.5
"""Share of common lines with equal figures from which two files are one sheet, restated: a revised
budget changes some lines, the sheets of two offices agree in hardly any."""


def newest(pieces: Sequence[Piece]) -> Outcome:
    """Keep the newer of two figures of one thing; frames are replaced in place.

    Returned: rows left out, and for each pair of files what was given otherwise.
    """
    result = Outcome()
    for name in FIGURES:
        present = [piece for piece in pieces if len(piece.frames.get(name, ()))]
        if len({piece.file for piece in present}) > 1:
            aged = sorted(
                present,
                key=lambda piece: (*age(name, piece), PurePosixPath(piece.file).stem.casefold()),
            )
            keyed = [_keyed(name, piece) for piece in aged]
            for older, newer in combinations(range(len(aged)), 2):
                if aged[older].file == aged[newer].file:
                    continue
                sides = keyed[older], keyed[newer]
                if _settle(name, aged[older], aged[newer], sides, result):
                    for at in (older, newer):
                        keyed[at] = _keyed(name, aged[at])
    return result


def _settle(
    name: str, older: Piece, newer: Piece, sides: tuple[pd.DataFrame, pd.DataFrame], result: Outcome
) -> bool:
    """Leave out what the newer of two files restates, and what both say alike; say if any was."""
    figure, _, called = FIGURES[name]
    both = sides[0].merge(sides[1], on="key", suffixes=("_old", "_new"))
    equal = (both["figure_old"] - both["figure_new"]).abs() < 1e-6
    if equal.all():
        return False
    other = both[~equal]
    row = newer.frames[name].iloc[int(other["at_new"].iloc[0])]
    what = ", ".join(
        str(row[part]).removesuffix(" 00:00:00")
        for part in called
        if part in row and pd.notna(row[part])
    )
    old, new = (f"{other[side].iloc[0]:,.15g}" for side in ("figure_old", "figure_new"))
    text = f"gives {len(other)} figures otherwise than {older.file}, e.g. {what}: {new}, not {old}"
    if name not in OWN_KEY and equal.mean() < ALIKE:
        told = problem_of("restated.settle", newer.file, QUESTION, figure, what=text)
        result.problems.append(told)
        return False
    result.problems.append(replace(newer_counts(name, older, newer, text), column=figure))
    result.left_out(name, older, len(other), newer.file)
    result.left_out(name, newer, int(equal.sum()), older.file)
    drop(name, older, other["at_old"])
    drop(name, newer, both["at_new"][equal])
    return True


def newer_counts(name: str, older: Piece, newer: Piece, text: str) -> Problem:
    """Return a note that the newer of two files counts; a question where neither is known to be."""
    if age(name, older) != age(name, newer):
        return Problem(text, "The newer file counts; nothing to do.", newer.file, level=NOTE)
    slots = {"what": text, "older": older.file}
    return problem_of("restated.newer_counts", newer.file, QUESTION, **slots)


def _keyed(name: str, piece: Piece) -> pd.DataFrame:
    """Return the figures that stand once in a file, by what they are of, with their places."""
    figure, key, _ = FIGURES[name]
    frame = piece.frames[name]
    texts = pd.DataFrame({one: text_of(frame[one]) for one in key if one in frame})
    keyed = pd.DataFrame(
        {
            "key": pd.util.hash_pandas_object(texts, index=False).to_numpy(),
            "figure": frame[figure].astype("float64").to_numpy(),
            "at": range(len(frame)),
        }
    ).dropna()
    return keyed[~keyed["key"].duplicated(keep=False)]


def drop(name: str, piece: Piece, places: pd.Series) -> None:
    """Take rows out of a table of a file, by their places."""
    frame = piece.frames[name]
    piece.frames[name] = frame[~pd.Series(range(len(frame))).isin(places).to_numpy()]


def age(name: str, piece: Piece) -> tuple[str, str, str]:
    """Return the day of a file, its quarter's folder and its last day; each empty where unknown."""
    named = date_in(PurePosixPath(piece.file).stem)
    made = piece.made_on or (named.isoformat() if named else "")
    days = (
        piece.frames[name]["on"]
        if "on" in piece.frames[name]
        else pd.Series(dtype="datetime64[us]")
    )
    folder = PurePosixPath(piece.file).parent.name
    quarter = folder if _QUARTER.fullmatch(folder) else ""
    return made, quarter, str(days.max().date()) if days.notna().any() else ""
