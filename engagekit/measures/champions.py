"""Who stands up for the library: dated acts of support, joined and lost, cover, and absence."""

from typing import Any

import pandas as pd

from engagekit.measures import _coverage, _frames, _headcounts, _quarters, _staff
from engagekit.measures._frame import measure_frame, number, share
from engagekit.measures.reach_of_heads import HEADS, heads_of, stands_in
from engagekit.settings.periods import During, Period
from engagekit.tables.cache import once
from engagekit.tables.tables import Tables

COUNTED = "count_of_support"
HALF = 0.5
"""Part of the acts that the absence factor is about, as CHAOSS has it."""
TWO = 2
"""Champions that make a department covered: with one, a leaving party ends the cover."""


@once
def done_acts(tables: Tables, period: Period) -> pd.DataFrame:
    """Return acts of support done in the months that make a champion, up to the end of a period.

    Returns
    -------
    DataFrame
        ``contact_id, asked_on, on, kind``, of people on the staff list on the last day.
    """
    start = _frames.months_before(period, tables.settings.champions.months)
    acts = _staff.acts_of_support(tables, period)
    ids = _staff.roster(tables, period)["contact_id"]
    kinds = tables.settings.champions.acts
    keep = acts["on"].notna() & (acts["on"] > start) & acts["contact_id"].isin(ids)
    return acts[keep & acts["kind"].isin(kinds)].reset_index(drop=True)


@once
def champions(tables: Tables, *, during: During = None) -> pd.DataFrame:
    """Return champions now, what they did, and how far the library hangs on few of them.

    Parameters
    ----------
    tables : Tables
        Uses ``contacts`` and ``support``. A champion did at least one act of ``settings.champions``
        in its months and is on the staff list on the last day of the period.

    Returns
    -------
    DataFrame
        Measure frame: ``champions`` (``n`` of the staff list), ``acts of support``, ``asks kept``
        (acts done of acts asked for in the same months), ``departments covered`` (with two
        champions or more, of those with a budget holder), ``absence factor`` (fewest champions
        who did half of the acts).
    """
    period = _coverage.asked_period(tables, during)
    if stands_in(tables):
        acts = _headcounts.acts_of(tables, period)
        per_person = acts.groupby("contact_id").size()
        heads = int(heads_of(tables, period).sum())
        return measure_frame(_champions(per_person, len(acts), heads), basis=HEADS)
    acts = done_acts(tables, period)
    roster = _staff.roster(tables, period, "budget_holder")
    per_person = acts.groupby("contact_id").size()
    requested = _asked(tables, period)
    retained = int(requested["on"].notna().sum())
    now, acted, factor = _champions(per_person, len(acts), len(roster))
    # departments with two champions, of those with a budget holder
    each = _staff.in_each_department(tables, roster)
    present = set(each.loc[each["budget_holder"].fillna(False).astype(bool), "department"])
    of = each.loc[each["contact_id"].isin(per_person.index), "department"].value_counts()
    covered, holding = sum(int(of.get(name, 0)) >= TWO for name in present), len(present)
    rows = [
        now,
        acted,
        share("asks kept", retained, len(requested)),
        share("departments covered", covered, holding),
        factor,
    ]
    return measure_frame(rows, basis=COUNTED)


def _champions(per_person: pd.Series, acts: int, base: int) -> list[dict[str, Any]]:
    """Return champions of so many people, their acts, and the absence factor."""
    n = len(per_person)
    return [
        number("champions", n, n=n, base=base, population=base),
        number("acts of support", acts, n=acts, base=acts),
        number("absence factor", absence_factor(per_person)),
    ]


@once
def _asked(tables: Tables, period: Period) -> pd.DataFrame:
    """Return acts asked for in the months that make a champion."""
    start = _frames.months_before(period, tables.settings.champions.months)
    acts = _staff.acts_of_support(tables, period)
    return acts[acts["asked_on"].between(start, pd.Timestamp(period.end), "right")]


def absence_factor(per_person: pd.Series) -> float:
    """Return the fewest people who did half of the acts; NaN where there are none.

    Notes
    -----
    The Contributor Absence Factor of CHAOSS, with acts of support for commits.

    Examples
    --------
    >>> absence_factor(pd.Series([6, 2, 2, 1, 1]))
    1.0
    """
    if per_person.empty:
        return float("nan")
    text = per_person.sort_values(ascending=False).cumsum()
    return float((text < HALF * text.iloc[-1]).sum() + 1)


def champions_over_time(
    tables: Tables, *, during: During = None, quarters: int = 8
) -> pd.DataFrame:
    """Return champions at the end of each quarter, who joined and who was lost, with the reason.

    Returns
    -------
    DataFrame
        Measure frame with ``period`` in front, unit ``count``: ``champions``, ``champions joined``,
        ``champions lost: no act in the months``, and ``champions lost: <left_reason>``.

    Notes
    -----
    Who became a champion and left within one quarter joined and was lost in it. The first quarters
    have fewer months of acts behind them than ``settings.champions.months``.
    """
    last = _coverage.asked_period(tables, during)
    tables.need("support")
    people = _staff.staff(tables, ("left_reason",)).set_index("contact_id")
    rows: list[dict[str, Any]] = []
    before: set[str] | None = None
    for period in _quarters.covered(tables, last, quarters, to_the_end=True):
        now = set(done_acts(tables, period)["contact_id"])
        matches = {"champions": len(now)}
        if before is not None:
            ever = before | now | _acted(tables, period)
            matches["champions joined"] = len(ever - before)
            for reason in reasons(ever - now, people, period):
                name = f"champions lost: {reason}"
                matches[name] = matches.get(name, 0) + 1
        rows += [number(name, n, n=n, period=period.label) for name, n in matches.items()]
        before = now
    return measure_frame(rows, ["period"], basis=COUNTED)


def _acted(tables: Tables, period: Period) -> set[str]:
    """Return everybody with an act in the quarter, also who left before its end."""
    acts = _staff.acts_of_support(tables, period)
    within = acts["on"] >= pd.Timestamp(period.start)
    return set(acts.loc[within & acts["kind"].isin(tables.settings.champions.acts), "contact_id"])


def reasons(lost: set[str], people: pd.DataFrame, period: Period) -> list[str]:
    """Return why each of them is a champion no more: why they left, or "no act in the months".

    Parameters
    ----------
    lost : set of str
        By ``contact_id``.
    people : DataFrame
        ``left_on, left_reason`` by ``contact_id``.
    period : Period
    """
    removed = people.loc[sorted(lost)]
    away = removed["left_on"].notna() & (removed["left_on"] <= pd.Timestamp(period.end))
    return list(removed["left_reason"].fillna("left").where(away, "no act in the months"))


def champion_roster(tables: Tables, *, during: During = None) -> pd.DataFrame:
    """Return the champions by name: acts, asks and last day (private).

    Returns
    -------
    DataFrame
        Listing ``contact_id, display_name, department, role_level, acts, kinds, kept`` ("2 of 3"
        asks)``, last_on, left_on`` (a known last day), the most acts first.
    """
    period = _coverage.asked_period(tables, during)
    acts = done_acts(tables, period)
    requested = _asked(tables, period)
    text = acts.groupby("contact_id").agg(
        acts=("on", "size"),
        kinds=("kind", lambda kinds: ", ".join(sorted(set(kinds)))),
        last_on=("on", "max"),
    )
    asks = requested.groupby("contact_id")["on"].agg(["count", "size"])
    text["kept"] = [
        f"{asks.loc[who, 'count']} of {asks.loc[who, 'size']}" if who in asks.index else ""
        for who in text.index
    ]
    rows = _staff.staff(tables).merge(text.reset_index(), on="contact_id")
    rows = rows.sort_values(
        ["acts", "last_on", "contact_id"], ascending=[False, False, True], kind="stable"
    )
    return rows[[*_staff.WHO, "acts", "kinds", "kept", "last_on", "left_on"]].reset_index(drop=True)
