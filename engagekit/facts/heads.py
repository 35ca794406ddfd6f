"""Head counts of departments in place of a staff list: names, and the rest of each department."""

import pandas as pd

from engagekit.facts.facts import SELF_SERVICE, Facts
from engagekit.locale.missing import require
from engagekit.parsing.values import fold

NAMES = ["contact_id", "email", "display_name"]


def heads(facts: Facts) -> pd.Series:
    """Return people of each department on its last count by the end of the period."""
    rows = facts.so_far(facts.table("headcounts", "department", "on", "people"))
    require(not rows.empty, "no_heads")
    last = rows.groupby("department")["on"].transform("max")
    return rows[rows["on"] == last].groupby("department", sort=True)["people"].sum()


def people_counted(facts: Facts) -> pd.DataFrame:
    """Return whom numbers of people count, with ``times``: their touches in the period.

    The staff list; where head counts stand in for it, the names met as `with_the_rest` has them.
    """
    if not facts.heads_stand_in:
        times = facts.times_met
        return facts.people.assign(times=times)
    return with_the_rest(facts, names_met(facts, facts.start))


def with_the_rest(facts: Facts, rows: pd.DataFrame) -> pd.DataFrame:
    """Return the names of some rows, each once, and the other heads of each department.

    Parameters
    ----------
    rows : DataFrame
        ``who``, and ``department`` as it is written there, if at all.

    Returns
    -------
    DataFrame
        ``contact_id`` (the name; empty for the others)``, times`` (its rows)``, department``, and
        ``n``: how many people a row is. Names over the heads of a department make that less than
        none, so that all rows add up to the heads. Where no row names a department none is told:
        that nobody of it was met is not known.
    """
    counted, homes = heads(facts), rows.dropna(subset="department")
    others = pd.Series(dtype="int64")
    if len(homes):
        homes = homes[homes["department"].isin(counted.index)]
        homes = homes.drop_duplicates(["who", "department"])
        named = homes["department"].value_counts()
        others = counted.sub(named.reindex(counted.index, fill_value=0))
    known = rows["who"].value_counts().rename("times").to_frame().assign(n=1)
    known = known.join(homes.groupby("who")["department"].agg("; ".join))
    others[""] = counted.sum() - others.sum() - len(known)
    rest = others.rename("n").rename_axis("department").reset_index()
    people = pd.concat([known.rename_axis("contact_id").reset_index(), rest], ignore_index=True)
    return people.fillna({"times": 0, "department": ""}).astype({"times": "int64", "n": "int64"})


def names_met(facts: Facts, since: pd.Timestamp, *, broadcasts: bool = False) -> pd.DataFrame:
    """Return who was met on each row from a day to the end of the period.

    Each number, address or name is a person; rows that name nobody are left out. Columns: ``who,
    department, on``.
    """
    rows = facts.so_far(facts.records)
    is_left_out = rows["channel"] == SELF_SERVICE
    if not broadcasts:
        is_left_out |= facts.is_broadcast(rows)
    # who came from outside, or is of the library, is no head of a department
    is_left_out |= (rows["channel"] == "event") & (
        facts.are_guests(rows) | rows["contact_id"].isin(facts.library)
    )
    rows = rows[~is_left_out.fillna(False).astype(bool)]
    rows = rows[rows["on"] >= since]
    who = rows["contact_id"].astype("object")
    for name in ("email", "display_name"):
        who = who.fillna(fold(rows[name].astype("str")).where(rows[name].notna()))
    return rows.assign(who=who)[["who", "department", "on"]].dropna(subset=["who"])
