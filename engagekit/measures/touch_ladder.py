"""How trust and touches go together: the chance at touch k, and the time to the nth touch.

The share of people with seven touches who trust is no answer: friends come back, so it climbs even
where no touch adds anything. Asked is: of those who came to touch k without trust, who showed it?
"""

from collections.abc import Sequence

import narwhals as nw
import numpy as np
import pandas as pd

from engagekit.errors import UsageError, did_you_mean, error_text
from engagekit.locale.missing import require
from engagekit.measures import _coverage, _frame, _frames, _roster, _staff
from engagekit.measures._roster import SEVEN
from engagekit.settings.periods import During, Period
from engagekit.statistics import incidence, proportions
from engagekit.tables.cache import once
from engagekit.tables.tables import Tables

AT_THIS_TOUCH = "trust at this touch"
SO_FAR = "trust by touches so far"
BEGUN_BY_CONTACT: dict[str, tuple[str, ...]] = {
    "unsolicited request": ("reference", "desk", "walk", "walk-up", "phone", "chat", "email"),
    "referral": ("referral",),
    "invitation": ("meeting", "event"),
}
"""Acts of trust that the log of touches shows: begun by the contact, on these channels."""
SUPPORT = {"referral": ("referred",)}
"""Kinds of support that stand for the same act."""


def touch_ladder(tables: Tables, *, during: During = None, last: int = SEVEN) -> pd.DataFrame:
    """Return the chance of a first act of trust at each touch, among those who had shown none.

    Parameters
    ----------
    tables : Tables
        Uses ``contacts``, ``touches`` (or ``attendance`` with ``events``), and ``support`` where it
        is there. ``settings.trust.acts`` says what stands for trust.
    during : str or Period, optional
        Everything up to its last day counts.
    last : int
        Highest touch number.

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
    people = trust_by_person(tables, during=during)
    require(not people.empty, "nobody_met")
    require(may_show_trust(tables), "no_acts")
    matches = incidence.discrete_hazard(people["touches"], people["acted_at"], last=last)
    right = pd.DataFrame(
        {
            "touch": [str(number) for number in matches.number],
            "measure": AT_THIS_TOUCH,
            "estimate": matches.estimate,
            "low": matches.low,
            "high": matches.high,
            "n": matches.events,
            "base": matches.at_risk,
            "basis": "hazard",
        }
    )
    rows = pd.concat([right, _naive(people, last)], ignore_index=True)
    return _frame.measure_frame(rows.assign(population=len(people)), ["touch"])


def _naive(people: pd.DataFrame, last: int) -> pd.DataFrame:
    """Return the share that ever acted of those with so many touches today."""
    met = people[people["touches"] > 0]
    grouped = (met["acted_at"] > 0).groupby(met["touches"].clip(upper=last)).agg(["sum", "count"])
    grouped = grouped.reindex(range(1, last + 1), fill_value=0).astype("int64")
    n, base = grouped["sum"].to_numpy(), grouped["count"].to_numpy()
    low, high = proportions.wilson_limits(n, base)
    return pd.DataFrame(
        {
            "touch": [*map(str, range(1, last)), f"{last}+"],
            "measure": SO_FAR,
            "estimate": np.divide(n, base, out=np.full(last, np.nan), where=base > 0),
            "low": low,
            "high": high,
            "n": n,
            "base": base,
            "basis": "naive_share",
        }
    )


def may_show_trust(tables: Tables) -> bool:
    """Return whether the files could show an act of trust: what nobody writes down is no zero."""
    if tables.has("support") or not tables.has("touches"):
        return tables.has("support")
    begun = nw.col("begun_by") == "contact"
    return not _frames.rows(tables, "touches", "begun_by", where=begun).empty


def trust_by_person(tables: Tables, *, during: During = None) -> pd.DataFrame:
    """Return touches of everybody met so far, and the touch of the first act of trust.

    Returns
    -------
    DataFrame
        ``contact_id, touches, acted_at`` (0: not yet)``, acted_on, first_on, last_on``.
    """
    period = _coverage.asked_period(tables, during)
    acts = first_acts(tables, period)
    days = pd.concat(
        [_staff.days_met(tables, period), acts.rename(columns={"acted_on": "on"})],
        ignore_index=True,
    ).drop_duplicates()
    days = days.merge(acts, on="contact_id", how="left")
    days["before"] = (days["on"] <= days["acted_on"]).astype("int64")
    people = days.groupby("contact_id", sort=True).agg(
        touches=("on", "size"),
        acted_at=("before", "sum"),
        acted_on=("acted_on", "first"),
        first_on=("on", "min"),
        last_on=("on", "max"),
    )
    return people.reset_index()


@once
def first_acts(tables: Tables, period: Period) -> pd.DataFrame:
    """Return the day of the first act of trust of everybody who has shown one.

    Returns
    -------
    DataFrame
        ``contact_id, acted_on``.
    """
    requested = tables.settings.trust.acts
    named = [act for act in requested if act in BEGUN_BY_CONTACT]
    begun = _roster.met(tables, None, period.end, broadcasts=True).filter(
        nw.col("begun_by") == "contact"
    )
    channels = sorted({channel for act in named for channel in BEGUN_BY_CONTACT[act]})
    retained = begun.filter(nw.col("channel").is_in(channels)).select("contact_id", "on").unique()
    parts = [_frames.dated(_frames.collected(retained)), _from_support(tables, period, requested)]
    rows = _staff.within(tables, pd.concat(parts, ignore_index=True))
    return rows.groupby("contact_id", sort=True)["on"].min().rename("acted_on").reset_index()


def _from_support(tables: Tables, period: Period, asked: Sequence[str]) -> pd.DataFrame:
    """Return acts of support that count as an act of trust.

    Raises
    ------
    UsageError
        If the settings name an act that no sheet has.
    """
    others = [act for act in asked if act not in BEGUN_BY_CONTACT and act != "support"]
    if not tables.has("support"):
        if set(asked) & {"support", *others} == set(asked):
            tables.need("support")
        return pd.DataFrame({"contact_id": pd.Series(dtype="str"), "on": pd.Series(dtype="M8[us]")})
    acts = _staff.acts_of_support(tables, period)
    kinds = sorted(set(acts["kind"].dropna()))
    champion = tables.settings.champions.acts
    for act in others:
        if act not in kinds and act not in champion:
            existing = [*BEGUN_BY_CONTACT, "support", *kinds, *champion]
            raise UsageError(
                error_text("touch_ladder.from_support", act=act, hint=did_you_mean(act, existing))
            )
    intended = {kind for act in asked for kind in SUPPORT.get(act, (act,))}
    done = acts[acts["on"].notna()]
    if "support" not in asked:
        done = done[done["kind"].isin(intended)]
    return done[["contact_id", "on"]]


def stuck(tables: Tables, *, during: During = None, least: int = 4, most: int = 6) -> pd.DataFrame:
    """Return people on the staff list at touch 4 to 6 who have shown no trust yet (private).

    Parameters
    ----------
    least, most : int
        Touches from and to.

    Returns
    -------
    DataFrame
        Listing ``contact_id, display_name, department, role_level, touches, last_on``, the most
        touches first, and of those the longest unseen.
    """
    period = _coverage.asked_period(tables, during)
    met = trust_by_person(tables, during=period)
    waiting = met[(met["acted_at"] == 0) & met["touches"].between(least, most)]
    matches = _staff.roster(tables, period).merge(
        waiting[["contact_id", "touches", "last_on"]], on="contact_id"
    )
    rows = matches.sort_values(
        ["touches", "last_on", "contact_id"], ascending=[False, True, True], kind="stable"
    )
    return rows[[*_staff.WHO, "touches", "last_on"]].reset_index(drop=True)
