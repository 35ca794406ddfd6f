"""How people move: new, kept, lapsed, regained; from stranger to champion; off the desk."""

from typing import Any

import numpy as np
import pandas as pd

from engagekit.locale.missing import not_measured
from engagekit.measures import _coverage, _frames, _headcounts, _quarters, _roster, _staff
from engagekit.measures._frame import measure_frame, share
from engagekit.measures.champions import done_acts
from engagekit.measures.reach_of_heads import stands_in
from engagekit.measures.touch_ladder import first_acts, may_show_trust
from engagekit.settings.periods import During, Period
from engagekit.tables.schema import ENQUIRY_CHANNELS
from engagekit.tables.tables import Tables

STANDING = ("new", "kept", "regained", "lapsed", "earlier only", "never")
RUNGS = ("stranger", "aware", "user", "repeat", "supporter", "champion")
_PLACE_OF = {"desk": "desk", "walk-up": "desk", "walk": "client"} | dict.fromkeys(
    ("phone", "chat", "email"), "online"
)
"""Places of touches that come one way alone, where nobody noted the place."""
COUNT = "count_of_staff"


def reach_moves(tables: Tables, *, during: During = None) -> pd.DataFrame:
    """Return the staff list by how contact stands: new, kept, regained, lapsed, never.

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
    period = _coverage.asked_period(tables, during)
    ids = _staff.roster(tables, period)["contact_id"]
    days = _staff.days_met(tables, period)
    start, last = pd.Timestamp(period.start), pd.Timestamp(period.previous().start)
    if len(days) and not _has_before(tables, days, period):
        raise not_measured("nothing_before")
    now = ids.isin(days.loc[days["on"] >= start, "contact_id"])
    prior = ids.isin(days.loc[(days["on"] >= last) & (days["on"] < start), "contact_id"])
    early = ids.isin(days.loc[days["on"] < last, "contact_id"])
    stands = np.select(
        [now & prior, now & early, now, prior, early],
        ["kept", "regained", "new", "lapsed", "earlier only"],
        "never",
    )
    return _split(pd.Series(stands), STANDING, "people by how contact stands")


def _has_before(tables: Tables, days: pd.DataFrame, period: Period) -> bool:
    """Return whether anybody was met before a period, in records that cover the one before it."""
    is_late = _coverage.log_begins(tables, period.previous()) is not None
    return bool((days["on"] < pd.Timestamp(period.start)).any()) and not is_late


def _split(values: pd.Series, order: tuple[str, ...], measure: str) -> pd.DataFrame:
    """Return a row for each value, also where nobody has it."""
    n, base = values.value_counts().reindex(order, fill_value=0), len(values)
    rows = [share(measure, int(n[name]), base, answer=name, population=base) for name in order]
    return measure_frame(rows, ["answer"], basis=COUNT)


def rungs(tables: Tables, *, during: During = None) -> pd.DataFrame:
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
    period = _coverage.asked_period(tables, during)
    if stands_in(tables):
        return _headcounts.rungs(tables, period)
    now, then = _rung_of(tables, period), _rung_of(tables, period.previous())
    named = now.map(dict(enumerate(RUNGS)))
    both = pd.concat([now.rename("now"), then.rename("then")], axis=1, join="inner")
    way = (both["now"] - both["then"]).clip(-1, 1).map({1: "up", 0: "held", -1: "down"})
    top = None if tables.has("support") else -1 if may_show_trust(tables) else -2
    parts = [_split(named.reset_index(drop=True), RUNGS[:top], "people by rung")]
    if _has_before(tables, _staff.days_met(tables, period), period):
        parts += [_split(way.reset_index(drop=True), ("up", "held", "down"), "people by movement")]
    return pd.concat(parts, ignore_index=True)


def _rung_of(tables: Tables, period: Period) -> pd.Series:
    """Return the number of the rung of everybody on the staff list at the end of a period."""
    ids = pd.Index(_staff.roster(tables, period)["contact_id"])
    settings = tables.settings.reach
    since = _frames.months_before(period, settings.months_active)
    days = _staff.days_met(tables, period)
    often = days[days["on"] > since].groupby("contact_id").size().reindex(ids, fill_value=0)
    first = (since + pd.Timedelta(days=1)).date()
    observed = _frames.collected(
        _roster.met(tables, first, period.end, broadcasts=True).select("contact_id").unique()
    )
    rung = pd.Series(0, index=ids)
    rung[ids.isin(observed["contact_id"])] = RUNGS.index("aware")
    rung[often >= 1] = RUNGS.index("user")
    rung[often >= settings.repeat_days] = RUNGS.index("repeat")
    trusted = ids.isin(first_acts(tables, period)["contact_id"])
    rung[(often >= 1).to_numpy() & trusted] = RUNGS.index("supporter")
    if tables.has("support"):
        rung[ids.isin(done_acts(tables, period)["contact_id"])] = RUNGS.index("champion")
    return rung


def off_desk(tables: Tables, *, during: During = None, quarters: int = 8) -> pd.DataFrame:
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
    last = _coverage.asked_period(tables, during)
    tables.need("touches")
    frames = {name: tables.frames[name] for name in tables if name != "attendance"}
    log = Tables(frames, tables.settings)
    touches = _staff.two_way_touches(tables, "place", "begun_by")
    touches["place"] = touches["place"].fillna(touches["channel"].map(_PLACE_OF))
    asked = dict.fromkeys(ENQUIRY_CHANNELS, "contact")
    touches["begun_by"] = touches["begun_by"].fillna(touches["channel"].map(asked))
    matches: list[dict[str, Any]] = []
    for period in _quarters.covered(log, last, quarters):
        part = touches[_frames.inside(touches["on"], period)]
        for name, column, value in (
            ("touches off the desk", "place", ("client", "online")),
            ("touches begun by contacts", "begun_by", ("contact",)),
        ):
            existing = part[column].dropna()
            n = int(existing.isin(value).sum())
            matches.append(share(name, n, len(existing), period=period.label))
    return measure_frame(matches, ["period"], basis="count_of_touches")
