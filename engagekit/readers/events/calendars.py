"""iCalendar files of any calendar: events, and who said yes or no (which is not attendance)."""

from __future__ import annotations

import hashlib
import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pandas as pd

from engagekit.errors import ExportError, shorten
from engagekit.files.source_file import Export
from engagekit.readers.events import _display_names
from engagekit.readers.events._attendance import Notes, combine, event_id, people_only, reading
from engagekit.readers.events._recurrence import (
    Occurrence,
    moment_text,
    occurrences,
    part_of,
    zoned,
)
from engagekit.readers.shared.contract import Reading, Recognition
from engagekit.tables.problems import Problem

TOOL = "iCalendar"
TABLES = ("events", "attendance")

_BEGIN = re.compile(r"(?im)^BEGIN:VEVENT\s*$")
_BLOCK = re.compile(r"(?ims)^BEGIN:VEVENT\s*$.*?^END:VEVENT\s*$")
_ANSWERS = {"ACCEPTED": "registered", "TENTATIVE": "registered", "DECLINED": "cancelled"}


@dataclass(frozen=True, eq=False)
class _Entry:
    """One VEVENT: the line it begins on, the component, and whether its calendar is a recall."""

    line: int
    event: Any
    recalled: bool


def recognise(export: Export) -> Recognition | None:
    """The first line of an iCalendar file."""
    if export.kind != "text":
        return None
    if not re.match(r"(?i)\s*BEGIN:VCALENDAR\b", export.text[:200].lstrip("\ufeff")):
        return None
    return Recognition("the text begins with BEGIN:VCALENDAR", header_row=1)


def read(export: Export) -> Reading:
    """Events with each date of a series, and the answers of the people asked."""
    notes = Notes()
    lines = [
        export.text.count("\n", 0, matches.start()) + 1 for matches in _BEGIN.finditer(export.text)
    ]
    entries = list(_entries(export, lines, notes))
    if not lines:
        raise ExportError(f"{export.file} is a calendar without events. Export it again with them.")
    if not entries:
        raise ExportError(
            f"{export.file} is a calendar, but none of its {len(lines)} events can "
            "be read. Export it again."
        )
    retained = _without_recalled(entries, export.file, notes)
    result = [
        (entry, occurrence, _number(entry.event, occurrence))
        for entry in retained
        for occurrence in occurrences(
            entry.event, [other.event for other in retained], notes, export, entry.line
        )
    ]
    events = pd.DataFrame(
        [
            [
                number,
                _text(entry.event, "SUMMARY") or "(no title)",
                moment_text(occurrence.start),
                moment_text(occurrence.end),
                _kind(entry.event),
                "",
            ]
            for entry, occurrence, number in result
        ],
        columns=["event_id", "title", "started_at", "ended_at", "kind", "head_count"],
        dtype="str",
        index=pd.Index([entry.line for entry, _, _ in result], name="source", dtype="int64"),
    )
    people = _people_of(result, export, notes)
    notes_of_rows = Notes(problems=notes.problems)
    attendance = combine(people_only(people, notes_of_rows), export.file) if len(people) else None
    return reading(export, events, attendance, notes, rows_read=len(lines))


def _entries(export: Export, lines: list[int], notes: Notes) -> Iterator[_Entry]:
    """Every VEVENT that can be read, in the order of the file."""
    from icalendar import Calendar

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            calendars = Calendar.from_ical(export.text, multiple=True)
        matches = [
            (event, str(calendar.get("METHOD", "")).upper() == "CANCEL")
            for calendar in calendars
            for event in calendar.walk("VEVENT")
        ]
    except (ValueError, IndexError, KeyError, TypeError, AttributeError):
        matches = []
    if len(matches) == len(lines):
        for line, (event, recalled) in zip(lines, matches, strict=True):
            yield _Entry(line, event, recalled)
        return
    yield from _one_by_one(export, lines, notes)


def _one_by_one(export: Export, lines: list[int], notes: Notes) -> Iterator[_Entry]:
    """The VEVENTs of a file that cannot be read as a whole, each on its own."""
    from icalendar import Event

    blocks = {
        export.text.count("\n", 0, matches.start()) + 1: matches[0]
        for matches in _BLOCK.finditer(export.text)
    }
    for line in lines:
        block = blocks.get(line, "")
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                event = Event.from_ical(block)
        except (ValueError, IndexError, KeyError, TypeError, AttributeError) as error:
            notes.leave_out("an event that cannot be read", 1)
            notes.problems.append(
                Problem(
                    f"an event that cannot be read ({shorten(error, 40)})",
                    "Export the file again.",
                    export.file,
                    "",
                    line,
                    "VEVENT",
                )
            )
            continue
        yield _Entry(line, event, False)


def _without_recalled(entries: list[_Entry], file: str, notes: Notes) -> list[_Entry]:
    """Events that were to take place; cancelled, repeated and dateless ones are noted."""
    retained: dict[tuple[str, str], _Entry] = {}
    for entry in entries:
        event = entry.event
        start = zoned(event, "DTSTART")
        if start is None:
            notes.leave_out("an event without a start", 1)
            notes.problems.append(
                Problem(
                    "has no start", "Give it one in the calendar.", file, "", entry.line, "DTSTART"
                )
            )
            continue
        if entry.recalled or _text(event, "STATUS").upper() == "CANCELLED":
            notes.leave_out("a cancelled event", 1)
            continue
        instance = zoned(event, "RECURRENCE-ID")
        uid = _text(event, "UID") or f"{_text(event, 'SUMMARY')} {start}"
        key = (uid, moment_text(instance))
        if key in retained:
            notes.leave_out("the same event again", 1)
        retained[key] = entry
    return list(retained.values())


def _text(event: Any, name: str) -> str:
    """One property as text on one line."""
    value = event.get(name)
    if isinstance(value, list):
        value = value[0] if value else ""
    return " ".join(str(value).split()) if value is not None else ""


def _kind(event: Any) -> str:
    """The first category."""
    value = event.get("CATEGORIES")
    if isinstance(value, list):
        value = value[0] if value else None
    matches = part_of(value, "cats")
    return str(matches[0]).strip() if matches else ""


def _number(event: Any, occurrence: Occurrence) -> str:
    """A number of the event made of its UID and the date it stands for in its series."""
    uid = _text(event, "UID")
    short = uid if len(uid) <= 40 else hashlib.sha256(uid.encode()).hexdigest()[:12]
    return event_id("ics", short or _text(event, "SUMMARY"), moment_text(occurrence.original))


def _people_of(
    made: list[tuple[_Entry, Occurrence, str]], export: Export, notes: Notes
) -> pd.DataFrame:
    """One row a person asked who answered; those who did not are counted in a note."""
    rows, silent = [], 0
    for entry, _, number in made:
        listed = entry.event.get("ATTENDEE") or []
        for person in listed if isinstance(listed, list) else [listed]:
            parameters = getattr(person, "params", {})
            if str(parameters.get("CUTYPE", "INDIVIDUAL")).upper() in ("ROOM", "RESOURCE", "GROUP"):
                continue
            status = _ANSWERS.get(str(parameters.get("PARTSTAT", "NEEDS-ACTION")).upper())
            if status is None:
                silent += 1
                continue
            rows.append([entry.line, number, str(parameters.get("CN", "")), str(person), status])
    if silent:
        notes.problems.append(
            Problem(
                f"{silent} invitations without an answer are not listed",
                "Nothing.",
                export.file,
                "",
                None,
                "ATTENDEE",
            )
        )
    frame = pd.DataFrame(rows, columns=["source", "event_id", "display_name", "email", "status"])
    frame = frame.set_index("source")
    never = pd.Series(pd.NaT, index=frame.index, dtype="datetime64[us]")
    return frame.astype("str").assign(
        email=_display_names.addresses(frame["email"].astype("str")),
        upn="",
        join=never,
        leave=never,
        minutes=float("nan"),
        zoned=False,
    )
