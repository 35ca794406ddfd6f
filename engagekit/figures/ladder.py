"""The touch ladder: the chance at touch k among those still at risk, with n at risk below."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from engagekit.figures._rows import (
    Row,
    hover,
    interval_words,
    nothing_to_say,
    of_measure,
    rows_of,
    unit_of,
    why_missing,
)
from engagekit.figures._value_axis import Scale, bounds, scale
from engagekit.figures.theme import (
    CONTEXT,
    CONTEXT_FILL,
    INK,
    LINE,
    MAIN,
    PAPER,
    SIDE,
    SIZE,
    TRACK,
    Words,
    escape,
    figure,
    inner,
    sentence,
    text_width,
    wrap,
)
from engagekit.locale.words import number, say

HEIGHT, BETWEEN = 210, 24


def ladder(
    frame: pd.DataFrame,
    words: Words,
    *,
    by: Sequence[str] | None = None,
    measure: str | None = None,
    naive: str | None = None,
    heading: str = "",
    naive_heading: str = "",
    labels: Mapping[str, str] | None = None,
    axis: str = "",
    k: int = 5,
    currency: str = "CAD",
) -> go.Figure:
    """Dots with intervals over touch numbers; the naive chart beside it where it is named.

    Parameters
    ----------
    frame : DataFrame
        Measure frame by touch number; ``base`` is who was still at risk.
    words : Words
        Around the drawing, with its size and language.
    by : sequence of str, optional
        Column of the touch number; the frame's ``by`` columns when None.
    measure : str, optional
        The measure of the ladder; needed where ``naive`` names another.
    naive : str, optional
        A measure of the same frame drawn beside it, as the trap it is.
    heading, naive_heading : str
        Words over the two panels.
    labels : mapping, optional
        Values to the words that stand for them.
    axis : str
        Words under the touch numbers.
    k : int
        Threshold named where a step is hidden.
    currency : str
        Of money.

    Returns
    -------
    go.Figure
    """
    matches = of_measure(frame, measure)
    if measure is None and naive is not None and len(frame):
        matches = frame.loc[frame["measure"] != naive]
    panels = [
        (heading, [row for row in rows_of(matches, words.language, by, labels) if not row.is_all])
    ]
    if naive is not None:
        beside = rows_of(of_measure(frame, naive), words.language, by, labels)
        panels = [
            (heading or say("figure.ladder.hazard", words.language), panels[0][1]),
            (naive_heading or say("figure.ladder.naive", words.language), beside),
        ]
    rows = [row for _, lines in panels for row in lines]
    if not any(row.is_drawn for row in panels[0][1]):
        return sentence(words, nothing_to_say(rows, words.language))
    result = scale(bounds(rows), unit_of(rows), words.language, currency)
    hidden = next((row for row in rows if row.suppressed), None)
    parts = (
        interval_words(rows, "whisker", words.language),
        "" if hidden is None else f"[c] {why_missing(hidden, words.language, k)}",
    )
    words = words.with_notes((" · ".join(part for part in parts if part),))
    return _drawn(words, panels, result, axis or say("figure.axis.touch", words.language), currency)


Panels = Sequence[tuple[str, Sequence[Row]]]


def _drawn(words: Words, panels: Panels, made: Scale, axis: str, currency: str) -> go.Figure:
    """One panel, or two: beside each other when wide, under each other when narrow."""
    left = SIDE + 6 + max(text_width(text) for text in made.texts)
    across = 1 if words.narrow else len(panels)
    plot = words.width - left - SIDE
    width = (plot - (across - 1) * BETWEEN) / across
    under = wrap(f"{axis}; {say('figure.at_risk', words.language)}", inner(words))
    heads = [wrap(text, width) for text, _ in panels]
    top = LINE * max(len(lines) for lines in heads) + (4 if any(heads) else 0)
    foot = 2 * LINE + 8
    tall = top + HEIGHT + foot
    down = len(panels) // across
    body = down * tall + (down - 1) * BETWEEN + LINE * len(under) + 4
    pixel = (made.high - made.low) / HEIGHT
    traces: list[dict[str, Any]] = []
    axes: dict[str, dict[str, Any]] = {}
    for at, (_, rows) in enumerate(panels):
        name = str(at + 1) if at else ""
        start = (at % across) * (width + BETWEEN) / plot
        high = 1 - (at // across) * (tall + BETWEEN) / body
        axes[f"xaxis{name}"] = {
            "domain": [start, min(1.0, start + width / plot)],
            "anchor": f"y{name}",
            "range": [-0.5, max(1, len(rows)) - 0.5],
            "showticklabels": False,
        }
        axes[f"yaxis{name}"] = {
            "domain": [max(0.0, high - tall / body), high],
            "anchor": f"x{name}",
            "range": [made.low - foot * pixel, made.high + top * pixel],
            "showticklabels": at % across == 0,
            "tickvals": list(made.steps),
            "ticktext": [escape(text) for text in made.texts],
            "ticklabelstandoff": 4,
        }
        traces += _panel(rows, heads[at], made, pixel, words, currency, width, name)
    notes = [
        {
            "text": "<br>".join(map(escape, under)),
            "x": -(left - SIDE) / plot,
            "y": 0,
            "xref": "paper",
            "yref": "paper",
            "xanchor": "left",
            "yanchor": "bottom",
            "align": "left",
            "showarrow": False,
            "borderpad": 0,
            "font": {"size": SIZE, "color": CONTEXT},
            "name": "axis title",
        }
    ]
    return figure(words, traces, body=body, above=8, axes=axes, left=left, notes=notes)


def _panel(
    rows: Sequence[Row],
    head: Sequence[str],
    made: Scale,
    pixel: float,
    words: Words,
    currency: str,
    width: float,
    axis: str,
) -> list[dict[str, Any]]:
    """Grid, intervals, dots, and the texts over and under them."""
    on = {
        "type": "scatter",
        "xaxis": f"x{axis}",
        "yaxis": f"y{axis}",
        "cliponaxis": False,
        "hoverinfo": "skip",
    }
    drawn = [(at, row) for at, row in enumerate(rows) if row.is_drawn]
    whiskers = [(at, row) for at, row in drawn if row.has_interval]
    ends = [-0.5, max(1, len(rows)) - 0.5, None]
    return [
        {
            **on,
            "mode": "lines",
            "name": "grid",
            "x": (ends * len(made.steps))[:-1],
            "y": [value for step in made.steps for value in (step, step, None)][:-1],
            "line": {"color": TRACK, "width": 1},
        },
        {
            **on,
            "mode": "lines",
            "name": "interval",
            "x": [value for at, _ in whiskers for value in (at, at, None)][:-1],
            "y": [value for _, row in whiskers for value in (row.low, row.high, None)][:-1],
            "line": {"color": CONTEXT_FILL if axis else INK, "width": 1.5},
        },
        {
            **on,
            "mode": "lines+markers",
            "name": "estimate",
            "x": [at for at, _ in drawn],
            "y": [row.estimate for _, row in drawn],
            "hoverinfo": "text",
            "line": {"color": CONTEXT_FILL if axis else MAIN, "width": 1, "dash": "dot"},
            "marker": {
                "size": 10,
                "color": CONTEXT if axis else MAIN,
                "symbol": "diamond" if axis else "circle",
                "line": {"width": 1, "color": PAPER},
            },
            "hovertext": [hover(row, words.language, currency) for _, row in drawn],
        },
        _texts(rows, head, made, pixel, words, currency, width, on),
    ]


def _texts(
    rows: Sequence[Row],
    head: Sequence[str],
    made: Scale,
    pixel: float,
    words: Words,
    currency: str,
    width: float,
    on: Mapping[str, Any],
) -> dict[str, Any]:
    """The heading, and under each dot its touch number and who was at risk."""
    top = made.high + (LINE * len(head) + 4) * pixel
    texts = [
        (-0.5, top - (LINE * at + LINE / 2) * pixel, line, "middle right", INK)
        for at, line in enumerate(head)
    ]
    sizes = ["[c]" if row.suppressed else number(row.base, "count", words.language) for row in rows]
    slot = width / max(1, len(rows))
    widest = max((text_width(text) for text in [*sizes, *(row.label for row in rows)]), default=1)
    every = max(1, -(-int(widest + 6) // max(1, int(slot))))
    for at in range(0, len(rows), every):
        for line, text in enumerate((rows[at].label, sizes[at])):
            y = made.low - (4 + LINE * line + LINE / 2) * pixel
            texts.append((at, y, text, "middle center", CONTEXT if line else INK))
    return {
        **on,
        "mode": "text",
        "name": "labels",
        "x": [x for x, *_ in texts],
        "y": [y for _, y, *_ in texts],
        "text": [escape(text) for _, _, text, _, _ in texts],
        "textposition": [side for _, _, _, side, _ in texts],
        "textfont": {"size": SIZE, "color": [colour for *_, colour in texts]},
    }
