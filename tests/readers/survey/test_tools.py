"""Exports of survey tools as a few rows, and what is read of them: the cases of ``cases.toml``."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from engagekit.errors import ExportError
from engagekit.loading import recognise as readers
from engagekit.loading.read_file import read_file
from engagekit.readers.registry import all_readers
from engagekit.readers.survey import surveymonkey
from engagekit.settings.schema import Settings
from tests.readers.survey.sheets import export_of

CASES = tomllib.loads(Path(__file__).with_name("cases.toml").read_text("utf-8"))
TABLES = ("surveys", "respondents", "questions", "responses")


def _cells(text: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.split("|")] for line in text[:-1].split("\n")]


@pytest.mark.parametrize("case", CASES["case"], ids=lambda case: case["name"])
def test_an_export_gives_its_tables(case: dict[str, Any], tmp_path: Path) -> None:
    export, reader = export_of(tmp_path, _cells(case["rows"])), all_readers()[case["tool"]]
    seen = reader.recognise(export)
    assert seen is not None
    assert seen.certain is case.get("is_certain", True)
    found = readers.read(reader, export)
    for name in {*TABLES} & {*case}:
        head, *rows = _cells(case[name])
        table = found.tables[name][head].astype(object).fillna("").astype(str)
        table = table.drop_duplicates() if name == "questions" else table
        assert table.to_numpy().tolist() == rows, name
    assert [f"{part.reason}: {part.rows}" for part in found.set_aside] == case.get("aside", [])
    assert {*case.get("dropped", [])} <= {f"{name}: {why}" for name, why in found.dropped_columns}
    assert [problem.problem for problem in found.problems] == case.get("told", [])


def test_records_of_several_events_are_refused(tmp_path: Path) -> None:
    rows = _cells("study_id | redcap_event_name | happy\n7 | start | 1\n7 | month_3 | 2\n")
    reader = all_readers()["REDCap"]
    assert len(reader.read(export_of(tmp_path, rows[:2])).answers.fields) == 1
    with pytest.raises(ExportError, match="answers of 2 events or repeats"):
        reader.read(export_of(tmp_path, rows))


@pytest.mark.parametrize("case", CASES["stranger"], ids=lambda case: case["name"])
def test_a_sheet_of_something_else_is_not_taken(case: dict[str, Any], tmp_path: Path) -> None:
    export = export_of(tmp_path, _cells(case["rows"]))
    assert all_readers()[case["tool"]].recognise(export) is None


@pytest.mark.parametrize("case", CASES["threshold"], ids=lambda case: case["name"])
def test_a_tool_is_known_from_its_threshold_on(case: dict[str, Any], tmp_path: Path) -> None:
    export = export_of(tmp_path, _cells(case["rows"]))
    assert (all_readers()[case["tool"]].recognise(export) is not None) is case["is_known"]


@pytest.mark.parametrize(("before", "own"), [(8, True), (9, False)])
def test_columns_of_surveymonkey_stand_before_the_tenth(
    before: int, own: bool, tmp_path: Path
) -> None:
    asked = [f"Question {at}?" for at in range(2, before + 1)]
    head = ["Respondent ID", "Collector ID", *asked, "Date created"]
    rows = [head, ["1234567890", "1", *["Yes"] * (before - 1), "1/2/2026 10:00:00"]]
    answers = surveymonkey.read(export_of(tmp_path, rows)).answers
    assert ("Date created" in [one.wording for one in answers.fields]) is not own
    assert ("Collector ID", "metadata") in answers.dropped


def _tables(tool: str, text: str, folder: Path) -> dict[str, pd.DataFrame]:
    export = export_of(folder, _cells(text))
    made = read_file(export.path, export.file, Settings())
    assert (made.error, made.tool) == (None, tool)
    return made.frames or {}


@pytest.mark.parametrize("language", ["fr", "de", "es"])
@pytest.mark.parametrize("tool", CASES["interface"])
def test_the_language_of_the_interface_changes_no_answer(
    tool: str, language: str, tmp_path: Path
) -> None:
    texts = CASES["interface"][tool]
    before, after = (_tables(tool, texts[one], tmp_path) for one in ("en", language))
    assert len(before["responses"]) >= 9
    for name in TABLES:
        pd.testing.assert_frame_equal(before[name], after[name])


def test_an_anonymous_form_is_not_one_person_who_answers_three_times(tmp_path: Path) -> None:
    for text in CASES["interface"]["Microsoft Forms"].values():
        frames = _tables("Microsoft Forms", text, tmp_path)
        assert frames["respondents"]["respondent_id"].nunique() == 3
        assert frames["surveys"]["anonymous"].tolist() == [True]
        assert frames["respondents"]["contact_id"].isna().all()
