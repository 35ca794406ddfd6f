"""The pixel layout of row charts: a label line above each bar, from top to bottom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import plotly.graph_objects as go

from engagekit.figures._value_axis import Scale, scale_row
from engagekit.figures.theme import (
    CONTEXT,
    INK,
    LINE,
    SIDE,
    SIZE,
    WRAP_AT,
    Words,
    escape,
    figure,
    fit,
    inner,
    text_width,
    wrap,
)

BAR, GAP = 14, 12


@dataclass
class Lines:
    """Texts placed so far, and how far down the next row begins.

    Attributes
    ----------
    y : float
        Pixels from the top of the drawing.
    left, right : list
        Texts at either edge: (y, text, colour).
    """

    y: float = 0.0
    left: list[tuple[float, str, str]] = field(default_factory=list)
    right: list[tuple[float, str, str]] = field(default_factory=list)


def add_key(lines: Lines, words: Words, keys: Sequence[str]) -> None:
    """What the marks mean, above the first row."""
    text = " · ".join(
        key.replace(" ", "\u00a0") if text_width(key) < inner(words) else key for key in keys if key
    )
    for line in wrap(text, inner(words)) if text else []:
        lines.left.append((lines.y, line, CONTEXT))
        lines.y += LINE
    if text:
        lines.y += 6


def add_row(
    lines: Lines,
    words: Words,
    label: str,
    size: str,
    value: str,
    *,
    under: float = BAR,
    wide_label: bool = False,
) -> float:
    """A label line with its n, the value at the right edge; hands back the middle of the bar.

    The name is shortened, never the n. With ``wide_label`` a long name takes a second line.
    """
    room = inner(words) - (text_width(value) + 12 if value else 0)
    tail = f" · {size}" if size else ""
    name_room = room - text_width(tail)
    if words.narrow and not wide_label:
        label = label if len(label) <= WRAP_AT else label[: WRAP_AT - 1].rstrip() + "…"
    head = wrap(label, room, most=2)[:-1] if wide_label and text_width(label) > name_room else []
    rest = label[len(head[0]) :].strip() if head else label
    for line in [*head, fit(rest, name_room) + tail]:
        lines.left.append((lines.y, line, INK))
        lines.y += LINE
    if value:
        lines.right.append((lines.y - LINE, value, INK))
    middle = lines.y + 2 + under / 2
    lines.y += 2 + under + GAP
    return middle


def add_missing(lines: Lines, words: Words, label: str, why: str) -> None:
    """A row without a bar, and why."""
    lines.left.append((lines.y, fit(label, inner(words)), INK))
    lines.y += LINE
    for line in wrap(why, inner(words)):
        lines.left.append((lines.y, line, CONTEXT))
        lines.y += LINE
    lines.y += GAP


def text_traces(lines: Lines, made: Scale) -> list[dict[str, Any]]:
    """The placed texts as two traces, at the left and the right edge of the scale."""
    traces = []
    for x, side, texts in ((made.low, "right", lines.left), (made.high, "left", lines.right)):
        if texts:
            traces.append(
                {
                    "type": "scatter",
                    "mode": "text",
                    "name": "labels" if x == made.low else "values",
                    "x": [x] * len(texts),
                    "y": [y + LINE / 2 for y, _, _ in texts],
                    "text": [escape(text) for _, text, _ in texts],
                    "textposition": f"middle {side}",
                    "textfont": {
                        "size": SIZE,
                        "color": _colours([colour for _, _, colour in texts]),
                    },
                    "hoverinfo": "skip",
                    "cliponaxis": False,
                }
            )
    return traces


def _colours(colours: list[str]) -> str | list[str]:
    """One colour where all are the same: a smaller figure."""
    return colours[0] if len(set(colours)) == 1 else colours


def row_figure(
    words: Words,
    lines: Lines,
    made: Scale,
    traces: Sequence[dict[str, Any]],
    *,
    axis_title: str = "",
    scaled: bool = True,
    left: float = SIDE,
    right: float = SIDE,
    **more: Any,
) -> go.Figure:
    """A row chart: values along x, pixels from the top along y."""
    body = lines.y
    drawn = [*traces, *text_traces(lines, made)]
    if scaled:
        drawn.append(scale_row(made, body + 2))
        body += LINE + 6
        if axis_title:
            drawn.append(_title_under(axis_title, made, body))
            body += LINE + 2
    return figure(
        words,
        drawn,
        body=body,
        left=left,
        right=right,
        axes={
            "xaxis": {"range": [made.low, made.high], "showticklabels": False},
            "yaxis": {"range": [body, 0], "showticklabels": False},
        },
        **{"bargap": 0, **more},
    )


def _title_under(text: str, made: Scale, y: float) -> dict[str, Any]:
    """The words of the value scale, under its steps at the left edge."""
    return {
        "type": "scatter",
        "mode": "text",
        "name": "axis title",
        "x": [made.low],
        "y": [y + LINE / 2],
        "text": [escape(text)],
        "textposition": "middle right",
        "textfont": {"size": SIZE, "color": CONTEXT},
        "hoverinfo": "skip",
        "cliponaxis": False,
    }
