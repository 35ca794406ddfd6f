"""iCalendar files of any calendar: meetings as touches, and events where they are marked as such.

What an entry is about is private: a subject stands in no table, unless a category, the name of the
calendar or ``events = true`` under [files] marks the entry as an event. An answer to the invitation
of an event is no attendance. Layout: RFC 5545; Google and Outlook write what is theirs under X-.
"""

import datetime as dt
import hashlib
import re
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from engagekit.errors import ExportError, error_text, problem_texts, shorten
from engagekit.files.source_file import Export
from engagekit.readers.events import _meetings
from engagekit.readers.events._attendance import combine, people_only
from engagekit.readers.events._display_names import addresses
from engagekit.readers.events._event_numbers import event_id
from engagekit.readers.events._event_table import Notes, people_rows, reading
from engagekit.readers.events._recurrence import (
    Occurrence,
    moment_text,
    occurrences,
    part_of,
    zoned,
)
from engagekit.readers.shared.contract import Reading, Recognition
from engagekit.tables.problems import NOTE

TOOL = "iCalendar"
TABLES = ("events", "attendance", "touches")

UID_LENGTH = 40
"""Letters up to which a UID is taken as it is (a UUID has 36); a longer one by its fingerprint."""
_BEGIN = re.compile(r"(?im)^BEGIN:VEVENT\s*$")
_BLOCK = re.compile(r"(?ims)^BEGIN:VEVENT\s*$.*?^END:VEVENT\s*$")
_ANSWERS = {
    _meetings.ACCEPTED: "registered",
    _meetings.TENTATIVE: "registered",
    _meetings.DECLINED: "cancelled",
}
MEETING_ANSWERS = {
    "ACCEPTED": _meetings.ACCEPTED,
    "DECLINED": _meetings.DECLINED,
    "TENTATIVE": _meetings.TENTATIVE,
}
_NOBODY = ("ROOM", "RESOURCE", "GROUP")
_UNREADABLE = (ValueError, IndexError, KeyError, TypeError, AttributeError)
"""What the parser raises on calendars that break the standard."""


@dataclass(frozen=True, eq=False)
class _Entry:
    """One VEVENT: the line it begins on, the component, and what its calendar says of itself."""

    line: int
    event: Any
    recalled: bool
    calendar: str = ""
    owner: str = ""


def recognise(export: Export) -> Recognition | None:
    """Return why a file is a calendar, or None."""
    if export.kind != "text":
        return None
    if not re.match(r"(?i)\s*BEGIN:VCALENDAR\b", export.text[:200].lstrip("\ufeff")):
        return None
    return Recognition("the text begins with BEGIN:VCALENDAR", header_row=1)


def read(export: Export) -> Reading:
    """Read events with each date of a series, and the answers of the people asked."""
    notes = Notes(export)
    blocks = _blocks(export.text, _BEGIN)
    entries = list(_entries(export, list(blocks), notes))
    if not blocks:
        raise ExportError(f"{export.file} is a calendar without events. Export it again with them.")
    if not entries:
        raise ExportError(error_text("calendars.read", file=export.file, count=len(blocks)))
    retained = _without_recalled(entries, notes)
    every = [entry.event for entry in entries]  # one date that is cancelled is none of its series
    all_events = bool(getattr(export.choice, "events", False))
    meetings = [
        _meeting(entry, occurrence, all_events)
        for entry in retained
        for occurrence in occurrences(entry.event, every, notes, entry.line)
    ]
    people = _people_of([one for one in meetings if one.is_event], notes)
    attendance = combine(people_only(people, Notes(export)), export.file) if len(people) else None
    owners = {entry.owner for entry in retained if "@" in entry.owner}
    owner = owners.pop() if len(owners) == 1 else ""
    events, touches = _meetings.calendar_tables(meetings, notes, "ics", owner)
    return _meetings.with_touches(
        reading(notes, events, attendance, rows_read=len(blocks)), touches
    )


def _meeting(entry: _Entry, occurrence: Occurrence, all_events: bool) -> _meetings.Meeting:
    """Return one date of an entry as a meeting."""
    event, start, end = entry.event, occurrence.start, occurrence.end
    is_whole_day = _text(event, "X-MICROSOFT-CDO-ALLDAYEVENT").upper() == "TRUE"
    kinds, fault = _kinds(event), _fault(event)
    is_event = all_events or _meetings.is_marked([entry.calendar, *kinds])
    is_event &= fault != _meetings.PRIVATE
    if is_whole_day and isinstance(start, dt.datetime) and not is_event:
        start = start.date()
    host = next(iter(_several(event, "ORGANIZER")), None)
    return _meetings.Meeting(
        entry.line,
        moment_text(start),
        moment_text(end),
        _meetings.minutes_between(start, end),
        _text(event, "SUMMARY"),
        " ".join([_text(event, "LOCATION"), _text(event, "X-GOOGLE-CONFERENCE")]),
        _invited(host) if host is not None else None,
        tuple(map(_invited, _several(event, "ATTENDEE"))),
        fault,
        is_event,
        _number(event, occurrence),
        next(iter(kinds), ""),
    )


def _several(event: Any, name: str) -> list[Any]:
    """Return the values of a property that may stand several times."""
    value = event.get(name)
    return value if isinstance(value, list) else [] if value is None else [value]


def _invited(person: Any) -> _meetings.Invited:
    """Return one name on an invitation, with the answer where the tool writes one."""
    parameters = getattr(person, "params", {})
    answer = str(parameters.get("PARTSTAT", "")).upper()
    email = addresses(pd.Series([str(person)])).iloc[0]
    name = str(parameters.get("CN", "")).strip().strip("'\"")
    return _meetings.Invited(
        "" if name.casefold() == email.casefold() else name,
        email,
        MEETING_ANSWERS.get(answer, _meetings.SILENT if answer else _meetings.UNKNOWN),
        str(parameters.get("CUTYPE", "INDIVIDUAL")).upper() in _NOBODY,
    )


def _fault(event: Any) -> str:
    """Return why an entry is no meeting that was held."""
    if _text(event, "CLASS").upper() in ("PRIVATE", "CONFIDENTIAL"):
        return _meetings.PRIVATE
    busy = _text(event, "X-MICROSOFT-CDO-BUSYSTATUS").upper()
    if _text(event, "STATUS").upper() == "TENTATIVE" or busy == "TENTATIVE":
        return _meetings.TENTATIVE_ENTRY
    return _meetings.AWAY if busy in ("OOF", "OUTOFOFFICE") else ""


def _blocks(text: str, pattern: re.Pattern[str]) -> dict[int, str]:
    """Return what a pattern finds in a text, by the line it begins on."""
    return {text.count("\n", 0, found.start()) + 1: found[0] for found in pattern.finditer(text)}


def _entries(export: Export, lines: Sequence[int], notes: Notes) -> Iterator[_Entry]:
    """Yield every VEVENT that can be read, in the order of the file."""
    from icalendar import Calendar

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            calendars = Calendar.from_ical(export.text, multiple=True)
        matches = [
            (
                event,
                str(calendar.get("METHOD", "")).upper() == "CANCEL",
                _text(calendar, "X-WR-CALNAME"),
                _text(calendar, "X-WR-RELCALID"),
            )
            for calendar in calendars
            for event in calendar.walk("VEVENT")
        ]
    except _UNREADABLE:
        matches = []
    if len(matches) != len(lines):
        yield from _one_by_one(export, lines, notes)
        return
    for line, (event, recalled, name, number) in zip(lines, matches, strict=True):
        yield _Entry(line, event, recalled, name, name if "@" in name else number)


def _one_by_one(export: Export, lines: Sequence[int], notes: Notes) -> Iterator[_Entry]:
    """Yield the VEVENTs of a file that cannot be read as a whole, each on its own."""
    from icalendar import Event

    blocks = _blocks(export.text, _BLOCK)
    for line in lines:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                event = Event.from_ical(blocks.get(line, ""))
        except _UNREADABLE as error:
            notes.leave_out("an event that cannot be read", 1)
            notes.tell(*problem_texts("calendars.unreadable", e=shorten(error, 40)), line, "VEVENT")
            continue
        yield _Entry(line, event, False)


def _without_recalled(entries: list[_Entry], notes: Notes) -> list[_Entry]:
    """Return events that were to take place; cancelled, repeated and dateless ones are noted."""
    retained: dict[tuple[str, str], _Entry] = {}
    for entry in entries:
        event = entry.event
        start = zoned(event, "DTSTART")
        if start is None:
            notes.leave_out("an event without a start", 1)
            notes.tell("has no start", "Give it one in the calendar.", entry.line, "DTSTART")
            continue
        gone = _text(event, "STATUS").upper() == "CANCELLED"
        if entry.recalled or gone or _meetings.is_called_off(_text(event, "SUMMARY")):
            notes.leave_out("a cancelled event", 1)
            continue
        instance = zoned(event, "RECURRENCE-ID")
        key = (_text(event, "UID") or f"{_text(event, 'SUMMARY')} {start}", moment_text(instance))
        if key in retained:
            notes.leave_out("the same event again", 1)
        retained[key] = entry
    return list(retained.values())


def _text(event: Any, name: str) -> str:
    """Return one property as text on one line."""
    return " ".join(str(next(iter(_several(event, name)), "")).split())


def _kinds(event: Any) -> list[str]:
    """Return the categories."""
    every = _several(event, "CATEGORIES")
    return [str(one).strip() for each in every for one in part_of(each, "cats") or [] if str(one)]


def _number(event: Any, occurrence: Occurrence) -> str:
    """Return a number of the event from its UID and the date it stands for in its series."""
    uid = _text(event, "UID")
    short = uid if len(uid) <= UID_LENGTH else hashlib.sha256(uid.encode()).hexdigest()[:12]
    return event_id("ics", short or _text(event, "SUMMARY"), moment_text(occurrence.original))


def _people_of(events: Sequence[_meetings.Meeting], notes: Notes) -> pd.DataFrame:
    """Return one row a person asked who answered; those who did not are counted in a note."""
    asked = [(event, one) for event in events for one in event.people if not one.several]
    answered = [(event, one) for event, one in asked if one.answer in _ANSWERS]
    if silent := len(asked) - len(answered):
        notes.tell(*problem_texts("calendars.silent", n=silent), column="ATTENDEE", level=NOTE)
    rows = [
        (event.row, event.number, one.name, one.email, _ANSWERS[one.answer])
        for event, one in answered
    ]
    names = ["source", "event_id", "display_name", "email", "status"]
    frame = pd.DataFrame(rows, columns=names).set_index("source").astype("str")
    return people_rows(frame.index, **dict(frame))
