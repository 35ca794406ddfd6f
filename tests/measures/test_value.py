"""What it is worth: own answers, own assumptions, low to high, all printed."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from benchmarks._firms import tidy
from engagekit.errors import NotMeasuredError, SettingsError
from engagekit.facts.surveys import survey_of
from engagekit.loading.checks.surveys import unknown_requests, unread_hours
from engagekit.loading.known_questions import with_known_questions
from engagekit.measures.value import CHANGED, DECISIONS, HOURS, HOURS_EACH, WORTH, value
from engagekit.sections import value as value_section
from engagekit.settings.question_bank import items
from engagekit.settings.schema import make_settings
from engagekit.tables.tables import Tables
from engagekit.wording import finding

QUARTER = "FY2026-27 Q2"
RATE = {"low": 50, "mid": 60, "high": 80, "unit": "CAD an hour", "source": "HR, 2026"}
CREDITED = {"low": 0.25, "mid": 0.5, "high": 1, "unit": "share", "source": "our judgement"}
ANSWERS = (("2", "Yes"), ("4", "Yes, in part"), ("1,5", "No"), ("some", "Yes"), ("0", "not sure"))


def surveyed(**chosen: Any) -> Tables:
    """Five answers on hours and on one decision."""
    people = [{"survey_id": "s", "respondent_id": str(at), "status": "complete",
               "submitted_at": "2026-08-01"} for at in range(len(ANSWERS))]  # fmt: skip
    asked = [
        {"survey_id": "s", "question_id": "h", "wording": "Hours saved last month?", "kind": "text"},
        {"survey_id": "s", "question_id": "d", "wording": "Handled differently?", "kind": "single"},
    ]  # fmt: skip
    given = [
        {"survey_id": "s", "respondent_id": str(at), "question_id": question, "value": said}
        for at, pair in enumerate(ANSWERS)
        for question, said in zip("hd", pair, strict=True)
    ]
    rows = {"surveys": [{"survey_id": "s", "title": "S"}], "respondents": people,
            "questions": asked, "responses": given}  # fmt: skip
    frames = {name: tidy(name, part) for name, part in rows.items()}
    return Tables(frames, make_settings({"value": chosen}))


def row(frame: pd.DataFrame, measure: str) -> dict[Any, Any]:
    return frame[frame["measure"] == measure].to_dict("records")[0]


def test_hours_are_worth_what_one_computes_by_hand() -> None:
    tables = surveyed(hours_question="hours saved", hours_times=3, loaded_rate=RATE,
                      share_credited=CREDITED)  # fmt: skip
    frame = value(tables, during=QUARTER)
    assert row(frame, HOURS)["estimate"] == pytest.approx(7.5 / 4)
    assert row(frame, HOURS)["n"] == 4
    assert "1 answers without a number left out" in row(frame, HOURS)["method"]
    worth = row(frame, WORTH)
    # 675 = 7.5 * 3 * 60 * 0.5, with the range of the assumptions alone, all to two figures
    assert [worth[name] for name in ("low", "estimate", "high")] == [280, 680, 7.5 * 3 * 80]


def test_without_a_rate_hours_stay_hours() -> None:
    tables = surveyed(hours_question="h")
    frame = value(tables, during=QUARTER)
    assert frame["measure"].tolist() == [HOURS]
    assert "not what an hour is worth" in finding(value_section(tables, during=QUARTER))


def test_nothing_stated_is_not_measured() -> None:
    with pytest.raises(NotMeasuredError, match="under \\[value\\]"):
        value(surveyed(), during=QUARTER)
    assert "Not measured" in finding(value_section(surveyed(), during=QUARTER))


def test_a_question_that_was_not_asked_is_left_out_and_said_once() -> None:
    tables = surveyed(hours_question="days lost", decision_question="differently")
    section = value_section(tables, during=QUARTER)
    assert section.frame["measure"].tolist() == [DECISIONS]
    said = [text for text in section.choices.values() if "days lost" in text]
    assert len(said) == 1
    assert "survey s" in said[0] and "does not ask" in said[0]
    asked = value_section(surveyed(decision_question="differently"), during=QUARTER)
    assert "left out" in section.choices and "left out" not in asked.choices


def test_where_no_question_was_asked_nothing_is_measured() -> None:
    with pytest.raises(NotMeasuredError, match="does not ask 'days lost'"):
        value(surveyed(hours_question="days lost"), during=QUARTER)


def test_words_that_fit_two_questions_are_an_error() -> None:
    with pytest.raises(SettingsError, match="fits 2 questions"):
        value(surveyed(hours_question="e"), during=QUARTER)


def test_an_assumption_out_of_order_is_an_error() -> None:
    with pytest.raises(SettingsError, match="not in order"):
        surveyed(loaded_rate={**RATE, "low": 70})


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_section_says_the_range(language: str) -> None:
    tables = surveyed(hours_question="h", loaded_rate=RATE, share_credited=CREDITED,
                      decision_question="d")  # fmt: skip
    section = value_section(tables.in_language(language), during=QUARTER)
    assert all(
        any(one in text for text in section.choices.values())
        for one in ("HR, 2026", "our judgement")
    )
    said = finding(section)
    assert "220" in said and "225" not in said
    assert ("60%" in said) or ("60\u00a0%" in said)


def _after(*answers: tuple[str, str, str], asked: tuple[str, ...] = ("a",)) -> Tables:
    """Three requests of the quarter, one of before, and what was said after them."""
    log = [
        {"touch_id": f"R-{at}", "on": on, "channel": "email"}
        for at, on in enumerate(("2026-06-30", "2026-07-01", "2026-08-01", "2026-09-30"))
    ]
    questions = {"n": "request_number", "d": "request_decision", "h": "request_hours"}
    bank = items()
    people = [{"survey_id": survey, "respondent_id": f"{survey}{at}", "status": "complete",
               "submitted_at": "2026-09-30"}
              for survey in asked for at in range(len(answers))]  # fmt: skip
    rows = {
        "touches": log,
        "surveys": [{"survey_id": survey, "title": survey} for survey in asked],
        "respondents": people,
        "questions": [
            {"survey_id": survey, "question_id": key, "wording": bank[item].words("en"),
             "kind": bank[item].kind}
            for survey in asked for key, item in questions.items()
        ],
        "responses": [
            {"survey_id": survey, "respondent_id": f"{survey}{at}", "question_id": key, "value": told}
            for survey in asked for at, answer in enumerate(answers)
            for key, told in zip(questions, answer, strict=True) if told
        ],
    }  # fmt: skip
    frames = {name: tidy(name, part) for name, part in rows.items()}
    return Tables(frames, with_known_questions(make_settings({}), frames["questions"]))


def test_what_is_said_after_a_request_counts_for_requests_of_the_period() -> None:
    tables = _after(
        ("R-1", "Yes", "2"),
        ("#r-2 ", "No", "4"),
        ("R-0", "Yes", "40"),  # asked for before the quarter
        ("R-9", "Yes", "40"),  # no number of the log
        ("", "Yes", "40"),
    )
    frame = value(tables, during=QUARTER)
    changed = row(frame, CHANGED)
    assert (changed["n"], changed["base"]) == (1, 2)
    assert (row(frame, HOURS_EACH)["estimate"], row(frame, HOURS_EACH)["n"]) == (3, 2)
    text = finding(value_section(tables, during=QUARTER))
    assert "1 of 2 requests that colleagues rated afterwards changed a decision" in text
    (lost,) = map(str, unknown_requests(tables))
    assert "1 of 4 answers after a request whose number the log does not have (R-9)" in lost


def test_a_form_after_requests_is_not_the_survey_of_everybody() -> None:
    after = _after(("R-1", "Yes", "2"))
    assert survey_of(after, QUARTER).id == "a", "there is nothing else"
    frames = dict(after.frames)
    everybody = {
        "surveys": {"survey_id": "s", "title": "S"},
        "respondents": {"survey_id": "s", "respondent_id": "r", "status": "complete",
                        "submitted_at": "2026-03-01"},
        "questions": {"survey_id": "s", "question_id": "q", "kind": "scale",
                      "wording": "Overall, how satisfied are you?"},
        "responses": {"survey_id": "s", "respondent_id": "r", "question_id": "q", "value": "5"},
    }  # fmt: skip
    for name, row_of in everybody.items():
        frames[name] = pd.concat([frames[name], tidy(name, [row_of])], ignore_index=True)
    assert survey_of(Tables(frames, after.settings), QUARTER).id == "s"


def test_hours_in_words_are_read_and_what_is_no_number_is_told() -> None:
    told = ("2", "90 min", "1 h", "half a day", "-3")
    tables = _after(*((f"R-{at}", "Yes", hours) for at, hours in enumerate(told, 1)))
    told_hours = row(value(tables, during=QUARTER), HOURS_EACH)
    assert (told_hours["estimate"], told_hours["n"]) == (1.5, 3)
    (lost,) = map(str, unread_hours(tables))
    assert "2 of 5 answers on hours saved that name no number of hours ('half a day'; '-3')" in lost
    assert not [*unread_hours(_after(("R-1", "Yes", "90 min"), ("R-2", "No", "")))]


def test_two_answers_to_one_request_are_the_last_of_them_also_in_two_forms() -> None:
    again = _after(("R-1", "No", "1"), ("R-1", "Yes", "2"), ("R-2", "No", "3"))
    assert (row(value(again, during=QUARTER), CHANGED)["n"]) == 1
    two_forms = _after(("R-1", "Yes", "1"), ("R-3", "No", "5"), asked=("a", "b"))
    changed = row(value(two_forms, during=QUARTER), CHANGED)
    assert (changed["n"], changed["base"]) == (1, 2)
