"""Lines over time: gaps stay gaps, the first and the last value are labelled."""

from collections.abc import Collection, Mapping, Sequence
from itertools import pairwise

import pandas as pd

from engagekit.figures import _rows, layout
from engagekit.figures._rows import Row
from engagekit.figures.colour import CATEGORICAL, CONTEXT, CONTEXT_FILL, INK, MAIN, PAPER
from engagekit.figures.drawing import CENTRE, Drawing
from engagekit.figures.layout import Axis
from engagekit.figures.options import FigureOptions
from engagekit.figures.text import LINE, fit, widest

HEIGHT, LOW = 210, 105
"""Pixels of the lines: of a wide figure, and of a narrow one."""
SYMBOLS = ("circle", "square", "diamond", "triangle-up")
MOST_LINES = 4
"""More lines are told apart neither by colour (four stay apart for every reader) nor by eye."""
MOST_PANELS = 12
"""Four rows of three, which is one page of paper."""
PANEL, BETWEEN = 84, 14
"""Height of a panel, and the pixels between two of them."""
_PALE = (CATEGORICAL[1], CATEGORICAL[3])
"""Colours that are clear enough for a line and too pale for text (contrast 3.1 and 3.0)."""
_NEAR = 15
"""Pixels from a point to the middle of its value."""
_NARROWEST = 60.0
"""Pixels that a label may take even where periods stand closer: others give way to it."""

Line = Sequence[Row | None]
"""The rows of a line in the order of its axis, None where a period has none."""


def trend(
    frame: pd.DataFrame,
    options: FigureOptions,
    *,
    breaks: Sequence[str] = (),
    events: Sequence[tuple[str, str]] = (),
    from_zero: bool = False,
) -> Drawing:
    """Draw a line a group over periods; with more than four groups, small multiples.

    Parameters
    ----------
    frame : DataFrame
        Measure frame with a column ``period``. Quarters stand in time, and one that is missing
        leaves a gap.
    breaks : sequence of str
        Periods from which a question or definition is another; the line is cut before them.
    events : sequence of (str, str)
        What happened, each with the first period after it; marked before that period.
    from_zero : bool
        Whether the axis begins at zero, and ends at 100 % for shares; if not, it is fitted to the
        numbers and the figure says where it begins.
    """
    rows = _rows.rows_along(frame, options, "period")
    groups = _rows.grouped(rows)
    if len(groups) > MOST_LINES:
        return multiples(frame, options)
    times = layout.periods_in_order([row.key[-1] for row in rows])
    lines = {
        _rows.group_label(key, options): [found.get(time) for time in times]
        for key, found in groups.items()
    }
    unit, target = _rows.unit_of(rows), options.target
    numbers = [*layout.bounds(rows), *([] if target is None else [target])]
    values = layout.scale(numbers, unit, options, zero=from_zero)
    ends = [_end_words(name, line, len(lines), options) for name, line in lines.items()]
    if target is not None:
        ends.append([options.say("target", value=options.number(target, unit))])
    drawing = Drawing(options, rows)
    starts = options.say("axis_starts", value=values.texts[0]) if values.low > 0 else ""
    title = "" if options.narrow and starts else layout.axis_title(unit, options)
    drawing.write(_rows.joined(title, starts), CONTEXT)
    top, height = drawing.down + LINE, LOW if options.narrow else HEIGHT
    left = 6 + widest(values.texts)
    right = options.inner - 10 - widest(text for words in ends for text in words)
    slot = (right - left) / max(1, len(times) - 0.4)
    drawing.x = x = Axis(0, 1, left + slot * 0.3, left + slot * 1.3)
    drawing.y = y = values.between(top + height, top)
    drawing.steps_beside(y, left, right)
    cuts = {times.index(name) for name in breaks if name in times}
    happened = {times.index(name): text for name, text in events if name in times[1:]}
    for place in sorted({*cuts, *happened}):
        between = x.pixel(place - 0.5)
        dash, sign = ("dot", "≠") if place in cuts else ("solid", "")
        drawing.strokes("break", [(between, top, between, top + height)], CONTEXT, 1.5, dash)
        drawing.word(between, top - LINE / 2, sign, CENTRE, CONTEXT)
    colours = [MAIN] if len(lines) == 1 else CATEGORICAL
    for line, colour, symbol in zip(lines.values(), colours, SYMBOLS, strict=False):
        _draw_line(drawing, line, x, y, colour, symbol, cuts)
    if target is not None:
        level = y.pixel(target)
        drawing.strokes("target", [(left, level, right, level)], INK, 1.5, "dash")
    _name_ends(drawing, [*lines.values()], ends, colours, right + 8)
    drawing.down = top + height + 6
    only = next(iter(lines.values())) if len(lines) == 1 else ()
    _name_first(drawing, only, slot if 1 in {*cuts, *happened} else slot * 2)
    _name_times(drawing, times, [*lines.values()], slot)
    key = _rows.joined(
        _rows.interval_words(rows, options),
        options.say("question_changed") if cuts else "",
        _rows.hidden_note(rows, options, options.say("gap")),
    )
    drawing.notes += [key, *(f"| {text}" for text in happened.values())]
    return drawing


def multiples(frame: pd.DataFrame, options: FigureOptions, *, most: int = MOST_PANELS) -> Drawing:
    """Draw a panel a group over the same periods, all with the same axis from zero.

    Parameters
    ----------
    frame : DataFrame
        Measure frame with a column ``period`` beside the groups'.
    most : int
        Panels at most: those with the largest base. The figure says how many are left out.
    """
    rows = _rows.rows_along(frame, options, "period")
    times = layout.periods_in_order([row.key[-1] for row in rows])
    groups = _rows.grouped(rows)
    lines = {
        _rows.group_label(key, options): [groups[key].get(time) for time in times]
        for key in _largest(groups, most)
    }
    values = layout.scale(layout.bounds(rows), _rows.unit_of(rows), options)
    # a name that is cut says less than a longer figure
    fitting = int(options.inner // (widest(lines) + BETWEEN))
    across = max(1, min(2 if options.narrow else 3, len(lines), fitting))
    width = (options.inner - (across - 1) * BETWEEN) / across
    drawing = Drawing(options, rows)
    for at, (name, line) in enumerate(lines.items()):
        left, foot = at % across * (width + BETWEEN), drawing.down + 2 * LINE + 8 + PANEL
        drawing.word(left, drawing.down + LINE / 2, fit(name, width))
        drawing.word(left, drawing.down + LINE * 1.5, fit(_last_value(line, options), width))
        drawing.strokes("foot", [(left, foot, left + width, foot)], CONTEXT_FILL, 1)
        x = Axis(0, max(1, len(times) - 1), left + 8, left + width - 8)
        _draw_line(drawing, line, x, values.between(foot, foot - PANEL), MAIN)
        if at % across == across - 1 or at == len(lines) - 1:
            drawing.down = foot + BETWEEN
    first, last = (_rows.label_of(time, options) for time in (times[0], times[-1]))
    left_out = len(groups) - len(lines)
    same = options.say(
        "same_axis", low=values.texts[0], high=values.texts[-1], first=first, last=last
    )
    key = _rows.joined(
        _rows.interval_words(rows, options),
        _rows.hidden_note(rows, options, options.say("gap")),
        options.say("more_groups", n=left_out) if left_out else "",
    )
    drawing.notes.append(f"{same} {key}".strip())
    return drawing


def _largest(
    groups: Mapping[tuple[str, ...], Mapping[str, Row]], most: int
) -> list[tuple[str, ...]]:
    """Return the groups with the largest base that have a number, in their own order."""
    size = {
        key: max(row.size or 0 for row in rows.values())
        for key, rows in groups.items()
        if any(row.is_drawn for row in rows.values())
    }
    largest = sorted(size, key=lambda key: size[key], reverse=True)[:most]
    return [key for key in groups if key in largest]


def _last_value(line: Line, options: FigureOptions) -> str:
    """Return the last value of a panel with its n, and of when it is where that is earlier."""
    last = _rows.last_drawn(line)
    if last is None:
        return options.say("no_data")
    earlier = options.locale.label(_rows.label_of(last.key[-1], options))
    value, size = _rows.value_text(last, options), _rows.with_n(last, options)
    return _rows.joined("" if last is line[-1] else earlier, value, size)


def _draw_line(
    drawing: Drawing,
    line: Line,
    x: Axis,
    y: Axis,
    colour: str,
    symbol: str = "circle",
    breaks: Collection[int] = (),
) -> None:
    """Draw a line with its marks, and a thin upright line from bound to bound at each of them."""
    points: list[tuple[float, float] | None] = []
    told, ranges = [], []
    for at, row in enumerate(line):
        if row is None or not row.is_drawn or at in breaks:
            points.append(None)
            told.append("")
        if row is not None and row.is_drawn:
            points.append((x.pixel(at), y.pixel(row.estimate)))
            told.append(_rows.hover(row, drawing.options))
            if row.has_interval:
                ranges.append((x.pixel(at), y.pixel(row.low), x.pixel(at), y.pixel(row.high)))
    drawing.strokes("interval", ranges, colour, 1.5)
    edge = {"width": 1, "color": PAPER}
    mark = {"symbol": symbol, "size": 8, "color": colour, "line": edge}
    stroke = {"color": colour, "width": 2, "dash": "solid"}
    drawing.marks("estimate", points, told, mark, stroke)


def _end_words(name: str, line: Line, lines: int, options: FigureOptions) -> list[str]:
    """Return what stands at the end of a line: its name, the last value and its range or n."""
    last = _rows.last_drawn(line)
    if last is None:
        return [fit(name, 170), options.say("no_data")]
    value = _rows.value_text(last, options)
    if lines > 1:
        size = "" if options.narrow else _rows.with_n(last, options)
        return [fit(name, 96 if options.narrow else 170), _rows.joined(value, size)]
    if options.narrow or last.is_few or not last.has_interval:
        return [value]
    return [value, options.locale.interval(last.low, last.high, last.unit)]


def _name_ends(
    drawing: Drawing,
    lines: Sequence[Line],
    ends: Sequence[Sequence[str]],
    colours: Sequence[str],
    left: float,
) -> None:
    """Put names, last values and the target at the right, none of them on another."""
    y, lasts = drawing.y, [_rows.last_drawn(line) for line in lines]
    middles = [y.pixel(last.estimate if last else y.low) for last in lasts]
    inks = [INK if len(lines) == 1 or ink in _PALE else ink for ink in colours[: len(lines)]]
    if drawing.options.target is not None:
        middles.append(y.pixel(drawing.options.target))
        inks.append(CONTEXT)
    labels = sorted(zip(middles, ends, inks, strict=True), key=lambda label: label[0])
    tops = [middle - LINE * len(words) / 2 for middle, words, _ in labels]
    # each gives way downwards, and all of them upwards where the last one would leave the drawing
    for before, after in pairwise(range(len(tops))):
        tops[after] = max(tops[after], tops[before] + LINE * len(labels[before][1]))
    over = max(0.0, tops[-1] + LINE * len(labels[-1][1]) - y.start - LINE)
    for top, (_, words, ink) in zip(tops, labels, strict=True):
        for at, text in enumerate(words):
            drawing.word(left, top - over + LINE * (at + 0.5), text, colour=ink)


def _name_first(drawing: Drawing, line: Line, room: float) -> None:
    """Put the value of the first point on the side from which the line goes away.

    None where an upright or the target would run through it.
    """
    drawn = [(at, row) for at, row in enumerate(line) if row is not None and row.is_drawn]
    if len(drawn) < 2:
        return
    (at, first), (_, second) = drawn[:2]
    text, target = _rows.value_text(first, drawing.options), drawing.options.target
    is_rising = (second.estimate or 0.0) > (first.estimate or 0.0)
    middle = drawing.y.pixel(first.estimate) + (_NEAR if is_rising else -_NEAR)
    is_crossed = target is not None and abs(drawing.y.pixel(target) - middle) < LINE / 2 + 1
    if not is_crossed and widest([text]) < room / 2 - 4 and middle < drawing.y.start - LINE / 2:
        drawing.word(drawing.x.pixel(at) + 4, middle, text)


def _name_times(drawing: Drawing, times: Sequence[str], lines: Sequence[Line], slot: float) -> None:
    """Put the periods under the drawing, with the n of a single line, so many that none touch."""
    options, room = drawing.options, max(_NARROWEST, slot)
    sizes = [""] * len(times)
    if len(lines) == 1:
        shares = [row if row and row.is_drawn and row.unit == "share" else None for row in lines[0]]
        sizes = [_rows.with_n(row, options) if row else "" for row in shares]
    heads = layout.tick_lines(times, options.locale, room)
    # where not all periods have a number, the labels of the others go first
    told = {at for line in lines for at, row in enumerate(line) if row and row.is_drawn}
    wanted = sorted(told) if len(told) < len(times) else ()
    labels = [[*head, size] for head, size in zip(heads, sizes, strict=True)]
    standing = layout.thinned(labels, slot, wanted)
    heads = layout.tick_lines([times[at] for at in standing], options.locale, room)
    for at, head in zip(standing, heads, strict=True):
        for line, text in enumerate([*head, sizes[at]]):
            middle = drawing.down + LINE * (line + 0.5)
            drawing.word(drawing.x.pixel(at), middle, text, CENTRE, CONTEXT)
    drawing.down += LINE * (max(map(len, heads)) + any(sizes)) + 2
