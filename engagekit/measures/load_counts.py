"""What every librarian counts, of a whole load or of one period: beside your own totals."""

from collections.abc import Iterable

import narwhals as nw
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
    touches = _touches(tables, inside)
    return {
        "people": people,
        "departments": departments,
        "enquiries": _enquiries(tables, inside),
        "touches": None if touches is None else len(touches),
        "events": _events(tables, inside),
        **_seats(tables, inside),
        **_heads(tables, inside),
        "respondents": _respondents(tables, inside),
        **_money(tables, inside),
        **{
            f"touches.{way}": None if touches is None else int((touches["channel"] == way).sum())
            for way in ways
        },
    }


def tallies(tables: Tables, period: Period | None) -> dict[str, tuple[float, float]]:
    """Return each counter with its sum in the period and in the whole load."""
    if not tables.has("counts"):
        return {}
    return {
        one.name: (float(_within(one.rows, "on", period)["n"].sum()), float(one.rows["n"].sum()))
        for one in tallies_of(tables)
    }


def _enquiries(tables: Tables, period: Period | None) -> int | None:
    if not (tables.has("touches") or tables.has("counts")):
        return None
    n = int(_within(every(tables), "on", period)["n"].sum())
    return n if n or tables.has("touches") else None


def _touches(tables: Tables, period: Period | None) -> pd.DataFrame | None:
    if not tables.has("touches"):
        return None
    return _within(reading.rows(tables, "touches", "on", "channel"), "on", period)


def _people(tables: Tables, period: Period | None) -> tuple[int | None, int | None]:
    facts = facts_of(tables, period)
    if not tables.has("contacts"):
        counted = heads(facts) if tables.has("headcounts") and period else None
        return (None, None) if counted is None else (int(counted.sum()), len(counted))
    people = facts.staff if period is None else facts.people
    return len(people), int(people["department"].nunique())


def _events(tables: Tables, period: Period | None) -> int | None:
    if not tables.has("events"):
        return None
    return len(_within(facts_of(tables).events, "on", period))


def _seats(tables: Tables, period: Period | None) -> dict[str, int | None]:
    """Return the seats that the report counts, and those of people from outside, if any."""
    if not tables.has("attendance"):
        return {"seats": None}
    facts = facts_of(tables)
    rows = reading.rows(tables, "attendance", where=nw.col("status") == "attended")
    if period is not None and tables.has("events"):
        rows = rows.assign(on=rows["event_id"].map(facts.events.set_index("event_id")["on"]))
        rows = _within(rows, "on", period)
    guests = rows["email"].isin(facts.from_outside("attendance"))
    seats: int | None = int((~guests & ~rows["contact_id"].isin(facts.library)).sum())
    return {"seats": seats} | ({"guests": int(guests.sum())} if guests.any() else {})


def _heads(tables: Tables, period: Period | None) -> dict[str, int]:
    """Return the people counted at events without a list of names, if any."""
    alone = (
        heads_alone(tables, facts_of(tables, period) if period else None)
        if tables.has("events")
        else 0
    )
    return {"heads": alone} if alone else {}


def _respondents(tables: Tables, period: Period | None) -> int | None:
    if not tables.has("respondents"):
        return None
    rows = reading.rows(tables, "respondents", "status", "submitted_at")
    days = pd.to_datetime(rows["submitted_at"], utc=True)
    home = tables.settings.organisation.time_zone
    rows = rows.assign(on=days.dt.tz_convert(home).dt.tz_localize(None).dt.normalize())
    used = rows[rows["status"].isin(("complete", "partial"))]
    return len(used if used["on"].isna().all() else _within(used, "on", period))


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


def _within(rows: pd.DataFrame, name: str, period: Period | None) -> pd.DataFrame:
    if period is None:
        return rows
    first, last = pd.Timestamp(period.start), pd.Timestamp(period.end)
    return rows[rows[name].between(first, last + pd.Timedelta(hours=23, minutes=59))]
