"""A figure of this room as a static SVG, drawn without a browser and without a script.

It reads the plotly figure that a shape made, so a picture and a live figure come of one
specification: bars, lines, marks and texts on two axes that run over the whole figure.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from engagekit.figures.layout import Axis

Spec = Mapping[str, Any]
Point = tuple[float, float]

_MIDDLE = 0.25
"""From the middle of a line of text down to its base in sizes of the type, as plotly has it."""
_LEAST_DASHED = 3
"""A line thinner than so many pixels is dashed as one of this width, as in plotly."""
_DASHES = {"dot": (1, 1), "dash": (3, 3), "solid": ()}
"""Names of dashes to lengths in widths of the line, as in plotly."""
_CORNERS = {
    "square": ((-1, -1), (1, -1), (1, 1), (-1, 1)),
    "diamond": ((0, -1.3), (1.3, 0), (0, 1.3), (-1.3, 0)),
    "triangle-up": ((-(3**-0.5) * 2, 0.5), (3**-0.5 * 2, 0.5), (0, -1)),
}
"""Marks by their corners, in half sizes from their middle, as in plotly."""
_ANCHORS = {"right": "start", "center": "middle", "left": "end"}
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""Characters that an XML document may not hold; one of them would empty the picture."""


def svg(figure: Spec) -> str:
    """Draw a figure of this room.

    Parameters
    ----------
    figure : mapping
        Plotly JSON as `engagekit.figures.plotly_json` gives it: of another figure parts would be
        left out.

    Returns
    -------
    str
        An SVG document of the figure's size in pixels, with no script and no address to load.

    Examples
    --------
    >>> from engagekit.figures import FigureOptions
    >>> from engagekit.figures.drawing import Drawing
    >>> drawing = Drawing(FigureOptions("Reach"))
    >>> drawing.write("Nothing to draw.")
    >>> svg(drawing.json()).count("<text")
    2
    """
    return _NO_XML.sub("", "".join(_document(figure)))


def _document(figure: Spec) -> Iterator[str]:
    """Yield the parts of the document, from the ground up: bars lie under everything else."""
    layout = figure["layout"]
    wide, high, font = _length(layout["width"]), _length(layout["height"]), layout["font"]
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide}" height="{high}" '
        f'viewBox="0 0 {wide} {high}" font-family="{font["family"]}" '
        f'font-size="{font["size"]}" fill="{font["color"]}">'
        f'<rect width="100%" height="100%" fill="{layout["paper_bgcolor"]}"/>'
    )
    (left, right), (foot, top) = (layout[name]["range"] for name in ("xaxis", "yaxis"))
    x, y = Axis(left, right, 0, layout["width"]), Axis(foot, top, layout["height"], 0)
    for trace in sorted(figure["data"], key=lambda trace: trace["type"]):
        yield from _bars(trace, x, y) if trace["type"] == "bar" else _scatter(trace, x, y)
    yield "</svg>"


def _bars(trace: Spec, x: Axis, y: Axis) -> Iterator[str]:
    """Yield level bars, each from its base."""
    edge, colours = trace["marker"]["line"], trace["marker"]["color"]
    rim = f' stroke="{edge["color"]}" stroke-width="{edge["width"]}"' if edge["width"] else ""
    boxes = (trace["base"], trace["x"], trace["y"], trace["width"])
    if isinstance(colours, str):
        colours = [colours] * len(trace["x"])
    for base, length, middle, thick, colour in zip(*boxes, colours, strict=True):
        left, right = sorted((x.pixel(base), x.pixel(base + length)))
        top, foot = sorted((y.pixel(middle - thick / 2), y.pixel(middle + thick / 2)))
        if left != right:
            yield (
                f'<rect x="{_length(left)}" y="{_length(top)}" width="{_length(right - left)}" '
                f'height="{_length(foot - top)}" fill="{colour}"{rim}/>'
            )


def _scatter(trace: Spec, x: Axis, y: Axis) -> Iterator[str]:
    """Yield lines, marks and words at points; None is a gap."""
    points = [
        None if across is None or up is None else (x.pixel(across), y.pixel(up))
        for across, up in zip(trace["x"], trace["y"], strict=True)
    ]
    mode, drawn = trace["mode"], [point for point in points if point is not None]
    if "lines" in mode:
        line, runs = trace["line"], groupby(points, key=bool)
        path = "".join(
            _path([point for point in run if point]) for is_drawn, run in runs if is_drawn
        )
        thick = max(line["width"], _LEAST_DASHED)
        dash = ",".join(_length(part * thick) for part in _DASHES[line["dash"]])
        dashed = f' stroke-dasharray="{dash}"' if dash else ""
        yield (
            f'<path d="{path}" fill="none" stroke="{line["color"]}" '
            f'stroke-width="{_length(line["width"])}"{dashed} stroke-miterlimit="2"/>'
        )
    if "markers" in mode:
        yield from (_mark(trace["marker"], *point) for point in drawn)
    if "text" in mode:
        yield from _words(trace, drawn)


def _length(value: float) -> str:
    """Return a length with at most two decimals."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _path(run: Sequence[Point]) -> str:
    return "M" + "L".join(f"{_length(x)},{_length(y)}" for x, y in run)


def _mark(marker: Spec, x: float, y: float) -> str:
    """Return a mark at a point."""
    symbol, radius, edge = marker.get("symbol", "circle"), marker["size"] / 2, marker["line"]
    style = (
        f'fill="{marker.get("color", "none")}" stroke="{edge["color"]}" '
        f'stroke-width="{_length(edge["width"])}"'
    )
    if symbol == "circle":
        return f'<circle cx="{_length(x)}" cy="{_length(y)}" r="{_length(radius)}" {style}/>'
    corners = [(x + radius * across, y + radius * down) for across, down in _CORNERS[symbol]]
    return f'<path d="{_path(corners)}Z" {style}/>'


def _words(trace: Spec, points: Sequence[Point]) -> Iterator[str]:
    """Yield one line of text a point; it begins there, ends there, or has its middle there."""
    font = trace["textfont"]
    texts = zip(trace["text"], trace["textposition"], font["color"], points, strict=True)
    for text, place, colour, (x, y) in texts:
        plain = text.removeprefix("<b>").removesuffix("</b>")
        kind = f' font-size="{font["size"]}" font-weight="bold"' if plain != text else ""
        yield (
            f'<text x="{_length(x)}" y="{_length(y + _MIDDLE * font["size"])}" '
            f'text-anchor="{_ANCHORS[place.split()[1]]}" fill="{colour}"{kind}>{plain}</text>'
        )
