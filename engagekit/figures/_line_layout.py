"""The layout of lines and curves: margins from their texts, names and last values at the end."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any

import plotly.graph_objects as go

from engagekit.figures import _traces, theme
from engagekit.figures._value_axis import Scale
from engagekit.figures.colour import CATEGORICAL, INK, MAIN
from engagekit.figures.options import SIDE, FigureOptions
from engagekit.figures.text import LINE, escape_lines, widest

MOST_LINES = 4
"""More lines are told apart neither by colour (four stay apart for every reader) nor by eye."""
_PALE = (CATEGORICAL[1], CATEGORICAL[3])
"""Colours that are clear enough for a line and too pale for text (contrast 3.1 and 3.0)."""


def line_colours(count: int) -> list[str]:
    """Return a colour for each of so many lines."""
    return [MAIN] if count == 1 else list(CATEGORICAL[:count])


def left_margin(scale: Scale) -> float:
    """Return the pixels that the labels of an upright axis need."""
    return SIDE + 6 + widest(scale.texts)


def right_margin(tails: Iterable[Sequence[str]]) -> float:
    """Return the pixels that the texts at the ends of lines need."""
    return SIDE + 8 + widest(text for lines in tails for text in lines)


def name_room(options: FigureOptions) -> float:
    """Return the pixels that the name of a line may take at its end."""
    return 96 if options.narrow else 170


def apart(wished: Sequence[float], least: float, low: float, high: float) -> list[float]:
    """Return places near those wished for, at least so far from each other, within bounds.

    Examples
    --------
    >>> apart([10, 12], 20, 0, 100)
    [10, 30]
    """
    order = sorted(range(len(wished)), key=lambda at: wished[at])
    placed = {at: wished[at] for at in order}
    for before, after in pairwise(order):
        placed[after] = max(placed[after], placed[before] + least)
    if order:
        placed[order[-1]] = min(placed[order[-1]], max(high, low))
        for after, before in pairwise(reversed(order)):
            placed[before] = min(placed[before], placed[after] - least)
    return [placed[at] for at in range(len(wished))]


def end_labels(
    lasts: Sequence[float | None], tails: Sequence[Sequence[str]], scale: Scale, height: float
) -> list[dict[str, Any]]:
    """Return names and last values at the right, moved until they do not touch."""
    wished = [height if last is None else height * (1 - scale.along(last)) for last in lasts]
    tall = LINE * max(len(lines) for lines in tails)
    places = apart(wished, tall + 2, tall / 2, height - tall / 2)
    colours = line_colours(len(tails))
    return [
        theme.note(
            escape_lines(lines),
            INK if len(tails) == 1 or colour in _PALE else colour,
            x=1,
            y=1 - place / height,
            xshift=8,
            yanchor="middle",
            name="last value",
        )
        for lines, place, colour in zip(tails, places, colours, strict=True)
    ]


def line_figure(
    options: FigureOptions,
    traces: Sequence[Mapping[str, Any]],
    scale: Scale,
    tails: Sequence[Sequence[str]],
    lasts: Sequence[float | None],
    *,
    height: float,
    xaxis: Mapping[str, Any],
    notes: Sequence[Mapping[str, Any]] = (),
    shapes: Sequence[Mapping[str, Any]] = (),
    **more: Any,
) -> go.Figure:
    """Build a figure of lines over a faint grid, each named at its end.

    ``scale``: of the values. ``tails``: the texts at the end of each line. ``lasts``: where each
    line ends. ``height``: of the drawing, in pixels. ``xaxis``: in plotly's terms. ``notes``,
    ``shapes``: beside the labels at the ends and the grid. ``more``: see
    `engagekit.figures.theme.figure`.
    """
    return theme.figure(
        options,
        traces,
        body=height,
        left=left_margin(scale),
        right=right_margin(tails),
        notes=[*notes, *end_labels(lasts, tails, scale, height)],
        shapes=[*_traces.grid(scale.steps), *shapes],
        axes={"xaxis": xaxis, "yaxis": scale.ticks()},
        **more,
    )
