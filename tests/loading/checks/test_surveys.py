"""Surveys kept by hand: offered as surveys, dated by their own column, asked about without one."""

from __future__ import annotations

from pathlib import Path

import pytest

from engagekit.loading.load import everything, load
from engagekit.mapping.drafting import map_file
from engagekit.measures import topline
from engagekit.sections.gate import Gate
from engagekit.settings.schema import make_settings
from tests.stranger import small
from tests.stranger.small import Rows
from tests.stranger.test_answers import the_open

WORDS = ("Very satisfied", "Satisfied", "Dissatisfied")
NO_SURVEY = dict.fromkeys(("surveys__csv", "respondents__csv", "questions__csv", "responses__csv"))


def rated(**columns: str) -> Rows:
    """Forty answers to two ratings in words, with columns in front whose cells count on."""
    head = [*columns, "Practice", "Overall satisfaction", "Speed"]
    return [head, *[[*[cell.format(1 + at % 28) for cell in columns.values()], f"P{at % 3}",
                     WORDS[at % 3], ("Excellent", "Good", "Poor")[at % 3]]
                    for at in range(40)]]  # fmt: skip


def taken(home: Path, rows: Rows) -> Gate:
    """The gate once the first offer for a workbook of answers is taken."""
    one = the_open(small.gate(home, **NO_SURVEY, feedback__xlsx=rows))
    assert one.choices[0].table == "responses"
    map_file(one.path, table="responses", given=dict(one.choices[0].said))
    return Gate(everything(home / "data"))


@pytest.mark.parametrize("is_dated", [True, False])
def test_a_survey_without_a_day_is_asked_about_and_a_column_of_days_dates_it(
    is_dated: bool, tmp_path: Path
) -> None:
    gate = taken(tmp_path, rated(Date="2026-02-{:02d}") if is_dated else rated())
    asked = any("counts in every quarter" in one.problem for one in gate.questions)
    assert asked is not is_dated
    assert gate.tables.respondents["submitted_at"].notna().all() == is_dated


def test_one_survey_alone_needs_no_day(tmp_path: Path) -> None:
    only = {name.replace(".", "__"): None for name in small.FILES}
    one = the_open(small.gate(tmp_path, **only, feedback__xlsx=rated()))
    map_file(one.path, table="responses", given=dict(one.choices[0].said))
    assert not Gate(everything(tmp_path / "data")).questions


@pytest.mark.parametrize(
    "asked",
    [("Q1 Overall satisfaction", "Q2 Speed"), ("Satisfaction (1-5)", "Speed (1 to 5)"),
     ("Rate us 0-10", "Rate the room 0–10")],
)  # fmt: skip
def test_numbers_under_numbered_questions_or_stated_ends_are_a_survey(
    asked: tuple[str, str], tmp_path: Path
) -> None:
    rows = [["Respondent", "Dept", *asked],
            *[[f"R{at}", "Tax", str(1 + at % 5), str(1 + at % 4)] for at in range(40)]]  # fmt: skip
    taken(tmp_path, rows)


def test_numbers_beside_a_day_are_no_survey(tmp_path: Path) -> None:
    rows = [["Date", "Walk-ins", "Phone", "E-mail"],
            *[[f"2026-02-{1 + at:02d}", str(at % 5), str(at % 4), str(at % 3)]
              for at in range(28)]]  # fmt: skip
    one = the_open(small.gate(tmp_path, **NO_SURVEY, visits__xlsx=rows))
    assert "responses" not in {choice.table for choice in one.choices}


@pytest.mark.parametrize(("number", "is_told"), [("QID4", False), ("Dept", True)])
def test_a_survey_without_any_question_is_told(number: str, is_told: bool, tmp_path: Path) -> None:
    ids = ["StartDate", "EndDate", "Status", "Progress", "Finished", "ResponseId", "Q4"]
    imports = ["startDate", "endDate", "status", "progress", "finished", "_recordId", number]
    rows = [
        ids,
        [*ids[:-1], "How satisfied are you?"],
        [f'{{"ImportId":"{one}"}}' for one in imports],
    ]
    day = "2026-02-03 10:00:00"
    rows += [[day, day, "0", "100", "1", f"R_{at}", WORDS[at % 3]] for at in range(12)]
    gate = small.gate(tmp_path, **NO_SURVEY, qualtrics__csv=rows)
    told = [one for one in gate.questions if "without any of its questions" in one.problem]
    assert bool(told) is is_told
    assert gate.tables.has("questions") is not is_told


def _poll(folder: Path, *answers: str) -> Path:
    rows = [f"2/{day}/2026 10:00:00,{answer},Fine" for day, answer in enumerate(answers, 1)]
    text = "\n".join(["Timestamp,How do you reach us?,What else?", *rows])
    (folder / "Poll (Responses) - Form Responses 1.csv").write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize("comma", ["", ", Chat"])
def test_answers_count_as_the_settings_say(comma: str, tmp_path: Path) -> None:
    answers = ["Email"] * 4 + [f'"Courriel{comma}"'] * 6 + [f'"Chat{comma and ", Email"}"'] * 3
    words = {"how-do-you*": {"Courriel": "Email"}}
    tables = load(_poll(tmp_path, *answers), make_settings({"survey": {"answers": words}}))
    top = topline(tables)
    top = top[(top["item"] == "How do you reach us?") & (top["measure"] != "mean answer")]
    assert {row.answer: row.n for row in top.itertuples()} == (
        {"Email": 13, "Chat": 9} if comma else {"Email": 10, "Chat": 3}
    )
    assert not [one for one in tables.faults if "two languages" in str(one)]
