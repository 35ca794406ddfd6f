"""Workbooks that trip spreadsheet readers: each ends with a table or a sentence."""

import os
from pathlib import Path

import pytest

from engagekit.errors import EngagekitError
from engagekit.files.source_file import open_export
from engagekit.importing.session import import_file
from engagekit.loading import load
from engagekit.settings.schema import Settings
from tests.confirming import map_file

TRAPS = Path(os.environ.get("ENGAGEKIT_SHARED", "../shared")) / "exports" / "excel-traps"
FILES = sorted(path.name for path in TRAPS.glob("*")) if TRAPS.exists() else []

pytestmark = pytest.mark.shared


def copied(name: str, folder: Path) -> Path:
    (folder / "engagekit.toml").touch()
    place = folder / name
    place.write_bytes((TRAPS / name).read_bytes())
    return place


@pytest.mark.parametrize("name", FILES)
def test_a_trap_is_read_or_refused_in_one_sentence_that_says_what_to_do(name, tmp_path):
    place = copied(name, tmp_path)
    first = load.read_file(place, name, Settings())
    assert first.error is not None and first.error.startswith(name)
    try:
        on_its_way = import_file(place, row="enquiry")
        assert on_its_way.open and on_its_way.columns
        assert str(on_its_way)
    except EngagekitError as refused:
        assert "nothing to" in str(refused)
        assert "nothing to read" in first.error


@pytest.mark.parametrize("name", ["readxl_empty-sheets.xlsx", "calamine_empty_sheet.xlsx"])
def test_a_workbook_without_rows_holds_nothing_to_read(name, tmp_path):
    error = load.read_file(copied(name, tmp_path), name, Settings()).error
    assert error is not None and "there is nothing to read" in error


def test_a_sheet_of_errors_alone_names_the_cell_at_fault(tmp_path):
    name = "calamine_errors.xlsx"
    error = load.read_file(copied(name, tmp_path), name, Settings()).error
    assert error is not None and "cell A1" in error and "#DIV/0!" in error


@pytest.mark.parametrize("suffix", ["xls", "xlsx"])
def test_titles_above_and_notes_below_are_no_people(suffix, tmp_path):
    place = copied(f"readxl_deaths_title-rows-and-footer.{suffix}", tmp_path)
    given = {"display_name": "Name", "role_level": "Profession", "contact_id": "none"}
    map_file(place, table="contacts", given=given)
    found = load.read_file(place, place.name, Settings())
    assert (found.rows_read, found.rows_kept) == (14, 10)
    assert [(part.reason, part.rows) for part in found.set_aside] == [("note below the table", 4)]
    assert found.seen is not None and found.seen.header_row == 5


@pytest.mark.parametrize("suffix", ["xls", "xlsb", "xlsx"])
def test_days_counted_from_1904_are_the_same_days(suffix, tmp_path):
    place = copied(f"calamine_date_1904.{suffix}", tmp_path)
    assert open_export(place).sheet.row(0)[0] == "2021-01-01"


def test_large_numbers_are_the_same_as_a_number_and_as_text(tmp_path):
    cells = open_export(copied("readxl_big-texty-numbers.xlsx", tmp_path)).sheet.cells
    assert cells[0].tolist()[2:] == cells[1].tolist()[2:]
    assert cells[0].tolist()[3] == "2147483648"


def test_the_first_visible_sheet_is_read_and_hidden_ones_are_not(tmp_path):
    for suffix in ("ods", "xls", "xlsb", "xlsx"):
        export = open_export(copied(f"calamine_any_sheets.{suffix}", tmp_path))
        assert export.sheet.name == "Visible"
        assert all(sheet.hidden for sheet in export.sheets if "hidden" in sheet.name.casefold())
