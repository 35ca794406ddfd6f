"""Daily walks: how often, where, and whom they reach who was not met before or for long."""

from __future__ import annotations

from typing import Any

import pandas as pd

from engagekit.errors import NotMeasuredError
from engagekit.measures import _coverage, _frames, _grouping, _quarters, _staff
from engagekit.measures._frame import ALL, measure_frame
from engagekit.settings.periods import Period
from engagekit.tables.tables import Tables

CHANNEL = "walk"
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
NONE = "Not measured: the sheet touches has no walk up to the end of the period (channel walk)."
COUNT = "count; no interval"


def walk_log(tables: Tables, until: Period) -> pd.DataFrame:
    """Rows of walks up to the end of a period.

    Returns
    -------
    DataFrame
        ``contact_id, on``; ``contact_id`` is missing where nobody was named.

    Raises
    ------
    NotMeasuredError
        When there is none.
    """
    rows = _frames.lazy(tables.need("touches")).select("contact_id", "on", "channel")
    log = _staff.dated(_frames.collected(rows))
    log = log[(log["channel"] == CHANNEL) & (log["on"] <= pd.Timestamp(until.end))]
    if log.empty:
        raise NotMeasuredError(NONE)
    return log[["contact_id", "on"]].reset_index(drop=True)


def working_days(tables: Tables, period: Period) -> pd.DatetimeIndex:
    """The days of a period on which people work: the working week less the holidays given."""
    chosen = tables.settings.calendar
    days = pd.date_range(period.start, period.end)
    week = [DAYS.index(name) for name in chosen.working_week]
    return days[days.day_of_week.isin(week) & ~days.isin(pd.to_datetime(list(chosen.holidays)))]


def walks(tables: Tables, *, during: str | Period | None = None, quarters: int = 8) -> pd.DataFrame:
    """How many working days had a walk, and how many people walks found, in each of the quarters.

    Parameters
    ----------
    tables : Tables
        Uses ``touches`` (channel ``walk``), and ``contacts`` for whom was found.
    during : str or Period, optional
    quarters : int

    Returns
    -------
    DataFrame
        Measure frame with ``period`` in front: ``days with a walk`` (share of working days),
        ``people met on walks``, ``people found on walks`` (the share of them never met before, or
        not for ``walks.months_away`` months) and ``people found a walk`` (those on each day with a
        walk).

    Notes
    -----
    A walk on a day on which nobody works is not in the share. Head counts without names cannot say
    who was new.
    """
    last = _coverage.asked_period(tables, during)
    log = walk_log(tables, last)
    met = found_on_walks(tables, log, last) if tables.has("contacts") else None
    rows: list[dict[str, Any]] = []
    for period in _quarters.covered(tables, last, quarters):
        start, end = pd.Timestamp(period.start), pd.Timestamp(period.end)
        days = working_days(tables, period)
        walked = pd.DatetimeIndex(log.loc[log["on"].between(start, end), "on"].unique())
        n, base = int(walked.isin(days).sum()), len(days)
        matches: list[dict[str, Any]] = [
            {
                "measure": "days with a walk",
                "unit": "share",
                "n": n,
                "base": base,
                "estimate": n / base if base else float("nan"),
            }
        ]
        if met is not None:
            matches += _people_rows(met[met["on"].between(start, end)], len(walked))
        rows += [{"period": period.label, "method": COUNT, **row} for row in matches]
    return measure_frame(rows, ["period"])


def _people_rows(met: pd.DataFrame, walked: int) -> list[dict[str, Any]]:
    """Whom the walks of a period met, and how many of them were new or long away."""
    people = int(met["contact_id"].nunique())
    matches = int(met.loc[met["found"], "contact_id"].nunique())
    each = matches / walked if walked else float("nan")
    return [
        {"measure": "people met on walks", "unit": "count", "n": people, "estimate": people},
        {
            "measure": "people found on walks",
            "unit": "share",
            "n": matches,
            "base": people,
            "estimate": matches / people if people else float("nan"),
        },
        {"measure": "people found a walk", "unit": "mean", "n": matches, "estimate": each},
    ]


def found_on_walks(tables: Tables, log: pd.DataFrame, until: Period) -> pd.DataFrame:
    """Each meeting on a walk, and whether it found somebody new or long away.

    Parameters
    ----------
    tables : Tables
    log : DataFrame
        What `walk_log` gave.
    until : Period

    Returns
    -------
    DataFrame
        ``contact_id, on, found``; library staff left out.
    """
    met = _staff.within(tables, log.dropna(subset=["contact_id"]).drop_duplicates())
    days = _staff.days_met(tables, until).sort_values("on", kind="stable")
    days = days.assign(earlier=days.groupby("contact_id")["on"].shift())
    met = met.merge(days, on=["contact_id", "on"], how="left")
    away = pd.DateOffset(months=tables.settings.walks.months_away)
    met["found"] = met["earlier"].isna() | (met["earlier"] + away <= met["on"])
    return met[["contact_id", "on", "found"]]


def walk_zones(tables: Tables, *, during: str | Period | None = None) -> pd.DataFrame:
    """How many of each zone's people were met on a walk; zones without a walk stay visible.

    Parameters
    ----------
    tables : Tables
        Uses ``touches`` and ``contacts``; ``walks.zone`` says which column is a zone.
    during : str or Period, optional

    Returns
    -------
    DataFrame
        Measure frame with the zone in front, ``All`` first: ``staff met on walks`` as a share of
        the staff list.
    """
    period = _coverage.asked_period(tables, during)
    log = walk_log(tables, period)
    zone = tables.settings.walks.zone
    people = _in_zones(tables, period, zone)
    inside = log["on"].between(pd.Timestamp(period.start), pd.Timestamp(period.end))
    people = people.assign(met=people["contact_id"].isin(log.loc[inside, "contact_id"].dropna()))
    once = people.drop_duplicates("contact_id")
    parts = people.groupby(zone)["met"].agg(["sum", "size"])
    parts = pd.concat([pd.DataFrame({"sum": once["met"].sum(), "size": len(once)}, [ALL]), parts])
    rows = [
        {
            zone: name,
            "measure": "staff met on walks",
            "unit": "share",
            "n": n,
            "base": base,
            "population": base,
            "estimate": n / base if base else float("nan"),
            "method": COUNT,
        }
        for name, n, base in parts.itertuples()
    ]
    return measure_frame(rows, [zone])


def _in_zones(tables: Tables, period: Period, zone: str) -> pd.DataFrame:
    """Everybody on the staff list with the zone, one row for each zone of a person."""
    columns = () if zone in _staff.WHO else (zone,)
    people = _staff.staff(tables, columns)
    people = people.loc[_staff.here(people, period), ["contact_id", zone]]
    named = people[zone].fillna(_grouping.NOT_STATED).astype("str").str.split(";")
    split = people.assign(**{zone: named}).explode(zone, ignore_index=True)
    split[zone] = split[zone].astype("str").str.strip()
    return split[split[zone] != ""].reset_index(drop=True)


def walk_days(
    tables: Tables, *, during: str | Period | None = None, months: int = 6
) -> pd.DataFrame:
    """Days with a walk in each zone and month: where the next one might go.

    Parameters
    ----------
    tables : Tables
        Uses ``touches`` and ``contacts``: a walk is in the zone of whom it met.
    during : str or Period, optional
    months : int
        Months up to the end of the period.

    Returns
    -------
    DataFrame
        Measure frame with the zone and ``period`` (a month) in front: ``days walked``, with a row
        for each zone and month, also where there was none.
    """
    period = _coverage.asked_period(tables, during)
    log = walk_log(tables, period).dropna(subset=["contact_id"])
    zone = tables.settings.walks.zone
    people = _in_zones(tables, period, zone)
    spans = pd.period_range(end=pd.Timestamp(period.end), periods=months, freq="M")
    walked = log.merge(people, on="contact_id")
    walked = walked.assign(month=walked["on"].dt.to_period("M"))
    days = walked.groupby([zone, "month"])["on"].nunique()
    wanted = pd.MultiIndex.from_product([sorted(set(people[zone])), spans], names=[zone, "month"])
    counted = days.reindex(wanted, fill_value=0).rename("n").reset_index()
    rows = [
        {
            zone: name,
            "period": str(month),
            "measure": "days walked",
            "unit": "count",
            "estimate": n,
            "method": COUNT,
        }
        for name, month, n in counted.itertuples(index=False)
    ]
    return measure_frame(rows, [zone, "period"])
