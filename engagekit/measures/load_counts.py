"""What every librarian counts, of a whole load or of one period: beside your own totals."""

from collections.abc import Iterable

import pandas as pd

from engagekit.facts import facts_of, reading
from engagekit.facts.heads import heads
from engagekit.measures.counts import tallies as tallies_of
from engagekit.measures.enquiries import every
from engagekit.measures.events import heads_alone
from engagekit.parsing.budget_periods import either_way, spans, unreadable
from engagekit.parsing.subtotals import at_home
from engagekit.settings.periods import Period
from engagekit.tables.tables import Tables


def counts(
    tables: Tables, period: Period | None, *, whole: bool = True, ways: Iterable[str] = ()
) -> dict[str, float | None]:
    """Return people, departments, enquiries, touches, events, seats, respondents and money.

    Parameters
    ----------
    period : Period or None
        People are those on the staff list on its last day, the library's own left out.
    whole : bool
        Count every row of the load; else those of the period.
    ways : iterable of str
        Channels of which the touches are counted too, as ``touches.desk``.

    Returns
    -------
    dict of str to number
        None where there is no such sheet. ``seats`` are those of the report, ``guests`` those of
        people from outside, ``heads`` people at events without names; ``planned`` stands where no
        line says what was spent.
    """
    inside = None if whole else period
    people, departments = _people(tables, period)
    touches = None
    if tables.has("touches"):
        touches = _within(reading.rows(tables, "touches", "on", "channel"), inside)["channel"]
    return {
        "people": people,
        "departments": departments,
        "enquiries": _enquiries(tables, inside),
        "touches": None if touches is None else len(touches),
        **_at_events(tables, inside),
        "respondents": _respondents(tables, inside),
        **_money(tables, inside),
        **{
            f"touches.{way}": None if touches is None else int((touches == way).sum())
            for way in ways
        },
    }


def tallies(tables: Tables, period: Period | None) -> dict[str, tuple[float, float]]:
    """Return each counter with its sum in the period and in the whole load."""
    if not tables.has("counts"):
        return {}
    return {
        one.name: (float(_within(one.rows, period)["n"].sum()), float(one.rows["n"].sum()))
        for one in tallies_of(tables)
    }


def _enquiries(tables: Tables, period: Period | None) -> int | None:
    if not (tables.has("touches") or tables.has("counts")):
        return None
    n = int(_within(every(tables), period)["n"].sum())
    return n if n or tables.has("touches") else None


def _people(tables: Tables, period: Period | None) -> tuple[int | None, int | None]:
    facts = facts_of(tables, period)
    if not tables.has("contacts"):
        counted = heads(facts) if tables.has("headcounts") and period else None
        return (None, None) if counted is None else (int(counted.sum()), len(counted))
    people = facts.staff if period is None else facts.people
    return len(people), int(people["department"].nunique())


def _at_events(tables: Tables, period: Period | None) -> dict[str, int | None]:
    """Return events, the seats that the report counts, and, if any, guests and people unnamed."""
    facts, result = facts_of(tables, period), dict[str, int | None](events=None, seats=None)
    has_events = tables.has("events")
    if has_events:
        result["events"] = len(_within(facts.events, period))
    if tables.has("attendance"):
        rows = _within(facts.seats, period) if has_events else facts.table("attendance")
        rows = rows[rows["status"] == "attended"]
        guests = facts.are_guests(rows)
        result["seats"] = int((~guests & ~rows["contact_id"].isin(facts.library)).sum())
        result |= {"guests": int(guests.sum())} if guests.any() else {}
    heads = 0
    if has_events:
        heads = heads_alone(facts, _within(facts.events[~facts.events["is_missed"]], period))
    return result | ({"heads": heads} if heads else {})


def _respondents(tables: Tables, period: Period | None) -> int | None:
    if not tables.has("respondents"):
        return None
    rows = reading.rows(tables, "respondents", "status", "submitted_at")
    days = pd.to_datetime(rows["submitted_at"], utc=True)
    home = tables.settings.organisation.time_zone
    rows = rows.assign(on=days.dt.tz_convert(home).dt.tz_localize(None).dt.normalize())
    used = rows[rows["status"].isin(("complete", "partial"))]
    return len(used if used["on"].isna().all() else _within(used, period))


def _money(tables: Tables, period: Period | None) -> dict[str, float | None]:
    """Return what was spent; where nothing says so, what was planned."""
    if not tables.has("budget"):
        return {"spent": None}
    rows = reading.rows(tables, "budget", "kind", "amount", "period", "currency")
    if period is not None:
        labels = [str(label) for label in rows["period"].dropna().unique()]
        bad = {*unreadable(labels, tables.settings.organisation), *either_way(labels)}
        days = spans([label for label in labels if label not in bad], tables.settings)
        shares = {  # a longer line counts by its share of days, as in the report
            label: ((min(one.end, period.end) - max(one.start, period.start)).days + 1) / one.days
            for label, one in days.items()
        }
        share = rows["period"].map(shares).astype("float64").clip(upper=1)
        rows = rows.assign(amount=rows["amount"] * share)[share > 0]
    name = "spent" if rows.empty or (rows["kind"] == "actual").any() else "planned"
    rows = rows[rows["kind"] == ("actual" if name == "spent" else "budget")]
    home = tables.settings.organisation.currency
    total, currency = at_home(rows, home, tables.settings.money.rates)
    return {"spent": None, name: round(total, 2) if currency == home else None}


def _within(rows: pd.DataFrame, period: Period | None) -> pd.DataFrame:
    return rows if period is None else rows[reading.inside(rows["on"], period)]
