"""Head counts of departments, where there is no staff list: each name met is a person."""

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
