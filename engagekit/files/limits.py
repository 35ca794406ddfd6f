"""What a raw file may hold at most, asked before its cells are made: cheap, and on every system."""

import re
import zipfile

from engagekit.errors import ExportError, error_text
from engagekit.files import archive
from engagekit.files.cell_references import column_of

MAX_SHEETS = 500
"""Sheets of one workbook: a sheet a week for nine years."""
MAX_COLUMNS = 16_384
"""Columns of a table, as of the widest spreadsheet."""
MAX_ROWS = 1_048_576
"""Rows of a table, as of the longest spreadsheet: its reading takes less than 1 GB."""
MAX_CELLS = 20_000_000
"""Cells of the rectangle that a sheet fills: 200,000 answers to a hundred questions."""
MAX_UNPACKED = 1024 * 1024 * 1024
"""Bytes of the parts of a workbook, unpacked."""
MAX_SHEET = 300_000_000
"""Bytes of one sheet, unpacked: ten million cells, all of which are searched for hidden rows."""
_SHEET = re.compile(r"(?:^|/)xl/worksheets/[^/]+\.(?:xml|bin)$|^content\.xml$")
_FAR = re.compile(
    rb'\br="(?:[A-Z]{4,}\d*|[A-Z]{1,3}\d{8,}|(?:X(?:F[E-Z]|[G-Z][A-Z])|[YZ][A-Z]{2})\d+)"'
)
_WIDE = re.compile(rb'\br="([A-Z]{2,3})\d+"')
_ROW = re.compile(rb'\br="[A-Z]*(\d+)"')
_REPEATED = re.compile(rb'number-(?:columns|rows)-repeated="(\d{7,})"')


def workbook_fits(parts: zipfile.ZipFile, name: str) -> None:
    """Refuse a packed workbook that unpacks to far more than it holds, or has too many sheets."""
    infos = parts.infolist()
    total = sum(info.file_size for info in infos)
    if total > MAX_UNPACKED or any(map(archive.is_bomb, infos)):
        raise ExportError(error_text("limits.workbook_fits", name=name))
    sheets = [info.file_size for info in infos if _SHEET.search(info.filename)]
    sheets_fit(len(sheets), name)
    if (largest := max(sheets, default=0)) > MAX_SHEET:
        raise ExportError(
            error_text("limits.workbook_fits_2", name=name, largest=largest, max_sheet=MAX_SHEET)
        )


def sheets_fit(sheets: int, name: str) -> None:
    """Refuse a workbook of more sheets than any export has."""
    if sheets > MAX_SHEETS:
        raise ExportError(f"{name} has {sheets:,} sheets; the limit is {MAX_SHEETS:,}. Split it.")


def sheet_fits(xml: bytes, title: str, name: str) -> None:
    """Refuse a sheet with a cell outside of every spreadsheet, or far from all others."""
    far = _FAR.search(xml)
    where = _quoted(far[0]) if far else ""
    rows = [int(one[1]) for one in _ROW.finditer(xml, max(len(xml) - 4096, 0))]
    if not far and max(rows, default=0) * MAX_COLUMNS > MAX_CELLS:
        cells = {one[1].decode("ascii"): one[0] for one in _WIDE.finditer(xml)}
        widest = max(cells, key=column_of, default="A")
        if max(rows) * (column_of(widest) + 1) > MAX_CELLS:
            where = _quoted(cells[widest])
    repeated = max((int(one[1]) for one in _REPEATED.finditer(xml)), default=0)
    if where or repeated > MAX_ROWS:
        what = f"a cell at {where}" if where else f"a cell that is repeated {repeated:,} times"
        raise ExportError(error_text("limits.sheet_fits", name=name, title=title, what=what))


def table_fits(rows: int, columns: int, name: str) -> None:
    """Refuse a table with more columns or cells than any export has."""
    if columns > MAX_COLUMNS:
        raise ExportError(f"{name} has {columns:,} columns; the limit is {MAX_COLUMNS:,}.")
    if rows > MAX_ROWS:
        raise ExportError(error_text("limits.table_fits", name=name, rows=rows, max_rows=MAX_ROWS))
    if rows * columns > MAX_CELLS:
        raise ExportError(
            f"{name} has {rows:,} rows and {columns:,} columns; the limit is {MAX_CELLS:,} cells. "
            "Split it."
        )


def _quoted(reference: bytes) -> str:
    return reference.decode("ascii").removeprefix('r="').removesuffix('"')[:20]
