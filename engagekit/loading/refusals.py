"""Files that hold sums or no people, each refused by its name with the export to choose instead."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from engagekit.files.source_file import Export
from engagekit.parsing.values import fold_word
from engagekit.readers.shared.vocabulary import FOLDER

TOP, WIDE = 60, 12
"""Rows and filled cells of a row in which the signs are looked for: they stand at the head, and a
summary of a survey has them at each question."""


@cache
def _known() -> tuple[Mapping[str, Any], ...]:
    """Return the refusals in the order of their file."""
    with (FOLDER / "refusals.toml").open("rb") as stream:
        return tuple(tomllib.load(stream).values())


def why(export: Export) -> str:
    """Return what an export is that holds no records, and which to choose; empty for any other."""
    if not export.visible:
        return ""
    rows = [
        [fold_word(cell) for cell in [cell for cell in row if cell][:WIDE]]
        for row in export.sheet.head(TOP)
    ]
    cells = {cell for row in rows for cell in row}
    firsts = {row[0] for row in rows if row}
    for known in _known():
        if any(fold_word(word) in cells for word in known.get("none", ())):
            continue
        in_row = not known.get("row") or any(_all(known["row"], row) for row in rows)
        if in_row and _all(known.get("column", ()), firsts):
            return str(known["says"])
    return ""


def _all(words: Iterable[str], cells: Iterable[str]) -> bool:
    """Return whether each word, or one of its alternatives, is among the cells."""
    present = set(cells)
    return all(any(fold_word(one) in present for one in word.split("|")) for word in words)
