"""A table of dots: two small scales beside each other, for too few groups to plot."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go

from engagekit.figures._row_layout import BAR, Lines, add_row, row_figure
from engagekit.figures._rows import Row, hover, value_text
from engagekit.figures._value_axis import Scale
from engagekit.figures.theme import (
    CONTEXT,
    INK,
    LINE,
    MAIN,
    SIZE,
    TRACK,
    Words,
    escape,
    inner,
    text_width,
    wrap,
)

BETWEEN = 18


def dot_table(
    words: Words,
    rows: Sequence[tuple[str, Row, Row]],
    heads: tuple[str, str],
    scales: tuple[Scale, Scale],
    currency: str,
) -> go.Figure:
    """A label line a group; under it a dot on each of two scales, with its value.

    Parameters
    ----------
    words : Words
        Around the drawing.
    rows : sequence of (label, row, row)
        The label with its n, and the two numbers.
    heads : tuple of str
        Words over the two columns.
    scales : tuple of Scale
        One a column.
    currency : str
        Of money.

    Returns
    -------
    go.Figure
    """
    half = (inner(words) - BETWEEN) / 2
    values = [[value_text(row, words.language, currency) for row in two] for _, *two in rows]
    room = [max(text_width(line[at]) for line in values) + 10 for at in (0, 1)]
    lines = Lines()
    texts: list[tuple[float, float, str, str]] = []
    tops = [
        wrap(f"{head} ({result.texts[0]} – {result.texts[-1]})", half)
        for head, result in zip(heads, scales, strict=True)
    ]
    for at, top in enumerate(tops):
        texts += [
            (at * (half + BETWEEN), LINE * line + LINE / 2, text, CONTEXT)
            for line, text in enumerate(top)
        ]
    lines.y = LINE * max(map(len, tops)) + 8
    dots: list[tuple[float, float, Row]] = []
    tracks: list[tuple[float, float, float]] = []
    for (label, *two), visible in zip(rows, values, strict=True):
        y = add_row(lines, words, label, "", "", under=BAR + 2)
        for at, (row, result) in enumerate(zip(two, scales, strict=True)):
            start, wide = at * (half + BETWEEN), half - room[at]
            tracks.append((start, start + wide, y))
            along = ((row.estimate or 0.0) - result.low) / (result.high - result.low)
            dots.append((start + wide * along, y, row))
            texts.append((start + wide + 8, y, visible[at], INK))
    result = Scale(0.0, float(inner(words)), (), ())
    return row_figure(
        words, lines, result, _traces(dots, tracks, texts, words, currency), scaled=False
    )


def _traces(
    dots: Sequence[tuple[float, float, Row]],
    tracks: Sequence[tuple[float, float, float]],
    texts: Sequence[tuple[float, float, str, str]],
    words: Words,
    currency: str,
) -> list[dict[str, Any]]:
    """Tracks, dots and words."""
    base = {"type": "scatter", "hoverinfo": "skip", "cliponaxis": False}
    return [
        {
            **base,
            "mode": "lines",
            "name": "track",
            "line": {"color": TRACK, "width": 6},
            "x": [value for low, high, _ in tracks for value in (low, high, None)][:-1],
            "y": [value for _, _, y in tracks for value in (y, y, None)][:-1],
        },
        {
            **base,
            "mode": "markers",
            "name": "estimate",
            "x": [x for x, _, _ in dots],
            "y": [y for _, y, _ in dots],
            "marker": {"size": 11, "color": MAIN},
            "hoverinfo": "text",
            "hovertext": [hover(row, words.language, currency) for _, _, row in dots],
        },
        {
            **base,
            "mode": "text",
            "name": "values",
            "x": [x for x, *_ in texts],
            "y": [y for _, y, *_ in texts],
            "text": [escape(text) for _, _, text, _ in texts],
            "textposition": "middle right",
            "textfont": {"size": SIZE, "color": [colour for *_, colour in texts]},
        },
    ]
