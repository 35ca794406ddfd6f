"""Lines over time with bands: gaps stay gaps, the first and the last value are labelled."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

import pandas as pd

from engagekit.figures import _rows, layout, theme
from engagekit.figures.colour import CATEGORICAL, CONTEXT, INK, MAIN
from engagekit.figures.layout import Scale
from engagekit.figures.marks import Line, grid, interval_key, level, line_traces, upright
from engagekit.figures.multiples import multiples
from engagekit.figures.options import SIDE, FigureOptions
from engagekit.figures.text import LINE, escape, escape_lines, fit, text_width, widest

HEIGHT = 210
SYMBOLS = ("circle", "square", "diamond", "triangle-up")
MOST_LINES = 4
"""More lines are told apart neither by colour (four stay apart for every reader) nor by eye."""
_PALE = (CATEGORICAL[1], CATEGORICAL[3])
"""Colours that are clear enough for a line and too pale for text (contrast 3.1 and 3.0)."""
_NEAR, _TALL = 6, 18
"""Pixels between a point and its value, and those that the value is high."""


def trend(
    frame: pd.DataFrame,
    options: FigureOptions,
    *,
    over: str = "period",
    breaks: Sequence[str] = (),
    events: Sequence[tuple[str, str]] = (),
    from_zero: bool = False,
) -> dict[str, Any]:
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
    if len(groups) > MOST_LINES:
        return multiples(frame, options, over=over)
    times = layout.periods_in_order([row.key[-1] for row in rows])
    by_place = {row.key: row for row in rows}
    series: dict[str, Line] = {
        _label(group, rows): [by_place.get((*group, time)) for time in times] for group in groups
    }
    aim = [] if options.target is None else [options.target]
    unit = _rows.unit_of(rows)
    scale = layout.scale([*layout.bounds(rows), *aim], unit, options, zero=from_zero)
    cuts = {times.index(name) for name in breaks if name in times}
    happened = {times.index(name): text for name, text in events if name in times[1:]}
    return _drawn(options, series, times, scale, cuts, happened)


def _label(group: tuple[str, ...], rows: Sequence[_rows.Row]) -> str:
    """Return the words of a group, as its rows carry them before the period."""
    row = next(row for row in rows if row.key[:-1] == group)
    return " · ".join(row.label.split(" · ")[: len(group)])


def _drawn(
    options: FigureOptions,
    series: Mapping[str, Line],
    times: Sequence[str],
    scale: Scale,
    cuts: set[int],
    happened: Mapping[int, str],
) -> dict[str, Any]:
    """Draw bands, lines, labels and breaks between margins from the texts."""
    rows = [row for line in series.values() for row in line if row is not None]
    tails = _tails(series, options)
    left = layout.left_margin(scale)
    right = SIDE + 8 + widest(text for lines in tails for text in lines)
    width = options.width - left - right
    slot = width / (len(times) - 0.2)  # the outer slots reach beyond the range
    single = next(iter(series.values())) if len(series) == 1 else ()
    # where not all periods have a number, the labels of the others go first
    told = {at for line in series.values() for at, row in enumerate(line) if row and row.is_drawn}
    has_gap = any(len(told) < len(line) for line in series.values())
    standing, texts, lines = layout.ticks(
        times,
        options.locale,
        slot * len(times),
        _sizes(single, options),
        sorted(told) if has_gap else [],
    )
    colours = [MAIN] if len(series) == 1 else CATEGORICAL
    traces: list[dict[str, Any]] = []
    for line, colour, symbol in zip(series.values(), colours, SYMBOLS, strict=False):
        traces += line_traces(line, colour, symbol, cuts, options)
    words = layout.axis_title(_rows.unit_of(rows), options)
    above = {"xref": "x", "y": 1, "xanchor": "center", "yanchor": "bottom", "name": "break"}
    notes = [theme.note("≠", CONTEXT, yshift=-2, x=at - 0.5, **above) for at in sorted(cuts)]
    notes += [theme.over_axis([words], left, width, 9)] if words else []
    notes += _first_value(single, slot / width, width, scale, {*cuts, *happened}, options)
    shapes = [*grid(scale.steps)]
    shapes += [upright(at - 0.5, CONTEXT, 1.5, dash="dot") for at in sorted(cuts)]
    shapes += [upright(at - 0.5, CONTEXT, 1.0) for at in sorted(happened)]
    shapes += [] if options.target is None else [level(options.target, INK, 1.5, dash="dash")]
    lasts = [_rows.last_drawn(line) for line in series.values()]
    keys = _notes(series, rows, scale, cuts, options)
    return theme.figure(
        options.with_notes(keys, *(f"| {text}" for text in happened.values())),
        traces,
        body=HEIGHT,
        above=LINE + 8 if words or cuts else 8,
        below=12 + LINE * lines,
        left=left,
        right=right,
        notes=[*notes, *_end_labels(lasts, tails, colours, scale)],
        shapes=shapes,
        axes={
            "xaxis": {
                "range": [-0.4, len(times) - 0.6],
                "tickvals": standing,
                "ticktext": texts,
                "ticklabelstandoff": 9,  # clear of the lowest label of the other axis
            },
            "yaxis": scale.ticks(),
        },
    )


def _sizes(line: Line, options: FigureOptions) -> list[str]:
    """Return the n under each period of a single line; nothing where none has one."""
    sizes = [_rows.with_n(row, options) if row is not None and row.is_drawn else "" for row in line]
    return [size.replace(" ", "\u00a0") for size in sizes] if any(sizes) else []


def _tails(series: Mapping[str, Line], options: FigureOptions) -> list[list[str]]:
    """Return what stands at the end of each line: its name, the last value and its n."""
    tails = []
    for name, line in series.items():
        last = _rows.last_drawn(line)
        value = options.say("no_data") if last is None else _rows.value_text(last, options)
        size = "" if last is None or options.narrow else _rows.with_n(last, options)
        if len(series) > 1:
            room = 96 if options.narrow else 170
            tails.append([fit(name, room), _rows.joined(value, size)])
        elif last is not None and last.has_interval and not options.narrow:
            few = "" if last.is_few else options.locale.interval(last.low, last.high, last.unit)
            tails.append([value, few])
        else:
            tails.append([value])
    return tails


def _end_labels(
    lasts: Sequence[_rows.Row | None],
    tails: Sequence[Sequence[str]],
    colours: Sequence[str],
    scale: Scale,
) -> list[dict[str, Any]]:
    """Return names and last values at the right, none of them on another."""
    wished = [HEIGHT if row is None else _down(row.estimate, scale) for row in lasts]
    tall = LINE * max(len(lines) for lines in tails)
    places = apart(wished, tall + 2, tall / 2, HEIGHT - tall / 2)
    return [
        theme.note(
            escape_lines(lines),
            INK if len(tails) == 1 or colour in _PALE else colour,
            x=1,
            y=1 - place / HEIGHT,
            xshift=8,
            yanchor="middle",
            name="last value",
        )
        for lines, place, colour in zip(tails, places, colours, strict=False)
    ]


def apart(wished: Sequence[float], least: float, low: float, high: float) -> list[float]:
    """Return places near those wished for, at least so far from each other, within bounds.

    Examples
    --------
    >>> apart([10, 12], 20, 0, 100)
    [10, 30]
    """
    order = sorted(range(len(wished)), key=lambda at: wished[at])
    placed = {at: wished[at] for at in order}
    for before, after in pairwise(order):
        placed[after] = max(placed[after], placed[before] + least)
    if order:
        placed[order[-1]] = min(placed[order[-1]], max(high, low))
        for after, before in pairwise(reversed(order)):
            placed[before] = min(placed[before], placed[after] - least)
    return [placed[at] for at in range(len(wished))]


def _first_value(
    line: Line, slot: float, width: float, scale: Scale, walls: set[int], options: FigureOptions
) -> list[dict[str, Any]]:
    """Return the value of the first point, on the side from which the line goes away.

    None where an upright or the target would run through it. ``slot``: a period as a part of the
    width.
    """
    drawn = [(at, row) for at, row in enumerate(line) if row is not None and row.is_drawn]
    if len(drawn) < 2:
        return []
    (at, first), (_, second) = drawn[:2]
    text = _rows.value_text(first, options)
    if at + 1 in walls and text_width(text) > width * slot / 2 - 4:
        return []
    y, target = _down(first.estimate, scale), options.target
    over, under = y - _NEAR - _TALL, y + _NEAR
    is_rising = (second.estimate or 0.0) > (first.estimate or 0.0)
    for top in (under, over) if is_rising else (over, under):
        is_crossed = target is not None and top < _down(target, scale) < top + _TALL
        if 0 <= top <= HEIGHT - _TALL and not is_crossed:
            x, up = (at + 0.4) * slot, 1 - top / HEIGHT
            return [theme.note(escape(text), x=x, y=up, xshift=4, name="value")]
    return []


def _down(value: float | None, scale: Scale) -> float:
    """Return how many pixels below the top of the drawing a value stands."""
    return HEIGHT * (1 - scale.along(value))


def _notes(
    series: Mapping[str, Line],
    rows: Sequence[_rows.Row],
    scale: Scale,
    cuts: set[int],
    options: FigureOptions,
) -> str:
    """Return the words under the figure that explain its marks."""
    aim = options.target
    target = "" if aim is None else options.number(aim, _rows.unit_of(rows))
    return _rows.joined(
        interval_key(series.values(), cuts, options),
        options.say("question_changed") if cuts else "",
        f"- - {options.say('target', value=target)}" if target else "",
        _rows.hidden_note(rows, options, options.say("gap")),
        options.say("axis_starts", value=scale.texts[0]) if scale.low > 0 else "",
    )
