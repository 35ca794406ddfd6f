"""A table of counts, e.g. testimonials by initiative and quarter: empty cells stay visible."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from engagekit.figures._row_layout import Lines, row_figure
from engagekit.figures._rows import (
    Row,
    column,
    label_of,
    nothing_to_say,
    of_measure,
    rows_of,
    value_text,
    why_missing,
)
from engagekit.figures._time_axis import periods_in_order, tick_lines
from engagekit.figures._value_axis import Scale
from engagekit.figures.theme import (
    CONTEXT,
    CONTEXT_FILL,
    INK,
    LINE,
    SIZE,
    TRACK,
    Words,
    escape,
    fit,
    inner,
    sentence,
    text_width,
)
from engagekit.locale.words import plural, say
from engagekit.measures._frame import by_of

CELL, GAP = 26, 10


def matrix(
    frame: pd.DataFrame,
    words: Words,
    *,
    across: str = "period",
    by: Sequence[str] | None = None,
    measure: str | None = None,
    columns: Sequence[str] = (),
    rows: Sequence[str] = (),
    labels: Mapping[str, str] | None = None,
    k: int = 5,
    currency: str = "CAD",
) -> go.Figure:
    """A row of cells a group, with the number in each.

    Parameters
    ----------
    frame : DataFrame
        Measure frame with the column ``across`` beside the groups'.
    words : Words
        Around the drawing, with its size and language.
    across : str
        Column of the cells.
    by : sequence of str, optional
        Columns that make a row; all but ``across`` when None.
    measure : str, optional
        The measure to draw where the frame holds several.
    columns, rows : sequence of str
        What must have a cell, or a row, even where the frame has none.
    labels : mapping, optional
        Values to the words that stand for them.
    k : int
        Threshold named where a cell is hidden.
    currency : str
        Of money.

    Returns
    -------
    go.Figure
    """
    matches = of_measure(frame, measure)
    if not len(matches):
        return sentence(words, nothing_to_say([], words.language))
    column(matches, across, "across")
    names = list(by) if by is not None else [name for name in by_of(matches) if name != across]
    result = rows_of(matches, words.language, [*names, across], labels)
    if not any(row.is_drawn for row in result):
        return sentence(words, nothing_to_say(result, words.language))
    heads = periods_in_order([*columns, *(row.key[-1] for row in result)])
    cells = {(row.key[:-1], row.key[-1]): row for row in result}
    keys = list(dict.fromkeys([*((name,) for name in rows), *(row.key[:-1] for row in result)]))
    widest = max(text_width(_text(row, words.language, currency)) for row in result)
    fits = max(1, int(inner(words) // max(24.0, widest + 6)))
    retained = heads[-fits:]
    parts = [say("figure.matrix.empty", words.language)]
    hidden = next((row for row in result if row.suppressed), None)
    parts += [] if hidden is None else [f"[c] {why_missing(hidden, words.language, k)}."]
    parts += (
        [plural("figure.earlier", len(heads) - len(retained), words.language)]
        if len(heads) > len(retained)
        else []
    )
    words, whole = words.with_notes((" ".join(parts),)), say("figure.all", words.language)
    grid = {
        " · ".join(label_of(part, words.language, labels) for part in key) or whole: [
            cells.get((key, head)) for head in retained
        ]
        for key in keys
    }
    visible = [label_of(head, words.language, labels) for head in retained]
    return _drawn(words, grid, retained, visible, currency)


def _text(row: Row | None, language: str, currency: str) -> str:
    if row is None:
        return "0"
    return "[c]" if row.suppressed else value_text(row, language, currency)


def _drawn(
    words: Words,
    grid: Mapping[str, Sequence[Row | None]],
    heads: Sequence[str],
    shown: Sequence[str],
    currency: str,
) -> go.Figure:
    """Column heads, then a label line and a line of cells a row, all in pixels."""
    width = min(inner(words) / len(heads), 110.0)
    lines = Lines()
    texts: list[tuple[float, float, str, str]] = []
    tops = tick_lines(heads, words.language, width - 4)
    for at, parts in enumerate(tops):
        named = [fit(shown[at], width - 4)] if len(parts) == 1 else parts
        texts += [
            (at * width + 2, LINE * line + LINE / 2, text, CONTEXT)
            for line, text in enumerate(named)
            if text and (len(named) == 1 or line == 0 or text_width(text) < width * _free(tops, at))
        ]
    lines.y = LINE * max(len(parts) for parts in tops) + 8
    cells: list[tuple[float, float, Row | None]] = []
    for label, row in grid.items():
        lines.left.append((lines.y, fit(label, inner(words)), INK))
        lines.y += LINE + 2
        cells += [(at * width, lines.y, cell) for at, cell in enumerate(row)]
        lines.y += CELL + GAP
    result = Scale(0.0, float(inner(words)), (), ())
    traces = [_texts(texts, "middle right"), _numbers(cells, width, words, currency)]
    return row_figure(
        words,
        lines,
        result,
        traces,
        scaled=False,
        shapes=[shape for cell in cells for shape in [_box(cell, width)]],
    )


def _free(tops: Sequence[Sequence[str]], at: int) -> int:
    """How many columns a year may run over before the next one begins."""
    return next(
        (ahead - at for ahead in range(at + 1, len(tops)) if tops[ahead][-1]), len(tops) - at
    )


def _is_empty(row: Row | None) -> bool:
    return row is None or (not row.suppressed and not row.estimate)


def _box(cell: tuple[float, float, Row | None], width: float) -> dict[str, Any]:
    """A filled box, or a dashed one where there is none."""
    x, y, row = cell
    empty = _is_empty(row)
    return {
        "type": "rect",
        "x0": x,
        "x1": x + width - 3,
        "y0": y,
        "y1": y + CELL,
        "layer": "below",
        "fillcolor": "rgba(0,0,0,0)" if empty else TRACK,
        "line": {"width": 1, "color": CONTEXT_FILL, **({"dash": "dot"} if empty else {})},
    }


def _texts(texts: Sequence[tuple[float, float, str, str]], side: str) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "text",
        "name": "heads",
        "x": [x for x, *_ in texts],
        "y": [y for _, y, *_ in texts],
        "text": [escape(text) for _, _, text, _ in texts],
        "textposition": side,
        "textfont": {"size": SIZE, "color": CONTEXT},
        "hoverinfo": "skip",
        "cliponaxis": False,
    }


def _numbers(
    cells: Sequence[tuple[float, float, Row | None]], width: float, words: Words, currency: str
) -> dict[str, Any]:
    """The numbers in the middle of their cells."""
    return {
        "type": "scatter",
        "mode": "text",
        "name": "estimate",
        "x": [x + (width - 3) / 2 for x, _, _ in cells],
        "y": [y + CELL / 2 for _, y, _ in cells],
        "text": [escape(_text(row, words.language, currency)) for _, _, row in cells],
        "textposition": "middle center",
        "hoverinfo": "skip",
        "cliponaxis": False,
        "textfont": {"size": SIZE, "color": INK},
    }
