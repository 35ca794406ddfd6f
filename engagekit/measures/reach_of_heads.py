"""Reach where there is no staff list: people met, of the head counts of departments."""

import datetime as dt

import narwhals as nw
import pandas as pd

from engagekit.locale.missing import require
from engagekit.measures import _coverage, _frame, _frames, _roster
from engagekit.parsing.values import fold
from engagekit.settings.periods import During, Period
from engagekit.tables.tables import Tables

HEADS = "head_counts"


def reach_of_heads(tables: Tables, *, during: During = None) -> pd.DataFrame:
    """Return people met in a period, of the last head count of each department.

    Parameters
    ----------
    tables : Tables
        Uses ``headcounts``, and ``touches`` or ``attendance`` with ``events``.

    Returns
    -------
    DataFrame
        Measure frame with ``department`` in front, unit ``share``: ``n`` people told apart by
        number, address or name, ``base`` people counted. A department has a row where touches name
        it. The share can pass 1: one person may stand there under two names.

    Raises
    ------
    NotMeasuredError
        If a sheet is missing, or no head count was taken by then.

    Examples
    --------
    >>> ek.measures.reach_of_heads(tables, during="FY2026-27 Q2")
    Traceback (most recent call last):
    engagekit.errors.NotMeasuredError: Not measured: needs the sheet headcounts.
    """
    period = _coverage.asked_period(tables, during)
    heads = heads_of(tables, period)
    met = met_of(tables, period.start, period.end)
    named = met.dropna(subset=["department"]).drop_duplicates(["who", "department"])
    of = named["department"].value_counts()
    rows = [("All", met["who"].nunique(), heads.sum())]
    rows += [(name, int(of.get(name, 0)), heads[name]) for name in heads.index if len(of)]
    result = pd.DataFrame(rows, columns=["department", "n", "base"])
    result = result.assign(
        measure="reach",
        estimate=result["n"] / result["base"].where(result["base"] > 0),
        population=result["base"],
    )
    return _frame.measure_frame(result, ["department"], basis=HEADS)


def stands_in(tables: Tables) -> bool:
    """Return whether head counts must stand in for a staff list that is not there."""
    return tables.has("headcounts") and not tables.has("contacts")


def heads_of(tables: Tables, period: Period) -> pd.Series:
    """Return people of each department on its last count by the end of a period."""
    rows = _frames.rows(tables, "headcounts", "department", "on", "people")
    rows = rows[rows["on"] <= pd.Timestamp(period.end)]
    require(not rows.empty, "no_heads")
    last = rows.groupby("department")["on"].transform("max")
    return rows[rows["on"] == last].groupby("department", sort=True)["people"].sum()


def met_of(
    tables: Tables, start: dt.date | None, end: dt.date, *, broadcasts: bool = False
) -> pd.DataFrame:
    """Return who was met on each row between two days; rows that name nobody left out.

    Returns
    -------
    DataFrame
        ``who, department, on``.
    """
    parts = []
    columns = ["contact_id", "email", "display_name"]
    if tables.has("touches"):
        other = nw.col("channel") != _roster.SELF_SERVICE
        other = other if broadcasts else other & ~_roster.broadcast(tables.settings.reach)
        parts.append(_frames.rows(tables, "touches", *columns, "department", "on", where=other))
    if tables.has("attendance", "events"):
        present = nw.col("status") == "attended"
        came = _frames.rows(tables, "attendance", "event_id", *columns, where=present)
        came = came.merge(_roster.event_days(tables), on="event_id")
        parts.append(came.drop(columns="event_id").assign(department=None))
    if not parts:
        tables.need("touches")
    matches = _frames.dated(pd.concat([part.astype({"department": "object"}) for part in parts]))
    matches = matches[matches["on"] <= pd.Timestamp(end)]
    matches = matches if start is None else matches[matches["on"] >= pd.Timestamp(start)]
    who = matches["contact_id"].astype("object")
    for name in ("email", "display_name"):
        who = who.fillna(fold(matches[name].astype("str")).where(matches[name].notna()))
    return matches.assign(who=who)[["who", "department", "on"]].dropna(subset=["who"])
