"""Whom to win and whom to keep: prospects with their parts, and relations that cool."""

import narwhals as nw
import pandas as pd

from engagekit.measures import _coverage, _frames, _staff
from engagekit.measures._frames import MONTH
from engagekit.measures.champions import done_acts
from engagekit.settings.periods import During, Period
from engagekit.statistics.pooling import pooled_shares
from engagekit.tables.memberships import several
from engagekit.tables.tables import Tables

DECAY = 0.9
"""What is left of a touch after a month: a convention, not a finding."""
HOLDS, TARGETED = 1.0, 0.5
"""Influence of a budget holder, and of a target colleague who holds none."""
FLOOR = 1.0
"""Warmth of one touch today: below it a relation is taken to have cooled."""


def warmth(tables: Tables, period: Period, decay: float = DECAY) -> pd.Series:
    """Return warmth of everybody met: each touch counts one on its day, and ``decay`` less a month.

    Returns
    -------
    Series
        By ``contact_id``.
    """
    days = _staff.days_met(tables, period)
    age = (pd.Timestamp(period.end) - days["on"]).dt.days / MONTH
    matches: pd.Series = (decay**age).groupby(days["contact_id"]).sum()
    return matches


def cooling(
    tables: Tables, *, during: During = None, decay: float = DECAY, most: int | None = 25
) -> pd.DataFrame:
    """Return relations that were warm a quarter ago and have cooled since (private).

    Parameters
    ----------
    decay : float
        See `warmth`; try 0.8 and 0.95 to see how much hangs on it.
    most : int, optional
        Rows at most; None: all of them.

    Returns
    -------
    DataFrame
        Listing ``contact_id, display_name, department, role_level, warmth_before, warmth,
        last_on``: above one touch's worth before, below it now; the largest loss first.
    """
    period = _coverage.asked_period(tables, during)
    people = _staff.roster(tables, period).set_index("contact_id")
    last = _staff.days_met(tables, period).groupby("contact_id")["on"].max()
    matches = people.assign(
        warmth_before=warmth(tables, period.previous(), decay).round(2),
        warmth=warmth(tables, period, decay).round(2),
        last_on=last,
    )
    cooled = matches[(matches["warmth_before"] >= FLOOR) & (matches["warmth"] < FLOOR)]
    loss = (cooled["warmth_before"] - cooled["warmth"]).sort_values(ascending=False, kind="stable")
    text = cooled.loc[loss.index].reset_index()[[*_staff.WHO, "warmth_before", "warmth", "last_on"]]
    return text if most is None else text.head(most)


def prospects(tables: Tables, *, during: During = None, most: int = 10) -> pd.DataFrame:
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
    period = _coverage.asked_period(tables, during)
    people = _staff.roster(tables, period, "budget_holder", "target").set_index("contact_id")
    ids = set(done_acts(tables, period)["contact_id"])
    holds = people["budget_holder"].fillna(False).astype(bool)
    wanted = people["target"].fillna(False).astype(bool)
    warm = warmth(tables, period).reindex(people.index).fillna(0.0)
    parts = pd.DataFrame(
        {
            "influence": holds.map({True: HOLDS, False: 0.0}).where(holds | ~wanted, TARGETED),
            "warmth": warm.rank(pct=True).where(warm > 0, 0.0),
            "initiative_fit": _fit(tables, period, people.index[holds | wanted])
            .reindex(people.index)
            .fillna(0.0),
        }
    )
    weights = pd.Series(tables.settings.champions.prospect_weights).reindex(parts.columns)
    weights = weights.fillna(0.0)
    total = float(weights.sum()) or 1.0
    result = people.join(parts.round(2)).assign(
        score=((parts * weights).sum(axis=1) / total).round(2)
    )
    result = result[~result.index.isin(ids) & (parts["influence"] > 0)]
    result = result.join(_next_steps(tables, period)).reset_index()
    result = result.sort_values(["score", "contact_id"], ascending=[False, True], kind="stable")
    columns = [*_staff.WHO, *parts.columns, "score", "next_step", "by_on"]
    return result[columns].head(most).reset_index(drop=True)


def _fit(tables: Tables, period: Period, ids: pd.Index) -> pd.Series:
    """Return the share of each person's logged touches that serve a live initiative."""
    if not tables.has("initiatives", "touches"):
        return pd.Series(dtype="float64")
    begun = _frames.rows(tables, "initiatives", "initiative_id", "status")
    live = set(begun.loc[begun["status"] == "live", "initiative_id"])
    until = ~nw.col("contact_id").is_null() & (nw.col("on") <= _frames.start_of(period.end))
    rows = _frames.rows(tables, "touches", "contact_id", "initiative_id", where=until)
    tags = several(rows["initiative_id"])
    serves = pd.Series(rows.index.isin(tags.index[tags.isin(live)]), rows.index)
    counted = serves.astype("float64").groupby(rows["contact_id"]).agg(["sum", "size"])
    counted = counted[counted.index.isin(ids)]
    if counted.empty:
        return pd.Series(dtype="float64")
    return pd.Series(pooled_shares(counted["sum"], counted["size"]).estimates, counted.index)


def _next_steps(tables: Tables, period: Period) -> pd.DataFrame:
    """Return the first open step planned with each person."""
    if not tables.has("plans"):
        return pd.DataFrame(
            {"next_step": pd.Series(dtype="str"), "by_on": pd.Series(dtype="M8[us]")}
        )
    plans = _frames.rows(tables, "plans", "contact_id", "what", "by_on", "done_on")
    still = plans[plans["done_on"].isna() | (plans["done_on"] > pd.Timestamp(period.end))]
    first = still.sort_values("by_on", kind="stable").drop_duplicates("contact_id")
    return first.set_index("contact_id")[["what", "by_on"]].rename(columns={"what": "next_step"})
