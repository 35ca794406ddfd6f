"""The rows behind a number on disk: a workbook of three sheets, or a CSV of the rows (private)."""

from pathlib import Path

import pandas as pd
from openpyxl import Workbook
from openpyxl.styles import Font

from engagekit.errors import UsageError
from engagekit.explaining import Explanation
from engagekit.plain_text import for_spreadsheet
from engagekit.reporting.office.worksheet_tables import put

SUFFIXES = (".xlsx", ".csv")


def write(explanation: Explanation, path: str | Path) -> Path:
    """Write an explanation; a file that is there is written over.

    Parameters
    ----------
    path : path
        ``.xlsx``: summary, people and rows; ``.csv``: the rows alone.

    Raises
    ------
    UsageError
        If it ends otherwise, or its folder is not there.
    """
    place = fitting(path)
    if place.suffix == ".csv":
        for_spreadsheet(explanation.rows).to_csv(place, index=False, encoding="utf-8-sig")
        return place
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Summary"
    for at, (name, value) in enumerate(_summary(explanation), start=1):
        put(sheet, at, 1, name).font = Font(bold=True)
        put(sheet, at, 2, value)
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 28, 60
    _table(book, "People", explanation.people)
    _table(book, "Rows", explanation.rows)
    book.save(place)
    return place


def fitting(path: str | Path) -> Path:
    """Return a path at which an explanation may be written; raises as `write` does."""
    place = Path(path)
    if place.suffix not in SUFFIXES:
        raise UsageError(f"{place} ends neither in .xlsx nor in .csv. Give one of the two.")
    if not place.parent.is_dir():
        raise UsageError(f"{place.parent} is not there. Make that folder first.")
    return place


def _summary(explanation: Explanation) -> list[tuple[str, object]]:
    """Return what is explained, line by line."""
    measured = (
        ""
        if explanation.measured is None
        else f"{explanation.measured[0]} of {explanation.measured[1]}"
    )
    return [
        ("Measure", explanation.measure),
        ("Period", explanation.period),
        ("Group", explanation.group),
        ("Counts", explanation.n),
        ("Base", explanation.base),
        ("The measure itself", measured),
        ("Rows that count", int(explanation.rows["counts"].sum())),
        ("Rows", len(explanation.rows)),
        *explanation.choices.items(),
        ("Private", "This names people."),
    ]


def _table(book: Workbook, name: str, frame: pd.DataFrame) -> None:
    """Add a frame as a sheet with a frozen header."""
    sheet = book.create_sheet(name)
    for column, header in enumerate(frame.columns, start=1):
        put(sheet, 1, column, str(header)).font = Font(bold=True)
        sheet.column_dimensions[sheet.cell(1, column).column_letter].width = 18
    for row, values in enumerate(frame.itertuples(index=False), start=2):
        for column, value in enumerate(values, start=1):
            put(sheet, row, column, _plain(value))
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions


def _plain(value: object) -> object:
    """Return a cell's value as a workbook holds it: days without a time, yes or no for a flag."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if pd.isna(value):  # type: ignore[call-overload]
        return None
    return value.date() if isinstance(value, pd.Timestamp) else value
