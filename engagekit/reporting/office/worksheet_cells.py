"""One cell of a workbook, written so that no text is ever a formula."""

from typing import Any

from openpyxl.cell import Cell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.worksheet.worksheet import Worksheet

from engagekit.plain_text import bounded, plain

_RISKY = ("=", "+", "-", "@", "\t", "\r")


def put(sheet: Worksheet, row: int, column: int, value: Any, form: str = "") -> Cell:
    """Write one value; a text is a text, whatever it begins with."""
    cell = sheet.cell(row, column)
    assert isinstance(cell, Cell)  # nothing is written into a merged cell but its first
    if isinstance(value, str):
        cell.value = bounded(ILLEGAL_CHARACTERS_RE.sub("", plain(value)))
        cell.data_type = "s"
        if value.startswith(_RISKY):
            cell.quotePrefix = True
    else:
        cell.value = value
    if form:
        cell.number_format = form
    return cell
