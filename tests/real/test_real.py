"""Published figures of public data sets, through mapping files, loading and the measures."""

import os
from functools import cache
from pathlib import Path

import pandas as pd
import pytest

from engagekit import loading, measures
from engagekit.settings import make_settings
from engagekit.tables import Tables

HERE = Path(__file__).parent
REAL = Path(os.environ.get("ENGAGEKIT_SHARED", "../shared")) / "real"

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not REAL.exists(), reason="the shared data are not there"),
]


@cache
def checks() -> dict[str, pd.Series]:
    table = pd.read_csv(REAL / "CHECKS.tsv", sep="\t", dtype=str, keep_default_na=False)
    return {row["id"]: row for _, row in table.iterrows()}


def holds(number: str, found: float) -> None:
    check = checks()[number]
    wanted, tolerance = float(check["published"]), float(check["tolerance"])
    assert abs(found - wanted) <= tolerance + 1e-9, f"{number}: {found} against {wanted}"


@cache
def load(file: str, mapping: str, question: str = "") -> Tables:
    """One file by one mapping."""
    place = REAL / file
    raw = {"files": {place.name: {"mapping": str(HERE / mapping)}}}
    if question:
        raw["survey"] = {"satisfaction_question": question}
    return loading.load(place, make_settings(raw))


SAN_DIEGO = "san_diego_2015/resident_survey_weighted_reduced.csv"


def satisfied(question: str) -> pd.Series:
    return measures.satisfaction(load(SAN_DIEGO, "san_diego.toml", question)).iloc[0]


def test_three_in_four_are_satisfied_with_the_library_of_those_with_an_opinion():
    library = satisfied("Q3_6")
    assert library["base"] == 2328
    assert library["estimate"] == pytest.approx(0.7603, abs=5e-5)
    assert (library["low"], library["high"]) == pytest.approx((0.7425, 0.7772), abs=5e-5)


@pytest.mark.parametrize("question", ["Q1_1", "Q1_2", "Q1_6", "Q5", "Q3_6", "Q3_5", "Q3_12"])
def test_top_two_boxes_of_the_resident_survey_are_as_published(question):
    holds(f"D1_{question}", 100 * satisfied(question)["estimate"])


DISTRIBUTED = {
    "D2_Q5_3": ("Q5", ["About the same"]),
    "D2_Q5_12": ("Q5", ["Much worse", "A little worse"]),
    "D2_Q1_1_5": ("Q1_1", ["Excellent"]),
    "D2_Q1_1_4": ("Q1_1", ["Good"]),
    "D2_Q1_1_12": ("Q1_1", ["Poor", "Very Poor"]),
    "D2_Q1_2_5": ("Q1_2", ["Excellent"]),
    "D2_Q1_2_4": ("Q1_2", ["Good"]),
    "D2_Q1_4_5": ("Q1_4", ["Excellent"]),
    "D2_Q1_4_4": ("Q1_4", ["Good"]),
    "D2_Q3_8_12": ("Q3_8", ["Dissatisfied", "Very Dissatisfied"]),
}


@pytest.mark.parametrize("number", DISTRIBUTED)
def test_the_spread_of_answers_of_the_resident_survey_is_as_published(number):
    question, answers = DISTRIBUTED[number]
    tables = load(SAN_DIEGO, "san_diego.toml")
    asked = tables.questions.set_index("question_id")
    spread = measures.distribution(tables)
    mine = spread[spread["item"] == asked.loc[question, "wording"]]
    holds(number, 100 * mine.loc[mine["answer"].isin(answers), "estimate"].sum())


def test_every_row_of_the_resident_survey_is_a_respondent():
    tables = load(SAN_DIEGO, "san_diego.toml")
    assert len(tables.respondents) == 2477
    assert tables.sources["tool"].tolist() == ["mapping San Diego resident survey"]
    assert tables.faults == ()
