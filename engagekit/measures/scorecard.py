"""What each event brought: who came for the first time, and what a new face cost."""

import narwhals as nw
import pandas as pd

from engagekit.measures import _coverage, _frames, _staff
from engagekit.measures.attendance import by_event
from engagekit.settings.periods import During, Period
from engagekit.tables.tables import Tables

HOUR = 60.0


def event_scorecard(tables: Tables, *, during: During = None) -> pd.DataFrame:
    """Return events of a period with their new faces and the cost of each (private).

    Parameters
    ----------
    tables : Tables
        Uses ``events``; and ``attendance, contacts, touches`` where they are there.

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
    period = _coverage.asked_period(tables, during)
    listed = by_event(tables, period)
    costs = _frames.rows(tables, "events", "event_id", "cost", "staff_minutes")
    rows = listed.merge(costs.drop_duplicates("event_id"), on="event_id", how="left")
    new = rows["event_id"].map(_new_people(tables, period, rows[["event_id", "on"]]))
    minutes = rows["staff_minutes"].fillna(0.0)
    spent = rows["cost"].fillna(0.0) + minutes * tables.settings.money.staff_hour / HOUR
    spent = spent.where(rows["cost"].notna() | rows["staff_minutes"].notna()).round(2)
    result = rows[["title", "on", "kind", "attended"]].assign(
        new_people=new.astype("float64").astype("Int64"),
        cost=spent,
        cost_per_new_person=(spent / new.where(new > 0).astype("float64")).round(2),
    )
    return result


def _new_people(tables: Tables, period: Period, events: pd.DataFrame) -> dict[str, int]:
    """Return how many people of each event with names were never met before its day."""
    if not tables.has("attendance", "contacts"):
        return {}
    present = nw.col("status") == "attended"
    rows = _frames.rows(tables, "attendance", "event_id", "contact_id", where=present)
    days = _staff.days_met(tables, period)
    first = days.groupby("contact_id")["on"].min().rename("first").reset_index()
    came = rows.drop_duplicates().merge(events, on="event_id").merge(first, on="contact_id")
    fresh = (came["first"] == came["on"]).astype("int64").groupby(came["event_id"]).sum()
    return {str(event): int(n) for event, n in fresh.items()}
