"""Step curves (survival, incidence) with bands, and how many are at risk under the axis."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from engagekit.figures._rows import (
    Row,
    column,
    hover,
    interval_words,
    label_of,
    nothing_to_say,
    number_or_none,
    of_measure,
    rows_of,
    unit_of,
    value_text,
    why_missing,
)
from engagekit.figures._time_axis import apart
from engagekit.figures._value_axis import Scale, bounds, scale
from engagekit.figures.multiples import multiples
from engagekit.figures.theme import (
    CATEGORICAL,
    CONTEXT_FILL,
    INK,
    LINE,
    MAIN,
    SIDE,
    TRACK,
    Words,
    escape,
    faded,
    figure,
    fit,
    inner,
    note,
    sentence,
    text_width,
    under_axis,
    wrap,
)
from engagekit.locale.words import number, say
from engagekit.measures._frame import by_of

HEIGHT = 250
MOST_LINES = 4
DASHES = ("solid", "dash", "dot", "dashdot")


def steps(
    frame: pd.DataFrame,
    words: Words,
    *,
    over: str = "months",
    by: Sequence[str] | None = None,
    measure: str | None = None,
    labels: Mapping[str, str] | None = None,
    axis: str = "",
    at_risk: str = "",
    k: int = 5,
    currency: str = "CAD",
) -> go.Figure:
    """A step curve a group; with more than four groups, small multiples.

    Parameters
    ----------
    frame : DataFrame
        Measure frame with a numeric column of time; ``base`` is who is at risk then.
    words : Words
        Around the drawing, with its size and language.
    over : str
        Column of the time.
    by : sequence of str, optional
        Columns that make a curve; all but the time when None.
    measure : str, optional
        The measure to draw where the frame holds several.
    labels : mapping, optional
        Values to the words that stand for them.
    axis : str
        Words under the time axis.
    at_risk : str
        Words for the numbers under it, where they are no people.
    k : int
        Threshold named where a curve is hidden.
    currency : str
        Of money.

    Returns
    -------
    go.Figure
    """
    matches = of_measure(frame, measure)
    if not len(matches):
        return sentence(words, nothing_to_say([], words.language))
    column(matches, over, "over")
    names = list(by) if by is not None else [name for name in by_of(matches) if name != over]
    rows = rows_of(matches, words.language, names, labels)
    times = [number_or_none(value) for value in matches[over].tolist()]
    if not any(row.is_drawn and at is not None for row, at in zip(rows, times, strict=True)):
        return sentence(words, nothing_to_say(rows, words.language))
    groups = list(dict.fromkeys(row.key for row in rows))
    if len(groups) > MOST_LINES:
        return multiples(matches, words, over=over, by=names, labels=labels, k=k, currency=currency)
    curves = {
        " · ".join(label_of(part, words.language, labels) for part in key): sorted(
            (
                (at, row)
                for row, at in zip(rows, times, strict=True)
                if row.key == key and at is not None and row.is_drawn
            ),
            key=lambda pair: pair[0],
        )
        for key in groups
    }
    hidden = next((row for row in rows if row.suppressed), None)
    missing = (
        ""
        if hidden is None
        else (f"{say('figure.gap', words.language)} {why_missing(hidden, words.language, k)}")
    )
    heading = axis or say("figure.axis.months", words.language)
    return _drawn(words, curves, heading, at_risk, missing, currency)


Curves = Mapping[str, Sequence[tuple[float, Row]]]


def _drawn(
    words: Words, curves: Curves, axis: str, at_risk: str, missing: str, currency: str
) -> go.Figure:
    """Curves and bands above, the numbers at risk in rows below the time axis."""
    language = words.language
    rows = [row for curve in curves.values() for _, row in curve]
    result = scale(bounds(rows), unit_of(rows), language, currency)
    last = max(at for curve in curves.values() for at, _ in curve)
    tails = [
        [
            *([fit(name, 96 if words.narrow else 170)] if len(curves) > 1 else []),
            value_text(curve[-1][1], language, currency)
            if curve
            else say("figure.no_data", language),
        ]
        for name, curve in curves.items()
    ]
    left = SIDE + 6 + max(text_width(text) for text in result.texts)
    right = SIDE + 8 + max(text_width(text) for lines in tails for text in lines)
    width = words.width - left - right
    ticks = _ticks(last, width)
    texts, heading = _at_risk(curves, ticks, words, axis)
    heading = at_risk if heading and at_risk else heading
    rows_below = 1 + (len(curves) if heading else 0)
    colours = [MAIN] if len(curves) == 1 else list(CATEGORICAL[: len(curves)])
    traces = [
        trace
        for place, (curve, colour) in enumerate(zip(curves.values(), colours, strict=True))
        for trace in _curve(curve, colour, DASHES[place], language, currency)
    ]
    below = 8 + LINE * rows_below
    under = wrap(f"{axis}; {heading}" if heading else axis, inner(words))
    notes = [under_axis(under, left, width, below), *_end_labels(curves, tails, result, colours)]
    retained = " · ".join(
        part for part in (interval_words(rows, "band", language), missing) if part
    )
    return figure(
        replace(words, notes=(retained,)),
        traces,
        body=HEIGHT,
        above=8,
        below=below + LINE * len(under),
        left=left,
        right=right,
        notes=notes,
        shapes=_grid(result),
        axes={
            "xaxis": {"range": [0, last or 1], "tickvals": ticks, "ticktext": texts},
            "yaxis": {
                "range": [result.low, result.high],
                "tickvals": list(result.steps),
                "ticktext": [escape(text) for text in result.texts],
                "ticklabelstandoff": 4,
            },
        },
    )


def _ticks(last: float, width: float) -> list[float]:
    """Round places on the time axis, with room for a number at risk under each."""
    most = max(2, int(width // 56))
    step = next(
        (step for step in (1, 2, 3, 6, 12, 24, 60, 120, 365) if last / step <= most),
        max(1.0, last / most),
    )
    return [at * step for at in range(int(last // step) + 1)]


def _at_risk(
    curves: Curves, ticks: Sequence[float], words: Words, axis: str
) -> tuple[list[str], str]:
    """Tick texts with who is at risk at that time, one line a curve, and what the lines are."""
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
    plain = [
        number(at, "index", words.language, digits=0 if float(at).is_integer() else 1)
        for at in ticks
    ]
    if not any(size is not None for line in sizes for size in line):
        return [escape(text) for text in plain], ""
    texts = [
        "<br>".join([escape(text), *(number(line[at], "count", words.language) for line in sizes)])
        for at, text in enumerate(plain)
    ]
    names = ", ".join(curves)
    key = "figure.at_risk" if len(curves) == 1 else "figure.at_risk_of"
    return texts, say(key, words.language) if len(curves) == 1 else say(
        key, words.language, names=names
    )


def _curve(
    curve: Sequence[tuple[float, Row]], colour: str, dash: str, language: str, currency: str
) -> list[dict[str, Any]]:
    """The curve in steps and its band, each bound in steps too."""
    if not curve:
        return []
    banded = [(at, row) for at, row in curve if row.has_interval]
    base = {"type": "scatter", "mode": "lines", "hoverinfo": "skip", "cliponaxis": False}
    bands = []
    if len(banded) > 1:
        none = {"width": 0, "shape": "hv", "color": "rgba(0,0,0,0)"}
        x = [at for at, _ in banded]
        bands = [
            {**base, "name": "low", "x": x, "y": [row.low for _, row in banded], "line": none},
            {
                **base,
                "name": "band",
                "x": x,
                "y": [row.high for _, row in banded],
                "line": none,
                "fill": "tonexty",
                "fillcolor": faded(colour),
            },
        ]
    return [
        *bands,
        {
            **base,
            "name": "estimate",
            "x": [at for at, _ in curve],
            "y": [row.estimate for _, row in curve],
            "mode": "lines" if len(curve) > 1 else "markers",
            "marker": {"color": colour, "size": 8},
            "line": {"color": colour, "width": 2.2, "shape": "hv", "dash": dash},
            "hovertext": [hover(row, language, currency) for _, row in curve],
            "hoverinfo": "text",
        },
    ]


def _end_labels(
    curves: Curves, tails: Sequence[Sequence[str]], made: Scale, colours: Sequence[str]
) -> list[dict[str, Any]]:
    """Names and last values at the right, moved until they do not touch."""
    pixel = (made.high - made.low) / HEIGHT
    wished = [
        HEIGHT - ((curve[-1][1].estimate or 0.0) - made.low) / pixel if curve else HEIGHT
        for curve in curves.values()
    ]
    tall = LINE * max(len(lines) for lines in tails)
    places = apart(wished, tall + 2, tall / 2, HEIGHT - tall / 2)
    return [
        note(
            "<br>".join(map(escape, lines)),
            x=1,
            y=1 - place / HEIGHT,
            xshift=8,
            yanchor="middle",
            name="last value",
            colour=colour if colour in (CATEGORICAL[0], CATEGORICAL[2]) else INK,
        )
        for lines, place, colour in zip(tails, places, colours, strict=True)
    ]


def _grid(made: Scale) -> list[dict[str, Any]]:
    """Faint lines at the steps, under everything."""
    return [
        {
            "type": "line",
            "xref": "paper",
            "yref": "y",
            "x0": 0,
            "x1": 1,
            "y0": step,
            "y1": step,
            "line": {"width": 1, "color": CONTEXT_FILL if step == 0 else TRACK},
            "layer": "below",
        }
        for step in made.steps
    ]
