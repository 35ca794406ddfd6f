"""Several lists of a sheet, one below another: where each begins and what its title says."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise

from engagekit.files.source_file import Sheet
from engagekit.mapping.columns import kind_and_rest, names_period
from engagekit.mapping.matching import Matched
from engagekit.mapping.titles import titles, written_day

TITLE = 2
"""Filled cells of a row at most that may be a title above another list: its name, and the day."""


def day_in(cells: Sequence[str]) -> str:
    """Return the day that is written in one of some cells."""
    return next((day for cell in cells if (day := written_day(cell))), "")


def time_in(cells: Sequence[str]) -> str:
    """Return the last of some cells that is a month, a quarter or a year."""
    return next((cell for cell in reversed(cells) if names_period(cell)), "")


def kind_in(cells: Sequence[str]) -> str:
    """Return whether the last of some cells that says so is of planned or of spent money."""
    return next((kind for cell in reversed(cells) if (kind := kind_and_rest(cell)[0])), "")


def lists_below(
    matched: Matched, mark: Callable[[Sequence[str]], str]
) -> list[tuple[int, Sheet, str]]:
    """Return header row, sheet and mark of each of the lists that stand below one another."""
    # in each sheet nothing stands in the rows of the others. Another list begins with the same
    # header again, right below a title that bears a mark
    sheet, first = matched.listing.sheet, matched.detected.header_row
    starts, heads, marks = [0], [first], [mark(titles(matched.listing))]
    below = matched.listing.body
    same = (below != "").any(axis=1)
    for at, header in enumerate(matched.listing.headers):
        same &= below[at] == " ".join(header.split())
    for again in below.index[same] - 1:  # rows are counted from 1
        top = int(again)
        while top > first and 0 < sum(map(bool, sheet.row(top - 1))) <= TITLE:
            top -= 1
        if top == first:  # rows of the list are as narrow as a title, which is the last at most
            top = int(again) - (not mark(sheet.row(first)))
        if said := mark([cell for row in range(top, int(again)) for cell in sheet.row(row)]):
            starts.append(top)
            heads.append(int(again) + 1)
            marks.append(said)
    rows = sheet.cells.index
    cells = [sheet.cells.iloc[low:high] for low, high in pairwise([*starts, len(rows)])]
    parts = [replace(sheet, cells=part.reindex(rows, fill_value="")) for part in cells]
    return list(zip(heads, parts, marks, strict=True))
