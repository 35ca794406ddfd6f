"""The parts of a quadrant: dots, crosses, lines, and labels that find their place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from engagekit.figures._label_placement import Box, place_labels
from engagekit.figures._rows import Row, hover, value_text
from engagekit.figures._value_axis import Scale
from engagekit.figures.theme import (
    CONTEXT,
    CONTEXT_FILL,
    INK,
    LINE,
    MAIN,
    PAPER,
    SIDE,
    SIZE,
    Words,
    escape,
    fit,
    inner,
    note,
    text_width,
)
from engagekit.locale.words import number, say


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


def along(value: float | None, made: Scale) -> float:
    return ((value or 0.0) - made.low) / (made.high - made.low)


def _corner_boxes(plan: Plan, width: float, height: float) -> list[tuple[str, Box]]:
    """The words in the corners, where they fit beside the line."""
    boxes = []
    x = along(plan.x_line, plan.x) * width if plan.x_line is not None else width / 2
    for at, text in enumerate(plan.corners):
        room = (x if at % 2 == 0 else width - x) - 12
        wide = text_width(text)
        if wide > room:
            continue
        left = 6.0 if at % 2 == 0 else width - wide - 6
        top = 4.0 if at < 2 else height - LINE - 4
        boxes.append((text, Box(left, top, left + wide, top + LINE)))
    return boxes


def lines_taken(plan: Plan, width: float, height: float) -> list[Box]:
    """Ground of the lines and of the words in the corners."""
    used_names = [box for _, box in _corner_boxes(plan, width, height)]
    if plan.x_line is not None:
        x = along(plan.x_line, plan.x) * width
        used_names.append(Box(x - 2, 0, x + 2, height))
    if plan.y_line is not None:
        y = (1 - along(plan.y_line, plan.y)) * height
        used_names.append(Box(0, y - 2, width, y + 2))
    return used_names


def named(
    dots: Sequence[Dot],
    points: Sequence[tuple[float, float]],
    taken: Sequence[Box],
    room: tuple[float, float],
    words: Words,
    thin: Sequence[Box],
) -> tuple[list[str], list[Box | None]]:
    """The labels beside their dots, shortened as far as they stay different."""
    texts: list[str] = []
    places: list[Box | None] = [None]
    tails = [dot.words(words.language).removeprefix(dot.label) for dot in dots]
    for pixels in (280, 220, 170):
        texts = [
            fit(dot.label, max(40.0, pixels - text_width(tail))) + tail
            for dot, tail in zip(dots, tails, strict=True)
        ]
        places = place_labels(points, texts, taken, *room, thin)
        if len(set(texts)) < len(texts):
            return texts, [None]
        if all(place is not None for place in places):
            break
    return texts, places


def lines(plan: Plan) -> list[dict[str, Any]]:
    """The quadrant lines, each through the whole drawing."""
    base = {
        "type": "line",
        "layer": "below",
        "line": {"width": 1.5, "color": CONTEXT, "dash": "dash"},
    }
    shapes = []
    if plan.x_line is not None:
        shapes.append(
            {
                **base,
                "xref": "x",
                "yref": "paper",
                "x0": plan.x_line,
                "x1": plan.x_line,
                "y0": 0,
                "y1": 1,
            }
        )
    if plan.y_line is not None:
        shapes.append(
            {
                **base,
                "xref": "paper",
                "yref": "y",
                "x0": 0,
                "x1": 1,
                "y0": plan.y_line,
                "y1": plan.y_line,
            }
        )
    return shapes


def crosses(dots: Sequence[Dot]) -> list[dict[str, Any]]:
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
    return [
        {
            "type": "scatter",
            "mode": "lines",
            "name": "interval",
            "x": x[:-1],
            "y": y[:-1],
            "line": {"color": CONTEXT_FILL, "width": 1},
            "hoverinfo": "skip",
            "cliponaxis": False,
        }
    ]


def marks(dots: Sequence[Dot], words: Words, currency: str) -> list[dict[str, Any]]:
    """Full dots for groups that can be placed, grey rings for the undecided."""
    traces = []
    for name, undecided in (("estimate", False), ("undecided", True)):
        some = [dot for dot in dots if dot.undecided == undecided]
        if not some:
            continue
        colour = CONTEXT_FILL if undecided else MAIN
        traces.append(
            {
                "type": "scatter",
                "mode": "markers",
                "name": name,
                "x": [dot.x.estimate for dot in some],
                "y": [dot.y.estimate for dot in some],
                "marker": {
                    "size": 11,
                    "color": PAPER if undecided else colour,
                    "line": {"width": 2, "color": colour},
                },
                "hovertext": [
                    f"{hover(dot.y, words.language, currency)}<br>"
                    f"{hover(dot.x, words.language, currency)}"
                    for dot in some
                ],
                "hoverinfo": "text",
                "cliponaxis": False,
            }
        )
    return traces


def label_texts(
    texts: Sequence[str], places: Sequence[Box | None], plan: Plan, width: float, height: float
) -> dict[str, Any]:
    """Labels in the middle of their boxes, and the words in the corners."""
    visible = [(text, box, INK) for text, box in zip(texts, places, strict=True) if box is not None]
    visible += [(text, box, CONTEXT) for text, box in _corner_boxes(plan, width, height)]
    spans = plan.x.high - plan.x.low, plan.y.high - plan.y.low
    return {
        "type": "scatter",
        "mode": "text",
        "name": "labels",
        "x": [plan.x.low + (box.left + box.right) / 2 / width * spans[0] for _, box, _ in visible],
        "y": [
            plan.y.high - (box.top + box.bottom) / 2 / height * spans[1] for _, box, _ in visible
        ],
        "text": [escape(text) for text, _, _ in visible],
        "textposition": "middle center",
        "textfont": {"size": SIZE, "color": [colour for _, _, colour in visible]},
        "hoverinfo": "skip",
        "cliponaxis": False,
    }


def entry(at: int, dot: Dot, words: Words, currency: str) -> str:
    """A line of the list: number, label, n and both values."""
    values = ", ".join(value_text(row, words.language, currency) for row in (dot.y, dot.x))
    room = inner(words) if words.narrow else inner(words) / 2 - 12
    tail = f" ({values})"
    head = f"{number(at + 1, 'count', words.language)} "
    size = dot.words(words.language).removeprefix(dot.label)
    return head + fit(dot.label, room - text_width(head + size + tail)) + size + tail


def listed_notes(
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


def thin_ground(dots: Sequence[Dot], plan: Plan, width: float, height: float) -> list[Box]:
    """Ground of the crosses."""
    boxes = []
    for dot in dots:
        x = along(dot.x.estimate, plan.x) * width
        y = (1 - along(dot.y.estimate, plan.y)) * height
        if dot.y.has_interval:
            high, low = ((1 - along(at, plan.y)) * height for at in (dot.y.high, dot.y.low))
            boxes.append(Box(x - 1, high, x + 1, low))
        if dot.x.has_interval:
            low, high = (along(at, plan.x) * width for at in (dot.x.low, dot.x.high))
            boxes.append(Box(low, y - 1, high, y + 1))
    return boxes
