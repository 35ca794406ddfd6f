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
    One module with a function of its own name, ``shape(frame, options, *, own arguments)``, that
    returns `theme.figure` or `layout.row_figure`, and
    raises `NothingToDrawError` where no row has a number; its name in `NAMES`; its frame in
    ``tests/figures/frames.py``, which draws it with any number of groups, hidden, empty, wide and
    narrow. A row for it in ``reporting/office/chart_model.py`` gives it a native chart.
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

__all__ = ["NAMES", "FigureOptions", "alternative", "arguments", "draw", "from_json", "plotly_json"]

NAMES = (
    "bars", "likert", "histogram", "trend", "quadrant", "dumbbell", "ladder", "multiples", "grid",
    "matrix",
)  # fmt: skip
"""The shapes; each is a module of this package with a function of the same name."""
_GONE = {
    "stages": "bars, which takes order=",
    "money_bars": "bars, which takes target_is_most= and least=",
    "ageing": "histogram, which takes marked=",
}
"""Shapes of earlier versions, and what draws the same."""
_TARGETS = ("bars", "trend")
_AXES = ("bars", "histogram", "ladder")
_LEFT_OUT: Mapping[str, tuple[str, ...]] = {
    "target": tuple(name for name in NAMES if name not in _TARGETS),
    "axis": tuple(name for name in NAMES if name not in _AXES),
    "measure": ("grid", "quadrant"),
    "by": ("grid",),
    "labels": ("grid",),
    "notes": NAMES,
}
"""Options that some shapes have no use for: they are refused there instead of passed over."""


def _shape(name: str) -> Callable[..., dict[str, Any]]:
    """Return the function that draws a shape."""
    if name in _GONE:
        raise UsageError(f"There is no figure '{name}' any more. Use {_GONE[name]}.")
    require_one_of(name, NAMES, f"There is no figure '{name}'.")
    module = importlib.import_module(f"engagekit.figures.{name}")
    function: Callable[..., dict[str, Any]] = getattr(module, name)
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
    shared = [one.name for one in fields(FigureOptions)]
    return own + [one for one in shared if name not in _LEFT_OUT.get(one, ())]


def _split(
    name: str, options: FigureOptions, args: Mapping[str, Any]
) -> tuple[FigureOptions, dict[str, Any]]:
    """Return the options with those among the arguments, and the shape's own arguments."""
    names = arguments(name)
    for one in args:
        require_one_of(one, names, f"The figure '{name}' has no argument '{one}'.")
    shared = {one.name for one in fields(FigureOptions)} & set(args)
    own = {one: value for one, value in args.items() if one not in shared}
    return replace(options, **{one: args[one] for one in shared}), own


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
    from engagekit.figures._rows import NothingToDrawError
    from engagekit.figures.theme import sentence

    options, own = _split(name, options, args)
    try:
        return _shape(name)(frame, options, **own)
    except NothingToDrawError as nothing:
        return sentence(options, str(nothing))


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
    from engagekit.figures._alternative import alternative_text

    return alternative_text(name, frame, *_split(name, options or FigureOptions(), args))
