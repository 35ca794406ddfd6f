"""Tables of slides, matrices among them: as large as they have room, the rest in the workbook."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pptx.enum.text import PP_ALIGN

from engagekit.errors import shorten
from engagekit.figures.text import text_width
from engagekit.locale import Locale
from engagekit.measures._frame import by_of, is_measure_frame
from engagekit.presentation import table as printed
from engagekit.presentation.section import Section
from engagekit.presentation.table import HIDDEN, Table
from engagekit.reporting.office.chart_model import MOST, Values, category, in_order, numbers
from engagekit.reporting.office.look import INK, MAIN, PALE, WHITE, lighter
from engagekit.reporting.office.number_formats import is_share, number_format
from engagekit.reporting.office.slides_text import EMU_PIXEL, describe, fill, lines, pixels, write

MOST_ACROSS = 12
"""Columns of a table with fills at most: three years of quarters, and what a slide has room for."""


@dataclass(frozen=True)
class Heat:
    """A table whose cells are filled by their number.

    Attributes
    ----------
    head : str
        What its rows are.
    rows, columns : tuple of str
    values : tuple of tuple of float or None
        A row each; None where there is no number to show.
    """

    head: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    values: tuple[Values, ...]
    number_format: str

    def share(self, value: float | None) -> float:
        """Return how far a number is from nothing to the largest, 0 to 1."""
        most = max((v for row in self.values for v in row if v is not None), default=0.0)
        return max(0.0, value) / most if value is not None and most > 0 else 0.0


def heat(section: Section, locale: Locale) -> Heat | None:
    """Return the matrix of a section as a table with fills; None for any other figure.

    Parameters
    ----------
    section : Section
        Protected or not. Hidden cells have no number.
    """
    frame = section.frame
    if section.figure != "matrix" or not is_measure_frame(frame) or frame.empty:
        return None
    across = str(section.figure_args.get("across", "period"))
    names = [name for name in by_of(frame) if name != across]
    if across not in frame.columns or len(names) != 1:
        return None
    if frame.duplicated([*names, across]).any():
        return None
    shown = frame.assign(estimate=frame["estimate"].mask(frame["suppressed"].fillna(False)))
    table = shown.pivot(index=names[0], columns=across, values="estimate")
    columns = in_order(frame[across].unique(), section, "columns")
    table = table.reindex(index=frame[names[0]].unique(), columns=columns)
    if len(table) > MOST or len(columns) > MOST_ACROSS:
        return None
    return Heat(
        printed.header(names[0], locale.language),
        tuple(category(name, names[0], section, locale) for name in table.index),
        tuple(category(name, across, section, locale) for name in columns),
        tuple(map(numbers, table.to_numpy())),
        number_format(str(frame["unit"].iloc[0]), locale),
    )


COLUMNS, ROWS, _FEWEST = 6, 12, 2
"""Columns and rows of a table on a slide at most; columns that stay, broken words or not."""
SIZES = (18, 16, 14, 13, 12)
"""Types of a table; the first in which all of it has room."""
_LETTER = 7_200
"""Width of a letter in EMU for each point of its size."""
_POINT, _MARGIN, _SIDE = 12_700, 40_000, 91_440
_LONGEST = 70
"""Characters of a cell at most: three lines of the widest column."""
_WIDEST = 42
"""Letters that a column of words asks for at most."""
_DEEPEST = 0.55
"""How far the fill of the largest number is from white: dark text still reads on it."""

Cells = Sequence[Sequence[str]]
Place = tuple[int, int, int, int]


def add(slide: Any, table: Table, name: str, place: Place, bold: Sequence[int] = ()) -> bool:
    """Put the numbers of a section on a slide as a table.

    ``name``: of the shape. ``place``: left, top, width, height in EMU. ``bold``: rows that stand
    out.

    Returns
    -------
    bool
        Whether some of it is left out.
    """
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
    shape.name = name
    describe(shape, table.caption)
    for column, one in zip(shape.table.columns, wide, strict=True):
        column.width = one
    for row, (one, texts) in enumerate(zip(tall, cells, strict=False)):
        shape.table.rows[row].height = one
        for at, text in enumerate(texts):
            cell = shape.table.cell(row, at)
            cell.margin_top = cell.margin_bottom = _MARGIN
            write(cell, text, size, bold=row == 0 or row - 1 in bold)
            if table.numeric[at]:
                cell.text_frame.paragraphs[0].alignment = PP_ALIGN.RIGHT
            fill(cell, PALE if row == 0 else WHITE)
    return (len(table.rows) > len(tall) - 1 or len(table.headers) > across) or bool(table.rows_left)


def _fitted(cells: Cells, width: int, height: int) -> tuple[int, list[int], list[int]]:
    """Return the largest type in which every row has room, or the smallest with those that have."""
    # with it the widths of columns and the heights of rows
    size, wide, tall = SIZES[-1], [width], [0]
    for size in SIZES:
        wide = widths(list(map(list, zip(*cells, strict=True))), width, size)
        tall = [_height(row, wide, size, not at) for at, row in enumerate(cells)]
        if sum(tall) <= height and _is_whole(cells, wide, size):
            return size, wide, tall
    while len(tall) > 2 and sum(tall) > height:
        tall.pop()
    return size, wide, tall


def _is_whole(cells: Cells, wide: Sequence[int], size: int) -> bool:
    """Return whether every word has room in its column."""
    return all(
        text_width(word, pixels(size), not at) * EMU_PIXEL <= one - 2 * _SIDE
        for at, row in enumerate(cells)
        for text, one in zip(row, wide, strict=True)
        for word in text.split()
    )


def _height(row: Sequence[str], wide: Sequence[int], size: int, is_head: bool) -> int:
    """Return the height of a row in EMU."""
    pairs = zip(row, wide, strict=True)
    most = max(lines(text, one - 2 * _SIDE, size, bold=is_head) for text, one in pairs)
    return int(max(1, most) * size * 1.25 * _POINT) + 2 * _MARGIN


def widths(columns: list[list[str]], width: int, size: int) -> list[int]:
    """Return how wide columns are: each word fits, the rest goes to the longer texts.

    ``columns``: header and cells of each. ``width``: of the table, in EMU. ``size``: of the type,
    in points.
    """
    needs = [
        max((len(word) for text in texts for word in text.split()), default=0) + 5
        for texts in columns
    ]
    wants = [
        max(need, min(max(map(len, texts)) + 4, _WIDEST))
        for need, texts in zip(needs, columns, strict=True)
    ]
    room = width / (_LETTER * size) - sum(needs)
    wished = sum(wants) - sum(needs)
    share = min(1.0, max(0.0, room) / wished) if wished else 0.0
    letters = [need + (want - need) * share for need, want in zip(needs, wants, strict=True)]
    return [int(width * part / sum(letters)) for part in letters]


def add_heat(slide: Any, heat: Heat, place: Place, alternative: str, colour: str = MAIN) -> None:
    """Put a matrix on a slide: a table whose cells are filled by their number."""
    left, top, width, height = place
    size = (len(heat.rows) + 1, len(heat.columns) + 1)
    shape = slide.shapes.add_table(*size, left, top, width, height * size[0] // (ROWS + 1))
    describe(shape, alternative)
    first = width // 3
    for at, column in enumerate(shape.table.columns):
        column.width = first if at == 0 else (width - first) // len(heat.columns)
    texts = [(heat.head, *heat.columns)]
    for name, values in zip(heat.rows, heat.values, strict=True):
        texts.append((name, *(_number(value, heat.number_format) for value in values)))
    for row, line in enumerate(texts):
        for at, text in enumerate(line):
            share = heat.share(heat.values[row - 1][at - 1]) if row and at else 0.0
            cell = shape.table.cell(row, at)
            fill(cell, lighter(colour, _DEEPEST * share) if row else PALE)
            write(cell, text, 13, bold=not row, colour=INK)
            if at:
                cell.text_frame.paragraphs[0].alignment = PP_ALIGN.CENTER


def _number(value: float | None, form: str) -> str:
    """Return a number of a cell; the mark of a hidden one where there is none."""
    if value is None:
        return HIDDEN
    return f"{value * 100:.0f}{form[1:]}" if is_share(form) else f"{value:,.10g}"
