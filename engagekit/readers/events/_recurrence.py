"""The dates of a calendar event: one, or those of a series with its exceptions."""

import datetime as dt
from collections.abc import Sequence
from itertools import islice
from typing import Any

Moment = dt.datetime | dt.date
MOST = 1000
"""Dates of one series that are written out at most: four years of working days; more is a rule that
was typed wrongly."""
YEAR = dt.timedelta(days=365)
"""How long a series without an end is counted at least: the report looks back over quarters."""
STATED = ("DTSTART", "DTSTAMP", "LAST-MODIFIED", "CREATED")
"""Moments that a file names."""


def dates_of(
    event: Any, every: Sequence[Any]
) -> tuple[list[tuple[Moment, Moment | None, Moment]], list[tuple[str, str]]]:
    """Return start and end of each date of an event, and for which date of its series it stands.

    ``event``: has a start. ``every``: the file's events; those that stand for one date of this
    series take its place. Beside it, in words: a rule that cannot be read, or that has no end. A
    series without one is written out until a year after its start, or until the last moment that
    the file names.
    """
    start = moment_of(event, "DTSTART")
    length = _length(event, start)
    instance = moment_of(event, "RECURRENCE-ID")
    told: list[tuple[str, str]] = []
    moments = [start]
    if instance is None and {"RRULE", "RDATE"} & {*event}:
        zone, uid = getattr(start, "tzinfo", None), event.get("UID", "")
        moved = [
            moment_of(other, "RECURRENCE-ID") for other in every if other.get("UID", "") == uid
        ]
        without = [*filter(None, moved), *_listed(event, "EXDATE")]
        days_out = {moment for moment in without if not isinstance(moment, dt.datetime)}
        dates = {_timed(moment, zone) for moment in [start, *_listed(event, "RDATE")]}
        for rule in values_of(event, "RRULE"):
            ruled, texts = _ruled(rule, _timed(start, zone), every)
            dates |= ruled
            told += texts
        dates -= {_timed(moment, zone) for moment in without}
        moments = [one for one in sorted(dates) if one.date() not in days_out]
        if not isinstance(start, dt.datetime):
            moments = [one.date() for one in moments]
    ends = [None if length is None else one + length for one in moments]
    return [(one, end, instance or one) for one, end in zip(moments, ends, strict=True)], told


def moment_of(event: Any, name: str) -> Any:
    """Return a moment of an event; None where it has none that can be read."""
    value = _part(event.get(name), "dt")
    return value if isinstance(value, dt.date) else None


def _part(value: Any, name: str) -> Any:
    """Return a part of a property; None where the property is missing or could not be read."""
    try:
        return getattr(value, name, None)
    except (ValueError, TypeError):
        return None


def values_of(event: Any, name: str, part: str = "") -> list[Any]:
    """Return the values, or those of a part, of a property that may stand several times."""
    value = event.get(name)
    values = value if isinstance(value, list) else [] if value is None else [value]
    return [inner for one in values for inner in _part(one, part) or []] if part else values


def _listed(event: Any, name: str) -> list[Moment]:
    """Return the moments of a property; of a period, its start."""
    found = [_part(one, "dt") for one in values_of(event, name, "dts")]
    starts = [one[0] if isinstance(one, tuple) else one for one in found]
    return [one for one in starts if isinstance(one, dt.date)]


def _length(event: Any, start: Moment) -> dt.timedelta | None:
    """Return how long an event lasts; None where its end is of another kind than its start."""
    end = moment_of(event, "DTEND")
    if end is None:
        length = _part(event.get("DURATION"), "dt")
        return length if isinstance(length, dt.timedelta) else None
    try:
        return end - start  # type: ignore[no-any-return]
    except TypeError:
        return None


def _timed(value: Moment, zone: dt.tzinfo | None, clock: dt.time = dt.time()) -> dt.datetime:
    """Return a moment by the clock of a series; a day is its midnight, or what is said."""
    if not isinstance(value, dt.datetime):
        value = dt.datetime.combine(value, clock)
    if value.tzinfo is not None and zone is not None:
        return value.astimezone(zone)
    return value.replace(tzinfo=zone)


def _ruled(
    rule: Any, start: dt.datetime, every: Sequence[Any]
) -> tuple[set[dt.datetime], list[tuple[str, str]]]:
    """Return the dates of a rule of repetition, and what is to be said of it."""
    from dateutil.rrule import rrulestr  # type: ignore[import-untyped]

    zone = start.tzinfo
    try:
        until = [*rule.pop("UNTIL", [])]
        has_end = bool(until) or "COUNT" in rule
        stated = [moment_of(other, name) for other in every for name in STATED]
        last = dt.datetime.max.replace(tzinfo=zone)
        if until:
            last = _timed(until[0], zone, dt.time.max)
        elif not has_end:
            named = [_timed(moment, zone) for moment in stated if moment is not None]
            last = max(*named, start + min(YEAR, last - start))
        dates = rrulestr(rule.to_ical().decode(), dtstart=start)
        # an INTERVAL of 0 gives one date for ever
        found = [date for date in islice(dates, MOST + 2) if date <= last]
    except (AttributeError, ValueError, TypeError, OverflowError, IndexError):  # of a 99th Monday
        return set(), [("a rule of repetition that cannot be read", "The first date is counted.")]
    if has_end and len(found) <= MOST + 1:
        return {*found}, []
    found = found[: MOST + 1]
    problem = f"repeats without an end; counted until {max(found, default=start):%Y-%m-%d}"
    return {*found}, [(problem, "Nothing, or end the series in the calendar.")]
