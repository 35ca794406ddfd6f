"""Ordered bars of a cost: what is too small to rank stands apart, without a bar."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd
import plotly.graph_objects as go

from engagekit.figures.bars import bars
from engagekit.figures.theme import Words
from engagekit.locale.words import say


def money_bars(
    frame: pd.DataFrame,
    words: Words,
    *,
    by: Sequence[str] | None = None,
    measure: str | None = None,
    labels: Mapping[str, str] | None = None,
    least_people: int = 5,
    target: float | None = None,
    k: int = 5,
    currency: str = "CAD",
    axis: str = "",
) -> go.Figure:
    """Cost by group or event, the dearest at the top.

    Parameters
    ----------
    frame : DataFrame
        Measure frame of money; ``base`` (or ``n``) is people.
    words : Words
        Around the drawing, with its size and language.
    least_people : int
        A row with fewer people is not ranked: it stands below with a sentence.
    target : float, optional
        What a cost should not exceed.
    by, measure, labels, k, currency, axis
        See `engagekit.figures.bars.bars`.

    Returns
    -------
    go.Figure
    """
    return bars(
        frame,
        words,
        by=by,
        measure=measure,
        labels=labels,
        target=target,
        target_is_most=True,
        k=k,
        currency=currency,
        axis=axis,
        least=least_people,
        least_words=say("figure.too_few_to_rank", words.language, n=least_people),
    )
