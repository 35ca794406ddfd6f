"""Measure frame in, plotly figure out; a figure is asked for by the name of its shape."""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from engagekit.errors import UsageError, did_you_mean

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go

NAMES = (
    "bars",
    "likert",
    "histogram",
    "trend",
    "quadrant",
    "dumbbell",
    "stages",
    "ladder",
    "steps",
    "money_bars",
    "multiples",
    "grid",
    "matrix",
    "ageing",
)
"""The shapes; each is a module of this package with a function of the same name."""

_GIVEN = ("frame", "words")


def shape(name: str) -> Callable[..., go.Figure]:
    """The function that draws a shape.

    Raises
    ------
    UsageError
        If there is no such shape.
    """
    if name not in NAMES:
        raise UsageError(f"There is no figure '{name}'. {did_you_mean(name, NAMES)}")
    module = importlib.import_module(f"engagekit.figures.{name}")
    matches: Callable[..., go.Figure] = getattr(module, name)
    return matches


def arguments(name: str) -> list[str]:
    """The arguments of a shape beyond the words around it.

    Examples
    --------
    >>> "target" in arguments("bars")
    True
    """
    names = list(inspect.signature(shape(name)).parameters)
    return [existing for existing in names if existing not in _GIVEN]


def draw(
    name: str,
    frame: pd.DataFrame,
    *,
    title: str,
    subtitle: str = "",
    footer: str = "",
    narrow: bool = False,
    language: str = "en",
    **args: Any,
) -> go.Figure:
    """Draw a frame in a shape.

    Parameters
    ----------
    name : str
        One of `NAMES`.
    frame : DataFrame
        Measure frame, or the listing that the shape asks for.
    title, subtitle, footer : str
        The finding; what, whom, when; source and caveats.
    narrow : bool
        340 px wide instead of 720.
    language : str
        ``en`` or ``fr``.
    **args
        Of the shape, see `arguments`.

    Returns
    -------
    go.Figure
        A neutral sentence where no group has a number.

    Raises
    ------
    UsageError
        For an unknown shape or argument, with the nearest.
    """
    function = shape(name)
    existing = arguments(name)
    for supplied in args:
        if supplied not in existing:
            raise UsageError(
                f"The figure '{name}' has no argument '{supplied}'. "
                f"{did_you_mean(supplied, existing)}"
            )
    if not title.strip():
        raise UsageError(f"The figure '{name}' has no title. Give the finding, or a neutral one.")
    from engagekit.figures.theme import Words

    return function(frame, Words(title, subtitle, footer, narrow, language), **args)


def from_json(figure: Mapping[str, Any]) -> go.Figure:
    """Return the plotly Figure that JSON describes, e.g. an analyst's own in a bundle."""
    import plotly.graph_objects as go

    return go.Figure({"data": figure["data"], "layout": figure["layout"]})


def alternative(name: str, frame: pd.DataFrame, language: str = "en", **args: Any) -> str:
    """One or two sentences for those who do not see a figure: highest, lowest, what is missing.

    Parameters
    ----------
    name : str
        One of `NAMES`.
    frame : DataFrame
        The frame that was drawn.
    language : str
        ``en`` or ``fr``.
    **args
        Those the figure was drawn with.

    Returns
    -------
    str
    """
    from engagekit.figures._alternative import alternative_text

    shape(name)
    return alternative_text(name, frame, language, args)
