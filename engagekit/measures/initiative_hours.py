"""Which share of the time written down went to live initiatives."""

from __future__ import annotations

import pandas as pd

from engagekit.errors import NotMeasuredError
from engagekit.measures import _coverage, _frames, _roster, _staff
from engagekit.measures._frame import ALL, measure_frame
from engagekit.settings.periods import Period
from engagekit.tables.tables import Tables

TIME = "time for initiatives"
HOURS = "hours written down; no interval"
HOUR = 60.0
MOST = 2
"""Initiatives that an entry can serve; the time is shared between them."""
NONE = (
    "Not measured: needs the sheet touches with minutes, or events with staff_minutes, in the "
    "period."
)


def initiative_hours(tables: Tables, *, during: str | Period | None = None) -> pd.DataFrame:
    """Hours of a period spent on each live initiative, of all hours written down.

    Parameters
    ----------
    tables : Tables
        Uses ``initiatives``, and ``minutes`` of ``touches`` and ``staff_minutes`` of ``events``.
    during : str or Period, optional

    Returns
    -------
    DataFrame
        Measure frame with ``initiative`` in front, ``All`` first, unit ``share``: ``n`` hours of
        ``base`` hours, rounded; the share is of minutes. The hours of an entry with two initiatives
        are halved between them, so the parts add up to ``All``.

    Raises
    ------
    NotMeasuredError
        If no entry of the period has its time.
    """
    period = _coverage.asked_period(tables, during)
    existing = _staff.dated(_frames.collected(_frames.lazy(tables.need("initiatives"))))
    begun = existing["started_on"].isna() | (existing["started_on"] <= pd.Timestamp(period.end))
    live = existing[(existing["status"] == "live") & begun]
    spent = _spent(tables, period)
    total = float(spent["minutes"].sum())
    if not total > 0:
        raise NotMeasuredError(NONE)
    tags = spent["initiative_id"].fillna("").astype("str").str.split(";").str[:MOST]
    split = spent.assign(tag=tags)
    split["minutes"] = split["minutes"] / split["tag"].map(len)
    split = split.explode("tag")
    by = split.groupby(split["tag"].str.strip())["minutes"].sum()
    titles = live.set_index("initiative_id")["title"].astype("str")
    each = by.reindex(titles.index, fill_value=0.0)
    text = [(ALL, float(each.sum())), *zip(titles, each, strict=True)]
    rows = [
        {
            "initiative": name,
            "measure": TIME,
            "unit": "share",
            "n": round(minutes / HOUR),
            "base": round(total / HOUR),
            "estimate": minutes / total,
            "method": HOURS,
        }
        for name, minutes in text
    ]
    return measure_frame(rows, ["initiative"])


def _spent(tables: Tables, period: Period) -> pd.DataFrame:
    """Entries of a period that have their time: ``initiative_id, minutes``."""
    first, last = pd.Timestamp(period.start), pd.Timestamp(period.end)
    parts = []
    if tables.has("touches"):
        rows = _frames.lazy(tables.need("touches")).select("on", "initiative_id", "minutes")
        touches = _staff.dated(_frames.collected(rows))
        parts.append(touches[touches["on"].between(first, last)])
    if tables.has("events"):
        rows = _frames.lazy(tables.need("events")).select(
            "event_id", "initiative_id", "staff_minutes"
        )
        events = _frames.collected(rows).drop_duplicates("event_id")
        events = events.merge(_roster.event_days(tables), on="event_id")
        events = events[events["on"].between(first, last)]
        parts.append(events.rename(columns={"staff_minutes": "minutes"}))
    if not parts:
        tables.need("touches")
    wanted = ["initiative_id", "minutes"]
    matches = pd.concat([part[wanted].astype({"minutes": "float64"}) for part in parts])
    retained: pd.DataFrame = matches[matches["minutes"] > 0].reset_index(drop=True)
    return retained
