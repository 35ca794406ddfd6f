"""How far reach hangs on logging: its upper end, and whether more logging explains a rise."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from engagekit.facts import Facts, coverage
from engagekit.facts.quarters import covered
from engagekit.measures.engine import of_facts
from engagekit.measures.events import heads_alone
from engagekit.settings.periods import Period, a_year_earlier
from engagekit.tables.tables import Tables


@of_facts
def upper_end(facts: Facts) -> dict[str, Any]:
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
    if facts.heads_stand_in or facts.tables.scope:
        return {}
    found = facts.within(_everything(facts))
    found = found[found["contact_id"].isna()]
    guests = facts.are_guests(found, "touches", "attendance")
    found = found[~(guests & found["display_name"].notna())]
    is_named = found["email"].notna() | found["display_name"].notna()
    who = found["email"].fillna(found["display_name"]).astype("str").str.strip().str.casefold()
    heads = pd.to_numeric(found.loc[~is_named, "head_count"]).fillna(1).sum()
    if facts.has("events"):
        heads += heads_alone(facts, facts.within(facts.events))
    unlinked = int(who[is_named].nunique() + heads)
    n, base = int((facts.times_met > 0).sum()), len(facts.people)
    if not unlinked or not base:
        return {}
    return {"unlinked": unlinked, "most": min(1.0, (n + unlinked) / base)}


def _everything(facts: Facts) -> pd.DataFrame:
    """Return touches and attended events of everybody, also of those who are linked to nobody."""
    rows = facts.records
    counted = facts.settings.reach.count_broadcasts
    return rows if counted else rows[~facts.is_broadcast(rows)]


def _logged(facts: Facts) -> pd.DataFrame:
    """Return what was logged of people in the period; who came to an event stands in its list."""
    met = facts.within(facts.met())
    return met[met["channel"] != "event"]


def rows_logged(facts: Facts) -> tuple[int, int]:
    """Return rows logged in a period, and the library people who logged them.

    Nobody is counted where rows do not say who logged them.
    """
    people = 0
    if facts.has("touches"):
        people = facts.within(facts.table("touches", "on", "staff_id"))["staff_id"].nunique()
    return int(_logged(facts)["n"].sum()), people


@of_facts
def reach_against_logging(facts: Facts, *, quarters: int = 8) -> dict[str, Any]:
    """Return the rows logged behind reach a year ago, or at first, and now.

    Returns
    -------
    dict
        ``rows`` of the same quarter a year ago, or of the first, and of the last, a librarian where
        rows say who logged them
        (``is_each``), ``way`` (``up`` or ``down``), and ``explained``: whether the fuller quarter,
        thinned to as many rows as the other (``thinned``), comes to the other's reach. With one
        quarter ``begun``, the day in the quarter before it on which the records begin, if it is
        late in it. Else empty, as without a staff list.

    Notes
    -----
    Rarefaction (Hurlbert 1971): of somebody with k of the rows, of which a part f is kept, a row
    is left with the probability 1 - (1 - f)^k. Two counts of one share of so many people differ
    by less than twice their standard error in 95 of 100 quarters.
    """
    spans = covered(facts, quarters)
    if len(spans) < 2:
        begun = coverage.log_begins(facts.tables, facts.period.previous())
        return {"begun": begun.isoformat()} if begun else {}
    if not facts.has("contacts"):
        return {}
    first = next((one for one in spans if one.label == a_year_earlier(spans[-1].label)), spans[0])
    both = [facts.during(first), facts.during(spans[-1])]
    counted = [rows_logged(one) for one in both]
    is_each = all(people > 0 for _, people in counted)
    volume = [rows / people if is_each else float(rows) for rows, people in counted]
    met = [one.times_met for one in both]
    if min(volume) <= 0 or min(map(len, met)) == 0:
        return {}
    logged = [_times_logged(one) for one in both]
    came = [times > n for times, n in zip(met, logged, strict=True)]
    result = explained_by_logging(logged, volume, came)
    before, now = ((times > 0).mean() for times in met)
    return {"rows": volume, "is_each": is_each, "way": "up" if now > before else "down", **result}


def _times_logged(facts: Facts) -> pd.Series:
    """Return rows logged in the period of everybody on the staff list, as `Facts.people`."""
    rows = _logged(facts).groupby("contact_id")["n"].sum()
    return facts.people["contact_id"].map(rows).fillna(0)


def by_records(tables: Tables, during: Period, quarters: int = 8) -> str:
    """Return which way the records alone could have moved reach over quarters; else nothing."""
    found = reach_against_logging(tables, during=during, quarters=quarters)
    return str(found["way"]) if found.get("explained") and " Q" in during.label else ""


def explained_by_logging(
    logged: Sequence[Any], volume: Sequence[float], came: Sequence[Any] = (False, False)
) -> dict[str, Any]:
    """Return whether a change of reach between two quarters is what the rows logged account for.

    Parameters
    ----------
    logged : sequence of two arrays
        Rows of everybody on the list, in each quarter.
    volume : sequence of two float
        Rows logged in each, over all or a librarian.
    came : sequence of two arrays, optional
        Who was at an event in each: met whatever was logged.

    Returns
    -------
    dict
        ``explained``, and ``thinned``, the reach of the fuller quarter with as many rows as the
        other.

    Examples
    --------
    >>> import numpy as np
    >>> rows = [np.array([0, 0, 1, 1]), np.array([1, 1, 2, 2])]
    >>> explained_by_logging(rows, [2.0, 6.0])["explained"]
    True
    """
    rows = [np.asarray(part, dtype="float64") for part in logged]
    stays = [np.asarray(part) for part in came]
    reach = [float(((n > 0) | at).mean()) for n, at in zip(rows, stays, strict=True)]
    full = int(volume[1] > volume[0])
    part = volume[1 - full] / volume[full]
    thinned = float(np.where(stays[full], 1.0, 1 - (1 - part) ** rows[full]).mean())
    other = reach[1 - full]
    noise = np.sqrt(sum(other * (1 - other) / len(n) for n in rows))
    return {"thinned": thinned, "explained": bool(reach[full] > other >= thinned - 2 * noise)}
