"""Where numbers and periods stand: scales with their steps, and the labels of a time axis."""

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from engagekit.figures._rows import Row
from engagekit.figures.options import FigureOptions
from engagekit.figures.text import fit, widest
from engagekit.locale import Locale
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
_LEAST_SPAN = 0.2
"""Part of the highest number that a fitted scale shows at least: on less, a change of one in a
hundred looks like a collapse."""
_ROUNDING = 1e-9
"""A span or a part of a step that is only what rounding leaves."""
_QUARTER = re.compile(r"^(FY)?(\d{4})(?:-(\d{2}))? Q([1-4])$")
_MONTH = re.compile(r"^\d{4}-\d{2}$")
_LONGEST = 200
"""Quarters of an axis at most (fifty years); a span beyond that is a mistyped year."""
_APART = 8
"""Pixels between two labels."""


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
    elif not zero and low > 0:
        spare = max(0.0, _LEAST_SPAN * high - (high - low)) / 2
        low, high = low - spare, high + spare
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
        text = locale.label(locale.value(name))
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
