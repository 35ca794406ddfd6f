"""LibCal: registrations of an event, and lists of events with their head counts."""

from collections.abc import Set

import pandas as pd

from engagekit.errors import ExportError, error_text
from engagekit.files.source_file import Export, Sheet, address
from engagekit.parsing.values import flags, numbers
from engagekit.readers.events import _event_table
from engagekit.readers.events._attendance import combine, people_only
from engagekit.readers.events._event_numbers import event_id, events_in_rows
from engagekit.readers.events._header_rows import folded
from engagekit.readers.events._registrations import own_addresses, statuses, without_totals
from engagekit.readers.shared._timestamps import iso, read_moments
from engagekit.readers.shared.contract import Reading, Recognition
from engagekit.readers.shared.vocabulary import words

TOOL = "LibCal"
TABLES = ("attendance", "events")
KINDS = {"email": "email", "registered": "moment", "start": "moment"}
HEAD = 12
"""Rows in which the header is looked for: some eight lines about the event may stand above it."""


def _registrations(sheet: Sheet) -> tuple[int, dict[str, int]] | None:
    """Return the header of a list of registrations and its columns."""

    def accept(columns: Set[str], header: Set[str]) -> bool:
        named = "email" in columns and ({"first", "last"} <= columns or "name" in columns)
        marks = {"status", "registered", "attended"} & columns
        own = header & {"registration status", "registration type"}
        foreign = header & {"join time", "first join"}
        return bool(named and own and len(marks) >= 2 and not foreign)

    return _event_table.header_of(sheet, words("libcal.people"), accept, HEAD)


def _event_list(sheet: Sheet) -> tuple[int, dict[str, int]] | None:
    """Return the header of a list of events and its columns."""

    def accept(columns: Set[str], header: Set[str]) -> bool:
        counted = {"people", "in_person", "online"} & columns
        sized = {"registrations", "seats"} & columns
        of_people = header & {"email", "first name"}
        return bool({"number", "title", "start"} <= columns and counted and sized and not of_people)

    return _event_table.header_of(sheet, words("libcal.events"), accept, HEAD)


def recognise(export: Export) -> Recognition | None:
    """Return why an export is a list of registrations or of events of LibCal, or None."""
    if not export.visible:
        return None
    if found := _registrations(export.sheet):
        text = "row {row} holds names, addresses and the status of registrations"
        return _event_table.recognition(export, found[0], text)
    if found := _event_list(export.sheet):
        text = "row {row} holds events with seats, registrations and attendance"
        return _event_table.recognition(export, found[0], text)
    return None


def read(export: Export) -> Reading:
    """Read registrations with what became of them, or events with their head counts."""
    if found := _registrations(export.sheet):
        return _read_people(_event_table.table_of(export, found))
    if found := _event_list(export.sheet):
        return _read_events(_event_table.table_of(export, found))
    raise ExportError(error_text("libcal.read", file=export.file))


def _read_people(table: _event_table.EventTable) -> Reading:
    """Read one row a person and event."""
    columns = table.columns
    who = [columns[name] for name in ("first", "last", "name", "email") if name in columns]
    table = without_totals(table, who, labels=who).placed(KINDS)
    # title and start of the event stand above the header, e.g. ``Event: Title``
    labels = {word: name for name, known in words("libcal.above").items() for word in folded(known)}
    above: dict[str, str] = {}
    for index in range(table.header):
        filled = [cell for cell in table.export.sheet.row(index) if cell]
        if len(filled) == 1 and ":" in filled[0]:
            filled = [part.strip() for part in filled[0].split(":", 1)]
        if len(filled) == 2 and (name := labels.get(folded(filled[:1])[0])):
            above.setdefault(name, filled[1])
        elif len(filled) == 1:
            above.setdefault("title", filled[0])
    registered, start = table.cells("registered"), table.cells("start")
    stated = pd.Series([above.get("start", "")], dtype="str")
    order = table.order(
        [registered, start, stated], not_after=[(registered, start), (registered, stated)]
    )
    rows = _rows(table, order.order)
    day = iso(*read_moments(stated, order.order))[0]
    rows["start"] = rows["start"].where(rows["start"] != "", day)
    rows["title"] = rows["title"].where(rows["title"] != "", above.get("title", ""))
    rows, events = events_in_rows(TOOL, rows, table.notes, table.header)
    attendance = combine(people_only(rows, table.notes), table.export.file)
    origins = {"attendance": {"email": columns["email"]}}
    return table.reading(events, attendance, order, origins=origins)


def _rows(table: _event_table.EventTable, order: str | None) -> pd.DataFrame:
    """Return one row a registration: who, status, event."""
    status = statuses(table, "status", words("libcal.status"))
    table, status = table.only(status != ""), status[status != ""]
    attended = statuses(table, "attended", words("libcal.attended"))
    table, status = table.only(attended != ""), status[attended != ""]
    if "attended" in table.columns:  # attended above all; else only where nothing else is known
        attended = attended[attended != ""]
        status = status.where((status != "registered") & (attended != "attended"), attended)
    waits = flags(table.cells("waiting")).values.fillna(False).astype(bool)
    status = status.mask(waits & status.isin(["registered", "no_show"]), "waiting")
    names = table.names()
    blank = pd.Series("", index=names.index, dtype="str")
    return _event_table.people_rows(
        names.index,
        display_name=names,
        email=own_addresses(table.emails(), names, blank, blank),
        status=status,
        title=table.cells("title"),
        number=table.cells("number"),
        start=iso(*read_moments(table.clocked("start", "clock"), order)),
        first=iso(*read_moments(table.cells("registered"), order)),
    )


def _read_events(table: _event_table.EventTable) -> Reading:
    """Read one row an event; drop-in events have a head count and no people."""
    title, number = table.columns["title"], table.columns["number"]
    table = without_totals(table, [title], labels=[title, number])
    start = table.cells("start") + " " + table.cells("clock")
    end = table.cells("end") + " " + table.cells("end_clock")
    order = table.order([start, end])
    begun, zoned = read_moments(start, order.order)
    bare = end.str.match(r"^\s*\d{1,2}:\d{2}")
    over, _ = read_moments(end.where(~bare, table.cells("start") + " " + end), order.order)
    lost = start[begun.isna()]
    table.notes.leave_out("an event without a start", len(lost))
    for row, cell in lost.items():
        place = address(int(str(row)), table.columns["start"])
        text, remedy = "no start that can be read", "Correct the cell."
        table.notes.tell(text, remedy, int(str(row)), "start", place, cell.strip())
    at = iso(begun, zoned)
    numbered = zip(table.cells("number"), table.cells("title"), at, strict=True)
    whole, *parts = (
        numbers(table.cells(name)).values for name in ("people", "in_person", "online")
    )
    counted = whole.where(whole.notna(), pd.concat(parts, axis=1).sum(axis=1, min_count=1))
    events = pd.DataFrame(
        {
            "event_id": [event_id("libcal", number or title, on) for number, title, on in numbered],
            "title": table.cells("title"),
            "started_at": at,
            "ended_at": iso(over, zoned),
            "kind": table.cells("kind"),
            "head_count": counted.map(
                lambda people: "" if pd.isna(people) else str(int(people))
            ).astype("str"),
        },
        index=table.rows.index,
    )
    return table.reading(events[begun.notna()], None, order, origins={})
