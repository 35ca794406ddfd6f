"""What each event brought: who came for the first time, and what a new face cost."""

from __future__ import annotations

import pandas as pd

from engagekit.measures import _named, _people
from engagekit.measures.attendance import event_list, events_in
from engagekit.periods import Period
from engagekit.tables import Tables

HOUR = 60.0


def event_scorecard(tables: Tables, *, during: str | Period | None = None) -> pd.DataFrame:
    """Events of a period with their new faces and the cost of each (private).

    Parameters
    ----------
    tables : Tables
        Uses ``events, attendance, contacts``, and ``touches`` where they are there.
    during : str or Period, optional

    Returns
    -------
    DataFrame
        Listing ``title, on, kind, attended, new_people, cost, cost_per_new_person``; the cost is
        money and staff minutes at ``money.staff_hour``. ``new_people`` is missing where no names
        were taken: a head count cannot say who was new. For the library alone, as the quotient of
        two columns tells small numbers.

    Notes
    -----
    New is who was never met before that day, broadcasts aside.
    """
    period = _people.asked_period(tables, during)
    listed = event_list(tables, during=period)
    events = _people.collected(
        _people.lazy(tables.need("events")).select("event_id", "title", "cost", "staff_minutes")
    )
    days = events_in(tables, period)[["event_id", "on"]]
    events = events.merge(days, on="event_id")
    events = events.assign(on=pd.to_datetime(events["on"]).dt.normalize())
    first = _named.days_met(tables, period).groupby("contact_id")["on"].min()
    rows = _people.collected(_people.lazy(tables.need("attendance")))
    came = rows[(rows["status"] == "attended") & rows["contact_id"].isin(first.index)]
    came = came.drop_duplicates(["event_id", "contact_id"]).merge(
        events[["event_id", "on"]], on="event_id"
    )
    came = came.assign(fresh=came["contact_id"].map(first) == came["on"])
    new = came.groupby("event_id")["fresh"].sum()
    hour = tables.settings.money.staff_hour
    known = events["cost"].notna() | events["staff_minutes"].notna()
    spent = events["cost"].fillna(0.0) + events["staff_minutes"].fillna(0.0) * hour / HOUR
    events = events.assign(
        new_people=events["event_id"].map(new).astype("float64"), cost=spent.where(known).round(2)
    )
    per_new = events["cost"] / events["new_people"].where(events["new_people"] > 0)
    events = events.assign(cost_per_new_person=per_new.round(2))
    found = listed[["title", "on", "kind", "attended"]].merge(
        events[["title", "on", "new_people", "cost", "cost_per_new_person"]],
        on=["title", "on"],
        how="left",
    )
    made: pd.DataFrame = found.assign(new_people=found["new_people"].astype("Int64"))
    return made
