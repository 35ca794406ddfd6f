"""The blank workbook: a sheet a tidy table, which the template reader reads back."""

import datetime as dt
import io
import tomllib
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from engagekit.reporting.office.reproducible_zip import fixed
from engagekit.tables.schema import TABLES, Column, Table

MADE_ON = dt.date(2026, 1, 1)
ROWS = 2000
"""Rows for which drop-downs and formats are laid out."""

_HEADER = PatternFill("solid", start_color="FF1F5A94")
_OPTIONAL = PatternFill("solid", start_color="FF5B7FA6")
_WHITE = Font(bold=True, color="FFFFFFFF")
_GREY = Font(italic=True, color="FF767676")
Value = str | float | dt.date | None
_DATA: dict[str, Any] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
"""Words about the workbook, and what the example rows hold by kind, column and table."""


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
    stream = io.BytesIO()
    book.save(stream)
    place = Path(path)
    place.write_bytes(fixed(stream.getvalue(), MADE_ON))
    return place


def _about(sheet: Worksheet) -> None:
    """Write the first sheet: ten lines, and what unlocks what."""
    sheet.append(["engagekit: your library's engagement data"])
    sheet["A1"].font = Font(bold=True, size=14)
    for line in _DATA["about"]:
        sheet.append([line])
    sheet.append([])
    sheet.append(["Sheets you fill", "Notebooks they unlock"])
    for cell in sheet[sheet.max_row]:
        cell.font, cell.fill = _WHITE, _HEADER
    for sheets, notebooks in _DATA["unlocks"]:
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
        sheet.cell(2, number, _example(table, column, number == 1)).font = _GREY
        letter = get_column_letter(number)
        sheet.column_dimensions[letter].width = max(14, len(column.name) + 4)
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
        pattern = {"date": "yyyy-mm-dd", "moment": "yyyy-mm-dd hh:mm", "id": "@"}.get(column.kind)
        if pattern:
            sheet.column_dimensions[letter].number_format = pattern
            sheet.cell(2, number).number_format = pattern
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
    return f"{column.meaning}\nWrite {_DATA['units'][column.kind]}{unit}{words}.\n{needed}"


def _example(table: Table, column: Column, is_first: bool) -> Value:
    """Return a made-up cell that could stand in its row; the first begins with EXAMPLE."""
    if is_first:
        if column.kind in ("id", "choice"):
            return "EXAMPLE-1"
        return f"EXAMPLE {_DATA['first'].get(table.name, '')}".strip()
    own: dict[str, Value] = _DATA["own"].get(table.name, {})
    if column.name in own:
        return None if own[column.name] == "" else own[column.name]
    if column.allowed:
        return column.allowed[0]
    if column.kind in ("text", "id") and column.name in _DATA["fitting"]:
        return _DATA["fitting"][column.name] or None
    example: Value = _DATA["examples"][column.kind]
    return example
