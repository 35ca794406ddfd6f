"""Satisfaction, net promoter, means and distributions of a survey written out by hand."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from scipy.stats import binomtest

from engagekit import measures, sections
from engagekit.disclosure import protect
from engagekit.errors import DataError, NotMeasuredError, UsageError
from engagekit.facts import coverage
from engagekit.facts.surveys import survey as survey_by_id
from engagekit.settings.schema import make_settings
from engagekit.tables.tables import Tables
from engagekit.wording import finding
from tests.surveys import made_survey


def test_top_two_of_those_with_an_opinion_break_offs_left_out(survey: Tables) -> None:
    found = measures.satisfaction(survey, by="department").set_index("department")
    # scores 5 4 4 2 3 - (Legal), 5 5 (Tax), 4 (not stated); the break-off gave a 1
    assert found[["n", "base"]].values.tolist() == [[6, 8], [3, 5], [1, 1], [2, 2]]
    assert found.index.tolist() == ["All", "Legal", "Not stated", "Tax"]
    known = binomtest(6, 8).proportion_ci(method="wilson")
    assert found.loc["All", ["low", "high"]].tolist() == pytest.approx(list(known))


def test_the_wave_is_the_last_one_with_answers_by_the_end_of_the_period(survey: Tables) -> None:
    assert int(measures.satisfaction(survey, during="FY2025-26 Q3")["base"].iloc[0]) == 1
    assert int(measures.satisfaction(survey, during="FY2026-27 Q2")["base"].iloc[0]) == 8
    with pytest.raises(NotMeasuredError, match="no survey had answers"):
        measures.satisfaction(survey, during="FY2024-25 Q1")
    over_time = measures.satisfaction_over_time(survey)
    assert over_time["period"].tolist() == ["FY2025-26 Q2", "FY2026-27 Q2"]


def test_a_survey_alone_is_found_in_the_quarter_that_still_runs(survey: Tables) -> None:
    last = survey.respondents[survey.respondents["survey_id"] == "w2"]
    alone = survey.replace(respondents=last)
    period = coverage.asked_period(alone, None)
    assert period.label == "FY2026-27 Q2"
    assert int(measures.satisfaction(alone, during=period)["base"].iloc[0]) == 8
    # the survey before it, which is a year older, changes nothing
    assert coverage.asked_period(survey, None).label == "FY2026-27 Q2"


@pytest.mark.parametrize(
    ("first", "second", "taken"),
    [
        ("How satisfied are you with training?", "How satisfied are you with loans?", None),
        ("How satisfied are you with training?", "How satisfied are you with the library?", "q2"),
        ("How satisfied are you with training?", "How often do you come?", "q1"),
    ],
)
def test_of_several_services_none_is_satisfaction_with_all(
    survey: Tables, first: str, second: str, taken: str | None
) -> None:
    one = survey.questions[survey.questions["question_id"] == "q1"].assign(wording=first)
    both = pd.concat([one, one.assign(question_id="q2", wording=second)])
    tables = survey.replace(questions=both)
    if taken is None:
        with pytest.raises(NotMeasuredError, match="2 questions that could be overall"):
            assert survey_by_id(tables, "w2").overall is None
    else:
        assert survey_by_id(tables, "w2").overall["question_id"] == taken


@pytest.mark.parametrize("is_there", [True, False])
def test_an_earlier_survey_in_other_words_is_not_said_to_be_none(
    survey: Tables, is_there: bool
) -> None:
    asked = survey.questions
    asked.loc[asked["survey_id"] == "w1", "wording"] = "How happy are you?"
    named = make_settings({"survey": {"satisfaction_question": "Overall, how satisfied are you?"}})
    people = survey.respondents
    people = people if is_there else people[people["survey_id"] == "w2"]
    tables = Tables({**survey.frames, "questions": asked, "respondents": people}, named)
    said = finding(sections.satisfaction(tables, every="survey"))
    assert ("There is no earlier survey" in said) is not is_there
    assert ("did not ask this in the same words" in said) is is_there


def test_a_later_poll_without_the_overall_question_is_passed_over(survey: Tables) -> None:
    later = {
        "surveys": survey.surveys[survey.surveys["survey_id"] == "w2"].assign(survey_id="poll"),
        "respondents": survey.respondents[survey.respondents["respondent_id"] == "1"].assign(
            survey_id="poll", submitted_at=pd.Timestamp("2026-09-20", tz="America/Toronto")),
        "questions": survey.questions[survey.questions["question_id"] == "q2"].assign(
            survey_id="poll", wording="Useful to you?", kind="single"),
    }  # fmt: skip
    frames = {name: pd.concat([survey.frames[name], frame], ignore_index=True)
              for name, frame in later.items()}  # fmt: skip
    named = make_settings({"survey": {"satisfaction_question": "Overall, how satisfied are you?"}})
    both = Tables({**survey.frames, **frames}, named)
    assert measures.satisfaction(both)["base"].iloc[0] == 8
    over_time = measures.satisfaction_over_time(both)
    assert over_time["period"].tolist() == ["FY2025-26 Q2", "FY2026-27 Q2"]
    assert measures.satisfaction(both, survey="w1")["base"].iloc[0] == 1


def test_items_of_the_same_words_in_two_blocks_are_told_apart(survey: Tables) -> None:
    questions = survey.questions
    first = questions[(questions["question_id"] == "q1") & (questions["survey_id"] == "w2")]
    blocks = [first.assign(question_id=name, wording="Speed", item_of=block)
              for name, block in (("a", "How good?"), ("b", "How important?"))]  # fmt: skip
    given = survey.responses[survey.responses["question_id"] == "q1"]
    both = survey.replace(
        questions=pd.concat(blocks, ignore_index=True),
        responses=pd.concat(
            [given.assign(question_id="a"), given.assign(question_id="b", score=1)]
        ),
    )
    spread = measures.distribution(both, survey="w2")
    assert spread["item"].unique().tolist() == ["Speed (How good?)", "Speed (How important?)"]
    assert spread.groupby("item")["base"].max().tolist() == [8, 9]


def test_nobody_with_an_opinion_gives_no_share(survey: Tables) -> None:
    silent = survey.replace(
        responses=survey.responses.assign(score=float("nan")),
        questions=survey.questions.assign(scale_id="satisfaction-5"),
    )
    row = measures.satisfaction(silent).iloc[0]
    assert row["base"] == 0
    assert pd.isna(row["estimate"])


def test_what_cannot_be_told_is_asked_back(survey: Tables) -> None:
    with pytest.raises(UsageError, match="survey='w9' is not there"):
        measures.satisfaction(survey, survey="w9")
    with pytest.raises(UsageError, match="Did you mean 'department'"):
        measures.satisfaction(survey, by="dept")
    doubled = survey.questions[survey.questions["question_id"] == "q1"].assign(question_id="q3")
    both = survey.replace(questions=pd.concat([survey.questions, doubled], ignore_index=True))
    named = make_settings({"survey": {"satisfaction_question": "how satisfied"}})
    with pytest.raises(DataError, match="satisfaction_question under"):
        measures.satisfaction(replace(both, settings=named))
    # without a setting the first that says so is taken, and the section says which
    assert measures.satisfaction(both)["base"].tolist() == [8]
    taken = sections.satisfaction(both, during="FY2026-27 Q2").choices
    assert "q1" in taken["taken as overall satisfaction"]
    without = survey.replace(questions=survey.questions[survey.questions["kind"] == "scale"])
    with pytest.raises(NotMeasuredError, match="recommending"):
        measures.net_promoter(without)


@pytest.mark.parametrize("points, n", [(2, 2), (3, 2), (4, 5), (5, 5)])
def test_of_a_scale_under_four_points_the_top_one_alone_is_favourable(points: int, n: int) -> None:
    given = [points, points, points - 1, points - 1, points - 1, 1, 1]
    tables = _asked(given, f"satisfaction-{points}-xx")
    assert measures.satisfaction(tables)[["n", "base"]].values.tolist() == [[n, 7]]


@pytest.mark.parametrize(
    ("scale", "labels", "words", "mots"),
    [("satisfaction-5-en", {}, "were satisfied or very satisfied", "étaient satisfaites ou très"),
     ("quality-5-en", {4: "Good", 5: "Excellent"}, "chose “Good” or “Excellent”",
      "ont choisi « Good » ou « Excellent »"),
     ("satisfaction-11-en", {at: str(at - 1) for at in range(1, 12)}, "chose “9” or “10”",
      "ont choisi « 9 » ou « 10 »"),
     ("satisfaction-10-en", {}, "gave 9 or 10 of 10", "ont donné 9 ou 10 sur 10"),
     ("liking-3-en", {3: "I like it"}, "chose “I like it”", "ont choisi « I like it »"),
     ("nan-2-en", {}, "gave 2 of 2", "ont donné 2 sur 2")],
)  # fmt: skip
def test_those_who_count_as_satisfied_are_told_in_the_words_of_the_scale(
    scale: str, labels: dict[int, str], words: str, mots: str
) -> None:
    points = int(scale.split("-")[1])
    tables = _asked([points] * 6 + [max(points - 1, 1)] * 6 + [1] * 3, scale, labels)
    assert words in finding(sections.satisfaction(tables, by=None))
    assert mots in finding(sections.satisfaction(tables, by=None), "fr").replace("\u00a0", " ")


def test_items_of_another_scale_are_told_in_its_own_words() -> None:
    labels = {1: "Disagree strongly", 2: "Disagree", 3: "Neither", 4: "Agree", 5: "Agree strongly"}
    made = sections.items(_asked([1, 2, 3, 4, 5] * 3, "agreement-5-en", labels))
    assert made.figure_args["agree_label"] == "“Agree” or “Agree strongly”"
    assert "40% “Agree” or “Agree strongly”, of 15" in finding(made)


def _asked(scores: list[int], scale: str, labels: dict[int, str] | None = None) -> Tables:
    """One question of a scale, answered by each person."""
    words = [(labels or {}).get(score, str(score)) for score in scores]
    return made_survey(
        ("q", "scale", words),
        scores=dict(zip(words, map(float, scores), strict=True)),
        asked={"q": {"wording": "Overall satisfied?", "scale_id": scale}},
    )


def test_the_middle_of_a_scale_is_on_neither_side_though_an_end_was_not_chosen() -> None:
    labels = {2: "Poor", 3: "Neither", 4: "Good", 5: "Very good"}
    made = sections.items(_asked([2, 3, 3, 4, 5] * 3, "quality-5-en", labels))
    assert made.figure_args["disagree"] == ["Poor"]
    assert made.figure_args["agree"] == ["Good", "Very good"]


def test_where_all_gave_one_answer_every_point_has_a_row_and_the_board_copy_can_be_made() -> None:
    tables = _asked([4] * 12, "satisfaction-5-en", {4: "Satisfied"})
    assert measures.distribution(tables)["n"].tolist() == [0, 0, 0, 12, 0]
    assert measures.distribution(tables)["answer"].tolist() == [
        "1/5",
        "2/5",
        "3/5",
        "Satisfied",
        "5/5",
    ]
    done = protect(
        [sections.items(tables), sections.satisfaction(tables, by="department")], tables.settings
    )
    assert done.sections[0].frame["suppressed"].any()


def test_a_survey_without_any_date_is_shown_and_asks_for_no_period(survey: Tables) -> None:
    columns = ["submitted_at", "started_at"]
    people = survey.respondents.assign(
        **{name: pd.NaT for name in columns if name in survey.respondents}
    )
    surveys = survey.surveys.assign(opened_on=pd.NaT, closed_on=pd.NaT)
    undated = survey.replace(respondents=people, surveys=surveys)
    for name in ("topline", "satisfaction", "items", "response", "crosstab"):
        section = getattr(sections, name)(undated, during="")
        assert not section.missing, f"{name}: {section.missing}"
        assert not section.period and section.text
    assert sections.topline(undated).frame["n"].sum() > 0
    # what needs a period says so
    assert "has a date" in sections.reach(undated).text
    assert sections.problems(undated).missing == ""


def test_ratings_without_a_name_do_not_take_the_points_of_recommending(survey: Tables) -> None:
    questions = survey.questions.copy()
    overall = questions["question_id"] == "q1"
    questions = questions.assign(scale_id=questions["scale_id"].mask(overall), points=None)
    recommend = questions[overall].assign(
        question_id="nps", kind="net_promoter", wording="Would you recommend us?"
    )
    answers = survey.responses[survey.responses["question_id"] == "q1"].assign(
        question_id="nps", value="10", score=10.0
    )
    both = survey.replace(
        questions=pd.concat([questions, recommend], ignore_index=True),
        responses=pd.concat([survey.responses, answers], ignore_index=True),
    )
    assert measures.satisfaction(both)["n"].iloc[0] == measures.satisfaction(survey)["n"].iloc[0]
