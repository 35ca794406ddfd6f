"""Open promises by age: columns in order, what is overdue marked."""

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd
import plotly.graph_objects as go

from engagekit.figures.histogram import histogram
from engagekit.figures.options import FigureOptions


def ageing(
    frame: pd.DataFrame, options: FigureOptions, *, overdue: Sequence[str] = ()
) -> go.Figure:
    """Draw columns of open promises by how long they have been open.

    Parameters
    ----------
    frame : DataFrame
        Measure frame, one row an age from the youngest to the oldest.
    overdue : sequence of str
        Ages that are past what was promised.
    """
    return histogram(
        frame,
        replace(options, axis=options.axis or options.say("axis.days_open")),
        zero="",
        marked=overdue,
        marked_words=options.say("overdue"),
    )
