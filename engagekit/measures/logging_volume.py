"""How far reach hangs on logging: its upper end, and whether more logging explains a rise."""

from collections.abc import Mapping, Sequence
from typing import Any

import narwhals as nw
import numpy as np
import pandas as pd

from engagekit.measures import _coverage, _frames, _quarters, _roster
from engagekit.measures.attendance import from_outside
from engagekit.measures.reach_of_heads import stands_in
from engagekit.settings.periods import During, Period
from engagekit.tables.tables import Tables

_NAMED = ["contact_id", "display_name", "email", "channel", "on", "head_count"]


def upper_end(tables: Tables, *, during: During = None) -> dict[str, Any]:
    """Return how many people of the staff list were met at most.

    Parameters
    ----------
    tables : Tables
        Uses ``contacts``, and ``touches`` or ``attendance`` with ``events``.
    during : str or Period, optional

    Returns
    -------
    dict
        ``unlinked``: names and addresses logged that nobody could be linked to, each once, and the
        people of rows and events without either, none from outside; ``most``: the share of the
        staff list met if each was on it and not met otherwise. Empty where head counts stand in, or
        all are linked.
    """
    if stands_in(tables) or tables.scope:
        return {}
    period = _coverage.asked_period(tables, during)
    rows = _every(tables, _NAMED)
    first, last = _frames.start_of(period.start), _frames.start_of(period.end)
    inside = (nw.col("on") >= first) & (nw.col("on") <= last) & nw.col("contact_id").is_null()
    found = _frames.collected(rows.filter(inside))
    outside = [one for part in ("touches", "attendance") for one in from_outside(tables, part)]
    found = found[~(found["email"].isin(outside) & found["display_name"].notna())]
    is_named = found["email"].notna() | found["display_name"].notna()
    who = found["email"].fillna(found["display_name"]).astype("str").str.strip().str.casefold()
    heads = pd.to_numeric(found.loc[~is_named, "head_count"]).fillna(1).sum()
    unlinked = int(who[is_named].nunique() + heads + _heads_at_events(tables, period))
    people = _roster.touches_per_person(tables, period)
    counted = _frames.collected(people.select(nw.col("reached").sum().alias("n"), nw.len()))
    n, base = int(counted["n"].iloc[0]), int(counted["len"].iloc[0])
    if not unlinked or not base:
        return {}
    return {"unlinked": unlinked, "most": min(1.0, (n + unlinked) / base)}


def _heads_at_events(tables: Tables, period: Period) -> float:
    """Return the people counted at events of a period of which nobody's name is known."""
    if not tables.has("events"):
        return 0.0
    heads = _frames.rows(tables, "events", "event_id", "head_count").drop_duplicates("event_id")
    events = _roster.event_days(tables).merge(heads)
    events = events[_frames.inside(events["on"], period)]
    if tables.has("attendance"):
        named = _frames.collected(_roster.attended(tables).select("event_id"))["event_id"]
        events = events[~events["event_id"].isin(named)]
    return float(events["head_count"].astype("float64").sum())


def _every(tables: Tables, columns: Sequence[str]) -> nw.LazyFrame[Any]:
    """Return touches and attended events of everybody, also of those who are linked to nobody."""
    parts = [_frames.lazy(tables.need("touches"))] if tables.has("touches") else []
    if parts and not tables.settings.reach.count_broadcasts:
        parts = [parts[0].filter(~_roster.broadcast(tables.settings.reach))]
    if tables.has("attendance", "events"):
        no_count = nw.lit(None).cast(nw.String).alias("head_count")
        parts.append(_roster.attended(tables).with_columns(no_count))
    return nw.concat([_frames.alike(part, columns) for part in parts])


def _by_old_sources(tables: Tables, first: Period, last: Period) -> float | None:
    """Return the last reach without the exports that began after the first quarter; None: none did.

    A tool that another one of its kind came after is no new source: enquiries only moved.
    """
    rows = _frames.collected(_every(tables, ["contact_id", "on", "channel", "source_file"]))
    rows = rows[rows["contact_id"].notna() & rows["source_file"].notna()]
    tools = {one.file: one.tool for one in tables.origins}
    kind = rows["channel"].eq("event").map({True: "events", False: "touches"})
    rows = rows.assign(source=kind + " " + rows["source_file"].map(tools).astype("str"))
    ends = [rows[_frames.inside(rows["on"], one)] for one in (first, last)]
    before, now = (set(one["source"]) for one in ends)
    moved = {source.split()[0] for source in before - now}
    new = {source for source in now - before if source.split()[0] not in moved}
    if not new or not before:
        return None
    people = set(_frames.collected(_roster.roster(tables, last).select("contact_id"))["contact_id"])
    met = set(ends[1].loc[~ends[1]["source"].isin(new), "contact_id"]) & people
    return len(met) / max(len(people), 1)


def rows_logged(tables: Tables, period: Period) -> tuple[int, int]:
    """Return rows behind the reach of a period, and the library people who logged them.

    Nobody is counted where rows do not say who logged them.
    """
    rows = _roster.met(tables, period.start, period.end)
    logged = 0
    if tables.has("touches"):
        first, last = _frames.start_of(period.start), _frames.start_of(period.end)
        inside = (nw.col("on") >= first) & (nw.col("on") <= last) & ~nw.col("staff_id").is_null()
        own = _frames.lazy(tables.need("touches")).filter(inside)
        logged = _frames.size(own.select("staff_id").unique())
    return _frames.size(rows), logged


def reach_against_logging(
    tables: Tables, *, during: During = None, quarters: int = 8
) -> dict[str, Any]:
    """Return the rows logged behind the first and the last reach of a series.

    Returns
    -------
    dict
        ``rows`` of the first and the last quarter, a librarian where rows say who logged them
        (``is_each``), ``way`` (``up`` or ``down``), and ``explained``: whether the fuller quarter,
        thinned to as many rows as the other, comes to the other's reach, or the last one does
        without exports that began later (``by_old``, else None). With one quarter ``begun``, the
        day in the quarter before it on which the records begin, if it is late in it. Else empty,
        as without a staff list.

    Notes
    -----
    Rarefaction (Hurlbert 1971): of somebody with k of the rows, of which a part f is kept, a row
    is left with the probability 1 - (1 - f)^k. Two counts of one share of so many people differ
    by less than twice their standard error in 95 of 100 quarters.
    """
    last = _coverage.asked_period(tables, during)
    spans = _quarters.covered(tables, last, quarters)
    if len(spans) < 2:
        begun = _coverage.log_begins(tables, last.previous())
        return {"begun": begun.isoformat()} if begun else {}
    if stands_in(tables) or not tables.has("contacts"):
        return {}
    ends = [spans[0], spans[-1]]
    counted = [rows_logged(tables, one) for one in ends]
    is_each = all(people > 0 for _, people in counted)
    volume = [rows / people if is_each else float(rows) for rows, people in counted]
    touches = [
        _frames.collected(_roster.touches_per_person(tables, one).select("touches"))["touches"]
        for one in ends
    ]
    if min(volume) <= 0 or min(map(len, touches)) == 0:
        return {}
    result = explained([t.to_numpy() for t in touches], volume)
    by_old, (reach, now) = _by_old_sources(tables, *ends), (float((t > 0).mean()) for t in touches)
    noise = sum(reach * (1 - reach) / len(one) for one in touches) ** 0.5
    is_new = by_old is not None and by_old - reach <= 2 * noise < now - reach
    both = {"by_old": by_old if is_new else None, "explained": result["explained"] or is_new}
    way = "up" if now > reach else "down"
    return {"rows": volume, "is_each": is_each, "way": way, **result, **both}


def by_records(tables: Tables, during: Period, quarters: int = 8) -> str:
    """Return which way the records alone could have moved reach over quarters; else nothing."""
    found = reach_against_logging(tables, during=during, quarters=quarters)
    return str(found["way"]) if found.get("explained") and " Q" in during.label else ""


def explained(touches: list[Any], volume: list[float]) -> Mapping[str, Any]:
    """Return whether a change of reach between two quarters is what the rows logged account for.

    Parameters
    ----------
    touches : list of two arrays
        Rows of everybody on the list, in each quarter.
    volume : list of two float
        Rows logged in each, over all or a librarian.

    Returns
    -------
    dict
        ``explained``, and ``thinned``, the reach of the fuller quarter with as many rows as the
        other.

    Examples
    --------
    >>> import numpy as np
    >>> explained([np.array([0, 0, 1, 1]), np.array([1, 1, 2, 2])], [2.0, 6.0])["explained"]
    True
    """
    reach = [float((np.asarray(one) > 0).mean()) for one in touches]
    full = int(volume[1] > volume[0])
    part = volume[1 - full] / volume[full]
    thinned = float((1 - (1 - part) ** np.asarray(touches[full], dtype="float64")).mean())
    other = reach[1 - full]
    noise = np.sqrt(sum(other * (1 - other) / len(one) for one in touches))
    return {"thinned": thinned, "explained": bool(reach[full] > other >= thinned - 2 * noise)}
