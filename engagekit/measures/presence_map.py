"""The presence map: whom of each department the library met by month, and what is planned."""

import pandas as pd

from engagekit.facts import Facts
from engagekit.measures.engine import Numbers, metric, of_facts
from engagekit.measures.numbers import Share
from engagekit.measures.people import COUNT, reach

MONTHS = 6
"""Months of the map: two quarters, so that a department met once a quarter is no gap."""
PLANNED = "planned"
"""Stands for the time after the period, in the column of months."""
COMING = ("registered", "waiting", "attended")
"""Answers to an invitation with which somebody is expected at a later event."""


@metric(basis=COUNT)
def planned(facts: Facts) -> Numbers:
    """Return who on the staff list has a planned step, or a seat at an event, after the period."""
    expected: list[pd.Series] = []
    if facts.has("plans"):
        steps = facts.table("plans", "contact_id", "by_on", "done_on")
        is_open = (steps["by_on"] > facts.end) & ~(steps["done_on"] <= facts.end)
        expected.append(steps.loc[is_open, "contact_id"])
    if facts.has("attendance", "events"):
        seats = facts.seats[facts.seats["status"].isin(COMING)]
        expected.append(seats.loc[seats["on"] > facts.end, "contact_id"])
    if any(map(len, expected)):
        yield "reach", Share(facts.people, facts.people["contact_id"].isin(pd.concat(expected)))


@of_facts
def presence_map(facts: Facts) -> pd.DataFrame:
    """Return the share of each department that the library met, month by month, and has planned.

    Parameters
    ----------
    tables : Tables
        Uses ``contacts`` and ``touches`` or ``attendance`` with ``events``; ``plans`` and events
        after the period, where they are there, for what is planned.
    during : str or Period, optional
        The last of its months is the last of the map.

    Returns
    -------
    DataFrame
        Measure frame of ``reach`` by ``period`` and ``department``: the last six months, each as
        ``2026-09``, then ``planned`` (people of the staff list with an open step, or expected at an
        event, after the period) where anything is.

    Examples
    --------
    >>> ek.measures.presence_map(tables)["period"].nunique() >= 6
    True
    """
    met = reach(facts.tables, during=facts.period, by="department", every="month", last=MONTHS)
    ahead = planned(facts.tables, during=facts.period, by="department").assign(period=PLANNED)
    met = met.assign(period=met["period"].str[: len("2026-09")])
    return pd.concat([met, ahead], ignore_index=True)[met.columns]
