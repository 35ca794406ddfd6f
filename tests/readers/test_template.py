"""Our own template: which headers count, which rows count, which numbers are made."""

from __future__ import annotations

from pathlib import Path

import pytest

from engagekit.files.source_file import Export, open_export
from engagekit.readers import template
from engagekit.tables.schema import TABLES
from tests.reading import tools_of


def _csv(folder: Path, text: str, name: str = "walks.csv") -> Export:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return open_export(path)


def test_headers_are_known_without_case_and_spaces_and_below_a_title(tmp_path: Path) -> None:
    export = _csv(tmp_path, "Walks of March,,\n,,\nON,Channel,Display Name\n2026-03-01,walk,Bo Ek")
    seen = template.recognise(export)
    assert seen is not None
    assert seen.header_row == 3
    assert template.read(export).tables["touches"].index.tolist() == [4]


@pytest.mark.parametrize("header", [
    "on,channel",  # touches alone needs them, and all headers are known
    "on,channel,minutes,weather,mood",  # three of five are ours
])  # fmt: skip
def test_a_lone_table_is_known_by_its_columns(header: str, tmp_path: Path) -> None:
    cells = ",".join(["1"] * (header.count(",") + 1))
    assert template.recognise(_csv(tmp_path, f"{header}\n{cells}")) is not None


@pytest.mark.parametrize("header", [
    "on,channel,display_name,minutes,weather,mood,shoes",  # four of seven are ours
    "display_name,email",  # contact_id is missing
    "what,on",  # n is missing
])  # fmt: skip
def test_a_table_with_too_few_of_our_columns_is_not_ours(header: str, tmp_path: Path) -> None:
    cells = ",".join(["1"] * (header.count(",") + 1))
    assert template.recognise(_csv(tmp_path, f"{header}\n{cells}")) is None


@pytest.mark.parametrize(("above", "known"), [(4, True), (5, False)])
def test_a_header_is_in_the_first_five_rows(above: int, known: bool, tmp_path: Path) -> None:
    text = "A title\n" * above + "on,channel\n2026-03-01,walk"
    assert (template.recognise(_csv(tmp_path, text)) is not None) is known


def test_an_unknown_column_is_named_with_the_nearest_known_one(tmp_path: Path) -> None:
    found = template.read(_csv(tmp_path, "on,channel,place,minuts\n2026-03-01,walk,desk,5"))
    assert list(found.dropped_columns) == [("minuts", "not used")]
    (problem,) = found.problems
    assert problem.cell == "D1"
    assert problem.remedy.startswith("Did you mean 'minutes'?")


def test_numbers_are_made_where_a_row_has_none(tmp_path: Path) -> None:
    found = template.read(
        _csv(tmp_path, "touch_id,on,channel\nT1,2026-03-01,walk\n,2026-03-02,walk")
    )
    assert found.tables["touches"]["touch_id"].tolist() == ["T1", "walks-3"]


def test_problems_found_later_can_name_their_cell(tmp_path: Path) -> None:
    found = template.read(_csv(tmp_path, "channel,on\nwalk,2026-03-01"))
    assert found.origins["touches"] == {"channel": 0, "on": 1}


def test_example_blank_and_overlong_rows_are_set_aside(tmp_path: Path) -> None:
    text = "contact_id,display_name\nexample-1,Ada\n,\nA1,Bo Ek\nA2,Ek, Bo"
    found = template.read(_csv(tmp_path, text, "contacts.csv"))
    assert {part.reason: part.rows for part in found.set_aside} == {
        "example row": 1, "blank row": 1, "more cells than the header": 1,
    }  # fmt: skip
    assert (found.rows_read, found.rows_kept) == (4, 1)


@pytest.mark.parametrize("name", TABLES)
def test_each_tidy_table_saved_as_csv_is_read_back_as_itself(name: str, tmp_path: Path) -> None:
    names = TABLES[name].names
    export = _csv(tmp_path, f"{','.join(names)}\n{','.join('1' for _ in names)}", "export.csv")
    assert tools_of(export) == [template.TOOL]
    assert list(template.read(export).tables) == [name]
