"""What becomes of champions: who may be lost, and how many people become one before they leave."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from engagekit.measures import _coverage, _frames, _quarters, _staff
from engagekit.measures._frame import ALL, ends, measure_frame, number, share
from engagekit.measures._frames import MONTH
from engagekit.measures.champions import done_acts, reasons
from engagekit.settings.periods import During, Period
from engagekit.statistics.incidence import cumulative_incidence, poisson_rate
from engagekit.tables.tables import Tables

AHEAD = 12
"""Months looked ahead, and back for the turnover: a budget year."""
LENT = 10
"""People of the whole staff lent to each department, so that nobody leaving is not 'never': a
department of ten is half itself, half the average."""
YEAR = 12 * MONTH
"""Days of a year, leap years counted in."""
WON, LEFT = "became a champion", "left first"


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


def conversion(tables: Tables, *, during: During = None) -> pd.DataFrame:
    """Return the share of people met who became a champion or left first, by months since.

    Parameters
    ----------
    tables : Tables
        Uses ``contacts, support`` and ``touches`` (or ``attendance`` with ``events``).
    during : str or Period, optional
        People are followed to its last day.

    Returns
    -------
    DataFrame
        Measure frame with ``answer, months`` in front, unit ``share``; ``answer`` is ``became a
        champion`` or ``left first``; ``n`` people so far, ``base`` people still followed.

    Notes
    -----
    Aalen-Johansen with leaving as the competing event: who left is not counted as still to be won.
    The clock of each person starts at the first touch; who acted before it is left out.
    """
    period = _coverage.asked_period(tables, during)
    end = pd.Timestamp(period.end)
    acts = _staff.acts_of_support(tables, period)
    acts = acts[acts["kind"].isin(tables.settings.champions.acts)]
    people = _staff.staff(tables).set_index("contact_id")
    first = _staff.days_met(tables, period).groupby("contact_id")["on"].min()
    frame = pd.DataFrame({"first": first, "won": acts.groupby("contact_id")["on"].min()})
    frame = frame.join(people["left_on"]).dropna(subset=["first"])
    frame = frame[frame["won"].isna() | (frame["won"] > frame["first"])]
    removed = frame["left_on"].where(frame["left_on"] <= end)
    stop = frame["won"].fillna(removed).fillna(end)
    cause = np.where(frame["won"].notna(), WON, np.where(removed.notna(), LEFT, ""))
    time = (stop - frame["first"]).dt.days.to_numpy(dtype="float64")
    fine = time > 0
    if not fine.any():
        return measure_frame([], ["answer", "months"])
    k = tables.settings.disclosure.k
    months = np.arange(1, int((end - first.min()).days / MONTH) + 1, dtype="float64")
    months = months[[int((time[fine] >= at * MONTH).sum()) >= k for at in months]]
    if not len(months):
        return measure_frame([], ["answer", "months"])
    matches = cumulative_incidence(
        time[fine], [name or None for name in cause[fine]], times=months * MONTH
    )
    rows = [
        {
            "answer": name,
            "months": int(at),
            "measure": "people met by what came first",
            "estimate": curve.estimate[place],
            "low": curve.low[place],
            "high": curve.high[place],
            "base": int((time[fine] >= at * MONTH).sum()),
            "n": int(((time[fine] <= at * MONTH) & (cause[fine] == name)).sum()),
            "population": int(fine.sum()),
        }
        for name, curve in matches.items()
        for place, at in enumerate(months)
    ]
    return measure_frame(rows, ["answer", "months"], basis="aalen_johansen")


def champion_loss(tables: Tables, *, during: During = None) -> pd.DataFrame:
    """Return how many champions of the last four quarters were lost, for each year of a champion.

    Parameters
    ----------
    tables : Tables
        Uses ``contacts`` and ``support``.
    during : str or Period, optional
        The four quarters end with it.

    Returns
    -------
    DataFrame
        Measure frame with ``answer`` in front. ``champion loss`` (``index``: lost for each
        champion-year, exact Poisson interval; ``n`` lost, ``base`` champions on any day of the four
        quarters), ``champion-years`` and ``champions lost by reason`` (``share``, a row a reason).
        Empty where nobody was a champion.

    Notes
    -----
    Lost is who was a champion on a day of the four quarters and is none on the last: left the staff
    list, or did no act in the months set. Time without being a champion in between is not counted.
    """
    period = _coverage.asked_period(tables, during)
    days = _days_as_champion(tables, _quarters.rolled(tables, period, 4))
    if days.empty:
        return measure_frame([], ["answer"])
    lost = set(days.index) - set(done_acts(tables, period)["contact_id"])
    people = _staff.staff(tables, ("left_reason",)).set_index("contact_id")
    why = pd.Series(reasons(lost, people, period), dtype="str").value_counts().sort_index()
    years = float(days.sum()) / YEAR
    rate = poisson_rate(len(lost), years)
    rows = [
        {
            "answer": ALL,
            "measure": "champion loss",
            "n": len(lost),
            "base": len(days),
            "basis": "exact_poisson",
            **ends(rate),
        },
        number(
            "champion-years",
            years,
            answer=ALL,
            n=len(days),
            base=len(days),
            basis="count_of_champion_days",
        ),
        *(
            share("champions lost by reason", n, len(lost), answer=reason)
            for reason, n in why.items()
        ),
    ]
    return measure_frame(rows, ["answer"], basis="count_of_support")


def _days_as_champion(tables: Tables, year: Period) -> pd.Series:
    """Return on how many days of a range each champion was one, by ``contact_id``."""
    first, after = pd.Timestamp(year.start), pd.Timestamp(year.end) + pd.Timedelta(days=1)
    acts = _staff.acts_of_support(tables, year)
    acts = acts[acts["on"].notna() & acts["kind"].isin(tables.settings.champions.acts)]
    acts = acts.merge(_staff.staff(tables)[["contact_id", "joined_on", "left_on"]], on="contact_id")
    until = acts["on"] + pd.DateOffset(months=tables.settings.champions.months)
    acts["since"] = acts[["on", "joined_on"]].max(axis=1)
    acts["since"] = acts["since"].where(acts["since"] > first, first)
    acts["until"] = until.where(acts["left_on"].isna() | (acts["left_on"] > until), acts["left_on"])
    acts["until"] = acts["until"].where(acts["until"] < after, after)
    acts = acts[acts["until"] > acts["since"]].sort_values(["contact_id", "since"])
    done = acts.groupby("contact_id")["until"].cummax().groupby(acts["contact_id"]).shift()
    since = acts["since"].where(done.isna() | (done < acts["since"]), done)
    return (acts["until"] - since).dt.days.clip(lower=0).groupby(acts["contact_id"]).sum()
