"""Plotly traces and shapes that several figures draw: texts, strokes, marks, lines, level lines."""

from collections.abc import Iterable, Sequence
from typing import Any

from engagekit.figures._rows import Row, hover, interval_words, joined
from engagekit.figures.colour import CONTEXT_FILL, INK, PAPER, TRACK
from engagekit.figures.options import FigureOptions
from engagekit.figures.text import SIZE, escape
from engagekit.figures.theme import faded

Text = tuple[float, float, str, str, str]
"""A text in a drawing: x, y, the words, on which side of the place (plotly's word), the colour."""
Ends = tuple[float | None, float | None, float | None, float | None]
"""A stroke: x and y where it begins, x and y where it ends."""
Line = Sequence[Row | None]
"""The rows of a line in the order of its axis, None where a period has none."""


def on_axes(name: str) -> dict[str, str]:
    """Return what puts a trace on the axes of a panel, ``""`` for the first."""
    return {"xaxis": f"x{name}", "yaxis": f"y{name}"} if name else {}


def one_or_each(values: Sequence[Any]) -> Any:
    """Return one value where all are the same, which makes a smaller figure, else each."""
    return values[0] if len(set(values)) == 1 else list(values)


def texts(name: str, placed: Iterable[Text], **more: Any) -> dict[str, Any]:
    """Return texts at places of a drawing as one trace."""
    placed = list(placed)
    return {
        "type": "scatter",
        "mode": "text",
        "name": name,
        "x": [x for x, *_ in placed],
        "y": [y for _, y, *_ in placed],
        "text": [escape(text) for _, _, text, *_ in placed],
        "textposition": one_or_each([side for *_, side, _ in placed]),
        "textfont": {"size": SIZE, "color": one_or_each([colour for *_, colour in placed])},
        "hoverinfo": "skip",
        "cliponaxis": False,
        **more,
    }


def strokes(
    name: str, ends: Iterable[Ends], colour: str, width: float, **more: Any
) -> dict[str, Any]:
    """Return straight lines that do not touch each other as one trace."""
    ends = list(ends)
    return {
        "type": "scatter",
        "mode": "lines",
        "name": name,
        "x": [value for x, _, to_x, _ in ends for value in (x, to_x, None)][:-1],
        "y": [value for _, y, _, to_y in ends for value in (y, to_y, None)][:-1],
        "line": {"color": colour, "width": width},
        "hoverinfo": "skip",
        "cliponaxis": False,
        **more,
    }


def whiskers(placed: Iterable[tuple[Row, float]], colour: str = INK) -> list[dict[str, Any]]:
    """Return level lines from bound to bound at each row's height, none without an interval."""
    ends = [(row.low, y, row.high, y) for row, y in placed if row.has_interval]
    return [strokes("interval", ends, colour, 1.5)] if ends else []


def marks(
    name: str,
    placed: Iterable[tuple[float | None, float | None, Row]],
    options: FigureOptions,
    **marker: Any,
) -> dict[str, Any]:
    """Return a mark a row, which tells its number when pointed at."""
    placed = list(placed)
    return {
        "type": "scatter",
        "mode": "markers",
        "name": name,
        "x": [x for x, _, _ in placed],
        "y": [y for _, y, _ in placed],
        "marker": marker,
        "hovertext": [hover(row, options) for *_, row in placed],
        "hoverinfo": "text",
        "cliponaxis": False,
    }


def columns(rows: Sequence[Row | None], options: FigureOptions, **more: Any) -> dict[str, Any]:
    """Return an upright bar a row at 0, 1, 2 ...; none for a row that is not there."""
    return {
        "type": "bar",
        "name": "estimate",
        "x": [at for at, row in enumerate(rows) if row is not None],
        "width": 0.72,
        "y": [row.estimate if row.is_drawn else None for row in rows if row is not None],
        "hovertext": [hover(row, options) for row in rows if row is not None],
        "hoverinfo": "text",
        **more,
    }


def runs(rows: Line, breaks: set[int]) -> list[list[tuple[int, Row]]]:
    """Return the stretches without a gap; a break begins a new one."""
    stretches: list[list[tuple[int, Row]]] = []
    is_open = False
    for at, row in enumerate(rows):
        if row is None or not row.is_drawn:
            is_open = False
            continue
        if not is_open or at in breaks:
            stretches.append([])
        stretches[-1].append((at, row))
        is_open = True
    return stretches


def line_traces(
    line: Line, colour: str, symbol: str, breaks: set[int], options: FigureOptions, axis: str = ""
) -> list[dict[str, Any]]:
    """Return a line with its markers and its band, in stretches.

    A lone point has a thin line from bound to bound instead of a band.
    """
    on = on_axes(axis)
    points: list[tuple[int | None, float | None, str]] = []
    outline: list[tuple[int | None, float | None]] = []
    lone: list[Ends] = []
    for run in runs(line, breaks):
        points += [(at, row.estimate, hover(row, options)) for at, row in run]
        points.append((None, None, ""))
        banded = [(at, row) for at, row in run if row.has_interval]
        if len(banded) > 1:
            outline += [(at, row.high) for at, row in banded]
            outline += [(at, row.low) for at, row in reversed(banded)]
            outline.append((None, None))
        else:
            lone += [(at, row.low, at, row.high) for at, row in banded]
    traces = []
    if outline:
        x, y = zip(*outline[:-1], strict=True)
        band = strokes("band", [], faded(colour), 1, fill="toself", fillcolor=faded(colour), **on)
        traces.append({**band, "x": x, "y": y})
    if lone:
        traces.append(strokes("interval", lone, colour, 2, connectgaps=False, **on))
    x, y, texts_ = zip(*points[:-1], strict=True) if points else ((), (), ())
    marker = {"symbol": symbol, "size": 8, "color": colour, "line": {"width": 1, "color": PAPER}}
    estimate = {
        **marks("estimate", [], options, **marker),
        "mode": "lines+markers",
        "x": x,
        "y": y,
        "hovertext": texts_,
        "line": {"color": colour, "width": 2},
        "connectgaps": False,
        **on,
    }
    return [*traces, estimate]


def interval_key(series: Iterable[Line], breaks: set[int], options: FigureOptions) -> str:
    """Return what shows the intervals: a band along stretches, a thin line at lone points."""
    banded: list[Row] = []
    lone: list[Row] = []
    for line in series:
        for run in runs(line, breaks):
            rows = [row for _, row in run if row.has_interval]
            (banded if len(rows) > 1 else lone).extend(rows)
    words = [interval_words(banded, "band", options)]
    return joined(*words, interval_words(lone, "whisker", options))


def level(y: float, colour: str, width: float, **more: Any) -> dict[str, Any]:
    """Return a shape: a line from the left to the right edge of the drawing at a height."""
    ends = {"xref": "paper", "yref": "y", "x0": 0, "x1": 1, "y0": y, "y1": y}
    return {"type": "line", **ends, "line": {"width": width, "color": colour, **more}}


def upright(x: float, colour: str, width: float, **more: Any) -> dict[str, Any]:
    """Return a shape: a line from the foot to the top of the drawing."""
    ends = {"xref": "x", "yref": "paper", "x0": x, "x1": x, "y0": 0, "y1": 1}
    return {"type": "line", **ends, "line": {"width": width, "color": colour, **more}}


def grid(steps: Iterable[float]) -> list[dict[str, Any]]:
    """Return faint level lines at the steps of a scale, under everything."""
    return [
        {**level(step, CONTEXT_FILL if step == 0 else TRACK, 1), "layer": "below"} for step in steps
    ]
