"""Bars in the order of stages or rungs: stocks, so a later one may be larger."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd
import plotly.graph_objects as go

from engagekit.figures.bars import bars
from engagekit.figures.theme import Words


def stages(
    frame: pd.DataFrame,
    words: Words,
    *,
    order: Sequence[str] = (),
    by: Sequence[str] | None = None,
    measure: str | None = None,
    labels: Mapping[str, str] | None = None,
    k: int = 5,
    currency: str = "CAD",
    axis: str = "",
) -> go.Figure:
    """One bar a stage, from the first to the last.

    Parameters
    ----------
    frame : DataFrame
        Measure frame, one row a stage.
    words : Words
        Around the drawing, with its size and language.
    order : sequence of str
        Stages from first to last; the frame's own order when empty.
    by, measure, labels, k, currency, axis
        See `engagekit.figures.bars.bars`.

    Returns
    -------
    go.Figure
    """
    if not order and len(frame):
        names = [name for name in (by or frame.columns) if name in frame.columns][:1]
        order = [str(value) for name in names for value in frame[name].tolist()]
    return bars(
        frame,
        words,
        by=by,
        measure=measure,
        labels=labels,
        order=list(order),
        k=k,
        currency=currency,
        axis=axis,
    )
