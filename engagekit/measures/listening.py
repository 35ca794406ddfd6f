"""Listen first: how often a need was written down, which needs, and what became of them."""

import pandas as pd

from engagekit.facts import Facts, facts_of
from engagekit.facts.facts import spoken
from engagekit.locale.missing import require
from engagekit.measures.engine import Numbers, metric
from engagekit.measures.numbers import Share
from engagekit.settings.periods import During
from engagekit.tables.memberships import several
from engagekit.tables.tables import Tables

OF_TOUCHES = "count_of_touches"
OTHER = "Other needs"
MOST = 12
"""Needs with a row of their own: as many as a figure has room for."""


@metric(basis=OF_TOUCHES)
def listening(facts: Facts) -> Numbers:
    """Return two-way touches at which a need was recorded, and needs that were acted on later.

    Parameters
    ----------
    tables : Tables
        Uses ``touches``, and ``follow_ups`` for what became of needs.

    Returns
    -------
    DataFrame
        Measure frame, unit ``share`` of touches in the period, library staff left out: ``needs
        recorded`` of two-way touches; ``needs with a promise`` of needs; ``needs acted on`` of
        those with a promise (one made at the touch was kept by the end of the period). Without
        ``follow_ups`` the first alone.

    Notes
    -----
    A need answered on the spot leaves no promise, so it is in neither of the last two.
    """
    talks = facts.within(_talks_with_needs(facts))
    needs = talks[talks["need"] != ""]
    yield "needs recorded", Share(talks, talks["need"] != "")
    if facts.tables.has("follow_ups"):
        promised = needs[needs["promises"] > 0]
        yield "needs with a promise", Share(needs, needs["promises"] > 0)
        yield "needs acted on", Share(promised, promised["kept"] > 0)


@metric("need", basis=OF_TOUCHES)
def needs(facts: Facts, *, most: int = MOST) -> Numbers:
    """Return what people needed, the most frequent need first.

    Parameters
    ----------
    tables : Tables
        Uses ``touches``.
    most : int
        Needs with a row of their own; the others are ``Other needs``.

    Returns
    -------
    DataFrame
        Measure frame with ``need`` in front, unit ``share``: ``needs by theme``, ``n`` touches with
        the need, ``base`` touches with any. A touch can have several needs, joined by ``;``.
    """
    each = _each_need(facts.within(_talks_with_needs(facts)))
    touches = each.drop_duplicates("touch_id")
    each = each.drop_duplicates(["touch_id", "need"])
    count = each["need"].value_counts().sort_index()
    count = count.sort_values(ascending=False, kind="stable")
    named = count.index[:most] if len(count) > most else count.index
    for need in named:
        hit = touches["touch_id"].isin(each.loc[each["need"] == need, "touch_id"])
        yield "needs by theme", Share(touches, hit, label={"need": str(need)})
    others = each.loc[~each["need"].isin(named), "touch_id"]
    if len(others):
        hit = touches["touch_id"].isin(others)
        yield "needs by theme", Share(touches, hit, label={"need": OTHER})


def unmet_needs(tables: Tables, *, during: During = None) -> pd.DataFrame:
    """Return needs whose promise is still open at the end of a period, the oldest first.

    Returns
    -------
    DataFrame
        Listing without persons ``need, open, overdue, oldest_on``: touches with the need whose
        promises are all open, those of them past the day promised, and the day of the first.

    Raises
    ------
    NotMeasuredError
        Without ``follow_ups`` or needs.
    """
    facts = facts_of(tables, during)
    talks = facts.so_far(_talks_with_needs(facts))
    tables.need("follow_ups")
    each = _each_need(talks[(talks["promises"] > 0) & (talks["kept"] == 0)])
    unmet = each.groupby("need", sort=True).agg(
        open=("touch_id", "nunique"), overdue=("late", "sum"), oldest_on=("on", "min")
    )
    unmet = unmet.astype({"open": "Int64", "overdue": "Int64"}).reset_index()
    return unmet.sort_values(["oldest_on", "need"], kind="stable").reset_index(drop=True)


def _talks_with_needs(facts: Facts) -> pd.DataFrame:
    """Return two-way touches with their need and what had become of it by the end of the period.

    ``touch_id, on, need`` (empty where none), ``promises, kept, late``.

    Raises
    ------
    NotMeasuredError
        If no touch says that it was two-way, or none in the log has a need.
    """
    columns = ["contact_id", "on", "channel", "two_way", "touch_id", "need"]
    talks = spoken(facts, facts.table("touches", *columns))
    require(not talks.empty, "not_two_way")
    talks = talks.assign(need=talks["need"].astype("str").fillna("").str.strip())
    require((talks["need"] != "").any(), "no_needs")
    if not facts.tables.has("follow_ups"):
        return talks.assign(promises=0, kept=0, late=0)
    made = facts.promises.assign(is_late=facts.promises["late"] > 0)
    became = made.groupby("touch_id").agg(
        promises=("is_kept", "size"), kept=("is_kept", "sum"), late=("is_late", "max")
    )
    return talks.join(became, on="touch_id").fillna({"promises": 0, "kept": 0, "late": 0})


def _each_need(talks: pd.DataFrame) -> pd.DataFrame:
    """Return a row for each touch and need."""
    needs = several(talks["need"])
    return talks.loc[needs.index].assign(need=needs.to_numpy()).reset_index(drop=True)
