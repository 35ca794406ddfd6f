"""Workbook bytes to sheets of text: calamine for cells, XML for facts."""

import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from engagekit.errors import ExportError, error_text, problem_texts
from engagekit.files import archive, cell_references, limits
from engagekit.files.csv_dialect import frame_of
from engagekit.tables.problems import Problem

AN_ERROR = "an error of the spreadsheet", "Mend the formula and save the file again."
UNSOLVED = (
    "holds a formula that was never worked out",
    "Open the file in a spreadsheet and save it.",
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"
_CELL = re.compile(rb"<(?:\w+:)?c\b([^>]*?)(?:/>|>(.*?)</(?:\w+:)?c>)", re.DOTALL)
_ROW = re.compile(rb"<(?:\w+:)?row\b[^>]*>")
_STYLED = re.compile(rb'<(?:\w+:)?c r="[A-Z]+(\d+)" s="(\d+)"[^>]*(?<!/)>(?!</)')
_REF = re.compile(rb'\br="([A-Z]+\d+)"')
_DOWN = re.compile(r"^([A-Z]+)(\d+):([A-Z]+)(\d+)$")
_LABEL = re.compile(
    r"\D+|\d{4}-\d{2}-\d{2}\b.*|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}"
    r"|\d{1,2}\.? [^\W\d]{3,}\.?,? 20\d\d|[A-Za-z][a-z]{2}\.?[ -]20\d\d|(?:Q|T|FY|EX) ?\d.*"
    r"|(?!(?i:about|circa|approx|environ|etwa))[^\W\d]{4,}.*"
)
"""What a merged cell may say of each of its rows. Anything else with a digit, such as "1.2k",
"12 (approx.)", "30 min" or "CHF 1'200", may be an amount, and stands in the first row alone."""
_MERGE = re.compile(rb'<(?:\w+:)?mergeCell\b[^>]*ref="([A-Z0-9:]+)"')


@dataclass(frozen=True)
class SheetFacts:
    """What the values of a sheet do not show.

    Attributes
    ----------
    errors : dict of str to str
        Address to the error of the spreadsheet, e.g. ``{"B3": "#DIV/0!"}``.
    hidden_rows, struck_rows : tuple of int
        Row numbers, from 1; in struck ones a filled cell is struck through.
    merges : tuple of str
        Merged ranges, e.g. ``A1:C1``.
    unsolved : tuple of str
        Addresses of formulas without a value.
    """

    errors: dict[str, str] = field(default_factory=dict)
    hidden_rows: tuple[int, ...] = ()
    struck_rows: tuple[int, ...] = ()
    merges: tuple[str, ...] = ()
    unsolved: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class RawSheet:
    """Name, cells as text, whether hidden, facts."""

    name: str
    cells: pd.DataFrame
    hidden: bool
    facts: SheetFacts


def is_workbook(raw: bytes, suffix: str) -> bool:
    """Return whether bytes are a spreadsheet, whatever the file is called."""
    if raw[:4] == _ZIP:
        try:
            names = zipfile.ZipFile(io.BytesIO(raw)).namelist()
        except archive.BROKEN:
            return suffix in {".xlsx", ".xlsm", ".xlsb", ".ods"}
        return any(name.startswith(("xl/", "/xl/")) or name == "content.xml" for name in names)
    if raw[:8] == _OLE:
        return True
    return raw[:2] in (b"\x09\x08", b"\x09\x04", b"\x09\x02", b"\x09\x00") and suffix == ".xls"


def read(raw: bytes, name: str) -> list[RawSheet]:
    """Return every worksheet of a workbook, charts left out."""
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    if raw[:8] == _OLE and "EncryptedPackage".encode("utf-16-le") in raw:
        raise ExportError(error_text("files_workbook.read", name=name))
    try:
        xml = _sheet_xml(raw, name)
        for title, part in xml.items():
            limits.sheet_fits(part, title, name)
        book = CalamineWorkbook.from_filelike(io.BytesIO(raw))
        metadata = [
            (sheet.name, sheet.visible != SheetVisibleEnum.Visible)
            for sheet in book.sheets_metadata
            if sheet.typ == SheetTypeEnum.WorkSheet
        ]
        limits.sheets_fit(len(metadata), name)
        struck = _struck_styles(raw) if xml else frozenset()
        sheets = []
        for title, hidden in metadata:
            cells = _cells(book, title)
            facts = _facts(xml.pop(title, None), struck)
            sheets.append(RawSheet(title, _filled_down(cells, facts.merges), hidden, facts))
        return sheets
    except (KeyboardInterrupt, SystemExit, ExportError):
        raise
    except BaseException as error:  # calamine can panic, which is no Exception
        text = next(iter(str(error).splitlines()), type(error).__name__)
        raise ExportError(error_text("files_workbook.read_2", name=name, text=text)) from None


def _filled_down(cells: pd.DataFrame, merges: Sequence[str]) -> pd.DataFrame:
    """Return cells with a day or a word that is merged over rows in each of them."""
    # an amount stays in the first row alone: one for three lines is not three amounts
    for text in merges:
        match = _DOWN.match(text)
        if match is None or match[1] != match[3] or match[2] == match[4]:
            continue
        column = cell_references.column_of(match[1])
        first, last = int(match[2]) - 1, min(int(match[4]), len(cells)) - 1
        if column not in cells or first >= last:
            continue
        value = str(cells[column].iloc[first])
        if _LABEL.fullmatch(value.strip()):
            cells.iloc[first : last + 1, column] = value
    return cells


def _cells(book: Any, title: str) -> pd.DataFrame:
    """Return one sheet's cells as text."""
    sheet = book.get_sheet_by_name(title)
    if sheet.end is None:
        return pd.DataFrame(index=pd.RangeIndex(0))
    rows, width = sheet.end[0] + 1, sheet.end[1] + 1
    limits.table_fits(rows, width, title)
    return frame_of(([as_text(value) for value in row] for row in sheet.iter_rows()), width)


def as_text(value: Any) -> str:
    """Return one cell's value as text: whole numbers without a point, dates in ISO.

    Examples
    --------
    >>> as_text(3.0), as_text(dt.datetime(2026, 1, 2, 3, 4, 5, 600_000)), as_text(True)
    ('3', '2026-01-02 03:04:06', 'true')
    """
    if value is None or value == "":
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(float(value))
    if isinstance(value, dt.datetime):
        rounded = value + dt.timedelta(microseconds=500_000)
        return rounded.replace(microsecond=0).isoformat(sep=" ")
    if isinstance(value, dt.timedelta):
        seconds = round(value.total_seconds())
        return f"{seconds // 3600}:{seconds % 3600 // 60:02d}:{seconds % 60:02d}"
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _struck_styles(raw: bytes) -> frozenset[bytes]:
    """Return the numbers of the styles whose font is struck through: most workbooks have none."""
    with zipfile.ZipFile(io.BytesIO(raw)) as parts:
        styles = parts.read("xl/styles.xml") if "xl/styles.xml" in parts.namelist() else b""
    if b"strike" not in styles:
        return frozenset()
    fonts = re.findall(rb"<(?:\w+:)?font(?:\s*/>|>.*?</(?:\w+:)?font>)", styles, re.DOTALL)
    struck = {
        str(at).encode()
        for at, font in enumerate(fonts)
        if re.search(rb"<(?:\w+:)?strike(?!\s+val=\"(?:0|false))", font)
    }
    formats = styles[styles.find(b"cellXfs") :].partition(b"/cellXfs")[0]
    used = re.findall(rb"<(?:\w+:)?xf\b[^>]*?\bfontId=\"(\d+)\"", formats)
    return frozenset(str(at).encode() for at, font in enumerate(used) if font in struck)


def _sheet_xml(raw: bytes, name: str) -> dict[str, bytes]:
    """Return the XML of each sheet by its title, for .xlsx and .xlsm; refuse what is too large."""
    if raw[:4] != _ZIP:
        return {}
    with zipfile.ZipFile(io.BytesIO(raw)) as parts:
        limits.workbook_fits(parts, name)
        names = set(parts.namelist())
        if "content.xml" in names:
            limits.sheet_fits(parts.read("content.xml"), "", name)
        if "xl/workbook.xml" not in names:
            return {}
        book = parts.read("xl/workbook.xml").decode("utf-8", errors="replace")
        links = parts.read("xl/_rels/workbook.xml.rels").decode("utf-8", errors="replace")
        targets = dict(_pairs(links, "Relationship", "Id", "Target"))
        matches = {}
        for title, link in _pairs(book, "sheet", "name", "id"):
            target = targets.get(link, "").lstrip("/")
            part = target if target.startswith("xl/") else f"xl/{target}"
            if part in names:
                matches[title] = parts.read(part)
        return matches


def _pairs(xml: str, tag: str, first: str, second: str) -> Iterator[tuple[str, str]]:
    """Yield two attributes of each element of a name, entities decoded."""
    from html import unescape

    for match in re.finditer(rf"<(?:\w+:)?{tag}\b([^>]*)>", xml):
        pair = [re.search(rf'(?:^|[\s:]){name}="([^"]*)"', match[1]) for name in (first, second)]
        if pair[0] and pair[1]:
            yield unescape(pair[0][1]), unescape(pair[1][1])


def _facts(xml: bytes | None, struck: frozenset[bytes]) -> SheetFacts:
    """Return error cells, hidden and struck rows, merges and formulas without values of a sheet."""
    if xml is None:
        return SheetFacts()
    errors: dict[str, str] = {}
    unsolved: list[str] = []
    if b't="e"' in xml or b"<f" in xml or b":f" in xml:
        closed = max(xml.rfind(b"</c>"), xml.rfind(b":c>")) + len(b"</c>")
        for match in _CELL.finditer(xml, 0, closed):  # one that is left open is looked for once
            inside = match[2] or b""
            is_error = b't="e"' in match[1]
            if not is_error and (b"f>" not in inside and b"<f" not in inside):
                continue
            where = _REF.search(match[1])
            if where is None:
                continue
            value = re.search(rb"<(?:\w+:)?v[^>]*>([^<]*)<", inside)
            if is_error:
                errors[where[1].decode()] = value[1].decode() if value else "#ERROR"
            elif value is None or (not value[1] and b't="str"' not in match[1]):
                unsolved.append(where[1].decode())
    end = xml.rfind(b"mergeCells")  # the merges of a sheet begin after its cells
    start = len(xml) if end < 0 else max(xml.rfind(b"sheetData", 0, end), 0)
    merges = tuple(match[1].decode() for match in _MERGE.finditer(xml, start))
    cells = _STYLED.finditer(xml) if struck else ()
    rows = tuple(dict.fromkeys(int(cell[1]) for cell in cells if cell[2] in struck))
    return SheetFacts(errors, _hidden_rows(xml), rows, merges, tuple(unsolved))


def _hidden_rows(xml: bytes) -> tuple[int, ...]:
    """Return numbers of rows that a person hid; hidden columns and sheets have no such mark."""
    if not re.search(rb' hidden="(?:1|true)"', xml[xml.find(b"sheetData") :]):
        return ()
    return tuple(
        int(number[1])
        for row in _ROW.finditer(xml)
        if b"hidden=" in row[0]
        and re.search(rb'\bhidden="(1|true)"', row[0])
        and (number := re.search(rb'\br="(\d+)"', row[0]))
    )


def notes(file: str, sheets: Sequence[RawSheet]) -> tuple[Problem, ...]:
    """Return what a person should know of a workbook's cells."""
    matches: list[Problem] = []
    for sheet in (one for one in sheets if not one.hidden):
        facts = sheet.facts
        cells = [(*pair, AN_ERROR) for pair in facts.errors.items()]
        cells += [(cell, "", UNSOLVED) for cell in facts.unsolved]
        for cell, value, texts in cells:
            row, column = int(re.sub(r"\D", "", cell)), re.sub(r"\d", "", cell)
            matches.append(Problem(*texts, file, sheet.name, row, column, cell, value))
        for rows, name in ((facts.hidden_rows, "hidden"), (facts.struck_rows, "struck-through")):
            told = problem_texts("workbook.unseen", n=len(rows), name=name)
            matches += [Problem(*told, file, sheet.name, row) for row in rows[:1]]
    return tuple(matches)
