"""Listen first: how often a need was written down, which needs, and what became of them."""

import pandas as pd

from engagekit.facts import Facts
from engagekit.facts.reading import two_way_touches
from engagekit.locale.missing import require
from engagekit.measures.engine import Numbers, metric
from engagekit.measures.numbers import Share
from engagekit.tables.memberships import several

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
    if facts.has("follow_ups"):
        promised = needs[needs["promises"] > 0]
        yield "needs with a promise", Share(needs, needs["promises"] > 0)
        yield "needs acted on", Share(promised, promised["kept"] > 0)


@metric("need", basis=OF_TOUCHES)
def needs(facts: Facts) -> Numbers:
    """Return what people needed, the most frequent need first.

    Parameters
    ----------
    tables : Tables
        Uses ``touches``.

    Returns
    -------
    DataFrame
        Measure frame with ``need`` in front, unit ``share``: ``needs by theme``, ``n`` touches with
        the need, ``base`` touches with any. A touch can have several needs, joined by ``;``.
    """
    talks = facts.within(_talks_with_needs(facts))
    tags = several(talks["need"])
    each = talks.loc[tags.index].assign(need=tags.to_numpy()).reset_index(drop=True)
    touches = each.drop_duplicates("touch_id")
    each = each.drop_duplicates(["touch_id", "need"])
    count = each["need"].value_counts().sort_index()
    named = count.sort_values(ascending=False, kind="stable").index[:MOST]
    theme = each["need"].where(each["need"].isin(named), OTHER)
    for need in [*named, *([OTHER] if len(count) > MOST else [])]:
        hit = touches["touch_id"].isin(each.loc[theme == need, "touch_id"])
        yield "needs by theme", Share(touches, hit, label={"need": str(need)})


def _talks_with_needs(facts: Facts) -> pd.DataFrame:
    """Return two-way touches with their need and what had become of it by the end of the period.

    ``touch_id, on, need`` (empty where none), and ``promises, kept`` where promises are known.

    Raises
    ------
    NotMeasuredError
        If no touch says that it was two-way, or none in the log has a need.
    """
    columns = ["contact_id", "on", "channel", "two_way", "touch_id", "need"]
    talks = two_way_touches(facts.table("touches", *columns), facts.settings.reach, facts.library)
    require(not talks.empty, "not_two_way")
    talks = talks.assign(need=talks["need"].astype("str").fillna("").str.strip())
    require((talks["need"] != "").any(), "no_needs")
    if not facts.has("follow_ups"):
        return talks
    became = facts.promises.groupby("touch_id")["is_kept"].agg(promises="size", kept="sum")
    return talks.join(became, on="touch_id").fillna({"promises": 0, "kept": 0})
