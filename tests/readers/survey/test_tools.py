"""Exports of survey tools as a few rows, and what is read of them: the cases of ``cases.toml``."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from engagekit.errors import ExportError
from engagekit.loading import recognise as readers
from engagekit.readers.registry import all_readers
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
