"""Surveys kept by hand: offered as surveys, dated by their own column, asked about without one."""

from __future__ import annotations

from pathlib import Path

import pytest

from engagekit.loading.load import load
from engagekit.measures import topline
from engagekit.settings.schema import make_settings
from tests.stranger import small

pytestmark = pytest.mark.usefixtures("proposals_taken")

WORDS = ("Very satisfied", "Satisfied", "Dissatisfied")
NO_SURVEY = dict.fromkeys(("surveys__csv", "respondents__csv", "questions__csv", "responses__csv"))


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


@pytest.mark.parametrize("comma", [""])
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
