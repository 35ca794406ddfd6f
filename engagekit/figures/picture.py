"""A figure of this room as a static SVG, drawn without a browser and without a script.

It reads the plotly figure that a shape made, so a picture and a live figure come of one
specification. It knows what the shapes use, with every size in pixels, and refuses anything else: a
picture that leaves something out without a word would be a wrong figure.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from engagekit.errors import UsageError
from engagekit.figures._svg_parts import LINE, MIDDLE, Axis, Page, box, length, stroke, text_at
from engagekit.figures._svg_traces import bars, scatters
from engagekit.parsing.word_lists import words

Spec = Mapping[str, Any]

_CAP = 0.7
"""From the top of a line down to its base in a title, in sizes of the type, as in plotly."""
_ASCENT, _DESCENT = 0.928, 0.236
"""From the base of a line up and down to its edges in DejaVu Sans, in sizes of the type."""
_DRAWN = words("picture", Path(__file__).parent)
"""Parts of a figure to the properties that are drawn as plotly draws them."""
_SILENT = {"cliponaxis", "hoverinfo", "hovertext", "name"}
"""Properties of which nothing is to be seen in a picture: all that is drawn lies in the axes."""
_AXIS = re.compile(r"([xy])axis(\d*)")
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""Characters that an XML document may not hold; one of them would empty the picture."""
_ANCHORS = {"left": "start", "center": "middle", "right": "end"}


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
    >>> from engagekit.figures.theme import sentence
    >>> text = svg(sentence(FigureOptions("Reach"), "Nothing to draw."))
    >>> text.count("<text"), "Nothing to draw." in text
    (2, True)
    """
    try:
        _check(figure)
        return _NO_XML.sub("", "".join(_document(figure)))
    except UsageError:
        raise
    except KeyError as error:
        raise UsageError(f"No picture can be drawn of a figure without {error}.") from error
    except (TypeError, ValueError) as error:
        raise UsageError("No picture can be drawn of a figure with values of this kind.") from error


def _document(figure: Spec) -> Iterator[str]:
    """Yield the parts of the document, from the ground up."""
    layout = figure["layout"]
    page = _page(layout)
    wide, high = length(page.width), length(page.height)
    family, colour = layout["font"]["family"], layout["font"]["color"]
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide}" height="{high}" '
        f'viewBox="0 0 {wide} {high}" font-family="{family}" '
        f'font-size="{layout["font"]["size"]}" fill="{colour}">'
    )
    yield f'<rect width="100%" height="100%" fill="{layout["paper_bgcolor"]}"/>'
    yield from _shapes(layout, page, below=True)
    yield from _grids(layout, page)
    yield from bars(figure["data"], page)
    yield from scatters(figure["data"], page)
    yield from _ticks(layout, page)
    yield from _shapes(layout, page, below=False)
    yield from _notes(layout, page)
    # plotly sets the first of several lines higher than one
    title = layout["title"]
    size, pad, text = title["font"]["size"], title["pad"], title["text"]
    down = 0.0 if "<br>" in text else _CAP * size
    yield from text_at(text, pad["l"], pad["t"] + down, "start", title["font"]["color"], size)
    yield "</svg>"


def _check(figure: Spec) -> None:
    """Refuse what would not be drawn, or not as plotly draws it."""
    layout, traces = figure["layout"], figure["data"]
    for trace in traces:
        if trace["type"] not in ("scatter", "bar"):
            raise UsageError(f"No picture can be drawn of a trace '{trace['type']}'.")
        if trace.get("fill", "toself") != "toself":
            raise UsageError("No picture can be drawn of the room between two lines.")
    parts = [(trace["type"], trace) for trace in traces]
    parts += [
        (part, trace[part]) for trace in traces for part in ("marker", "line") if part in trace
    ]
    parts += [("axis", axis) for _, _, axis in _axes(layout)]
    parts += [("shape", shape) for shape in layout.get("shapes", ())]
    parts += [("annotation", note) for note in layout.get("annotations", ())]
    parts += [("layout", {name: 0 for name in layout if not _AXIS.fullmatch(name)})]
    for kind, part in parts:
        more = set(part) - set(_DRAWN[kind]) - _SILENT
        if more:
            raise UsageError(f"No picture can be drawn of a {kind} with {sorted(more)[0]}.")
    if set(layout["template"]) != {"layout"} or set(layout["template"]["layout"]) != {"colorway"}:
        raise UsageError("No picture can be drawn of a figure with a template of its own.")
    bars_at = [
        (trace.get("xaxis"), trace.get("yaxis")) for trace in traces if trace["type"] == "bar"
    ]
    if len(set(bars_at)) < len(bars_at) and layout.get("barmode") != "overlay":
        raise UsageError("No picture can be drawn of bars beside one another.")


def _page(layout: Spec) -> Page:
    """Return the drawing area and every axis that has a range."""
    margin = layout["margin"]
    width, height = float(layout["width"]), float(layout["height"])
    page = Page(
        width, height, margin["l"], width - margin["r"], margin["t"], height - margin["b"], {}
    )
    axes = {}
    for name, number, axis in _axes(layout):
        if "range" in axis:
            low, high = axis.get("domain", (0, 1))
            ends = page.paper(name, low), page.paper(name, high)
            axes[name + number] = Axis(*ends, *axis["range"])
    return Page(width, height, page.left, page.right, page.top, page.bottom, axes)


def _axes(layout: Spec) -> Iterator[tuple[str, str, Spec]]:
    """Yield each axis: ``x`` or ``y``, its number, its properties."""
    for key, axis in layout.items():
        match = _AXIS.fullmatch(key)
        if match:
            yield match[1], match[2], axis


def _shapes(layout: Spec, page: Page, below: bool) -> Iterator[str]:
    """Yield rectangles and lines that stand below or above the traces."""
    for shape in layout.get("shapes", ()):
        if (shape.get("layer") == "below") is not below:
            continue
        x0, x1 = (page.at("x", shape.get("xref", "x"), shape[end]) for end in ("x0", "x1"))
        y0, y1 = (page.at("y", shape.get("yref", "y"), shape[end]) for end in ("y0", "y1"))
        line = shape["line"]
        fill = shape["fillcolor"] if shape["type"] == "rect" else "none"
        drawn = stroke(
            line.get("color", "none"), line["width"], line.get("dash", "solid"), fill=fill
        )
        if shape["type"] == "rect":
            yield box(x0, x1, y0, y1, drawn)
        else:
            yield f'<path d="M{length(x0)},{length(y0)}L{length(x1)},{length(y1)}"{drawn}/>'


def _grids(layout: Spec, page: Page) -> Iterator[str]:
    """Yield the lines of the grid, and those of zero, between the ends of the other axis."""
    for name, number, axis in _axes(layout):
        if axis.get("visible") is False:
            continue
        other = page.axes[axis.get("anchor", "y" if name == "x" else "x")]
        own = page.axes[name + number]
        steps = axis["tickvals"] if axis["showgrid"] else ()
        lines = [(value, axis["gridcolor"]) for value in steps]
        lines += [(0, axis["zerolinecolor"])] if axis["zeroline"] else []
        for value, colour in lines:
            at, first, last = length(own.at(value)), length(other.first), length(other.last)
            ends = (at, first, at, last) if name == "x" else (first, at, last, at)
            yield f'<path d="M{ends[0]},{ends[1]}L{ends[2]},{ends[3]}"{stroke(colour, 1)}/>'


def _ticks(layout: Spec, page: Page) -> Iterator[str]:
    """Yield the words along the axes, below the horizontal ones and left of the others."""
    for name, number, axis in _axes(layout):
        if axis.get("visible") is False or axis.get("showticklabels") is False:
            continue
        other = page.axes[axis.get("anchor", "y" if name == "x" else "x")]
        size = axis["tickfont"].get("size", layout["font"]["size"])
        gap = axis["ticklabelstandoff"] + 1
        for value, text in zip(axis["tickvals"], axis["ticktext"], strict=True):
            at = page.axes[name + number].at(value)
            x, y = (at, other.first + gap + size) if name == "x" else (other.first - gap, at)
            middle = 0.0 if name == "x" else MIDDLE * size
            anchor = "middle" if name == "x" else "end"
            yield from text_at(text, x, y + middle, anchor, axis["tickfont"]["color"])


def _notes(layout: Spec, page: Page) -> Iterator[str]:
    """Yield the annotations, each a block of lines in a border of one pixel."""
    for note in layout.get("annotations", ()):
        size, anchor = note["font"]["size"], _ANCHORS[note["xanchor"]]
        inset = {"start": 1, "middle": 0, "end": -1}[anchor]
        x = page.at("x", note["xref"], note["x"]) + note.get("xshift", 0) + inset
        y = page.at("y", note["yref"], note["y"]) - note.get("yshift", 0)
        height = (_ASCENT + _DESCENT + note["text"].count("<br>") * LINE) * size + 2
        above = {"top": 0.0, "middle": height / 2, "bottom": height}[note["yanchor"]]
        base = y - above + 1 + _ASCENT * size
        yield from text_at(note["text"], x, base, anchor, note["font"]["color"])
