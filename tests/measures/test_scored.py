"""Net promoter and what it is made of."""

from __future__ import annotations

import pandas as pd
import pytest

from engagekit import measures, sections
from engagekit.disclosure import protect
from engagekit.errors import NotMeasuredError
from engagekit.sections.functions import function_of
from engagekit.sections.registry import QUESTIONS
from engagekit.tables.tables import Tables
from engagekit.wording import finding
from tests.surveys import made_survey

Q2 = "FY2026-27 Q2"


def test_under_ten_answers_net_promoter_is_counts(survey: Tables) -> None:
    said = finding(sections.net_promoter(survey, during=Q2))
    assert said == (
        "Too few answers for a net promoter score.\nOf 7, 4 gave 9 or 10 and 1 gave 6 or less."
    )
    assert "4 donnent 9 ou 10 et 1 donne 6 ou moins" in finding(
        sections.net_promoter(survey, during=Q2), "fr"
    )


def test_net_promoter_over_time_passes_over_surveys_that_did_not_ask(sample: Tables) -> None:
    found = measures.net_promoter_over_time(sample)
    assert found["period"].unique().tolist() == ["FY2025-26 Q3", "FY2026-27 Q2"]
    one = measures.net_promoter_over_time(sample, waves=1)
    assert one["period"].unique().tolist() == ["FY2026-27 Q2"]
    questions = sample.questions
    last = questions["survey_id"] == questions["survey_id"].iloc[-1]
    silent = sample.replace(questions=questions[~(last & (questions["kind"] == "net_promoter"))])
    assert measures.net_promoter_over_time(silent)["period"].unique().tolist() == ["FY2025-26 Q3"]
    assert sections.net_promoter(silent).missing
    none = sample.replace(questions=questions[questions["kind"] != "net_promoter"])
    with pytest.raises(NotMeasuredError, match="recommending"):
        measures.net_promoter_over_time(none)


def test_few_detractors_are_hidden_with_the_score_that_tells_them() -> None:
    tables = made_survey(("q", "net_promoter", ["10"] * 30 + ["7"] * 10 + ["3"] * 3))
    done = protect([sections.net_promoter(tables)], tables.settings)
    rows = done.sections[0].frame.set_index("measure")
    assert rows["suppressed"].to_dict() == {
        "net promoter": True, "promoters": True, "detractors": True
    }  # fmt: skip
    assert "protect small groups" in finding(done.sections[0])


@pytest.mark.parametrize("name", ["satisfaction", "net_promoter"])
def test_a_survey_without_a_scored_answer_is_told_as_such_and_not_by_the_one_before(
    name: str, sample: Tables
) -> None:
    rows = sample.responses
    last = rows["survey_id"] == "library-satisfaction-survey-2026"
    silent = sample.replace(responses=rows.assign(score=rows["score"].mask(last)))
    made = function_of(QUESTIONS[name])(silent)
    assert finding(made).startswith("Nobody gave an answer that can be scored")
    assert finding(made, "fr").startswith("Personne n’a donné de réponse")


def test_two_surveys_of_one_quarter_are_told_apart(sample: Tables) -> None:
    people = sample.respondents
    moved = people.assign(submitted_at=people["submitted_at"].where(
        people["survey_id"] == "library-satisfaction-survey-2026", pd.Timestamp("2026-07-02 10:00", tz="UTC"),
    ).astype(people["submitted_at"].dtype))  # fmt: skip
    tables = sample.replace(respondents=moved)
    for made in (sections.net_promoter(tables), sections.net_promoter(tables, by="department")):
        assert "In FY 2026-27 Q2 (the survey before) it was +47" in finding(made)
    said = finding(sections.satisfaction(tables, every="survey"))
    assert "in FY 2026-27 Q2 (the survey before). That is no clear change" in said
