"""The pixel layout of row charts: a label line above each bar, from top to bottom."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import plotly.graph_objects as go

from engagekit.figures import _traces, theme
from engagekit.figures._value_axis import Scale, scale_row
from engagekit.figures.colour import CONTEXT, INK
from engagekit.figures.options import FigureOptions
from engagekit.figures.text import LINE, fit, text_width, wrap

BAR, GAP = 14, 12
WRAP_AT = 38
"""Letters of a name on a narrow figure at most: room for its value stays beside it."""


@dataclass
class Lines:
    """Texts placed so far, and how far down the next row begins.

    ``y``: pixels from the top of the drawing. ``left``, ``right``: texts at either edge: (y, text,
    colour).
    """

    options: FigureOptions
    y: float = 0.0
    left: list[tuple[float, str, str]] = field(default_factory=list)
    right: list[tuple[float, str, str]] = field(default_factory=list)

    def write(self, text: str, colour: str = INK) -> None:
        """Put a line of text at the left edge and go on below it."""
        self.left.append((self.y, text, colour))
        self.y += LINE

    def add_key(self, *keys: str) -> None:
        """Put what the marks mean above the first row, no line break within one of them."""
        room = self.options.inner
        text = " · ".join(
            key.replace(" ", "\u00a0") if text_width(key) < room else key for key in keys if key
        )
        for line in wrap(text, room):
            self.write(line, CONTEXT)
        self.y += 6 if text else 0

    def add_row(self, label: str, size: str, value: str, *, under: float = BAR) -> float:
        """Put a label line with its n, the value at the right edge; return the bar's middle.

        The name is shortened, never the n.
        """
        room = self.options.inner - (text_width(value) + 12 if value else 0)
        tail = f" · {size}" if size else ""
        if self.options.narrow and len(label) > WRAP_AT:
            label = label[: WRAP_AT - 1].rstrip() + "…"
        self.write(fit(label, room - text_width(tail)) + tail)
        if value:
            self.right.append((self.y - LINE, value, INK))
        self.y += 2 + under + GAP
        return self.y - GAP - under / 2

    def add_missing(self, label: str, why: str) -> None:
        """Put a row without a bar, and why."""
        self.write(fit(label, self.options.inner))
        for line in wrap(why, self.options.inner):
            self.write(line, CONTEXT)
        self.y += GAP


def pixels(options: FigureOptions) -> Scale:
    """Return a scale on which a unit is a pixel between the margins."""
    return Scale(0.0, float(options.inner))


def row_figure(
    lines: Lines,
    scale: Scale,
    traces: Sequence[dict[str, Any]],
    *,
    axis_title: str = "",
    **more: Any,
) -> go.Figure:
    """Build a row chart: values along x, with steps where the scale has some, pixels down y."""
    body = lines.y
    drawn = list(traces)
    for name, x, side, column in (
        ("labels", scale.low, "middle right", lines.left),
        ("values", scale.high, "middle left", lines.right),
    ):
        if column:
            drawn.append(_traces.texts(name, [(x, y + LINE / 2, t, side, c) for y, t, c in column]))
    if scale.steps:
        drawn.append(scale_row(scale, body + 2))
        body += LINE + 6
        if axis_title:
            title = (scale.low, body + LINE / 2, axis_title, "middle right", CONTEXT)
            drawn.append(_traces.texts("axis title", [title]))
            body += LINE + 2
    return theme.figure(
        lines.options,
        drawn,
        body=body,
        axes={
            "xaxis": {"range": [scale.low, scale.high], "showticklabels": False},
            "yaxis": {"range": [body, 0], "showticklabels": False},
        },
        **{"bargap": 0, **more},
    )
