"""Workbooks as people make them: each loads by a mapping, or a sentence says which cell."""

import io
import struct
import zipfile
from pathlib import Path

import openpyxl

from engagekit.files.source_file import open_export
from engagekit.importing import table_detection
from engagekit.loading import load
from engagekit.settings.schema import Settings
from tests.confirming import map_file
from tests.reading import workbook


def saved(folder: Path, sheets: dict[str, list[list]], change=id) -> Path:
    """A workbook of a project, with the rows of each sheet and whatever is changed in it."""
    (folder / "engagekit.toml").touch()
    return workbook(folder / "book.xlsx", sheets, change)


def second_row_hidden(book: openpyxl.Workbook) -> None:
    book["Log"].row_dimensions[3].hidden = True


LOG = [["Date", "Client", "Minutes"], ["2026-02-14", "Ann Able", 5], ["2026-02-15", "Bo Best", 12]]
SAID = {"on": "Date", "display_name": "Client", "channel": "desk"}


def mapped(path: Path, **said) -> load.Loaded:
    map_file(path, table="touches", given={**SAID, **said})
    return load.read_file(path, path.name, Settings())


def test_a_header_in_row_four_under_a_merged_title_on_the_second_sheet_is_found(tmp_path):
    rows = [["Front desk, 2026"], [], [], *LOG]
    sheets = {"Read me": [["How to fill this in"]], "Log": rows}
    path = saved(tmp_path, sheets, lambda book: book["Log"].merge_cells("A1:C1"))
    found = mapped(path)
    assert found.seen is not None
    assert (found.seen.sheet, found.seen.header_row, found.rows_kept) == ("Log", 4, 2)


def test_a_hidden_first_sheet_is_not_read(tmp_path):
    def hide(book):
        book["Old"].sheet_state = "hidden"
        book.active = 1

    path = saved(tmp_path, {"Old": [*LOG, ["2020-01-01", "Cy Cole", 99]], "Now": LOG}, hide)
    found = mapped(path)
    assert found.seen is not None and found.seen.sheet == "Now"
    assert found.frames is not None and found.frames["touches"]["minutes"].tolist() == [5, 12]


def test_a_workbook_whose_sheets_are_all_hidden_says_which_to_unhide(tmp_path):
    def hide(book):
        book["Log"].sheet_state = "hidden"

    path = saved(tmp_path, {"Log": LOG, "Blank": []}, hide)
    error = load.read_file(path, path.name, Settings()).error
    assert error is not None and "Unhide the sheet Log" in error


def test_hidden_rows_are_read_and_said(tmp_path):
    path = saved(tmp_path, {"Log": LOG}, second_row_hidden)
    found = mapped(path)
    assert found.rows_kept == 2
    assert any("hidden row" in fault.problem for fault in found.problems)


def test_error_cells_and_unsolved_formulas_are_told_with_their_address(tmp_path):
    def spoil(book):
        book["Log"]["C2"] = "#DIV/0!"
        book["Log"]["C2"].data_type = "e"
        book["Log"]["C3"] = "=SUM(1,2)"

    found = mapped(saved(tmp_path, {"Log": LOG}, spoil))
    told = {fault.cell: fault for fault in found.problems if fault.cell}
    assert told["C2"].value == "#DIV/0!" and "error" in told["C2"].problem
    assert "never worked out" in told["C3"].problem


def strict(path: Path) -> None:
    """A workbook in the strict form of the format."""
    pairs = {
        b"http://schemas.openxmlformats.org/spreadsheetml/2006/main":
            b"http://purl.oclc.org/ooxml/spreadsheetml/main",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships":
            b"http://purl.oclc.org/ooxml/officeDocument/relationships",
    }  # fmt: skip
    made = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            raw = old.read(name)
            for loose, tight in pairs.items():
                raw = raw.replace(loose, tight)
            new.writestr(name, raw)
    path.write_bytes(made.getvalue())


def test_a_workbook_in_the_strict_form_is_read_with_its_facts(tmp_path):
    path = saved(tmp_path, {"Log": LOG}, second_row_hidden)
    strict(path)
    found = mapped(path)
    assert found.error is None and found.rows_kept == 2
    assert any("hidden row" in fault.problem for fault in found.problems)


def test_a_workbook_under_a_password_says_how_to_take_it_off(tmp_path):
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 504
    name = "EncryptedPackage".encode("utf-16-le")
    entry = name.ljust(64, b"\x00") + struct.pack("<H", len(name) + 2) + b"\x02"
    path = tmp_path / "secret.xlsx"
    path.write_bytes(header + entry.ljust(512, b"\x00"))
    error = load.read_file(path, path.name, Settings()).error
    assert error is not None and "password" in error and "Protect Workbook" in error


def test_lock_files_of_open_workbooks_are_skipped(tmp_path):
    saved(tmp_path, {"Log": LOG})
    (tmp_path / "~$book.xlsx").write_bytes(b"\x05Ann Able" + b" " * 150)
    assert [place.name for place, _ in load.files_under(tmp_path)] == ["book.xlsx"]


def test_a_lock_file_named_by_hand_is_refused_with_the_reason(tmp_path):
    lock = tmp_path / "~$book.xlsx"
    lock.write_bytes(b"\x05Ann Able" + b" " * 150)
    error = load.read_file(lock, lock.name, Settings()).error
    assert error is not None and "is open in Excel" in error and "Ann" not in error


def test_a_table_of_years_has_a_header_of_numbers(tmp_path):
    rows = [["Branch", 2024, 2025, 2026], ["North", 10, 20, 30], ["South", 5, 6, 7]]
    found = table_detection.find_table(open_export(saved(tmp_path, {"Data": rows})))
    assert (found.header_row, found.header_rows) == (1, 1)


def test_rows_of_numbers_alone_have_no_header(tmp_path):
    found = table_detection.find_table(open_export(saved(tmp_path, {"Data": [[1, 2], [3, 4]]})))
    assert found.header_rows == 0
