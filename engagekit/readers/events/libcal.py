"""LibCal: registrations of an event, and lists of events with their head counts."""

from __future__ import annotations

import pandas as pd

from engagekit.errors import ExportError
from engagekit.files.source_file import Export, Sheet, address
from engagekit.parsing.values import flags, numbers
from engagekit.readers.events import _display_names
from engagekit.readers.events._attendance import (
    EVENT_COLUMNS,
    Notes,
    cells,
    combine,
    event_id,
    event_row,
    people_only,
    reading,
    without_blank,
)
from engagekit.readers.events._event_date_from_settings import undated_event
from engagekit.readers.events._registrations import own_addresses, statuses, without_totals
from engagekit.readers.shared._header_words import columns_of, folded, placed
from engagekit.readers.shared._timestamps import DateOrder, decide, iso, lean_problem, read_moments
from engagekit.readers.shared.contract import Reading, Recognition
from engagekit.tables.problems import Problem

TOOL = "LibCal"
TABLES = ("attendance", "events")

_PEOPLE = {
    "first": ("First Name", "Firstname", "Prénom", "Vorname", "Nombre"),
    "last": ("Last Name", "Lastname", "Surname", "Nom", "Nachname", "Apellido"),
    "name": ("Name", "Full Name", "Attendee", "Registrant"),
    "email": ("Email", "Email Address", "E-mail", "Courriel"),
    "status": ("Registration Status", "Status", "Statut d'inscription"),
    "registered": (
        "Registration Date",
        "Registered",
        "Registration Time",
        "Date Registered",
        "Registered Date",
        "Registered On",
        "Registration Date/Time",
        "Date d'inscription",
    ),
    "type": ("Registration Type", "Attendance Type", "Type d'inscription"),
    "attended": ("Attended", "Attendance", "Présent", "Checked In"),
    "waiting": ("Waitlist", "Wait List", "Waitlisted", "Waiting List", "On Waiting List"),
    "title": ("Event Title", "Event Name", "Event", "Title", "Titre"),
    "number": ("Event ID", "Event Id", "ID"),
    "start": ("Event Start", "Event Date", "Start Date", "Start", "Date", "From"),
    "clock": ("Event Start Time", "Start Time"),
}
_EVENTS = {
    "number": ("Event ID", "Event Id", "ID"),
    "title": ("Title", "Event Title", "Event Name", "Event"),
    "start": ("Start", "Event Start", "Start Date", "Date", "Event Date", "From"),
    "clock": ("Start Time", "Event Start Time"),
    "end": ("End", "Event End", "End Date", "To"),
    "end_clock": ("End Time", "Event End Time"),
    "people": (
        "Actual Attendance",
        "Total Attendance",
        "Attendance",
        "Attended",
        "Attendance Count",
        "Head Count",
        "Headcount",
    ),
    "in_person": ("In-Person Attendance", "Physical Attendance", "Attendance (In-Person)"),
    "online": ("Online Attendance", "Attendance (Online)", "Virtual Attendance"),
    "registrations": ("Registrations", "Registered", "Total Registrations", "# Registrations"),
    "seats": ("Seats", "Max Seats", "Capacity"),
    "kind": ("Category", "Categories", "Event Type", "Type"),
}
_STATUSES = {
    "registered": ("Registered", "Confirmed", "Active", "Approved", "Inscrit"),
    "waiting": (
        "Waiting List",
        "Wait List",
        "Waitlist",
        "Waitlisted",
        "On Waiting List",
        "Pending",
        "Liste d'attente",
    ),
    "cancelled": ("Cancelled", "Canceled", "Withdrawn", "Declined", "Annulé"),
    "attended": ("Attended", "Present", "Checked In"),
    "no_show": ("No Show", "No-Show", "Absent", "Did Not Attend"),
}
_ATTENDED = {
    "attended": ("Yes", "Y", "1", "True", "Attended", "Present", "Checked In", "Oui", "✓", "x"),
    "no_show": ("No", "N", "0", "False", "Absent", "No Show", "No-Show", "Non"),
    "registered": ("-", "--", "n/a", "Not recorded", "Unknown"),
}
_LABELS = {
    "title": frozenset(folded(["Event", "Event Title", "Event Name", "Title", "Titre"])),
    "start": frozenset(folded(["Date", "Event Date", "Start", "Date and time", "When", "Time"])),
}
_PERSONAL = frozenset(folded(["Phone", "Phone Number", "Address", "Barcode", "Birth Date"]))


def _registrations(sheet: Sheet) -> tuple[int, dict[str, int]] | None:
    """Header of a list of registrations and its columns."""
    for index, row in enumerate(sheet.head(12)):
        strict = set(folded(row))
        matches = columns_of(row, _PEOPLE)
        named = "email" in matches and ({"first", "last"} <= set(matches) or "name" in matches)
        marks = {"status", "registered", "attended"} & set(matches)
        own = strict & set(folded(["Registration Status", "Registration Type"]))
        if named and own and len(marks) >= 2 and not {"join time", "first join"} & strict:
            return index, matches
    return None


def _event_list(sheet: Sheet) -> tuple[int, dict[str, int]] | None:
    """Header of a list of events and its columns."""
    for index, row in enumerate(sheet.head(12)):
        matches = columns_of(row, _EVENTS)
        counted = {"people", "in_person", "online"} & set(matches)
        if (
            {"number", "title", "start"} <= set(matches)
            and counted
            and ({"registrations", "seats"} & set(matches))
            and not {"email", "first name"} & set(folded(row))
        ):
            return index, matches
    return None


def recognise(export: Export) -> Recognition | None:
    """Registration status beside names and addresses, or events with seats and attendance."""
    if not export.visible:
        return None
    sheet = export.sheet
    if matches := _registrations(sheet):
        why = f"row {matches[0] + 1} holds names, addresses and the status of registrations"
    elif matches := _event_list(sheet):
        why = f"row {matches[0] + 1} holds events with seats, registrations and attendance"
    else:
        return None
    return Recognition(why, header_row=matches[0] + 1, sheet=sheet.name)


def read(export: Export) -> Reading:
    """Registrations with what became of them, or events with their head counts."""
    people = _registrations(export.sheet)
    if people:
        return _read_people(export, *people)
    events = _event_list(export.sheet)
    if events:
        return _read_events(export, *events)
    raise ExportError(
        f"{export.file} has no header of LibCal registrations or events. Export the list again."
    )


def _read_people(export: Export, header: int, columns: dict[str, int]) -> Reading:
    """One row a person and event."""
    notes = Notes()
    body = export.sheet.body(header + 1)
    who = [columns[name] for name in ("first", "last", "name", "email") if name in columns]
    present = without_totals(without_blank(body, notes), who, notes, labels=who)
    kinds = {"email": "email", "registered": "moment", "start": "moment"}
    present = placed(export, present, columns, kinds, notes)
    above = _above(export.sheet, header)
    registered, start = cells(present, columns, "registered"), cells(present, columns, "start")
    stated = pd.Series([above.get("start", "")], dtype="str")
    order = decide(
        [registered, start, stated],
        export=export,
        not_after=[(registered, start), (registered, stated)],
    )
    notes.problems.extend(lean_problem(order, export, header + 2, next(iter(registered), "")))
    rows = _rows(export, present, columns, header, order, notes)
    rows, events = _events(export, rows, above, order, header + 1, notes)
    attendance = combine(people_only(rows, notes), export.file)
    used = set(columns.values())
    names = {"attendance": {"email": columns["email"]}}
    dropped = [
        (word, "personal data" if folded([word])[0] in _PERSONAL else "no tidy column")
        for index, word in enumerate(export.sheet.row(header))
        if word and index not in used
    ]
    return reading(
        export,
        events,
        attendance,
        notes,
        rows_read=len(body),
        order=order.order,
        dropped=dropped,
        origins=names,
    )


def _above(sheet: Sheet, header: int) -> dict[str, str]:
    """Title and start of the event from lines above the header, e.g. ``Event: Title``."""
    matches: dict[str, str] = {}
    for index in range(header):
        filled = [cell for cell in sheet.row(index) if cell]
        if len(filled) == 1 and ":" in filled[0]:
            filled = [part.strip() for part in filled[0].split(":", 1)]
        if len(filled) == 2:
            label = folded(filled[:1])[0]
            for name, existing in _LABELS.items():
                if label in existing:
                    matches.setdefault(name, filled[1])
        elif len(filled) == 1:
            matches.setdefault("title", filled[0])
    return matches


def _rows(
    export: Export,
    held: pd.DataFrame,
    columns: dict[str, int],
    header: int,
    order: DateOrder,
    notes: Notes,
) -> pd.DataFrame:
    """One row a registration: who, status, event."""
    words = export.sheet.row(header)
    status = pd.Series("registered", index=held.index, dtype="str")
    for name, existing in (("status", _STATUSES), ("attended", _ATTENDED)):
        if name not in columns:
            continue
        text = cells(held, columns, name).replace({"-": "", "--": "", "–": ""})
        message = statuses(text, existing, export, (words[columns[name]], columns[name]), notes)
        held, status = held[message != ""], status[message != ""]
        message = message[message != ""]
        status = status.where(~_stronger(message, status), message)
    waits = flags(cells(held, columns, "waiting")).values.fillna(False).astype(bool)
    status = status.mask(waits & status.isin(["registered", "no_show"]), "waiting")
    written = _display_names.joined_names(
        cells(held, columns, "first"), cells(held, columns, "last")
    )
    visible = written.where(written != "", cells(held, columns, "name"))
    start = cells(held, columns, "start")
    clock = cells(held, columns, "clock")
    start = start.where(start.str.contains(":", regex=False) | (start == ""), start + " " + clock)
    at, zoned = read_moments(start, order.order)
    result, made_zoned = read_moments(cells(held, columns, "registered"), order.order)
    email = _display_names.addresses(cells(held, columns, "email"))
    blank = pd.Series("", index=held.index, dtype="str")
    never = pd.Series(pd.NaT, index=held.index, dtype="datetime64[us]")
    return pd.DataFrame(
        {
            "display_name": visible,
            "email": own_addresses(email, visible, blank, blank),
            "upn": "",
            "status": status,
            "join": never,
            "leave": never,
            "minutes": float("nan"),
            "zoned": False,
            "title": cells(held, columns, "title"),
            "number": cells(held, columns, "number"),
            "start": iso(at, zoned),
            "registered": iso(result, made_zoned),
        }
    )


def _stronger(said: pd.Series, status: pd.Series) -> pd.Series:
    """Where what a column says stands above what was known: attended above all."""
    return (status == "registered") | (said == "attended")


def _events(
    export: Export,
    rows: pd.DataFrame,
    above: dict[str, str],
    order: DateOrder,
    header: int,
    notes: Notes,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Rows with the number of their event, and the events that have a day."""
    stated, named = read_moments(pd.Series([above.get("start", "")], dtype="str"), order.order)
    existing = iso(stated, named)[0]
    rows = rows.assign(
        event_id="",
        start=rows["start"].where(rows["start"] != "", existing),
        title=rows["title"].where(rows["title"] != "", above.get("title", "")),
    )
    groups = rows.drop_duplicates(["number", "title", "start"])[["number", "title", "start"]]
    events = [event_row(header).iloc[:0]]
    for number, title, start in groups.to_numpy().tolist():
        own = rows[(rows["number"] == number) & (rows["title"] == title) & (rows["start"] == start)]
        if start:
            result = event_id("libcal", number or title, start)
            event = event_row(
                int(own.index[0]), event_id=result, title=title or "LibCal event", started_at=start
            )
        else:
            first = number or min((cell for cell in own["registered"] if cell), default="")
            result, event = undated_event(
                export,
                TOOL,
                own,
                notes,
                title=title,
                first=first,
                header=header,
                alone=len(groups) == 1,
            )
        rows.loc[own.index, "event_id"] = result
        events.append(event)
    return rows, pd.concat(events).reindex(columns=EVENT_COLUMNS)


def _read_events(export: Export, header: int, columns: dict[str, int]) -> Reading:
    """One row an event; drop-in events have a head count and no people."""
    notes = Notes()
    body = export.sheet.body(header + 1)
    present = without_totals(
        without_blank(body, notes),
        [columns["title"]],
        notes,
        labels=[columns["title"], columns["number"]],
    )
    start = cells(present, columns, "start") + " " + cells(present, columns, "clock")
    end = cells(present, columns, "end") + " " + cells(present, columns, "end_clock")
    order = decide([start, end], export=export)
    notes.problems.extend(lean_problem(order, export, header + 2, next(iter(start), "").strip()))
    begun, zoned = read_moments(start, order.order)
    bare = end.str.match(r"^\s*\d{1,2}:\d{2}")
    over, _ = read_moments(
        end.where(~bare, cells(present, columns, "start") + " " + end), order.order
    )
    lost = begun.isna()
    notes.leave_out("an event without a start", int(lost.sum()))
    notes.problems.extend(
        Problem(
            "no start that can be read",
            "Correct the cell.",
            export.file,
            export.sheet.name,
            int(row),
            "start",
            address(int(row), columns["start"]),
            str(start[row]).strip(),
        )
        for row in present.index[lost]
    )
    at = iso(begun, zoned)
    kind = cells(present, columns, "kind")
    events = pd.DataFrame(
        {
            "event_id": [
                event_id("libcal", number or title, when)
                for number, title, when in zip(
                    cells(present, columns, "number"),
                    cells(present, columns, "title"),
                    at,
                    strict=True,
                )
            ],
            "title": cells(present, columns, "title"),
            "started_at": at,
            "ended_at": iso(over, zoned),
            "kind": kind,
            "head_count": _people_counted(present, columns),
        },
        index=present.index,
    )[~lost]
    used = set(columns.values())
    dropped = [
        (word, "no tidy column")
        for index, word in enumerate(export.sheet.row(header))
        if word and index not in used
    ]
    return reading(
        export, events, None, notes, rows_read=len(body), order=order.order, dropped=dropped
    )


def _people_counted(held: pd.DataFrame, columns: dict[str, int]) -> pd.Series:
    """People counted at an event: the total, else in person and online together."""
    whole = numbers(cells(held, columns, "people")).values
    apart = pd.concat(
        [numbers(cells(held, columns, name)).values for name in ("in_person", "online")], axis=1
    ).sum(axis=1, min_count=1)
    counted = whole.where(whole.notna(), apart)
    return counted.map(lambda people: "" if pd.isna(people) else str(int(people))).astype("str")
