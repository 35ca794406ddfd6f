"""Who answered enough to count, which questions are the same, and in which order answers stand."""

from __future__ import annotations

import random

import pandas as pd
import pytest

from engagekit import measures
from engagekit.facts.surveys import breaks, same_questions
from engagekit.facts.surveys import survey as survey_by_id
from engagekit.tables.tables import Tables
from tests.surveys import DAY, made_survey, together

KINDS = {"a": "single", "b": "single", "c": "multi", "d": "scale", "e": "text", "f": "date"}


def of(answers: dict[str, str], status: str = "partial", **settings: float) -> Tables:
    """Tables of one survey: each person with the questions that they answered."""
    yes = {"multi": ("x", "y"), "date": "2026-01-01"}
    given = [
        (name, kind, [yes.get(kind, "1") if name in mine else None for mine in answers.values()])
        for name, kind in KINDS.items()
    ]
    tables = made_survey(*given, people={"status": status}, settings={"survey": settings})
    names = {f"s{at}": name for at, name in enumerate(answers)}
    frames = {
        name: tables.frames[name].assign(
            respondent_id=tables.frames[name]["respondent_id"].map(names)
        )
        for name in ("respondents", "responses")
    }
    return tables.replace(**frames)


def used(tables: Tables, survey: str = "s") -> list[str]:
    return sorted(survey_by_id(tables, survey).respondents["respondent_id"])


def test_half_of_the_closed_questions_counts_and_less_is_a_break_off() -> None:
    # of four closed questions; a comment or a day breaks nobody off and brings nobody in
    given = {"one": "a", "half": "ac", "text": "ae", "day": "afe", "all": "abcd"}
    assert used(of(given)) == ["all", "half"]


def test_who_finished_counts_whatever_was_left_empty() -> None:
    assert used(of({"one": "a"}, "complete")) == ["one"]


def test_an_export_that_marks_everybody_as_broken_off_tells_nobody_apart() -> None:
    assert used(of({"one": "a", "half": "ac"}, "break_off")) == ["half"]


def test_a_break_off_beside_others_stays_one(survey: Tables) -> None:
    # 8 broke off by the word of the tool, 9 is partial and answered one of two
    assert used(survey, "w2") == ["0", "1", "2", "3", "4", "5", "6", "7", "9"]


OVERALL = "Overall, how satisfied are you with the library?"


def _tables(overall_then: str = OVERALL) -> Tables:
    then = {"q1": overall_then, "q2": "Which of these services do you know?", "q3": "Comments?"}
    now = {"q1": f"{OVERALL.upper()} ", "q2": "Which did you know before?", "q4": "Hours saved?"}
    kinds = {"q1": "scale", "q2": "single", "q3": "text", "q4": "number"}
    return together(
        *(
            made_survey(
                *((question, kinds[question], ["1"]) for question in words),
                survey=name,
                day=DAY - pd.DateOffset(years=years),
                asked={question: {"wording": text} for question, text in words.items()},
            )
            for name, years, words in (("old", 1, then), ("new", 0, now))
        )
    )


def same(tables: Tables) -> dict[str, str]:
    return same_questions(survey_by_id(tables, "old"), survey_by_id(tables, "new"))


def test_a_question_is_the_same_under_equal_words_alone() -> None:
    assert same(_tables()) == {"q1": "q1"}


def test_an_item_of_a_matrix_is_the_same_under_other_words_above_it() -> None:
    tables = _tables()
    asked = tables.frames["questions"]
    item = {"question_id": "i", "wording": "Speed", "kind": "scale"}
    more = pd.DataFrame([
        {"survey_id": "old", **item, "item_of": "How good are these?"},
        {"survey_id": "new", **item, "item_of": None},
    ])  # fmt: skip
    tables = tables.replace(questions=pd.concat([asked.astype("str"), more.astype("str")]))
    assert same(tables)["i"] == "i"


def test_other_words_of_the_overall_question_are_a_break_at_the_later_survey() -> None:
    found = breaks(_tables("In general, are you satisfied with our services?"))
    assert len(found) == 1
    assert "2025-26" in found[0] or "2026" in found[0]


ORDERS = [
    "Less than 1 year|1-2 years|3-5 years|More than 5 years",
    "1 month|6 months|1 year|2 years",
    "0 - 10|10 - 100|100 - 500|500-1,000|> 1,000",
    "0.125|0.25|1.5",
    "Moins de 1 000|1 000 à 5 000|5 000 à 10 000",
    "1: never|2|3: several times a month|4|5: every day",
    "Under 30|30-44|45-59|60+",
    "0 hours|Less than 1 hour|1-2 hours|3-5 hours|More than 5 hours",
    "Less than 30 minutes|30-60 minutes|1-2 hours|1 day",
    "6 months|1 an|2 ans et plus",
    "1-5|6-10|11-15|16-20|more",
]


def order_of(answers: list[str]) -> list[str]:
    found = measures.topline(made_survey(("q", "single", answers)))
    return found["answer"].tolist()


@pytest.mark.parametrize("labels", ORDERS)
def test_bands_stand_in_their_order_not_in_that_of_counts(labels: str) -> None:
    expected = labels.split("|")
    mixed = random.Random(3).sample(expected, len(expected))
    assert order_of(mixed) == expected


def test_words_stand_by_how_many_gave_them() -> None:
    answers = ["Weekly"] + ["Daily"] * 4 + ["Never"] * 2
    assert order_of(answers) == ["Daily", "Never", "Weekly"]


def test_one_service_of_a_block_is_not_the_library() -> None:
    """Of a block each item names satisfaction with a part; the question beside it is the whole."""
    wordings = {"a": "Satisfied with our library desk", "b": "Satisfied with our library"}
    asked = {"a": {"wording": wordings["a"], "item_of": "How satisfied are you with each?"},
             "b": {"wording": wordings["b"]}}  # fmt: skip
    tables = made_survey(("a", "scale", ["5"] * 4), ("b", "scale", ["4"] * 4), asked=asked)
    assert survey_by_id(tables, "s").overall["question_id"] == "b"
