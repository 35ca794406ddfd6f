"""Who stands up for the library: acts of support, joined and lost, cover, and who may be lost."""

from functools import partial

import pandas as pd

from engagekit.facts import Facts, quarters
from engagekit.facts.facts import WHO
from engagekit.facts.heads import with_the_rest
from engagekit.measures._frame import ALL
from engagekit.measures.engine import Numbers, listing, metric, of_facts
from engagekit.measures.numbers import Mean, Score, Share, Total

COUNTED = "count_of_support"
HALF = 0.5
"""Part of the acts that the absence factor is about, as CHAOSS has it."""
TWO = 2
"""Champions that make a department covered: with one, a leaving party ends the cover."""
AHEAD = 12
"""Months looked ahead, and back for the turnover: a budget year."""
LENT = 10
"""People of the whole staff lent to each department, so that nobody leaving is not 'never': a
department of ten is half itself, half the average."""


@metric(basis=COUNTED, heads=True, spans=partial(quarters.covered, to_the_end=True))
def champions(facts: Facts) -> Numbers:
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
    acts = facts.acts_of_champions
    if facts.heads_stand_in:
        named = acts[["contact_id"]].rename(columns={"contact_id": "who"})
        people = with_the_rest(facts, named.assign(department=None))
    else:
        people = facts.people
    is_champion = people["contact_id"].isin(acts["contact_id"])
    yield "champions", Share(people, is_champion, population=True, is_count=True)
    yield "acts of support", Total(acts)
    if not facts.heads_stand_in:
        yield "asks kept", Share(facts.asks, facts.asks["on"].notna())
        each = facts.in_each_department(people.assign(is_champion=is_champion))
        departments = each.groupby("department").agg(
            champions=("is_champion", "sum"), is_holding=("budget_holder", "max")
        )
        departments = departments[departments["is_holding"].fillna(False).astype(bool)]
        departments = departments.reset_index()
        yield "departments covered", Share(departments, departments["champions"] >= TWO)
    yield "absence factor", Score(acts, absence_factor)


def absence_factor(acts: pd.DataFrame) -> dict[str, float]:
    """Return as ``estimate`` the fewest people who did half of the acts; NaN where there are none.

    Notes
    -----
    The Contributor Absence Factor of CHAOSS, with acts of support for commits.

    Examples
    --------
    >>> absence_factor(pd.DataFrame({"contact_id": list("aaaaaabbccde")}))
    {'estimate': 1.0}
    """
    done = acts["contact_id"].value_counts().cumsum()
    fewest = (done < HALF * len(acts)).sum() + 1
    return {"estimate": float(fewest) if len(acts) else float("nan")}


@of_facts
def champion_roster(facts: Facts) -> pd.DataFrame:
    """Return the champions by name: acts, asks and last day (private).

    Returns
    -------
    DataFrame
        Listing ``contact_id, display_name, department, role_level, acts, kinds, kept`` ("2 of 3"
        asks)``, last_on, left_on`` (a known last day), the most acts first.
    """
    done = facts.acts_of_champions.groupby("contact_id").agg(
        acts=("on", "size"),
        kinds=("kind", lambda kinds: ", ".join(sorted(set(kinds)))),
        last_on=("on", "max"),
    )
    asks = facts.asks.groupby("contact_id")["on"].agg(["count", "size"]).astype("str")
    kept = (asks["count"] + " of " + asks["size"]).reindex(done.index).fillna("")
    rows = facts.staff.merge(done.assign(kept=kept).reset_index(), on="contact_id")
    columns = [*WHO, "acts", "kinds", "kept", "last_on", "left_on"]
    return listing(rows, columns, "-acts", "-last_on", "contact_id")


@metric("act", basis="count_of_acts")
def support_kinds(facts: Facts) -> Numbers:
    """Return acts of support by kind: how many were done, and of those asked for how many.

    Parameters
    ----------
    tables : Tables
        Uses ``support``.

    Returns
    -------
    DataFrame
        Measure frame with ``act`` in front: ``acts done`` (count) and ``asks done`` (share of what
        was asked for), in the months that make a champion; then ``kinds of act`` (how many kinds
        were done) and ``days from ask to act`` (median of those done) over all.
    """
    asks = facts.asks.assign(days=(facts.asks["on"] - facts.asks["asked_on"]).dt.days)
    done = facts.so_far(facts.acts, months=facts.settings.champions.months)
    facts.tables.need("contacts")
    times = done["kind"].value_counts().to_dict()
    kinds = sorted({*done["kind"], *asks["kind"]}, key=lambda kind: (-times.get(kind, 0), kind))
    for kind in (ALL, *kinds):
        label = {"act": kind}
        mine, wanted = (rows[(rows["kind"] == kind) | (kind == ALL)] for rows in (done, asks))
        yield "acts done", Total(mine, is_bare=True, label=label)
        yield "asks done", Share(wanted, wanted["on"].notna(), label=label)
    yield "kinds of act", Total(done.drop_duplicates("kind"), is_bare=True, label={"act": ALL})
    yield (
        "days from ask to act",
        Mean(asks.dropna(subset="days"), "days", "median", label={"act": ALL}),
    )


@of_facts
def succession(facts: Facts) -> pd.DataFrame:
    """Return departments by the chance that they have no champion in a year (private).

    Parameters
    ----------
    tables : Tables
        Uses ``contacts`` and ``support``.

    Returns
    -------
    DataFrame
        Listing ``department, champions, who, leaving, turnover, expected_lost, chance_of_none``,
        the highest chance first; departments with a budget holder or a champion.

    Notes
    -----
    A champion with a known last day within the year is lost for certain, every other one with the
    turnover of the department in the last twelve months (ten people of the average turnover are
    added to each department, so that a small one is not taken for safe; where the staff list tells
    of no leaver, ``settings.champions.turnover`` stands in); they are taken to be independent of
    each other. ``chance_of_none`` is the product. Who is of two departments stands in both.
    """
    each = facts.in_each_department(facts.people)
    holding = each.loc[each["budget_holder"].fillna(False).astype(bool), "department"]
    stand = may_be_lost(facts)
    found = stand.groupby("department").agg(
        champions=("contact_id", "size"),
        who=("display_name", ", ".join),
        leaving=("leaving", lambda names: ", ".join(filter(None, names))),
        expected_lost=("chance", "sum"),
        chance_of_none=("chance", "prod"),
    )
    rows = found.reindex(sorted({*found.index, *holding}))
    none = {"champions": 0, "who": "", "leaving": "", "expected_lost": 0.0, "chance_of_none": 1.0}
    rows = rows.fillna(none).astype({"champions": "int64"})
    rows.insert(3, "turnover", _turnover(facts).reindex(rows.index))
    rows = rows.round({"turnover": 3, "expected_lost": 2, "chance_of_none": 4}).reset_index()
    return listing(rows, rows.columns, "-chance_of_none", "department")


def may_be_lost(facts: Facts) -> pd.DataFrame:
    """Return champions, once in each of their departments, with their chance of leaving in a year.

    Who has no department stands once, with the mean turnover. Columns: those of the staff list,
    ``chance``, and ``leaving``, the name of who goes for certain.
    """
    turnover = _turnover(facts)
    people = facts.people
    people = people[people["contact_id"].isin(facts.acts_of_champions["contact_id"])]
    each = facts.in_each_department(people)
    lone = people[~people["contact_id"].isin(each["contact_id"])].assign(department=None)
    stand = pd.concat([each, lone.astype(each.dtypes.to_dict())], ignore_index=True)
    is_certain = stand["left_on"] <= facts.end + pd.DateOffset(months=AHEAD)
    usual = float(turnover.mean()) if len(turnover) else 0.0
    chance = stand["department"].map(turnover).astype("float64")  # nobody: of no type
    chance = chance.fillna(usual).mask(is_certain, 1.0)
    return stand.assign(chance=chance, leaving=stand["display_name"].where(is_certain, ""))


def nobody_left(facts: Facts) -> bool:
    """Return whether the staff list tells of no leaver in the year to the end of a period."""
    return facts.so_far(facts.staff, "left_on", AHEAD).empty


def _turnover(facts: Facts) -> pd.Series:
    """Return the share of each department that left in a year; small ones lean on all of them."""
    each = facts.in_each_department(facts.staff)
    departments = sorted(each["department"].unique())
    stated = facts.settings.champions.turnover
    if stated is not None and nobody_left(facts):
        return pd.Series(stated, index=departments)
    then = facts.here(each, facts.before(AHEAD).date())
    removed = (then["left_on"] <= facts.end).astype("float64")
    left = removed.groupby(then["department"]).agg(["sum", "size"])
    person = removed[~then["contact_id"].duplicated()]
    whole = float(person.mean()) if len(person) else 0.0
    matches = (left["sum"] + LENT * whole) / (left["size"] + LENT)
    return matches.reindex(departments).fillna(whole)
