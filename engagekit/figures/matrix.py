"""A table of counts, e.g. testimonials by initiative and quarter: empty cells stay visible."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from engagekit.figures import _rows, colour, layout
from engagekit.figures.layout import Lines, pixels, row_figure
from engagekit.figures.marks import Text, texts
from engagekit.figures.options import FigureOptions
from engagekit.figures.text import LINE, fit, text_width, widest

CELL, GAP, BETWEEN = 26, 10, 3
NARROWEST, WIDEST = 24.0, 110.0
"""Pixels of a cell: room for two digits, and no wider than the eye crosses to its label."""


def matrix(
    frame: pd.DataFrame,
    options: FigureOptions,
    *,
    across: str = "period",
    columns: Sequence[str] = (),
    rows: Sequence[str] = (),
) -> go.Figure:
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
    heads = layout.periods_in_order([*columns, *(row.key[-1] for row in read)])
    cells = {row.key: row for row in read}
    keys = list(dict.fromkeys([*((name,) for name in rows), *(row.key[:-1] for row in read)]))
    room = max(NARROWEST, widest(_text(row, options) for row in read) + 6)
    shown = heads[-max(1, int(options.inner // room)) :]
    hidden = _rows.hidden_note(read, options)
    left_out = len(heads) - len(shown)
    notes = [
        options.say("matrix.empty"),
        f"{hidden}." if hidden else "",
        options.say("earlier", n=left_out) if left_out else "",
    ]
    grid = {
        _rows.group_label(key, options): [cells.get((*key, head)) for head in shown] for key in keys
    }
    return _drawn(options.with_notes(" ".join(note for note in notes if note)), grid, shown)


def _text(row: _rows.Row | None, options: FigureOptions) -> str:
    """Return what stands in a cell."""
    if row is None:
        return "0"
    return _rows.HIDDEN if row.suppressed else _rows.value_text(row, options)


def _drawn(
    options: FigureOptions, grid: Mapping[str, Sequence[_rows.Row | None]], heads: Sequence[str]
) -> go.Figure:
    """Draw column heads, then a label line and a line of cells a row, all in pixels."""
    width = min(options.inner / len(heads), WIDEST)
    lines = Lines(options)
    tops = layout.tick_lines(heads, options.locale, width - 4)
    words: list[Text] = []
    for at, parts in enumerate(tops):
        after = next((to for to in range(at + 1, len(tops)) if tops[to][-1]), len(tops))
        names = parts if len(parts) > 1 else [fit(_rows.label_of(heads[at], options), width - 4)]
        words += [
            (at * width + 2, LINE * line + LINE / 2, text, "middle right", colour.CONTEXT)
            for line, text in enumerate(names)
            if text and (line == 0 or text_width(text) < width * (after - at))
        ]
    lines.y = LINE * max(map(len, tops)) + 8
    cells: list[tuple[float, float, _rows.Row | None]] = []
    for label, row in grid.items():
        lines.write(fit(label, options.inner))
        cells += [(at * width, lines.y + 2, cell) for at, cell in enumerate(row)]
        lines.y += 2 + CELL + GAP
    middle = (width - BETWEEN) / 2
    numbers: list[Text] = [
        (x + middle, y + CELL / 2, _text(row, options), "middle center", colour.INK)
        for x, y, row in cells
    ]
    return row_figure(
        lines,
        pixels(options),
        [texts("heads", words), texts("estimate", numbers)],
        shapes=[_box(*cell, width - BETWEEN) for cell in cells],
    )


def _box(x: float, y: float, row: _rows.Row | None, width: float) -> dict[str, Any]:
    """Return a filled box, or a dashed one where there is nothing to count."""
    is_empty = row is None or (not row.suppressed and not row.estimate)
    return {
        "type": "rect",
        "x0": x,
        "x1": x + width,
        "y0": y,
        "y1": y + CELL,
        "layer": "below",
        "fillcolor": "rgba(0,0,0,0)" if is_empty else colour.TRACK,
        "line": {"width": 1, "color": colour.CONTEXT_FILL, **({"dash": "dot"} if is_empty else {})},
    }
