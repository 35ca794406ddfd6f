"""How far the data reach: which days were recorded, and which quarter is complete."""

import datetime as dt
from typing import Any

import narwhals as nw
import pandas as pd

from engagekit.errors import NotMeasuredError
from engagekit.facts.reading import collected, lazy, rows, size
from engagekit.locale.missing import not_measured, require
from engagekit.settings import periods
from engagekit.tables.cache import once
from engagekit.tables.tables import Tables

DAYS_OF_GRACE = 6
"""Days without a record at the end of a quarter that is taken for complete: a week-end with
holidays about it leaves the last days empty, but a whole week without a touch says that the export
was made before the end."""
SPARSE = 0.1
"""Share of the records of its usual quarter under which a table says nothing of a quarter: a log
that is kept has its slow summers, but none a tenth as full as the others; a few rows with a slip in
their date are fewer than that."""

MISSED = 5
"""Days with records that a quarter would have had before its first one at the pace of its others,
from which its log is taken to have begun late: with five expected, none is one case in 150."""


@once
def asked_period(tables: Tables, during: str | periods.Period | None) -> periods.Period:
    """Return the period asked for, or the last complete quarter that the data cover.

    ``year so far`` is the fiscal year up to the end of that quarter. Where that quarter holds
    nothing, it is that of the last record; where there are surveys alone, that of the latest.
    """
    words = during.strip().casefold() if isinstance(during, str) else during
    if words not in (None, "", periods.YEAR_SO_FAR, periods.LAST_COMPLETE):
        return tables.settings.period(during or "")
    start = tables.settings.organisation.fiscal_start
    if _days(tables)["table"].isin(["respondents", "surveys"]).all():
        last = _of_the_latest_survey(tables)
    else:
        existing, usual = _testified(tables)
        last = periods.last_complete(max(existing), start, slack=DAYS_OF_GRACE)
        last = last if last.end <= usual.end else usual
        if not any(last.start <= day <= last.end for day in existing):
            last = periods.quarter_of(max(existing), start)
    return periods.so_far(last) if words == periods.YEAR_SO_FAR else last


def _of_the_latest_survey(tables: Tables) -> periods.Period:
    """Return the quarter in which most people answered the latest survey."""
    start, days = tables.settings.organisation.fiscal_start, _days(tables)
    if not (days["table"] == "respondents").any():
        return periods.quarter_of(max(days["on"]), start)
    answers = rows(tables.whole or tables, "respondents", "survey_id", "submitted_at").dropna()
    answers = answers[answers["submitted_at"].dt.date <= max(days["on"])]
    # The middle answer tells which survey is the latest: one who finds an old link tells nothing
    latest = answers.groupby("survey_id")["submitted_at"].median().idxmax()
    on = answers.loc[answers["survey_id"] == latest, "submitted_at"].dt.date
    ends = on.map(lambda day: periods.quarter_of(day, start).end)
    return periods.quarter_of(max(ends.mode()), start)


def last_day(tables: Tables) -> dt.date:
    """Return the last day on which anything was recorded, strays left out.

    Raises
    ------
    NotMeasuredError
        If nothing has a date.
    """
    return max(_testified(tables)[0])


def recorded(tables: Tables) -> tuple[dt.date, dt.date] | None:
    """Return the first and last day recorded, strays left out; None without a date."""
    try:
        existing, _ = _testified(tables)
    except NotMeasuredError:
        return None
    return min(existing), max(existing)


def days_recorded(tables: Tables) -> pd.Series:
    """Return the days on which touches or events are recorded."""
    days = _days(tables)
    return days.loc[days["table"].isin(("touches", "events")) & (days["n"] > 0), "on"]


def must_be_recorded(tables: Tables, period: periods.Period) -> None:
    """Refuse a period before or after the log, where nobody met says nothing.

    A group met by nobody is another thing: its tables hold its own rows alone.

    Raises
    ------
    NotMeasuredError
        If the records begin after the period or end before it.
    """
    if tables.scope or not (tables.has("touches") or tables.has("attendance", "events")):
        return
    existing = days_recorded(tables)
    if existing.empty or (min(existing) <= period.end and max(existing) >= period.start):
        return
    raise not_measured("not_recorded", first=min(existing), last=max(existing), period=period.label)


def log_begins(tables: Tables, period: periods.Period) -> dt.date | None:
    """Return the day in a period on which the records begin; None where they cover its start.

    By the days between: as many as would have brought `MISSED` more days with records, at the pace
    of the rest of the period. Fewer days than that before the period are slips of the pen.
    """
    days = pd.Series(days_recorded(tables).unique())
    inside = days[(days >= period.start) & (days <= period.end)]
    if inside.empty or (days < period.start).sum() >= MISSED:
        return None
    first = min(inside)
    pace = len(inside) / ((period.end - first).days + 1)
    return first if (first - period.start).days * pace >= MISSED else None


@once
def _testified(tables: Tables) -> tuple[tuple[dt.date, ...], periods.Period]:
    """Return days that say how far the data reach, and the last quarter with records as usual.

    Raises
    ------
    NotMeasuredError
        If nothing has a date.
    """
    # A day that is a slip says nothing: those after the quarter that follows the last usual one
    start, days = tables.settings.organisation.fiscal_start, _days(tables)
    present = days[days["n"] > 0]
    present = present if len(present) else days.assign(n=1)
    end = {day: periods.quarter_of(day, start).end for day in present["on"].unique()}
    ended = present.assign(end=present["on"].map(end))
    counts = ended.groupby(["table", "end"], as_index=False)["n"].sum()
    ends: set[dt.date] = set()
    for _, quarters in counts.groupby("table"):
        for row in quarters.itertuples():
            others = quarters["n"].drop(row.Index)
            if others.empty or row.n >= SPARSE * float(others.median()):
                ends.add(row.end)
    limit = periods.quarter_of(max(ends) + dt.timedelta(days=1), start).end
    return tuple(day for day in days["on"] if day <= limit), periods.quarter_of(max(ends), start)


@once
def _days(tables: Tables) -> pd.DataFrame:
    """Return days up to today with a record: ``table, on, n``; ``n`` is 0 for those of a survey.

    A group goes by the days of everybody, so that its last complete quarter is the same.
    """
    if tables.whole is not None:
        return _days(tables.whole)
    today = pd.Timestamp.today().normalize()
    parts = []
    for name, column in (
        ("touches", "on"),
        ("events", "started_at"),
        ("respondents", "submitted_at"),
        ("counts", "on"),
        ("meetings", "on"),
        ("surveys", "closed_on"),
        ("surveys", "opened_on"),
    ):
        if tables.has(name):
            day = nw.col(column).dt
            happened = _happened(tables, name).filter(~nw.col(column).is_null())
            dated = happened.select(
                day.year().alias("y"), day.month().alias("m"), day.day().alias("d")
            )
            matches = collected(dated.group_by("y", "m", "d").agg(nw.len().alias("n")))
            on = [dt.date(*map(int, one)) for one in matches[["y", "m", "d"]].to_numpy()]
            n = 0 if name == "surveys" else matches["n"]
            parts.append(pd.DataFrame({"table": name, "on": on, "n": n}))
            if name == "counts" and len(on) > 1 and {day.day for day in on} == {1}:  # of months
                last = (pd.to_datetime(pd.Series(on)) + pd.offsets.MonthEnd(0)).dt.date
                parts.append(pd.DataFrame({"table": name, "on": last, "n": 0}))
    days = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=["on"])
    days = days[days["on"] <= today.date()]
    if days.empty and tables.has("usage"):  # reports of vendors alone: each tells of whole months
        used = (nw.col("n") > 0) & (nw.col("on") <= today)
        months = rows(tables, "usage", "on", where=used)["on"].drop_duplicates()
        ends = months + pd.offsets.MonthEnd(0)
        reached = ends.where(ends <= today, today).dt.date
        days = pd.DataFrame({"table": "usage", "on": reached, "n": 1})
    require(not days.empty, "no_dates")
    return days


def _happened(tables: Tables, name: str) -> nw.LazyFrame[Any]:
    """Return rows that tell of something: counts of nothing and events for which people only
    registered do not. Where nobody knows who came to any, the events stand for themselves.
    """
    every = lazy(tables.need(name))
    if name == "counts":
        return every.filter(nw.col("n") > 0)
    if name != "events":
        return every
    came = nw.lit(False)
    if tables.has("attendance"):
        met_there = lazy(tables.need("attendance")).filter(nw.col("status") == "attended")
        came = nw.col("event_id").is_in(
            collected(met_there.select("event_id").unique())["event_id"].tolist()
        )
    if "head_count" in every.collect_schema().names():
        came = came | (nw.col("head_count").fill_null(0) > 0)
    present = every.filter(came)
    others = any(tables.has(other) for other in ("touches", "respondents", "counts", "meetings"))
    is_known = others and tables.has("attendance") and size(lazy(tables.need("attendance")))
    return present if is_known or size(present) else every
