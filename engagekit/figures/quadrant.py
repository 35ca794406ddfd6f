"""Satisfaction beside funding: dots with crosses and quadrant lines, named beside or below."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from engagekit.figures import _rows, layout
from engagekit.figures import dots as columns
from engagekit.figures._rows import Row, hover
from engagekit.figures.colour import CONTEXT, CONTEXT_FILL, MAIN, PAPER, TRACK
from engagekit.figures.drawing import Drawing
from engagekit.figures.layout import Axis
from engagekit.figures.options import FigureOptions
from engagekit.figures.text import LINE, fit, text_width, widest

FEWEST = 4
"""Dots of a plot at least: fewer make no picture, and a table reads faster."""
CORNERS = ("top_left", "top_right", "bottom_left", "bottom_right")
HEIGHT = 280
FULL = {"size": 11, "color": MAIN, "line": {"width": 2, "color": MAIN}}
RING = {"size": 11, "color": PAPER, "line": {"width": 2, "color": CONTEXT_FILL}}
_BESIDE = 9
"""Pixels from the middle of a dot to its label."""

Spot = tuple[float, float, float]
"""Where words or a dot begin and end, and the height of their middle, in pixels."""


@dataclass(frozen=True)
class Dot:
    """A group with both numbers and its place, and whether it is too uncertain to be told one."""

    label: str
    size: str
    x: Row
    y: Row
    is_unsure: bool
    place: tuple[float, float] = (0.0, 0.0)


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
    undecided: Sequence[str] = (),
    least_base: int = 0,
) -> Drawing:
    """Draw a dot a group, one measure along each axis; below four dots a line a group.

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
    undecided : sequence of str
        Groups that cannot be placed.
    least_base : int
        Groups on fewer answers are named under the figure instead of drawn.
    """
    names = _rows.groups_beside(frame, options, "")
    rows = [row for row in _rows.rows_of(frame, options, names) if row.measure in (x, y)]
    pairs: dict[tuple[str, ...], dict[str, Row]] = {}
    for row in rows:
        if not row.is_all:
            pairs.setdefault(row.key, {})[row.measure] = row
    dots: list[Dot] = []
    absent: dict[str, list[str]] = {}
    for key, both in pairs.items():
        label, why = next(iter(both.values())).label, _why_absent(both, y, least_base, options)
        if why:
            absent.setdefault(why, []).append(label)
        else:
            size = both[y].size
            told = "" if size is None else f" · {options.say('n', n=size)}"
            dots.append(Dot(label, told, both[x], both[y], bool({label, *key} & set(undecided))))
    if not dots:
        raise _rows.nothing(rows, options)
    pooled = options.say("quadrant.pooled") if y.startswith("satisfaction among ") else ""
    if len(dots) < FEWEST:
        drawing = columns.rows(frame, options, measures=[y, x], least_base=least_base)
        drawing.notes.append(pooled)
        return drawing
    if corners is None:
        has_lines = x_line is not None and y_line is not None
        corners = [options.say(f"quadrant.{name}") for name in CORNERS] if has_lines else []
    drawing = Drawing(options, rows, measures=(y, x))
    drawing.write(f"↑ {_axis_words(dots[0].y, options)}")
    top = drawing.down + 12
    up = _scale([dot.y for dot in dots], y_line, options, 4).between(top + HEIGHT, top)
    along = _scale([dot.x for dot in dots], x_line, options, 3 if options.narrow else 5)
    along = along.between(6 + widest(up.texts), options.inner)
    drawing.x, drawing.y = along, up
    dots = [
        replace(dot, place=(along.pixel(dot.x.estimate), up.pixel(dot.y.estimate))) for dot in dots
    ]
    _draw_ground(drawing, dots, x_line, y_line)
    listed = _name(drawing, dots, _name_corners(drawing, corners))
    for kind, is_unsure, look in (("estimate", False, FULL), ("undecided", True, RING)):
        chosen = [dot for dot in dots if dot.is_unsure == is_unsure]
        hovers = [f"{hover(dot.y, options)}<br>{hover(dot.x, options)}" for dot in chosen]
        drawing.marks(kind, [dot.place for dot in chosen], hovers, look)
    drawing.down = up.start + 2
    drawing.steps_below(along, _axis_words(dots[0].x, options))
    drawing.down += 8 if listed else 0
    across = 1 if options.narrow else 2
    for at, entry in enumerate(listed):
        drawing.word(at % across * options.inner / across, drawing.down + LINE / 2, entry)
        drawing.down += LINE if at % across == across - 1 or entry is listed[-1] else 0
    drawing.notes += [
        options.say("undecided") if any(dot.is_unsure for dot in dots) else "",
        pooled,
        options.say("axis_starts", value=up.texts[0]) if up.low > 0 else "",
        lines_note,
    ]
    drawing.notes += [
        options.say("not_listed", names=f"{', '.join(groups)} ({why})")
        for why, groups in absent.items()
    ]
    return drawing


def _why_absent(both: Mapping[str, Row], y: str, least: int, options: FigureOptions) -> str:
    """Return why a group has no dot; nothing where it has one."""
    if len(both) < 2 or not all(row.is_drawn for row in both.values()):
        is_hidden = any(row.suppressed for row in both.values())
        return options.say("hidden_why", k=options.k) if is_hidden else options.say("no_data")
    base = both[y].base
    return options.say("too_few", n=least) if base is not None and base < least else ""


def _scale(rows: Sequence[Row], line: float | None, options: FigureOptions, parts: int) -> Axis:
    """Return a scale over estimates and bounds, and the line; of shares one fitted to them."""
    values = [*layout.bounds(rows), *([] if line is None else [line])]
    return layout.scale(values, rows[0].unit, options, zero=rows[0].unit != "share", parts=parts)


def _axis_words(row: Row, options: FigureOptions) -> str:
    """Return the measure in words, with the unit where the steps do not carry it."""
    words = _rows.measure_words(row.measure, options)
    if row.unit in ("share", "money", "per_head"):
        return words
    return f"{words} ({layout.axis_title(row.unit, options).lower()})"


def _draw_ground(
    drawing: Drawing, dots: Sequence[Dot], x_line: float | None, y_line: float | None
) -> None:
    """Draw the grid, the two lines, and the interval of each number as a thin cross."""
    x, y = drawing.x, drawing.y
    drawing.steps_beside(y, x.start, x.end)
    steps = [(x.pixel(step), y.start, x.pixel(step), y.end) for step in x.steps]
    drawing.strokes("grid", steps, TRACK, 1)
    lines = [] if x_line is None else [(x.pixel(x_line), y.start, x.pixel(x_line), y.end)]
    lines += [] if y_line is None else [(x.start, y.pixel(y_line), x.end, y.pixel(y_line))]
    drawing.strokes("line", lines, CONTEXT, 1.5, "dash")
    crosses = []
    for dot in dots:
        across, down = dot.place
        if dot.x.has_interval:
            crosses.append((x.pixel(dot.x.low), down, x.pixel(dot.x.high), down))
        if dot.y.has_interval:
            crosses.append((across, y.pixel(dot.y.low), across, y.pixel(dot.y.high)))
    drawing.strokes("interval", crosses, CONTEXT_FILL, 1)


def _name_corners(drawing: Drawing, corners: Sequence[str]) -> list[Spot]:
    """Put the words of the four corners where two of them have room beside each other."""
    x, y = drawing.x, drawing.y
    spots = []
    for at, text in enumerate(corners if 2.5 * widest(corners) < x.end - x.start else ()):
        left = x.start + 6 if at % 2 == 0 else x.end - 6 - text_width(text)
        middle = y.end + 12 if at < 2 else y.start - 12
        drawing.word(left, middle, text, colour=CONTEXT)
        spots.append((left, left + text_width(text), middle))
    return spots


def _name(drawing: Drawing, dots: Sequence[Dot], taken: list[Spot]) -> list[str]:
    """Name the dots; return the lines of a list for those that have only a number.

    A name stands right of its dot, or left of it. Where it would meet a dot, a word or the edge,
    its number stands there instead, and the list says the name.
    """
    x, options = drawing.x, drawing.options
    taken = [*taken, *((dot.place[0] - 7, dot.place[0] + 7, dot.place[1]) for dot in dots)]
    listed: list[str] = []
    paper = []
    for dot in sorted(dots, key=lambda dot: dot.place[1]):
        across, middle = dot.place
        number = options.number(len(listed) + 1, "count")
        for text in (dot.label + dot.size, number):
            lefts = (across + _BESIDE, across - _BESIDE - text_width(text))
            spots = [(left, left + text_width(text), middle) for left in lefts]
            free = [
                spot
                for spot in spots
                if x.start <= spot[0] and spot[1] <= x.end and not _meets(spot, taken)
            ]
            if free:
                break
        left, right, _ = (free or spots)[0]
        drawing.word(left, middle, text)
        taken.append((left, right, middle))
        paper.append((left, middle, right, middle))
        if text == number:
            values = ", ".join(_rows.value_text(row, options) for row in (dot.y, dot.x))
            tail = f"{dot.size} ({values})"
            room = options.inner / (1 if options.narrow else 2) - 12
            label = fit(dot.label, room - text_width(f"{number} {tail}"))
            listed.append(f"{number} {label}{tail}")
    # no line and no interval runs through a name
    drawing.strokes("paper", paper, PAPER, 14)
    return listed


def _meets(spot: Spot, taken: Sequence[Spot]) -> bool:
    """Return whether words would lie on a dot or on other words."""
    left, right, middle = spot
    return any(
        left < end and start < right and abs(middle - other) < LINE for start, end, other in taken
    )
