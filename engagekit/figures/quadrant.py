"""Satisfaction beside funding: dots with crosses and quadrant lines, or a dot table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from engagekit.figures import layout, theme
from engagekit.figures._rows import (
    Row,
    groups_beside,
    hover,
    measure_words,
    nothing,
    rows_of,
    value_text,
)
from engagekit.figures.colour import CONTEXT, CONTEXT_FILL, INK, MAIN, PAPER, TRACK
from engagekit.figures.layout import BAR, Lines, Scale, axis_title, bounds, pixels, row_figure
from engagekit.figures.marks import Text, level, marks, strokes, texts, upright
from engagekit.figures.options import SIDE, FigureOptions
from engagekit.figures.text import LINE, escape_lines, fit, text_width, widest, wrap

FEWEST = 4
"""Dots of a plot at least: fewer make no picture, and a table reads faster."""
CORNERS = ("top_left", "top_right", "bottom_left", "bottom_right")
BETWEEN = 18
"""Pixels between the two columns of a dot table."""
_TALL = 16
"""Pixels that a label is high."""
_BESIDE = 9
"""Pixels from the middle of a dot to its label."""

Box = tuple[float, float, float, float]
"""Left, top, right and bottom in pixels from the top left corner of the drawing."""


@dataclass(frozen=True)
class Dot:
    """A group with both numbers."""

    label: str
    x: Row
    y: Row
    undecided: bool

    def size(self, options: FigureOptions) -> str:
        """Return the answers behind it, after a dot."""
        return "" if self.y.size is None else f" · {options.say('n', n=self.y.size)}"


@dataclass(frozen=True)
class Plan:
    """Both scales, the lines, the words along the axes and in the corners, and the drawing.

    ``room``: width and height of the drawing in pixels.
    """

    x: Scale
    y: Scale
    x_line: float | None
    y_line: float | None
    x_words: str
    y_words: str
    corners: tuple[str, ...]
    room: tuple[float, float] = (0.0, 0.0)


def quadrant(
    frame: pd.DataFrame,
    options: FigureOptions,
    *,
    x: str = "funding per head",
    y: str = "satisfaction",
    x_line: float | None = None,
    y_line: float | None = None,
    lines_note: str = "",
    corners: Sequence[str] | None = None,
    undecided: Sequence[str] | None = None,
    least_base: int = 0,
) -> dict[str, Any]:
    """Draw a dot a group, one measure along each axis; below four dots a two-column dot table.

    Parameters
    ----------
    frame : DataFrame
        Measure frame with the rows of both measures for each group.
    x, y : str
        The two measures.
    x_line, y_line : float, optional
        Where the lines stand; none without.
    lines_note : str
        How the lines were chosen.
    corners : sequence of str, optional
        Words in the corners: top left, top right, bottom left, bottom right. Words on
        satisfaction and funding when None; none when empty.
    undecided : sequence of str, optional
        Groups that cannot be placed; those whose interval crosses a line when None.
    least_base : int
        Groups on fewer answers are named under the figure instead of drawn.
    """
    if not len(frame):
        raise nothing([], options)
    names = groups_beside(frame, options, "")
    rows = [row for row in rows_of(frame, options, names) if not row.is_all]
    pairs: dict[tuple[str, ...], dict[str, Row]] = {}
    for row in rows:
        if row.measure in (x, y):
            pairs.setdefault(row.key, {})[row.measure] = row
    dots, absent = _dots(pairs, (x, y), (x_line, y_line), undecided, least_base, options)
    if not dots:
        raise nothing(rows, options)
    if corners is None:
        has_lines = x_line is not None and y_line is not None
        corners = [options.say(f"quadrant.{name}") for name in CORNERS] if has_lines else []
    along, up = [dot.x for dot in dots], [dot.y for dot in dots]
    plan = Plan(
        _scale(along, x_line, options, parts=3 if options.narrow else 5),
        _scale(up, y_line, options, parts=4),
        x_line,
        y_line,
        _axis_words(x, along[0].unit, options),
        _axis_words(y, up[0].unit, options),
        tuple(corners),
    )
    pooled = options.say("quadrant.pooled") if y.startswith("satisfaction among ") else ""
    if len(dots) < FEWEST:
        return _dot_table(options.with_notes(pooled, *absent), dots, plan)
    unsure = options.say("undecided") if any(dot.undecided for dot in dots) else ""
    cut = options.say("axis_starts", value=plan.y.texts[0]) if plan.y.low > 0 else ""
    return _drawn(options.with_notes(unsure, pooled, cut, lines_note, *absent), dots, plan)


def _scale(rows: Sequence[Row], line: float | None, options: FigureOptions, parts: int) -> Scale:
    """Return a scale over estimates and bounds, and the line; of shares one fitted to them."""
    values = [*bounds(rows), *([] if line is None else [line])]
    return layout.scale(values, rows[0].unit, options, zero=rows[0].unit != "share", parts=parts)


def _axis_words(measure: str, unit: str, options: FigureOptions) -> str:
    """Return the measure in words, with the unit where the steps do not carry it."""
    text = measure_words(measure, options)
    if unit in ("share", "money", "per_head"):
        return text
    return f"{text} ({axis_title(unit, options).lower()})"


def _dots(
    pairs: Mapping[tuple[str, ...], Mapping[str, Row]],
    measures: tuple[str, str],
    lines: tuple[float | None, float | None],
    undecided: Sequence[str] | None,
    least: int,
    options: FigureOptions,
) -> tuple[list[Dot], list[str]]:
    """Return the groups that can be drawn, and sentences on those that cannot."""
    dots: list[Dot] = []
    absent: dict[str, list[str]] = {}
    for key, both in pairs.items():
        first, second = (both.get(name) for name in measures)
        label = next(iter(both.values())).label
        if first is None or second is None or not first.is_drawn or not second.is_drawn:
            is_hidden = any(row.suppressed for row in both.values())
            why = options.say("hidden_why", k=options.k) if is_hidden else options.say("no_data")
            absent.setdefault(why, []).append(label)
        elif second.base is not None and second.base < least:
            absent.setdefault(options.say("too_few", n=least), []).append(label)
        else:
            is_crossed = any(map(_crosses, (first, second), lines))
            is_named = any(part in (undecided or ()) for part in (label, *key))
            dots.append(Dot(label, first, second, is_crossed if undecided is None else is_named))
    return dots, [
        options.say("not_listed", names=f"{', '.join(names)} ({why})")
        for why, names in absent.items()
    ]


def _crosses(row: Row, line: float | None) -> bool:
    """Return whether a line lies within the interval of a number."""
    if line is None or row.low is None or row.high is None:
        return False
    return row.low < line < row.high


def _drawn(options: FigureOptions, dots: Sequence[Dot], plan: Plan) -> dict[str, Any]:
    """Draw dots with their names beside them; numbers, and a list below, for the others."""
    left, right = layout.left_margin(plan.y), SIDE + text_width(plan.x.texts[-1]) / 2
    width, height = options.width - left - right, 280.0
    plan = replace(plan, room=(width, height))
    labels, listed = _labels(dots, plan, options)
    over = wrap(f"↑ {plan.y_words}", options.inner) if plan.y_words else []
    under = wrap(plan.x_words, options.inner)
    below = 10 + LINE + LINE * len(under)
    columns, rows = _list_notes(listed, options, left, width, below + 8)
    shapes = [] if plan.x_line is None else [upright(plan.x_line, CONTEXT, 1.5, dash="dash")]
    shapes += [] if plan.y_line is None else [level(plan.y_line, CONTEXT, 1.5, dash="dash")]
    return theme.figure(
        options,
        [*_crosshairs(dots), *_dot_marks(dots, options), *_label_texts(labels, plan)],
        body=height,
        above=LINE * len(over) + 12,
        below=below + (LINE * rows + 8 if rows else 0),
        left=left,
        right=right,
        notes=[
            theme.over_axis(over, left, width, 12, INK),
            theme.under_axis(under, left, width, 10 + LINE),
            *columns,
        ],
        shapes=[{**shape, "layer": "below"} for shape in shapes],
        axes={"xaxis": {**_ruled(plan.x), "ticklabelstandoff": 9}, "yaxis": _ruled(plan.y)},
    )


def _ruled(scale: Scale) -> dict[str, Any]:
    """Return an axis with faint lines at its steps."""
    return {**scale.ticks(), "showgrid": True, "gridcolor": TRACK}


Label = tuple[str, Box, str]
"""Words, where they stand, and their colour."""


def _labels(
    dots: Sequence[Dot], plan: Plan, options: FigureOptions
) -> tuple[list[Label], list[str]]:
    """Return the words of the drawing, and the lines of the list under it.

    A name stands beside its dot, over or under it. Where it would meet a dot or a word that stands
    already, its number takes its place and the list says the name.
    """
    width, height = plan.room
    places = [
        (plan.x.along(dot.x.estimate) * width, (1 - plan.y.along(dot.y.estimate)) * height)
        for dot in dots
    ]
    labels: list[Label] = [(text, box, CONTEXT) for text, box in _corner_boxes(plan)]
    listed: list[str] = []
    for at in sorted(range(len(dots)), key=lambda at: places[at][1]):
        dot, others = dots[at], [place for other, place in enumerate(places) if other != at]
        taken = [box for _, box, _ in labels] + [(x - 7, y - 7, x + 7, y + 7) for x, y in others]
        size = dot.size(options)
        room = 170 if options.narrow else 230
        name = fit(dot.label, room - text_width(size)) + size
        number = options.number(len(listed) + 1, "count")
        boxes = [
            (text, box, INK)
            for text in (name, number)
            for box in _beside(text, *places[at], plan.room)
            if not any(_meet(box, other) for other in taken)
        ]
        labels += boxes[:1]
        if not boxes or boxes[0][0] != name:
            listed.append(_list_entry(number, dot, options))
    return labels, listed


def _beside(text: str, x: float, y: float, room: tuple[float, float]) -> list[Box]:
    """Return the places of words around a dot, right of it first, that lie in the drawing."""
    wide, middle = text_width(text), _TALL / 2
    corners = [
        (x + _BESIDE, y - middle),
        (x - _BESIDE - wide, y - middle),
        (x - wide / 2, y - _BESIDE - _TALL),
        (x - wide / 2, y + _BESIDE),
    ]
    boxes = [(left, top, left + wide, top + _TALL) for left, top in corners]
    return [box for box in boxes if min(box) >= 0 and box[2] <= room[0] and box[3] <= room[1]]


def _meet(first: Box, second: Box) -> bool:
    """Return whether two boxes share some ground."""
    is_beside = first[2] <= second[0] or second[2] <= first[0]
    return not is_beside and first[1] < second[3] and second[1] < first[3]


def _corner_boxes(plan: Plan) -> list[tuple[str, Box]]:
    """Return the words in the corners, where they fit beside the line."""
    width, height = plan.room
    boxes = []
    x = plan.x.along(plan.x_line) * width if plan.x_line is not None else width / 2
    for at, text in enumerate(plan.corners):
        wide = text_width(text)
        if wide > (x if at % 2 == 0 else width - x) - 12:
            continue
        left = 6.0 if at % 2 == 0 else width - wide - 6
        top = 4.0 if at < 2 else height - LINE - 4
        boxes.append((text, (left, top, left + wide, top + LINE)))
    return boxes


def _crosshairs(dots: Sequence[Dot]) -> list[dict[str, Any]]:
    """Return the intervals of both measures as thin crosses."""
    ends = []
    for dot in dots:
        x, y = dot.x.estimate, dot.y.estimate
        ends += [(dot.x.low, y, dot.x.high, y)] if dot.x.has_interval else []
        ends += [(x, dot.y.low, x, dot.y.high)] if dot.y.has_interval else []
    return [strokes("interval", ends, CONTEXT_FILL, 1)] if ends else []


def _dot_marks(dots: Sequence[Dot], options: FigureOptions) -> list[dict[str, Any]]:
    """Return full dots for groups that can be placed, grey rings for the undecided."""
    traces = []
    for name, undecided, colour in (("estimate", False, MAIN), ("undecided", True, CONTEXT_FILL)):
        chosen = [dot for dot in dots if dot.undecided == undecided]
        if not chosen:
            continue
        marker = {"color": PAPER if undecided else colour, "line": {"width": 2, "color": colour}}
        placed = [(dot.x.estimate, dot.y.estimate, dot.y) for dot in chosen]
        hovers = [f"{hover(dot.y, options)}<br>{hover(dot.x, options)}" for dot in chosen]
        traces.append({**marks(name, placed, options, size=11, **marker), "hovertext": hovers})
    return traces


def _label_texts(labels: Sequence[Label], plan: Plan) -> list[dict[str, Any]]:
    """Return the words of the drawing, each on paper: no line and no interval runs through it."""
    placed: list[Text] = []
    paper = []
    for text, (box_left, top, box_right, bottom), colour in labels:
        left, right = (plan.x.low + x * plan.x.pixel(plan.room[0]) for x in (box_left, box_right))
        y = plan.y.high - (top + bottom) / 2 * plan.y.pixel(plan.room[1])
        paper.append((left, y, right, y))
        placed.append(((left + right) / 2, y, text, "middle center", colour))
    return [strokes("paper", paper, PAPER, _TALL), texts("labels", placed)]


def _list_entry(number: str, dot: Dot, options: FigureOptions) -> str:
    """Return a line of the list: number, label, n and both values."""
    room = options.inner if options.narrow else options.inner / 2 - 12
    values = ", ".join(value_text(row, options) for row in (dot.y, dot.x))
    tail = f"{dot.size(options)} ({values})"
    return f"{number} {fit(dot.label, room - text_width(f'{number} {tail}'))}{tail}"


def _list_notes(
    entries: Sequence[str], options: FigureOptions, left: float, width: float, below: float
) -> tuple[list[dict[str, Any]], int]:
    """Return the list under the drawing, in one column or two, and its lines."""
    across = 1 if options.narrow else 2
    rows = -(-len(entries) // across)
    notes = []
    for at in range(across if entries else 0):
        part = escape_lines(entries[at * rows : (at + 1) * rows])
        x = (at * options.inner / 2 - (left - SIDE)) / width
        notes.append(theme.note(part, x=x, yshift=-below, name="list"))
    return notes, rows


def _dot_table(options: FigureOptions, dots: Sequence[Dot], plan: Plan) -> dict[str, Any]:
    """Draw a label line a group; under it a dot on each of two scales, with its value."""
    half = (options.inner - BETWEEN) / 2
    lines = Lines(options)
    words: list[Text] = []
    sides = ((plan.y_words, plan.y, 0.0), (plan.x_words, plan.x, half + BETWEEN))
    for head, scale, start in sides:
        top = wrap(f"{head} ({scale.texts[0]}–{scale.texts[-1]})", half)
        for at, text in enumerate(top):
            words.append((start, LINE * (at + 0.5), text, "middle right", CONTEXT))
        lines.y = max(lines.y, LINE * len(top) + 8)
    room = 10 + widest(value_text(row, options) for dot in dots for row in (dot.x, dot.y))
    placed: list[tuple[float, float, Row]] = []
    tracks = []
    for dot in dots:
        y = lines.add_row(dot.label + dot.size(options), "", "", under=BAR + 2)
        for row, (_, scale, start) in zip((dot.y, dot.x), sides, strict=True):
            tracks.append((start, y, start + half - room, y))
            placed.append((start + (half - room) * scale.along(row.estimate), y, row))
            value = value_text(row, options)
            words.append((start + half - room + 8, y, value, "middle right", INK))
    traces = [
        strokes("track", tracks, TRACK, 6),
        marks("estimate", placed, options, size=11, color=MAIN),
        texts("values", words),
    ]
    return row_figure(lines, pixels(options), traces)
