"""What a load held, small enough to keep beside a report: files, settings, rows by quarter, people.

People go by a digest of their number: enough to see later who was added or moved, not to name them.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Mapping
from typing import Any

import pandas as pd

from engagekit._version import __version__
from engagekit.errors import DataError
from engagekit.measures import _coverage, _frames, _roster
from engagekit.parsing.budget_periods import spans
from engagekit.settings.periods import Period, quarter_of
from engagekit.settings.schema import Settings
from engagekit.tables.tables import Tables

MIME = "application/vnd.engagekit.load+json"
VERSION = 1
DAYS = dict.fromkeys(("touches", "support", "testimonials", "counts", "meetings"), "on")
DAYS |= {"events": "started_at", "respondents": "submitted_at", "follow_ups": "promised_on"}
"""The column that dates a row of each table; attendance goes by its event, money by its period."""
ABOUT = ("department", "role_level", "cost_centre", "site", "joined_on", "left_on", "is_library")
"""What is kept of a person."""
_OF_FILES = ("file", "sha256", "tool", "rows_read", "rows_kept")
UNDATED = "no date"


def record(tables: Tables) -> dict[str, Any]:
    """Return what a later report needs to say why a number differs.

    Returns
    -------
    dict
        ``version, engagekit, settings, inputs, rows, people, days``: ``rows`` is table to quarter
        to number of rows; ``people`` a digest of the contact's number to `ABOUT`; ``days`` the
        first and the last day on which anything was recorded.
    """
    return {
        "version": VERSION,
        "unread": [one.where for one in tables.unread],
        "engagekit": __version__,
        "settings": settings_of(tables.settings),
        "inputs": [{name: getattr(one, name) for name in _OF_FILES} for one in tables.origins],
        "rows": rows_by_quarter(tables),
        "people": people_of(tables),
        "days": days_of(tables),
    }


def days_of(tables: Tables) -> list[str]:
    """Return the first and the last day with a record; empty where nothing has a day."""
    return [day.isoformat() for day in _coverage.recorded(tables) or ()]


def settings_of(settings: Settings) -> dict[str, Any]:
    """Return the choices as they are kept: the library's own people by a digest."""
    result: dict[str, Any] = json.loads(settings.model_dump_json())
    for name in ("emails", "contact_ids"):
        result["library"][name] = [digest(str(one)) for one in result["library"][name]]
    return result


def digest(number: str) -> str:
    """Return what stands for a person."""
    return hashlib.sha256(f"engagekit:{number}".encode()).hexdigest()[:16]


def rows_by_quarter(tables: Tables) -> dict[str, dict[str, int]]:
    """Return how many rows of each table lie in each fiscal quarter."""
    start = tables.settings.organisation.fiscal_start
    result = {}
    for name in tables:
        days = _days(tables, name)
        if days is None:
            continue
        labels: Counter[str] = Counter()
        on = days.value_counts(dropna=False)
        for day, n in zip(pd.DatetimeIndex(on.index), on, strict=True):
            labels[UNDATED if pd.isna(day) else quarter_of(day.date(), start).label] += int(n)
        result[name] = dict(sorted(labels.items()))
    return result


def _days(tables: Tables, name: str) -> pd.Series | None:
    """Return the day of each row of a table; None for a table whose rows have none."""
    if name == "attendance" and tables.has("events"):
        of = _roster.event_days(tables).set_index("event_id")["on"]
        rows = _frames.rows(tables, name, "event_id")
        return pd.to_datetime(rows["event_id"].map(of))
    if name == "budget":
        rows = _frames.rows(tables, name, "period")
        try:
            matches = spans(rows["period"].dropna().unique(), tables.settings)
        except DataError:  # the section on money says so
            return None
        ends = {label: pd.Timestamp(period.end) for label, period in matches.items()}
        return pd.to_datetime(rows["period"].map(ends))
    if name not in DAYS:
        return None
    rows = _frames.collected(_frames.lazy(tables.need(name)).select(DAYS[name]))
    days = pd.to_datetime(rows[DAYS[name]])
    zone = getattr(days.dtype, "tz", None)
    home = tables.settings.organisation.time_zone
    return days.dt.tz_convert(home).dt.tz_localize(None) if zone is not None else days


def people_of(tables: Tables) -> dict[str, list[Any]]:
    """Return what is kept of each contact, by the digest of its number."""
    if not tables.has("contacts"):
        return {}
    people = _frames.rows(tables, "contacts", "contact_id", *ABOUT)
    for name in ("joined_on", "left_on"):
        people[name] = people[name].dt.strftime("%Y-%m-%d").astype("str")
    rows = people.astype(object).where(people.notna(), None)
    return {
        digest(str(row[0])): [
            bool(value) if isinstance(value, bool) else value for value in row[1:]
        ]
        for row in rows[["contact_id", *ABOUT]].itertuples(index=False, name=None)
    }


def in_period(rows: Mapping[str, int], period: Period) -> int:
    """Return rows of the quarters that lie in a period."""
    matches = 0
    for label, n in rows.items():
        if label == UNDATED:
            continue
        from engagekit.settings.periods import quarter

        day = quarter(label, period.fiscal_start)
        matches += n if period.start <= day.start and day.end <= period.end else 0
    return matches
