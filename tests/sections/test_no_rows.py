"""A table without rows, or answers without their question: no section breaks, and it is told."""

from __future__ import annotations

import contextlib

import pandas as pd
import pytest

import engagekit as ek
from engagekit.errors import EngagekitError
from engagekit.loading.questions import of
from engagekit.tables.schema import empty
from engagekit.tables.tables import Tables

WHAT = {
    "budget": "funding spend_by_line love_and_funding",
    "events": "events attendance reach touches walks",
    "contracts": "service_scorecard love_and_funding_by_service contract_calendar",
    "attendance": "events attendance reach",
    "touches": "reach touches whom_to_see touch_ladder",
}


@pytest.mark.parametrize(
    ("table", "section"), [(table, name) for table, names in WHAT.items() for name in names.split()]
)
def test_no_section_breaks_over_a_table_without_rows(
    sample: Tables, table: str, section: str
) -> None:
    with contextlib.suppress(EngagekitError):
        made = getattr(ek.sections, section)(sample.replace(**{table: empty(table)}))
        assert made.name == section


def test_answers_whose_question_is_not_there_are_told_and_in_no_number(survey: Tables) -> None:
    name = survey.questions["question_id"].iloc[0]
    other = survey.responses[survey.responses["question_id"] == name].assign(question_id="lost")
    more = survey.replace(responses=pd.concat([survey.responses, other], ignore_index=True))
    told = [one.problem for one in of(more) if "lost" in one.problem]
    assert told == [
        f"has {len(other)} answers to questions that are missing: lost. They are in no number"
    ]
    assert not any("are missing" in one.problem for one in of(survey))
    assert ek.sections.topline(more).frame.equals(ek.sections.topline(survey).frame)


def test_answers_in_the_column_of_options_are_told(survey: Tables) -> None:
    single = survey.questions[survey.questions["kind"] == "scale"]["question_id"].iloc[0]
    rows = survey.responses
    is_it = rows["question_id"] == single
    moved = rows.assign(
        option=rows["option"].mask(is_it, rows["value"]), value=rows["value"].mask(is_it, None)
    )
    answered = int((is_it & rows["value"].notna() & (rows["value"] != "")).sum())
    text = f"has {answered} answers in the column option and none in value: {single}. They are"
    assert [one for one in of(survey.replace(responses=moved)) if text in one.problem]
    assert not any("in the column option" in one.problem for one in of(survey))
