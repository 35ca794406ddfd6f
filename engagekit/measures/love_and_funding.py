"""Love and funding: satisfaction and reach beside the money, by department and over time."""

import pandas as pd

from engagekit.facts import Facts
from engagekit.facts.quarters import covered, rolled
from engagekit.facts.surveys import main_surveys
from engagekit.measures import basis
from engagekit.measures._frame import measure_frame, wilson
from engagekit.measures.engine import NOT_STATED, of_facts
from engagekit.measures.funding import funding
from engagekit.measures.people import reach
from engagekit.measures.satisfaction import satisfaction
from engagekit.settings.periods import Period
from engagekit.tables.tables import Tables


@of_facts
def beside_funding(facts: Facts, *, quarters: int = 1) -> pd.DataFrame:
    """Return satisfaction, reach and funding per head of each department, one under the other.

    Parameters
    ----------
    tables : Tables
        Uses ``contacts, touches`` (or ``attendance``), ``budget`` and the survey tables.
    quarters : int
        How many quarters, the asked one the last, are taken together: money and reach of the whole
        span, and the answers of every survey that closed in it. A way out where a quarter has too
        few answers to place a department.

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
    tables, period = facts.tables, facts.period
    love = satisfaction(tables, during=period, by="department")
    if quarters > 1:
        period = rolled(facts, quarters)
        answered = _closed_in(tables, period, by="department")
        love = _pooled(answered) if answered else love
    money = funding(tables, during=period, by="department")
    parts = [
        love,
        reach(tables, during=period, by="department"),
        money[money["measure"] == "funding per head"],
    ]
    rows = pd.concat(parts, ignore_index=True)
    return measure_frame(rows[rows["department"] != NOT_STATED], ["department"])


def _pooled(parts: list[pd.DataFrame]) -> pd.DataFrame:
    """Return the answers of several surveys by department, as if of one."""
    sums = pd.concat(parts).groupby("department", sort=False)[["n", "base"]].sum()
    rows = [
        wilson("satisfaction", float(counted["n"]), float(counted["base"]), department=department)
        for department, counted in sums.iterrows()
    ]
    pooled = basis.join("wilson", basis.note("surveys_pooled", n=len(parts)))
    return measure_frame([{**row, "basis": pooled} for row in rows], ["department"])


@of_facts
def over_time(facts: Facts) -> pd.DataFrame:
    """Return reach, satisfaction and funding per head of the whole library, quarter by quarter.

    Returns
    -------
    DataFrame
        Measure frame with ``period`` in front, oldest first; satisfaction has rows only for the
        quarters in which a survey closed.
    """
    tables = facts.tables
    rows = []
    for period in covered(facts):
        rows.append(reach(tables, during=period).assign(period=period.label))
        if tables.has("budget"):
            money = funding(tables, during=period)
            rows.append(money[money["measure"] == "funding per head"].assign(period=period.label))
        if tables.has("responses"):
            rows += _closed_in(tables, period)
    return measure_frame(pd.concat(rows, ignore_index=True), ["period"])


def _closed_in(tables: Tables, period: Period, by: str | None = None) -> list[pd.DataFrame]:
    """Return satisfaction in the surveys whose last answer lies in a period."""
    return [
        satisfaction(tables, survey=one.id, by=by).assign(period=period.label)
        for one in main_surveys(tables, period)
        if pd.notna(one.row["last_at"]) and period.contains(one.row["last_at"].date())
    ]
