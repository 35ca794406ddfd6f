"""Love and funding: satisfaction and reach beside the money, by department and over time."""

from __future__ import annotations

import pandas as pd

from engagekit.measures import _people, _survey
from engagekit.measures._frame import ALL, measure_frame
from engagekit.measures.funding import funding
from engagekit.measures.reach import reach
from engagekit.measures.satisfaction import satisfaction
from engagekit.periods import Period
from engagekit.tables import Tables


def beside_funding(tables: Tables, *, during: str | Period | None = None) -> pd.DataFrame:
    """Satisfaction, reach and funding per head of each department, one under the other.

    Parameters
    ----------
    tables : Tables
        Uses ``contacts, touches`` (or ``attendance``), ``budget`` and the survey tables.
    during : str or Period, optional

    Returns
    -------
    DataFrame
        Measure frame with ``department`` in front; for each department the rows ``satisfaction``,
        ``reach`` and ``funding per head``. Departments that answered under another name than the
        staff list's have no funding and stand last.

    Notes
    -----
    Beside each other, nothing more: no row says that one made the other.
    """
    period = _people.asked_period(tables, during)
    money = funding(tables, during=period, by="department")
    parts = [
        satisfaction(tables, during=period, by="department"),
        reach(tables, during=period, by="department"),
        money[money["measure"] == "funding per head"],
    ]
    rows = pd.concat(parts, ignore_index=True)
    return measure_frame(rows[rows["department"] != _people.NOT_STATED], ["department"])


def over_time(tables: Tables, *, during: str | Period | None = None) -> pd.DataFrame:
    """Reach, satisfaction and funding per head of the whole library, quarter by quarter.

    Returns
    -------
    DataFrame
        Measure frame with ``period`` in front, oldest first; satisfaction has rows only for the
        quarters in which a survey closed.
    """
    last = _people.asked_period(tables, during)
    rows = []
    for period in _people.covered(tables, last):
        rows.append(reach(tables, during=period).assign(period=period.label))
        if tables.has("budget"):
            money = funding(tables, during=period)
            rows.append(money[money["measure"] == "funding per head"].assign(period=period.label))
        if tables.has("responses"):
            rows += _closed_in(tables, period)
    return measure_frame(pd.concat(rows, ignore_index=True), ["period"])


def _closed_in(tables: Tables, period: Period) -> list[pd.DataFrame]:
    """Satisfaction of the surveys whose last answer lies in a period."""
    found = _survey.waves(tables, period)
    last = pd.to_datetime(found["last_at"])
    inside = [pd.notna(moment) and period.contains(moment.date()) for moment in last]
    return [
        satisfaction(tables, survey=str(survey)).assign(period=period.label)
        for survey in found.loc[inside, "survey_id"]
    ]


def departments(frame: pd.DataFrame) -> list[str]:
    """The departments of a frame, the row over all left out."""
    return [name for name in frame["department"].unique() if name != ALL]
