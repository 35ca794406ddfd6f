"""Daily walks: how often, where, and whom they reach who was not met before or for long."""

from typing import Any

import pandas as pd

from engagekit.locale.missing import require
from engagekit.measures import _coverage, _frames, _grouping, _quarters, _staff
from engagekit.measures._frame import ALL, measure_frame, number, share
from engagekit.settings.periods import During, Period
from engagekit.tables.memberships import several
from engagekit.tables.tables import Tables

CHANNEL = "walk"
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
COUNT = "count"


def walk_log(tables: Tables, until: Period) -> pd.DataFrame:
    """Return rows of walks up to the end of a period.

    Returns
    -------
    DataFrame
        ``contact_id, on``; ``contact_id`` is missing where nobody was named.

    Raises
    ------
    NotMeasuredError
        When there is none.
    """
    log = _frames.rows(tables, "touches", "contact_id", "on", "channel")
    log = log[(log["channel"] == CHANNEL) & (log["on"] <= pd.Timestamp(until.end))]
    require(not log.empty, "no_walk")
    return log[["contact_id", "on"]].reset_index(drop=True)


def working_days(tables: Tables, period: Period) -> pd.DatetimeIndex:
    """Return the days of a period on which people work: the week less the holidays."""
    chosen = tables.settings.calendar
    days = pd.date_range(period.start, period.end)
    week = [DAYS.index(name) for name in chosen.working_week]
    return days[days.day_of_week.isin(week) & ~days.isin(pd.to_datetime(list(chosen.holidays)))]


def walks(tables: Tables, *, during: During = None, quarters: int = 8) -> pd.DataFrame:
    """Return how many working days had a walk, and whom walks found, by quarter.

    Parameters
    ----------
    tables : Tables
        Uses ``touches`` (channel ``walk``), and ``contacts`` for whom was found.

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
        days = working_days(tables, period)
        walked = pd.DatetimeIndex(log.loc[_frames.inside(log["on"], period), "on"].unique())
        matches = [share("days with a walk", int(walked.isin(days).sum()), len(days))]
        if met is not None:
            matches += _people_rows(met[_frames.inside(met["on"], period)], len(walked))
        rows += [{"period": period.label, **row} for row in matches]
    return measure_frame(rows, ["period"], basis=COUNT)


def _people_rows(met: pd.DataFrame, walked: int) -> list[dict[str, Any]]:
    """Return whom the walks of a period met, and how many of them were new or long away."""
    people = int(met["contact_id"].nunique())
    matches = int(met.loc[met["found"], "contact_id"].nunique())
    each = matches / walked if walked else float("nan")
    return [
        number("people met on walks", people, n=people),
        share("people found on walks", matches, people),
        number("people found a walk", each, n=matches),
    ]


def found_on_walks(tables: Tables, log: pd.DataFrame, until: Period) -> pd.DataFrame:
    """Return each meeting on a walk, and whether it found somebody new or long away.

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
    # who was met on the very day so many months ago has been away for them
    met["found"] = met["earlier"].isna() | (met["earlier"] + away <= met["on"])
    return met[["contact_id", "on", "found"]]


def walk_zones(tables: Tables, *, during: During = None) -> pd.DataFrame:
    """Return how many of each zone's people were met on a walk; zones without a walk stay visible.

    Parameters
    ----------
    tables : Tables
        Uses ``touches`` and ``contacts``; ``walks.zone`` says which column is a zone.

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
    inside = log[_frames.inside(log["on"], period)]
    people = people.assign(met=people["contact_id"].isin(inside["contact_id"].dropna()))
    once = people.drop_duplicates("contact_id")
    parts = people.groupby(zone)["met"].agg(["sum", "size"])
    parts = pd.concat([pd.DataFrame({"sum": once["met"].sum(), "size": len(once)}, [ALL]), parts])
    rows = [
        share("staff met on walks", n, base, population=base, **{zone: name})
        for name, n, base in parts.itertuples()
    ]
    return measure_frame(rows, [zone], basis=COUNT)


def _in_zones(tables: Tables, period: Period, zone: str) -> pd.DataFrame:
    """Return everybody on the staff list with the zone, one row for each zone of a person."""
    people = _staff.roster(tables, period, *() if zone in _staff.WHO else (zone,))
    zones = several(people[zone].fillna(_grouping.NOT_STATED))
    ids = people["contact_id"].reindex(zones.index)
    return pd.DataFrame({"contact_id": ids, zone: zones}).reset_index(drop=True)
