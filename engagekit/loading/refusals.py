"""Files that hold sums or no people, each refused by its name with the export to choose instead."""

from collections.abc import Iterable

from engagekit.files.source_file import Export
from engagekit.parsing.values import fold_word
from engagekit.readers.shared.vocabulary import tables, words

TOP, WIDE = 60, 12
"""Rows and filled cells of a row in which the signs are looked for: they stand at the head, and a
summary of a survey has them at each question."""


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
    for name in tables("refusals"):
        known = words(f"refusals.{name}")
        if any(fold_word(word) in cells for word in known.get("none", ())):
            continue
        in_row = not known.get("row") or any(_all(known["row"], row) for row in rows)
        if in_row and _all(known.get("column", ()), firsts):
            return known["says"][0]
    return ""


def _all(wanted: Iterable[str], cells: Iterable[str]) -> bool:
    """Return whether each word, or one of its alternatives, is among the cells."""
    present = set(cells)
    return all(any(fold_word(one) in present for one in word.split("|")) for word in wanted)
