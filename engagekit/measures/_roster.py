"""Who is on the roster and who was met: the two frames behind every reach measure.

Written once in Narwhals, so tables may be pandas, DuckDB or Dask frames; only the
small grouped result is collected.
"""

import datetime as dt
from collections.abc import Sequence
from typing import Any

import narwhals as nw
import pandas as pd

from engagekit.measures import _coverage, _grouping
from engagekit.measures._frames import alike, collected, lazy, size, start_of
from engagekit.settings.periods import Period
from engagekit.settings.schema import Reach
from engagekit.tables.cache import once
from engagekit.tables.tables import Tables

SEVEN = 7
"""Touches from which on people stand together: what is said to be needed before trust."""


def listed(day: dt.date) -> nw.Expr:
    """Return the rule who is on the staff list on a day: joined by then, and not left by then.

    Who has no day of joining was always there; the last day itself is no longer on the list.
    """
    at = start_of(day)
    joined, left = nw.col("joined_on"), nw.col("left_on")
    return (joined.is_null() | (joined <= at)) & (left.is_null() | (left > at))


@once
def roster(tables: Tables, period: Period, *, library: bool = False) -> nw.LazyFrame[Any]:
    """Return the contacts on the staff list on the last day of a period.

    ``tables``: uses ``contacts``. ``library``: library staff instead of everybody else. Returned:
    the columns of ``contacts``.
    """
    own = nw.col("is_library").fill_null(False)
    return lazy(tables.need("contacts")).filter(listed(period.end) & (own if library else ~own))


def library_is_known(tables: Tables) -> bool:
    """Return whether anybody is marked as the library's own; a group tells nothing of it."""
    if tables.scope or not tables.has("contacts"):
        return True
    return size(lazy(tables.need("contacts")).filter(nw.col("is_library").fill_null(False))) > 0


SELF_SERVICE = "self-service"
"""Channel of those who used a tool or a room by themselves: they were not met."""


@once
def met(
    tables: Tables, start: dt.date | None, end: dt.date, *, broadcasts: bool | None = None
) -> nw.LazyFrame[Any]:
    """Return touches of identified contacts between two days, attended events among them.

    ``tables``: uses ``touches``, and ``attendance`` with ``events`` where they are there.
    ``start``, ``end``: first (None: ever) and last day, both included. ``broadcasts``: whether
    newsletters and the like count; default as in the settings. Returned: ``contact_id, on, channel,
    place, begun_by, two_way, linked_by``.
    """
    parts = []
    columns = ["contact_id", "on", "channel", "place", "begun_by", "two_way", "linked_by"]
    if tables.has("touches"):
        parts.append(alike(lazy(tables.need("touches")), columns))
    if tables.has("attendance", "events"):
        parts.append(alike(attended(tables), columns))
    if not parts:
        tables.need("touches")
    rows = nw.concat(parts) if len(parts) > 1 else parts[0]
    keep = ~nw.col("contact_id").is_null() & (nw.col("on") < start_of(end + dt.timedelta(days=1)))
    if start is not None:
        keep = keep & (nw.col("on") >= start_of(start))
    rows = rows.filter(keep & (nw.col("channel") != SELF_SERVICE))
    counted = tables.settings.reach.count_broadcasts if broadcasts is None else broadcasts
    if not counted:
        rows = rows.filter(~broadcast(tables.settings.reach))
    return rows


def broadcast(settings: Reach) -> nw.Expr:
    """Return the rule what is sent to many: by its channel, or e-mail out that nobody answered."""
    channel = nw.col("channel").str.to_lowercase()
    sent = (nw.col("begun_by") == "library") & ~nw.col("two_way")
    names = [name.casefold() for name in settings.broadcast_channels]
    by_mail = ((channel == "email") & sent).fill_null(False)
    return channel.is_in(names).fill_null(False) | by_mail if names else by_mail


@once
def event_days(tables: Tables) -> pd.DataFrame:
    """Return every event with its day in the organisation's zone.

    Returned: ``event_id, on``; events are few, so they are collected (DuckDB knows only the zone of
    its connection).
    """
    events = collected(lazy(tables.need("events")).select("event_id", "started_at"))
    begun = pd.to_datetime(events["started_at"], utc=True)
    local = begun.dt.tz_convert(tables.settings.organisation.time_zone).dt.tz_localize(None)
    matches = pd.DataFrame({"event_id": events["event_id"], "on": local.dt.normalize()})
    return matches.drop_duplicates("event_id").reset_index(drop=True)


@once
def attended(tables: Tables) -> nw.LazyFrame[Any]:
    """Return attendance as touches of the channel ``event``, on the day of the event."""
    days = event_days(tables).dropna()
    rows = lazy(tables.need("attendance")).filter(nw.col("status") == "attended")
    none = nw.lit(None).cast(nw.Datetime("us"))
    existing = nw.col("event_id").replace_strict(
        days["event_id"].tolist(),
        [day.to_pydatetime() for day in days["on"]],
        default=None,
        return_dtype=nw.Datetime("us"),
    )
    return rows.with_columns(
        (existing if len(days) else none).alias("on"),
        nw.lit("event").alias("channel"),
        nw.lit("client").alias("place"),
        nw.lit("library").alias("begun_by"),
        nw.lit(True).alias("two_way"),
    )


@once
def touches_per_person(
    tables: Tables, period: Period, keep: Sequence[str] = ()
) -> nw.LazyFrame[Any]:
    """Return everybody on the roster with the number of touches in a period, 0 included.

    Returned: ``contact_id, touches, reached`` and the columns asked for, those without a value as
    "Not stated".

    Raises
    ------
    NotMeasuredError
        If no touch or event was recorded at that time.
    """
    _coverage.must_be_recorded(tables, period)
    per_person = (
        met(tables, period.start, period.end).group_by("contact_id").agg(nw.len().alias("touches"))
    )
    people = roster(tables, period).select("contact_id", *keep)
    joined = people.join(per_person, on="contact_id", how="left")
    return joined.with_columns(
        nw.col("touches").fill_null(0).cast(nw.Int64),
        *[nw.col(name).fill_null(_grouping.NOT_STATED) for name in keep],
    ).with_columns(nw.col("touches").clip(0, 1).alias("reached"))
