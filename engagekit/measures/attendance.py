"""Where we showed up: who registered, who came and for how long, what each event brought."""

from typing import Any

import narwhals as nw
import pandas as pd

from engagekit.identity.staff_list import domains_of
from engagekit.measures import _coverage, _frame, _frames, _roster, _staff
from engagekit.measures.presence import missed
from engagekit.parsing.person_names import address_of, inside, name_of
from engagekit.settings.periods import During, Period
from engagekit.tables.cache import once
from engagekit.tables.tables import Tables

_SUMMED = ("asked", "came", "stayed_away", "unidentified", "spent", "timed")
HEADS, COUNTED = "people counted without names", "count_of_heads"
_NOBODY = pd.DataFrame({"event_id": pd.Series(dtype="str"), **dict.fromkeys(_SUMMED, 0.0)})
"""No attendance of any event."""


@once
def events_in(tables: Tables, period: Period) -> pd.DataFrame:
    """Return events that began in a period; those of others that the library missed are left out.

    Returns
    -------
    DataFrame
        ``event_id``, and ``on``, their day in the organisation's zone.
    """
    matches = _roster.event_days(tables)
    here = ~matches["event_id"].isin(missed(tables))
    return matches[_frames.inside(matches["on"], period) & here].reset_index(drop=True)


@once
def _attendance_of(tables: Tables, period: Period) -> nw.LazyFrame[Any]:
    """Return the attendance of the events of a period."""
    events = events_in(tables, period)["event_id"].tolist()
    return _frames.lazy(tables.need("attendance")).filter(_frames.among("event_id", events))


@once
def from_outside(tables: Tables, source: str = "attendance") -> list[str]:
    """Return addresses, at events or of touches, of people from outside, who are no audience.

    An address of another domain than the organisation's, or than most of its staff list, under
    names that nobody on the staff list bears: a colleague may come with a private address.
    """
    if not tables.has("contacts", source):
        return []
    unknown = nw.col("contact_id").is_null() & ~nw.col("email").is_null()
    rows = _frames.rows(tables, source, "email", "display_name", where=unknown)
    staff = _frames.rows(tables, "contacts", "email", "display_name")
    domains = tables.settings.organisation.domains or domains_of(staff)
    if not domains or rows.empty:
        return []
    address = address_of(rows["email"])
    outside = (address != "") & ~inside(address, domains)
    ours = name_of(rows["display_name"]).isin(set(name_of(staff["display_name"])) - {""})
    return sorted(set(rows.loc[outside, "email"]) - set(rows.loc[ours, "email"]))


def audience(tables: Tables) -> nw.Expr:
    """Return whether a row of attendance is of the audience: neither library nor from outside."""
    own = _frames.among("contact_id", _staff.library_ids(tables))
    return ~own & ~_frames.among("email", from_outside(tables))


@once
def _people_at(tables: Tables, period: Period) -> pd.DataFrame:
    """Return who registered, came, stayed away, and minutes, a row for each event."""
    counted = (
        _attendance_of(tables, period)
        .filter(audience(tables))
        .with_columns(
            (nw.col("status") == "attended").cast(nw.Int64).alias("came"),
            (nw.col("status") == "no_show").cast(nw.Int64).alias("stayed_away"),
            nw.col("status")
            .is_in(["registered", "attended", "no_show"])
            .cast(nw.Int64)
            .alias("asked"),
            nw.col("contact_id").is_null().cast(nw.Int64).alias("unknown"),
        )
        .with_columns(
            (nw.col("came") * nw.col("unknown")).alias("unidentified"),
            (nw.col("came") * nw.col("minutes").fill_null(0.0)).alias("spent"),
            (nw.col("came") * (~nw.col("minutes").is_null()).cast(nw.Int64)).alias("timed"),
        )
    )
    return _frames.collected(counted.group_by("event_id").agg(nw.col(*_SUMMED).sum()))


@once
def attendance(tables: Tables, *, during: During = None) -> pd.DataFrame:
    """Return who registered, came and stayed away, over all events of a period.

    Parameters
    ----------
    tables : Tables
        Uses ``events, attendance``, and ``contacts`` to leave out library staff and people from
        outside (`from_outside`).

    Returns
    -------
    DataFrame
        Measure frame: ``events`` and ``events with a list of people`` (of those who came; counts),
        ``attended`` (count of seats at these), ``people counted without names`` (at the others, if
        any), ``people who attended`` (each once; identified ones), ``no-show rate`` (share of
        those expected at events with registration), ``minutes per attendance`` (mean).
    """
    period = _coverage.asked_period(tables, during)
    there = _people_at(tables, period)
    present = len(events_in(tables, period))
    came, timed = int(there["came"].sum()), int(there["timed"].sum())
    named = int((there["came"] > 0).sum())
    heads = heads_alone(tables, period)
    listed = there[there["stayed_away"] > 0]
    expected = int((listed["came"] + listed["stayed_away"]).sum())
    away = int(listed["stayed_away"].sum())
    people = _unique_people(tables, period)
    minutes = float(there["spent"].sum()) / timed if timed else float("nan")
    counted = _frame.number(HEADS, heads, n=heads, base=heads, basis=COUNTED)
    rows = [
        *(
            _frame.number(name, n, n=n, base=n)
            for name, n in (
                ("events", present),
                ("events with a list of people", named),
                ("attended", came),
                ("people who attended", people),
            )
        ),
        *([counted] if heads else []),
        _frame.share("no-show rate", away, expected),
        _frame.number("minutes per attendance", minutes, n=timed, base=timed),
    ]
    return _frame.measure_frame(rows, basis="count_of_attendance")


@once
def _unique_people(tables: Tables, period: Period) -> int:
    """Return the identified people, not of the library, who came to at least one event."""
    rows = _attendance_of(tables, period).filter(
        (nw.col("status") == "attended") & ~nw.col("contact_id").is_null() & audience(tables)
    )
    return _frames.size(rows.select("contact_id").unique())


def outside_at(tables: Tables, *, during: During = None) -> int:
    """Return seats at events of a period that people from outside took: none of them counts."""
    rows = _attendance_of(tables, _coverage.asked_period(tables, during))
    came = (nw.col("status") == "attended") & _frames.among("email", from_outside(tables))
    return _frames.size(rows.filter(came))


def heads_alone(tables: Tables, period: Period | None) -> int:
    """Return the people counted at events, of a period or all, where nobody took names."""
    if tables.scope:
        return 0  # a number without names is of no department
    rows = _frames.rows(tables, "events", "event_id", "head_count").drop_duplicates("event_id")
    if period is not None:
        rows = rows[rows["event_id"].isin(events_in(tables, period)["event_id"])]
    if tables.has("attendance"):
        came = (nw.col("status") == "attended") & audience(tables)
        listed = _frames.rows(tables, "attendance", "event_id", where=came)["event_id"]
        rows = rows[~rows["event_id"].isin(listed)]
    heads = rows.loc[~rows["event_id"].isin(missed(tables)), "head_count"]
    return int(heads.astype("float64").sum())


def event_list(tables: Tables, *, during: During = None) -> pd.DataFrame:
    """Return the events of a period, one row each (a listing without persons).

    Returns
    -------
    DataFrame
        ``title, on, kind, registered, attended, no_show, unidentified, minutes`` (mean a head,
        per attendance), in order of time; missing what no list of people says.
    """
    return by_event(tables, _coverage.asked_period(tables, during)).drop(columns="event_id")


def by_event(tables: Tables, period: Period) -> pd.DataFrame:
    """Return the rows of `event_list` with ``event_id``; head counts where none was named."""
    about = _frames.rows(tables, "events", "event_id", "title", "kind", "head_count")
    events = events_in(tables, period).merge(
        about.drop_duplicates("event_id"), on="event_id", how="left"
    )
    there = _people_at(tables, period) if tables.has("attendance") else _NOBODY
    matches = events.merge(there, on="event_id", how="left")
    came = matches["came"].fillna(0)
    # a number without names is of no department
    heads = came if tables.scope else matches["head_count"].astype("float64")
    result = pd.DataFrame(
        {
            "event_id": matches["event_id"],
            "title": matches["title"].astype("str"),
            "on": pd.to_datetime(matches["on"]).dt.normalize(),
            "kind": matches["kind"].astype("str"),
            "registered": matches["asked"].astype("Int64"),
            "attended": came.where(came > 0, heads).astype("Int64"),
            "no_show": matches["stayed_away"].astype("Int64"),
            "unidentified": matches["unidentified"].mask((came == 0) & (heads > 0)).astype("Int64"),
            "minutes": (matches["spent"] / matches["timed"].where(matches["timed"] > 0)).round(0),
        }
    )
    return result.sort_values(["on", "title"], kind="stable").reset_index(drop=True)


HOUR = 60.0


def event_scorecard(tables: Tables, *, during: During = None) -> pd.DataFrame:
    """Return events of a period with their new faces and the cost of each (private).

    Parameters
    ----------
    tables : Tables
        Uses ``events``; and ``attendance, contacts, touches`` where they are there.

    Returns
    -------
    DataFrame
        Listing ``title, on, kind, attended, new_people, cost, cost_per_new_person``; the cost is
        money and staff minutes at ``money.staff_hour``. ``new_people`` is missing where no names
        were taken: a head count cannot say who was new. For the library alone, as the quotient of
        two columns tells small numbers.

    Notes
    -----
    New is who was never met before that day, broadcasts aside.
    """
    period = _coverage.asked_period(tables, during)
    listed = by_event(tables, period)
    costs = _frames.rows(tables, "events", "event_id", "cost", "staff_minutes")
    rows = listed.merge(costs.drop_duplicates("event_id"), on="event_id", how="left")
    new = rows["event_id"].map(_new_people(tables, period, rows[["event_id", "on"]]))
    minutes = rows["staff_minutes"].fillna(0.0)
    spent = rows["cost"].fillna(0.0) + minutes * tables.settings.money.staff_hour / HOUR
    spent = spent.where(rows["cost"].notna() | rows["staff_minutes"].notna()).round(2)
    result = rows[["title", "on", "kind", "attended"]].assign(
        new_people=new.astype("float64").astype("Int64"),
        cost=spent,
        cost_per_new_person=(spent / new.where(new > 0).astype("float64")).round(2),
    )
    return result


def _new_people(tables: Tables, period: Period, events: pd.DataFrame) -> dict[str, int]:
    """Return how many people of each event with names were never met before its day."""
    if not tables.has("attendance", "contacts"):
        return {}
    present = nw.col("status") == "attended"
    rows = _frames.rows(tables, "attendance", "event_id", "contact_id", where=present)
    days = _staff.days_met(tables, period)
    first = days.groupby("contact_id")["on"].min().rename("first").reset_index()
    came = rows.drop_duplicates().merge(events, on="event_id").merge(first, on="contact_id")
    fresh = (came["first"] == came["on"]).astype("int64").groupby(came["event_id"]).sum()
    return {str(event): int(n) for event, n in fresh.items()}
