"""The page on which a shape is drawn: rows, words, bars, lines and marks, set in pixels.

A shape draws in pixels from the top left corner below the title; `Drawing.json` turns them into the
units of the two axes, which run over the whole figure. So a plotly figure holds its numbers, every
text stands where it was set, and nothing is left for a browser to lay out.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from engagekit.figures._rows import Row, hover
from engagekit.figures.colour import CATEGORICAL, CONTEXT, INK, PAPER, TRACK
from engagekit.figures.layout import PIXELS, Axis
from engagekit.figures.options import SIDE, FigureOptions
from engagekit.figures.text import LINE, SIZE, escape, fit, text_width, wrap

FONT = "Engagekit Sans, Source Sans 3, Segoe UI, system-ui, Helvetica Neue, Arial, sans-serif"
TITLE_SIZE, TITLE_LINE = 16, 21
BAR, GAP = 14, 9
"""Pixels of a bar, and between two rows."""
START, CENTRE, END = "middle right", "middle center", "middle left"
"""Whether a text begins, has its middle or ends at its place, in plotly's words."""
_WRAP_AT = 38
"""Letters of a name on a narrow figure at most: room for its value stays beside it."""

Placed = tuple[Row, float]
"""A row with the height of its middle in pixels."""


Word = tuple[float, float, str, str, str]
"""A text: x, y of its middle, the words, the side, the colour."""


@dataclass
class Drawing:
    """A figure in the making: what stands on it so far, and how far down the next line begins.

    ``down``: pixels to the next line. ``x``, ``y``: the axes in whose units the figure is.
    ``words``: texts; ``steps``: those of the scales. ``notes``: sentences under the
    drawing. Of the alternative: ``rows``: what it tells; ``measures``: those that it tells one
    after another; ``of``: what its numbers are shares of; ``said``: what stands in its place.
    """

    options: FigureOptions
    rows: Sequence[Row] = ()
    down: float = 0.0
    x: Axis = PIXELS
    y: Axis = PIXELS
    words: list[Word] = field(default_factory=list)
    steps: list[Word] = field(default_factory=list)
    traces: list[dict[str, Any]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    said: str = ""
    of: str = ""
    measures: Sequence[str] = ()

    def word(self, x: float, y: float, text: str, side: str = START, colour: str = INK) -> None:
        """Put one line of text at a place."""
        if text:
            self.words.append((x, y, text, side, colour))

    def write(self, text: str, colour: str = INK) -> None:
        """Put text at the left edge, in as many lines as it needs, and go on below it."""
        for line in wrap(text, self.options.inner):
            self.word(0, self.down + LINE / 2, line, START, colour)
            self.down += LINE

    def key(self, *keys: str) -> None:
        """Put what the marks mean above the first row, no line break within one of them."""
        room = self.options.inner
        told = [key for key in keys if key]
        self.write(
            " · ".join(k.replace(" ", "\u00a0") if text_width(k) < room else k for k in told),
            CONTEXT,
        )
        self.down += 6 if told else 0

    def row(self, label: str, size: str = "", value: str = "", deep: float = BAR) -> float:
        """Put a label with its n and the value at the right edge; return the middle below them.

        The name is shortened, never the n.
        """
        room = self.options.inner - (text_width(value) + 12 if value else 0)
        tail = f" · {size}" if size else ""
        if self.options.narrow and len(label) > _WRAP_AT:
            label = label[: _WRAP_AT - 1].rstrip() + "…"
        middle = self.down + LINE / 2
        self.word(0, middle, fit(label, room - text_width(tail)) + tail)
        self.word(self.options.inner, middle, value, END)
        self.down += LINE + 2 + deep + GAP
        return self.down - GAP - deep / 2

    def missing(self, label: str, why: str) -> None:
        """Put a row without a mark, and why."""
        self.word(0, self.down + LINE / 2, fit(label, self.options.inner))
        self.down += LINE
        self.write(why, CONTEXT)
        self.down += GAP

    def steps_below(self, axis: Axis, title: str = "") -> None:
        """Put the steps of a level axis and its words under the rows."""
        for step, text in zip(axis.steps, axis.texts, strict=True):
            side = START if step == axis.low else END if step == axis.high else CENTRE
            self.steps.append((axis.pixel(step), self.down + 2 + LINE / 2, text, side, CONTEXT))
        self.down += LINE + 6
        self.write(title, CONTEXT)

    def steps_beside(self, axis: Axis, left: float, right: float) -> None:
        """Put the steps of an upright axis left of it, each on a faint level line."""
        for step, text in zip(axis.steps, axis.texts, strict=True):
            self.steps.append((left - 6, axis.pixel(step), text, END, CONTEXT))
        ends = [(left, axis.pixel(step), right, axis.pixel(step)) for step in axis.steps]
        self.strokes("grid", ends, TRACK, 1)

    def bars(
        self,
        name: str,
        boxes: Sequence[tuple[float, float, float, float]],
        colour: str | Sequence[str],
        told: Sequence[str] = (),
        edge: str = "",
    ) -> None:
        """Draw filled boxes, each from one x to another around a middle and of a height."""
        if not boxes:
            return
        line = {"width": 1, "color": edge} if edge else {"width": 0}
        trace = {
            "type": "bar",
            "orientation": "h",
            "name": escape(name),
            "base": [left for left, *_ in boxes],
            "x": [right for _, right, *_ in boxes],
            "y": [middle for *_, middle, _ in boxes],
            "width": [height for *_, height in boxes],
            "marker": {"color": colour, "line": line},
        }
        self.traces.append(trace | _pointed(told))

    def strokes(
        self,
        name: str,
        ends: Iterable[tuple[float, float, float, float]],
        colour: str,
        width: float,
        dash: str = "solid",
    ) -> None:
        """Draw straight lines, each from x and y to x and y."""
        points = [point for x, y, to_x, to_y in ends for point in ((x, y), (to_x, to_y), None)]
        if points:
            self._scatter(name, points[:-1], "lines", line=_line(colour, width, dash))

    def marks(
        self,
        name: str,
        points: Sequence[tuple[float, float] | None],
        told: Sequence[str],
        marker: Mapping[str, Any],
        line: Mapping[str, Any] | None = None,
    ) -> None:
        """Draw a mark at each point, a line through them where one is given; None is a gap."""
        if points:
            more = {"line": line} if line else {}
            mode = "lines+markers" if line else "markers"
            self._scatter(name, points, mode, marker=marker, **more, **_pointed(told))

    def ranges(
        self, placed: Iterable[Placed], axis: Axis, colour: str = INK, off: float = 0
    ) -> None:
        """Draw a thin level line from bound to bound of each row, so far below its middle."""
        ends = [
            (axis.pixel(row.low), y + off, axis.pixel(row.high), y + off)
            for row, y in placed
            if row.has_interval
        ]
        self.strokes("halo", ends, PAPER, 4)
        self.strokes("interval", ends, colour, 1.5)

    def dots(
        self, name: str, placed: Sequence[Placed], axis: Axis, look: Mapping[str, Any]
    ) -> None:
        """Draw a mark a row, which tells its number when pointed at."""
        points = [(axis.pixel(row.estimate), y) for row, y in placed]
        self.marks(name, points, [hover(row, self.options) for row, _ in placed], look)

    def told_ends(self, placed: Iterable[Placed], axis: Axis) -> None:
        """Draw a thick line from end to end of each share that is not told exactly."""
        spans = [(row.ends, y) for row, y in placed if row.ends is not None]
        ends = [(axis.pixel(low), y, axis.pixel(high), y) for (low, high), y in spans]
        self.strokes("ends", ends, CONTEXT, 3)

    def _scatter(
        self, name: str, points: Sequence[tuple[float, float] | None], mode: str, **more: Any
    ) -> None:
        placed = [point or (None, None) for point in points]
        trace = {"type": "scatter", "mode": mode, "name": name, "hoverinfo": "skip"}
        places = {"x": [x for x, _ in placed], "y": [y for _, y in placed]}
        self.traces.append(trace | places | more)

    def json(self) -> dict[str, Any]:
        """Return the figure with its title above and its notes below, on its two axes."""
        options, x, y = self.options, self.x, self.y
        title = wrap(options.title, options.inner, TITLE_SIZE, bold=True)
        subtitle = wrap(options.subtitle, options.inner)
        above = TITLE_LINE * len(title) + LINE * len(subtitle)
        top = SIDE + above + (10 if above else 0)
        notes = [note for note in (*self.notes, options.footer) if note]
        self.down += 8 if notes else 0
        for note in notes:
            self.write(note, CONTEXT)
        height = round(top + self.down + SIDE)
        heading = [
            (0.0, SIDE - top + TITLE_LINE * (at + 0.5), line, START, INK)
            for at, line in enumerate(title)
        ]
        under = SIDE - top + TITLE_LINE * len(title) + 2
        about = [
            (0.0, under + LINE * (at + 0.5), line, START, CONTEXT)
            for at, line in enumerate(subtitle)
        ]
        traces = [*self.traces, _texts("labels", [*about, *self.words], SIZE)]
        if self.steps:
            traces.append(_texts("scale", self.steps, SIZE))
        if heading:
            traces.append(_texts("title", heading, TITLE_SIZE))
        return {
            "data": [_in_units(trace, x, y) for trace in traces],
            "layout": {
                "template": {"layout": {"colorway": list(CATEGORICAL)}},
                "width": options.width,
                "height": height,
                "margin": {"l": 0, "r": 0, "t": 0, "b": 0, "pad": 0},
                "font": {"family": FONT, "size": SIZE, "color": INK},
                "paper_bgcolor": PAPER,
                "plot_bgcolor": PAPER,
                "showlegend": False,
                "hovermode": "closest",
                "dragmode": False,
                "barmode": "overlay",
                "xaxis": _hidden(x.value(-SIDE), x.value(options.width - SIDE)),
                "yaxis": _hidden(y.value(height - top), y.value(-top)),
            },
        }


def _line(colour: str, width: float, dash: str = "solid") -> dict[str, Any]:
    return {"color": colour, "width": width, "dash": dash}


def _pointed(told: Sequence[str]) -> dict[str, Any]:
    """Return what a mark tells when it is pointed at."""
    return {"hovertext": list(told), "hoverinfo": "text"} if told else {"hoverinfo": "skip"}


def _texts(name: str, words: Sequence[Word], size: int) -> dict[str, Any]:
    """Return texts at their places as one trace; that of the title is bold."""
    tags = ("<b>", "</b>") if name == "title" else ("", "")
    return {
        "type": "scatter",
        "mode": "text",
        "name": name,
        "x": [x for x, *_ in words],
        "y": [y for _, y, *_ in words],
        "text": [escape(text).join(tags) for _, _, text, *_ in words],
        "textposition": [side for *_, side, _ in words],
        "textfont": {"size": size, "color": [colour for *_, colour in words]},
        "hoverinfo": "skip",
    }


def _in_units(trace: dict[str, Any], x: Axis, y: Axis) -> dict[str, Any]:
    """Return a trace that was drawn in pixels in the units of its axes."""

    def moved(values: Sequence[float | None], axis: Axis) -> list[float | None]:
        return [None if value is None else round(axis.value(value), 9) for value in values]

    placed = {**trace, "x": moved(trace["x"], x), "y": moved(trace["y"], y)}
    if trace["type"] == "bar":
        # plotly adds the length of a bar to its base
        base = moved(trace["base"], x)
        placed["base"] = base
        placed["x"] = [
            round((end or 0.0) - (start or 0.0), 9)
            for start, end in zip(base, placed["x"], strict=True)
        ]
        pixel = abs(y.value(1) - y.value(0))
        placed["width"] = [round(width * pixel, 9) for width in trace["width"]]
    return placed


def _hidden(low: float, high: float) -> dict[str, Any]:
    """Return an axis that draws nothing and cannot be dragged."""
    return {"visible": False, "fixedrange": True, "range": [round(low, 9), round(high, 9)]}
