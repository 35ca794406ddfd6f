"""Meetings of Exchange and Teams as Microsoft Graph gives them: the JSON of a calendar view.

Layout: the ``event`` resource in the public reference of Microsoft Graph
(learn.microsoft.com/graph/api/resources/event), as Graph Explorer and Power Automate save it.
"""

import datetime as dt
import json
from collections.abc import Iterator, Mapping
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import pandas as pd

from engagekit.errors import ExportError, error_text
from engagekit.files.source_file import Export
from engagekit.readers.events import _meetings
from engagekit.readers.events._event_numbers import event_id
from engagekit.readers.events._event_table import EVENT_COLUMNS, Notes, reading
from engagekit.readers.shared.contract import Reading, Recognition

TOOL = "Microsoft Graph calendar"
TABLES = ("events", "touches")

HEAD = 20_000
"""Letters at the start of a file in which its first meeting stands: bodies of mails are long."""
ANSWERS = dict.fromkeys(("accepted", "organizer"), _meetings.ACCEPTED)
ANSWERS |= {"declined": _meetings.DECLINED, "tentativelyaccepted": _meetings.TENTATIVE}


def recognise(export: Export) -> Recognition | None:
    """Return why a file holds meetings of Microsoft Graph, or None."""
    if export.kind != "text" or export.text.lstrip("\ufeff \r\n\t")[:1] not in ("{", "["):
        return None
    head = export.text[:HEAD]
    signs = ('"subject"', '"attendees"', '"isAllDay"', '"dateTime"')
    if not all(sign in head for sign in signs):
        return None
    return Recognition("has the attendees and isAllDay of Microsoft Graph events", header_rows=0)


def read(export: Export) -> Reading:
    """Read meetings as touches, and what is marked as an event as one."""
    notes = Notes(export)
    listed = list(_listed(export))
    whole = bool(getattr(export.choice, "events", False))
    events, meetings = [], []
    for row, event in enumerate(listed, start=1):
        if event.get("isCancelled"):
            notes.leave_out("a cancelled event", 1)
            continue
        if event.get("type") == "seriesMaster":
            notes.leave_out("the pattern of a series, without its dates", 1)
            text = "is the pattern of a series, without its dates"
            notes.tell(text, "Ask Graph for calendarView, which has each date.", row, "type")
            continue
        meeting = _meeting(row, event)
        if not meeting.start:
            notes.leave_out("an event without a start", 1)
            continue
        kinds = [str(one) for one in event.get("categories") or []]
        if meeting.fault != _meetings.PRIVATE and (whole or _meetings.is_marked(kinds)):
            number = event_id("graph", meeting.subject, meeting.start)
            title = meeting.subject or "(no title)"
            kind = next(iter(kinds), "")
            events.append([row, number, title, meeting.start, meeting.end, kind, ""])
        else:
            meetings.append(meeting)
    hosted = [one for one in meetings if listed[one.row - 1].get("isOrganizer") and one.people]
    own = {one.organiser.key for one in hosted if one.organiser}
    owner = own.pop() if len(own) == 1 else _meetings.owner_of(meetings)
    touches, entries = _meetings.private_rows(meetings, notes, owner, "graph")
    frame = pd.DataFrame(events, columns=["source", *EVENT_COLUMNS]).set_index("source")
    both = pd.concat([frame.astype("str"), entries])
    left = [("subject", "private"), ("body", "content of a message")]
    return _meetings.with_touches(
        reading(notes, both, None, rows_read=len(listed), left=left), touches
    )


def _listed(export: Export) -> Iterator[dict[str, Any]]:
    """Yield the events of a file: a list, or the ``value`` of one or several answers."""
    try:
        value = json.loads(export.text)
    except ValueError:
        raise ExportError(error_text("graph_calendar.listed", file=export.file)) from None
    pages = value if isinstance(value, list) else [value]
    for page in pages:
        inner = page.get("value", page) if isinstance(page, dict) else []
        for one in inner if isinstance(inner, list) else [inner]:
            if isinstance(one, dict) and "start" in one:
                yield one


def _meeting(row: int, event: Mapping[str, Any]) -> _meetings.Meeting:
    """Return one event as a meeting."""
    start, end = _moment(event.get("start")), _moment(event.get("end"))
    whole = bool(event.get("isAllDay"))
    place = event.get("location") or {}
    where = str(place.get("displayName") or "") + (" online" * bool(event.get("isOnlineMeeting")))
    host = event.get("organizer")
    return _meetings.Meeting(
        row,
        _text(start, whole),
        _text(end, whole),
        None if whole or start is None else _meetings.minutes_between(start, end),
        str(event.get("subject") or ""),
        where,
        _invited(host) if host else None,
        tuple(_invited(one) for one in event.get("attendees") or []),
        _fault(event),
    )


def _fault(event: Mapping[str, Any]) -> str:
    """Return why an entry is no meeting that was held."""
    if event.get("sensitivity") in ("private", "confidential", "personal"):
        return _meetings.PRIVATE
    own = str((event.get("responseStatus") or {}).get("response") or "").casefold()
    if own in ("declined", "notresponded"):
        return (
            f"an invitation that its owner has not accepted ({ANSWERS.get(own, _meetings.SILENT)})"
        )
    shown = str(event.get("showAs") or "").casefold()
    if own == "tentativelyaccepted" or shown == "tentative":
        return _meetings.TENTATIVE_ENTRY
    return _meetings.AWAY if shown == "oof" else ""


def _invited(person: Mapping[str, Any]) -> _meetings.Invited:
    """Return one name on an invitation."""
    address = person.get("emailAddress") or {}
    answer = str((person.get("status") or {}).get("response") or "").casefold()
    return _meetings.Invited(
        str(address.get("name") or ""),
        str(address.get("address") or ""),
        ANSWERS.get(answer, _meetings.SILENT),
        person.get("type") == "resource",
    )


def _moment(value: Any) -> dt.datetime | None:
    """Return a moment, by the clock of its zone where that is known."""
    if not isinstance(value, dict) or not value.get("dateTime"):
        return None
    try:
        moment = dt.datetime.fromisoformat(str(value["dateTime"])[:19])
    except ValueError:
        return None
    from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

    name = str(value.get("timeZone") or "")
    try:
        return moment.replace(tzinfo=ZoneInfo(WINDOWS_TO_OLSON.get(name, name)))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return moment


def _text(moment: dt.datetime | None, whole: bool) -> str:
    """Return a moment as ISO text, a whole day without its clock."""
    if moment is None:
        return ""
    return f"{moment:%Y-%m-%d}" if whole else moment.isoformat(timespec="seconds")
