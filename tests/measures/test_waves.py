"""A survey asked again: which questions are the same, and where the overall one is worded anew."""

from __future__ import annotations

import pandas as pd

from engagekit.measures.waves import breaks, same_questions
from engagekit.settings.schema import Settings
from engagekit.tables.tables import Tables

OVERALL = "Overall, how satisfied are you with the library?"


def _tables(overall_then: str = OVERALL) -> Tables:
    asked = [
        ("old", "q1", overall_then, "scale"),
        ("old", "q2", "Which of these services do you know?", "single"),
        ("old", "q3", "Any comments?", "text"),
        ("new", "q1", OVERALL.upper() + " ", "scale"),
        ("new", "q2", "Which of these services did you know before?", "single"),
        ("new", "q4", "How many hours were saved?", "number"),
    ]
    questions = pd.DataFrame(asked, columns=["survey_id", "question_id", "wording", "kind"])
    questions = questions.assign(scale_id=None, item_of=None, option=None)
    days = pd.to_datetime(["2025-10-01", "2026-02-01"], utc=True)
    people = pd.DataFrame(
        {"respondent_id": ["1", "2"], "survey_id": ["old", "new"], "submitted_at": days}
    )
    surveys = pd.DataFrame({"survey_id": ["old", "new"], "title": ["Then", "Now"]})
    frames = {"questions": questions, "respondents": people, "surveys": surveys}
    return Tables(frames, Settings(), (), (), ())


def test_a_question_is_the_same_under_equal_words_alone() -> None:
    assert same_questions(_tables(), "old", "new") == {"q1": "q1"}


def test_a_question_of_another_kind_is_another() -> None:
    tables = _tables()
    asked = tables.frames["questions"]
    asked.loc[asked["question_id"] == "q1", "kind"] = ["single", "scale"]
    assert same_questions(tables.replace(questions=asked), "old", "new") == {}


def test_an_item_of_a_matrix_is_the_same_under_other_words_above_it() -> None:
    tables = _tables()
    asked = tables.frames["questions"]
    item = {"question_id": "i", "wording": "Speed", "kind": "scale"}
    more = pd.DataFrame([
        {"survey_id": "old", **item, "item_of": "How good are these?"},
        {"survey_id": "new", **item, "item_of": None},
    ])  # fmt: skip
    tables = tables.replace(questions=pd.concat([asked.astype("str"), more.astype("str")]))
    assert same_questions(tables, "old", "new")["i"] == "i"


def test_equal_words_of_the_overall_question_are_no_break() -> None:
    assert breaks(_tables()) == []


def test_other_words_of_the_overall_question_are_a_break_at_the_later_survey() -> None:
    found = breaks(_tables("In general, are you satisfied with our services?"))
    assert len(found) == 1
    assert "2025-26" in found[0] or "2026" in found[0]
