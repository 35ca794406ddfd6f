"""Ratings without a direction are asked about, with what either end would mean."""

from __future__ import annotations

import json
import shlex
from pathlib import Path

import pytest

from engagekit.cli.app import main
from engagekit.errors import UsageError
from engagekit.loading.load import load
from engagekit.loading.open_scales import best, of

WORDING = "How do you rate the reading room?"


def project(folder: Path, answers: str, wording: str = WORDING) -> Path:
    (folder / "engagekit.toml").write_text("[organisation]\nname = 'Firm'\n", encoding="utf-8")
    (folder / "data").mkdir()
    rows = "".join(
        f"2026/03/{at % 28 + 1:02d} 9:00:00 AM EST,{answer}\n" for at, answer in enumerate(answers)
    )
    text = f'Timestamp,"{wording}"\n{rows}'
    (folder / "data" / "form.csv").write_text(text, encoding="utf-8")
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


@pytest.mark.parametrize(("last", "offered"), [("3", True), ("7", False)])
def test_a_number_far_beyond_the_others_may_be_no_opinion(
    last: str, offered: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(project(tmp_path, "1114444223" * 3 + last))
    assert bool(of(load(""))) is offered


def test_what_is_no_end_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(project(tmp_path, "5555444335" * 3))
    with pytest.raises(UsageError, match="one of the ends: 5 or 1"):
        best(WORDING, 3)
    with pytest.raises(UsageError, match="No rating"):
        best("Another question", 5)


@pytest.mark.parametrize(("wording", "last"), [
    ("Rate the room from 1 to 10", 10),
    ("Rate the room, 1-6", 6),
    ("Rate the room", 5),
])  # fmt: skip
def test_the_points_are_those_that_the_question_names(
    wording: str, last: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(project(tmp_path, "1115444335" * 3, wording))
    (asked,) = of(load(""))
    assert asked.answers[str(last)] == tuple(map(str, range(1, last + 1)))


@pytest.mark.parametrize(("answer", "kind"), [("10", "net_promoter"), ("7", "scale")])
def test_who_never_chose_eight_may_have_been_asked_on_zero_to_ten(
    answer: str, kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wording = "How likely are you to recommend us, all in all?"
    monkeypatch.chdir(project(tmp_path, "1237444335" * 3, wording))
    (asked,) = of(load(""))
    assert list(asked.answers) == ["7", "1", "10"]
    best(wording, answer)
    after = load("")
    assert after.questions["kind"].tolist() == [kind]
    assert after.responses["score"].max() == 7.0
    assert of(after) == []
