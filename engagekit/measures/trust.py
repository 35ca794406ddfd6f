"""How trust and touches go together: the chance at touch k, whom to win and whom to keep.

The share of people with seven touches who trust is no answer: friends come back, so it climbs even
where no touch adds anything. Asked is: of those who came to touch k without trust, who showed it?
"""

from collections.abc import Sequence

import narwhals as nw
import numpy as np
import pandas as pd

from engagekit.errors import UsageError, did_you_mean, error_text
from engagekit.facts import Facts, reading
from engagekit.facts.facts import WHO
from engagekit.locale.missing import require
from engagekit.measures import _frame
from engagekit.measures.engine import listing, of_facts
from engagekit.statistics.pooling import pooled_shares
from engagekit.tables.memberships import several
from engagekit.tables.tables import Tables

SEVEN = 7
"""Touches from which on people stand together: what is said to be needed before trust."""
AT_THIS_TOUCH = "trust at this touch"
SO_FAR = "trust by touches so far"
STUCK = (4, 6)
"""Touches at which somebody who never made the first move is stuck."""
MOST = 10
"""Prospects told."""
BEGUN_BY_CONTACT: dict[str, tuple[str, ...]] = {
    "unsolicited request": ("reference", "desk", "walk", "walk-up", "phone", "chat", "email"),
    "referral": ("referral",),
    "invitation": ("meeting", "event"),
}
"""Acts of trust that the log of touches shows: begun by the contact, on these channels."""
SUPPORT = {"referral": ("referred",)}
"""Kinds of support that stand for the same act."""
DECAY = 0.9
"""What is left of a touch after a month: a convention, not a finding."""
HOLDS, TARGETED = 1.0, 0.5
"""Influence of a budget holder, and of a target colleague who holds none."""
FLOOR = 1.0
"""Warmth of one touch today: below it a relation is taken to have cooled."""


@of_facts
def touch_ladder(facts: Facts) -> pd.DataFrame:
    """Return the chance of a first act of trust at each touch, among those who had shown none.

    Parameters
    ----------
    tables : Tables
        Uses ``contacts``, ``touches`` (or ``attendance`` with ``events``), and ``support`` where it
        is there. ``settings.trust.acts`` says what stands for trust.
    during : str or Period, optional
        Everything up to its last day counts.

    Returns
    -------
    DataFrame
        Measure frame with ``touch`` in front, unit ``share``, Wilson intervals. ``trust at this
        touch``: ``n`` people whose first act came at it, ``base`` people who came to it without.
        ``trust by touches so far`` is the naive chart: of those with so many touches today, who
        ever acted. It is there to be shown beside the first, never alone.

    Notes
    -----
    The day of an act is itself a touch; several touches of a day are one; broadcasts are none;
    people are followed to the day they left or the end of the period.
    """
    people = trust_by_person(facts.tables, during=facts.period)
    require(not people.empty, "nobody_met")
    require(may_show_trust(facts.tables), "no_acts")
    acted = people["acted_at"]
    came = acted.where(acted > 0, people["touches"])
    stands = people["touches"].clip(upper=SEVEN)
    now, so_far = [], []
    for touch in range(1, SEVEN + 1):
        n, base = (acted == touch).sum(), (came >= touch).sum()
        now.append(_frame.wilson(AT_THIS_TOUCH, n, base, touch=str(touch), basis="hazard"))
        there = acted[stands == touch]
        label = f"{touch}+" if touch == SEVEN else str(touch)
        n, base = (there > 0).sum(), len(there)
        so_far.append(_frame.wilson(SO_FAR, n, base, touch=label, basis="naive_share"))
    frame = _frame.measure_frame([*now, *so_far], ["touch"])
    return frame.assign(population=pd.array([len(people)] * len(frame), dtype="Int64"))


def may_show_trust(tables: Tables) -> bool:
    """Return whether the files could show an act of trust: what nobody writes down is no zero."""
    if tables.has("support") or not tables.has("touches"):
        return tables.has("support")
    begun = nw.col("begun_by") == "contact"
    return not reading.rows(tables, "touches", "begun_by", where=begun).empty


@of_facts
def trust_by_person(facts: Facts) -> pd.DataFrame:
    """Return touches of everybody met so far, and the touch of the first act of trust.

    Returns
    -------
    DataFrame
        ``contact_id, touches, acted_at`` (0: not yet)``, acted_on, first_on, last_on``.
    """
    acts = first_acts(facts)
    days = pd.concat([facts.days_met, acts.rename(columns={"acted_on": "on"})], ignore_index=True)
    days = days.drop_duplicates().merge(acts, on="contact_id", how="left")
    days["before"] = (days["on"] <= days["acted_on"]).astype("int64")
    people = days.groupby("contact_id", sort=True).agg(
        touches=("on", "size"),
        acted_at=("before", "sum"),
        acted_on=("acted_on", "first"),
        first_on=("on", "min"),
        last_on=("on", "max"),
    )
    return people.reset_index()


def first_acts(facts: Facts) -> pd.DataFrame:
    """Return the day of the first act of trust of everybody who has shown one.

    Returns
    -------
    DataFrame
        ``contact_id, acted_on``.
    """
    acts = facts.settings.trust.acts
    channels = {channel for act in acts for channel in BEGUN_BY_CONTACT.get(act, ())}
    met = facts.so_far(facts.met(broadcasts=True))
    begun = met[(met["begun_by"] == "contact") & met["channel"].isin(channels)]
    rows = pd.concat([begun[["contact_id", "on"]], _from_support(facts, acts)], ignore_index=True)
    rows = facts.until_left(rows)
    return rows.groupby("contact_id", sort=True)["on"].min().rename("acted_on").reset_index()


def _from_support(facts: Facts, asked: Sequence[str]) -> pd.DataFrame:
    """Return acts of support that count as an act of trust.

    Raises
    ------
    UsageError
        If the settings name an act that no sheet has.
    """
    others = set(asked) - {*BEGUN_BY_CONTACT, "support"}
    if not facts.has("support"):
        if not BEGUN_BY_CONTACT.keys() & set(asked):
            facts.tables.need("support")
        return facts.days_met[:0]
    known = [*facts.acts["kind"].dropna(), *facts.settings.champions.acts]
    for act in sorted(others.difference(known)):
        existing = [*BEGUN_BY_CONTACT, "support", *sorted(set(known))]
        raise UsageError(
            error_text("touch_ladder.from_support", act=act, hint=did_you_mean(act, existing))
        )
    done = facts.acts[facts.acts["on"].notna()]
    if "support" not in asked:
        done = done[done["kind"].isin({kind for act in asked for kind in SUPPORT.get(act, (act,))})]
    return done[["contact_id", "on"]]


@of_facts
def stuck(facts: Facts) -> pd.DataFrame:
    """Return people on the staff list at touch 4 to 6 who have shown no trust yet (private).

    Returns
    -------
    DataFrame
        Listing ``contact_id, display_name, department, role_level, touches, last_on``, the most
        touches first, and of those the longest unseen.
    """
    met = trust_by_person(facts.tables, during=facts.period)
    waiting = met[(met["acted_at"] == 0) & met["touches"].between(*STUCK)]
    rows = facts.people.merge(waiting, on="contact_id")
    return listing(rows, [*WHO, "touches", "last_on"], "-touches", "last_on", "contact_id")


def warmth(facts: Facts) -> pd.Series:
    """Return warmth of everybody met: each touch counts one on its day, and less every month.

    Returns
    -------
    Series
        By ``contact_id``.
    """
    days = facts.days_met
    age = (facts.end - days["on"]).dt.days / reading.MONTH
    result: pd.Series = (DECAY**age).groupby(days["contact_id"]).sum()
    return result


@of_facts
def cooling(facts: Facts) -> pd.DataFrame:
    """Return relations that were warm a quarter ago and have cooled since (private).

    Returns
    -------
    DataFrame
        Listing ``contact_id, display_name, department, role_level, warmth_before, warmth,
        last_on``: above one touch's worth before, below it now; the largest loss first.
    """
    people = facts.people.set_index("contact_id").assign(
        warmth_before=warmth(facts.during(facts.period.previous())).round(2),
        warmth=warmth(facts).round(2),
        last_on=facts.days_met.groupby("contact_id")["on"].max(),
    )
    cooled = people[(people["warmth_before"] >= FLOOR) & (people["warmth"] < FLOOR)]
    loss = cooled["warmth_before"] - cooled["warmth"]
    columns = [*WHO, "warmth_before", "warmth", "last_on"]
    return listing(cooled.reset_index().assign(loss=loss.to_numpy()), columns, "-loss")


@of_facts
def prospects(facts: Facts) -> pd.DataFrame:
    """Return whom to win as a champion next, with the parts of the score (private).

    Parameters
    ----------
    tables : Tables
        Uses ``contacts, support, touches``, and ``initiatives`` and ``plans`` where they are there.

    Returns
    -------
    DataFrame
        Listing ``contact_id, display_name, department, role_level, influence, warmth,
        initiative_fit, score, next_step, by_on``. Each part lies between 0 and 1; the score is
        their mean by ``settings.champions.prospect_weights``.

    Notes
    -----
    Influence: 1 for a budget holder, 0.5 for another target colleague. Warmth: rank among the staff
    list. Initiative fit: share of the person's touches tagged to a live initiative, drawn towards
    that of all of them, so that one touch is no certainty.
    """
    people = facts.people.set_index("contact_id")
    holds, wanted = (people[name].eq(True).fillna(False) for name in ("budget_holder", "target"))
    warm = warmth(facts).reindex(people.index).fillna(0.0)
    fit = _fit(facts, people.index[holds | wanted])
    parts = pd.DataFrame(
        {
            "influence": np.select([holds, wanted], [HOLDS, TARGETED]),
            "warmth": warm.rank(pct=True).where(warm > 0, 0.0),
            "initiative_fit": fit.reindex(people.index).fillna(0.0),
        },
        people.index,
    )
    weights = pd.Series(facts.settings.champions.prospect_weights)
    weights = weights.reindex(parts.columns).fillna(0.0)
    score = (parts @ weights / (float(weights.sum()) or 1.0)).round(2)
    is_champion = people.index.isin(facts.acts_of_champions["contact_id"])
    rows = people.join(parts.round(2)).assign(score=score)
    rows = rows[~is_champion & (parts["influence"] > 0)].join(_next_steps(facts)).reset_index()
    columns = [*WHO, *parts.columns, "score", "next_step", "by_on"]
    return listing(rows, columns, "-score", "contact_id").head(MOST)


def _fit(facts: Facts, ids: pd.Index) -> pd.Series:
    """Return the share of each person's logged touches that serve a live initiative."""
    none = pd.Series(dtype="float64")
    if not facts.has("initiatives", "touches"):
        return none
    begun = facts.table("initiatives", "initiative_id", "status")
    live = begun.loc[begun["status"] == "live", "initiative_id"]
    rows = facts.so_far(facts.table("touches", "contact_id", "initiative_id", "on"))
    rows = rows[rows["contact_id"].isin(ids)]
    if rows.empty:
        return none
    tags = several(rows["initiative_id"])
    serves = pd.Series(rows.index.isin(tags.index[tags.isin(live)]), rows.index)
    counted = serves.groupby(rows["contact_id"]).agg(["sum", "size"]).astype("float64")
    return pd.Series(pooled_shares(counted["sum"], counted["size"]).estimates, counted.index)


def _next_steps(facts: Facts) -> pd.DataFrame:
    """Return the first open step planned with each person."""
    if not facts.has("plans"):
        return pd.DataFrame(columns=["next_step", "by_on"]).astype({"by_on": "M8[us]"})
    plans = facts.table("plans", "contact_id", "what", "by_on", "done_on")
    still = plans[plans["done_on"].isna() | (plans["done_on"] > facts.end)]
    first = still.sort_values("by_on", kind="stable").drop_duplicates("contact_id")
    return first.set_index("contact_id").rename(columns={"what": "next_step"})[
        ["next_step", "by_on"]
    ]
