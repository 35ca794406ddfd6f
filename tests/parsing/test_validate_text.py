"""Text of tidy tables: trimmed, missing where empty, and not copied where it is clean."""

from __future__ import annotations

import pandas as pd

from engagekit.parsing.values import trimmed
from tests.parsing.checking import checked


def test_text_is_trimmed_and_empty_text_is_missing() -> None:
    found = trimmed(pd.Series([" a", "b\u00a0", "  ", "", None, "c"], dtype="str"))
    assert found.fillna("-").tolist() == ["a", "b", "-", "-", "-", "c"]
    assert str(found.dtype) == "str"
    assert trimmed(pd.Series([], dtype="str")).tolist() == []


def test_an_answer_that_was_not_given_stays_a_row_with_an_empty_value() -> None:
    answers = [("1", ""), ("2", " yes "), (" ", "no")]
    asked = {"survey_id": "s", "question_id": "q"}
    rows = [{"respondent_id": who, **asked, "value": value} for who, value in answers]
    done = checked("responses", rows)
    assert done.frame["value"].fillna("-").tolist() == ["-", "yes"]
    assert done.rows_lost == {4}


def test_a_word_for_no_department_is_none_and_north_america_is_one() -> None:
    units = ["N/A", "-", "Sans objet", "NA", "Unknown Origins"]
    rows = [
        {"contact_id": f"{at}", "display_name": unit, "department": unit}
        for at, unit in enumerate(units)
    ]
    done = checked("contacts", rows)
    assert done.frame["department"].fillna("").tolist() == ["", "", "", *units[3:]]
    assert done.frame["display_name"].tolist() == units
