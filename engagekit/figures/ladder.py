"""The touch ladder: the chance at touch k among those still at risk, with n at risk below."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from engagekit.figures import _rows
from engagekit.figures.colour import CONTEXT, CONTEXT_FILL, INK, MAIN, PAPER, TRACK
from engagekit.figures.layout import Scale, bounds, left_margin, scale
from engagekit.figures.marks import marks, on_axes, strokes, texts
from engagekit.figures.multiples import Panels
from engagekit.figures.options import SIDE, FigureOptions
from engagekit.figures.text import LINE, widest, wrap
from engagekit.figures.theme import figure, under_axis

HEIGHT, BETWEEN, FOOT = 210, 24, 2 * LINE + 8


@dataclass(frozen=True)
class Panel:
    """A heading and the rows under it."""

    heading: str
    rows: Sequence[_rows.Row]


def ladder(
    frame: pd.DataFrame, options: FigureOptions, *, naive: str | None = None
) -> dict[str, Any]:
    """Draw dots with intervals over touch numbers, the naive chart beside it where it is named.

    Parameters
    ----------
    frame : DataFrame
        Measure frame by touch number; ``base`` is who was still at risk.
    options : FigureOptions
        ``measure`` is that of the ladder.
    naive : str, optional
        A measure of the same frame drawn beside it, as the trap it is.
    """
    chosen = _rows.of_measure(frame, options.measure)
    if options.measure is None and naive is not None and len(frame):
        chosen = frame.loc[frame["measure"] != naive]
    panels = [Panel("", [row for row in _rows.rows_of(chosen, options) if not row.is_all])]
    beside = [] if naive is None else _rows.rows_of(_rows.of_measure(frame, naive), options)
    if any(row.is_drawn for row in beside):
        panels = [
            replace(panels[0], heading=options.say("ladder.hazard")),
            Panel(options.say("ladder.naive"), beside),
        ]
    rows = [row for panel in panels for row in panel.rows]
    if not any(row.is_drawn for row in panels[0].rows):
        raise _rows.nothing(rows, options)
    words = _rows.joined(
        _rows.interval_words(rows, "whisker", options), _rows.hidden_note(rows, options)
    )
    value_scale = scale(bounds(rows), _rows.unit_of(rows), options)
    return _drawn(options.with_notes(words), panels, value_scale)


def _drawn(options: FigureOptions, panels: Sequence[Panel], scale: Scale) -> dict[str, Any]:
    """Draw one panel, or two: beside each other when wide, under each other when narrow."""
    left = left_margin(scale)
    across = 1 if options.narrow else len(panels)
    plot = options.width - left - SIDE
    axis = options.axis or options.say("axis.touch")
    under = wrap(f"{axis}; {options.say('at_risk')}", options.inner)
    width = Panels(len(panels), across, plot, 0, HEIGHT, FOOT, BETWEEN).width
    heads = [wrap(panel.heading, width) for panel in panels]
    top = LINE * max(map(len, heads)) + (4 if any(heads) else 0)
    grid = Panels(len(panels), across, plot, top, HEIGHT, FOOT, BETWEEN, LINE * len(under) + 4)
    traces: list[dict[str, Any]] = []
    axes: dict[str, dict[str, Any]] = {}
    for at, panel in enumerate(panels):
        more = {**scale.ticks(), "showticklabels": at % across == 0}
        axes |= grid.axes(at, len(panel.rows), scale, **more)
        traces += _panel(panel.rows, scale, options, grid.name(at))
        traces.append(_texts(panel.rows, heads[at], scale, options, width, grid.name(at)))
    note = under_axis(under, left, plot, 0) | {"yanchor": "bottom"}
    return figure(options, traces, body=grid.height, above=8, axes=axes, left=left, notes=[note])


def _panel(
    rows: Sequence[_rows.Row], scale: Scale, options: FigureOptions, axis: str
) -> list[dict[str, Any]]:
    """Return grid, intervals and dots of a panel; the second one, the naive chart, in grey."""
    on, far = on_axes(axis), max(1, len(rows)) - 0.5
    drawn = [(at, row.estimate, row) for at, row in enumerate(rows) if row.is_drawn]
    bars = [(at, row.low, at, row.high) for at, _, row in drawn if row.has_interval]
    marker = {
        "size": 10,
        "color": CONTEXT if axis else MAIN,
        "symbol": "diamond" if axis else "circle",
        "line": {"width": 1, "color": PAPER},
    }
    line = {"color": CONTEXT_FILL if axis else MAIN, "width": 1, "dash": "dot"}
    return [
        strokes("grid", [(-0.5, step, far, step) for step in scale.steps], TRACK, 1, **on),
        strokes("interval", bars, CONTEXT_FILL if axis else INK, 1.5, **on),
        {
            **marks("estimate", drawn, options, **marker),
            "mode": "lines+markers",
            "line": line,
            **on,
        },
    ]


def _texts(
    rows: Sequence[_rows.Row],
    head: Sequence[str],
    scale: Scale,
    options: FigureOptions,
    width: float,
    axis: str,
) -> dict[str, Any]:
    """Return the heading, and under each dot its touch number and who was at risk."""
    pixel = scale.pixel(HEIGHT)
    top = scale.high + (LINE * len(head) + 4) * pixel
    placed = [
        (-0.5, top - (LINE * at + LINE / 2) * pixel, line, "middle right", INK)
        for at, line in enumerate(head)
    ]
    sizes = [_rows.HIDDEN if row.suppressed else options.number(row.base, "count") for row in rows]
    slot = width / max(1, len(rows))
    every = max(1, -(-int(widest([*sizes, *(row.label for row in rows)]) + 6) // max(1, int(slot))))
    for at in range(0, len(rows), every):
        for line, (text, colour) in enumerate(((rows[at].label, INK), (sizes[at], CONTEXT))):
            y = scale.low - (4 + LINE * line + LINE / 2) * pixel
            placed.append((at, y, text, "middle center", colour))
    return texts("labels", placed, **on_axes(axis))
