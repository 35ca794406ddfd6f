"""The blank workbook: complete, steady, and read back with its example rows alone."""

from __future__ import annotations

import time
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils import get_column_letter

from engagekit.files.source_file import open_export
from engagekit.loading import load
from engagekit.loading.recognise import recognise
from engagekit.readers import template
from engagekit.reporting.office.template import write_template
from engagekit.settings.schema import Settings
from engagekit.tables.schema import TABLES


@pytest.fixture(scope="module")
def blank(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_template(tmp_path_factory.mktemp("blank") / "blank.xlsx")


def test_the_blank_workbook_is_read_back_with_example_rows_alone(blank: Path) -> None:
    export = open_export(blank)
    assert recognise(export)[0] is template
    found = template.read(export)
    assert found.tables == {}
    assert [(part.reason, part.rows) for part in found.set_aside] == [("example row", len(TABLES))]
    assert (found.rows_read, found.rows_kept) == (len(TABLES), 0)
    assert list(found.problems) == []
    assert list(found.dropped_columns) == []


def test_a_row_written_into_the_blank_workbook_is_kept(blank: Path, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(blank)
    book["headcounts"].append(["Tax", None, "2026-03-31", 41])
    book.save(tmp_path / "filled.xlsx")
    found = template.read(open_export(tmp_path / "filled.xlsx"))
    assert found.rows_kept == 1
    assert found.tables["headcounts"]["people"].tolist() == ["41"]
    problems = load.load(tmp_path / "filled.xlsx", Settings()).problems
    assert "About" not in set(problems["sheet"])  # it says how to fill the others


def test_two_runs_write_the_same_bytes(blank: Path, tmp_path: Path) -> None:
    time.sleep(2.1)  # a ZIP entry counts time in steps of two seconds
    assert write_template(tmp_path / "again.xlsx").read_bytes() == blank.read_bytes()


def test_every_column_has_a_note_and_every_controlled_word_a_list(blank: Path) -> None:
    book = openpyxl.load_workbook(blank)
    assert book.sheetnames == ["About", *TABLES]
    for table in TABLES.values():
        sheet = book[table.name]
        assert [cell.value for cell in sheet[1]] == table.names
        assert sheet.freeze_panes == "A2"
        listed = {str(part.sqref) for part in sheet.data_validations.dataValidation}
        for number, (cell, column) in enumerate(zip(sheet[1], table.columns, strict=True), start=1):
            assert cell.comment is not None
            assert column.meaning in cell.comment.text
            letter = get_column_letter(number)
            wanted = bool(column.allowed) or column.kind == "flag"
            assert (f"{letter}2:{letter}2000" in listed) is wanted
        for part in sheet.data_validations.dataValidation:
            assert len(part.formula1) <= 257  # a longer list breaks the file in a spreadsheet
