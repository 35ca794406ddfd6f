"""Which share of the time written down went to live initiatives."""

import pandas as pd

from engagekit.locale.missing import not_measured
from engagekit.measures import _coverage, _frame, _frames, _roster, stories
from engagekit.settings.periods import During
from engagekit.tables.memberships import several
from engagekit.tables.tables import Tables

HOUR = 60.0
"""Minutes of an hour."""


def initiative_hours(tables: Tables, *, during: During = None) -> pd.DataFrame:
    """Return hours of a period spent on each live initiative, of all hours written down.

    Parameters
    ----------
    tables : Tables
        Uses ``initiatives``, and ``minutes`` of ``touches`` and ``staff_minutes`` of ``events``.

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
    existing = stories.begun(tables, period)
    live = existing[existing["status"] == "live"]
    parts = []
    if tables.has("touches"):
        parts.append(_frames.rows(tables, "touches", "on", "initiative_id", "minutes"))
    if tables.has("events"):
        events = _frames.rows(tables, "events", "event_id", "initiative_id", "staff_minutes")
        events = events.drop_duplicates("event_id").merge(_roster.event_days(tables), on="event_id")
        parts.append(events.rename(columns={"staff_minutes": "minutes"}))
    if not parts:
        tables.need("touches")
    wanted = ["on", "initiative_id", "minutes"]
    matches = pd.concat([part[wanted].astype({"minutes": "float64"}) for part in parts])
    timed = (matches["minutes"] > 0) & _frames.inside(matches["on"], period)
    spent = matches[timed].reset_index(drop=True)
    total = float(spent["minutes"].sum())
    if not total > 0:
        raise not_measured("no_minutes")
    tags = several(spent["initiative_id"], stories.TAGS)
    minutes = spent["minutes"] / tags.groupby(level=0).size().reindex(spent.index)
    by = minutes.reindex(tags.index).groupby(tags).sum()
    titles = live.set_index("initiative_id")["title"].astype("str")
    each = by.reindex(titles.index, fill_value=0.0)
    text = [(_frame.ALL, float(each.sum())), *zip(titles, each, strict=True)]
    rows = [
        {
            "initiative": name,
            "measure": "time for initiatives",
            "n": round(spent / HOUR),
            "base": round(total / HOUR),
            "estimate": spent / total,
        }
        for name, spent in text
    ]
    return _frame.measure_frame(rows, ["initiative"], basis="hours_written_down")
