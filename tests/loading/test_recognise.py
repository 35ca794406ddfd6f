"""A reader that fails is a fault of the kit, told with its traceback; the other files are read."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from engagekit.errors import DataError
from engagekit.files.source_file import open_export
from engagekit.loading import recognise
from engagekit.loading.load import load, read_file
from engagekit.loading.read_file import Loaded
from engagekit.readers.survey import surveymonkey
from engagekit.settings.schema import FileChoice, Settings
from tests.command_runs import run

pytestmark = pytest.mark.usefixtures("proposals_taken")

ANSWERS = "Respondent ID,Collector ID,End Date,How was it?\n1234567890,1,2026-01-02 10:01:00,Good\n"
CONTACTS = "contact_id,display_name,email,department,joined_on\n1,Ana,a@x.example,Tax,2020-01-15\n"
FAULT = "answers.csv: internal fault in the reader of SurveyMonkey, please report"


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    (tmp_path / "answers.csv").write_text(ANSWERS, "utf-8")
    (tmp_path / "contacts.csv").write_text(CONTACTS, "utf-8")
    yield tmp_path
    logging.getLogger("engagekit").setLevel(logging.NOTSET)


def _read(folder: Path) -> Loaded:
    return read_file(folder / "answers.csv", "answers.csv", Settings())


def _broken(*_: Any) -> Any:
    return {}["no such key"]


def _refusing(*_: Any) -> Any:
    raise DataError("answers.csv holds two surveys. Split it.")


@pytest.mark.parametrize("name", ["read", "recognise"])
def test_a_fault_of_a_reader_keeps_its_traceback_and_the_other_files_are_read(
    name: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert load(folder, Settings()).responses["value"].tolist() == ["Good"]
    monkeypatch.setattr(surveymonkey, name, _broken)
    broken = _read(folder)
    assert FAULT in (broken.error or "")
    assert "KeyError" in broken.traceback and "in _broken" in broken.traceback
    if name == "read":
        tables = load(folder, Settings())
        assert len(tables.contacts) == 1 and FAULT in str(tables.faults)


def test_a_refusal_is_no_fault(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(surveymonkey, "read", _refusing)
    part = _read(folder)
    assert (part.error, part.traceback) == ("answers.csv holds two surveys. Split it.", "")


def test_a_file_that_only_the_settings_give_to_a_tool_is_no_fault(tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text("a\nb\n", "utf-8")
    settings = Settings(files={"list.csv": FileChoice(tool="engagekit template")})
    error = read_file(tmp_path / "list.csv", "list.csv", settings).error or ""
    assert "[files] says that list.csv comes from engagekit template" in error
    assert "internal fault" not in error


@pytest.mark.parametrize("words", [[], ["--debug"]])
def test_the_command_shows_the_traceback_with_debug_alone(
    words: list[str],
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(surveymonkey, "read", _broken)
    code, out, _ = run(capsys, "inspect", *words, str(folder / "answers.csv"))
    assert code == 3 and FAULT in out
    assert ("in _broken" in caplog.text) == bool(words)


def test_nested_json_is_told_as_json(tmp_path: Path) -> None:
    (tmp_path / "loans.json").write_text('{"data": {"items": [{"id": 1}, {"id": 2}]}}', "utf-8")
    said = recognise.unknown(open_export(tmp_path / "loans.json"))
    assert "is JSON" in said and "Export the same list as .csv or .xlsx" in said
