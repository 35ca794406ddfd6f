"""Dots with ranges: two a row on one scale, or one a measure, each on a scale of its own."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pandas as pd

from engagekit.figures import _rows, layout
from engagekit.figures._rows import Row
from engagekit.figures.colour import CONTEXT, CONTEXT_FILL, INK, MAIN, PAPER, TRACK
from engagekit.figures.drawing import Drawing, Placed
from engagekit.figures.options import FigureOptions
from engagekit.figures.text import LINE, fit, widest, wrap

DEEP, OFF = 16, 3
"""Pixels of a row of two dots on one height, and by how far each interval stands off it."""
NAMES, BETWEEN, TALL = 205, 22, 21
"""Pixels of the names beside the columns of a wide figure, between columns, and of a row."""
RING = {"size": 13, "color": PAPER, "line": {"width": 2, "color": CONTEXT}}
DOT = {"size": 8, "color": MAIN, "line": {"width": 1, "color": MAIN}}

Key = tuple[str, ...]


def dumbbell(
    frame: pd.DataFrame,
    options: FigureOptions,
    *,
    pair: str = "period",
    order: Sequence[str] = (),
    difference: str | None = None,
    by_difference: bool = False,
    in_order: bool = False,
    heading: str = "",
) -> Drawing:
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
    by_difference : bool
        Whether rows stand by their difference, the lowest first, instead of by the second value.
    in_order : bool
        Whether rows stand as the frame has them.
    heading : str
        What the groups are, above them.
    """
    if not len(frame):
        raise _rows.nothing([], options)
    _rows.column(frame, pair, "pair")
    chosen = _rows.of_measure(frame, options.measure)
    if options.measure is None and difference is not None:
        chosen = frame.loc[frame["measure"] != difference]
    names = _rows.groups_beside(chosen, options, pair)
    rows = _rows.drawable(_rows.rows_of(chosen, options, [*names, pair]), options)
    values = list(order) or list(dict.fromkeys(row.key[-1] for row in rows))
    first, second = values[0], values[-1]
    shown = [row for row in rows if row.key[-1] in (first, second)]
    unit = _rows.unit_of(shown)
    axis = layout.scale(layout.bounds(shown), unit, options, zero=unit != "points")
    axis = axis.between(0, options.inner)
    drawing = Drawing(options, rows, x=axis)
    drawing.write(heading, CONTEXT)
    words = {value: _rows.label_of(value, options) for value in (first, second)}
    drawing.key(
        f"○ {words[first]}" if first != second else "",
        f"● {words[second]}",
        _rows.interval_words(shown, options),
        options.say("axis_starts", value=axis.texts[0]).rstrip(".") if axis.low > 0 else "",
    )
    apart: dict[Key, Row] = {}
    if difference is not None:
        changes = _rows.rows_of(_rows.of_measure(frame, difference), options, names)
        apart = {row.key: row for row in changes}
    groups = _rows.grouped(rows)
    placed: dict[str, list[Placed]] = {first: [], second: []}
    between = []
    for key in groups if in_order else _by_value(groups, second, apart if by_difference else {}):
        group, label = groups[key], _rows.group_label(key, options)
        two = [group.get(value) for value in dict.fromkeys((first, second))]
        if not any(row and row.is_drawn for row in two):
            drawing.missing(label, _rows.why_missing(next(iter(group.values())), options))
            continue
        sizes = dict.fromkeys(row.size for row in two if row is not None)
        size = options.say("n", n=", ".join(options.number(size, "count") for size in sizes))
        text = _values(two, " → " if pair == "period" else " | ", apart.get(key), options)
        y = drawing.row(label, size, text, DEEP)
        for value, rows_there in placed.items():
            row = group.get(value)
            rows_there += [(row, y)] if row and row.is_drawn else []
        drawn = [axis.pixel(row.estimate) for row in two if row and row.is_drawn]
        between += [(drawn[0], y, drawn[1], y)] if len(drawn) == 2 else []
    drawing.strokes("between", between, CONTEXT_FILL, 2)
    if first != second:
        drawing.ranges(placed[first], axis, CONTEXT, -OFF)
        drawing.dots("estimate", placed[first], axis, RING)
    # a dot within a ring shows where both are the same
    drawing.ranges(placed[second], axis, MAIN, OFF if first != second else 0)
    drawing.dots("estimate", placed[second], axis, DOT)
    drawing.steps_below(axis, options.axis or layout.axis_title(unit, options))
    return drawing


def _by_value(
    groups: Mapping[Key, Mapping[str, Row]], second: str, apart: Mapping[Key, Row]
) -> list[Key]:
    """Return the groups by the second value, largest first, or by the difference, lowest first."""

    def place(key: Key) -> tuple[int, float]:
        row = groups[key].get(second)
        if row is None or not row.is_drawn:
            return (2 if row is not None and row.suppressed else 1), 0.0
        value = apart[key].estimate or 0.0 if key in apart else -(row.estimate or 0.0)
        return (-1 if row.is_all else 0), value

    return sorted(groups, key=place)


def _values(
    two: Sequence[Row | None], between: str, apart: Row | None, options: FigureOptions
) -> str:
    """Return both values, and the difference with its interval where there is room."""
    text = between.join(_rows.value_or_mark(row, options) for row in two)
    if apart is None or not apart.is_drawn or options.narrow:
        return text
    unit = "difference" if apart.unit == "share" else apart.unit
    ends = f", {options.locale.interval(apart.low, apart.high, unit)}" if apart.has_interval else ""
    return f"{text} ({options.number(apart.estimate, unit)}{ends})"


def ladder(frame: pd.DataFrame, options: FigureOptions, *, naive: str | None = None) -> Drawing:
    """Draw the chance at each touch as a dot with its range, the naive share as a ring beside it.

    Parameters
    ----------
    frame : DataFrame
        Measure frame by touch number; ``base`` is who was still at risk.
    options : FigureOptions
        ``measure`` is that of the ladder.
    naive : str, optional
        A measure of the same frame drawn beside it, as the trap it is.
    """
    hazard = options.measure or "hazard"
    names = {hazard: options.say("ladder.hazard")}
    names |= {naive: options.say("ladder.naive")} if naive else {}
    drawing = dumbbell(
        frame[frame["measure"].isin([*names])] if len(frame) else frame,
        replace(options, measure=None, axis="", labels={**options.labels, **names}),
        pair="measure",
        order=[naive, hazard] if naive else [hazard],
        in_order=True,
        heading=f"{options.axis or options.say('axis.touch')}; {options.say('at_risk')}",
    )
    drawing.rows = _rows.rows_of(_rows.of_measure(frame, options.measure), options)
    return drawing


def rows(
    frame: pd.DataFrame,
    options: FigureOptions,
    *,
    measures: Sequence[str] = ("funding per head", "satisfaction", "reach"),
    least_base: int = 0,
) -> Drawing:
    """Draw a line a group: for each measure a dot with its range, on a scale of its own.

    Parameters
    ----------
    frame : DataFrame
        Measure frame with several measures of each group, protected or not.
    measures : sequence of str
        The columns from left to right; groups stand by the first, the largest on top.
    least_base : int
        A share on fewer answers has its number and no dot.

    Notes
    -----
    A row over all groups is no line: it stands as a dotted line through the columns of shares.
    A share of which the ends are told is a line from end to end; what is hidden says so in words.
    """
    names = _rows.groups_beside(frame, options, "")
    every = [row for row in _rows.rows_of(frame, options, names) if row.measure in measures]
    read = _rows.drawable([row for row in every if not row.is_all], options)
    whole = {
        row.measure: row for row in every if row.is_all and row.is_drawn and row.unit == "share"
    }
    columns = [name for name in measures if any(row.measure == name for row in read)]
    groups = {row.key: _rows.group_label(row.key, options) for row in read}
    value = {row.key: row.estimate or 0.0 for row in read if row.measure == columns[0]}
    ranked = sorted(groups, key=lambda key: -value.get(key, 0.0))
    left = 0 if options.narrow else NAMES
    wide = (options.inner - left + BETWEEN) / len(columns)
    drawing = Drawing(options, read, measures=columns)
    heads = [_rows.measure_words(name, options) for name in columns]
    heads = [
        _rows.joined(head, f"{options.say('all')} {_rows.value_text(whole[name], options)}")
        if name in whole
        else head
        for name, head in zip(columns, heads, strict=True)
    ]
    tops = [(left + at * wide, wrap(head, wide - BETWEEN)) for at, head in enumerate(heads)]
    how_drawn = _rows.interval_words(read, options)
    if options.narrow:
        drawing.notes.append(how_drawn)
    else:  # in the corner above the names
        tops.append((0, wrap(how_drawn, left - BETWEEN)))
    for x, lines in tops:
        for line, text in enumerate(lines):
            drawing.word(x, LINE * (line + 0.5), text, colour=CONTEXT)
    drawing.down = LINE * max(len(lines) for _, lines in tops) + 6
    heights = {}
    for key in ranked:
        room = options.inner if options.narrow else left - 12
        drawing.word(0, drawing.down + LINE / 2, fit(groups[key], room))
        heights[key] = drawing.down + LINE * (1.5 if options.narrow else 0.5)
        drawing.down += TALL + LINE * options.narrow
    for at, name in enumerate(columns):
        cells = [(row, heights[row.key]) for row in read if row.measure == name]
        _draw_column(drawing, cells, whole.get(name), left + at * wide, wide - BETWEEN, least_base)
    return drawing


def _draw_column(
    drawing: Drawing,
    cells: Sequence[Placed],
    whole: Row | None,
    left: float,
    width: float,
    least_base: int,
) -> None:
    """Draw one measure of every group: a track, the range, a dot, and the number beside them.

    ``whole``: the row over all groups, a dotted line through the column.
    """
    options = drawing.options
    texts = [_cell_text(row, options) for row, _ in cells]
    right = left + max(24.0, width - widest(texts) - 8)
    drawn = [
        (row, y)
        for row, y in cells
        if row.is_drawn and not row.is_few and (row.base is None or row.base >= least_base)
    ]
    unit = _rows.unit_of([row for row, _ in cells])
    axis = layout.scale(layout.bounds(row for row, _ in drawn), unit, options)
    axis = axis.between(left, right)
    drawing.strokes("track", [(left, y, right, y) for _, y in cells], TRACK, 6)
    if whole is not None:
        x, heights = axis.pixel(whole.estimate), [y for _, y in cells]
        ends = (x, min(heights) - TALL / 2, x, max(heights) + TALL / 2)
        drawing.strokes("all", [ends], INK, 1, "dot")
    drawing.told_ends(cells, axis)
    drawing.ranges(drawn, axis, MAIN)
    drawing.dots("estimate", drawn, axis, DOT)
    for (_, y), text in zip(cells, texts, strict=True):
        drawing.word(right + 8, y, text)


def _cell_text(row: Row, options: FigureOptions) -> str:
    """Return a number, its two ends, or that it is of a small group."""
    if row.ends and row.ends[0] > 0 and row.ends[1] < 1:
        return options.locale.interval(*row.ends, row.unit)  # shorter than "between 65% and 69%"
    if row.suppressed and row.ends is None:
        return options.locale.say("brief.protected")
    return _rows.value_or_mark(row, options)
