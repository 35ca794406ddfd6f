"""The dates of a calendar event: one, or those of a series with its exceptions."""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from engagekit.readers.events._event_table import Notes
from engagekit.tables.problems import NOTE

_UNTIL = re.compile(r"UNTIL=(\d{8})(?:T(\d{6}))?(Z)?")
Moment = dt.datetime | dt.date
MOST = 1000
"""Dates of one series that are written out at most: four years of working days; more is a rule that
was typed wrongly."""
YEAR = dt.timedelta(days=365)
"""How long a series without an end is counted at least: the report looks back over quarters."""


@dataclass(frozen=True)
class Occurrence:
    """One date of an event: when it was, and for which date of its series it stands."""

    start: Moment
    end: Moment | None
    original: Moment


def moment_text(value: Moment | None) -> str:
    """Return a moment as ISO text, with its offset where it has a zone; a day stays a day.

    Examples
    --------
    >>> moment_text(dt.date(2026, 10, 6)), moment_text(dt.datetime(2026, 10, 6, 12))
    ('2026-10-06', '2026-10-06T12:00:00')
    """
    if value is None:
        return ""
    return value.isoformat(timespec="seconds") if isinstance(value, dt.datetime) else str(value)


def zoned(event: Any, name: str) -> Moment | None:
    """Return a moment of an event with its zone, also where the file names it in its own way."""
    matches = event.get(name)
    if isinstance(matches, list):
        matches = matches[0] if matches else None
    value = part_of(matches, "dt")
    if not isinstance(value, dt.date):
        return None
    if isinstance(value, dt.datetime) and value.tzinfo is None:
        zone = _zone(str(getattr(matches, "params", {}).get("TZID", "")))
        return value.replace(tzinfo=zone) if zone else value
    return value


def part_of(value: Any, name: str) -> Any:
    """Return a part of a property; None where the property is missing or could not be read."""
    try:
        return getattr(value, name, None)
    except (ValueError, TypeError):
        return None


@cache
def _zone(name: str) -> ZoneInfo | None:
    """Return the zone behind a name such as ``/citadel.org/2019_1/Europe/Paris``, if there is one.

    Examples
    --------
    >>> _zone("/citadel.org/20190914_1/Europe/Paris").key, _zone("Our office")
    ('Europe/Paris', None)
    """
    parts = name.strip(' "').split("/")
    ends = ("/".join(parts[-take:]) for take in (3, 2, 1))
    return next((ZoneInfo(end) for end in ends if end in available_timezones()), None)


def _length(event: Any, start: Moment) -> dt.timedelta | None:
    """Return how long an event lasts; None where its end is of another kind than its start."""
    end: Any = zoned(event, "DTEND")
    if end is None:
        length = part_of(event.get("DURATION"), "dt")
        return length if isinstance(length, dt.timedelta) else None
    try:
        length = end - start
    except TypeError:
        return None
    return length if isinstance(end, dt.datetime) == isinstance(start, dt.datetime) else None


def occurrences(event: Any, every: Sequence[Any], notes: Notes, line: int) -> list[Occurrence]:
    """Return the dates of an event.

    ``event``: has a start. ``every``: the file's events; those that stand for one date of this
    series take its place. ``notes``: receives a rule that cannot be read or has no end. ``line``:
    line on which the event begins. Returned: in order of time. A series without an end is written
    out until a year after its start, or until the last moment that the file names.
    """
    start = zoned(event, "DTSTART")
    if start is None:
        return []
    length = _length(event, start)
    instance = zoned(event, "RECURRENCE-ID")
    if instance is not None or ("RRULE" not in event and "RDATE" not in event):
        end = start + length if length is not None else None
        return [Occurrence(start, end, instance if instance is not None else start)]
    uid = str(event.get("UID", ""))
    own = getattr(start, "tzinfo", None)
    moved = {
        _key(zoned(other, "RECURRENCE-ID"), own)
        for other in every
        if str(other.get("UID", "")) == uid and "RECURRENCE-ID" in other
    }
    moved |= {_key(value, own) for value in _listed(event, "EXDATE")}
    lasting = {}
    for value in _values(event, "RDATE"):
        if isinstance(value, tuple):  # a period: its start, and its end or length
            first, last = value
            lasting[_key(first, own)] = last if isinstance(last, dt.timedelta) else last - first
    result = []
    for date in _dates(event, start, every, notes, line):
        if {_key(date, own), str(date)[:10]} & moved:
            continue
        span = lasting.get(_key(date, own), length)
        result.append(Occurrence(date, None if span is None else date + span, date))
    return result


def _key(value: Moment | None, zone: dt.tzinfo | None) -> str:
    """Return a moment for comparing: the clock of its series, whatever zone it is written in."""
    return _clock(value, zone).isoformat() if isinstance(value, dt.datetime) else str(value)


def _clock(value: dt.datetime, zone: dt.tzinfo | None) -> dt.datetime:
    """Return a moment by the clock of a zone, without naming it."""
    if value.tzinfo is not None and zone is not None:
        value = value.astimezone(zone)
    return value.replace(tzinfo=None)


def _listed(event: Any, name: str) -> list[Moment]:
    """Return moments of a property that may stand several times and hold several."""
    firsts = (value[0] if isinstance(value, tuple) else value for value in _values(event, name))
    return [value for value in firsts if isinstance(value, dt.date)]


def _values(event: Any, name: str) -> list[Any]:
    """Return the values of a property that may stand several times; a period is a pair."""
    matches = event.get(name)
    listed = matches if isinstance(matches, list) else [matches]
    return [part.dt for value in listed for part in part_of(value, "dts") or []]


def _dates(
    event: Any, start: Moment, every: Sequence[Any], notes: Notes, line: int
) -> list[Moment]:
    """Return every date of a series, its start first, exceptions still in it."""
    from dateutil.rrule import rrulestr  # type: ignore[import-untyped]

    clock = _with_clock(start, dt.time())
    zone = clock.tzinfo
    local = clock.replace(tzinfo=None)
    matches = {local}
    matches |= {_clock(_with_clock(one, local.time()), zone) for one in _listed(event, "RDATE")}
    rule = event.get("RRULE")
    for part in rule if isinstance(rule, list) else [rule] if rule is not None else []:
        text = part.to_ical().decode()
        text = _UNTIL.sub(lambda match: _until(match, zone), text)
        ends = re.search(r"\b(?:UNTIL|COUNT)=", text)
        series = set[dt.datetime]()
        try:
            horizon = dt.datetime.max if ends else _horizon(local, every)
            # some faults show at the first date only; an INTERVAL of 0 gives that one for ever
            for number, date in enumerate(rrulestr(text, dtstart=local)):
                if date > horizon or number > MOST:
                    last = max(series, default=local)
                    problem = f"repeats without an end; counted until {last:%Y-%m-%d}"
                    remedy = "Nothing, or end the series in the calendar."
                    notes.tell(problem, remedy, line, "RRULE", level=NOTE)
                    break
                series.add(date)
        except (ValueError, TypeError, OverflowError, IndexError):  # of a 99th Monday
            problem = "a rule of repetition that cannot be read"
            notes.tell(problem, "The first date is counted.", line, "RRULE", "", text)
            continue
        matches |= series
    if not isinstance(start, dt.datetime):
        return sorted(date.date() for date in matches)
    return [date.replace(tzinfo=zone) for date in sorted(matches)]


def _until(match: re.Match[str], zone: dt.tzinfo | None) -> str:
    """Return the end of a rule by the clock of its series; a day without a clock is whole."""
    day, clock, utc = match.groups()
    if not clock or (utc and zone is None):
        return f"UNTIL={day}T235959"
    last = dt.datetime.strptime(f"{day}T{clock}", "%Y%m%dT%H%M%S")
    if utc:
        last = _clock(last.replace(tzinfo=dt.UTC), zone)
    return f"UNTIL={last:%Y%m%dT%H%M%S}"


def _with_clock(value: Moment, clock: dt.time) -> dt.datetime:
    return value if isinstance(value, dt.datetime) else dt.datetime.combine(value, clock)


def _horizon(start: dt.datetime, every: Sequence[Any]) -> dt.datetime:
    """Return until when a series without an end is written out."""
    names = ("DTSTART", "DTSTAMP", "LAST-MODIFIED", "CREATED")
    stated = (zoned(other, name) for other in every for name in names)
    named = [_with_clock(one, dt.time()).replace(tzinfo=None) for one in stated if one is not None]
    return max(*named, start + min(YEAR, dt.datetime.max - start))
