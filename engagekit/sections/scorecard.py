"""The scorecard: one line a department, with six quarters of reach behind it."""

from contextlib import suppress

import pandas as pd

from engagekit import measures
from engagekit.errors import DataError, SettingsError
from engagekit.facts.surveys import survey_of
from engagekit.locale.missing import not_measured
from engagekit.measures import _frame
from engagekit.sections.registry import Answer, Request, complete

QUARTERS = 6
"""Quarters behind a line of reach: a year, and the half year that it is compared with."""


def _scorecard(request: Request) -> Answer:
    """Return every part that can be measured, a row a department, period and measure."""
    tables, period, by = request.tables, request.when, "department"
    rows = list[pd.DataFrame]()
    with suppress(DataError, SettingsError):
        reach = measures.reach(tables, during=period, by=by, every="quarter", last=QUARTERS)
        rows.append(reach)
    with suppress(DataError, SettingsError):
        # under the quarter of the survey that it tells of
        label = survey_of(tables, period).label
        rows.append(measures.satisfaction(tables, during=period, by=by).assign(period=label))
    with suppress(DataError, SettingsError):
        money = measures.funding(tables, during=period, by=by).assign(period=period.label)
        rows.append(money[money["measure"] == "funding per head"])
    if not rows:
        raise not_measured("nothing_to_tell")
    return _frame.measure_frame(pd.concat(rows, ignore_index=True), ["period", "department"])


complete(
    "scorecard",
    answer=_scorecard,
    figure=lambda it: (  # one dot is no line
        "multiples" if len({*it.frame[it.frame["measure"] == "reach"]["period"]}) > 1 else None
    ),
)
