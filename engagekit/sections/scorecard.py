"""The scorecard: one line a department, with six quarters of reach behind it."""

from collections.abc import Callable

import pandas as pd

from engagekit import measures
from engagekit.errors import DataError, SettingsError
from engagekit.facts.surveys import survey_of
from engagekit.locale.missing import not_measured
from engagekit.measures import _frame
from engagekit.sections.registry import Answer, Request, complete

QUARTERS = 6
"""Quarters behind a line of reach: a year, and the half year that it is compared with."""


def _satisfaction(request: Request) -> pd.DataFrame:
    """Return satisfaction by department in the last survey, under the quarter that it tells of."""
    frame = measures.satisfaction(request.tables, during=request.when, by="department")
    label = survey_of(request.tables, request.when).label
    return frame[frame["measure"] == "satisfaction"].assign(period=label)


def _money(request: Request) -> pd.DataFrame:
    """Return money a head by department in the period."""
    frame = measures.funding(request.tables, during=request.when, by="department")
    return frame[frame["measure"] == "funding per head"].assign(period=request.when.label)


PANELS = 6
"""Panels of the figure at most: two rows, which leave room for more on a page of the brief."""
PARTS: tuple[Callable[[Request], pd.DataFrame], ...] = (
    lambda it: measures.reach(
        it.tables, during=it.when, by="department", every="quarter", last=QUARTERS
    ),
    _satisfaction,
    _money,
)
"""What a line tells, from left to right."""


def _scorecard(request: Request) -> Answer:
    """Return every part that can be measured, a row a department, period and measure."""
    rows = []
    for part in PARTS:
        try:
            rows.append(part(request))
        except (DataError, SettingsError):
            continue
    if not rows:
        raise not_measured("nothing_to_tell")
    return _frame.measure_frame(pd.concat(rows, ignore_index=True), ["period", "department"])


complete(
    "scorecard",
    answer=_scorecard,
    figure=lambda it: (  # one dot is no line
        "multiples" if len({*it.frame[it.frame["measure"] == "reach"]["period"]}) > 1 else None
    ),
    figure_args={"most": PANELS},
)
