"""Google Meet: the attendance report of a meeting, one row a person; its day is in the file's name.

The layout is that of the help pages: no real report could be had.
"""

import re
from collections.abc import Set

import pandas as pd

from engagekit.errors import ExportError, error_text
from engagekit.files.source_file import Export
from engagekit.parsing.file_days import day_in
from engagekit.readers.events import _event_table
from engagekit.readers.events._attendance import combine, people_only
from engagekit.readers.events._event_numbers import events_in_rows
from engagekit.readers.shared._table import stem
from engagekit.readers.shared._timestamps import read_moments
from engagekit.readers.shared.contract import Reading, Recognition
from engagekit.readers.shared.vocabulary import words

TOOL = "Google Meet"
TABLES = ("attendance", "events")
HEAD = 6
"""Rows in which the header is looked for: a title may stand above it."""
_CLOCK_ALONE = r"^\d{1,2}[:.]\d{2}(?:[:.]\d{2})?\s*(?:[AaPp]\.?[Mm]\.?)?$"
_NOT_TITLE = re.compile("|".join(words("google_meet.titles")["no_title"]), re.IGNORECASE)


def _header(export: Export) -> tuple[int, dict[str, int]] | None:
    """Return the header row (index from 0) and its columns."""

    def accept(columns: Set[str], _: Set[str]) -> bool:
        return {"email", "join", "leave"} <= columns and bool({"first", "name"} & columns)

    if not export.visible:
        return None
    return _event_table.header_of(export.sheet, words("google_meet.columns"), accept, HEAD)


def recognise(export: Export) -> Recognition | None:
    """Return why an export is an attendance report of Google Meet, or None."""
    found = _header(export)
    text = "row {row} holds names, addresses, and the times at which people joined and exited"
    return _event_table.recognition(export, found[0], text) if found else None


def read(export: Export) -> Reading:
    """Read one row a person; times without a day are of the day in the file's name."""
    found = _header(export)
    if found is None:
        raise ExportError(error_text("google_meet.read", file=export.file))
    table = _event_table.table_of(export, found).placed(_event_table.KINDS)
    join, leave = _with_day(table, "join"), _with_day(table, "leave")
    order = table.order([join, leave], within=[join, leave])
    at, zoned = read_moments(join, order.order)
    left = read_moments(leave, order.order)[0]
    is_past = (left < at) & table.cells("leave").str.match(_CLOCK_ALONE)  # after midnight
    left = left.mask(is_past, left + pd.Timedelta(days=1))
    blank = pd.Series("", index=at.index, dtype="str")
    rows = _event_table.people_rows(
        at.index,
        display_name=table.names(),
        email=table.emails(),
        status="attended",
        join=at,
        leave=left,
        minutes=_event_table.minutes_of(table.cells("minutes")),
        zoned=zoned,
        title=blank + re.sub(r"[_\s–—-]+", " ", _NOT_TITLE.sub(" ", stem(export))).strip(),
        number=blank,
        start=blank,
        end=blank,
    )
    rows, events = events_in_rows(
        TOOL, rows, table.notes, table.header, noun="meeting", kind="meeting"
    )
    return table.reading(events, combine(people_only(rows, table.notes), export.file), order)


def _with_day(table: _event_table.EventTable, name: str) -> pd.Series:
    """Return moments; a clock alone with the day of the settings or of the file's name."""
    stated = day_in(getattr(table.export.choice, "event", None) or "")
    day = stated or day_in(stem(table.export).replace("_", "-"))
    cells = table.cells(name)
    alone = cells.str.match(_CLOCK_ALONE)
    return cells.mask(alone, f"{day} " + cells) if day else cells.mask(alone, "")
