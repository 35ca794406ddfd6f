"""A reader that fails is a fault of the kit, told with its traceback; the other files are read."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from engagekit.cli.app import main
from engagekit.errors import DataError, ReaderError
from engagekit.files.source_file import open_export
from engagekit.loading import recognise
from engagekit.loading.load import load, read_file
from engagekit.readers.survey import surveymonkey
from engagekit.settings.schema import FileChoice, Settings

pytestmark = pytest.mark.usefixtures("proposals_taken")

ANSWERS = "Respondent ID,Collector ID,End Date,How was it?\n1234567890,1,2026-01-02 10:01:00,Good\n"
CONTACTS = "contact_id,display_name,email,department,joined_on\n1,Ana,a@x.example,Tax,2020-01-15\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "answers.csv").write_text(ANSWERS, "utf-8")
    (tmp_path / "contacts.csv").write_text(CONTACTS, "utf-8")
    return tmp_path


@pytest.fixture(autouse=True)
def quiet_again() -> Iterator[None]:
    yield
    logging.getLogger("engagekit").setLevel(logging.NOTSET)


def _broken(*_: Any) -> Any:
    return {}["no such key"]


@pytest.mark.parametrize("name", ["read", "recognise"])
def test_a_fault_of_a_reader_keeps_its_traceback_and_the_other_files_are_read(
    name: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(surveymonkey, name, _broken)
    broken = read_file(folder / "answers.csv", "answers.csv", Settings())
    assert broken.error is not None
    assert (
        "answers.csv: internal fault in the reader of SurveyMonkey, please report" in broken.error
    )
    assert "KeyError" in broken.traceback
    assert "in _broken" in broken.traceback
    if name == "read":
        tables = load(folder, Settings())
        assert len(tables.contacts) == 1
        assert any("internal fault in the reader" in str(one) for one in tables.faults)


def test_every_kind_of_fault_is_caught(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any) -> Any:
        raise RuntimeError("deep inside")

    monkeypatch.setattr(surveymonkey, "read", broken)
    with pytest.raises(ReaderError, match="deep inside") as caught:
        recognise.read(surveymonkey, open_export(folder / "answers.csv"))
    assert isinstance(caught.value.__cause__, RuntimeError)


def test_a_refusal_is_no_fault(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refusing(*_: Any) -> Any:
        raise DataError("answers.csv holds two surveys. Split it.")

    monkeypatch.setattr(surveymonkey, "read", refusing)
    part = read_file(folder / "answers.csv", "answers.csv", Settings())
    assert part.error == "answers.csv holds two surveys. Split it."
    assert part.traceback == ""


def test_a_file_that_only_the_settings_give_to_a_tool_is_no_fault(tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text("a\nb\n", "utf-8")
    settings = Settings(files={"list.csv": FileChoice(tool="engagekit template")})
    part = read_file(tmp_path / "list.csv", "list.csv", settings)
    assert part.error is not None
    assert "[files] says that list.csv comes from engagekit template" in part.error
    assert "internal fault" not in part.error


@pytest.mark.parametrize("words", [["inspect"], ["inspect", "--debug"]])
def test_the_command_shows_the_traceback_with_debug_alone(
    words: list[str],
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(surveymonkey, "read", _broken)
    with pytest.raises(SystemExit) as caught:
        main([*words, str(folder / "answers.csv")])
    assert caught.value.code == 3
    assert "internal fault in the reader of SurveyMonkey" in capsys.readouterr().out
    assert ("in _broken" in caplog.text) == ("--debug" in words)


def test_answers_are_read(folder: Path) -> None:
    responses = load(folder, Settings()).responses
    assert pd.Series(responses["value"]).tolist() == ["Good"]


def test_nested_json_is_told_as_json(tmp_path: Path) -> None:
    (tmp_path / "loans.json").write_text('{"data": {"items": [{"id": 1}, {"id": 2}]}}', "utf-8")
    said = recognise.unknown(open_export(tmp_path / "loans.json"))
    assert "is JSON" in said and "Export the same list as .csv or .xlsx" in said
