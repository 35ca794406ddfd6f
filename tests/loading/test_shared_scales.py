"""Words that fit scales of several lengths have one scale over a survey, by evidence or by asking."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from engagekit.loading import load
from engagekit.loading.open_scales import best, of
from engagekit.measures import satisfaction
from engagekit.settings.schema import Settings
from engagekit.tables.problems import NOTE, QUESTION
from engagekit.tables.tables import Tables

DESK, LOANS = "How do you rate the desk?", "How do you rate loans?"
FOUR = ["Very good", "Good", "Fair", "Poor"]


def form(
    folder: Path, *columns: list[str], name: str = "Form", heads: tuple[str, ...] = (DESK, LOANS)
) -> None:
    rows = [",".join(row) for row in zip(*columns, strict=True)]
    text = [",".join(("Timestamp", *heads[: len(columns)]))]
    text += [f"1/{n % 28 + 1}/2026 {n // 28 + 9}:00:00,{row}" for n, row in enumerate(rows)]
    (folder / f"{name}.csv").write_text("\n".join(text), encoding="utf-8")


def levels(tables: Tables, wording: str = DESK) -> tuple[float, dict[str, float]]:
    question = tables.questions.set_index("wording").loc[wording]
    rows = tables.responses[tables.responses["question_id"] == question["question_id"]]
    pairs = rows[["value", "score"]].dropna().drop_duplicates()
    assert pairs["value"].is_unique  # one answer, one score
    return float(question["points"]), dict(zip(pairs["value"], pairs["score"], strict=True))


def told(tables: Tables, level: str) -> list[str]:
    mine = [one for one in tables.faults if one.level == level and one.file != "engagekit.toml"]
    return [str(one) for one in mine if "answers" in one.problem or "offering" in one.problem]


@pytest.mark.parametrize("answers", [56, 60])
def test_many_answers_without_the_best_level_say_that_it_was_not_offered(
    answers: int, tmp_path: Path
) -> None:
    form(tmp_path, FOUR * (answers // 4))
    tables = load.load(tmp_path, Settings())
    points, scores = levels(tables)
    if answers < 60:
        assert (points, scores["Good"]) == (5, 3.0)
        assert "may have offered other answers than Poor, Fair" in told(tables, QUESTION)[0]
        assert [one.top(answer) for one in of(tables) for answer in one.answers][:2] == [
            ("Excellent", "Very good", 0.25), ("Very good", "Good", 0.5)
        ]  # fmt: skip
    else:
        assert (points, scores["Good"]) == (4, 3.0) and not of(tables)
        assert f"none of {answers} answers is Excellent" in told(tables, NOTE)[0]
        assert satisfaction(tables).iloc[0]["estimate"] == 0.5


def test_a_level_that_another_question_uses_was_offered_in_all(tmp_path: Path) -> None:
    form(tmp_path, FOUR * 10, ["Excellent", "Good", "Very good", "Fair"] * 10)
    tables = load.load(tmp_path, Settings())
    assert levels(tables) == (5, {"Very good": 4, "Good": 3, "Fair": 2, "Poor": 1})
    assert levels(tables, LOANS)[1]["Good"] == 3 and not told(tables, NOTE) + told(tables, QUESTION)


@pytest.mark.parametrize(("many", "points"), [(7, 5), (8, 4)])
def test_a_scale_that_many_used_from_end_to_end_is_one_of_its_own(
    many: int, points: float, tmp_path: Path
) -> None:
    few = [*["Excellent", "Very good", "Good", "Fair", "Poor"], *[""] * (many * 4 - 5)]
    form(tmp_path, ["Excellent", "Good", "Fair", "Poor"] * many, few)
    tables = load.load(tmp_path, Settings())
    assert (levels(tables)[0], levels(tables, LOANS)[0]) == (points, 5)


def test_parts_of_a_survey_have_one_scale(tmp_path: Path) -> None:
    form(tmp_path, ["Very good", "Good", "Fair"] * 4, name="Form (1)")
    form(tmp_path, ["Good", "Fair", "Poor", "Very poor"] * 3, name="Form (2)")
    tables = load.load(tmp_path, Settings())
    scores = tables.responses[["value", "score"]].dropna().drop_duplicates()
    assert dict(scores.to_numpy()) == {**dict(zip(FOUR, (5, 4, 3, 2), strict=True)), "Very poor": 1}
    assert len(scores) == 5 and set(tables.questions["points"].dropna()) == {5}


@pytest.mark.parametrize("other", [["Satisfied", "Very satisfied"], ["Somewhat satisfied"]])
def test_waves_on_other_scales_are_told(other: list[str], tmp_path: Path) -> None:
    form(tmp_path, ["Extremely satisfied", "Very satisfied", "Somewhat satisfied"] * 12, name="One")
    form(tmp_path, other * 12, name="Two")
    found = told(load.load(tmp_path, Settings()), QUESTION)
    assert len(found) == len(other) - 1
    assert not found or ("Two.csv" in found[0] and "than One.csv: Satisfied" in found[0])


def test_the_answer_holds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "engagekit.toml").write_text("[organisation]\nname = 'Firm'\n", encoding="utf-8")
    (tmp_path / "data").mkdir()
    form(tmp_path / "data", FOUR * 3, FOUR * 3)
    monkeypatch.chdir(tmp_path)
    best(DESK, ", ".join(FOUR))
    tables = load.load("")
    assert not of(tables) and not told(tables, QUESTION)
    assert (
        levels(tables) == levels(tables, LOANS) == (4, dict(zip(FOUR, (4, 3, 2, 1), strict=True)))
    )


def test_items_of_two_blocks_are_two_questions(tmp_path: Path) -> None:
    likes = ["Satisfied", "Very satisfied", "Dissatisfied"] * 12
    weights = ["Not at all important", "Very important", "Extremely important"] * 12
    heads = ("How satisfied are you? [Desk]", "How satisfied are you? [Loans]")
    form(tmp_path, likes, likes, name="One", heads=heads)
    heads = ("How important is it? [Desk]", "How important is it? [Loans]")
    form(tmp_path, weights, weights, name="Two", heads=heads)
    assert not told(load.load(tmp_path, Settings()), QUESTION)


def _redcap(folder: Path, codes: list[int], labels: dict[int, str]) -> None:
    rows = [f"{at},{code},2" for at, code in enumerate(codes, 1)]
    _lines(folder / "Form.csv", "record_id,desk,form_complete", *rows)
    choices = " | ".join(f"{code}, {label}" for code, label in labels.items())
    head = "Variable / Field Name,Form Name,Section Header,Field Type,Field Label,"
    _lines(folder / "Dictionary.csv", head + '"Choices, Calculations, OR Slider Labels"',
           "record_id,form,,text,Record,", f'desk,form,,radio,{DESK},"{choices}"')  # fmt: skip


def _qualtrics(folder: Path, codes: list[int], labels: dict[int, str]) -> None:
    payload = {"QuestionID": "QID1", "DataExportTag": "Q1", "QuestionText": DESK,
               "QuestionType": "MC", "Selector": "SAVR",
               "Choices": {str(code): {"Display": label} for code, label in labels.items()}}  # fmt: skip
    element = {"Element": "SQ", "PrimaryAttribute": "QID1", "Payload": payload}
    survey = {"SurveyEntry": {"SurveyName": "Form"}, "SurveyElements": [element]}
    (folder / "Form.qsf").write_text(json.dumps(survey), encoding="utf-8")
    heads = ["ResponseId,Status,Q1", f"Response ID,Response Type,{DESK}"]
    heads.append(
        ",".join(f'"{{""ImportId"":""{one}""}}"' for one in ("_recordId", "status", "QID1"))
    )
    _lines(folder / "Form.csv", *heads, *(f"R_{at},0,{code}" for at, code in enumerate(codes)))


def _lines(path: Path, *lines: str) -> None:
    path.write_text("\n".join(lines), encoding="utf-8")


@pytest.mark.parametrize("write", [_redcap, _qualtrics])
@pytest.mark.parametrize(("best", "count"), [("Excellent", 60), ("Very good", 8)])
def test_what_an_export_says_was_offered_is_the_scale(
    write: Callable[..., None], best: str, count: int, tmp_path: Path
) -> None:
    words = ["Excellent", *FOUR][["Excellent", *FOUR].index(best) :]
    labels = dict(enumerate(words, 1))
    codes = [code for code, label in labels.items() if label in FOUR]
    write(tmp_path, codes * (count // 4), labels)
    tables = load.load(tmp_path, Settings())
    assert levels(tables) == (len(words), {"Very good": 4, "Good": 3, "Fair": 2, "Poor": 1})
    assert not of(tables) and not told(tables, NOTE) + told(tables, QUESTION)


def test_a_wave_whose_code_book_is_lost_has_the_scale_of_the_other(tmp_path: Path) -> None:
    _redcap(tmp_path, [2, 3, 4, 5] * 15, dict(enumerate(["Excellent", *FOUR], 1)))
    form(tmp_path, FOUR * 15, name="Wave 2")
    tables = load.load(tmp_path, Settings())
    assert set(tables.questions["points"]) == {5} and len(set(tables.questions["scale_id"])) == 1
    assert not of(tables) and not told(tables, NOTE) + told(tables, QUESTION)
