"""Satisfaction beside funding: dots with crosses and quadrant lines, or a dot table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from engagekit.figures._dot_table import dot_table
from engagekit.figures._places import Box, place_labels
from engagekit.figures._rows import Row, hover, nothing_to_say, rows_of, value_text
from engagekit.figures._scale import Scale, axis_title, scale
from engagekit.figures.theme import (
    CONTEXT,
    CONTEXT_FILL,
    INK,
    LINE,
    MAIN,
    PAPER,
    SIDE,
    SIZE,
    TRACK,
    Words,
    escape,
    figure,
    fit,
    inner,
    note,
    sentence,
    text_width,
    wrap,
)
from engagekit.language import number, say
from engagekit.measures._frame import ALL, by_of

FEWEST = 4
CORNERS = ("top_left", "top_right", "bottom_left", "bottom_right")


@dataclass(frozen=True)
class Dot:
    """A group with both numbers."""

    label: str
    x: Row
    y: Row
    undecided: bool

    def words(self, language: str) -> str:
        """The label with the answers behind it."""
        size = self.y.base if self.y.base is not None else self.y.n
        return (
            self.label if size is None else (f"{self.label} · {say('figure.n', language, n=size)}")
        )


@dataclass(frozen=True)
class Plan:
    """Both scales, the lines, and the words along the axes."""

    x: Scale
    y: Scale
    x_line: float | None
    y_line: float | None
    x_words: str
    y_words: str
    corners: tuple[str, ...]
    currency: str


def quadrant(
    frame: pd.DataFrame,
    *,
    title: str,
    subtitle: str = "",
    footer: str = "",
    narrow: bool = False,
    language: str = "en",
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
    title, subtitle, footer, narrow, language
        See `engagekit.figures.draw`.
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
    words = Words(title, subtitle, footer, narrow, language)
    if not len(frame):
        return sentence(words, nothing_to_say([], language))
    names = list(by) if by is not None else by_of(frame)
    rows = [row for row in rows_of(frame, language, names, labels) if ALL not in row.key]
    pairs: dict[tuple[str, ...], dict[str, Row]] = {}
    for row in rows:
        if row.measure in (x, y):
            pairs.setdefault(row.key, {})[row.measure] = row
    dots, absent = _dots(pairs, (x, y), (x_line, y_line), undecided, least_base, k, language)
    if not dots:
        return sentence(words, nothing_to_say(rows, language))
    units = dots[0].x.unit, dots[0].y.unit
    if corners is None:
        known = x_line is not None and y_line is not None
        corners = [say(f"figure.quadrant.{name}", language) for name in CORNERS] if known else []
    plan = Plan(
        _scale([dot.x for dot in dots], x_line, language, currency, 3 if narrow else 5),
        _scale([dot.y for dot in dots], y_line, language, currency, 4), x_line, y_line,
        x_axis or _axis_words(x, units[0], language, currency, labels),
        y_axis or _axis_words(y, units[1], language, currency, labels),
        tuple(corners), currency,
    )  # fmt: skip
    shown = any(dot.undecided for dot in dots) and len(dots) >= FEWEST
    parts = [say("figure.undecided", language)] if shown else []
    parts += [lines_note] if lines_note and len(dots) >= FEWEST else []
    parts += absent
    words = Words(title, subtitle, footer, narrow, language, tuple(parts))
    if len(dots) < FEWEST:
        heads = (plan.y_words, plan.x_words)
        pairs_of = [(dot.words(language), dot.y, dot.x) for dot in dots]
        return dot_table(words, pairs_of, heads, (plan.y, plan.x), currency)
    return _drawn(words, dots, plan)


def _scale(
    rows: Sequence[Row], line: float | None, language: str, currency: str, parts: int
) -> Scale:
    """A scale over estimates and bounds, and the line."""
    values = [value for row in rows for value in (row.estimate, row.low, row.high)
              if value is not None]  # fmt: skip
    values += [] if line is None else [line]
    return scale(values, rows[0].unit, language, currency, parts=parts)


def _axis_words(
    measure: str, unit: str, language: str, currency: str, labels: Mapping[str, str] | None
) -> str:
    """The measure in words, with the unit where the steps do not carry it."""
    if labels and measure in labels:
        return labels[measure]
    text = measure.replace("_", " ")
    text = text[:1].upper() + text[1:]
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
    for key, found in pairs.items():
        two = [found.get(name) for name in measures]
        label = next(iter(found.values())).label
        first, second = two
        if first is None or second is None or not first.is_drawn or not second.is_drawn:
            known = [row for row in two if row is not None]
            worst = next((row for row in known if row.suppressed), known[0])
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
    points = [(_along(dot.x.estimate, plan.x) * width, (1 - _along(dot.y.estimate, plan.y)) * height)
              for dot in dots]  # fmt: skip
    taken = _lines_taken(plan, width, height)
    texts, places = _named(dots, points, taken, (width, height), words)
    listed: list[str] = []
    if any(place is None for place in places):
        texts = [str(at + 1) for at in range(len(dots))]
        places = place_labels(points, texts, taken, width, height)
        listed = [_entry(at, dot, words, plan.currency) for at, dot in enumerate(dots)]
    traces = [
        *_crosses_drawn(dots),
        *_marks(dots, words, plan.currency),
        _texts(texts, places, plan, width, height),
    ]
    above, heads = _heads(words, plan, left, width)
    below = 10 + LINE
    under = wrap(plan.x_words, inner(words))
    notes = [
        *heads,
        note(
            "<br>".join(map(escape, under)),
            x=-(left - SIDE) / width,
            y=0,
            colour=INK,
            yshift=-below,
            name="axis title",
        ),
    ]
    below += LINE * len(under)
    columns, rows = _list(listed, words, left, width, below + 8)
    notes += columns
    below += (LINE * rows + 8) if rows else 0
    return figure(
        words, traces, body=height, above=above, below=below, left=left, right=right, notes=notes,
        shapes=_lines(plan), axes={
            "xaxis": _plain_axis(plan.x), "yaxis": {**_plain_axis(plan.y), "ticklabelstandoff": 4},
        },
    )  # fmt: skip


def _named(
    dots: Sequence[Dot],
    points: Sequence[tuple[float, float]],
    taken: Sequence[Box],
    room: tuple[float, float],
    words: Words,
) -> tuple[list[str], list[Box | None]]:
    """The labels beside their dots, shortened as far as they stay different."""
    texts: list[str] = []
    places: list[Box | None] = [None]
    tails = [dot.words(words.language).removeprefix(dot.label) for dot in dots]
    for pixels in (260, 180, 130, 100):
        texts = [
            fit(dot.label, max(40.0, pixels - text_width(tail))) + tail
            for dot, tail in zip(dots, tails, strict=True)
        ]
        places = place_labels(points, texts, taken, *room)
        if len(set(texts)) < len(texts):
            return texts, [None]
        if all(place is not None for place in places):
            break
    return texts, places


def _plain_axis(made: Scale) -> dict[str, Any]:
    return {"range": [made.low, made.high], "tickvals": list(made.steps),
            "ticktext": [escape(text) for text in made.texts], "showgrid": True,
            "gridcolor": TRACK}  # fmt: skip


def _along(value: float | None, made: Scale) -> float:
    return ((value or 0.0) - made.low) / (made.high - made.low)


def _corner_boxes(plan: Plan, width: float, height: float) -> list[tuple[str, Box]]:
    """The words in the corners, where they fit beside the line."""
    boxes = []
    x = _along(plan.x_line, plan.x) * width if plan.x_line is not None else width / 2
    for at, text in enumerate(plan.corners):
        room = (x if at % 2 == 0 else width - x) - 12
        wide = text_width(text)
        if wide > room:
            continue
        left = 6.0 if at % 2 == 0 else width - wide - 6
        top = 4.0 if at < 2 else height - LINE - 4
        boxes.append((text, Box(left, top, left + wide, top + LINE)))
    return boxes


def _lines_taken(plan: Plan, width: float, height: float) -> list[Box]:
    """Ground of the lines and of the words in the corners."""
    taken = [box for _, box in _corner_boxes(plan, width, height)]
    if plan.x_line is not None:
        x = _along(plan.x_line, plan.x) * width
        taken.append(Box(x - 2, 0, x + 2, height))
    if plan.y_line is not None:
        y = (1 - _along(plan.y_line, plan.y)) * height
        taken.append(Box(0, y - 2, width, y + 2))
    return taken


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


def _lines(plan: Plan) -> list[dict[str, Any]]:
    """The quadrant lines, each through the whole drawing."""
    base = {"type": "line", "layer": "below",
            "line": {"width": 1.5, "color": CONTEXT, "dash": "dash"}}  # fmt: skip
    shapes = []
    if plan.x_line is not None:
        shapes.append({**base, "xref": "x", "yref": "paper", "x0": plan.x_line, "x1": plan.x_line,
                       "y0": 0, "y1": 1})  # fmt: skip
    if plan.y_line is not None:
        shapes.append({**base, "xref": "paper", "yref": "y", "x0": 0, "x1": 1, "y0": plan.y_line,
                       "y1": plan.y_line})  # fmt: skip
    return shapes


def _crosses_drawn(dots: Sequence[Dot]) -> list[dict[str, Any]]:
    """The intervals of both measures, as thin crosses."""
    x: list[float | None] = []
    y: list[float | None] = []
    for dot in dots:
        if dot.x.has_interval:
            x += [dot.x.low, dot.x.high, None]
            y += [dot.y.estimate, dot.y.estimate, None]
        if dot.y.has_interval:
            x += [dot.x.estimate, dot.x.estimate, None]
            y += [dot.y.low, dot.y.high, None]
    if not x:
        return []
    return [{"type": "scatter", "mode": "lines", "name": "interval", "x": x[:-1], "y": y[:-1],
             "line": {"color": CONTEXT_FILL, "width": 1}, "hoverinfo": "skip",
             "cliponaxis": False}]  # fmt: skip


def _marks(dots: Sequence[Dot], words: Words, currency: str) -> list[dict[str, Any]]:
    """Full dots for groups that can be placed, grey rings for the undecided."""
    traces = []
    for name, undecided in (("estimate", False), ("undecided", True)):
        some = [dot for dot in dots if dot.undecided == undecided]
        if not some:
            continue
        colour = CONTEXT_FILL if undecided else MAIN
        traces.append({
            "type": "scatter", "mode": "markers", "name": name,
            "x": [dot.x.estimate for dot in some], "y": [dot.y.estimate for dot in some],
            "marker": {"size": 11, "color": PAPER if undecided else colour,
                       "line": {"width": 2, "color": colour}},
            "hovertext": [f"{hover(dot.y, words.language, currency)}<br>"
                          f"{hover(dot.x, words.language, currency)}" for dot in some],
            "hoverinfo": "text", "cliponaxis": False,
        })  # fmt: skip
    return traces


def _texts(
    texts: Sequence[str], places: Sequence[Box | None], plan: Plan, width: float, height: float
) -> dict[str, Any]:
    """Labels in the middle of their boxes, and the words in the corners."""
    shown = [(text, box, INK) for text, box in zip(texts, places, strict=True) if box is not None]
    shown += [(text, box, CONTEXT) for text, box in _corner_boxes(plan, width, height)]
    spans = plan.x.high - plan.x.low, plan.y.high - plan.y.low
    return {
        "type": "scatter", "mode": "text", "name": "labels",
        "x": [plan.x.low + (box.left + box.right) / 2 / width * spans[0] for _, box, _ in shown],
        "y": [plan.y.high - (box.top + box.bottom) / 2 / height * spans[1] for _, box, _ in shown],
        "text": [escape(text) for text, _, _ in shown], "textposition": "middle center",
        "textfont": {"size": SIZE, "color": [colour for _, _, colour in shown]},
        "hoverinfo": "skip", "cliponaxis": False,
    }  # fmt: skip


def _entry(at: int, dot: Dot, words: Words, currency: str) -> str:
    """A line of the list: number, label, n and both values."""
    values = ", ".join(value_text(row, words.language, currency) for row in (dot.y, dot.x))
    room = inner(words) if words.narrow else inner(words) / 2 - 12
    tail = f" ({values})"
    number_of = f"{number(at + 1, 'count', words.language)} "
    return number_of + fit(dot.words(words.language), room - text_width(tail + number_of)) + tail


def _list(
    listed: Sequence[str], words: Words, left: float, width: float, below: float
) -> tuple[list[dict[str, Any]], int]:
    """The list under the drawing, in one column or two, and its lines."""
    if not listed:
        return [], 0
    across = 1 if words.narrow else 2
    rows = -(-len(listed) // across)
    notes = []
    for at in range(across):
        part = listed[at * rows : (at + 1) * rows]
        x = -(left - SIDE) / width + at * inner(words) / 2 / width
        notes.append(note("<br>".join(map(escape, part)), x=x, y=0, yshift=-below, name="list"))
    return notes, rows
