"""Tables of slides: as large as they have room, the rest left to the workbook."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from engagekit.errors import shorten
from engagekit.figures.text import text_width
from engagekit.reporting.document.document import Item
from engagekit.reporting.office import slides_chart
from engagekit.reporting.office.slides_text import EMU_PIXEL, PALE, lines, write

COLUMNS, ROWS, _FEWEST = 6, 12, 2
"""Columns and rows of a table on a slide at most; columns that stay, broken words or not."""
SIZES = (18, 16, 14, 13, 12)
"""Types of a table; the first in which all of it has room."""
_LETTER = 7_200
"""Width of a letter in EMU for each point of its size."""
_POINT, _MARGIN, _SIDE = 12_700, 40_000, 91_440
_LONGEST = 70
"""Characters of a cell at most."""


def add(slide: Any, item: Item, place: tuple[int, int, int, int]) -> bool:
    """Put the numbers of a section on a slide as a table.

    Parameters
    ----------
    slide : Slide
    item : Item
        With a table.
    place : tuple of int
        Left, top, width, height in EMU.

    Returns
    -------
    bool
        Whether some of it is left out.
    """
    table = item.table
    assert table is not None  # called for an item that has one
    left, top, width, height = place
    cells = [
        [shorten(text, _LONGEST) for text in row[:COLUMNS]]
        for row in (table.headers, *table.rows[:ROWS])
    ]
    size, wide, tall = _fitted(cells, width, height)
    while len(cells[0]) > _FEWEST and not _is_whole(cells, wide, size):
        cells = [row[:-1] for row in cells]
        size, wide, tall = _fitted(cells, width, height)
    across = len(cells[0])
    shape = slide.shapes.add_table(len(tall), across, left, top, width, sum(tall))
    shape.name = item.section.title
    slides_chart.describe(shape, table.caption)
    for column, one in zip(shape.table.columns, wide, strict=True):
        column.width = one
    for row, (one, texts) in enumerate(zip(tall, cells, strict=False)):
        shape.table.rows[row].height = one
        for at, text in enumerate(texts):
            _cell(shape.table.cell(row, at), text, size, row == 0, table.numeric[at])
    is_cut = len(table.rows) > len(tall) - 1 or len(table.headers) > across
    return is_cut or bool(table.rows_left)


def _cell(cell: Any, text: str, size: int, is_head: bool, is_number: bool) -> None:
    """One cell, numbers to the right."""
    from pptx.enum.text import PP_ALIGN

    cell.margin_top = cell.margin_bottom = _MARGIN
    write(cell, text, size, bold=is_head)
    if is_number:
        cell.text_frame.paragraphs[0].alignment = PP_ALIGN.RIGHT
    cell.fill.solid()
    cell.fill.fore_color.rgb = slides_chart.rgb(PALE if is_head else "FFFFFF")


def _fitted(
    cells: Sequence[Sequence[str]], width: int, height: int
) -> tuple[int, list[int], list[int]]:
    """The largest type in which every row has room, or the smallest with the rows that have.

    Gives widths of columns and heights of rows.
    """
    size, wide, tall = SIZES[-1], [width], [0]
    for size in SIZES:
        wide = widths(list(map(list, zip(*cells, strict=True))), width, size)
        tall = [_height(row, wide, size, not at) for at, row in enumerate(cells)]
        if sum(tall) <= height and _is_whole(cells, wide, size):
            return size, wide, tall
    while len(tall) > 2 and sum(tall) > height:
        tall.pop()
    return size, wide, tall


def _is_whole(cells: Sequence[Sequence[str]], wide: Sequence[int], size: int) -> bool:
    """Whether every word has room in its column."""
    return all(
        text_width(word, round(size * 96 / 72), not at) * EMU_PIXEL <= one - 2 * _SIDE
        for at, row in enumerate(cells)
        for text, one in zip(row, wide, strict=True)
        for word in text.split()
    )


def _height(row: Sequence[str], wide: Sequence[int], size: int, is_head: bool) -> int:
    """The height of a row in EMU."""
    most = max(
        lines(text, one - 2 * _SIDE, size, bold=is_head)
        for text, one in zip(row, wide, strict=True)
    )
    return int(max(1, most) * size * 1.25 * _POINT) + 2 * _MARGIN


def widths(columns: list[list[str]], width: int, size: int) -> list[int]:
    """How wide columns are: the longest word of each fits, the rest goes to the longer texts.

    Parameters
    ----------
    columns : list of list of str
        Header and cells of each.
    width : int
        Of the table, in EMU.
    size : int
        Of the type, in points.

    Returns
    -------
    list of int
    """
    needs = [
        max((len(word) for text in texts for word in text.split()), default=0) + 5
        for texts in columns
    ]
    wants = [
        max(need, min(max(map(len, texts)) + 4, 42))
        for need, texts in zip(needs, columns, strict=True)
    ]
    room = width / (_LETTER * size) - sum(needs)
    wished = sum(wants) - sum(needs)
    share = min(1.0, max(0.0, room) / wished) if wished else 0.0
    letters = [need + (want - need) * share for need, want in zip(needs, wants, strict=True)]
    return [int(width * part / sum(letters)) for part in letters]
