"""Two dots a row, before and after or two groups, with their intervals."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from engagekit.figures import _rows, layout, marks
from engagekit.figures.colour import CONTEXT, CONTEXT_FILL, MAIN, PAPER
from engagekit.figures.layout import Lines, row_figure
from engagekit.figures.options import FigureOptions

DEEP, OFF = 16, 3
"""Pixels of a row of two dots on one height, and by how far each interval stands off it."""

Key = tuple[str, ...]
Pair = Mapping[str, _rows.Row]
"""The rows of a group by the value that tells them apart."""


@dataclass(frozen=True)
class Ends:
    """The values that are drawn as a ring, a dot and a stroke; the last may be empty."""

    first: str
    second: str
    third: str

    @property
    def is_two(self) -> bool:
        """Whether there is a first beside the second."""
        return self.first != self.second


def dumbbell(
    frame: pd.DataFrame,
    options: FigureOptions,
    *,
    pair: str = "period",
    order: Sequence[str] = (),
    difference: str | None = None,
    third: str = "",
    by_difference: bool = False,
) -> dict[str, Any]:
    """Draw a row a group: a ring for the first, a dot for the second, a line between.

    Parameters
    ----------
    frame : DataFrame
        Measure frame with a column ``pair`` of two values.
    pair : str
        Column that tells the two apart.
    order : sequence of str
        The first and the second value of it; the first and the last of the frame when empty.
    difference : str, optional
        A measure of the same frame whose rows hold the difference with its interval.
    third : str
        A third value of ``pair``, drawn as a stroke (what is wished for, beside what is accepted).
    by_difference : bool
        Whether rows stand by their difference, the lowest first, instead of by the second value.
    """
    if not len(frame):
        raise _rows.nothing([], options)
    _rows.column(frame, pair, "pair")
    chosen = _rows.of_measure(frame, options.measure)
    if options.measure is None and difference is not None:
        chosen = frame.loc[frame["measure"] != difference]
    names = _rows.groups_beside(chosen, options, pair)
    rows = _rows.drawable(_rows.rows_of(chosen, options, [*names, pair]), options)
    two = list(order) if order else list(dict.fromkeys(row.key[-1] for row in rows))
    apart: dict[Key, _rows.Row] = {}
    if difference is not None:
        apart = {
            row.key: row
            for row in _rows.rows_of(_rows.of_measure(frame, difference), options, names)
        }
    ends = Ends(two[0], two[-1], third)
    return _drawn(_rows.grouped(rows), ends, apart, apart if by_difference else {}, options)


def _drawn(
    pairs: Mapping[Key, Pair],
    ends: Ends,
    apart: Mapping[Key, _rows.Row],
    rank: Mapping[Key, _rows.Row],
    options: FigureOptions,
) -> dict[str, Any]:
    """Draw keys, rows and scale from top to bottom."""
    values = (ends.first, ends.second, ends.third)
    rows = [row for pair in pairs.values() for key, row in pair.items() if key in values]
    unit = _rows.unit_of(rows)
    value_scale = layout.scale(layout.bounds(rows), unit, options, zero=unit != "points")
    first, second, third = (_rows.label_of(value, options) for value in values)
    lines = Lines(options)
    starts = options.say("axis_starts", value=value_scale.texts[0]).rstrip(".")
    lines.add_key(
        f"○ {first}" if ends.is_two else "",
        f"● {second}",
        f"│ {third}" if ends.third else "",
        _rows.interval_words(rows, "whisker", options),
        starts if value_scale.low > 0 else "",
    )
    rings: list[tuple[_rows.Row, float]] = []
    dots: list[tuple[_rows.Row, float]] = []
    wishes: list[tuple[_rows.Row, float]] = []
    between = []
    for key in _ordered(pairs, ends.second, rank):
        before = pairs[key].get(ends.first) if ends.is_two else None
        after, label = pairs[key].get(ends.second), _rows.group_label(key, options)
        drawn = [row is not None and row.is_drawn for row in (before, after)]
        if not any(drawn):
            lines.add_missing(label, _rows.why_missing(next(iter(pairs[key].values())), options))
            continue
        sizes = dict.fromkeys(row.size for row in (before, after) if row is not None)
        size = options.say("n", n=", ".join(options.number(one, "count") for one in sizes))
        value = _value(before, after, apart.get(key), options)
        y = lines.add_row(label, size, value, under=DEEP)
        for row, placed in ((before, rings), (after, dots), (pairs[key].get(ends.third), wishes)):
            if row is not None and row.is_drawn:
                placed.append((row, y))
        if all(drawn):
            between.append((rings[-1][0].estimate, y, dots[-1][0].estimate, y))
    # a dot within a ring shows where both are the same
    ring = {"size": 13, "color": PAPER, "line": {"width": 2, "color": CONTEXT}}
    dot = {"size": 8, "color": MAIN, "line": {"width": 1, "color": MAIN}}
    stroke = {"symbol": "line-ns", "size": 13, "line": {"width": 3, "color": CONTEXT}}
    traces = [
        marks.strokes("between", between, CONTEXT_FILL, 2),
        *marks.whiskers([(row, y - OFF) for row, y in rings], CONTEXT),
        _marks("estimate", rings, options, ring),
        *marks.whiskers([(row, y + OFF * ends.is_two) for row, y in dots], MAIN),
        _marks("estimate", dots, options, dot),
        *([_marks("third", wishes, options, stroke)] if wishes else []),
    ]
    return row_figure(lines, value_scale, traces, axis_title=layout.axis_title(unit, options))


def _marks(
    name: str,
    placed: Sequence[tuple[_rows.Row, float]],
    options: FigureOptions,
    look: Mapping[str, Any],
) -> dict[str, Any]:
    """Return the marks of one of the two, or of the third."""
    return marks.marks(name, [(row.estimate, y, row) for row, y in placed], options, **look)


def _ordered(pairs: Mapping[Key, Pair], second: str, rank: Mapping[Key, _rows.Row]) -> list[Key]:
    """Return the groups by the second value, largest first, or by the rank, lowest first."""
    # the row over all groups stands first; those without a value, then hidden ones, last

    def place(key: Key) -> tuple[int, float]:
        row = pairs[key].get(second)
        if row is not None and row.is_drawn:
            apart = rank.get(key)
            value = -(row.estimate or 0.0) if apart is None else apart.estimate or 0.0
            return -1 if row.is_all else 0, value
        return 2 if row is not None and row.suppressed else 1, 0.0

    return sorted(pairs, key=place)


def _value(
    before: _rows.Row | None,
    after: _rows.Row | None,
    apart: _rows.Row | None,
    options: FigureOptions,
) -> str:
    """Return from what to what, and the difference with its interval where there is room."""
    parts = [
        options.number(None, "count")
        if row is None
        else _rows.HIDDEN
        if row.suppressed
        else _rows.value_text(row, options)
        for row in (before, after)
    ]
    text = " → ".join(parts) if before is not None else parts[1]
    if apart is None or not apart.is_drawn or options.narrow:
        return text
    unit = "difference" if apart.unit == "share" else apart.unit
    ends = f", {options.locale.interval(apart.low, apart.high, unit)}" if apart.has_interval else ""
    return f"{text} ({options.number(apart.estimate, unit)}{ends})"
