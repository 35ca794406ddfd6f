"""Whom a number about people counts, and by which rows: reach, champions, attendance.

Written in plain pandas and apart from the measures, so that a fault in one does not hide in both.
"""

import numpy as np
import pandas as pd

from engagekit.explaining._explanation import BASE, IN, OUT, Told
from engagekit.facts import reading
from engagekit.measures import _roster
from engagekit.settings.periods import Period
from engagekit.tables.tables import Tables

ABOUT = ["contact_id", "display_name", "department", "role_level", "cost_centre", "site"]
COUNTS = "counts"
NOBODY = "nobody on the staff list was recognised in it"


def numbered(tables: Tables, name: str) -> pd.DataFrame:
    """Return a table as pandas with ``at``, the place of each row in it."""
    frame = reading.rows(tables, name)
    return frame.assign(table=name, at=range(len(frame)))


def everybody(tables: Tables, period: Period) -> pd.DataFrame:
    """Return every contact with why they are out of the staff list, empty for those on it."""
    people = reading.rows(tables, "contacts", *[*ABOUT, "joined_on", "left_on", "is_library"])
    end = pd.Timestamp(period.end)
    joined, left = people["joined_on"], people["left_on"]
    own = people["is_library"].fillna(False).astype(bool)
    day = f"{period.end:%Y-%m-%d}"
    out = np.select(
        [own, joined > end, left <= end],
        [
            "works for the library",
            "joined on " + joined.dt.strftime("%Y-%m-%d").fillna("") + f", after {day}",
            "left on " + left.dt.strftime("%Y-%m-%d").fillna("") + f", on or before {day}",
        ],
        "",
    )
    return people[ABOUT].assign(id=people["contact_id"], out=out)


def standing(people: pd.DataFrame, rows: pd.DataFrame, missing: str) -> pd.DataFrame:
    """Return people by where they stand: with a row that counts, on the list, or out.

    A row of somebody who is out does not count, and says so.
    """
    n = rows[rows["counts"]].groupby("id").size().reindex(people["id"], fill_value=0).to_numpy()
    out = people["out"].to_numpy() != ""
    stands = np.select([out, n > 0], [OUT, IN], BASE)
    word = np.where(n == 1, " row counts", " rows count")
    why = np.select(
        [out, n > 0], [people["out"].to_numpy(), pd.Series(n).astype("str") + word], missing
    )
    return people.drop(columns="out").assign(stands=stands, why=why)


def of_those_in(rows: pd.DataFrame, people: pd.DataFrame) -> pd.DataFrame:
    """Return rows that count only where their person does: the others say why the person is out."""
    out = rows["id"].map(people.set_index("id")["out"]).fillna("")
    lost = rows["counts"] & (out != "")
    why = rows["why"].mask(lost, "the person is out: " + out)
    return rows.assign(counts=rows["counts"] & ~lost, why=why)


def reach(tables: Tables, period: Period) -> Told:
    """Return everybody of the contacts, and every touch of the period."""
    people = everybody(tables, period)
    settings = tables.settings.reach
    parts = []
    if tables.has("touches"):
        rows = numbered(tables, "touches")
        rows = rows[rows["on"].between(*_days(period))]
        channel = rows["channel"].astype("str").str.casefold()
        one_way = rows["begun_by"].eq("library") & rows["two_way"].eq(False)
        by_mail = channel.eq("email") & one_way.fillna(False).astype(bool)
        sent = channel.isin([name.casefold() for name in settings.broadcast_channels]) | by_mail
        sent &= not settings.count_broadcasts
        why = np.where(sent, "a broadcast (" + rows["channel"].fillna("") + ")", COUNTS)
        alone = rows["channel"].eq(_roster.SELF_SERVICE).fillna(False).astype(bool)
        why = np.where(alone, "used something alone: nobody met the person", why)
        parts.append(rows.assign(what="touch, " + rows["channel"].fillna(""), why=why))
    if tables.has("attendance", "events"):
        rows = at_events(tables, period)
        why = np.where(rows["status"] == "attended", COUNTS, rows["status"].fillna("no status"))
        parts.append(rows.assign(why=why))
    if not parts:
        tables.need("touches")
    rows = _rows(parts, people)
    text = standing(people, rows, "no touch in the period that counts")
    channels = ", ".join(settings.broadcast_channels)
    counted = "count" if settings.count_broadcasts else "do not count"
    return Told(text, rows, {"Broadcasts": f"{channels} {counted}"})


def _days(period: Period) -> tuple[pd.Timestamp, pd.Timestamp]:
    return pd.Timestamp(period.start), pd.Timestamp(period.end)


def _rows(parts: list[pd.DataFrame], people: pd.DataFrame) -> pd.DataFrame:
    """Return rows of several tables in one shape; those without a contact count for nobody."""
    names = ["contact_id", "table", "at", "on", "what", "why"]
    rows = pd.concat([part[names] for part in parts], ignore_index=True)
    rows = rows.rename(columns={"contact_id": "id"})
    existing = rows["id"].isin(people["id"])
    rows = rows.assign(counts=existing & (rows["why"] == COUNTS))
    rows["why"] = rows["why"].mask(~existing & (rows["why"] == COUNTS), NOBODY)
    return of_those_in(rows, people)


def at_events(tables: Tables, period: Period) -> pd.DataFrame:
    """Return rows of attendance of the events of a period, on the day of the event."""
    events = _roster.event_days(tables).set_index("event_id")["on"]
    named = reading.rows(tables, "events", "event_id", "title")
    titles = named.drop_duplicates("event_id").set_index("event_id")["title"]
    rows = numbered(tables, "attendance")
    rows = rows.assign(on=pd.to_datetime(rows["event_id"].map(events)))
    rows = rows[rows["on"].between(*_days(period))]
    return rows.assign(what="event, " + rows["event_id"].map(titles).astype("str"))
