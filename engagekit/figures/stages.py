"""Bars in the order of stages or rungs: stocks, so a later one may be larger."""

from collections.abc import Sequence

import pandas as pd
import plotly.graph_objects as go

from engagekit.figures.bars import bars
from engagekit.figures.options import FigureOptions


def stages(frame: pd.DataFrame, options: FigureOptions, *, order: Sequence[str] = ()) -> go.Figure:
    """Draw one bar a stage, from the first to the last.

    Parameters
    ----------
    frame : DataFrame
        Measure frame, one row a stage.
    order : sequence of str
        Stages from first to last; the frame's own order when empty.
    """
    if not order and len(frame):
        names = [name for name in (options.by or frame.columns) if name in frame.columns][:1]
        order = [str(value) for name in names for value in frame[name].tolist()]
    return bars(frame, options, order=list(order))
