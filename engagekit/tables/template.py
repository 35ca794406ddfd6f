"""The blank workbook: a sheet a tidy table, which the template reader reads back."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from pathlib import Path

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from engagekit.tables.schema import TABLES, Column, Table

MADE_ON = dt.datetime(2026, 1, 1)
ROWS = 2000
"""Rows for which drop-downs and formats are laid out."""

_HEADER = PatternFill("solid", start_color="FF1F5A94")
_OPTIONAL = PatternFill("solid", start_color="FF5B7FA6")
_WHITE = Font(bold=True, color="FFFFFFFF")
_GREY = Font(italic=True, color="FF767676")
Value = str | float | dt.date | None
_EXAMPLES: dict[str, Value] = {
    "id": "EXAMPLE-1",
    "text": "Example",
    "date": dt.date(2026, 1, 15),
    "moment": dt.datetime(2026, 1, 15, 12, 0),
    "number": 12.5,
    "count": 12,
    "flag": "no",
}
_FITTING = {
    "display_name": "Ada Example",
    "email": "ada.example@example.org",
    "department": "Litigation",
    "role_level": "Associate",
    "site": "Toronto",
    "currency": "CAD",
    "period": "FY2026-27 Q2",
    "title": "Research breakfast",
    "wording": "How satisfied are you?",
    "value": "Very satisfied",
    "cost_centre": "4100",
    "what": "Candy bowl",
    "place": "Desk",
    "line": "Collections",
    "series": "Partners' lunch",
    "text": "Saved us a day.",
    "source_file": "",
    "contact_id": "100200",
    "text_alias": "a.example@example.org",
}
_FIRST = {
    "aliases": "a.example@example.org",
    "headcounts": "Litigation",
    "counts": "candy bowl",
    "usage": "database platform",
    "meetings": "Partners' lunch",
    "budget": "FY2026-27 Q2",
    "contracts": "Example Journals",
}
"""What the first cell of an example row says after EXAMPLE, where it holds no number of its own."""
_OWN: dict[str, dict[str, Value]] = {
    "contacts": {"left_on": None, "left_reason": None, "joined_on": dt.date(2019, 9, 3)},
    "aliases": {"decided_by": "Librarian"},
    "events": {
        "kind": "breakfast",
        "ended_at": dt.datetime(2026, 1, 15, 13, 0),
        "cost": 120.0,
        "staff_minutes": 90.0,
    },
    "attendance": {
        "status": "attended",
        "last_leave_at": dt.datetime(2026, 1, 15, 12, 45),
        "minutes": 45.0,
        "linked_by": None,
    },
    "touches": {
        "channel": "meeting",
        "place": "client",
        "begun_by": "contact",
        "two_way": "yes",
        "need": "case law; market data",
        "answered_on": dt.date(2026, 1, 16),
        "matter_id": "2026-0115",
        "staff_id": "100900",
        "minutes": 30.0,
        "head_count": None,
        "linked_by": None,
    },
    "counts": {"n": 41},
    "usage": {
        "vendor": "Example Press",
        "report": "PR_P1",
        "title": None,
        "item_id": None,
        "data_type": "Journal",
        "published": None,
        "access_type": "Controlled",
        "access_method": "Regular",
        "metric": "Total_Item_Requests",
    },
    "meetings": {
        "owner": "Managing partner",
        "library_seat": "yes",
        "attended": "yes",
        "spoke": "no",
        "key": "yes",
    },
    "follow_ups": {
        "what": "Send the comparison of three databases",
        "due_on": dt.date(2026, 1, 22),
        "done_on": None,
    },
    "surveys": {"title": "Library survey 2026", "closed_on": dt.date(2026, 1, 31)},
    "respondents": {"weight": None, "contact_id": None},
    "questions": {"kind": "scale", "scale_id": "satisfaction-5", "item_of": None, "option": None},
    "responses": {"option": None, "score": 5.0},
    "budget": {"kind": "actual", "amount": 18500.0, "full_time_posts": None},
    "contracts": {
        "vendor": "Example Press",
        "service": "Journals",
        "platform": "Example Platform",
        "price": 18500.0,
        "ends_on": dt.date(2027, 1, 14),
        "increase": 0.04,
        "notice_days": 60,
    },
    "support": {
        "asked_on": dt.date(2026, 1, 8),
        "kind": "spoke at budget",
        "witness": "Chair of the committee",
    },
    "initiatives": {
        "title": "Office move",
        "owner": "Chief operating officer",
        "status": "live",
        "ended_on": None,
        "outcome": "Moved three weeks early",
        "contribution": "Found the permits of five earlier moves",
        "confirmed_by": "Project manager",
    },
    "testimonials": {"asked_on": dt.date(2026, 1, 8), "permission": "anonymous"},
    "plans": {"what": "Coffee on their floor", "by_on": dt.date(2026, 2, 12), "done_on": None},
}
"""Cells of the example row of a table that differ from those below."""
_UNIT_WORDS = {
    "date": "a date",
    "moment": "a date with a time",
    "number": "a number",
    "count": "a whole number",
    "flag": "yes or no",
    "choice": "one of the words in the list",
    "id": "a number or short code",
    "text": "text",
}
UNLOCKS = (
    ("contacts or headcounts + touches or attendance", "02_reach"),
    ("contacts + touches or attendance", "03_touches_and_trust, department_brief"),
    ("contacts + touches, support, plans", "04_champions"),
    ("surveys, questions, respondents, responses (invitations)", "05_survey"),
    ("events, attendance, touches, counts, meetings or plans", "06_events_and_channels"),
    ("follow_ups, testimonials, initiatives", "07_followup_and_stories"),
    ("contacts or headcounts + budget + responses", "08_love_and_funding"),
    ("contracts, usage; budget and responses for services", "11_services"),
    ("any of them", "00_start_here, 01_check_data, quarterly_report, 09_compare_quarters"),
)
"""Which sheets unlock which notebook."""
ABOUT = (
    "This workbook is filled in by the library and read by engagekit.",
    "Each sheet is one list; fill the sheets you have and leave the others as they are.",
    "Dark headers must be filled on every row; lighter ones may stay empty.",
    "Point at a header to see what it means, its kind and its unit.",
    "Rows that start with EXAMPLE are never read; overwrite or delete them.",
    "Do not rename sheets or headers; their order does not matter.",
    "Write dates as dates (2026-01-31) and money as plain numbers.",
    "Numbers of touches, events, promises and testimonials are made when left empty.",
    "Only contacts (or headcounts) and one other sheet are needed for a first report.",
    "Check the file before the report: engagekit inspect FILE",
)


def write_template(path: str | Path) -> Path:
    """Write the blank workbook.

    Parameters
    ----------
    path : str or Path
        Where it goes; a file that is there is replaced.

    Returns
    -------
    Path
        The same place. Two runs write the same bytes.
    """
    book = Workbook()
    del book[book.sheetnames[0]]
    _about(book.create_sheet("About"))
    for table in TABLES.values():
        _sheet(book.create_sheet(table.name), table)
    book.properties.creator = "engagekit"
    book.properties.created = MADE_ON
    book.properties.modified = MADE_ON
    stream = io.BytesIO()
    book.save(stream)
    place = Path(path)
    place.write_bytes(_steady(stream.getvalue()))
    return place


def _about(sheet: Worksheet) -> None:
    """Write the first sheet: ten lines, and what unlocks what."""
    sheet.append(["engagekit: your library's engagement data"])
    sheet["A1"].font = Font(bold=True, size=14)
    for line in ABOUT:
        sheet.append([line])
    sheet.append([])
    sheet.append(["Sheets you fill", "Notebooks they unlock"])
    for cell in sheet[sheet.max_row]:
        cell.font, cell.fill = _WHITE, _HEADER
    for sheets, notebooks in UNLOCKS:
        sheet.append([sheets, notebooks])
    sheet.append([])
    sheet.append(["Sheet", "What it holds"])
    for cell in sheet[sheet.max_row]:
        cell.font, cell.fill = _WHITE, _HEADER
    for table in TABLES.values():
        sheet.append([table.name, table.meaning])
    sheet.column_dimensions["A"].width = 60
    sheet.column_dimensions["B"].width = 70


def _sheet(sheet: Worksheet, table: Table) -> None:
    """Write one tidy table: header with notes, an example in grey, drop-downs, formats."""
    for number, column in enumerate(table.columns, start=1):
        cell = sheet.cell(1, number, column.name)
        cell.font, cell.fill = _WHITE, _HEADER if column.required else _OPTIONAL
        cell.alignment = Alignment(vertical="top")
        cell.comment = Comment(note(column), "engagekit", height=120, width=280)
        example = sheet.cell(2, number, _example(table, column, number == 1))
        example.font = _GREY
        letter = get_column_letter(number)
        sheet.column_dimensions[letter].width = max(14, len(column.name) + 4)
        _format(sheet, column, number, letter)
    sheet.freeze_panes = "A2"
    sheet.sheet_properties.tabColor = "1F5A94"


def note(column: Column) -> str:
    """Return what the note on a header says: meaning, kind, unit, whether it must be filled.

    Examples
    --------
    >>> from engagekit.tables.tables import table
    >>> print(note(table("headcounts")["people"]))
    People in post that day
    Write a whole number (people).
    Must be filled.
    """
    unit = f" ({column.unit})" if column.unit else ""
    words = f": {', '.join(column.allowed)}" if column.allowed else ""
    needed = "Must be filled." if column.required else "May stay empty."
    return f"{column.meaning}\nWrite {_UNIT_WORDS[column.kind]}{unit}{words}.\n{needed}"


def _example(table: Table, column: Column, is_first: bool) -> Value:
    """Return a made-up cell that could stand in its row; the first begins with EXAMPLE."""
    if is_first:
        if column.kind in ("id", "choice"):
            return "EXAMPLE-1"
        return f"EXAMPLE {_FIRST.get(table.name, '')}".strip()
    own = _OWN.get(table.name, {})
    if column.name in own:
        return own[column.name]
    if column.allowed:
        return column.allowed[0]
    if column.name in _FITTING and column.kind in ("text", "id"):
        return _FITTING[column.name] or None
    return _EXAMPLES[column.kind]


def _format(sheet: Worksheet, column: Column, number: int, letter: str) -> None:
    """Set the drop-down of controlled words and flags, and the format of dates."""
    words = column.allowed or (("yes", "no") if column.kind == "flag" else ())
    if words:
        choice = DataValidation(
            type="list",
            formula1=f'"{",".join(words)}"',
            allow_blank=True,
            showErrorMessage=True,
            errorTitle=column.name,
            error=f"Write one of: {', '.join(words)}",
        )
        choice.add(f"{letter}2:{letter}{ROWS}")
        sheet.add_data_validation(choice)
    formats = {"date": "yyyy-mm-dd", "moment": "yyyy-mm-dd hh:mm", "id": "@"}
    pattern = formats.get(column.kind)
    if pattern:
        sheet.column_dimensions[letter].number_format = pattern
        sheet.cell(2, number).number_format = pattern


def _steady(raw: bytes) -> bytes:
    """Return the same archive with fixed dates, so that equal contents are equal bytes."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(raw)) as old,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in sorted(old.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            content = old.read(name)
            if name == "docProps/core.xml":
                content = _fixed_dates(content)
            new.writestr(entry, content)
    return stream.getvalue()


def _fixed_dates(core: bytes) -> bytes:
    """Return the document properties with the fixed day, whatever the writer put in."""
    day = MADE_ON.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    return re.sub(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*", rb"\g<1>" + day, core)
