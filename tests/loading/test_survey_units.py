"""A question answered with departments of the staff list says the department of who answered."""

from __future__ import annotations

import pandas as pd
import pytest

from engagekit.loading.survey_units import with_departments

UNITS = ("Tax", "Audit", "Legal", "Estates")


def frames(answers: list[str]) -> dict[str, pd.DataFrame]:
    ids = [f"r{n}" for n in range(len(answers))]
    one = {"survey_id": "s", "question_id": "q"}
    return {
        "contacts": pd.DataFrame({"department": pd.Series(UNITS, dtype="str")}),
        "respondents": pd.DataFrame(
            {"survey_id": "s", "respondent_id": ids,
             "department": pd.Series([None] * len(ids), dtype="str")}
        ),
        "questions": pd.DataFrame([{**one, "wording": "Where are you?", "kind": "single"}]),
        "responses": pd.DataFrame([{**one, "respondent_id": n, "value": a}
                                   for n, a in zip(ids, answers, strict=True)]),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("answers", "taken"),
    [
        (["Tax", "AUDIT", "legal ", "Estates", "Other"], True),  # 4 of 5
        (["Tax", "Audit", "Legal", "Other", "None"], False),  # 3 of 5
        (["Tax", "Audit", "Tax"], True),
        (["Tax", "Tax", "Tax"], False),  # one word may answer anything
    ],
)
def test_the_question_is_taken_where_its_answers_are_ours(answers: list[str], taken: bool) -> None:
    after, notes = with_departments(frames(answers))
    assert bool(notes) is taken
    assert after["questions"].empty is taken
    assert after["responses"].empty is taken
    given = after["respondents"]["department"].tolist()
    assert given == answers if taken else pd.isna(given).all()


def test_who_has_a_department_already_keeps_it() -> None:
    tables = frames(["Tax", "Audit", "Legal"])
    tables["respondents"]["department"] = pd.Series(["Audit", None, None], dtype="str")
    assert with_departments(tables) == (tables, [])


@pytest.mark.parametrize(("wording", "taken"), [("Where are you?", 2), ("What is new?", 1)])
def test_the_wording_of_another_wave_is_the_department_after_a_merger(
    wording: str, taken: int
) -> None:
    first = frames(["Tax", "Audit", "Legal and estates", "Other", "None"])
    second = frames(["Tax", "Audit", "Legal"])
    for name in ("respondents", "questions", "responses"):
        after = second[name].assign(survey_id="s2")
        first[name] = pd.concat([first[name], after], ignore_index=True)
    first["questions"].loc[0, "wording"] = wording
    merged, notes = with_departments(first)
    assert len(notes) == taken
    assert ("Legal and estates" in set(merged["respondents"]["department"])) == (taken == 2)
