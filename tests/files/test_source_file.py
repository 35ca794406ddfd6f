"""Raw files opened once: bytes to text, workbooks to cells with their addresses, limits."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import openpyxl
import pytest

from engagekit.errors import ExportError
from engagekit.files.source_file import address, open_export

TEXT = "Name;Ort\nZoë;Köln\n"


@pytest.mark.parametrize(
    ("raw", "encoding"),
    [
        (TEXT.encode("utf-8"), "utf-8"),
        (TEXT.encode("utf-8-sig"), "utf-8"),
        (TEXT.encode("utf-16"), "utf-16"),
        (TEXT.encode("utf-16-le"), "utf-16"),
        (TEXT.encode("cp1252"), "cp1252"),
    ],
)
def test_every_usual_encoding_gives_the_same_cells(
    tmp_path: Path, raw: bytes, encoding: str
) -> None:
    (tmp_path / "a.csv").write_bytes(raw)
    export = open_export(tmp_path / "a.csv")
    assert (export.encoding, export.delimiter) == (encoding, ";")
    assert export.sheet.head() == [["Name", "Ort"], ["Zoë", "Köln"]]


@pytest.mark.parametrize("start", ["<table>", "\ufeff\n<!DOCTYPE html>", "<?xml version='1.0'?>"])
def test_tags_under_the_name_of_a_sheet_are_no_cells(tmp_path: Path, start: str) -> None:
    (tmp_path / "a.xls").write_text(f"{start}\n<tr><td>on</td></tr>\n", encoding="utf-8")
    with pytest.raises(ExportError, match=r"a.xls is really a web page or XML"):
        open_export(tmp_path / "a.xls")


def test_a_header_in_angle_brackets_is_one(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("<tablet>,<on>\n1,2\n", encoding="utf-8")
    assert open_export(tmp_path / "a.csv").sheet.head()[0] == ["<tablet>", "<on>"]


def test_a_quotation_mark_that_is_never_closed_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text('a,b\n1,"' + "x" * (16 * 1024 * 1024 + 1), encoding="utf-8")
    with pytest.raises(ExportError, match="has a quotation mark that is never closed"):
        open_export(tmp_path / "a.csv")


@pytest.mark.parametrize("rest", ["", "5,6\n7,8\n", "5,6,\n \n"])
def test_a_cell_that_swallows_the_rest_of_a_file_is_told_with_its_row(
    tmp_path: Path, rest: str
) -> None:
    """Two rows would be read and the others not missed."""
    (tmp_path / "a.csv").write_text(f'a,b\n1,2\n3,"open\n{rest}', encoding="utf-8")
    with pytest.raises(ExportError, match="a quotation mark in row 3 is never closed"):
        open_export(tmp_path / "a.csv")


@pytest.mark.parametrize("end", ["", "\n", ",\n", " \r\n", ',""\n'])
def test_a_last_cell_of_two_lines_is_closed(tmp_path: Path, end: str) -> None:
    (tmp_path / "a.csv").write_text(f'a,b,c\n1,2,3\n4,"x\ny"{end}', encoding="utf-8")
    assert open_export(tmp_path / "a.csv").sheet.head()[-1][:2] == ["4", "x\ny"]


def test_a_quoted_line_break_stays_in_its_cell_and_words_are_not_missing(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text('a,b\n"x\ny",NA\nNone,n/a\n', encoding="utf-8")
    body = open_export(tmp_path / "a.csv").sheet.body(1, names=["a", "b"])
    assert body.to_numpy().tolist() == [["x\ny", "NA"], ["None", "n/a"]]
    assert body.index.tolist() == [2, 3]


def test_a_workbook_keeps_dates_numbers_errors_and_hidden_rows(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["On", "Id", "Share"])
    sheet.append([dt.date(2026, 7, 13), 12345678901234567, 0.25])
    sheet.append(["text", 7, "#DIV/0!"])
    sheet["C3"].data_type = "e"
    sheet.row_dimensions[3].hidden = True
    book.create_sheet("Secret").sheet_state = "hidden"
    book.save(tmp_path / "a.xlsx")
    export = open_export(tmp_path / "a.xlsx")
    cells = export.sheet.cells
    assert str(cells.iloc[1, 0]).startswith("2026-07-13")
    assert cells.iloc[1, 2] == "0.25"
    told = [str(note) for note in export.notes]
    assert any("C3" in note and "#DIV/0!" in note for note in told)
    assert any("hidden rows" in note for note in told)
    assert [one.name for one in export.visible] == ["Sheet"]


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"", "is empty"),
        (b" \n\x00\n", "is empty"),
        (bytes(2_000_000), "2,000,000 bytes of nothing.*Copy or export it again"),
        (b"PK\x03\x04broken", "broken|cannot|not"),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(tmp_path: Path, raw: bytes, said: str) -> None:
    (tmp_path / "a.xlsx").write_bytes(raw)
    with pytest.raises(ExportError, match=said):
        open_export(tmp_path / "a.xlsx").sheet  # noqa: B018


def test_a_file_over_the_limit_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(ExportError, match="the limit is 4"):
        open_export(tmp_path / "a.csv", max_bytes=4)
    with pytest.raises(ExportError, match="is not there"):
        open_export(tmp_path / "b.csv")


def test_addresses_are_those_of_a_spreadsheet() -> None:
    assert [address(1, column) for column in (0, 25, 26, 701, 702)] == [
        "A1", "Z1", "AA1", "ZZ1", "AAA1",
    ]  # fmt: skip
