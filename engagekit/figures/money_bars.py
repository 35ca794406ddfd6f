"""Ordered bars of a cost: what is too small to rank stands apart, without a bar."""

import pandas as pd
import plotly.graph_objects as go

from engagekit.figures.bars import bars
from engagekit.figures.options import FigureOptions

LEAST_PEOPLE = 5
"""People under whom a cost a head is not ranked: one guest more moves it by a fifth."""


def money_bars(
    frame: pd.DataFrame, options: FigureOptions, *, least_people: int = LEAST_PEOPLE
) -> go.Figure:
    """Draw cost by group or event, the dearest at the top.

    Parameters
    ----------
    frame : DataFrame
        Measure frame of money; ``base`` (or ``n``) is people.
    options : FigureOptions
        The target is what a cost should not exceed.
    least_people : int
        A row with fewer people is not ranked: it stands below with a sentence.
    """
    return bars(
        frame,
        options,
        target_is_most=True,
        least=least_people,
        least_words=options.say("too_few_to_rank", n=least_people),
    )
