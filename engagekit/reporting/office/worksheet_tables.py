"""Tables of a workbook on their sheets: widths, alignment, names, and how they print."""

import re
import textwrap
from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any

from openpyxl.cell import Cell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.table import Table, TableStyleInfo
from openpyxl.worksheet.worksheet import Worksheet

from engagekit.plain_text import bounded, plain
from engagekit.presentation import table as printed
from engagekit.reporting.document.document import unique
from engagekit.reporting.office.look import PALE, TYPE

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


BOLD, TITLE = Font(TYPE, 11, bold=True), Font(TYPE, 14, bold=True)
_WIDEST, _NARROWEST = 50, 10
_ON_PAPER = 130
"""Letters across a landscape page at full size; a table of words is no wider."""
_FEWEST = 24
"""Letters that a column of words keeps when a table is made narrower."""
_POINTS, _ONE_PAGE = 28.35, 900
"""Points of a centimetre, and of what is made small enough for one page."""
LINE = 15
"""Height of a line in points."""
_PAPERS = {"Letter": 1, "A4": 9}
"""What Excel calls a paper."""
_NAME = 28
"""Letters of the name of a sheet, which Excel ends at 31: room for a number behind it."""
Column = tuple[str, str, list[Any]]
"""Header, number format (several joined by ``|``: one a row), values."""


def write_table(
    sheet: Worksheet,
    top: int,
    columns: Sequence[Column],
    name: str,
    fixed: Sequence[float] | None = None,
) -> None:
    """Write columns as a real table with a header, their widths fixed or to fit."""
    headers: list[str] = []
    beside = False  # a text beside a number keeps a little apart from it
    for at, (title, form, values) in enumerate(columns, start=1):
        header = title
        while header.casefold() in map(str.casefold, headers):
            header += " "
        headers.append(header)
        to_right = is_numeric(values)
        side, apart = "right" if to_right else "left", int(beside and not to_right)
        look = Alignment(horizontal=side, vertical="bottom", wrap_text=True, indent=apart)
        put(sheet, top, at, header).alignment = look
        forms = form.split("|") if "|" in form else [form] * len(values)
        for row, (value, one) in enumerate(zip(values, forms, strict=True), start=top + 1):
            cell = put(sheet, row, at, value, "@" if isinstance(value, str) else one)
            right = to_right or not isinstance(value, str | datetime)
            cell.alignment = _aligned(right, isinstance(value, str), 0 if right else int(beside))
        beside = to_right
    wide = fixed or widths(columns)
    for row, line in enumerate(zip(*(values for _, _, values in columns), strict=True), start=1):
        lines = max(map(_lines, line, wide), default=1)
        if lines > 1:
            sheet.row_dimensions[top + row].height = LINE * lines
    for at, width in enumerate(wide, start=1):
        letter = get_column_letter(at)
        before = sheet.column_dimensions[letter].width if letter in sheet.column_dimensions else 0
        sheet.column_dimensions[letter].width = max(width, before)
    if columns and columns[0][2]:
        end = f"{get_column_letter(len(columns))}{top + len(columns[0][2])}"
        native = Table(displayName=name, ref=f"A{top}:{end}")
        native.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=True)
        sheet.add_table(native)
        sheet.print_title_rows = f"{top}:{top}"


@cache
def _aligned(right: bool, wraps: bool, indent: int) -> Alignment:
    """Return how a cell stands."""
    side = "right" if right else "left"
    return Alignment(horizontal=side, vertical="top", wrap_text=wraps, indent=indent)


def widths(columns: Sequence[Column], whole: float = 0.0) -> list[float]:
    """Return how wide columns are: as their texts ask, made narrower until the table fits on paper.

    Only words are broken over lines, and none within itself. ``whole``: share of the texts of a
    column that stay on one line, for a long table that is filtered rather than printed.

    Examples
    --------
    >>> widths([("Name", "@", ["Legal"]), ("Share", "0%", [0.5])])
    [10.0, 10.0]
    >>> sum(widths([("Note", "@", ["some words " * 9])] * 4)) <= 130
    True
    """
    wants, floors = [], []
    for title, _, values in columns:
        texts = [_text(value) for value in values if value is not None]
        want = min(max(_NARROWEST, len(title) * 0.9 + 3, *(len(t) + 3 for t in texts), 0), _WIDEST)
        word = max((len(word) for text in (title, *texts) for word in text.split()), default=0)
        wants.append(want)
        usual = sorted(map(len, texts))[round(whole * (len(texts) - 1))] if whole and texts else 0
        least = max(_FEWEST, word + 3, usual + 3)
        floors.append(want if is_numeric(values) else min(want, least))
    room = sum(wants) - sum(floors)
    over = min(1.0, max(0.0, sum(wants) - _ON_PAPER) / room) if room else 0.0
    return [want - (want - floor) * over for want, floor in zip(wants, floors, strict=True)]


def _lines(value: Any, width: float) -> int:
    """Return the lines of a cell, its words broken over them as an office program does."""
    if not isinstance(value, str):
        return 1
    return max(1, len(textwrap.wrap(value, max(4, int(width * 1.05)))))


def _text(value: Any) -> str:
    """Return a value about as long as it is shown."""
    if isinstance(value, float):
        return f"{value:,.1f}"
    return str(value)[:10] if isinstance(value, datetime) else str(value)


def is_numeric(values: Sequence[Any]) -> bool:
    """Return whether a column is one of numbers, hidden ones among them."""
    shown = [value for value in values if value is not None and value != printed.HIDDEN]
    return any(not isinstance(value, str | bool | datetime) for value in shown)


def sheet_name(title: str, names: set[str]) -> str:
    """Return a name that Excel takes and no other sheet has, and remember it.

    Examples
    --------
    >>> sheet_name("Reach: who/where?", {"reach who where"})
    'Reach who where 2'
    """
    legal = re.sub(r"[\[\]:*?/\\]", " ", title.replace("'", "\u2019"))
    plain = " ".join(legal.split())[:_NAME] or "Sheet"
    name = plain + unique(plain.casefold(), names, " ").removeprefix(plain.casefold())
    names.add(name.casefold())
    return name


def for_print(sheet: Any, paper: str) -> None:
    """Set landscape, one page wide; a table and its chart on one page, where they stay legible."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = _PAPERS[paper]
    rows = (sheet.row_dimensions[at] for at in range(1, sheet.max_row + 1))
    tall = sum(row.height or LINE for row in rows)
    tall += _POINTS * sum(chart.height for chart in sheet._charts)
    one_page = bool(sheet._charts) and tall <= _ONE_PAGE
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, int(one_page)
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_margins = PageMargins(0.5, 0.5, 0.5, 0.7, header=0.3, footer=0.3)
    sheet.HeaderFooter.oddFooter = HeaderFooterItem(center=_HeaderFooterPart(text="&P / &N"))
    sheet.sheet_view.showGridLines = False
    header = PatternFill("solid", fgColor=PALE)
    for table in sheet.tables.values():
        for row in sheet[table.ref][:1]:
            for cell in row:
                cell.fill, cell.font = header, BOLD
