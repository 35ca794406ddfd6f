"""Bars, areas, lines, marks and words of a figure as pieces of an SVG."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from engagekit.errors import UsageError
from engagekit.figures._svg_parts import LINE, MIDDLE, Page, box, filled, length, stroke, text_at

Spec = Mapping[str, Any]
Point = tuple[float, float]


def bars(traces: Sequence[Spec], page: Page) -> Iterator[str]:
    """Yield bars of a width in the units of their axis, each with the text in its middle."""
    for trace in traces:
        if trace["type"] != "bar":
            continue
        x, y = (page.axes[trace.get(f"{name}axis", name)] for name in "xy")
        flat = trace.get("orientation") == "h"
        along, across = ("x", "y") if flat else ("y", "x")
        marker, half = trace["marker"], trace["width"] / 2
        edge = marker.get("line", {"width": 0})
        rim = f' stroke="{edge["color"]}" stroke-width="{edge["width"]}"' if edge["width"] else ""
        count = len(trace[along])
        rows = zip(trace[along], trace[across], _each(trace.get("base", 0), count), strict=True)
        colours, texts = _each(marker["color"], count), _each(trace.get("text", ""), count)
        for (value, place, base), colour, text in zip(rows, colours, texts, strict=True):
            if value is None:
                continue
            ends, sides = (base, base + value), (place - half, place + half)
            xs, ys = (ends, sides) if flat else (sides, ends)
            (x0, x1), (y0, y1) = map(x.at, xs), map(y.at, ys)
            if x0 != x1 and y0 != y1:
                yield box(x0, x1, y0, y1, f' fill="{colour}"{rim}')
            if text:
                font = trace["textfont"]
                middle = (y0 + y1) / 2 + MIDDLE * font["size"]
                yield from text_at(text, (x0 + x1) / 2, middle, "middle", font["color"])


def _each(value: Any, count: int) -> Sequence[Any]:
    """Return one value for each point, where one stands for all."""
    return value if isinstance(value, list | tuple) else [value] * count


def scatters(traces: Sequence[Spec], page: Page) -> Iterator[str]:
    """Yield areas, lines, marks and words at points, trace by trace."""
    for trace in traces:
        if trace["type"] != "scatter":
            continue
        x, y = (page.axes[trace.get(f"{name}axis", name)] for name in "xy")
        points = [
            None if left is None or up is None else (x.at(left), y.at(up))
            for left, up in zip(trace["x"], trace["y"], strict=True)
        ]
        mode = trace["mode"].split("+")
        if "lines" in mode:
            runs, line = list(_runs(points)), trace["line"]
            if "fill" in trace:
                yield from (f'<path d="{_d(run)}Z" {filled(trace["fillcolor"])}/>' for run in runs)
            d = "".join(_d(run) for run in runs if len(run) > 1)
            if d and line["width"]:
                drawn = stroke(line["color"], line["width"], line.get("dash", "solid"))
                yield f'<path d="{d}"{drawn} stroke-miterlimit="2"/>'
        if "markers" in mode:
            for point in points:
                if point is not None:
                    yield _mark(trace["marker"], *point)
        if "text" in mode:
            yield from _words(trace, points)


def _runs(points: Sequence[Point | None]) -> Iterator[list[Point]]:
    """Yield the points between gaps."""
    run: list[Point] = []
    for point in [*points, None]:
        if point is not None:
            run.append(point)
        elif run:
            yield run
            run = []


def _d(run: Sequence[Point]) -> str:
    """Return a path through points."""
    return "M" + "L".join(f"{length(x)},{length(y)}" for x, y in run)


def _mark(marker: Spec, x: float, y: float) -> str:
    """Return a mark at a point; the symbols are those of plotly."""
    symbol, r = marker.get("symbol", "circle"), marker["size"] / 2
    edge = marker.get("line", {"width": 0})
    style = f' fill="{marker.get("color", "none")}"'
    if edge["width"]:
        style += f' stroke="{edge["color"]}" stroke-width="{length(edge["width"])}"'
    if symbol == "circle":
        return f'<circle cx="{length(x)}" cy="{length(y)}" r="{length(r)}"{style}/>'
    across, down = {"diamond": (1.3, 1.3), "triangle-up": (3**-0.5 * 2, 0.5)}.get(symbol, (1, 1))
    corners = {
        "square": "M{left},{top}H{right}V{foot}H{left}Z",
        "diamond": "M{x},{top}L{right},{y}L{x},{foot}L{left},{y}Z",
        "triangle-up": "M{left},{foot}H{right}L{x},{top}Z",
        "line-ns": "M{x},{top}V{foot}",
    }
    if symbol not in corners:
        raise UsageError(f"No picture can be drawn of a mark '{symbol}'.")
    places = {
        "x": x,
        "y": y,
        "left": x - r * across,
        "right": x + r * across,
        "top": y - r * (1.3 if symbol == "diamond" else 1),
        "foot": y + r * down,
    }
    d = corners[symbol].format(**{name: length(value) for name, value in places.items()})
    return f'<path d="{d}"{style}/>'


def _words(trace: Spec, points: Sequence[Point | None]) -> Iterator[str]:
    """Yield the words of a trace, each beside its point."""
    count, font = len(points), trace["textfont"]
    size, colours = font["size"], _each(font["color"], count)
    places = _each(trace.get("textposition", "middle center"), count)
    radius = (trace["marker"]["size"] / 2 / 0.8 + 1) if "marker" in trace else 0.0
    for point, text, place, colour in zip(points, trace["text"], places, colours, strict=True):
        if point is None:
            continue
        down, side = place.split()
        sign = {"top": -1, "middle": 0, "bottom": 1}[down]
        lines = text.count("<br>") * LINE + 1
        y = point[1] + size * 0.75 + sign * radius + (sign - 1) * lines * size / 2
        x = point[0] + radius * {"left": -1, "center": 0, "right": 1}[side]
        anchor = {"left": "end", "center": "middle", "right": "start"}[side]
        yield from text_at(text, x, y, anchor, colour)
