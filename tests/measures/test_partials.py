"""Who answered enough to count: half of the closed questions, from both sides."""

from __future__ import annotations

import pandas as pd
import pytest

from engagekit import measures
from engagekit.facts import reading
from engagekit.measures import _partials
from engagekit.settings.schema import make_settings
from engagekit.tables.tables import Tables

KINDS = {"a": "single", "b": "single", "c": "multi", "d": "scale", "e": "text", "f": "date"}


def of(answers: dict[str, str], status: str = "partial", **settings: float) -> Tables:
    """Tables of one survey: each person with the questions that they answered."""
    questions = pd.DataFrame(
        [{"question_id": name, "survey_id": "s", "wording": name, "kind": kind, "option": option}
         for name, kind in KINDS.items()
         for option in (["x", "y"] if kind == "multi" else [None])]
    )  # fmt: skip
    responses = pd.DataFrame(
        [{"respondent_id": who, "survey_id": "s", "question_id": row.question_id,
          "option": row.option, "value": "1" if row.question_id in given else None, "score": None}
         for who, given in answers.items() for row in questions.itertuples()]
    )  # fmt: skip
    respondents = pd.DataFrame(
        [{"respondent_id": who, "survey_id": "s", "status": status, "department": None,
          "role_level": None, "weight": None, "contact_id": None, "submitted_at": None}
         for who in answers]
    )  # fmt: skip
    given = make_settings({"survey": settings} if settings else {})
    frames = {"questions": questions, "responses": responses, "respondents": respondents}
    surveys = pd.DataFrame({"survey_id": ["s"], "title": ["S"]})
    return Tables({**frames, "surveys": surveys}, given)


def used(tables: Tables, survey: str = "s") -> list[str]:
    return sorted(reading.collected(_partials.used(tables, survey))["respondent_id"])


def test_half_of_the_closed_questions_counts_and_less_is_a_break_off() -> None:
    # of four closed questions; a comment or a day breaks nobody off and brings nobody in
    given = {"one": "a", "half": "ac", "text": "ae", "day": "afe", "all": "abcd"}
    assert used(of(given)) == ["all", "half"]


def test_the_share_is_a_setting() -> None:
    people = {"one": "a", "half": "ac", "three": "abd"}
    assert used(of(people, partial_from=0.75)) == ["three"]
    assert used(of(people, partial_from=0.25)) == ["half", "one", "three"]


def test_who_finished_counts_whatever_was_left_empty() -> None:
    assert used(of({"one": "a"}, "complete")) == ["one"]


def test_an_export_that_marks_everybody_as_broken_off_tells_nobody_apart() -> None:
    assert used(of({"one": "a", "half": "ac"}, "break_off")) == ["half"]


def test_a_break_off_beside_others_stays_one(survey: Tables) -> None:
    # 8 broke off by the word of the tool, 9 is partial and answered one of two
    assert used(survey, "w2") == ["0", "1", "2", "3", "4", "5", "6", "7", "9"]


def test_participation_leaves_break_offs_out() -> None:
    tables = of({"one": "a", "half": "ac"})
    assert int(measures.response_rate(tables)["n"].iloc[0]) == 1


@pytest.mark.parametrize("share", [-0.1, 1.1])
def test_a_share_outside_0_to_1_is_refused(share: float) -> None:
    with pytest.raises(Exception, match="partial_from"):
        make_settings({"survey": {"partial_from": share}})
