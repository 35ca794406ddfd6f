"""The parts of a quadrant: dots, crosses, lines, and labels that find their place."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from engagekit.figures._label_placement import TALL, Box, place_labels
from engagekit.figures._rows import Row, hover, value_text
from engagekit.figures._traces import Text, marks, strokes, texts
from engagekit.figures._value_axis import Scale
from engagekit.figures.colour import CONTEXT, CONTEXT_FILL, INK, MAIN, PAPER
from engagekit.figures.options import SIDE, FigureOptions
from engagekit.figures.text import LINE, escape_lines, fit, text_width
from engagekit.figures.theme import note

_LABEL_ROOM = (280, 220, 170)
"""Pixels of a label beside its dot, tried in turn: whole, shortened, shortened again."""
_LEAST_NAME = 40.0
"""Pixels that the name of a label keeps at least."""

Room = tuple[float, float]
"""Width and height of the drawing in pixels."""


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

    def words(self, options: FigureOptions) -> str:
        """Return the label with the answers behind it."""
        return self.label + self.size(options)


@dataclass(frozen=True)
class Plan:
    """Both scales, the lines, and the words along the axes and in the corners."""

    x: Scale
    y: Scale
    x_line: float | None
    y_line: float | None
    x_words: str
    y_words: str
    corners: tuple[str, ...]

    def point(self, dot: Dot, room: Room) -> tuple[float, float]:
        """Return the pixels of a dot from the top left corner."""
        return self.across(dot.x.estimate, room), self.down(dot.y.estimate, room)

    def across(self, value: float | None, room: Room) -> float:
        """Return the pixels of a value from the left edge."""
        return self.x.along(value) * room[0]

    def down(self, value: float | None, room: Room) -> float:
        """Return the pixels of a value from the top."""
        return (1 - self.y.along(value)) * room[1]


def _corner_boxes(plan: Plan, room: Room) -> list[tuple[str, Box]]:
    """Return the words in the corners, where they fit beside the line."""
    width, height = room
    boxes = []
    x = plan.across(plan.x_line, room) if plan.x_line is not None else width / 2
    for at, text in enumerate(plan.corners):
        wide = text_width(text)
        if wide > (x if at % 2 == 0 else width - x) - 12:
            continue
        left = 6.0 if at % 2 == 0 else width - wide - 6
        top = 4.0 if at < 2 else height - LINE - 4
        boxes.append((text, Box(left, top, left + wide, top + LINE)))
    return boxes


def line_ground(plan: Plan, room: Room) -> list[Box]:
    """Return the ground of the lines and of the words in the corners."""
    boxes = [box for _, box in _corner_boxes(plan, room)]
    if plan.x_line is not None:
        x = plan.across(plan.x_line, room)
        boxes.append(Box(x - 2, 0, x + 2, room[1]))
    if plan.y_line is not None:
        y = plan.down(plan.y_line, room)
        boxes.append(Box(0, y - 2, room[0], y + 2))
    return boxes


def cross_ground(dots: Sequence[Dot], plan: Plan, room: Room) -> list[Box]:
    """Return the ground of the crosses."""
    boxes = []
    for dot in dots:
        x, y = plan.point(dot, room)
        if dot.y.has_interval:
            boxes.append(Box(x - 1, plan.down(dot.y.high, room), x + 1, plan.down(dot.y.low, room)))
        if dot.x.has_interval:
            low, high = plan.across(dot.x.low, room), plan.across(dot.x.high, room)
            boxes.append(Box(low, y - 1, high, y + 1))
    return boxes


def dot_labels(
    dots: Sequence[Dot],
    plan: Plan,
    ground: Sequence[Box],
    room: Room,
    options: FigureOptions,
    thin: Sequence[Box],
) -> tuple[list[str], list[Box | None]]:
    """Return the labels beside their dots, shortened as far as they stay different.

    Where none of the lengths leaves room for all, that which leaves it for most.
    """
    best: tuple[list[str], list[Box | None]] = [], []
    points = [plan.point(dot, room) for dot in dots]
    for pixels in _LABEL_ROOM:
        words = []
        for dot in dots:
            size = dot.size(options)
            words.append(fit(dot.label, max(_LEAST_NAME, pixels - text_width(size))) + size)
        places = place_labels(points, words, ground, *room, thin)
        if len(set(words)) < len(words):
            break
        if not best[0] or places.count(None) < best[1].count(None):
            best = words, places
        if None not in places:
            break
    return best if best[0] else (words, [None] * len(dots))


def crosses(dots: Sequence[Dot]) -> list[dict[str, Any]]:
    """Return the intervals of both measures as thin crosses."""
    ends = []
    for dot in dots:
        x, y = dot.x.estimate, dot.y.estimate
        ends += [(dot.x.low, y, dot.x.high, y)] if dot.x.has_interval else []
        ends += [(x, dot.y.low, x, dot.y.high)] if dot.y.has_interval else []
    return [strokes("interval", ends, CONTEXT_FILL, 1)] if ends else []


def dot_marks(dots: Sequence[Dot], options: FigureOptions) -> list[dict[str, Any]]:
    """Return full dots for groups that can be placed, grey rings for the undecided."""
    traces = []
    for name, undecided, colour in (("estimate", False, MAIN), ("undecided", True, CONTEXT_FILL)):
        some = [dot for dot in dots if dot.undecided == undecided]
        if not some:
            continue
        marker = {"color": PAPER if undecided else colour, "line": {"width": 2, "color": colour}}
        placed = [(dot.x.estimate, dot.y.estimate, dot.y) for dot in some]
        hovers = [f"{hover(dot.y, options)}<br>{hover(dot.x, options)}" for dot in some]
        traces.append({**marks(name, placed, options, size=11, **marker), "hovertext": hovers})
    return traces


def label_texts(
    words: Sequence[str], places: Sequence[Box | None], plan: Plan, room: Room
) -> list[dict[str, Any]]:
    """Return labels in the middle of their boxes and the words in the corners, on paper.

    No interval runs through a word.
    """
    boxes = [(text, box, INK) for text, box in zip(words, places, strict=True) if box is not None]
    boxes += [(text, box, CONTEXT) for text, box in _corner_boxes(plan, room)]
    placed: list[Text] = []
    paper = []
    for text, box, colour in boxes:
        left, right = (plan.x.low + x * plan.x.pixel(room[0]) for x in (box.left, box.right))
        y = plan.y.high - (box.top + box.bottom) / 2 * plan.y.pixel(room[1])
        paper.append((left, y, right, y))
        placed.append(((left + right) / 2, y, text, "middle center", colour))
    return [strokes("paper", paper, PAPER, TALL), texts("labels", placed)]


def list_entry(at: int, dot: Dot, options: FigureOptions) -> str:
    """Return a line of the list: number, label, n and both values."""
    room = options.inner if options.narrow else options.inner / 2 - 12
    head = f"{options.number(at + 1, 'count')} "
    values = ", ".join(value_text(row, options) for row in (dot.y, dot.x))
    tail = f"{dot.size(options)} ({values})"
    return head + fit(dot.label, room - text_width(head + tail)) + tail


def list_notes(
    entries: Sequence[str], options: FigureOptions, left: float, width: float, below: float
) -> tuple[list[dict[str, Any]], int]:
    """Return the list under the drawing, in one column or two, and its lines."""
    if not entries:
        return [], 0
    across = 1 if options.narrow else 2
    rows = -(-len(entries) // across)
    notes = []
    for at in range(across):
        part = escape_lines(entries[at * rows : (at + 1) * rows])
        x = (at * options.inner / 2 - (left - SIDE)) / width
        notes.append(note(part, x=x, yshift=-below, name="list"))
    return notes, rows
