"""Every sheet, row and named column of a file is read, set aside with a reason, or a question."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from engagekit.files.source_file import open_export
from engagekit.importing.session import import_file
from engagekit.loading import load
from engagekit.loading.read_file import read_file
from engagekit.settings.schema import Settings, make_settings
from tests.loading import equation
from tests.reading import workbook

pytestmark = pytest.mark.usefixtures("said")
EXPORTS = Path(__file__).parents[1] / "exports"
SHARED = Path(os.environ.get("ENGAGEKIT_SHARED", "../shared")) / "exports"
NO_EXPORTS = (".toml", ".md", ".gitattributes", "EXPECTED.tsv", "SOURCES.tsv")


def _exports(folder: Path) -> list[Path]:
    return sorted(
        path
        for path in folder.rglob("*")
        if path.is_file()
        and not path.name.endswith(NO_EXPORTS)
        and ".expected." not in path.name
        and "truth" not in path.parts
    )


def _cells(name: str) -> list[list[str]]:
    return [list(row) for row in open_export(EXPORTS / name).sheet.cells.itertuples(index=False)]


@pytest.fixture
def monthly(tmp_path: Path) -> Path:
    """A log with a sheet a month, a list of another tool, notes, and a table of nobody's."""
    header, *rows = _cells("gimlet/questions.csv")
    later = [[cell.replace("02/", "03/") for cell in row] for row in rows]
    sheets = {
        "Notes": [["Ask Mary about these."]],
        "January": [header, *rows],
        "February": [header, *later],
        "People": _cells("hr_roster/workday-like.csv"),
        "Prices": [["Item", "Price"], ["Mug", "4"], ["Pen", "1"]],
    }
    place = workbook(tmp_path / "log.xlsx", sheets)
    import_file(place, row="person", sheet="People").confirm()
    return place


def test_alike_sheets_are_read_together_and_others_by_their_own_reader(monthly: Path) -> None:
    accounts = {one.sheet: one for one in read_file(monthly, "log.xlsx", Settings()).sheet_accounts}
    assert {name: one.read_as for name, one in accounts.items()} == {
        "Notes": "", "January": "touches", "February": "touches", "People": "contacts", "Prices": "",
    }  # fmt: skip
    assert accounts["Notes"].reason == "holds no table"
    assert [name for name, one in accounts.items() if one.is_open] == ["Prices"]
    assert accounts["January"].rows_kept == accounts["February"].rows_kept > 0


def test_a_sheet_that_nobody_knows_is_a_question_and_rows_of_others_keep_their_place(
    monthly: Path,
) -> None:
    tables = load.load(monthly.parent, Settings())
    told = tables.problems[tables.problems["sheet"] == "Prices"]
    assert told["problem"].tolist() == ["holds 2 rows that are not read"]
    places = tables.places["touches"]
    assert set(places["sheet"]) == {"January", "February"}
    assert tables.touches["touch_id"].is_unique
    source = tables.sources.set_index("file").loc["log.xlsx"]
    assert source["rows_kept"] == len(tables.touches) + len(tables.contacts)
    choice = {"files": {"log.xlsx": {"ignore_sheets": ["Prices"]}}}
    quiet = load.load(monthly.parent, make_settings(choice))
    assert "Prices" not in set(quiet.problems["sheet"])


@pytest.mark.parametrize("path", _exports(EXPORTS), ids=lambda path: path.name)
def test_the_equation_holds_for_rows_sheets_and_columns(path: Path) -> None:
    assert equation.breaks(path) == []


@pytest.mark.shared
@pytest.mark.parametrize("path", _exports(SHARED), ids=lambda path: path.name)
def test_the_equation_holds_for_real_exports(path: Path) -> None:
    assert equation.breaks(path) == []


def test_a_column_says_which_field_it_fills_or_why_it_goes_nowhere() -> None:
    path = EXPORTS / "gimlet" / "questions.csv"
    accounts = read_file(path, path.name, Settings()).column_accounts
    used = {one.column: one.used_as or one.reason for one in accounts}
    assert used["Date & Time"] == "touches.on"
    assert used["Question"] == used["Answer"] == "content of a message"
