"""A development bank: two languages, three currencies, a biennium, courses, bookings, three surveys."""

from __future__ import annotations

from pathlib import Path

import pytest

from engagekit.facts.surveys import main_surveys
from engagekit.sections import choices
from engagekit.sections.gate import as_text
from tests.stranger import small
from tests.stranger.small import ANSWERS, MONEY, Rows

LONE: dict[str, Rows | None] = {name.replace(".", "__"): None for name in small.FILES}
LONE.pop("people__csv")


def money(*currencies: str) -> Rows:
    return small.each(MONEY, lambda at, _: {"currency": currencies[at]})


def test_a_rate_below_a_hundredth_is_no_nothing(tmp_path: Path) -> None:
    from engagekit.sections.registry import Request

    settings = small.SETTINGS + "[money]\nrates = { XOF = 0.0018, CHF = 1.25 }\n"
    tables = small.gate(tmp_path, settings).tables
    text = str(choices.rates(Request(tables)))
    assert "1 XOF = 0.00180 GBP" in text and "1 CHF = 1.25 GBP" in text


ALL_IN_ALL = "All in all, how satisfied are you with us?"


@pytest.mark.parametrize(("day", "words", "others", "waves"), [
    ("2026-03-20", "Rate the course as a whole", 20, ["s1"]),
    ("2026-06-20", "Rate the course as a whole", 20, ["s1", "s2"]),
    ("2026-03-20", "Overall, is your office satisfied with us?", 5, ["s1"]),
    ("2026-03-20", "Overall, is your office satisfied with us?", 20, ["s2"]),
    ("2026-03-20", ALL_IN_ALL, 5, ["s1", "s2"]),
])  # fmt: skip
def test_a_form_beside_the_survey_is_neither_it_nor_the_one_before(
    day: str, words: str, others: int, waves: list[str], tmp_path: Path
) -> None:
    people = [
        *ANSWERS,
        *[[f"x{at}", "s2", f"{day} 10:00", "complete", "Tax"] for at in range(others)],
    ]
    asked = [["question_id", "survey_id", "wording", "kind"], ["q1", "s1", ALL_IN_ALL, "scale"],
             ["q2", "s2", words, "scale"]]  # fmt: skip
    given = [["respondent_id", "survey_id", "question_id", "value"],
             *[[row[0], row[1], f"q{row[1][1]}", "4"] for row in people[1:]]]  # fmt: skip
    titles = [["survey_id", "title"], ["s1", "Survey"], ["s2", "Course"]]
    files = {
        "respondents__csv": people,
        "surveys__csv": titles,
        "questions__csv": asked,
        "responses__csv": given,
    }
    gate = small.gate(tmp_path, **{**LONE, **files})
    assert [one.id for one in main_surveys(gate.tables)] == waves
    assert ("one of 2 surveys of that quarter" in as_text(gate.lines())) is (day < "2026-04")
