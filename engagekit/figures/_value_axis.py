"""Value scales: round steps, and their labels in the reader's words."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from engagekit.figures._rows import Row
from engagekit.figures.theme import CONTEXT, SIZE, escape
from engagekit.locale.words import number, say

_PLAIN = ("days", "minutes", "difference")


@dataclass(frozen=True)
class Scale:
    """From where to where an axis runs, and what stands at its steps."""

    low: float
    high: float
    steps: tuple[float, ...]
    texts: tuple[str, ...]


def _round_step(span: float, parts: int) -> float:
    """The step of 1, 2, 2.5 or 5 times a power of ten that cuts a span in so many parts."""
    rough = span / parts
    power = 10.0 ** math.floor(math.log10(rough))
    return next(step * power for step in (1, 2, 2.5, 5, 10) if step * power >= rough * 0.999999)


def scale(
    values: Sequence[float],
    unit: str,
    language: str,
    currency: str = "CAD",
    *,
    zero: bool = True,
    parts: int = 4,
) -> Scale:
    """A scale that holds every value; shares run from 0 to 100 %, bars from zero.

    Parameters
    ----------
    values : sequence of float
        Estimates and bounds.
    unit : str
        Of the measure frame.
    language, currency : str
        Of the labels.
    zero : bool
        Whether the scale must hold zero.
    parts : int
        Steps wished for.

    Returns
    -------
    Scale
    """
    low = min([0.0, *values]) if zero else min(values, default=0.0)
    high = max([0.0, *values]) if zero else max(values, default=1.0)
    if unit == "share":
        low, high = min(0.0, low), max(1.0, high)
    if high - low < 1e-9:
        high = low + 1.0
    step = 0.25 if unit == "share" and high <= 1 and low >= 0 else _round_step(high - low, parts)
    if unit in ("count", "events", "days", "minutes"):
        step = max(1.0, step)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    steps = tuple(round(at * step, 10) for at in range(first, last + 1))
    return Scale(
        steps[0],
        steps[-1],
        steps,
        tuple(_tick(value, unit, step, language, currency) for value in steps),
    )


def _tick(value: float, unit: str, step: float, language: str, currency: str) -> str:
    """The label of a step: plain for days and minutes, whose word is the axis title."""
    if unit in _PLAIN:
        visible = value * 100 if unit == "difference" else value
        return number(visible, "index", language, digits=0 if float(step * 100).is_integer() else 1)
    digits = None
    if unit in ("score", "points", "index", "mean"):
        digits = 0 if step >= 1 else 1 if step >= 0.1 else 2
    elif unit in ("money", "per_head"):
        digits = 0 if step >= 1 else 2
    elif unit == "share" and step < 0.01:
        digits = 1
    return number(value, unit, language, currency, digits)


def axis_title(unit: str, language: str, currency: str = "CAD") -> str:
    """The words of a value axis; none for shares, whose steps carry their per cents."""
    if unit == "share":
        return ""
    key = f"figure.axis.{unit}"
    return (
        say(key, language, currency=currency)
        if unit in ("money", "per_head")
        else say(key, language)
    )


def bounds(rows: Sequence[Row]) -> list[float]:
    """Every number of the rows that the scale must hold."""
    return [
        value
        for row in rows
        if row.is_drawn
        for value in (row.estimate, row.low, row.high)
        if value is not None
    ]


def scale_row(made: Scale, y: float, axis: str = "") -> dict[str, Any]:
    """The labels under a row chart as one text trace; the outer ones stay inside the drawing."""
    last = len(made.steps) - 1
    places = [
        "bottom right" if at == 0 else "bottom left" if at == last else "bottom center"
        for at in range(last + 1)
    ]
    return {
        "type": "scatter",
        "mode": "text",
        "name": "scale",
        "x": list(made.steps),
        "y": [y] * (last + 1),
        "text": [escape(text) for text in made.texts],
        "textposition": places,
        "textfont": {"size": SIZE, "color": CONTEXT},
        "hoverinfo": "skip",
        "cliponaxis": False,
        **({"xaxis": f"x{axis}", "yaxis": f"y{axis}"} if axis else {}),
    }
