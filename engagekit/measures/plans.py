"""Plans for target colleagues: steps done of those due, and the interviews among them."""

from typing import Any

import numpy as np
import pandas as pd

from engagekit.locale.missing import require
from engagekit.measures import _coverage, _frame, _frames, _staff
from engagekit.settings.periods import During, Period
from engagekit.tables.tables import Tables


def planned(tables: Tables, until: Period) -> pd.DataFrame:
    """Return every step as it stood on the last day of a period.

    Returns
    -------
    DataFrame
        ``contact_id, by_on, what, done_on, stands``; ``stands`` is ``in time``, ``late``,
        ``overdue`` or ``open`` (not due yet).
    """
    end = pd.Timestamp(until.end)
    rows = _frames.rows(tables, "plans", "contact_id", "by_on", "what", "done_on")
    rows = rows[rows["by_on"].notna()]
    done = rows["done_on"].where(rows["done_on"] <= end)
    stands = np.select(
        [done.notna() & (done <= rows["by_on"]), done.notna(), rows["by_on"] <= end],
        ["in time", "late", "overdue"],
        "open",
    )
    return rows.assign(done_on=done, stands=stands).reset_index(drop=True)


def plans(tables: Tables, *, during: During = None) -> pd.DataFrame:
    """Return the planned steps of a period that were done, and target colleagues who have a plan.

    Parameters
    ----------
    tables : Tables
        Uses ``plans``, and ``contacts`` (``target``) where they are there.

    Returns
    -------
    DataFrame
        Measure frame: ``planned steps done`` and ``planned steps done in time`` (of those due in
        the period), ``target colleagues with a plan`` (of all targets on the staff list; a step of
        the period, or one still open).
    """
    period = _coverage.asked_period(tables, during)
    rows = planned(tables, period)
    due = rows[_frames.inside(rows["by_on"], period)]
    in_time = due["stands"] == "in time"
    matches: list[dict[str, Any]] = [
        _frame.share("planned steps done", int(due["done_on"].notna().sum()), len(due)),
        _frame.share("planned steps done in time", int(in_time.sum()), len(due)),
    ]
    if tables.has("contacts"):
        aimed = targets(tables, period)
        since = rows["by_on"] >= pd.Timestamp(period.start)
        live = rows[since | rows["stands"].isin(["overdue", "open"])]
        n = int(aimed["contact_id"].isin(live["contact_id"]).sum())
        matches.append(_frame.share("target colleagues with a plan", n, len(aimed)))
    return _frame.measure_frame(matches, basis="count_of_steps")


def plan_steps(tables: Tables, *, during: During = None) -> pd.DataFrame:
    """Return steps due in a period or still open, by name (private).

    Returns
    -------
    DataFrame
        Listing ``contact_id, display_name, department, what, by_on, done_on, stands, days_late``;
        what is overdue stands first.
    """
    period = _coverage.asked_period(tables, during)
    rows = planned(tables, period)
    retained = rows[(rows["by_on"] >= pd.Timestamp(period.start)) | (rows["stands"] == "overdue")]
    until = retained["done_on"].fillna(pd.Timestamp(period.end))
    late = (until - retained["by_on"]).dt.days.where(retained["stands"].isin(["late", "overdue"]))
    people = _staff.known(tables)[["contact_id", "display_name", "department"]]
    result = retained.assign(days_late=pd.array(late.to_numpy(dtype="float64"), dtype="Int64"))
    result = result.merge(people, on="contact_id", how="left")
    rank = result["stands"].map({"overdue": 0, "open": 1, "late": 2, "in time": 3})
    result = result.assign(rank=rank).sort_values(["rank", "by_on", "contact_id"], kind="stable")
    columns = [*people.columns, "what", "by_on", "done_on", "stands", "days_late"]
    return result[columns].reset_index(drop=True)


def targets(tables: Tables, period: Period) -> pd.DataFrame:
    """Return the target colleagues on the staff list on the last day of a period.

    Returns
    -------
    DataFrame
        ``contact_id, display_name, department``.
    """
    people = _staff.roster(tables, period, "target")
    aimed = people[people["target"].eq(True).fillna(False)]
    return aimed[["contact_id", "display_name", "department"]].reset_index(drop=True)


def interviews(tables: Tables, *, during: During = None, most: int = 12) -> pd.DataFrame:
    """Return target colleagues interviewed or to be, with touches around it, and who is next.

    Parameters
    ----------
    tables : Tables
        Uses ``plans`` (a step whose ``what`` has a word of ``plans.interview``), ``contacts`` and
        ``touches``.
    most : int
        Further colleagues at most, those met on most days lately first.

    Returns
    -------
    DataFrame
        Listing ``contact_id, display_name, department, stands`` (interviewed, planned, next), ``on,
        days_before, days_after, acts_after, days_followed``: days on which each was met in the
        ``plans.days_around`` days before and after the interview, acts of support after it, and the
        days that could be looked at by the end of the period; for the others ``days_before`` goes
        back from its last day. Who is picked is often busy with us just then, so a fall afterwards
        is to be expected: a list, no rate.

    Raises
    ------
    NotMeasuredError
        When no colleague is a target.
    """
    period = _coverage.asked_period(tables, during)
    rows = planned(tables, period)
    people = targets(tables, period)
    require(not people.empty, "no_targets")
    words = "|".join(tables.settings.plans.interview).casefold()
    talks = rows[rows["what"].astype("str").str.casefold().str.contains(words, regex=True)]
    done = talks.dropna(subset=["done_on"]).groupby("contact_id")["done_on"].max()
    ahead = talks[talks["done_on"].isna()].groupby("contact_id")["by_on"].min()
    existing = people["contact_id"]
    stands = np.select(
        [existing.isin(done.index), existing.isin(ahead.index)], ["interviewed", "planned"], "next"
    )
    dated = people.join(done, on="contact_id").join(ahead, on="contact_id")
    result = people.assign(stands=stands, on=dated["done_on"].fillna(dated["by_on"]))
    result = result.merge(_around(tables, period, result), on="contact_id", how="left")
    rank = result["stands"].map({"interviewed": 0, "planned": 1, "next": 2})
    result = result.assign(rank=rank, lately=-result["days_before"])
    result = result.sort_values(["rank", "on", "lately", "contact_id"], kind="stable")
    retained = result["rank"].ne(2) | result.groupby("rank").cumcount().lt(most)
    return result[retained].drop(columns=["rank", "lately"]).reset_index(drop=True)


def _around(tables: Tables, period: Period, people: pd.DataFrame) -> pd.DataFrame:
    """Return days met before and after each interview, and acts of support after it."""
    near = pd.Timedelta(days=tables.settings.plans.days_around)
    end = pd.Timestamp(period.end)
    talked = people["stands"] == "interviewed"
    at = people["on"].where(talked, end + pd.Timedelta(days=1))
    at = at.astype("datetime64[us]").set_axis(people["contact_id"])
    days = _staff.days_met(tables, period)
    counted = {"days_before": _between(days, at, -near), "days_after": _between(days, at, near)}
    if tables.has("support"):
        acts = _staff.acts_of_support(tables, period).dropna(subset=["on"])
        counted["acts_after"] = _between(acts, at, near)
    result = pd.DataFrame({"contact_id": people["contact_id"]})
    for name in ("days_before", "days_after", "acts_after"):
        sizes = counted.get(name, pd.Series(dtype="float64"))
        text = result["contact_id"].map(sizes).astype("float64").fillna(0.0)
        text = text if name in counted else text * np.nan
        if name != "days_before":
            text = text.where(talked.to_numpy())
        result[name] = pd.array(np.asarray(text, dtype="float64"), dtype="Int64")
    passed = (end - people["on"]).dt.days.clip(upper=near.days).where(talked)
    result["days_followed"] = pd.array(passed.to_numpy(dtype="float64"), dtype="Int64")
    return result


def _between(rows: pd.DataFrame, at: pd.Series, near: pd.Timedelta) -> pd.Series:
    """Return how many rows of each person lie within so many days after a day, or before it."""
    gap = rows["on"] - rows["contact_id"].map(at)
    none = pd.Timedelta(0)
    inside = (gap > none) & (gap <= near) if near > none else (gap < none) & (gap >= near)
    return rows[inside.fillna(False)].groupby("contact_id").size()
