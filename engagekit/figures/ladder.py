"""The touch ladder: the chance at touch k among those still at risk, with n at risk below."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from engagekit.figures import _rows, theme
from engagekit.figures.colour import CONTEXT, CONTEXT_FILL, INK, MAIN, PAPER
from engagekit.figures.layout import bounds, left_margin, scale, thinned
from engagekit.figures.marks import grid, marks, strokes
from engagekit.figures.options import SIDE, FigureOptions
from engagekit.figures.text import LINE, escape_lines, wrap

HEIGHT = 210
_BESIDE = 0.12
"""How far the naive chart stands beside a touch: both dots and their ranges are seen."""


def ladder(frame: pd.DataFrame, options: FigureOptions, *, naive: str | None = None) -> go.Figure:
    """Draw dots with intervals over touch numbers, the naive chart beside them where it is named.

    Parameters
    ----------
    frame : DataFrame
        Measure frame by touch number; ``base`` is who was still at risk.
    options : FigureOptions
        ``measure`` is that of the ladder.
    naive : str, optional
        A measure of the same frame drawn beside it in grey, as the trap it is.
    """
    chosen = _rows.of_measure(frame, options.measure)
    if options.measure is None and naive is not None and len(frame):
        chosen = frame.loc[frame["measure"] != naive]
    rows = [row for row in _rows.rows_of(chosen, options) if not row.is_all]
    beside = [] if naive is None else _rows.rows_of(_rows.of_measure(frame, naive), options)
    if not any(row.is_drawn for row in rows):
        raise _rows.nothing([*rows, *beside], options)
    places = {row.label: at for at, row in enumerate(rows)}
    beside = [row for row in beside if row.is_drawn and row.label in places]
    traces = _series(beside, places, _BESIDE, CONTEXT_FILL, options)
    traces += _series([row for row in rows if row.is_drawn], places, 0.0, MAIN, options)
    words = [
        _rows.interval_words([*rows, *beside], "whisker", options),
        _rows.hidden_note(rows, options),
    ]
    if beside:
        words = [f"● {options.say('ladder.hazard')}", f"◆ {options.say('ladder.naive')}", *words]
    return _drawn(options.with_notes(_rows.joined(*words)), rows, traces, [*rows, *beside])


def _series(
    rows: Sequence[_rows.Row],
    places: dict[str, int],
    beside: float,
    colour: str,
    options: FigureOptions,
) -> list[dict[str, Any]]:
    """Return intervals and dots of a measure, each at the place of its touch."""
    if not rows:
        return []
    placed = [(places[row.label] + beside, row.estimate, row) for row in rows]
    ranges = [(x, row.low, x, row.high) for x, _, row in placed if row.has_interval]
    is_naive = colour == CONTEXT_FILL
    marker = {
        "size": 10,
        "color": colour,
        "symbol": "diamond" if is_naive else "circle",
        "line": {"width": 1, "color": PAPER},
    }
    line = {"color": colour, "width": 1, "dash": "dot"}
    return [
        strokes("interval", ranges, CONTEXT_FILL if is_naive else INK, 1.5),
        {**marks("estimate", placed, options, **marker), "mode": "lines+markers", "line": line},
    ]


def _drawn(
    options: FigureOptions,
    rows: Sequence[_rows.Row],
    traces: Sequence[dict[str, Any]],
    every: Sequence[_rows.Row],
) -> go.Figure:
    """Draw dots over the touch number and who was at risk."""
    values = scale(bounds(every), _rows.unit_of(rows), options)
    left = left_margin(values)
    width = options.width - left - SIDE
    sizes = [_rows.HIDDEN if row.suppressed else options.number(row.base, "count") for row in rows]
    labels = [[row.label, size] for row, size in zip(rows, sizes, strict=True)]
    standing = thinned(labels, width / len(rows), wanted=[0])
    axis = options.axis or options.say("axis.touch")
    under = wrap(f"{axis}; {options.say('at_risk')}", options.inner)
    down = 8 + 2 * LINE
    ticks = {
        "range": [-0.5, len(rows) - 0.5],
        "tickvals": standing,
        "ticktext": [escape_lines(labels[at]) for at in standing],
        "tickfont": {"color": CONTEXT},
    }
    return theme.figure(
        options,
        traces,
        body=HEIGHT,
        above=8,
        below=down + LINE * len(under),
        left=left,
        notes=[theme.under_axis(under, left, width, down)],
        shapes=grid(values.steps),
        axes={"xaxis": ticks, "yaxis": values.ticks()},
    )
