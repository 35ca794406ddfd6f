"""Ratings without a direction are asked about, with what either end would mean."""

from __future__ import annotations

import json
import shlex
from pathlib import Path

import openpyxl
import pytest

from engagekit.cli.app import main
from engagekit.errors import UsageError
from engagekit.loading.load import load
from engagekit.loading.open_scales import best, of

WORDING = "How do you rate the reading room?"


def project(folder: Path, answers: str, wording: str = WORDING) -> Path:
    (folder / "engagekit.toml").write_text("[organisation]\nname = 'Firm'\n", encoding="utf-8")
    (folder / "data").mkdir()
    sheets = {
        "surveys": [["survey_id", "title"], ["s1", "Survey"]],
        "questions": [
            ["question_id", "survey_id", "wording", "kind"],
            ["q1", "s1", wording, "scale"],
        ],
        "respondents": [["respondent_id", "survey_id"]],
        "responses": [["respondent_id", "survey_id", "question_id", "value"]],
    }
    for at, answer in enumerate(answers):
        sheets["respondents"].append([f"r{at}", "s1"])
        sheets["responses"].append([f"r{at}", "s1", "q1", answer])
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(folder / "data" / "answers.xlsx")
    return folder


@pytest.mark.parametrize(("end", "mean"), [("5", 4.0), ("1", 2.0)])
def test_one_command_says_which_end_is_good(
    end: str, mean: float, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.chdir(project(tmp_path, "5555444335" * 3 + "1211" * 2))
    tables = load("")
    scores = tables.responses["value"].dropna().astype(int)
    (asked,) = of(tables)
    assert (asked.question, asked.answers["5"]) == (WORDING, ("1", "2", "3", "4", "5"))
    assert asked.top("5") == ("5", "4", (scores >= 4).mean())
    assert asked.top("1") == ("1", "2", (scores <= 2).mean())
    command = asked.command(end)
    with pytest.raises(SystemExit) as left:
        main(shlex.split(command)[1:])
    assert left.value.code in (0, None)
    after = load("")
    wanted = scores if end == "5" else 6 - scores
    assert after.responses["score"].dropna().tolist() == wanted.tolist()
    assert of(after) == []
    capsys.readouterr()


def test_check_asks_and_each_command_is_in_its_document(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(project(tmp_path, "5555444335" * 3))
    with pytest.raises(SystemExit):
        main(["check", "--json"])
    (asked,) = json.loads(capsys.readouterr().out)["open_scales"]
    assert asked["question"] == WORDING
    assert [command[-1] for command in asked["commands"]] == ["5", "1"]


def test_what_is_no_end_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(project(tmp_path, "5555444335" * 3))
    with pytest.raises(UsageError, match="one of the ends: 5 or 1"):
        best(WORDING, 3)
    with pytest.raises(UsageError, match="No rating"):
        best("Another question", 5)
