"""Value scales: round steps, and their labels in the reader's words."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from engagekit.figures._rows import Row
from engagekit.figures._traces import texts
from engagekit.figures.colour import CONTEXT
from engagekit.figures.options import FigureOptions
from engagekit.figures.text import escape
from engagekit.measures._frame import SCORES

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


def _round_step(rough: float, unit: str) -> float:
    """Return the next step of 1, 2, 5 or, where it is printed without rounding, 2.5 by ten."""
    power = 10.0 ** math.floor(math.log10(rough))
    is_whole = unit == "difference" or power > (0.05 if unit == "share" else 5)
    steps = (1, 2, 2.5, 5, 10) if is_whole else (1, 2, 5, 10)
    return next(step * power for step in steps if step * power >= rough * 0.999999)


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


def scale_row(scale: Scale, y: float) -> dict[str, Any]:
    """Return the labels under a row chart; the outer ones stay inside the drawing."""
    sides = ["bottom right", *["bottom center"] * (len(scale.steps) - 2), "bottom left"]
    placed = zip(scale.steps, scale.texts, sides, strict=True)
    return texts("scale", [(step, y, text, side, CONTEXT) for step, text, side in placed])
