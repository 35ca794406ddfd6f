"""Webex: the attendance report of a meeting or webinar, one row a join."""

from collections.abc import Set

import pandas as pd

from engagekit.errors import ExportError, error_text
from engagekit.files.source_file import Export
from engagekit.readers.events import _event_table
from engagekit.readers.events._attendance import combine, people_only
from engagekit.readers.events._event_numbers import events_in_rows
from engagekit.readers.events._header_rows import folded
from engagekit.readers.events._meeting_hosts import is_host
from engagekit.readers.shared._timestamps import iso, leaves, read_moments
from engagekit.readers.shared.contract import Reading, Recognition
from engagekit.readers.shared.vocabulary import words

TOOL = "Webex"
TABLES = ("attendance", "events")
HEAD = 10
"""Rows in which the header is looked for: the meeting may be described above it."""
LISTED = frozenset({"name", "email", "join", "leave", "title", "number"})
"""What a list of the attendees of many meetings has in every row."""
OWN = frozenset(
    folded(word for word in words("webex.columns")["minutes"] if not word.startswith("Duration"))
)
"""Headers of the stay that other tools do not have."""


def _header(export: Export) -> tuple[int, dict[str, int]] | None:
    """Return the header row (index from 0) and its columns."""

    def accept(columns: Set[str], header: Set[str]) -> bool:
        return bool({"name", "email"} <= columns and header & OWN) or columns >= LISTED

    if not export.visible:
        return None
    return _event_table.header_of(export.sheet, words("webex.columns"), accept, HEAD)


def recognise(export: Export) -> Recognition | None:
    """Return why an export is an attendance report of Webex, or None."""
    found = _header(export)
    text = "row {row} holds the name, attendee e-mail and stay of people in a meeting"
    return _event_table.recognition(export, found[0], text) if found else None


def read(export: Export) -> Reading:
    """Read one row a person and meeting; rejoins count once."""
    found = _header(export)
    if found is None:
        raise ExportError(error_text("webex.read", file=export.file))
    table = _event_table.table_of(export, found).placed(_event_table.KINDS)
    times = {name: table.cells(name) for name in ("join", "leave", "start", "end")}
    order = table.order([*times.values()], within=[times["join"], times["leave"]])
    rows = _rows(table, order.order)
    rows, events = events_in_rows(
        TOOL, rows, table.notes, table.header, noun="meeting", kind="meeting"
    )
    attendance = combine(people_only(rows, table.notes), export.file)
    return table.reading(events, attendance, order, people=rows)


def _rows(table: _event_table.EventTable, order: str | None) -> pd.DataFrame:
    """Return one row a join: who, state, join, leave, minutes, meeting."""
    join, zoned = read_moments(table.cells("join"), order)
    start, start_zoned = read_moments(table.cells("start"), order)
    minutes, email = _event_table.minutes_of(table.cells("minutes")), table.cells("email")
    # Who was invited and stayed away has a row without a join and without a minute; a report
    # without the column of joins lists only people who were there.
    came = join.notna() | (minutes > 0) | ("join" not in table.columns)
    is_own = table.cells("role").map(is_host).astype(bool)
    return _event_table.people_rows(
        join.index,
        display_name=table.names(),
        email=table.emails(),
        status=came.map({True: "attended", False: "no_show"}).astype("str"),
        join=join,
        leave=leaves(join, table.cells("leave"), order)[0],
        minutes=minutes,
        zoned=zoned,
        stated=email,
        role=table.cells("role"),
        host=table.cells("host").where(~is_own, email),
        title=table.cells("title").str.strip('="'),
        number=table.cells("number").str.replace(r"\D", "", regex=True),
        start=iso(start, start_zoned),
        end=iso(*read_moments(table.cells("end"), order)),
    )
