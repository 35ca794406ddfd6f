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
from engagekit.readers.events._event_table import Notes
from engagekit.readers.events._recurrence import Moment, dates_of, moment_of, values_of
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
_NOBODY = ("ROOM", "RESOURCE", "GROUP")
_UNREADABLE = (ValueError, IndexError, KeyError, TypeError, AttributeError)
"""What the parser raises on calendars that break the standard."""


@dataclass(frozen=True, eq=False)
class _Entry:
    """One VEVENT: the line it begins on, the component, and what its calendar says of itself."""

    line: int
    event: Any
    recalled: bool = False
    calendar: str = ""
    owner: str = ""

    def text(self, name: str) -> str:
        """Return one property as text on one line."""
        return _text(self.event, name)


def recognise(export: Export) -> Recognition | None:
    """Return why a file is a calendar, or None."""
    if export.kind != "text":
        return None
    if not re.match(r"(?i)\s*BEGIN:VCALENDAR\b", export.text[:200].lstrip("\ufeff")):
        return None
    return Recognition("the text begins with BEGIN:VCALENDAR")


def read(export: Export) -> Reading:
    """Read events with each date of a series, and the answers of the people asked."""
    notes = Notes(export)
    blocks = _blocks(export.text, _BEGIN)
    if not blocks:
        raise ExportError(f"{export.file} is a calendar without events. Export it again with them.")
    entries = list(_entries(export, list(blocks), notes))
    if not entries:
        raise ExportError(error_text("calendars.read", file=export.file, count=len(blocks)))
    retained = _without_recalled(entries, notes)
    every = [entry.event for entry in entries]  # one date that is cancelled is none of its series
    all_events = bool(getattr(export.choice, "events", False))
    meetings = []
    for entry in retained:
        days, told = dates_of(entry.event, every)
        for texts in told:
            notes.tell(*texts, entry.line, "RRULE", level=NOTE)
        meetings += [_meeting(entry, *day, all_events) for day in days]
    people = _people_of([meeting for meeting in meetings if meeting.is_event], notes)
    attendance = combine(people_only(people, Notes(export)), export.file) if len(people) else None
    owners = {entry.owner for entry in retained if "@" in entry.owner}
    owner = owners.pop() if len(owners) == 1 else ""
    return _meetings.reading(
        meetings, notes, "ics", owner, rows_read=len(blocks), attendance=attendance
    )


def _meeting(
    entry: _Entry, start: Moment, end: Moment | None, planned: Moment, all_events: bool
) -> _meetings.Meeting:
    """Return one date of an entry as a meeting; ``planned``: the date of its series."""
    event, fault = entry.event, _fault(entry)
    kinds = [str(kind).strip() for kind in values_of(event, "CATEGORIES", "cats") if str(kind)]
    is_marked = all_events or _meetings.is_marked([entry.calendar, *kinds])
    is_event = is_marked and fault != _meetings.PRIVATE
    is_whole_day = entry.text("X-MICROSOFT-CDO-ALLDAYEVENT").upper() == "TRUE"
    if is_whole_day and isinstance(start, dt.datetime) and not is_event:
        start = start.date()
    uid, title = entry.text("UID"), entry.text("SUMMARY")
    short = uid if len(uid) <= UID_LENGTH else hashlib.sha256(uid.encode()).hexdigest()[:12]
    hosts = map(_invited, values_of(event, "ORGANIZER"))
    is_timed = isinstance(start, dt.datetime) and isinstance(end, dt.datetime)
    return _meetings.Meeting(
        entry.line,
        _iso(start),
        _iso(end),
        (end - start).total_seconds() / 60 if is_timed else None,  # type: ignore[operator]
        title,
        f"{entry.text('LOCATION')} {entry.text('X-GOOGLE-CONFERENCE')}",
        next(hosts, None),
        tuple(map(_invited, values_of(event, "ATTENDEE"))),
        fault,
        is_event,
        event_id("ics", short or title, _iso(planned)),
        next(iter(kinds), ""),
    )


def _iso(value: Moment | None) -> str:
    """Return a moment as ISO text, with its offset where it has a zone; a day stays a day."""
    if isinstance(value, dt.datetime):
        return value.isoformat(timespec="seconds")
    return "" if value is None else value.isoformat()


def _text(event: Any, name: str) -> str:
    """Return one property as text on one line."""
    return " ".join(str(next(iter(values_of(event, name)), "")).split())


def _invited(person: Any) -> _meetings.Invited:
    """Return one name on an invitation, with the answer where the tool writes one."""
    parameters = getattr(person, "params", {})
    answer = str(parameters.get("PARTSTAT", "")).casefold() or _meetings.UNKNOWN
    email = addresses(pd.Series([str(person)])).iloc[0]
    name = str(parameters.get("CN", "")).strip().strip("'\"")
    return _meetings.Invited(
        "" if name.casefold() == email.casefold() else name,
        email,
        answer if answer in (*_ANSWERS, _meetings.UNKNOWN) else _meetings.SILENT,
        str(parameters.get("CUTYPE", "INDIVIDUAL")).upper() in _NOBODY,
    )


def _fault(entry: _Entry) -> str:
    """Return why an entry is no meeting that was held."""
    if entry.text("CLASS").upper() in ("PRIVATE", "CONFIDENTIAL"):
        return _meetings.PRIVATE
    busy = entry.text("X-MICROSOFT-CDO-BUSYSTATUS").upper()
    if "TENTATIVE" in (entry.text("STATUS").upper(), busy):
        return _meetings.TENTATIVE_ENTRY
    return _meetings.AWAY if busy in ("OOF", "OUTOFOFFICE") else ""


def _blocks(text: str, pattern: re.Pattern[str]) -> dict[int, str]:
    """Return what a pattern finds in a text, by the line it begins on."""
    return {text.count("\n", 0, found.start()) + 1: found[0] for found in pattern.finditer(text)}


def _entries(export: Export, lines: Sequence[int], notes: Notes) -> Iterator[_Entry]:
    """Yield every VEVENT that can be read, in the order of the file."""
    from icalendar import Calendar, Event

    warnings.simplefilter("ignore")
    try:
        calendars = Calendar.from_ical(export.text, multiple=True)
        pairs = [(one, event) for one in calendars for event in one.walk("VEVENT")]
    except _UNREADABLE:
        pairs = []
    if len(pairs) == len(lines):
        for line, (calendar, event) in zip(lines, pairs, strict=True):
            name, number = _text(calendar, "X-WR-CALNAME"), _text(calendar, "X-WR-RELCALID")
            is_recalled = _text(calendar, "METHOD").upper() == "CANCEL"
            yield _Entry(line, event, is_recalled, name, name if "@" in name else number)
        return
    blocks = _blocks(export.text, _BLOCK)
    for line in lines:  # the file cannot be read as a whole: each event on its own
        try:
            yield _Entry(line, Event.from_ical(blocks.get(line, "")))
        except _UNREADABLE as error:
            notes.leave_out("an event that cannot be read", 1)
            notes.tell(*problem_texts("calendars.unreadable", e=shorten(error, 40)), line, "VEVENT")


def _without_recalled(entries: list[_Entry], notes: Notes) -> list[_Entry]:
    """Return events that were to take place; cancelled, repeated and dateless ones are noted."""
    retained: dict[tuple[str, str], _Entry] = {}
    for entry in entries:
        start, title = moment_of(entry.event, "DTSTART"), entry.text("SUMMARY")
        if start is None:
            notes.leave_out("an event without a start", 1)
            notes.tell("has no start", "Give it one in the calendar.", entry.line, "DTSTART")
            continue
        gone = entry.recalled or entry.text("STATUS").upper() == "CANCELLED"
        if gone or _meetings.is_called_off(title):
            notes.leave_out("a cancelled event", 1)
            continue
        date = _iso(moment_of(entry.event, "RECURRENCE-ID"))
        key = (entry.text("UID") or f"{title} {start}", date)
        notes.leave_out("the same event again", key in retained)
        retained[key] = entry
    return list(retained.values())


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
    never = pd.Series(pd.NaT, index=frame.index, dtype="datetime64[us]")
    return frame.assign(upn="", join=never, leave=never, minutes=float("nan"), zoned=False)
