"""Eventbrite: the attendee report, one row a ticket."""

import pandas as pd

from engagekit.errors import ExportError, error_text, problem_texts
from engagekit.files.source_file import Export
from engagekit.parsing.values import numbers
from engagekit.readers.events import _display_names, _event_table
from engagekit.readers.events._attendance import combine, people_only
from engagekit.readers.events._event_numbers import events_in_rows
from engagekit.readers.events._registrations import own_addresses, statuses, without_totals
from engagekit.readers.shared._timestamps import iso, read_moments
from engagekit.readers.shared.contract import Reading, Recognition
from engagekit.readers.shared.vocabulary import words
from engagekit.tables.problems import NOTE

TOOL = "Eventbrite"
TABLES = ("attendance", "events")
KINDS = {"email": "email", "buyer_email": "email", "ordered": "moment", "start": "moment"}
HEAD = 10
"""Rows in which the header is looked for: a title and a few filters may stand above it."""


def _header(export: Export) -> tuple[int, dict[str, int]] | None:
    """Return the header row (index from 0) and its columns."""
    if not export.visible:
        return None
    groups = ({"order"}, {"first", "last"}, {"email", "buyer_email"}, {"status", "ticket"})
    return _event_table.header_of(
        export.sheet,
        words("eventbrite.columns"),
        lambda columns, _: all(group & columns for group in groups),
        HEAD,
    )


def recognise(export: Export) -> Recognition | None:
    """Return why an export is an attendee report of Eventbrite, or None."""
    found = _header(export)
    if found is None:
        return None
    mark = "attendee status" if "status" in found[1] else "ticket type"
    return _event_table.recognition(
        export, found[0], f"row {{row}} holds order number, name, address and {mark}"
    )


def read(export: Export) -> Reading:
    """Read one row a person and event; the day where the file or the settings state it."""
    found = _header(export)
    if found is None:
        raise ExportError(error_text("eventbrite.read", file=export.file))
    table = _event_table.table_of(export, found)
    people = [found[1][name] for name in ("first", "last", "email") if name in found[1]]
    if found[1].keys().isdisjoint(("status", "checked")):
        table.notes.tell(*problem_texts("eventbrite.read_2"), found[0] + 1)
    table = without_totals(table, people, labels=[found[1]["order"], *people, 0]).placed(KINDS)
    ordered, start = table.cells("ordered"), table.cells("start")
    order = table.order([ordered, start], not_after=[(ordered, start)])
    rows, events = events_in_rows(TOOL, _rows(table, order.order), table.notes, table.header)
    return table.reading(events, combine(people_only(rows, table.notes), export.file), order)


def _rows(table: _event_table.EventTable, order: str | None) -> pd.DataFrame:
    """Return one row a ticket: who, status, event."""
    status = statuses(table, "status", words("eventbrite.status"))
    scanned = statuses(table, "checked", words("libcal.attended"))
    if (scanned == "attended").any():  # else nobody stood at the door
        status = status.mask(status == "registered", scanned)
    table, status = table.only(status != ""), status[status != ""]
    name, buyer = table.names(), table.names("buyer_")
    same = _display_names.name_keys(name) == _display_names.name_keys(buyer)
    email = table.emails()
    email = email.where((email != "") | ~same, table.emails("buyer_email"))
    # tickets for more people than their row names
    many = numbers(table.cells("quantity")).values
    for row, count in many[many > 1].items():
        texts = problem_texts("eventbrite.many", n=int(count))
        table.notes.tell(*texts, int(str(row)), "Quantity", level=NOTE)
    return _event_table.people_rows(
        table.rows.index,
        display_name=name,
        status=status,
        email=own_addresses(email, name, table.cells("order"), buyer),
        title=table.cells("event"),
        number=table.cells("event_number"),
        start=iso(*read_moments(table.clocked("start", "clock"), order)),
        first=iso(*read_moments(table.cells("ordered"), order)),
    )
