"""The page around a drawing: its words, axes and margins, every height worked out in pixels."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib import resources
from typing import Any

from engagekit.figures.colour import CATEGORICAL, CONTEXT, CONTEXT_FILL, INK, PAPER
from engagekit.figures.options import SIDE, FigureOptions
from engagekit.figures.text import LINE, SIZE, escape_lines, wrap

TITLE_SIZE, TITLE_LINE = 16, 21
FONT = "Engagekit Sans, Source Sans 3, Segoe UI, system-ui, Helvetica Neue, Arial, sans-serif"
FAINT = 0.18
"""Opacity of a band: the line within it and the steps behind it stay readable."""


def faded(colour: str) -> str:
    """Return a colour with an opacity, as bands are filled.

    Examples
    --------
    >>> faded("#1f5a94")
    'rgba(31,90,148,0.18)'
    """
    red, green, blue = bytes.fromhex(colour[1:])
    return f"rgba({red},{green},{blue},{FAINT})"


@lru_cache(maxsize=1)
def plotly_js() -> str:
    """Read the source of plotly.js for live figures."""
    return resources.files("plotly").joinpath("package_data/plotly.min.js").read_text("utf-8")


def note(text: str, colour: str = INK, **more: Any) -> dict[str, Any]:
    """Return an annotation without an arrow, its text already escaped; ``more`` is plotly's."""
    return {
        "text": text,
        "x": 0,
        "y": 0,
        "xref": "paper",
        "yref": "paper",
        "showarrow": False,
        "xanchor": "left",
        "yanchor": "top",
        "align": "left",
        "borderpad": 0,
        "font": {"size": SIZE, "color": colour},
        **more,
    }


def under_axis(text: Sequence[str], left: float, width: float, down: float) -> dict[str, Any]:
    """Return the words of an axis below its steps, at the left edge of the figure."""
    x = -(left - SIDE) / width
    return note(escape_lines(text), CONTEXT, x=x, yshift=-down, name="axis title")


def over_axis(
    text: Sequence[str], left: float, width: float, up: float, colour: str = CONTEXT
) -> dict[str, Any]:
    """Return the words of an upright axis over it, at the left edge of the figure."""
    place: dict[str, Any] = {"x": -(left - SIDE) / width, "y": 1, "yanchor": "bottom"}
    return note(escape_lines(text), colour, yshift=up, name="axis title", **place)


def _axis(extra: Mapping[str, Any]) -> dict[str, Any]:
    """Return an axis in the house manner: horizontal text, no grid, nothing to drag."""
    return {
        "showgrid": False,
        "zeroline": False,
        "fixedrange": True,
        "tickangle": 0,
        "ticks": "",
        "showline": False,
        "linecolor": CONTEXT_FILL,
        "tickfont": {"color": CONTEXT},
        "automargin": False,
        "ticklabelstandoff": 5,
        **extra,
    }


def figure(
    options: FigureOptions,
    traces: Sequence[Mapping[str, Any]],
    *,
    body: float,
    axes: Mapping[str, Mapping[str, Any]],
    above: float = 0,
    below: float = 0,
    left: float = SIDE,
    right: float = SIDE,
    notes: Sequence[Mapping[str, Any]] = (),
    shapes: Sequence[Mapping[str, Any]] = (),
    **layout: Any,
) -> dict[str, Any]:
    """Build a figure with its words around the drawing.

    ``options``: title, subtitle, notes, footer, width. ``traces``, ``axes``: in plotly's terms.
    ``body``: height of the drawing in pixels. ``above``, ``below``: pixels over the drawing for
    words over an axis, and under it for steps and axis titles. ``left``, ``right``: margins beside
    it. ``notes``, ``shapes``: annotations (text escaped) and shapes.
    """
    title = wrap(options.title, options.inner, TITLE_SIZE, bold=True)
    subtitle = wrap(options.subtitle, options.inner)
    footer = [
        line for text in (*options.notes, options.footer) for line in wrap(text, options.inner)
    ]
    top = SIDE + TITLE_LINE * len(title) + LINE * len(subtitle) + 10 + above
    bottom = below + (LINE * len(footer) + 8 if footer else 0) + SIDE
    x = -(left - SIDE) / (options.width - left - right)
    around = []
    if subtitle:
        place: dict[str, Any] = {"x": x, "y": 1, "yanchor": "bottom", "yshift": 8 + above}
        around.append(note(escape_lines(subtitle), CONTEXT, name="subtitle", **place))
    if footer:
        text = escape_lines(footer)
        around.append(note(text, CONTEXT, x=x, yshift=-below - 8, name="footer"))
    return {
        "data": [dict(trace) for trace in traces],
        "layout": {
            "template": {"layout": {"colorway": list(CATEGORICAL)}},
            "width": options.width,
            "height": round(top + body + bottom),
            "margin": {"l": left, "r": right, "t": top, "b": bottom, "pad": 0},
            "font": {"family": FONT, "size": SIZE, "color": INK},
            "title": {
                "text": f"<b>{escape_lines(title)}</b>" if title else "",
                "font": {"size": TITLE_SIZE, "color": INK},
                "x": 0,
                "xref": "container",
                "xanchor": "left",
                "y": 1,
                "yref": "container",
                "yanchor": "top",
                "pad": {"l": SIDE, "t": SIDE if len(title) == 1 else SIDE + 12},
                "automargin": False,
            },
            "paper_bgcolor": PAPER,
            "plot_bgcolor": PAPER,
            "showlegend": False,
            "hovermode": "closest",
            "dragmode": False,
            **{name: _axis(axis) for name, axis in axes.items()},
            "annotations": [*around, *notes],
            "shapes": [dict(shape) for shape in shapes],
            **layout,
        },
    }


def sentence(options: FigureOptions, text: str) -> dict[str, Any]:
    """Build a figure that holds a sentence where nothing can be drawn."""
    lines = wrap(text, options.inner)
    return figure(
        options,
        [],
        body=LINE * max(1, len(lines)) + 16,
        axes={"xaxis": {"visible": False}, "yaxis": {"visible": False}},
        notes=[note(escape_lines(lines), CONTEXT, y=1, yshift=-8, name="nothing")],
    )
