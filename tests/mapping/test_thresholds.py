"""Every threshold by which a file is matched or a mapping drafted, from both sides of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from engagekit.files.source_file import open_export
from engagekit.importing import table_detection
from engagekit.importing.table_detection import find_table
from engagekit.loading.read_file import read_file
from engagekit.mapping.mapping_file import make_mapping
from engagekit.mapping.mapping_files import ABOVE, mapping_files
from engagekit.mapping.matching import fitted
from engagekit.settings.schema import Settings
from tests.reading import workbook, written


@pytest.mark.parametrize(
    ("headers", "found"), [("A,B", True), ("B,A", True), ("A,B,C", False), ("A,C", None)]
)
def test_a_shape_is_known_by_all_its_headers_and_a_new_one_is_asked_about(
    headers: str, found: bool | None, tmp_path: Path
) -> None:
    mapping = make_mapping({"name": "m", "table": "touches", "columns": {"on": "A", "need": "B"}})
    matched = fitted(written(tmp_path, f"{headers}\nx,y\n"), mapping)
    assert (matched.same if matched else None) is found


@pytest.mark.parametrize("above", [ABOVE - 1, ABOVE])
def test_mappings_stand_so_many_folders_above_a_file(above: int, tmp_path: Path) -> None:
    home = tmp_path.joinpath("a", "b", "c", "d")
    home.mkdir(parents=True)
    folder = [home, *home.parents][above] / "mappings"
    folder.mkdir()
    (folder / "m.toml").touch()
    assert bool(mapping_files(home / "x.csv")) is (above < ABOVE)


def test_a_header_below_the_first_rows_is_not_looked_for(tmp_path: Path) -> None:
    for above, is_header in ((table_detection.HEAD - 1, True), (table_detection.HEAD, False)):
        text = "note\n" * above + "Day,N\n" + "2026-01-02,5\n" * 40
        assert bool(find_table(written(tmp_path, text)).header_rows) is is_header


@pytest.mark.parametrize(("typed", "is_header"), [(1, True), (2, False)])
def test_a_header_has_words_over_half_of_the_columns_of_numbers(
    typed: int, is_header: bool, tmp_path: Path
) -> None:
    header = ["A" if n >= typed else "7" for n in range(2)]
    text = ",".join(header) + "\n" + "1,2\n" * 9
    assert bool(find_table(written(tmp_path, text)).header_rows) is is_header


@pytest.mark.parametrize("sheets", [table_detection.MOST_SHEETS, table_detection.MOST_SHEETS + 1])
def test_so_many_sheets_are_looked_at(sheets: int, tmp_path: Path) -> None:
    notes = {f"s{n}": [["note"]] for n in range(1, sheets)}
    table = [["Day", "N"], ["2026-01-02", "5"]]
    found = find_table(open_export(workbook(tmp_path / "book.xlsx", {**notes, "last": table})))
    assert (found.sheet.name == "last") is (sheets <= table_detection.MOST_SHEETS)


@pytest.mark.parametrize(("letters", "same"), [(2_000, True), (2_001, False)])
def test_a_header_has_so_many_letters_at_most(letters: int, same: bool, tmp_path: Path) -> None:
    header = "x" * letters
    table = find_table(written(tmp_path, f"Date,{header}\n" + "2026-09-01,1\n" * 9))
    assert table is not None
    assert (table.headers[1] == header) is same


@pytest.mark.parametrize("suffix", [".mbox", ".pst"])
def test_a_mailbox_is_named_as_one(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"mail{suffix}"
    path.write_text("From a@x.example\nSubject: hi\n\nhi\n" * 9, encoding="utf-8")
    part = read_file(path, path.name, Settings())
    assert "is a mailbox. Export its messages as .csv." in str(part.error)


LIST = "Name,Department,\nAnn Lee,Tax,new\nBo Ray,Audit,\nCy Day,Audit,\n"


@pytest.mark.parametrize(("text", "header"), [
    ("Orientation\nDate:,2026-07-06\n\n" + LIST, 4), ("Date,2026-07-06\nTrainer:,Eve Moss\n" + LIST, 3),
    ("Date:,2026-07-06\n" + LIST, 2), (LIST, 1), (LIST.replace("Name,Department", "Name:,Department:"), 1),
    (LIST.replace("Name,Department", "Unit,2026"), 1), (LIST.replace("\nAnn", "\n,,\nAnn"), 1),
    ("Name,,Team,Day\nAnn,Moss,Tax,\nBob,Moss,Tax,\nCat,Moss,Audit,2026-01-15\n", 1),
    ("Branch,2024,2025\nNorth,10,20\nSouth,5,6\n", 1),
])  # fmt: skip
def test_a_header_is_found_below_what_states_something(
    text: str, header: int, tmp_path: Path
) -> None:
    assert find_table(written(tmp_path, text)).header_row == header
