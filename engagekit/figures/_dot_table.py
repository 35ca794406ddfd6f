"""A table of dots: two small scales beside each other, for too few groups to plot."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go

from engagekit.figures._row_layout import BAR, Lines, pixels, row_figure
from engagekit.figures._rows import Row, value_text
from engagekit.figures._traces import Text, marks, strokes, texts
from engagekit.figures._value_axis import Scale
from engagekit.figures.colour import CONTEXT, INK, MAIN, TRACK
from engagekit.figures.options import FigureOptions
from engagekit.figures.text import LINE, widest, wrap

BETWEEN = 18


def dot_table(
    options: FigureOptions,
    rows: Sequence[tuple[str, Row, Row]],
    heads: tuple[str, str],
    scales: tuple[Scale, Scale],
) -> go.Figure:
    """Draw a label line a group; under it a dot on each of two scales, with its value.

    ``rows``: the label with its n, and the two numbers. ``heads``: words over the two columns.
    ``scales``: one a column.
    """
    half = (options.inner - BETWEEN) / 2
    values = [[value_text(row, options) for row in two] for _, *two in rows]
    room = [widest(line[at] for line in values) + 10 for at in (0, 1)]
    lines = Lines(options)
    words: list[Text] = []
    deepest = 0
    for at, (head, scale) in enumerate(zip(heads, scales, strict=True)):
        top = wrap(f"{head} ({scale.texts[0]} – {scale.texts[-1]})", half)
        deepest = max(deepest, len(top))
        words += [
            (at * (half + BETWEEN), LINE * line + LINE / 2, text, "middle right", CONTEXT)
            for line, text in enumerate(top)
        ]
    lines.y = LINE * deepest + 8
    dots: list[tuple[float, float, Row]] = []
    tracks = []
    for (label, *two), pair in zip(rows, values, strict=True):
        y = lines.add_row(label, "", "", under=BAR + 2)
        for at, (row, scale) in enumerate(zip(two, scales, strict=True)):
            start, wide = at * (half + BETWEEN), half - room[at]
            tracks.append((start, y, start + wide, y))
            dots.append((start + wide * scale.along(row.estimate), y, row))
            words.append((start + wide + 8, y, pair[at], "middle right", INK))
    traces = [
        strokes("track", tracks, TRACK, 6),
        marks("estimate", dots, options, size=11, color=MAIN),
        texts("values", words),
    ]
    return row_figure(lines, pixels(options), traces)
