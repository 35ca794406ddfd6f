"""Repeat groups of ODK and KoBoToolbox: their rows are answers of the respondents around them."""

from __future__ import annotations

import csv
import zipfile
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from engagekit.errors import ExportError
from engagekit.files.source_file import open_export
from engagekit.loading import load
from engagekit.readers.survey import kobo, odk
from engagekit.settings.schema import Settings

FORM = Path(__file__).parents[2] / "exports" / "odk_repeats"


def _answers(frame: pd.DataFrame, question_id: str) -> list[tuple[str, str]]:
    part = frame[frame["question_id"] == question_id]
    return list(zip(part["respondent_id"], part["value"], strict=True))


def _zipped(folder: Path, name: str = "desk.zip") -> Path:
    with zipfile.ZipFile(folder / name, "w") as archive:
        for path in sorted(FORM.glob("*.csv")):
            archive.write(path, path.name)
    return folder / name


def test_a_zip_of_a_form_with_repeats_loads_and_its_rows_belong_to_their_respondents(
    tmp_path: Path,
) -> None:
    _zipped(tmp_path)
    tables = load.load(tmp_path, Settings())
    assert sorted(tables.frames["respondents"]["respondent_id"]) == ["uuid:a1", "uuid:b2"]
    found = tables.frames["responses"]
    assert _answers(found, "visit-happy") == [("uuid:a1", "4"), ("uuid:a1", "5"), ("uuid:b2", "2")]
    assert _answers(found, "visit-item-title") == [
        ("uuid:a1", "Tax atlas"),
        ("uuid:a1", "Case law"),
    ]
    assert set(found["survey_id"]) == set(tables.frames["surveys"]["survey_id"])
    ticked = found[(found["question_id"] == "visit-what") & found["value"].notna()]
    assert ticked[["respondent_id", "value"]].to_numpy().tolist() == [
        ["uuid:a1", "loan"], ["uuid:b2", "loan"], ["uuid:a1", "advice"],
    ]  # fmt: skip


def test_rejected_submissions_and_their_repeats_are_set_aside_with_the_reason(
    tmp_path: Path,
) -> None:
    _zipped(tmp_path)
    tables = load.load(tmp_path, Settings())
    told = {(Path(part.file).name, part.reason): part.rows for part in tables.left_out}
    assert told == {
        ("desk.csv", odk.REJECTED): 1,
        ("desk-visit.csv", odk.REJECTED): 1,
        ("desk-visit-item.csv", odk.REJECTED): 1,
    }
    assert all(source.tool == "ODK" for source in tables.origins)
    assert "uuid:c3" not in set(tables.frames["responses"]["respondent_id"])


def test_the_same_form_exported_again_counts_each_answer_once(tmp_path: Path) -> None:
    _zipped(tmp_path)
    first = len(load.load(tmp_path, Settings()).frames["responses"])
    path = _zipped(tmp_path, "later.zip")
    with zipfile.ZipFile(path, "w") as archive:
        for part in sorted(FORM.glob("*.csv")):
            archive.writestr(part.name, part.read_text(encoding="utf-8") + "\n")
    assert len(load.load(tmp_path, Settings()).frames["responses"]) == first


def test_a_repeat_without_its_submissions_is_refused_with_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "desk-visit.csv"
    path.write_bytes((FORM / "desk-visit.csv").read_bytes())
    with pytest.raises(ExportError, match="Put the whole ZIP of the form into the folder"):
        odk.read(open_export(path))


def test_rows_of_a_repeat_whose_submission_is_gone_are_set_aside(tmp_path: Path) -> None:
    for name in ("desk.csv", "desk-visit.csv"):
        (tmp_path / name).write_bytes((FORM / name).read_bytes())
    with (tmp_path / "desk-visit.csv").open("a", encoding="utf-8", newline="") as file:
        csv.writer(file).writerow(["loan", "1", "0", "1", "uuid:zz", "uuid:zz/visit[1]"])
    found = odk.read(open_export(tmp_path / "desk-visit.csv"))
    assert found.rows_read == found.rows_kept + sum(part.rows for part in found.set_aside)
    assert ("a row of a repeat group whose submission is not there", 1) in [
        (part.reason, part.rows) for part in found.set_aside
    ]


def _book(folder: Path, visits: list[list[object]], items: list[list[object]]) -> Path:
    book = openpyxl.Workbook()
    book.active.title = "Desk"
    for row in (
        ["Happy?", "_id", "_uuid", "_submission_time", "_index"],
        ["Yes", 901, "u-1", "2026-01-05T10:00:00", 1],
        ["No", 902, "u-2", "2026-01-06T10:00:00", 2],
    ):
        book.active.append(row)
    for name, rows in (("item", items), ("visit", visits)):
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    path = folder / "Desk.xlsx"
    book.save(path)
    return path


VISITS = [
    ["What for?", "_index", "_parent_table_name", "_parent_index"],
    ["Loan", 1, "Desk", 1],
    ["Advice", 2, "Desk", 2],
    ["Loan", 3, "Desk", 2],
]
ITEMS = [
    ["Title", "_index", "_parent_table_name", "_parent_index"],
    ["Atlas", 1, "visit", 3],
    ["Lost", 2, "visit", 9],
]


@pytest.mark.parametrize("keyed", [False, True])
def test_the_sheets_of_repeats_in_a_kobo_workbook_are_read_also_one_in_another(
    tmp_path: Path, keyed: bool
) -> None:
    visits, items = [list(row) for row in VISITS], [list(row) for row in ITEMS]
    if keyed:  # later servers name the submission in each row
        for rows, owners in ((visits, ["u-1", "u-2", "u-2"]), (items, ["u-2", "u-9"])):
            for row, own in zip(rows, ["_submission__uuid", *owners], strict=True):
                row.append(own)
    found = kobo.read(open_export(_book(tmp_path, visits, items)))
    answers = found.tables["responses"]
    assert _answers(answers, "visit-what-for") == [
        ("901", "Loan"),
        ("902", "Advice"),
        ("902", "Loan"),
    ]
    assert _answers(answers, "item-title") == [("902", "Atlas")]
    assert found.rows_read == found.rows_kept == len(found.tables["respondents"]) == 2
    assert [(one.sheet, one.problem) for one in found.problems] == [
        ("item", "has 1 rows of submissions that are not in the main sheet; left out")
    ]
    assert "visit (3 rows)" in found.why
