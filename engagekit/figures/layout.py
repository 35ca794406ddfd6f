"""Where everything stands: scales, label lines above bars, periods."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from engagekit.figures import marks, theme
from engagekit.figures._rows import Row
from engagekit.figures.colour import CONTEXT, INK
from engagekit.figures.options import SIDE, FigureOptions
from engagekit.figures.text import LINE, escape, fit, text_width, widest, wrap
from engagekit.locale import Locale
from engagekit.measures._frame import SCORES

BAR, GAP = 14, 9
"""Pixels of a bar, and between two rows."""
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
_NARROWEST = 60.0
"""Pixels that a label may take even where periods stand closer: others give way to it."""


@dataclass(frozen=True)
class Scale:
    """From where to where an axis runs, and what stands at its steps."""

    low: float
    high: float
    steps: tuple[float, ...] = ()
    texts: tuple[str, ...] = ()

    def pixel(self, length: float) -> float:
        """Return what one pixel is on it where it is so many pixels long."""
        return (self.high - self.low) / length

    def along(self, value: float | None) -> float:
        """Return how far a value is from its low end, 0 to 1."""
        return ((value or 0.0) - self.low) / (self.high - self.low)

    def ticks(self) -> dict[str, Any]:
        """Return range and labels of an upright axis in plotly's terms."""
        return {
            "range": [self.low, self.high],
            "tickvals": list(self.steps),
            "ticktext": [escape(text) for text in self.texts],
            "ticklabelstandoff": 4,
        }


def scale(
    values: Sequence[float], unit: str, options: FigureOptions, *, zero: bool = True, parts: int = 4
) -> Scale:
    """Return a scale that holds every value; from zero shares run to 100 %, else it is fitted.

    ``values``: estimates and bounds. ``unit``: of the measure frame. ``options``: give the words of
    the labels. ``zero``: whether the scale must hold zero. ``parts``: steps wished for.
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
    steps = tuple(round(at * step, 10) for at in range(first, last + 1))
    return Scale(steps[0], steps[-1], steps, tuple(_tick(at, unit, step, options) for at in steps))


def _round_step(rough: float, unit: str) -> float:
    """Return the next step of 1, 2, 5 or, where it is printed without rounding, 2.5 by ten."""
    power = 10.0 ** math.floor(math.log10(rough))
    is_whole = unit == "difference" or power > (0.05 if unit == "share" else 5)
    steps = (1, 2, 2.5, 5, 10) if is_whole else (1, 2, 5, 10)
    return next(step * power for step in steps if step * power >= rough * 0.999999)


def _tick(value: float, unit: str, step: float, options: FigureOptions) -> str:
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


def bounds(rows: Sequence[Row]) -> list[float]:
    """Return every number of the rows that a scale must hold."""
    return [
        value
        for row in rows
        if row.is_drawn
        for value in (row.estimate, row.low, row.high)
        if value is not None
    ]


# Rows: a label line above each bar, from top to bottom


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
        if self.options.narrow and len(label) > _WRAP_AT:
            label = label[: _WRAP_AT - 1].rstrip() + "…"
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
) -> dict[str, Any]:
    """Build a row chart: values along x, with steps where the scale has some, pixels down y."""
    body = lines.y
    words: list[dict[str, Any]] = []
    for name, x, side, column in (
        ("labels", scale.low, "middle right", lines.left),
        ("values", scale.high, "middle left", lines.right),
    ):
        placed = [(x, y + LINE / 2, text, side, colour) for y, text, colour in column]
        words += [marks.texts(name, placed)] if placed else []
    if scale.steps:
        # the outer labels stay inside the drawing
        sides = ["bottom right", *["bottom center"] * (len(scale.steps) - 2), "bottom left"]
        steps = zip(scale.steps, scale.texts, sides, strict=True)
        placed = [(step, body + 2, text, side, CONTEXT) for step, text, side in steps]
        words.append(marks.texts("scale", placed))
        body += LINE + 6
        if axis_title:
            title = (scale.low, body + LINE / 2, axis_title, "middle right", CONTEXT)
            words.append(marks.texts("axis title", [title]))
            body += LINE + 2
    return theme.figure(
        lines.options,
        [*traces, *words],
        body=body,
        axes={
            "xaxis": {"range": [scale.low, scale.high], "showticklabels": False},
            "yaxis": {"range": [body, 0], "showticklabels": False},
        },
        **{"bargap": 0, **more},
    )


def left_margin(scale: Scale) -> float:
    """Return the pixels that the labels of an upright axis need."""
    return SIDE + 6 + widest(scale.texts)


# Periods along an axis


def periods_in_order(names: Sequence[str]) -> list[str]:
    """Return every period of an axis: quarters in time with the missing ones, else as they come.

    Examples
    --------
    >>> periods_in_order(["FY2026-27 Q1", "FY2025-26 Q3"])
    ['FY2025-26 Q3', 'FY2025-26 Q4', 'FY2026-27 Q1']
    """
    distinct = list(dict.fromkeys(names))
    matches = [_QUARTER.match(name) for name in distinct]
    parts = [match.groups() for match in matches if match is not None]
    kinds = {(fiscal, second is None) for fiscal, _, second, _ in parts}
    if len(parts) < len(distinct) or len(kinds) != 1:
        return distinct
    fiscal, _, second, _ = parts[0]
    places = sorted(int(year) * 4 + int(quarter) - 1 for _, year, _, quarter in parts)
    if places[-1] - places[0] > _LONGEST:
        return sorted(distinct)
    names = []
    for year, quarter in (divmod(at, 4) for at in range(places[0], places[-1] + 1)):
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
    for at in [last, *sorted(wanted, reverse=True), *range(last - step, -1, -step)]:
        if at >= 0 and all(abs(at - other) * slot >= room for other in standing):
            standing.append(at)
    return sorted(standing)


def ticks(
    names: Sequence[str],
    locale: Locale,
    width: float,
    sizes: Sequence[str] = (),
    wanted: Sequence[int] = (),
) -> tuple[list[int], list[str], int]:
    """Return places, escaped texts, and how many lines the labels of a time axis take.

    ``names``: periods. ``width``: pixels of the axis. ``sizes``: a last line a period, e.g. its n.
    ``wanted``: places named before others.
    """
    slot = width / max(1, len(names))
    room = max(_NARROWEST, slot)

    def labels(places: Sequence[int]) -> list[list[str]]:
        heads = tick_lines([names[at] for at in places], locale, room)
        return [[*parts, *sizes[at : at + 1]] for at, parts in zip(places, heads, strict=True)]

    standing = thinned(labels(range(len(names))), slot, wanted)
    lines = labels(standing)
    texts = ["<br>".join(escape(text) or "\u00a0" for text in parts) for parts in lines]
    return standing, texts, max(map(len, lines), default=1)
