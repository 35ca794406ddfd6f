"""Weights to the staff list: who is under-represented counts more, bases stay unweighted."""

from __future__ import annotations

import pandas as pd
import pytest

from engagekit import measures
from engagekit.errors import UsageError
from engagekit.settings import make_settings
from engagekit.tables import Tables, empty


def _tables() -> Tables:
    """20 answers of each of two departments; Law has 150 of 200 people on the staff list."""
    answers = [("Law", 5)] * 10 + [("Law", 2)] * 10 + [("IT", 5)] * 18 + [("IT", 1)] * 2
    ids = [f"r{number:02d}" for number in range(len(answers))]
    moment = pd.Timestamp("2026-08-01", tz="UTC")
    staff = [("Law", 150), ("IT", 50)]
    people = [name for name, count in staff for _ in range(count)]
    contacts = pd.concat([empty("contacts"), pd.DataFrame({
        "contact_id": [f"c{number}" for number in range(len(people))],
        "display_name": "Somebody", "department": people, "is_library": False,
    })]).astype(empty("contacts").dtypes.to_dict())  # fmt: skip
    respondents = pd.concat([empty("respondents"), pd.DataFrame({
        "respondent_id": ids, "survey_id": "s", "submitted_at": moment, "status": "complete",
        "department": [name for name, _ in answers],
    })]).astype(empty("respondents").dtypes.to_dict())  # fmt: skip
    responses = pd.concat([empty("responses"), pd.DataFrame({
        "respondent_id": ids, "survey_id": "s", "question_id": "q",
        "value": [str(score) for _, score in answers], "score": [score for _, score in answers],
    })]).astype(empty("responses").dtypes.to_dict())  # fmt: skip
    questions = pd.concat([empty("questions"), pd.DataFrame({
        "question_id": ["q"], "survey_id": ["s"], "wording": ["Overall, how satisfied are you?"],
        "kind": ["scale"], "scale_id": ["satisfaction-5-en"],
    })]).astype(empty("questions").dtypes.to_dict())  # fmt: skip
    surveys = pd.concat([empty("surveys"), pd.DataFrame({"survey_id": ["s"], "title": ["S"]})])
    frames = {
        "contacts": contacts, "respondents": respondents, "responses": responses,
        "questions": questions, "surveys": surveys.astype(empty("surveys").dtypes.to_dict()),
    }  # fmt: skip
    return Tables(frames, make_settings({}))


def test_a_department_counts_by_its_people_not_by_its_answers() -> None:
    plain = measures.satisfaction(_tables(), weights="none")
    weighted = measures.satisfaction(_tables(), weights="post-stratified")
    assert plain["estimate"].tolist() == [28 / 40]
    # 150 people of Law at 10 of 20, 50 of IT at 18 of 20
    assert weighted["estimate"].iloc[0] == pytest.approx((150 * 0.5 + 50 * 0.9) / 200)
    assert weighted[["n", "base"]].values.tolist() == [[28, 40]]
    assert "weighted to the staff list by department" in weighted["method"].iloc[0]


def test_the_share_of_one_department_is_not_changed_by_its_weight() -> None:
    rows = measures.satisfaction(_tables(), by="department", weights="post-stratified")
    by_name = rows.set_index("department")["estimate"]
    assert by_name["Law"] == pytest.approx(0.5)
    assert by_name["IT"] == pytest.approx(0.9)


def test_the_interval_of_a_weighted_share_holds_it() -> None:
    row = measures.satisfaction(_tables(), weights="raked").iloc[0]
    assert 0 < row["low"] < row["estimate"] < row["high"] < 1


def test_the_settings_choose_the_weights() -> None:
    tables = _tables()
    chosen = make_settings({"survey": {"weights": "post-stratified"}})
    by_settings = measures.satisfaction(Tables(tables.frames, chosen))
    assert by_settings["estimate"].iloc[0] == pytest.approx(0.6)


def test_unknown_weights_are_named() -> None:
    with pytest.raises(UsageError, match="weights='heavy'"):
        measures.satisfaction(_tables(), weights="heavy")  # type: ignore[arg-type]


def test_those_who_answered_are_set_beside_the_staff_list() -> None:
    rows = measures.representativeness(_tables()).set_index(["department", "answer"])
    assert rows.loc[("Law", "answered"), "estimate"] == pytest.approx(0.5)
    assert rows.loc[("Law", "staff list"), "estimate"] == pytest.approx(0.75)
    # (20-30)^2/30 + (20-10)^2/10
    assert rows["method"].iloc[0].startswith("chi-square 13.3, df 1, p under 0.001")
