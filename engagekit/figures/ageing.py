"""Open promises by age: columns in order, what is overdue marked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd
import plotly.graph_objects as go

from engagekit.figures.histogram import histogram
from engagekit.language import say


def ageing(
    frame: pd.DataFrame,
    *,
    title: str,
    subtitle: str = "",
    footer: str = "",
    narrow: bool = False,
    language: str = "en",
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
    title, subtitle, footer, narrow, language
        See `engagekit.figures.draw`.
    overdue : sequence of str
        Ages that are past what was promised.
    by, measure, labels, axis, k
        See `engagekit.figures.histogram.histogram`.

    Returns
    -------
    go.Figure
    """
    return histogram(
        frame, title=title, subtitle=subtitle, footer=footer, narrow=narrow, language=language,
        by=by, measure=measure, labels=labels, zero="", marked=overdue,
        marked_words=say("figure.overdue", language), k=k,
        axis=axis or say("figure.axis.days_open", language),
    )  # fmt: skip
