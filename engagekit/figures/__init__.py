"""Figures: a measure frame in, plotly JSON out, asked for by the name of its shape.

A figure draws the frame it is handed, protected or not, and nothing else: it reads no file, no
settings and no other frame, hides nothing and decides no finding. What is hidden stays visible as
a row, a gap or ``[c]`` with its reason.

May import
    errors, settings, locale, tables, measures (the measure frame only). Only this room imports
    plotly, and only for a Figure that somebody holds; it knows neither sections nor a browser.

Hands on
    `plotly_json`: a figure 720 or 340 pixels wide; `draw`: the same as a Figure, with a title;
    `alternative`: the figure in one or two sentences; `FigureOptions`: what every figure is drawn
    with.

How to add a shape
    A function of its own name, ``shape(frame, options, *, own arguments)``, that returns a
    `layout.Drawing`, and raises `NothingToDrawError` where no row has a number; its module in
    `SHAPES`; its frame in ``tests/figures/frames.py``, which draws it with any number of groups,
    hidden, empty, wide and narrow.
"""

import importlib
import inspect
from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any

from engagekit.errors import UsageError, require_one_of
from engagekit.figures.options import FigureOptions

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go

    from engagekit.figures.drawing import Drawing

__all__ = ["NAMES", "FigureOptions", "alternative", "arguments", "draw", "from_json", "plotly_json"]

SHAPES = {
    "bars": "bars",
    "histogram": "bars",
    "likert": "likert",
    "trend": "trend",
    "multiples": "trend",
    "quadrant": "quadrant",
    "dumbbell": "dots",
    "ladder": "dots",
    "rows": "dots",
    "grid": "matrix",
    "matrix": "matrix",
}
"""The shapes, and the module of this package that has a function of that name."""
NAMES = tuple(SHAPES)
_TAKEN = {
    "target": ("bars", "trend"),
    "axis": ("bars", "histogram", "ladder", "dumbbell"),
    "measure": tuple(name for name in NAMES if name not in ("grid", "quadrant", "rows")),
    "by": tuple(name for name in NAMES if name != "grid"),
    "labels": tuple(name for name in NAMES if name != "grid"),
}
"""Options that not every shape has a use for: elsewhere they are refused, not passed over."""


def _shape(name: str) -> Callable[..., "Drawing"]:
    """Return the function that draws a shape."""
    require_one_of(name, NAMES, f"There is no figure '{name}'.")
    module = importlib.import_module(f"engagekit.figures.{SHAPES[name]}")
    function: Callable[..., Drawing] = getattr(module, name)
    return function


def arguments(name: str) -> list[str]:
    """Return the names of the options and arguments that a shape takes.

    Raises
    ------
    UsageError
        If there is no such shape.

    Examples
    --------
    >>> "target" in arguments("bars"), "target" in arguments("matrix")
    (True, False)
    """
    own = list(inspect.signature(_shape(name)).parameters)[2:]
    shared = [option.name for option in fields(FigureOptions)]
    return own + [option for option in shared if name in _TAKEN.get(option, NAMES)]


def draw(
    name: str, frame: "pd.DataFrame", options: FigureOptions | None = None, **args: Any
) -> "go.Figure":
    """Draw a frame in a shape.

    Parameters
    ----------
    name : str
        One of `NAMES`.
    frame : DataFrame
        Measure frame, or the listing that the shape asks for.
    options : FigureOptions, optional
        Words around the figure, width, language.
    **args
        Any option by its name, and what the shape takes beside them, see `arguments`.

    Returns
    -------
    go.Figure
        A neutral sentence where no group has a number.

    Raises
    ------
    UsageError
        For an unknown shape or argument, with the nearest; for a figure without a title.
    """
    title = args.get("title", options.title if options else "")
    _shape(name)
    if not str(title).strip():
        raise UsageError(f"The figure '{name}' has no title. Give the finding, or a neutral one.")
    return from_json(plotly_json(name, frame, options or FigureOptions(), **args))


def from_json(figure: Mapping[str, Any]) -> "go.Figure":
    """Return the plotly Figure that JSON describes, e.g. an analyst's own in a bundle."""
    import plotly.graph_objects as go

    return go.Figure({"data": figure["data"], "layout": figure["layout"]})


def plotly_json(
    name: str, frame: "pd.DataFrame", options: FigureOptions, **args: Any
) -> dict[str, Any]:
    """Return what `draw` draws as plain data, which need not have a title; see there."""
    return with_words(name, frame, options, **args)[0]


def alternative(
    name: str, frame: "pd.DataFrame", options: FigureOptions | None = None, **args: Any
) -> str:
    """Return one or two sentences for those who do not see a figure.

    Parameters
    ----------
    name : str
        One of `NAMES`.
    frame : DataFrame
        The frame that was drawn.
    **args
        Those that the figure was drawn with.

    Returns
    -------
    str
        Highest, lowest, and what is missing.
    """
    return with_words(name, frame, options or FigureOptions(), **args)[1]


def with_words(
    name: str, frame: "pd.DataFrame", options: FigureOptions, **args: Any
) -> tuple[dict[str, Any], str]:
    """Return `plotly_json` and `alternative` of a figure that is drawn once."""
    from engagekit.figures._alternative import in_words
    from engagekit.figures._rows import NothingToDrawError
    from engagekit.figures.drawing import Drawing

    names = arguments(name)
    for argument in args:
        require_one_of(argument, names, f"The figure '{name}' has no argument '{argument}'.")
    shared = {option.name for option in fields(FigureOptions)} & set(args)
    options = replace(options, **{option: args[option] for option in shared})
    own = {argument: value for argument, value in args.items() if argument not in shared}
    try:
        drawing = _shape(name)(frame, options, **own)
    except NothingToDrawError as nothing:
        drawing = Drawing(options, said=str(nothing))
        drawing.write(drawing.said)
    words = drawing.said or in_words(drawing.rows, drawing.options, drawing.of, drawing.measures)
    return drawing.json(), words
