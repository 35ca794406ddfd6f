"""A figure of this room as a static SVG, drawn without a browser and without a script.

It reads the plotly figure that a shape made, so a picture and a live figure come of one
specification: bars, lines, marks and texts on two axes that run over the whole figure. It refuses
anything else: a picture that leaves something out without a word would be a wrong figure.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from engagekit.errors import UsageError
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
_DRAWN = {
    "layout": "barmode dragmode font height hovermode margin paper_bgcolor plot_bgcolor showlegend "
    "template width xaxis yaxis",
    "axis": "fixedrange range visible",
    "bar": "base hoverinfo hovertext marker name orientation type width x y",
    "scatter": "hoverinfo hovertext line marker mode name text textfont textposition type x y",
    "marker": "color line size symbol",
    "line": "color dash width",
}
"""Parts of a figure to the properties that are drawn, or of which nothing is to be seen."""
_ANCHORS = {"right": "start", "center": "middle", "left": "end"}
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""Characters that an XML document may not hold; one of them would empty the picture."""


def svg(figure: Spec) -> str:
    """Draw a figure of this room.

    Parameters
    ----------
    figure : mapping
        Plotly JSON of a figure that `engagekit.figures.draw` made.

    Returns
    -------
    str
        An SVG document of the figure's size in pixels, with no script and no address to load.

    Raises
    ------
    UsageError
        If the figure has a part that is not drawn here, as an analyst's own may.

    Examples
    --------
    >>> from engagekit.figures import FigureOptions
    >>> from engagekit.figures.drawing import Drawing
    >>> drawing = Drawing(FigureOptions("Reach"))
    >>> drawing.write("Nothing to draw.")
    >>> svg(drawing.json()).count("<text")
    2
    """
    try:
        _check(figure)
        return _NO_XML.sub("", "".join(_document(figure)))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise UsageError(f"No picture can be drawn of this figure: {error!r}.") from error


def _check(figure: Spec) -> None:
    """Refuse what would not be drawn."""
    layout, traces = figure["layout"], figure["data"]
    parts = [("layout", layout), ("axis", layout["xaxis"]), ("axis", layout["yaxis"])]
    for trace in traces:
        parts.append((trace["type"], trace))
        parts += [(name, trace[name]) for name in ("marker", "line") if name in trace]
    for kind, part in parts:
        more = set(part) - set(_DRAWN.get(kind, "").split())
        if more:
            raise UsageError(f"No picture can be drawn of a {kind} with {sorted(more)[0]}.")
    if set(layout["template"]) != {"layout"} or layout["barmode"] != "overlay":
        raise UsageError("No picture can be drawn of a figure with a template of its own.")


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
    edge, count = trace["marker"]["line"], len(trace["x"])
    rim = f' stroke="{edge["color"]}" stroke-width="{edge["width"]}"' if edge["width"] else ""
    boxes = (trace["base"], trace["x"], trace["y"], trace["width"])
    colours = _each(trace["marker"]["color"], count)
    for base, length, middle, thick, colour in zip(*boxes, colours, strict=True):
        left, right = x.pixel(base), x.pixel(base + length)
        top, foot = sorted((y.pixel(middle - thick / 2), y.pixel(middle + thick / 2)))
        if left != right:
            yield (
                f'<rect x="{_length(min(left, right))}" y="{_length(top)}" '
                f'width="{_length(abs(right - left))}" height="{_length(foot - top)}" '
                f'fill="{colour}"{rim}/>'
            )


def _scatter(trace: Spec, x: Axis, y: Axis) -> Iterator[str]:
    """Yield areas, lines, marks and words at points."""
    points = [
        None if across is None or up is None else (x.pixel(across), y.pixel(up))
        for across, up in zip(trace["x"], trace["y"], strict=True)
    ]
    mode = trace["mode"].split("+")
    if "lines" in mode:
        runs, line = list(_runs(points)), trace["line"]
        d = "".join(_path(run) for run in runs if len(run) > 1)
        if d and line["width"]:
            thick = max(line["width"], _LEAST_DASHED)
            dash = ",".join(_length(part * thick) for part in _DASHES[line["dash"]])
            dashed = f' stroke-dasharray="{dash}"' if dash else ""
            yield (
                f'<path d="{d}" fill="none" stroke="{line["color"]}" '
                f'stroke-width="{_length(line["width"])}"{dashed} stroke-miterlimit="2"/>'
            )
    for point in points if "markers" in mode else ():
        if point is not None:
            yield _mark(trace["marker"], *point)
    if "text" in mode:
        yield from _words(trace, points)


def _each(value: Any, count: int) -> Sequence[Any]:
    """Return one value for each point, where one stands for all."""
    return value if isinstance(value, list | tuple) else [value] * count


def _length(value: float) -> str:
    """Return a length with at most two decimals."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _runs(points: Sequence[Point | None]) -> Iterator[list[Point]]:
    """Yield the points between gaps."""
    run: list[Point] = []
    for point in [*points, None]:
        if point is not None:
            run.append(point)
        elif run:
            yield run
            run = []


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


def _words(trace: Spec, points: Sequence[Point | None]) -> Iterator[str]:
    """Yield one line of text a point; it begins there, ends there, or has its middle there."""
    font = trace["textfont"]
    texts = zip(trace["text"], trace["textposition"], font["color"], points, strict=True)
    for text, place, colour, point in texts:
        plain = text.removeprefix("<b>").removesuffix("</b>")
        if point is None or "<" in plain or not place.startswith("middle "):
            raise UsageError("No picture can be drawn of a text of several lines, or with tags.")
        kind = f' font-size="{font["size"]}" font-weight="bold"' if plain != text else ""
        yield (
            f'<text x="{_length(point[0])}" y="{_length(point[1] + _MIDDLE * font["size"])}" '
            f'text-anchor="{_ANCHORS[place.split()[1]]}" fill="{colour}"{kind}>{plain}</text>'
        )
