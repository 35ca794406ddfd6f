"""Satisfaction beside funding: dots with crosses and quadrant lines, or a dot table."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from engagekit.figures import _label_placement, _line_layout, theme
from engagekit.figures._quadrant_parts import (
    Dot,
    Plan,
    cross_ground,
    crosses,
    dot_labels,
    dot_marks,
    label_texts,
    line_ground,
    list_entry,
    list_notes,
)
from engagekit.figures._row_layout import BAR, Lines, pixels, row_figure
from engagekit.figures._rows import Row, groups_beside, measure_words, nothing, rows_of, value_text
from engagekit.figures._traces import Text, level, marks, strokes, texts, upright
from engagekit.figures._value_axis import Scale, axis_title, bounds, scale
from engagekit.figures.colour import CONTEXT, INK, MAIN, TRACK
from engagekit.figures.options import SIDE, FigureOptions
from engagekit.figures.text import LINE, text_width, widest, wrap

FEWEST = 4
"""Dots of a plot at least: fewer make no picture, and a table reads faster."""
CORNERS = ("top_left", "top_right", "bottom_left", "bottom_right")


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
) -> go.Figure:
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
        both = x_line is not None and y_line is not None
        corners = [options.say(f"quadrant.{name}") for name in CORNERS] if both else []
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
        pairs_of = [(dot.words(options), dot.y, dot.x) for dot in dots]
        heads, scales = (plan.y_words, plan.x_words), (plan.y, plan.x)
        return dot_table(options.with_notes(pooled, *absent), pairs_of, heads, scales)
    unsure = options.say("undecided") if any(dot.undecided for dot in dots) else ""
    cut = options.say("axis_starts", value=plan.y.texts[0]) if plan.y.low > 0 else ""
    return _drawn(options.with_notes(unsure, pooled, cut, lines_note, *absent), dots, plan)


def _scale(rows: Sequence[Row], line: float | None, options: FigureOptions, parts: int) -> Scale:
    """Return a scale over estimates and bounds, and the line; of shares one fitted to them."""
    values = [*bounds(rows), *([] if line is None else [line])]
    return scale(values, rows[0].unit, options, zero=rows[0].unit != "share", parts=parts)


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
            beside = [_crosses(row, line) for row, line in zip((first, second), lines, strict=True)]
            named = [part in (undecided or ()) for part in (label, *key)]
            dots.append(Dot(label, first, second, any(beside if undecided is None else named)))
    return dots, [
        options.say("not_listed", names=f"{', '.join(names)} ({why})")
        for why, names in absent.items()
    ]


def _crosses(row: Row, line: float | None) -> bool:
    """Return whether a line lies within the interval of a number."""
    if line is None or row.low is None or row.high is None:
        return False
    return row.low < line < row.high


def _drawn(options: FigureOptions, dots: Sequence[Dot], plan: Plan) -> go.Figure:
    """Draw dots with labels beside them; numbers and a list below for those that do not fit."""
    left, right = _line_layout.left_margin(plan.y), SIDE + text_width(plan.x.texts[-1]) / 2
    room = options.width - left - right, 300.0 if options.narrow else 360.0
    width, height = room
    ground, thin = line_ground(plan, room), cross_ground(dots, plan, room)
    names, places = dot_labels(dots, plan, ground, room, options, thin)
    texts, entries = names, list[str]()
    points = [plan.point(dot, room) for dot in dots]
    # those without room first, then all of them: a number may crowd out another name
    for listed in ([at for at, place in enumerate(places) if place is None], range(len(dots))):
        if None in places:
            number = {at: str(order) for order, at in enumerate(listed, 1)}
            texts = [number.get(at, name) for at, name in enumerate(names)]
            places = _label_placement.place_labels(points, texts, ground, *room, thin)
            entries = [list_entry(order, dots[at], options) for order, at in enumerate(listed)]
    over = wrap(f"↑ {plan.y_words}", options.inner) if plan.y_words else []
    under = wrap(plan.x_words, options.inner)
    below = 10 + LINE + LINE * len(under)
    columns, rows = list_notes(entries, options, left, width, below + 8)
    shapes = [] if plan.x_line is None else [upright(plan.x_line, CONTEXT, 1.5, dash="dash")]
    shapes += [] if plan.y_line is None else [level(plan.y_line, CONTEXT, 1.5, dash="dash")]
    return theme.figure(
        options,
        [*crosses(dots), *dot_marks(dots, options), *label_texts(texts, places, plan, room)],
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


BETWEEN = 18


def dot_table(
    options: FigureOptions,
    rows: Sequence[tuple[str, Row, Row]],
    heads: tuple[str, str],
    scales: tuple[Scale, Scale],
) -> go.Figure:
    """Draw a label line a group; under it a dot on each of two scales, with its value.

    ``rows``: the label with its n, and the two numbers. ``heads``: words over the two columns.
    ``scales``: one a column.
    """
    half = (options.inner - BETWEEN) / 2
    values = [[value_text(row, options) for row in two] for _, *two in rows]
    room = [widest(line[at] for line in values) + 10 for at in (0, 1)]
    lines = Lines(options)
    words: list[Text] = []
    deepest = 0
    for at, (head, graded) in enumerate(zip(heads, scales, strict=True)):
        top = wrap(f"{head} ({graded.texts[0]}–{graded.texts[-1]})", half)
        deepest = max(deepest, len(top))
        words += [
            (at * (half + BETWEEN), LINE * line + LINE / 2, text, "middle right", CONTEXT)
            for line, text in enumerate(top)
        ]
    lines.y = LINE * deepest + 8
    dots: list[tuple[float, float, Row]] = []
    tracks = []
    for (label, *two), pair in zip(rows, values, strict=True):
        y = lines.add_row(label, "", "", under=BAR + 2)
        for at, (row, graded) in enumerate(zip(two, scales, strict=True)):
            start, wide = at * (half + BETWEEN), half - room[at]
            tracks.append((start, y, start + wide, y))
            dots.append((start + wide * graded.along(row.estimate), y, row))
            words.append((start + wide + 8, y, pair[at], "middle right", INK))
    traces = [
        strokes("track", tracks, TRACK, 6),
        marks("estimate", dots, options, size=11, color=MAIN),
        texts("values", words),
    ]
    return row_figure(lines, pixels(options), traces)
