"""Step curves (survival, incidence) with bands, and how many are at risk under the axis."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from engagekit.figures import _line_layout, _rows, _traces, theme
from engagekit.figures._value_axis import Scale, bounds, scale
from engagekit.figures.multiples import multiples
from engagekit.figures.options import FigureOptions
from engagekit.figures.text import LINE, escape, fit, wrap

HEIGHT = 250
DASHES = ("solid", "dash", "dot", "dashdot")
_SLOT = 56
"""Pixels of a number at risk under the axis: "1,234" and the space around it."""
_MONTHS = (1, 2, 3, 6, 12, 24, 60, 120, 365)
"""Steps of a time axis that a reader counts in, whether months or days."""

Curves = Mapping[str, Sequence[tuple[float, _rows.Row]]]


def steps(
    frame: pd.DataFrame, options: FigureOptions, *, over: str = "months", at_risk: str = ""
) -> go.Figure:
    """Draw a step curve a group; with more than four groups, small multiples.

    Parameters
    ----------
    frame : DataFrame
        Measure frame with a numeric column of time; ``base`` is who is at risk then.
    over : str
        Column of the time.
    at_risk : str
        Words for the numbers under it, where they are no people.
    """
    chosen = _rows.of_measure(frame, options.measure)
    if not len(chosen):
        raise _rows.nothing([], options)
    _rows.column(chosen, over, "over")
    rows = _rows.rows_of(chosen, options, _rows.groups_beside(chosen, options, over))
    times = [_rows.number_or_none(value) for value in chosen[over].tolist()]
    timed = [(at, row) for at, row in zip(times, rows, strict=True) if at is not None]
    if not any(row.is_drawn for _, row in timed):
        raise _rows.nothing(rows, options)
    groups = list(dict.fromkeys(row.key for row in rows))
    if len(groups) > _line_layout.MOST_LINES:
        return multiples(frame, options, over=over)
    curves = {
        _rows.group_label(key, options): sorted(
            ((at, row) for at, row in timed if row.key == key and row.is_drawn),
            key=lambda pair: pair[0],
        )
        for key in groups
    }
    drawn = [row for curve in curves.values() for _, row in curve]
    notes = _rows.joined(
        _rows.interval_words(drawn, "band", options),
        _rows.hidden_note(rows, options, options.say("gap")),
    )
    value_scale = scale(bounds(drawn), _rows.unit_of(drawn), options)
    return _drawn(options.with_notes(notes), curves, value_scale, at_risk)


def _drawn(options: FigureOptions, curves: Curves, scale: Scale, at_risk: str) -> go.Figure:
    """Draw curves and bands above, the numbers at risk in rows below the time axis."""
    last = max(at for curve in curves.values() for at, _ in curve)
    tails = [
        [
            *([fit(name, _line_layout.name_room(options))] if len(curves) > 1 else []),
            _rows.value_text(curve[-1][1], options) if curve else options.say("no_data"),
        ]
        for name, curve in curves.items()
    ]
    left = _line_layout.left_margin(scale)
    width = options.width - left - _line_layout.right_margin(tails)
    # round places, with room for a number at risk under each
    most = max(2, int(width // _SLOT))
    step = next((step for step in _MONTHS if last / step <= most), max(1.0, last / most))
    places = [at * step for at in range(int(last // step) + 1)]
    texts, heading = _at_risk(curves, places, options)
    below = 8 + LINE * (1 + (len(curves) if heading else 0))
    axis = options.axis or options.say("axis.months")
    under = wrap(f"{axis}; {at_risk or heading}" if heading else axis, options.inner)
    looks = zip(curves.values(), _line_layout.line_colours(len(curves)), DASHES, strict=False)
    traces = [one for curve, colour, dash in looks for one in _curve(curve, colour, dash, options)]
    return _line_layout.line_figure(
        options,
        traces,
        scale,
        tails,
        [curve[-1][1].estimate if curve else None for curve in curves.values()],
        height=HEIGHT,
        above=8,
        below=below + LINE * len(under),
        notes=[theme.under_axis(under, left, width, below)],
        xaxis={
            "range": [0, last or 1],
            "tickvals": places,
            "ticktext": texts,
            "ticklabelstandoff": 9,
        },
    )


def _at_risk(
    curves: Curves, ticks: Sequence[float], options: FigureOptions
) -> tuple[list[str], str]:
    """Return tick texts with who is at risk then, one line a curve, and what the lines are."""
    sizes = [
        [
            next(
                (row.base for time, row in reversed(curve) if time <= at and row.base is not None),
                curve[0][1].base if curve else None,
            )
            for at in ticks
        ]
        for curve in curves.values()
    ]
    plain = [options.number(at, "index", 0 if float(at).is_integer() else 1) for at in ticks]
    if not any(size is not None for line in sizes for size in line):
        return [escape(text) for text in plain], ""
    texts = [
        "<br>".join([escape(text), *(options.number(line[at], "count") for line in sizes)])
        for at, text in enumerate(plain)
    ]
    if len(curves) == 1:
        return texts, options.say("at_risk")
    return texts, options.say("at_risk_of", names=", ".join(curves))


def _curve(
    curve: Sequence[tuple[float, _rows.Row]], colour: str, dash: str, options: FigureOptions
) -> list[dict[str, Any]]:
    """Return the curve in steps and its band, each bound in steps too."""
    if not curve:
        return []
    traces = []
    banded = [(at, row) for at, row in curve if row.has_interval]
    if len(banded) > 1:
        edge = {"width": 0, "shape": "hv", "color": "rgba(0,0,0,0)"}
        x = [at for at, _ in banded]
        low, high = ([getattr(row, end) for _, row in banded] for end in ("low", "high"))
        fill = {"fill": "tonexty", "fillcolor": theme.faded(colour)}
        traces = [
            {**_traces.strokes("low", [], colour, 0), "x": x, "y": low, "line": edge},
            {**_traces.strokes("band", [], colour, 0, **fill), "x": x, "y": high, "line": edge},
        ]
    estimate = {
        **_traces.marks("estimate", [(at, row.estimate, row) for at, row in curve], options),
        "mode": "lines" if len(curve) > 1 else "markers",
        "marker": {"color": colour, "size": 8},
        "line": {"color": colour, "width": 2.2, "shape": "hv", "dash": dash},
    }
    return [*traces, estimate]
