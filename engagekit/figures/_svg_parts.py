"""Pieces of an SVG: lengths, texts, lines and boxes, and where values lie on the page."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from engagekit.errors import UsageError

LINE = 1.3
"""Height of a line of text in sizes of its type, as in plotly."""
MIDDLE = 0.35
"""From the middle of a line down to its base in sizes of the type, as in plotly."""
_TAGS = re.compile(r"<(?!br>|/?b>)")
_FADED = re.compile(r"rgba\((\d+),(\d+),(\d+),([\d.]+)\)")
_DASHES = {"dot": (1, 1), "dash": (3, 3), "solid": ()}
"""Names of dashes to lengths in widths of the line, as in plotly."""
_LEAST_DASHED = 3
"""A line thinner than so many pixels is dashed as one of this width, as in plotly."""


@dataclass(frozen=True)
class Axis:
    """Where the values of an axis lie on the page, in pixels."""

    first: float
    last: float
    low: float
    high: float

    def at(self, value: float) -> float:
        """Return the pixel of a value."""
        part = (float(value) - self.low) / (self.high - self.low)
        return self.first + part * (self.last - self.first)


@dataclass(frozen=True)
class Page:
    """The size of a figure, its drawing area and its axes."""

    width: float
    height: float
    left: float
    right: float
    top: float
    bottom: float
    axes: Mapping[str, Axis]

    def paper(self, name: str, part: float) -> float:
        """Return the pixel of a part of the drawing area, from the left or from below."""
        if name == "x":
            return self.left + part * (self.right - self.left)
        return self.bottom + part * (self.top - self.bottom)

    def at(self, name: str, ref: str, value: float) -> float:
        """Return the pixel of a value of an axis, or of a part of the paper."""
        return self.paper(name, value) if ref == "paper" else self.axes[ref].at(value)


def length(value: float) -> str:
    """Return a length with at most two decimals."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def text_at(
    text: str, x: float, y: float, anchor: str, colour: str = "", size: float = 0
) -> Iterator[str]:
    """Yield lines of text, the base of the first at a point; plotly's ``<br>`` parts them."""
    if not text:
        return
    if _TAGS.search(text):
        raise UsageError("No picture can be drawn of a text with tags other than <br> and <b>.")
    bold = ' font-weight="bold"' if text.startswith("<b>") else ""
    lines = text.replace("<b>", "").replace("</b>", "").split("<br>")
    spans = "".join(
        f'<tspan x="{length(x)}" dy="{LINE if at else 0}em">{line}</tspan>'
        for at, line in enumerate(lines)
    )
    ink = f' fill="{colour}"' if colour else ""
    kind = f' font-size="{length(size)}"' if size else ""
    content = lines[0] if len(lines) == 1 else spans
    place = f'x="{length(x)}" y="{length(y)}" text-anchor="{anchor}"'
    yield f"<text {place}{ink}{kind}{bold}>{content}</text>"


def stroke(colour: str, width: float, dash: str = "solid", fill: str = "none") -> str:
    """Return the attributes of a line, and of what it goes round."""
    thick = max(width, _LEAST_DASHED)
    lengths = ",".join(length(part * thick) for part in _DASHES[dash])
    dashed = f' stroke-dasharray="{lengths}"' if lengths else ""
    return f' fill="{fill}" stroke="{colour}" stroke-width="{length(width)}"{dashed}'


def filled(colour: str) -> str:
    """Return the fill of a colour; of one with an opacity both, so that themes can change it.

    Examples
    --------
    >>> filled("rgba(31,90,148,0.18)")
    'fill="#1f5a94" fill-opacity="0.18"'
    """
    faded = _FADED.fullmatch(colour)
    if faded is None:
        return f'fill="{colour}"'
    red, green, blue = (int(part) for part in faded.groups()[:3])
    return f'fill="#{red:02x}{green:02x}{blue:02x}" fill-opacity="{faded[4]}"'


def box(x0: float, x1: float, y0: float, y1: float, attributes: str) -> str:
    """Return a rectangle between two corners."""
    left, top = min(x0, x1), min(y0, y1)
    return (
        f'<rect x="{length(left)}" y="{length(top)}" width="{length(abs(x1 - x0))}" '
        f'height="{length(abs(y1 - y0))}"{attributes}/>'
    )
