"""Lines over time with bands: gaps stay gaps, the last value is labelled."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from engagekit.figures import _line_layout, _rows, _time_axis
from engagekit.figures._label_placement import Box, place_labels
from engagekit.figures._traces import level, upright
from engagekit.figures._value_axis import Scale, axis_title, bounds, scale
from engagekit.figures.colour import CONTEXT, INK
from engagekit.figures.multiples import multiples
from engagekit.figures.options import FigureOptions
from engagekit.figures.text import LINE, escape, fit
from engagekit.figures.theme import note, over_axis

HEIGHT = 260
SYMBOLS = ("circle", "square", "diamond", "triangle-up")
MOST_VALUES = 8
"""Points of a line that each carry their value at most: more would be a table over a drawing."""
_YEAR = 4
"""Quarters back to the one that a sentence compares with."""
_THIN, _EDGE = 3.0, 7.0
"""Pixels on each side of a line, and on the left of the last mark, that no value touches."""


def trend(
    frame: pd.DataFrame,
    options: FigureOptions,
    *,
    over: str = "period",
    breaks: Sequence[str] = (),
    events: Sequence[tuple[str, str]] = (),
    from_zero: bool = False,
) -> go.Figure:
    """Draw a line a group over periods; with more than four groups, small multiples.

    Parameters
    ----------
    frame : DataFrame
        Measure frame with a column of periods.
    over : str
        Column of the periods. Quarters stand in time, and one that is missing leaves a gap.
    breaks : sequence of str
        Periods from which a question or definition is another; the line is cut before them.
    events : sequence of (str, str)
        What happened, each with the first period after it; marked before that period.
    from_zero : bool
        Whether the axis begins at zero, and ends at 100 % for shares; if not, it is fitted to the
        numbers and the figure says where it begins.
    """
    rows = _rows.rows_along(frame, options, over)
    groups = list(dict.fromkeys(row.key[:-1] for row in rows))
    if len(groups) > _line_layout.MOST_LINES:
        return multiples(frame, options, over=over)
    times = _time_axis.periods_in_order([row.key[-1] for row in rows])
    by_place = {row.key: row for row in rows}
    series: dict[str, _time_axis.Line] = {
        _label(group, rows): [by_place.get((*group, time)) for time in times] for group in groups
    }
    aim = [] if options.target is None else [options.target]
    value_scale = scale([*bounds(rows), *aim], _rows.unit_of(rows), options, zero=from_zero)
    cuts = {times.index(name) for name in breaks if name in times}
    marks = {times.index(name): text for name, text in events if name in times[1:]}
    return _drawn(options, series, times, value_scale, cuts, marks)


def _label(group: tuple[str, ...], rows: Sequence[_rows.Row]) -> str:
    """Return the words of a group, as its rows carry them before the period."""
    row = next(row for row in rows if row.key[:-1] == group)
    return " · ".join(row.label.split(" · ")[: len(group)])


def _drawn(
    options: FigureOptions,
    series: Mapping[str, _time_axis.Line],
    times: Sequence[str],
    scale: Scale,
    cuts: set[int],
    marks: Mapping[int, str],
) -> go.Figure:
    """Draw bands, lines, labels and breaks between margins from the texts."""
    rows = [row for line in series.values() for row in line if row is not None]
    tails = _tails(series, options)
    left = _line_layout.left_margin(scale)
    width = options.width - left - _line_layout.right_margin(tails)
    single = next(iter(series.values())) if len(series) == 1 else ()
    # where not all periods have a number, the labels of the others go first
    places = {
        at
        for line in series.values()
        for at, row in enumerate(line)
        if row is not None and row.is_drawn
    }
    standing, texts, lines = _time_axis.ticks(
        times,
        options.locale,
        width * len(times) / (len(times) - 0.2),  # the outer slots reach beyond the range
        _sizes(single, options),
        sorted(places) if any(len(places) < len(line) for line in series.values()) else [],
    )
    traces = [
        trace
        for line, colour, symbol in zip(
            series.values(), _line_layout.line_colours(len(series)), SYMBOLS, strict=False
        )
        for trace in _time_axis.line_traces(line, colour, symbol, cuts, options)
    ]
    words = axis_title(_rows.unit_of(rows), options)
    above = {"xref": "x", "y": 1, "xanchor": "center", "yanchor": "bottom", "name": "break"}
    notes = [
        note("≠", CONTEXT, align="center", yshift=-2, x=at - 0.5, **above) for at in sorted(cuts)
    ]
    notes += [over_axis([words], left, width, 9)] if words else []
    notes += _values(single, (width, len(times)), scale, {*cuts, *marks}, options)
    shapes = [upright(at - 0.5, CONTEXT, 1.5, dash="dot") for at in sorted(cuts)]
    shapes += [upright(at - 0.5, CONTEXT, 1.0) for at in sorted(marks)]
    shapes += [] if options.target is None else [level(options.target, INK, 1.5, dash="dash")]
    return _line_layout.line_figure(
        options.with_notes(
            _notes(series, rows, scale, cuts, options), *(f"| {text}" for text in marks.values())
        ),
        traces,
        scale,
        tails,
        [last.estimate if (last := _rows.last_drawn(line)) else None for line in series.values()],
        height=HEIGHT,
        above=LINE + 8 if words or cuts else 8,
        below=8 + LINE * lines,
        notes=notes,
        shapes=shapes,
        xaxis={"range": [-0.4, len(times) - 0.6], "tickvals": standing, "ticktext": texts},
    )


def _sizes(line: _time_axis.Line, options: FigureOptions) -> list[str]:
    """Return the n under each period of a single line; nothing where none has one."""
    sizes = [_rows.with_n(row, options) if row is not None and row.is_drawn else "" for row in line]
    return [size.replace(" ", "\u00a0") for size in sizes] if any(sizes) else []


def _tails(series: Mapping[str, _time_axis.Line], options: FigureOptions) -> list[list[str]]:
    """Return what stands at the end of each line: its name, the last value and its n."""
    tails = []
    for name, line in series.items():
        last = _rows.last_drawn(line)
        value = options.say("no_data") if last is None else _rows.value_text(last, options)
        size = "" if last is None or options.narrow else _rows.with_n(last, options)
        if len(series) > 1:
            tails.append([fit(name, _line_layout.name_room(options)), _rows.joined(value, size)])
        elif last is not None and last.has_interval and not options.narrow:
            few = "" if last.is_few else options.locale.interval(last.low, last.high, last.unit)
            tails.append([value, few])
        else:
            tails.append([value])
    return tails


def _values(
    line: _time_axis.Line,
    room: tuple[float, int],
    scale: Scale,
    walls: set[int],
    options: FigureOptions,
) -> list[dict[str, Any]]:
    """Return the values of the points before the last, each where no line runs through it.

    Where there are many: of the first, and of the one that stands a year before the last.
    ``room``: pixels across, and periods. ``walls``: periods with an upright line before them.
    """
    width, slots = room
    drawn = [(at, row) for at, row in enumerate(line) if row is not None and row.is_drawn]
    slot = width / (slots - 0.2)
    points = [((at + 0.4) * slot, _down(row.estimate, scale)) for at, row in drawn]
    aims = [] if options.target is None else [_down(options.target, scale)]
    ground = [Box(0, aim - _THIN, width, aim + _THIN) for aim in aims]
    ground += [box for pair in pairwise(points) for box in _stroke(*pair)]
    ground += [Box(x - _EDGE, 0, width, HEIGHT) for x, _ in points[-1:]]  # the last value's own
    ground += [Box(x - _THIN, 0, x + _THIN, HEIGHT) for x in [(at - 0.1) * slot for at in walls]]
    chosen = [at for at, _ in drawn[:-1]]
    if len(drawn) > MOST_VALUES:
        chosen = [at for at in chosen if at in (drawn[0][0], drawn[-1][0] - _YEAR)]
    wanted = [(point, row) for point, (at, row) in zip(points, drawn, strict=True) if at in chosen]
    texts = [_rows.value_text(row, options) for _, row in wanted]
    thin = [
        Box(x - _THIN, _down(row.high, scale), x + _THIN, _down(row.low, scale))
        for (x, _), row in wanted
        if row.has_interval
    ]
    boxes = place_labels([point for point, _ in wanted], texts, ground, width, HEIGHT, thin)
    return [
        note(escape(text), x=box.left / width, y=1 - box.top / HEIGHT, name="value")
        for text, box in zip(texts, boxes, strict=True)
        if box is not None
    ]


def _down(value: float | None, scale: Scale) -> float:
    """Return how many pixels below the top of the drawing a value stands."""
    return HEIGHT * (1 - scale.along(value))


def _stroke(start: tuple[float, float], end: tuple[float, float]) -> list[Box]:
    """Return small boxes along a line between two points."""
    parts = 1 + int(max(abs(end[0] - start[0]), abs(end[1] - start[1])) / _THIN)
    shares = [at / parts for at in range(parts + 1)]
    places = [tuple(a + (b - a) * one for a, b in zip(start, end, strict=True)) for one in shares]
    return [Box(x - _THIN / 2, y - _THIN / 2, x + _THIN / 2, y + _THIN / 2) for x, y in places]


def _notes(
    series: Mapping[str, _time_axis.Line],
    rows: Sequence[_rows.Row],
    scale: Scale,
    cuts: set[int],
    options: FigureOptions,
) -> str:
    """Return the words under the figure that explain its marks."""
    aim = options.target
    target = "" if aim is None else options.number(aim, _rows.unit_of(rows))
    return _rows.joined(
        _time_axis.interval_key(series.values(), cuts, options),
        options.say("question_changed") if cuts else "",
        f"- - {options.say('target', value=target)}" if target else "",
        _rows.hidden_note(rows, options, options.say("gap")),
        options.say("axis_starts", value=scale.texts[0]) if scale.low > 0 else "",
    )
