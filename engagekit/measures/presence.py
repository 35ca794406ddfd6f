"""The organisation's own events: at which the library was, and which it missed."""

import pandas as pd

from engagekit.locale.missing import require
from engagekit.measures import _coverage, _frames, _grouping, _roster, _staff
from engagekit.measures._frame import ALL, measure_frame, number, share
from engagekit.settings.periods import During
from engagekit.tables.cache import once
from engagekit.tables.tables import Tables

MONTHS = 12
"""Months looked back: yearly events fall into each of them once."""
OWNER = "organisation"


@once
def signs_of_library(tables: Tables) -> pd.DataFrame:
    """Return what says that the library was at an event.

    Returns
    -------
    DataFrame
        ``event_id, owner, present, listed``: library staff attended, spent time on it or counted
        heads; somebody stands on its attendance list.
    """
    events = _frames.rows(tables, "events", "event_id", "owner", "staff_minutes", "head_count")
    events = events.drop_duplicates("event_id")
    here = pd.Series(False, index=events.index)
    listed = here.copy()
    if tables.has("attendance"):
        rows = _frames.rows(tables, "attendance", "event_id", "contact_id", "status")
        listed = events["event_id"].isin(rows["event_id"])
        own = rows["contact_id"].isin(_staff.library_ids(tables))
        here = events["event_id"].isin(rows[(rows["status"] == "attended") & own]["event_id"])
    noted = events[["staff_minutes", "head_count"]].astype("float64").fillna(0.0).gt(0).any(axis=1)
    result = events.assign(present=here | noted, listed=listed)
    return result[["event_id", "owner", "present", "listed"]]


@once
def missed(tables: Tables) -> list[str]:
    """Return the ids of events of others without a sign of the library or a list of people."""
    signs = signs_of_library(tables)
    of_others = signs["owner"].isin([OWNER, "outside"])
    matches: list[str] = signs.loc[
        of_others & ~signs["present"] & ~signs["listed"], "event_id"
    ].tolist()
    return matches


def organisation_events(tables: Tables, *, during: During = None) -> pd.DataFrame:
    """Return the organisation's events of the twelve months to the end of a period.

    Parameters
    ----------
    tables : Tables
        Uses ``events`` (``owner``, ``staff_minutes``), ``attendance`` and ``contacts`` where there.

    Returns
    -------
    DataFrame
        Listing without persons ``title, on, kind, present``.
    """
    period = _coverage.asked_period(tables, during)
    signs = signs_of_library(tables)
    about = _frames.rows(tables, "events", "event_id", "title", "kind")
    days = _roster.event_days(tables)
    start = _frames.months_before(period, MONTHS)
    days = days[days["on"].between(start, pd.Timestamp(period.end), "right")]
    rows = signs[signs["owner"] == OWNER].merge(days, on="event_id")
    rows = rows.merge(about.drop_duplicates("event_id"), on="event_id")
    require(not rows.empty, "no_organisation_events")
    rows = rows.assign(kind=rows["kind"].fillna(_grouping.NOT_STATED).astype("str"))
    rows = rows.sort_values(["on", "title"], kind="stable").reset_index(drop=True)
    return rows[["title", "on", "kind", "present"]]


def presence(tables: Tables, *, during: During = None) -> pd.DataFrame:
    """Return the share of the organisation's events of a year at which the library was, by kind.

    Returns
    -------
    DataFrame
        Measure frame with ``kind`` in front, ``All`` first: ``organisation's events attended``, and
        for each kind ``organisation's events missed``.
    """
    rows = organisation_events(tables, during=during)
    parts = rows.groupby("kind")["present"].agg(["sum", "size"])
    parts = pd.concat(
        [pd.DataFrame({"sum": rows["present"].sum(), "size": len(rows)}, [ALL]), parts]
    )
    matches = [
        share("organisation's events attended", n, base, kind=name)
        for name, n, base in parts.itertuples()
    ]
    missing = [
        number(
            "organisation's events missed",
            base - n,
            n=base - n,
            base=base,
            kind=name,
            basis="events",
        )
        for name, n, base in parts.itertuples()
        if name != ALL
    ]
    return measure_frame([*matches, *missing], ["kind"], basis="count_of_events")


def missed_events(tables: Tables, *, during: During = None) -> pd.DataFrame:
    """Return the organisation's events of twelve months without a sign of the library.

    Returns
    -------
    DataFrame
        Listing without persons ``title, on, kind``, the latest first.
    """
    rows = organisation_events(tables, during=during)
    return rows.loc[~rows["present"], ["title", "on", "kind"]].iloc[::-1].reset_index(drop=True)
