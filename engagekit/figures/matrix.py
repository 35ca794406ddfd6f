"""A table of counts, e.g. testimonials by initiative and quarter: empty cells stay visible."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from engagekit.figures import _rows, colour, layout
from engagekit.figures.layout import (
    Lines,
    periods_in_order,
    pixels,
    row_figure,
    thinned,
    tick_lines,
)
from engagekit.figures.marks import Text, texts
from engagekit.figures.options import FigureOptions
from engagekit.figures.text import LINE, fit, widest

CELL, GAP, BETWEEN = 22, 8, 3
NARROWEST, WIDEST = 24.0, 110.0
"""Pixels of a cell: room for two digits, and no wider than the eye crosses to its label."""


@dataclass(frozen=True)
class Cell:
    """What stands in a cell; an empty one has a dashed edge."""

    text: str
    is_empty: bool = False
    ink: str = colour.INK


def matrix(
    frame: pd.DataFrame,
    options: FigureOptions,
    *,
    across: str = "period",
    columns: Sequence[str] = (),
    rows: Sequence[str] = (),
) -> dict[str, Any]:
    """Draw a row of cells a group, with the number in each.

    Parameters
    ----------
    frame : DataFrame
        Measure frame with the column ``across`` beside the groups'.
    across : str
        Column of the cells.
    columns, rows : sequence of str
        What must have a cell, or a row, even where the frame has none.
    """
    read = _rows.rows_along(frame, options, across, "across")
    heads = periods_in_order([*columns, *(row.key[-1] for row in read)])
    rows_by_key = {row.key: row for row in read}
    keys = list(dict.fromkeys([*((name,) for name in rows), *(row.key[:-1] for row in read)]))
    cells = {
        _rows.group_label(key, options): [
            _cell(rows_by_key.get((*key, head)), options) for head in heads
        ]
        for key in keys
    }
    hidden = _rows.hidden_note(read, options)
    notes = [options.say("matrix.empty"), f"{hidden}." if hidden else ""]
    return table_of_cells(Lines(options), cells, heads, notes)


def _cell(row: _rows.Row | None, options: FigureOptions) -> Cell:
    """Return the number of a row; nothing counted is nought."""
    if row is None:
        return Cell("0", is_empty=True)
    if row.suppressed:
        return Cell(_rows.HIDDEN)
    return Cell(_rows.value_text(row, options), is_empty=not row.estimate)


def table_of_cells(
    lines: Lines,
    rows: Mapping[str, Sequence[Cell]],
    heads: Sequence[str],
    notes: Sequence[str] = (),
    values: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """Draw column heads, then a label line and a line of cells a row, all in pixels.

    Where there are too many columns the last of them stay, and a note counts the others.

    ``lines``: what stands above. ``notes``: sentences under the table. ``values``: what stands at
    the right edge over a row.
    """
    options = lines.options
    room = max(NARROWEST, widest(cell.text for row in rows.values() for cell in row) + 6)
    shown = heads[-max(1, int(options.inner // room)) :]
    left_out = len(heads) - len(shown)
    earlier = options.say("earlier", n=left_out) if left_out else ""
    lines.options = options.with_notes(" ".join(note for note in (*notes, earlier) if note))
    width = min(options.inner / len(shown), WIDEST)
    words = _heads(lines, shown, width)
    boxes: list[dict[str, Any]] = []
    cells: list[Text] = []
    for label, row in rows.items():
        value = (values or {}).get(label, "")
        lines.add_row(label, "", value, under=-layout.GAP)
        for at, cell in enumerate(row[-len(shown) :]):
            x, y = at * width, lines.y
            boxes.append(_box(x, y, cell, width - BETWEEN))
            middle = x + (width - BETWEEN) / 2, y + CELL / 2
            cells.append((*middle, cell.text, "middle center", cell.ink))
        lines.y += CELL + GAP
    traces = [texts("heads", words), texts("estimate", cells)]
    return row_figure(lines, pixels(options), traces, shapes=boxes)


def _heads(lines: Lines, heads: Sequence[str], width: float) -> list[Text]:
    """Return the names of the columns, so many that none touch, and each year once."""
    options, start = lines.options, lines.y
    names = tick_lines(heads, options.locale, width - 4)
    if all(len(parts) == 1 for parts in names):
        names = [[fit(_rows.label_of(head, options), width - 4)] for head in heads]
    # a column is named at its left edge, where the last one has room beyond its cell
    standing = thinned([parts[:1] for parts in names], width)
    shown = tick_lines([heads[at] for at in standing], options.locale, width - 4)
    words: list[Text] = []
    for at, years in zip(standing, shown, strict=True):
        for line, text in enumerate([names[at][0], *years[1:]]):
            y = start + LINE * (line + 0.5)
            words.append((at * width + 2, y, text, "middle right", colour.CONTEXT))
    lines.y += LINE * max(map(len, names)) + 8
    return words


def _box(x: float, y: float, cell: Cell, width: float) -> dict[str, Any]:
    """Return a filled box, or a dashed one where there is nothing to count."""
    return {
        "type": "rect",
        "x0": x,
        "x1": x + width,
        "y0": y,
        "y1": y + CELL,
        "layer": "below",
        "fillcolor": "rgba(0,0,0,0)" if cell.is_empty else colour.TRACK,
        "line": {
            "width": 1,
            "color": colour.CONTEXT_FILL,
            **({"dash": "dot"} if cell.is_empty else {}),
        },
    }
