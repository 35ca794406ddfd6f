"""Where we showed up: who came to our events, at whose events we were, where we have a seat."""

import pandas as pd

from engagekit.facts import Facts
from engagekit.locale.missing import require
from engagekit.measures.engine import NOT_STATED, Numbers, groups, listing, metric, of_facts
from engagekit.measures.numbers import Mean, Share, Total

MONTHS = 12
"""Months looked back: what is held every year falls into each of them once."""
OWNER = "organisation"
HEADS, COUNTED = "people counted without names", "count_of_heads"
HOUR = 60.0
COUNTED_AT = ["registered", "attended", "no_show", "unidentified"]
"""What is counted at an event, where names were taken."""


def events_held(facts: Facts) -> pd.DataFrame:
    """Return events that began in the period, without those of others that the library missed."""
    return facts.within(facts.events[~facts.events["is_missed"]]).reset_index(drop=True)


def _audience(facts: Facts) -> pd.DataFrame:
    """Return the attendance of the events of the period, of the audience alone."""
    facts.tables.need("attendance")
    held = facts.audience["event_id"].isin(events_held(facts)["event_id"])
    return facts.audience[held]


@metric(basis="count_of_attendance")
def attendance(facts: Facts) -> Numbers:
    """Return who registered, came and stayed away, over all events of a period.

    Parameters
    ----------
    tables : Tables
        Uses ``events, attendance``, and ``contacts`` to leave out library staff and people from
        outside: an address of another domain or the mark "(Guest)", under a name on no staff list.

    Returns
    -------
    DataFrame
        Measure frame: ``events`` and ``events with a list of people`` (of those who came; counts),
        ``attended`` (count of seats at these), ``people counted without names`` (at the others, if
        any), ``people who attended`` (each once; identified ones), ``no-show rate`` (share of
        those expected at events with registration), ``minutes per attendance`` (mean).
    """
    events, seats = events_held(facts), _audience(facts)
    came = seats[seats["status"] == "attended"]
    away = seats["status"] == "no_show"
    is_listed = events["event_id"].isin(came["event_id"])
    registered = seats["event_id"].isin(seats.loc[away, "event_id"])
    expected = seats[registered & (away | (seats["status"] == "attended"))]
    yield "events", Total(events)
    yield "events with a list of people", Total(events[is_listed])
    yield "attended", Total(came)
    yield (
        "people who attended",
        Total(came.dropna(subset=["contact_id"]).drop_duplicates("contact_id")),
    )
    heads = heads_alone(facts, events)
    if heads:
        counted = pd.DataFrame({"n": [heads]})
        yield HEADS, Total(counted, basis=COUNTED)
    yield "no-show rate", Share(expected, expected["status"] == "no_show")
    yield "minutes per attendance", Mean(came.dropna(subset=["minutes"]), "minutes")


@of_facts
def outside_at(facts: Facts) -> int:
    """Return seats at events of a period that people from outside took: none of them counts."""
    facts.tables.need("attendance")
    seats = facts.seats[facts.seats["event_id"].isin(events_held(facts)["event_id"])]
    return int((facts.are_guests(seats) & (seats["status"] == "attended")).sum())


def heads_alone(facts: Facts, events: pd.DataFrame) -> int:
    """Return the people counted at some events where nobody took names."""
    if facts.tables.scope:
        return 0  # a number without names is of no department
    if facts.has("attendance"):
        came = facts.audience[facts.audience["status"] == "attended"]
        events = events[~events["event_id"].isin(came["event_id"])]
    return int(events["head_count"].astype("float64").sum())


@of_facts
def event_list(facts: Facts) -> pd.DataFrame:
    """Return the events of a period, one row each (a listing without persons).

    Parameters
    ----------
    tables : Tables
        Uses ``events``; and ``attendance, contacts, touches`` where they are there.

    Returns
    -------
    DataFrame
        ``title, on, kind, registered, attended, no_show, unidentified, minutes`` (mean a head,
        per attendance), in order of time; missing what no list of people says. For the library
        alone ``new_people`` (never met before that day, broadcasts aside; missing where no names
        were taken) and ``cost`` (money, and staff minutes at ``money.staff_hour``), if there is any
        to tell.
    """
    rows = _by_event(facts)
    new = rows["event_id"].map(_new_people(facts)).astype("float64").astype("Int64")
    spent = rows["cost"].fillna(0.0)
    spent += rows["staff_minutes"].fillna(0.0) * facts.settings.money.staff_hour / HOUR
    spent = spent.where(rows[["cost", "staff_minutes"]].notna().any(axis=1)).round(2)
    own = rows.assign(new_people=new, cost=spent)[["new_people", "cost"]].dropna(axis=1, how="all")
    return rows[["title", "on", "kind", *COUNTED_AT, "minutes"]].join(own)


def _by_event(facts: Facts) -> pd.DataFrame:
    """Return the events of the period with who came; head counts where none was named."""
    names = ["event_id", "title", "on", "kind", "head_count", "cost", "staff_minutes"]
    rows = events_held(facts)[names]
    if facts.has("attendance"):
        seats = _audience(facts)
        came = seats["status"] == "attended"
        each = pd.DataFrame(
            {
                "event_id": seats["event_id"],
                "registered": seats["status"].isin(["registered", "attended", "no_show"]),
                "attended": came,
                "no_show": seats["status"] == "no_show",
                "unidentified": came & seats["contact_id"].isna(),
            }
        )
        minutes = seats["minutes"].where(came).groupby(seats["event_id"]).mean()
        rows = rows.join(each.groupby("event_id").sum().join(minutes), on="event_id")
    rows = rows.reindex(columns=[*names, *COUNTED_AT, "minutes"])
    kinds = dict.fromkeys(["title", "kind"], "str")
    rows = rows.astype(kinds | dict.fromkeys([*COUNTED_AT, "minutes", "head_count"], "float64"))
    named = rows["attended"].fillna(0)
    # a number without names is of no department
    heads = named if facts.tables.scope else rows["head_count"]
    rows = rows.assign(
        attended=named.where(named > 0, heads),
        unidentified=rows["unidentified"].mask((named == 0) & (heads > 0)),
        minutes=rows["minutes"].round(0),
    )
    return listing(rows.astype(dict.fromkeys(COUNTED_AT, "Int64")), rows.columns, "on", "title")


def _new_people(facts: Facts) -> dict[str, int]:
    """Return how many people of each event with names were never met before its day."""
    if not facts.has("attendance", "contacts"):
        return {}
    seats = facts.seats[facts.seats["status"] == "attended"]
    first = facts.days_met.groupby("contact_id")["on"].min().rename("first")
    came = seats[["event_id", "contact_id", "on"]].drop_duplicates()
    came = came.merge(first.reset_index(), on="contact_id")
    fresh = (came["first"] == came["on"]).groupby(came["event_id"]).sum()
    return {str(event): int(n) for event, n in fresh.items()}


@of_facts
def organisation_events(facts: Facts) -> pd.DataFrame:
    """Return the organisation's events of the twelve months to the end of a period.

    Parameters
    ----------
    tables : Tables
        Uses ``events`` (``owner``, ``staff_minutes``), ``attendance`` and ``contacts`` where there.

    Returns
    -------
    DataFrame
        Listing without persons ``title, on, kind, present``.
    """
    rows = facts.so_far(facts.events[facts.events["owner"] == OWNER], months=MONTHS)
    require(not rows.empty, "no_organisation_events")
    rows = rows.assign(kind=rows["kind"].fillna(NOT_STATED).astype("str"))
    return listing(rows, ["title", "on", "kind", "present"], "on", "title")


@metric("kind", basis="count_of_events")
def presence(facts: Facts) -> Numbers:
    """Return the share of the organisation's events of a year at which the library was, by kind.

    Returns
    -------
    DataFrame
        Measure frame with ``kind`` in front, ``All`` first: ``organisation's events attended``, and
        for each kind ``organisation's events missed``.
    """
    rows = organisation_events(facts.tables, during=facts.period)
    for label, part in groups(facts, rows, ["kind"]):
        yield "organisation's events attended", Share(part, part["present"], label=label)
    for kind, part in rows.groupby("kind"):
        yield (
            "organisation's events missed",
            Share(part, ~part["present"], is_count=True, label={"kind": kind}, basis="events"),
        )


@of_facts
def missed_events(facts: Facts) -> pd.DataFrame:
    """Return the organisation's events of twelve months without a sign of the library.

    Returns
    -------
    DataFrame
        Listing without persons ``title, on, kind``, the latest first.
    """
    rows = organisation_events(facts.tables, during=facts.period)
    return rows.loc[~rows["present"], ["title", "on", "kind"]].iloc[::-1].reset_index(drop=True)


@of_facts
def meetings_held(facts: Facts) -> pd.DataFrame:
    """Return meetings of the standing series in the twelve months to the end of a period.

    Returns
    -------
    DataFrame
        Listing without persons ``series, on, library_seat, attended, spoke, key``.
    """
    rows = facts.so_far(facts.table("meetings"), months=MONTHS)
    names = ["series", "on", "library_seat", "attended", "spoke", "key"]
    return listing(rows, names, "series", "on")


@of_facts
def dinner_list(facts: Facts) -> pd.DataFrame:
    """Return key series without a seat at their last meeting.

    Returns
    -------
    DataFrame
        Listing ``series, chair, meetings, last_on``; ``chair`` is a role as written down, and
        ``meetings`` a text, as it counts no people.
    """
    held = meetings_held(facts.tables, during=facts.period)
    owners = facts.table("meetings", "series", "owner")
    chair = owners.drop_duplicates("series").set_index("series")["owner"]
    last = held.drop_duplicates("series", keep="last").reset_index(drop=True)
    seat, key = (last[name].fillna(False).astype(bool) for name in ("library_seat", "key"))
    rows = last[key & ~seat].rename(columns={"on": "last_on"})
    meetings = rows["series"].map(held["series"].value_counts()).astype("str")
    rows = rows.assign(chair=rows["series"].map(chair), meetings=meetings)
    return rows[["series", "chair", "meetings", "last_on"]].reset_index(drop=True)
