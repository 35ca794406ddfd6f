"""What becomes of champions: who may be lost, and how many people become one before they leave."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from engagekit.measures import _coverage, _frames, _staff
from engagekit.measures.champions import done_acts
from engagekit.settings.periods import During, Period
from engagekit.tables.tables import Tables

AHEAD = 12
"""Months looked ahead, and back for the turnover: a budget year."""
LENT = 10
"""People of the whole staff lent to each department, so that nobody leaving is not 'never': a
department of ten is half itself, half the average."""


def succession(
    tables: Tables, *, during: During = None, leavers: Sequence[str] = ()
) -> pd.DataFrame:
    """Return departments by the chance that they have no champion in a year (private).

    Parameters
    ----------
    tables : Tables
        Uses ``contacts`` and ``support``.
    leavers : sequence of str
        What if: ``contact_id`` of champions taken to leave.

    Returns
    -------
    DataFrame
        Listing ``department, champions, who, leaving, turnover, expected_lost, chance_of_none``,
        the highest chance first; departments with a budget holder or a champion.

    Notes
    -----
    A champion with a known last day within the year (or named in ``leavers``) is lost for certain,
    every other one with the turnover of the department in the last twelve months (ten people of the
    average turnover are added to each department, so that a small one is not taken for safe; where
    the staff list tells of no leaver, ``settings.champions.turnover`` stands in); they are taken to
    be independent of each other. ``chance_of_none`` is the product. Who is of two departments
    stands in both.
    """
    stand, each, turnover = _standing(tables, _coverage.asked_period(tables, during), leavers)
    stand = stand[stand["department"].notna()]
    text = stand.groupby("department").agg(
        champions=("contact_id", "size"),
        who=("display_name", ", ".join),
        leaving=("leaving", lambda names: ", ".join(filter(None, names))),
        expected_lost=("chance", "sum"),
        chance_of_none=("chance", "prod"),
    )
    holding = each.loc[each["budget_holder"].fillna(False).astype(bool), "department"]
    text = text.reindex(sorted({*text.index, *holding}))
    text["champions"] = text["champions"].fillna(0).astype("int64")
    text["chance_of_none"] = text["chance_of_none"].fillna(1.0).round(4)
    text["expected_lost"] = text["expected_lost"].fillna(0.0).round(2)
    text.insert(3, "turnover", turnover.reindex(text.index).round(3))
    rows = text.reset_index().fillna({"who": "", "leaving": ""})
    return rows.sort_values(
        ["chance_of_none", "department"], ascending=[False, True], kind="stable"
    ).reset_index(drop=True)


def _standing(
    tables: Tables, period: Period, leavers: Sequence[str]
) -> tuple[pd.DataFrame, pd.DataFrame, pd.Series]:
    """Return champions, once in each of their departments, with their chance of leaving in a year.

    Returned: who has no department stands once, with the mean turnover.
    """
    people = _staff.staff(tables, ("budget_holder",))
    roster = _staff.roster(tables, period, "budget_holder")
    ids = set(done_acts(tables, period)["contact_id"])
    ahead = pd.Timestamp(period.end) + pd.DateOffset(months=AHEAD)
    turned = tables.settings.champions.turnover if nobody_left(tables, period) else None
    turnover = _turnover(_staff.in_each_department(tables, people), period, turned)
    each = _staff.in_each_department(tables, roster)
    lone = roster[~roster["contact_id"].isin(each["contact_id"])].assign(department=None)
    everyone = pd.concat([each, lone.astype(each.dtypes.to_dict())], ignore_index=True)
    stand = everyone[everyone["contact_id"].isin(ids)]
    certain = (stand["left_on"] <= ahead) | stand["contact_id"].isin(list(leavers))
    usual = float(turnover.mean()) if len(turnover) else 0.0
    stand = stand.assign(
        chance=np.where(certain, 1.0, stand["department"].map(turnover).fillna(usual)),
        leaving=stand["display_name"].where(certain, ""),
    )
    return stand, each, turnover


def expected_loss(
    tables: Tables, *, during: During = None, leavers: Sequence[str] = ()
) -> tuple[int, float]:
    """Return how many champions there are, each once, and how many of them an expected year loses.

    Who is of several departments leaves with the mean of their turnovers.
    """
    stand = _standing(tables, _coverage.asked_period(tables, during), leavers)[0]
    each = stand.groupby("contact_id")["chance"].mean()
    return len(each), float(each.sum())


def nobody_left(tables: Tables, period: Period) -> bool:
    """Return whether the staff list tells of no leaver in the year to the end of a period."""
    left = _staff.staff(tables)["left_on"]
    start = _frames.months_before(period, AHEAD)
    return not left.between(start, pd.Timestamp(period.end), "right").any()


def _turnover(people: pd.DataFrame, period: Period, stated: float | None) -> pd.Series:
    """Return the share of each department that left in a year; small ones lean on all of them."""
    # with a share given, as where a list tells of no leaver, it is that one everywhere
    if stated is not None:
        return pd.Series(stated, index=sorted(people["department"].unique()))
    then = people[_staff.here(people, _frames.months_before(period, AHEAD).date())]
    removed = (then["left_on"] <= pd.Timestamp(period.end)).astype("float64")
    by_department = removed.groupby(then["department"]).agg(["sum", "size"])
    once = removed[~then["contact_id"].duplicated()]
    whole = float(once.mean()) if len(once) else 0.0
    matches = (by_department["sum"] + LENT * whole) / (by_department["size"] + LENT)
    return matches.reindex(sorted(people["department"].unique())).fillna(whole)
