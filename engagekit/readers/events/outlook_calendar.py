"""Outlook calendar: the CSV of a calendar, its meetings as touches, its marked entries as events.

The subject is private, as in `calendars`. The export does not say who accepted, so that nobody
counts as met, and the load says so. Layout: the twenty-two columns of the export wizard; ``Show
time as`` is 1 tentative, 2 busy, 3 free, 4 out of office.
"""

import re
from collections.abc import Iterator

import pandas as pd

from engagekit.errors import ExportError, error_text
from engagekit.files.source_file import Export, address
from engagekit.parsing.values import flags
from engagekit.readers.events import _meetings
from engagekit.readers.events._display_names import addresses
from engagekit.readers.events._event_numbers import event_id
from engagekit.readers.events._event_table import EventTable, columns_of, table_of
from engagekit.readers.shared._timestamps import iso, read_moments
from engagekit.readers.shared.contract import Reading, Recognition
from engagekit.readers.shared.vocabulary import words

TOOL = "Outlook calendar"
TABLES = ("events",)

SHOWN = {
    "1": _meetings.TENTATIVE_ENTRY,
    "tentative": _meetings.TENTATIVE_ENTRY,
    "4": _meetings.AWAY,
    "out of office": _meetings.AWAY,
}
HEAD = 5
"""Rows in which the header is looked for: Outlook writes it first; a title may be put above it."""


def _header(export: Export) -> tuple[int, dict[str, int]] | None:
    """Return the header row (index from 0) and its columns."""
    for index, row in enumerate(export.sheet.head(HEAD) if export.visible else []):
        columns = columns_of(row, words("outlook_calendar"))
        columns |= _clocks(row, columns)
        if {"title", "day", "clock"} <= {*columns} and {"last_day", "whole"} & {*columns}:
            return index, columns
    return None


def _clocks(row: list[str], found: dict[str, int]) -> dict[str, int]:
    """Return clocks under the same word as the day before them, as the French export has them."""
    pairs = {"clock": found.get("day"), "last_clock": found.get("last_day")}
    return {
        name: at + 1
        for name, at in pairs.items()
        if name not in found and at is not None and at + 1 < len(row) and row[at] == row[at + 1]
    }


def recognise(export: Export) -> Recognition | None:
    """Return why an export is an Outlook calendar, or None."""
    found = _header(export)
    if found is None:
        return None
    header, columns = found
    row = export.sheet.row(header)
    visible = ", ".join(row[columns[name]] for name in ("title", "day", "clock"))
    why = f"row {header + 1} holds {visible}"
    return Recognition(why, header_row=header + 1, sheet=export.sheet.name)


def read(export: Export) -> Reading:
    """Read meetings of the calendar, and the events that are marked as such."""
    found = _header(export)
    if found is None:
        raise ExportError(error_text("outlook_calendar.read", file=export.file))
    table = table_of(export, found)
    cancelled = table.cells("title").map(_meetings.is_called_off).astype(bool)
    table.notes.leave_out("a cancelled event", int(cancelled.sum()))
    table = table.only(~cancelled)
    first, last = _joined(table, "day", "clock"), _joined(table, "last_day", "last_clock")
    order = table.order([first, last], [(first, last)])
    start, zoned = read_moments(first, order.order)
    end, _ = read_moments(last, order.order)
    lost = table.cells("day")[start.isna()]
    table.notes.leave_out("an event without a start", len(lost))
    for row in lost.index:
        cell, value = address(int(row), table.columns["day"]), str(lost[row])
        text, remedy = "no date that can be read", "Correct the cell."
        table.notes.tell(text, remedy, int(row), "start", cell, value)
    meetings: dict[object, _meetings.Meeting] = {}
    for meeting in _listed_meetings(table.only(start.notna()), start, end, zoned):
        again = meeting.is_event and meeting.number in meetings
        table.notes.leave_out("the same event again", again)
        if not again:
            meetings[meeting.number if meeting.is_event else meeting.row] = meeting
    origins = {"events": {"title": found[1]["title"], "started_at": found[1]["day"]}}
    return _meetings.reading(
        [*meetings.values()],
        table.notes,
        "outlook",
        rows_read=table.rows_read,
        date_order=order.order,
        dropped_columns=table.dropped(),
        origins=origins,
    )


def _listed_meetings(
    table: EventTable, start: pd.Series, end: pd.Series, zoned: pd.Series
) -> Iterator[_meetings.Meeting]:
    """Yield each row as a meeting; a whole day has no clock."""
    whole, secret = (
        flags(table.cells(name)).values.fillna(False).astype(bool) for name in ("whole", "private")
    )
    all_events = bool(getattr(table.export.choice, "events", False))
    begun, over = iso(start, zoned), iso(end, zoned)
    names = ("title", "organiser", "required", "optional", "shown", "kind")
    cells = {name: table.cells(name) for name in names}
    for row in table.rows.index:
        cut = 10 if whole[row] else None
        host = _asked(cells["organiser"][row])
        title, kind = cells["title"][row], cells["kind"][row]
        yield _meetings.Meeting(
            int(row),
            begun[row][:cut],
            over[row][:cut],
            subject=title,
            organiser=host[0] if host else None,
            people=(*_asked(cells["required"][row]), *_asked(cells["optional"][row])),
            fault=_meetings.PRIVATE
            if secret[row]
            else SHOWN.get(cells["shown"][row].casefold(), ""),
            is_event=not secret[row] and (all_events or _meetings.is_marked([kind])),
            number=event_id("outlook", title, begun[row][:cut]),
            kind=re.split("[;,]", kind)[0].strip(),
        )


def _asked(text: str) -> list[_meetings.Invited]:
    """Return the people of one cell; commas part only addresses, for names hold them too.

    Examples
    --------
    >>> [one.name for one in _asked("Okafor, Ben; Ann Lee")]
    ['Okafor, Ben', 'Ann Lee']
    """
    parts = [part.strip(" '\"") for part in text.split(";")]
    if len(parts) == 1 and text.count("@") > 1:
        parts = [part.strip(" '\"") for part in text.split(",")]
    emails = addresses(pd.Series(parts, dtype="str"))
    return [
        _meetings.Invited(re.sub(r"\s*[<(]?[^\s<(]+@[^\s>)]+[>)]?$", "", part), email)
        for part, email in zip(parts, emails, strict=True)
        if part
    ]


def _joined(table: EventTable, day: str, clock: str) -> pd.Series:
    """Return day and clock as one text; a spreadsheet may have put one into the other."""
    days, clocks = table.cells(day), table.cells(clock)
    days = days.str.replace(r"^(\d{4}-\d{2}-\d{2})[ T]00:00:00$", r"\1", regex=True)
    clocks = clocks.str.replace(r"^\d{4}-\d{2}-\d{2}[ T]", "", regex=True)
    return (days + " " + clocks).where(days != "", "")
