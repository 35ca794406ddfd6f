"""Satisfaction beside funding: dots with crosses and quadrant lines, or a dot table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from engagekit.figures._dot_table import dot_table
from engagekit.figures._label_placement import place_labels
from engagekit.figures._quadrant_parts import (
    Dot,
    Plan,
    along,
    crosses,
    entry,
    label_texts,
    lines,
    lines_taken,
    listed_notes,
    marks,
    named,
    thin_ground,
)
from engagekit.figures._rows import Row, measure_words, nothing_to_say, rows_of
from engagekit.figures._value_axis import Scale, axis_title, scale
from engagekit.figures.theme import (
    INK,
    LINE,
    SIDE,
    TRACK,
    Words,
    escape,
    figure,
    inner,
    note,
    sentence,
    text_width,
    under_axis,
    wrap,
)
from engagekit.locale.words import say
from engagekit.measures._frame import ALL, by_of

FEWEST = 4
CORNERS = ("top_left", "top_right", "bottom_left", "bottom_right")


def quadrant(
    frame: pd.DataFrame,
    words: Words,
    *,
    x: str = "funding per head",
    y: str = "satisfaction",
    x_line: float | None = None,
    y_line: float | None = None,
    x_axis: str = "",
    y_axis: str = "",
    lines_note: str = "",
    corners: Sequence[str] | None = None,
    undecided: Sequence[str] | None = None,
    least_base: int = 0,
    by: Sequence[str] | None = None,
    labels: Mapping[str, str] | None = None,
    k: int = 5,
    currency: str = "CAD",
) -> go.Figure:
    """A dot a group, one measure along each axis; below four dots a two-column dot table.

    Parameters
    ----------
    frame : DataFrame
        Measure frame with the rows of both measures for each group.
    words : Words
        Around the drawing, with its size and language.
    x, y : str
        The two measures.
    x_line, y_line : float, optional
        Where the lines stand; none where not given.
    x_axis, y_axis : str
        Words along the axes; those of the measures when empty.
    lines_note : str
        How the lines were chosen.
    corners : sequence of str, optional
        Words in the corners: top left, top right, bottom left, bottom right. Words on
        satisfaction and funding when None; none when empty.
    undecided : sequence of str, optional
        Groups that cannot be placed; those whose interval crosses a line when None.
    least_base : int
        Groups on fewer answers are named under the figure instead of drawn.
    by : sequence of str, optional
        Columns that make a group.
    labels : mapping, optional
        Values and measures to the words that stand for them.
    k : int
        Threshold named where a group is hidden.
    currency : str
        Of money.

    Returns
    -------
    go.Figure
    """
    if not len(frame):
        return sentence(words, nothing_to_say([], words.language))
    names = list(by) if by is not None else by_of(frame)
    rows = [row for row in rows_of(frame, words.language, names, labels) if ALL not in row.key]
    pairs: dict[tuple[str, ...], dict[str, Row]] = {}
    for row in rows:
        if row.measure in (x, y):
            pairs.setdefault(row.key, {})[row.measure] = row
    dots, absent = _dots(pairs, (x, y), (x_line, y_line), undecided, least_base, k, words.language)
    if not dots:
        return sentence(words, nothing_to_say(rows, words.language))
    units = dots[0].x.unit, dots[0].y.unit
    if corners is None:
        existing = x_line is not None and y_line is not None
        corners = (
            [say(f"figure.quadrant.{name}", words.language) for name in CORNERS] if existing else []
        )
    plan = Plan(
        _scale([dot.x for dot in dots], x_line, words.language, currency, 3 if words.narrow else 5),
        _scale([dot.y for dot in dots], y_line, words.language, currency, 4),
        x_line,
        y_line,
        x_axis or _axis_words(x, units[0], words.language, currency, labels),
        y_axis or _axis_words(y, units[1], words.language, currency, labels),
        tuple(corners),
        currency,
    )
    visible = any(dot.undecided for dot in dots) and len(dots) >= FEWEST
    parts = [say("figure.undecided", words.language)] if visible else []
    parts += [lines_note] if lines_note and len(dots) >= FEWEST else []
    parts += absent
    words = words.with_notes(tuple(parts))
    if len(dots) < FEWEST:
        heads = (plan.y_words, plan.x_words)
        pairs_of = [(dot.words(words.language), dot.y, dot.x) for dot in dots]
        return dot_table(words, pairs_of, heads, (plan.y, plan.x), currency)
    return _drawn(words, dots, plan)


def _scale(
    rows: Sequence[Row], line: float | None, language: str, currency: str, parts: int
) -> Scale:
    """A scale over estimates and bounds, and the line."""
    values = [
        value for row in rows for value in (row.estimate, row.low, row.high) if value is not None
    ]
    values += [] if line is None else [line]
    return scale(values, rows[0].unit, language, currency, parts=parts)


def _axis_words(
    measure: str, unit: str, language: str, currency: str, labels: Mapping[str, str] | None
) -> str:
    """The measure in words, with the unit where the steps do not carry it."""
    text = measure_words(measure, language, labels)
    if unit in ("share", "money", "per_head"):
        return text
    return f"{text} ({axis_title(unit, language, currency).lower()})"


def _dots(
    pairs: Mapping[tuple[str, ...], Mapping[str, Row]],
    measures: tuple[str, str],
    lines: tuple[float | None, float | None],
    undecided: Sequence[str] | None,
    least: int,
    k: int,
    language: str,
) -> tuple[list[Dot], list[str]]:
    """The groups that can be drawn, and sentences on those that cannot."""
    dots: list[Dot] = []
    absent: dict[str, list[str]] = {}
    for key, matches in pairs.items():
        two = [matches.get(name) for name in measures]
        label = next(iter(matches.values())).label
        first, second = two
        if first is None or second is None or not first.is_drawn or not second.is_drawn:
            existing = [row for row in two if row is not None]
            worst = next((row for row in existing if row.suppressed), existing[0])
            why = (
                say("figure.hidden_why", language, k=k)
                if worst.suppressed
                else say("figure.no_data", language)
            )
            absent.setdefault(why, []).append(label)
        elif (second.base if second.base is not None else least) < least:
            absent.setdefault(say("figure.too_few", language, n=least), []).append(label)
        else:
            unsure = _crosses(first, lines[0]) or _crosses(second, lines[1])
            if undecided is not None:
                unsure = label in undecided or any(part in undecided for part in key)
            dots.append(Dot(label, first, second, unsure))
    sentences = [
        say("figure.not_listed", language, names=f"{', '.join(names)} ({why})")
        for why, names in absent.items()
    ]
    return dots, sentences


def _crosses(row: Row, line: float | None) -> bool:
    return (
        line is not None
        and row.low is not None
        and row.high is not None
        and (row.low < line < row.high)
    )


def _drawn(words: Words, dots: Sequence[Dot], plan: Plan) -> go.Figure:
    """Dots with labels beside them; with numbers and a list below where labels do not fit."""
    left = SIDE + 6 + max(text_width(text) for text in plan.y.texts)
    right = SIDE + text_width(plan.x.texts[-1]) / 2
    width = words.width - left - right
    height = 300.0 if words.narrow else 360.0
    spots = [(along(dot.x.estimate, plan.x), along(dot.y.estimate, plan.y)) for dot in dots]
    points = [(x * width, (1 - y) * height) for x, y in spots]
    used_names = lines_taken(plan, width, height)
    thin = thin_ground(dots, plan, width, height)
    texts, places = named(dots, points, used_names, (width, height), words, thin)
    listed: list[str] = []
    if any(place is None for place in places):
        texts = [str(at + 1) for at in range(len(dots))]
        places = place_labels(points, texts, used_names, width, height, thin)
        listed = [entry(at, dot, words, plan.currency) for at, dot in enumerate(dots)]
    traces = [
        *crosses(dots),
        *marks(dots, words, plan.currency),
        label_texts(texts, places, plan, width, height),
    ]
    above, heads = _heads(words, plan, left, width)
    below = 10 + LINE
    under = wrap(plan.x_words, inner(words))
    notes = [*heads, under_axis(under, left, width, below)]
    below += LINE * len(under)
    columns, rows = listed_notes(listed, words, left, width, below + 8)
    notes += columns
    below += (LINE * rows + 8) if rows else 0
    return figure(
        words,
        traces,
        body=height,
        above=above,
        below=below,
        left=left,
        right=right,
        notes=notes,
        shapes=lines(plan),
        axes={
            "xaxis": _plain_axis(plan.x),
            "yaxis": {**_plain_axis(plan.y), "ticklabelstandoff": 4},
        },
    )


def _plain_axis(made: Scale) -> dict[str, Any]:
    return {
        "range": [made.low, made.high],
        "tickvals": list(made.steps),
        "ticktext": [escape(text) for text in made.texts],
        "showgrid": True,
        "gridcolor": TRACK,
    }


def _heads(
    words: Words, plan: Plan, left: float, width: float
) -> tuple[float, list[dict[str, Any]]]:
    """The words of the upright axis over it, and those of the lines beside them."""
    parts = [f"↑ {plan.y_words}"] if text_width(plan.y_words) else []
    lines = [line for part in parts for line in wrap(part, inner(words))]
    text = "<br>".join(map(escape, lines))
    head = note(
        text,
        x=-(left - SIDE) / width,
        y=1,
        colour=INK,
        yanchor="bottom",
        yshift=12,
        name="axis title",
    )
    return LINE * len(lines) + 12, [head]
