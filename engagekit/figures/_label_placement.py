"""Where labels can stand so that they touch neither each other nor a mark nor a line."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import hypot

from engagekit.figures.text import SIZE, text_width

TALL = SIZE + 3
_RADIUS = 7
"""Half a mark with the ring around it, in pixels."""
_GAPS = (9, 14, 20)
"""Pixels between a mark and its label, the nearest first; farther off it belongs to nobody."""


@dataclass(frozen=True)
class Box:
    """A rectangle in pixels."""

    left: float
    top: float
    right: float
    bottom: float

    def touches(self, other: "Box") -> bool:
        """Return whether two boxes share some ground."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    def away(self, x: float, y: float) -> float:
        """Return the pixels from its edge to a point."""
        return hypot(max(self.left - x, 0, x - self.right), max(self.top - y, 0, y - self.bottom))

    def within(self, width: float, height: float) -> bool:
        """Return whether it lies wholly in a drawing."""
        return self.left >= 0 and self.top >= 0 and self.right <= width and self.bottom <= height


def _candidates(x: float, y: float, text: str, gap: float) -> list[Box]:
    """Return boxes of a text right, left, above, below and aslant of a point."""
    wide = text_width(text)
    corners = [
        (x + gap, y - TALL / 2),
        (x - gap - wide, y - TALL / 2),
        (x - wide / 2, y - gap - TALL),
        (x - wide / 2, y + gap),
        (x + gap * 0.7, y - gap * 0.7 - TALL),
        (x + gap * 0.7, y + gap * 0.7),
        (x - gap * 0.7 - wide, y - gap * 0.7 - TALL),
        (x - gap * 0.7 - wide, y + gap * 0.7),
    ]
    return [Box(left, top, left + wide, top + TALL) for left, top in corners]


def place_labels(
    points: Sequence[tuple[float, float]],
    texts: Sequence[str],
    taken: Sequence[Box],
    width: float,
    height: float,
    avoided: Sequence[Box] = (),
) -> list[Box | None]:
    """Return a box for each text, nearest its own point if it can; None where there is no room.

    ``points``: in pixels from the top left corner. ``texts``: one a point. ``taken``: ground that
    no text may touch (lines, words). ``width``, ``height``: of the drawing. ``avoided``: ground
    that a text touches only where nothing else is free (thin interval lines).

    Examples
    --------
    >>> [box.left > 50 for box in place_labels([(50, 50)], ["Legal"], [], 200, 100)]
    [True]
    """
    dots = [Box(x - _RADIUS, y - _RADIUS, x + _RADIUS, y + _RADIUS) for x, y in points]
    placed: list[Box | None] = [None] * len(points)
    ground = list(taken)
    for at in sorted(range(len(points)), key=lambda at: points[at]):
        x, y = points[at]
        others = [dot for other, dot in enumerate(dots) if other != at]
        free = [
            box
            for gap in _GAPS
            for box in _candidates(x, y, texts[at], gap)
            if box.within(width, height)
            and not any(box.touches(other) for other in (*ground, *others))
        ]
        apart = [point for point in points if point != (x, y)]
        own = [box for box in free if all(box.away(x, y) < box.away(*point) for point in apart)]
        clear = [box for box in (*own, *free) if not any(box.touches(line) for line in avoided)]
        best = next(iter([*clear, *own, *free]), None)
        if best is not None:
            ground.append(best)
        placed[at] = best
    return placed
