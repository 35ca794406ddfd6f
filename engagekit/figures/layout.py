"""Where everything stands: scales, periods, and the page on which rows and words are set.

A shape draws in pixels from the top left corner below the title; `Drawing.figure` turns them into
the units of the two axes, which run over the whole figure. So a plotly figure holds its numbers,
every text stands where it was set, and nothing is left for a browser to lay out.
"""

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from engagekit.figures._rows import Row, hover
from engagekit.figures.colour import CATEGORICAL, CONTEXT, INK, PAPER, TRACK
from engagekit.figures.options import SIDE, FigureOptions
from engagekit.figures.text import LINE, SIZE, escape, fit, text_width, widest, wrap
from engagekit.locale import Locale
from engagekit.measures._frame import SCORES

FONT = "Engagekit Sans, Source Sans 3, Segoe UI, system-ui, Helvetica Neue, Arial, sans-serif"
TITLE_SIZE, TITLE_LINE = 16, 21
BAR, GAP = 14, 9
"""Pixels of a bar, and between two rows."""
START, CENTRE, END = "middle right", "middle center", "middle left"
"""Whether a text begins, has its middle or ends at its place, in plotly's words."""
_PLAIN = ("days", "minutes", "difference")
"""Units whose word is the axis title: their steps carry the number alone."""
_WHOLE = ("count", "events", "days", "minutes")
"""Units whose steps are whole numbers."""
_AROUND = 0.05
"""What a fitted scale of shares shows around its numbers: a change of a point or two does not fill
the height of the drawing."""
_FOOT = 0.5
"""Part of a step under the lowest number of a fitted scale: one that lies on the foot, which is not
zero, looks as if nothing were left."""
_ROUNDING = 1e-9
"""A span or a part of a step that is only what rounding leaves."""
_WRAP_AT = 38
"""Letters of a name on a narrow figure at most: room for its value stays beside it."""
_QUARTER = re.compile(r"^(FY)?(\d{4})(?:-(\d{2}))? Q([1-4])$")
_MONTH = re.compile(r"^\d{4}-\d{2}$")
_LONGEST = 200
"""Quarters of an axis at most (fifty years); a span beyond that is a mistyped year."""
_APART = 8
"""Pixels between two labels."""


Placed = tuple[Row, float]
"""A row with the height of its middle in pixels."""


# Scales


@dataclass(frozen=True)
class Axis:
    """From which number to which an axis runs, between which pixels, and its steps with texts."""

    low: float
    high: float
    start: float = 0.0
    end: float = 1.0
    steps: tuple[float, ...] = ()
    texts: tuple[str, ...] = ()

    def between(self, start: float, end: float) -> "Axis":
        """Return the same scale between other pixels."""
        return replace(self, start=start, end=end)

    def pixel(self, value: float | None) -> float:
        """Return where a number stands."""
        part = ((value or 0.0) - self.low) / (self.high - self.low)
        return self.start + part * (self.end - self.start)

    def value(self, pixel: float) -> float:
        """Return the number that stands at a pixel."""
        part = (pixel - self.start) / (self.end - self.start)
        return self.low + part * (self.high - self.low)


PIXELS = Axis(0, 1)


def scale(
    values: Sequence[float], unit: str, options: FigureOptions, *, zero: bool = True, parts: int = 4
) -> Axis:
    """Return a scale that holds every value; from zero shares run to 100 %, else it is fitted.

    ``values``: estimates and bounds. ``unit``: of the measure frame. ``zero``: whether the scale
    must hold zero. ``parts``: steps wished for.
    """
    low = min([0.0, *values]) if zero else min(values, default=0.0)
    high = max([0.0, *values]) if zero else max(values, default=1.0)
    if unit == "share" and zero:
        low, high = min(0.0, low), max(1.0, high)
    elif unit == "share" and low >= 0 and high <= 1:
        low, high = max(0.0, low - _AROUND), min(1.0, high + _AROUND)
    if high - low < _ROUNDING:
        high = low + 1.0
    is_whole = unit == "share" and (low, high) == (0.0, 1.0)
    step = 0.25 if is_whole else _round_step((high - low) / parts, unit)
    if unit in _WHOLE:
        step = max(1.0, step)
    first, last = math.floor(low / step + _ROUNDING), math.ceil(high / step - _ROUNDING)
    if not zero and unit != "share" and first > 0 and low / step - first < _FOOT:
        first -= 1
    steps = tuple(round(place * step, 10) for place in range(first, last + 1))
    texts = tuple(_step_text(value, unit, step, options) for value in steps)
    return Axis(steps[0], steps[-1], steps=steps, texts=texts)


def _round_step(rough: float, unit: str) -> float:
    """Return the next step of 1, 2, 5 or, where it is printed without rounding, 2.5 by ten."""
    power = 10.0 ** math.floor(math.log10(rough))
    is_whole = unit == "difference" or power > (0.05 if unit == "share" else 5)
    steps = (1, 2, 2.5, 5, 10) if is_whole else (1, 2, 5, 10)
    return next(step * power for step in steps if step * power >= rough * 0.999999)


def _step_text(value: float, unit: str, step: float, options: FigureOptions) -> str:
    """Return the label of a step with as many decimals as its steps differ by."""
    if unit in _PLAIN:
        plain = value * 100 if unit == "difference" else value
        return options.number(plain, "index", 0 if float(step * 100).is_integer() else 1)
    digits = None
    if unit in (*SCORES, "index", "mean"):
        digits = 0 if step >= 1 else 1 if step >= 0.1 else 2
    elif unit in ("money", "per_head"):
        digits = 0 if step >= 1 else 2
    elif unit == "share" and step < 0.01:
        digits = 1
    return options.number(value, unit, digits)


def axis_title(unit: str, options: FigureOptions) -> str:
    """Return the words of a value axis; none for shares, whose steps carry their per cents."""
    if unit == "share":
        return ""
    money = {"currency": options.locale.currency} if unit in ("money", "per_head") else {}
    return options.say(f"axis.{unit}", **money)


def bounds(rows: Iterable[Row]) -> list[float]:
    """Return every number of the rows that a scale must hold."""
    numbers = [(row.estimate, row.low, row.high) for row in rows if row.is_drawn]
    return [value for three in numbers for value in three if value is not None]


# The page


@dataclass
class Drawing:
    """A figure in the making: what stands on it so far, and how far down the next line begins.

    ``down``: pixels to the next line. ``x``, ``y``: the axes in whose units the figure is.
    ``words``: texts as (x, y of the middle, text, side, colour). ``notes``: sentences under the
    drawing. Of the alternative: ``rows``: what it tells; ``measures``: those that it tells one
    after another; ``of``: what its numbers are shares of; ``said``: what stands in its place.
    """

    options: FigureOptions
    rows: Sequence[Row] = ()
    down: float = 0.0
    x: Axis = PIXELS
    y: Axis = PIXELS
    words: list[tuple[float, float, str, str, str]] = field(default_factory=list)
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
            self.word(axis.pixel(step), self.down + 2 + LINE / 2, text, side, CONTEXT)
        self.down += LINE + 6
        self.write(title, CONTEXT)

    def steps_beside(self, axis: Axis, left: float, right: float) -> None:
        """Put the steps of an upright axis left of it, each on a faint level line."""
        for step, text in zip(axis.steps, axis.texts, strict=True):
            self.word(left - 6, axis.pixel(step), text, END, CONTEXT)
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
        top = SIDE + TITLE_LINE * len(title) + LINE * len(subtitle) + 10
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


def _texts(
    name: str, words: Sequence[tuple[float, float, str, str, str]], size: int
) -> dict[str, Any]:
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


# Periods along an axis


def periods_in_order(names: Sequence[str]) -> list[str]:
    """Return every period of an axis: quarters in time with the missing ones, else as they come.

    Examples
    --------
    >>> periods_in_order(["FY2026-27 Q1", "FY2025-26 Q3"])
    ['FY2025-26 Q3', 'FY2025-26 Q4', 'FY2026-27 Q1']
    """
    distinct = list(dict.fromkeys(names))
    parts = [found.groups() for name in distinct if (found := _QUARTER.match(name))]
    kinds = {(fiscal, second is None) for fiscal, _, second, _ in parts}
    if len(parts) < len(distinct) or len(kinds) != 1:
        return distinct
    fiscal, _, second, _ = parts[0]
    places = sorted(int(year) * 4 + int(quarter) - 1 for _, year, _, quarter in parts)
    if places[-1] - places[0] > _LONGEST:
        return sorted(distinct)
    names = []
    for year, quarter in (divmod(place, 4) for place in range(places[0], places[-1] + 1)):
        follows = "" if second is None else f"-{(year + 1) % 100:02d}"
        names.append(f"{fiscal or ''}{year}{follows} Q{quarter + 1}")
    return names


def tick_lines(names: Sequence[str], locale: Locale, width: float) -> list[list[str]]:
    """Return a label a period: quarter or month over its year where it changes, else the name."""
    lines: list[list[str]] = []
    year_before = ""
    for name in names:
        text = locale.label(name)
        part = re.search(r"\b[QT][1-4]\b|^.+(?= \d{4}$)", text)
        year = re.search(r"\d{4}(?:-\d{2})?", text)
        if part is None or year is None or not (_MONTH.match(name) or _QUARTER.match(name)):
            lines.append([fit(text, width)])
            continue
        lines.append([part[0], year[0] if year[0] != year_before else ""])
        year_before = year[0]
    return lines


def thinned(lines: Sequence[Sequence[str]], slot: float, wanted: Sequence[int] = ()) -> list[int]:
    """Return which labels stand: the last, then those wanted, then the others, where none touch.

    Examples
    --------
    >>> thinned([["Q1"], ["Q2"], ["Q3"], ["Q4"]], 20)
    [1, 3]
    >>> thinned([["Q1"], ["Q2"], ["Q3"], ["Q4"]], 20, wanted=[0])
    [0, 3]
    """
    room = widest(text for parts in lines for text in parts) + _APART
    last = len(lines) - 1
    step = max(1, -(-int(room) // max(1, int(slot))))
    standing: list[int] = []
    for place in [last, *sorted(wanted, reverse=True), *range(last - step, -1, -step)]:
        if place >= 0 and all(abs(place - other) * slot >= room for other in standing):
            standing.append(place)
    return sorted(standing)
