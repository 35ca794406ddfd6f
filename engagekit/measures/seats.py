"""Whether the library sits where decisions are made: the meeting grid and the dinner list."""

import pandas as pd

from engagekit.measures import _coverage, _frames
from engagekit.settings.periods import During
from engagekit.tables.tables import Tables

MONTHS = 12
"""Months looked back: a yearly series meets in each of them once."""


def meetings_held(tables: Tables, *, during: During = None) -> pd.DataFrame:
    """Return meetings of the standing series in the twelve months to the end of a period.

    Returns
    -------
    DataFrame
        Listing without persons ``series, on, library_seat, attended, spoke, key``.
    """
    period = _coverage.asked_period(tables, during)
    names = ["series", "on", "library_seat", "attended", "spoke", "key"]
    rows = _frames.rows(tables, "meetings", *names)
    start = _frames.months_before(period, MONTHS)
    rows = rows[rows["on"].between(start, pd.Timestamp(period.end), "right")]
    return rows.sort_values(["series", "on"], kind="stable").reset_index(drop=True)


def dinner_list(tables: Tables, *, during: During = None) -> pd.DataFrame:
    """Return key series without a seat at their last meeting.

    Returns
    -------
    DataFrame
        Listing ``series, chair, meetings, last_on``; ``chair`` is a role as written down, and
        ``meetings`` a text, as it counts no people.
    """
    present = meetings_held(tables, during=_coverage.asked_period(tables, during))
    owner = _frames.rows(tables, "meetings", "series", "owner")
    chair = owner.drop_duplicates("series").set_index("series")["owner"]
    last = present.drop_duplicates("series", keep="last")
    seat = last["library_seat"].fillna(False).astype(bool)
    missing = last[last["key"].fillna(False).astype(bool) & ~seat]
    count = present["series"].value_counts()
    return pd.DataFrame(
        {
            "series": missing["series"],
            "chair": missing["series"].map(chair),
            "meetings": missing["series"].map(count).astype("str"),
            "last_on": missing["on"],
        }
    ).reset_index(drop=True)
