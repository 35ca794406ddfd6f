"""Open promises by age: columns in order, what is overdue marked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd
import plotly.graph_objects as go

from engagekit.figures.histogram import histogram
from engagekit.figures.theme import Words
from engagekit.locale.words import say


def ageing(
    frame: pd.DataFrame,
    words: Words,
    *,
    overdue: Sequence[str] = (),
    by: Sequence[str] | None = None,
    measure: str | None = None,
    labels: Mapping[str, str] | None = None,
    axis: str = "",
    k: int = 5,
) -> go.Figure:
    """Columns of open promises by how long they have been open.

    Parameters
    ----------
    frame : DataFrame
        Measure frame, one row an age from the youngest to the oldest.
    words : Words
        Around the drawing, with its size and language.
    overdue : sequence of str
        Ages that are past what was promised.
    by, measure, labels, axis, k
        See `engagekit.figures.histogram.histogram`.

    Returns
    -------
    go.Figure
    """
    return histogram(
        frame,
        words,
        by=by,
        measure=measure,
        labels=labels,
        zero="",
        marked=overdue,
        marked_words=say("figure.overdue", words.language),
        k=k,
        axis=axis or say("figure.axis.days_open", words.language),
    )
