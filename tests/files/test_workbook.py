"""Workbook bytes to cells as text: kinds of cells, facts that values do not show, refusals."""

from __future__ import annotations

import datetime as dt
import io
import tomllib
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
from openpyxl.styles import Font

from engagekit.errors import ExportError
from engagekit.files import workbook
from engagekit.files.workbook import as_text


def _bytes(*rows: list[object], change: Callable[[Any], object] = id) -> bytes:
    """A workbook of one sheet with some rows, and whatever is changed in that sheet."""
    book = openpyxl.Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    change(book.worksheets[0])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _changed(raw: bytes, part: str, old: bytes, new: bytes) -> bytes:
    """A workbook with one of its parts changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as before, zipfile.ZipFile(out, "w") as after:
        for name in before.namelist():
            held = before.read(name)
            after.writestr(name, held.replace(old, new) if name == part else held)
    return out.getvalue()


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (3.0, "3"),
        (0.1 + 0.2, "0.30000000000000004"),
        (12345678901234567890.0, "1.2345678901234567e+19"),
        (True, "true"),
        (None, ""),
        (dt.date(2026, 1, 2), "2026-01-02"),
        (dt.datetime(2026, 1, 2, 23, 59, 59, 600_000), "2026-01-03 00:00:00"),
        (dt.timedelta(minutes=90), "1:30:00"),
        ("  NA ", "  NA "),
    ],
)
def test_a_value_becomes_the_text_a_person_would_write(value: object, text: str) -> None:
    assert as_text(value) == text


def test_merges_hidden_rows_and_formulas_without_values_are_known() -> None:
    def change(sheet: Any) -> None:
        sheet.merge_cells("A1:C1")
        sheet.row_dimensions[3].hidden = True

    raw = _bytes(["Question", "", ""], ["a", 1, "=B2*2"], ["b", 2, 4], change=change)
    (sheet,) = workbook.read(raw, "a.xlsx")
    facts = sheet.facts
    assert (facts.merges, facts.hidden_rows, facts.unsolved) == (("A1:C1",), (3,), ("C2",))
    told = [str(note) for note in workbook.notes("a.xlsx", [sheet])]
    assert any("C2" in note and "never worked out" in note for note in told)
    assert any("1 hidden rows" in note for note in told)


def test_rows_struck_through_are_told_and_other_formats_are_not() -> None:
    def change(sheet: Any) -> None:
        sheet["A1"].font = Font(bold=True)
        sheet["B2"].font = Font(italic=True, strike=False)
        sheet["A3"].font = sheet["B3"].font = sheet["D4"].font = Font(strike=True)

    rows = (["Name", "Unit"], ["Ann", "Tax"], ["Bob", "Tax"], ["Cat", "Law"])
    (sheet,) = workbook.read(_bytes(*rows, change=change), "a.xlsx")
    assert sheet.facts.struck_rows == (3,)
    (note,) = map(str, workbook.notes("a.xlsx", [sheet]))
    assert "row 3: has 1 struck-through rows, which are read like the others" in note


def test_a_hidden_sheet_is_marked_and_its_faults_are_not_told() -> None:
    def change(sheet: Any) -> None:
        sheet.sheet_state = "hidden"
        sheet.parent.create_sheet("Data").append(["x", "y"])

    sheets = workbook.read(_bytes(["a"], ["=1/0"], change=change), "a.xlsx")
    assert [(sheet.name, sheet.hidden) for sheet in sheets] == [("Sheet", True), ("Data", False)]
    assert workbook.notes("a.xlsx", sheets) == ()


def test_days_from_1904_are_the_same_days() -> None:
    raw = _bytes([dt.date(2026, 7, 13)])
    later = _changed(raw, "xl/workbook.xml", b"<workbookPr", b'<workbookPr date1904="1"')
    later = _changed(later, "xl/worksheets/sheet1.xml", b"<v>46216</v>", b"<v>44754</v>")
    days = [workbook.read(each, "a.xlsx")[0].cells.iloc[0, 0][:10] for each in (raw, later)]
    assert days == ["2026-07-13", "2026-07-13"]


def test_many_merges_are_read_at_once() -> None:
    merges = b"".join(b'<mergeCell ref="A%d:B%d"/>' % (row, row) for row in range(2, 20_002))
    end = b"</sheetData>"
    more = end + b"<mergeCells>" + merges + b"</mergeCells>"
    raw = _changed(_bytes(["a", "b"]), "xl/worksheets/sheet1.xml", end, more)
    (sheet,) = workbook.read(raw, "a.xlsx")
    assert len(sheet.facts.merges) == 20_000


def test_an_empty_sheet_has_no_rows() -> None:
    (sheet,) = workbook.read(_bytes(), "a.xlsx")
    assert sheet.cells.shape[0] == 0


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "password"),
        (b"PK\x03\x04 cut short", "cannot be read as a workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "cannot be read as a workbook"),
    ],
)
def test_what_is_no_workbook_is_refused_with_what_to_do(raw: bytes, said: str) -> None:
    with pytest.raises(ExportError, match=said):
        workbook.read(raw, "a.xlsx")


def test_a_workbook_is_known_by_its_bytes_not_by_its_name() -> None:
    raw = _bytes()
    assert workbook.is_workbook(raw, ".csv")
    assert not workbook.is_workbook(b"a,b\n1,2\n", ".xlsx")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.csv", "a,b\n")
    assert not workbook.is_workbook(packed.getvalue(), ".zip")


MERGED = tomllib.loads(Path(__file__).with_name("merged.toml").read_text("utf-8"))


@pytest.mark.parametrize("value", [*MERGED["words"], *MERGED["amounts"]])
def test_what_is_merged_over_rows_is_of_each_of_them_but_an_amount_is_one(value: str) -> None:
    cells = pd.DataFrame({0: ["What", value, "", ""], 1: ["n", "1", "2", "3"]})
    filled = workbook._filled_down(cells, ["A2:A4"])[0].tolist()
    assert filled == ["What", value, *([value if value in MERGED["words"] else ""] * 2)]
