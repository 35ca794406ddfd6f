"""Whom the library meets: reach and how often, and how people move."""

from functools import partial

import numpy as np
import pandas as pd

from engagekit.facts import Facts, coverage, facts_of, quarters
from engagekit.facts.heads import names_met, people_counted, with_the_rest
from engagekit.locale.missing import not_measured
from engagekit.measures.engine import Numbers, metric
from engagekit.measures.numbers import Mean, Share, Split
from engagekit.measures.trust import first_acts, may_show_trust
from engagekit.parsing.values import fold
from engagekit.tables.tables import Tables

COUNT, OF_TOUCHES = "count_of_staff", "count_of_touches"
SEVEN = 7
"""Touches from which on people stand together: what is said to be needed before trust."""
TOUCH_NUMBERS = [*map(str, range(SEVEN)), f"{SEVEN}+"]
STANDING = ("new", "kept", "regained", "lapsed", "earlier only", "never")
RUNGS = ("stranger", "aware", "user", "repeat", "supporter", "champion")


@metric(basis=COUNT, heads=True)
def reach(facts: Facts, *, at_least: int = 1) -> Numbers:
    """Return the share of the staff list that the library met in a period.

    Parameters
    ----------
    tables : Tables
        Uses ``contacts`` and ``touches`` or ``attendance`` with ``events``; frames of any engine
        that Narwhals knows. Without ``contacts`` the last ``headcounts`` of departments stand in.
    during : str or Period, optional
        A quarter, a fiscal year or a range; default: the last complete quarter that the data cover.
    by : str or sequence of str, optional
        Column of ``contacts`` to compare, e.g. ``"department"``; None: everybody together.
    every : str, optional
        ``month``, ``quarter`` or ``year``: repeated for each of the last ones up to ``during``.
    last : int
        Periods at most.
    at_least : int
        Touches that make somebody reached.

    Returns
    -------
    DataFrame
        Measure frame, unit ``share``: ``n`` people met at least so often, ``base`` and
        ``population`` people on the staff list on the last day of the period. Library staff are in
        neither. No interval: it is a count.

    Raises
    ------
    PeriodError
        If ``during`` is no period.
    NotMeasuredError
        If a table is missing.
    UsageError
        For a column that contacts do not have.

    Examples
    --------
    >>> frame = ek.reach(tables, during="FY2026-27 Q2", by="department")
    >>> frame[["department", "n", "base"]].head(2)
             department    n  base
    0               All  384   598
    1  Building Systems   36    66
    """
    name = "reach" if at_least == 1 else f"reach {at_least}+"
    people = people_counted(facts)
    yield name, Share(people, people["times"] >= at_least, population=True)


@metric(basis=COUNT, heads=True)
def frequency(facts: Facts) -> Numbers:
    """Return touches per contact reached: mean and median.

    Returns
    -------
    DataFrame
        Measure frame, unit ``index``; rows ``touches per contact reached`` (mean), ``median
        touches per contact reached``; ``n`` = ``base`` people reached.
    """
    people = people_counted(facts)
    met = people[people["times"] > 0]
    yield "touches per contact reached", Mean(met, "times")
    yield "median touches per contact reached", Mean(met, "times", "median")


@metric("touch_number", basis=COUNT, heads=True)
def touch_numbers(facts: Facts) -> Numbers:
    """Return how many people were met never, once, twice, ... seven times or more.

    Returns
    -------
    DataFrame
        Measure frame with ``touch_number`` ``0`` to ``7+`` in front, unit ``share``; ``n`` people,
        ``base`` the staff list. Each number has a row, also where nobody is in it.
    """
    people = people_counted(facts)
    number = people["times"].clip(upper=SEVEN).map(dict(enumerate(TOUCH_NUMBERS)))
    people = people.assign(touch_number=number)
    yield (
        "people by number of touches",
        Split(people, "touch_number", TOUCH_NUMBERS, population=True),
    )


def has_dates(tables: Tables) -> bool:
    """Return whether the staff list says when people joined or left.

    Returns
    -------
    bool

    Examples
    --------
    >>> ek.measures.has_dates(tables)
    True
    """
    contacts = facts_of(tables).table("contacts", "joined_on", "left_on")
    return bool(contacts.notna().any(axis=None))


@metric("answer", basis=COUNT)
def reach_moves(facts: Facts) -> Numbers:
    """Return the staff list by how contact stands: new, kept, lapsed, regained, never.

    Parameters
    ----------
    tables : Tables
        Uses ``contacts`` and ``touches`` (or ``attendance`` with ``events``).

    Returns
    -------
    DataFrame
        Measure frame with ``answer`` in front, unit ``share``; the six are a whole. ``lapsed``: met
        in the period before and not in this one; ``regained``: met now, not in the period before,
        but earlier.
    """
    ids, days = facts.people["contact_id"], facts.days_met
    if len(days) and not _has_before(facts):
        raise not_measured("nothing_before")
    last = facts.during(facts.period.previous()).start
    now = ids.isin(days.loc[days["on"] >= facts.start, "contact_id"])
    prior = ids.isin(days.loc[days["on"].between(last, facts.start, "left"), "contact_id"])
    early = ids.isin(days.loc[days["on"] < last, "contact_id"])
    stands = np.select(
        [now & prior, now & early, now, prior, early],
        ["kept", "regained", "new", "lapsed", "earlier only"],
        "never",
    )
    people = facts.people.assign(answer=stands)
    yield "people by how contact stands", Split(people, "answer", STANDING, population=True)


def _has_before(facts: Facts) -> bool:
    """Return whether anybody was met before a period, in records that cover the one before it."""
    is_late = coverage.log_begins(facts.tables, facts.period.previous()) is not None
    return bool((facts.days_met["on"] < facts.start).any()) and not is_late


@metric("answer", basis=COUNT, heads=True)
def rungs(facts: Facts) -> Numbers:
    """Return the staff list by rung, from stranger to champion, and who moved since before.

    Parameters
    ----------
    tables : Tables
        Uses ``contacts``, ``touches`` (or ``attendance`` with ``events``), and ``support``.

    Returns
    -------
    DataFrame
        Measure frame with ``answer`` in front, unit ``share``. ``people by rung``: the six rungs;
        ``people by movement``: up, held, down, of those listed both times; none in a first period.

    Notes
    -----
    In the last ``reach.months_active`` months: ``aware`` had broadcasts alone, ``user`` one touch,
    ``repeat`` touches on ``reach.repeat_days`` days; ``supporter`` has ever shown an act of trust
    and was met in them; ``champion`` as in `champions`. Rungs that no file could show are left out.
    Without ``contacts``, of head counts, ``supporter`` and who moved cannot be told.
    """
    if facts.heads_stand_in:
        told = [name for name in RUNGS if name != "supporter"]
        yield "people by rung", Split(_rungs_of_names(facts), "answer", told, population=True)
        return
    now, then = _rung_of(facts), _rung_of(facts.during(facts.period.previous()))
    tables = facts.tables
    top = None if tables.has("support") else -1 if may_show_trust(tables) else -2
    people = facts.people.assign(answer=now.map(dict(enumerate(RUNGS))).to_numpy())
    yield "people by rung", Split(people, "answer", RUNGS[:top], population=True)
    if not _has_before(facts):
        return
    stayed = facts.people[facts.people["contact_id"].isin(then.index)]
    way = (now - then).reindex(stayed["contact_id"]).clip(-1, 1)
    moved = stayed.assign(answer=way.map({1: "up", 0: "held", -1: "down"}).to_numpy())
    yield "people by movement", Split(moved, "answer", ("up", "held", "down"), population=True)


def _rungs_of_names(facts: Facts) -> pd.DataFrame:
    """Return names with their rungs, and the other heads as strangers."""
    chosen, acts = facts.settings.reach, pd.Series(dtype="str")
    since = facts.before(chosen.months_active) + pd.Timedelta(days=1)
    named = names_met(facts, since, broadcasts=True)
    if facts.has("support"):
        acts = facts.acts_of_champions["contact_id"].drop_duplicates()
        acts = acts.where(acts.isin(named["who"]), fold(acts))
    people = with_the_rest(facts, pd.concat([named, acts.rename("who").to_frame()]))
    days = names_met(facts, since).drop_duplicates(["who", "on"])["who"].value_counts()
    often = people["contact_id"].map(days).fillna(0)
    is_champion, is_named = people["contact_id"].isin(acts), people["contact_id"].notna()
    met = [is_champion, often >= chosen.repeat_days, often >= 1, is_named]
    return people.assign(answer=np.select(met, ["champion", "repeat", "user", "aware"], "stranger"))


def _rung_of(facts: Facts) -> pd.Series:
    """Return the number of the rung of everybody on the staff list at the end of a period."""
    ids = pd.Index(facts.people["contact_id"])
    chosen = facts.settings.reach
    since = facts.before(chosen.months_active)
    days = facts.days_met[facts.days_met["on"] > since]
    often = days.groupby("contact_id").size().reindex(ids, fill_value=0)
    observed = facts.so_far(facts.met(broadcasts=True), months=chosen.months_active)
    rung = pd.Series(0, index=ids)
    rung[ids.isin(observed["contact_id"])] = RUNGS.index("aware")
    rung[often >= 1] = RUNGS.index("user")
    rung[often >= chosen.repeat_days] = RUNGS.index("repeat")
    trusted = ids.isin(first_acts(facts)["contact_id"])
    rung[(often >= 1).to_numpy() & trusted] = RUNGS.index("supporter")
    if facts.has("support"):
        rung[ids.isin(facts.acts_of_champions["contact_id"])] = RUNGS.index("champion")
    return rung


@metric(basis=OF_TOUCHES, spans=partial(quarters.covered, events=False), every="quarter")
def off_desk(facts: Facts) -> Numbers:
    """Return where the two met, and who began it, in each of the last quarters.

    Parameters
    ----------
    tables : Tables
        Uses ``touches``; two-way ones that are no broadcast, library staff left out.

    Returns
    -------
    DataFrame
        Measure frame with ``period`` in front, unit ``share`` of touches: ``touches off the desk``
        (place noted, or plain from the way) and ``touches begun by contacts``.
    """
    talks = facts.within(facts.talks)
    placed, begun = talks.dropna(subset=["place"]), talks.dropna(subset=["begun_by"])
    yield "touches off the desk", Share(placed, placed["place"].isin(("client", "online")))
    yield "touches begun by contacts", Share(begun, begun["begun_by"] == "contact")
