"""Topline by hand: every kind of question, who was asked, what moved, and bad surveys."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
import pytest

from engagekit import measures, sections
from engagekit.disclosure import protect
from engagekit.errors import NotMeasuredError, UsageError
from engagekit.facts.answers import _steps, favourable, shown_order
from engagekit.facts.surveys import survey as survey_by_id
from engagekit.loading.survey_languages import joined
from engagekit.measures.topline import MOST, OTHERS
from engagekit.presentation.table import table
from engagekit.presentation.topline_table import _name, columns
from engagekit.settings.schema import Settings, make_settings
from engagekit.tables.tables import Tables
from engagekit.wording import finding
from tests.topline_by_question import document

Question = tuple[str, str, Sequence[Any]]


def of(*questions: Question, survey: str = "s", **settings: Any) -> Tables:
    """Tables of a survey: id, kind and the answer of each person; lists are options ticked."""
    size = len(questions[0][2])
    asked, given = [], []
    for name, kind, answers in questions:
        options: list[Any] = [None]
        if kind in ("multi", "rank"):
            options = list(dict.fromkeys(part for one in answers for part in one or ()))
        for option in options:
            asked.append({"question_id": name, "survey_id": survey, "wording": f"About {name}?",
                          "kind": kind, "scale_id": "own" if kind == "scale" else None,
                          "item_of": None, "option": option})  # fmt: skip
            for who, answer in enumerate(answers):
                value = answer
                if kind == "multi":
                    value = option if answer and option in answer else None
                elif kind == "rank":
                    value = str(answer.index(option) + 1) if answer and option in answer else None
                points = kind in ("scale", "net_promoter") and str(value).isdigit()
                given.append({"respondent_id": str(who), "survey_id": survey, "question_id": name,
                              "option": option, "value": value,
                              "score": float(value) if points else None})  # fmt: skip
    people = [{"respondent_id": str(who), "survey_id": survey, "submitted_at": "2026-08-10",
               "status": "complete", "department": None, "role_level": None, "weight": None,
               "contact_id": None} for who in range(size)]  # fmt: skip
    respondents = pd.DataFrame(people)
    respondents["submitted_at"] = pd.to_datetime(respondents["submitted_at"], utc=True)
    return Tables(
        {"surveys": pd.DataFrame({"survey_id": [survey], "title": ["Survey"], "opened_on": pd.to_datetime(["2026-08-01"]), "closed_on": pd.to_datetime(["2026-08-10"])}),
         "questions": pd.DataFrame(asked), "responses": pd.DataFrame(given),
         "respondents": respondents},
        make_settings({"survey": settings} if settings else {}),
    )  # fmt: skip


def rows(found: pd.DataFrame, measure: str) -> dict[str, list[float]]:
    """n and base of each answer."""
    mine = found[found["measure"] == measure].set_index("answer")
    return {name: mine.loc[name, ["n", "base"]].tolist() for name in mine.index}


def test_a_single_choice_counts_those_who_answered() -> None:
    found = measures.topline(of(("q", "single", ["a", "a", "b", None])))
    assert rows(found, "answers") == {"a": [2, 3], "b": [1, 3]}
    assert found["population"].unique().tolist() == [4]


def test_an_answer_typed_in_other_cases_or_quotes_is_one_and_a_sign_is_not() -> None:
    typed = ["Eight", "eight", "eight", '"eight"', "eight.", "UTC+6", "UTC-6", "utc-6", "UTC-6"]
    rows = measures.topline(of(("q", "single", typed)))
    assert dict(zip(rows["answer"], rows["n"], strict=True)) == {"eight": 5, "UTC-6": 3, "UTC+6": 1}


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (["Varón", "Varon", "varon", "Varon", "Mujer"], {"Varon": 4, "Mujer": 1}),
        (["pêche", "péché", "peche", "pêche"], {"pêche": 2, "peche": 1, "péché": 1}),
        (["pêche", "péché", "pêche"], {"pêche": 2, "péché": 1}),
    ],
)
def test_an_answer_typed_without_its_accent_is_one_and_two_words_stay_two(
    typed: list[str], told: dict[str, int]
) -> None:
    rows = measures.topline(of(("q", "single", typed)))
    assert dict(zip(rows["answer"], rows["n"], strict=True)) == told


def test_a_multi_select_is_of_those_who_ticked_anything() -> None:
    found = measures.topline(of(("q", "multi", [["a", "b"], ["a"], None])))
    assert rows(found, "options picked") == {"a": [2, 2], "b": [1, 2]}


def test_a_scale_has_every_point_a_mean_and_its_no_opinion() -> None:
    found = measures.topline(of(("q", "scale", ["5", "4", "4", "n/a"]), ("r", "scale", ["1"] * 4)))
    mine = found[found["item"] == "About q?"]
    assert rows(mine, "answers") == {"1": [0, 3], "4": [2, 3], "5": [1, 3]}
    assert rows(mine, "no opinion") == {"All": [1, 4]}
    assert mine.loc[mine["measure"] == "mean answer", "estimate"].tolist() == [
        pytest.approx(13 / 3)
    ]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("Fair", "Good", "Excellent"), "Mean, from 1 (Poor) to 5 (Excellent)"),
        (("2", "4", "5"), "Mean"),
        (("Good", "Good", "Excellent"), "Mean"),  # nobody gave the lowest: "from 4" is no scale
    ],
)
def test_the_mean_of_words_says_what_its_ends_are(given: Sequence[str], said: str) -> None:
    # which nobody answered to the first question
    least = {"Fair": "Poor", "Good": "Fair"}.get(given[0], "1")
    tables = of(("q", "scale", given), ("r", "scale", [least, given[1], given[1]]))
    points = {"Poor": 1.0, "Fair": 2.0, "Good": 4.0, "Excellent": 5.0}
    answers = tables.frames["responses"]
    answers = answers.assign(score=answers["score"].fillna(answers["value"].map(points)))
    section = sections.topline(Tables({**tables.frames, "responses": answers}, tables.settings))
    cells = columns(section, section.frame, "en")[1][2]
    assert [cell for cell in cells if cell.startswith("Mean")] == [said] * 2


@pytest.mark.parametrize("is_turned", [True, False])
def test_questions_whose_best_answer_is_1_and_5_keep_their_own_answers(is_turned: bool) -> None:
    given: list[Question] = [("q", "scale", [*"1112345"]), ("r", "scale", [*"1555554"])]
    tables = of(*given)
    frames = dict(tables.frames)
    answers, asked = frames["responses"], frames["questions"].assign(points=5.0)
    score = answers["score"]
    turned = (answers["question_id"] == "q") & is_turned
    answers = answers.assign(score=score.mask(turned, 6 - score))
    named = make_settings({"survey": {"satisfaction_question": "q"}})
    tables = Tables({**frames, "responses": answers, "questions": asked}, named)
    found = measures.topline(tables)
    mine = found[found["item"] == "About q?"]
    assert {name: one[0] for name, one in rows(mine, "answers").items()} == {
        "1": 3, "2": 1, "3": 1, "4": 1, "5": 1
    }  # fmt: skip
    # a mean of points beside numbers that run the other way would be read as that of the numbers
    assert len(mine[mine["measure"] == "mean answer"]) == (not is_turned)
    crossed = measures.crosstab(tables, rows="q", by="r")
    assert ("mean answer" in set(crossed["measure"])) is not is_turned
    words = favourable(tables, survey_by_id(tables, "s"))["words"]
    assert words == (["2", "1"] if is_turned else [])


@pytest.mark.parametrize("score", [5.0, 1.0])
def test_where_all_gave_1_it_is_the_one_end_whichever_is_the_best(score: float) -> None:
    tables = of(("q", "scale", [*"1111"]), ("r", "scale", [*"1255"]))
    frames = dict(tables.frames)
    frames["questions"] = frames["questions"].assign(scale_id="quality-5-en")
    answers = frames["responses"]
    frames["responses"] = answers.assign(
        score=answers["score"].mask(answers["question_id"] == "q", score)
    )
    found = measures.topline(Tables(frames, tables.settings))
    mine = found[(found["item"] == "About q?") & (found["measure"] == "answers")]
    counts = list(zip(mine["answer"], mine["n"], strict=True))
    assert [one for one in counts if one[1]] == [("1", 4)]
    assert len({name for name, _ in counts}) == len(counts)


def test_an_answer_of_a_scale_in_other_cases_is_one_step() -> None:
    words = ["Very good", "very good", "Good", "good ", "Poor"]
    tables = of(("q", "scale", words))
    score = tables.responses["value"].map(dict(zip(words, (3, 3, 2, 2, 1), strict=True)))
    responses = tables.responses.assign(score=score.astype("float64"))
    tables = Tables({**tables.frames, "responses": responses}, tables.settings)
    counts = {name: one[0] for name, one in rows(measures.topline(tables), "answers").items()}
    assert sorted(counts.values()) == [1, 2, 2]


def test_a_ranking_tells_first_places_and_the_mean_place() -> None:
    found = measures.topline(of(("q", "rank", [["a", "b"], ["b", "a"], ["a", "b"], ["a"]])))
    assert rows(found, "ranked first") == {"a": [3, 4], "b": [1, 3]}
    places = found[found["measure"] == "mean place"].set_index("answer")["estimate"]
    assert places.to_dict() == {"a": 1.25, "b": pytest.approx(5 / 3)}


def test_net_promoter_and_its_parts() -> None:
    found = measures.topline(of(("q", "net_promoter", ["10", "9", "8", "3"])))
    assert found.set_index("measure")["estimate"].to_dict() == {
        "net promoter": 25.0, "promoters": 0.5, "detractors": 0.25}  # fmt: skip


def test_numbers_are_read_as_people_write_them() -> None:
    found = measures.topline(of(("q", "number", ["1,200", "3", "0.5", "12"])))
    mean = found[found["measure"] == "mean answer"].iloc[0]
    assert mean["estimate"] == pytest.approx(1215.5 / 4)
    many = measures.topline(of(("q", "number", [str(n) for n in range(13)])))
    assert set(many["measure"]) == {"mean answer"}
    few = measures.topline(of(("q", "number", [str(n) for n in range(12)])))
    assert set(few["measure"]) == {"answers", "mean answer"}


@pytest.mark.parametrize(("steps", "cells"), [(12, 12), (13, 0)])
def test_a_number_of_many_steps_is_a_mean_by_group_too(steps: int, cells: int) -> None:
    answers = [str(n % steps) for n in range(26)]
    tables = of(("n", "number", answers), ("g", "single", ["a", "b"] * 13))
    found = measures.crosstab(tables, rows="n", by="g")
    assert (found["measure"] == "answers").sum() == cells * 3
    means = found[found["measure"] == "mean answer"]
    assert means["base"].tolist() == [26, 13, 13]
    assert means["estimate"].iloc[0] == pytest.approx(sum(map(float, answers)) / 26)


def test_a_block_stands_once_in_front_of_its_items() -> None:
    rows = [{"item": name} for name in ("Speed (How good?)", "Speed (How good?)", "Desk")]
    stems = {"Speed (How good?)": "How good?", "Desk": "How good?"}
    named = [_name(rows, at, stems, "en") for at in range(3)]
    assert named == ["How good? Speed", "", "Desk"]


def test_days_stand_by_month_and_by_year_where_they_lie_far_apart() -> None:
    found = measures.topline(of(("q", "date", ["2026-01-05", "2026-01-20", "2026-03-01"])))
    assert rows(found, "answers") == {"2026-01": [2, 3], "2026-03": [1, 3]}
    found = measures.topline(of(("q", "date", ["2020-01-05", "2026-01-20", "2026-03-01"])))
    assert rows(found, "answers") == {"2020": [1, 3], "2026": [2, 3]}


@pytest.mark.parametrize("kind", ["text", "file"])
def test_an_open_question_counts_who_wrote(kind: str) -> None:
    found = measures.topline(of(("a", "single", ["x"] * 3), ("q", kind, ["Fast", None, "n/a"])))
    assert rows(found, "gave an answer") == {"All": [2, 3]}


def test_comments_are_counted_by_theme() -> None:
    themes = {"Speed": {"en": ["fast", "slow*"]}, "Price": {"en": ["cheap"]}}
    found = measures.topline(of(("q", "text", ["Fast!", "So slow", "n/a", "fine"]), themes=themes))
    assert rows(found, "comments on a theme") == {"Speed": [2, 3]}


def test_a_long_list_of_answers_ends_in_the_others_and_loses_nobody() -> None:
    many = ["often"] * 5 + ["seldom"] * 3 + [f"once {n:02d}!" for n in range(MOST)]
    found = rows(
        measures.topline(of(("q", "single", [text.replace("0", "o") for text in many]))), "answers"
    )
    assert found[OTHERS][0] == MOST
    assert sum(n for n, _ in found.values()) == len(many)
    short = rows(
        measures.topline(of(("q", "single", many[:5] + many[8 : 8 + MOST - 1]))), "answers"
    )
    assert OTHERS not in short


def test_not_applicable_has_no_part_in_bare_points() -> None:
    tables = of(("q", "scale", ["1", "3", "3", "5", "n/a", "N/A"]))
    bare = tables.responses.assign(score=np.nan)
    found = measures.topline(Tables({**tables.frames, "responses": bare}, tables.settings))
    assert rows(found, "answers") == {"1": [1, 4], "3": [2, 4], "5": [1, 4]}
    assert rows(found, "no opinion") == {"All": [2, 6]}


def test_the_same_words_in_another_order_are_one_step() -> None:
    words = ["Not at all useful", "Not useful at all", "Very useful"]
    tables = of(("q", "scale", words))
    scored = tables.responses.assign(score=[1.0, 1.0, 4.0])
    found = measures.topline(Tables({**tables.frames, "responses": scored}, tables.settings))
    assert sorted(one[0] for one in rows(found, "answers").values()) == [1, 2]


def test_the_same_question_twice_is_two_and_codes_stand_by_their_number() -> None:
    tables = of(*((name, "scale", [*"3", *"3", *"3", *"1", *"2", *"2"]) for name in "ab"))
    twice = tables.questions.assign(wording="How was it?")
    bare = tables.responses.assign(score=float("nan"))
    found = measures.topline(tables.replace(questions=twice, responses=bare))
    assert list(found["item"].unique()) == ["How was it?", "How was it? (2)"]
    assert list(found["answer"][:3]) == ["1", "2", "3"]


def test_words_of_two_languages_are_one_answer_and_two_steps_are_two() -> None:
    both = pd.DataFrame({"word": ["Satisfied", "Satisfait"], "score": 4.0})
    assert _steps("own", both) == (("Satisfied", frozenset(both["word"])),)
    steps = pd.DataFrame({"word": ["Easy", "Somewhat easy"], "score": 4.0})
    assert [name for name, _ in _steps("own", steps)] == ["Easy", "Somewhat easy"]


@pytest.mark.parametrize(
    ("word", "first"), [("Very satisfied", "1/5"), ("Satisfied", "1/5"), ("5", "1")]
)
def test_steps_that_nobody_chose_are_points_of_the_scale(word: str, first: str) -> None:
    given = pd.DataFrame({"word": [word], "score": [5.0]})
    named = [name for name, _ in _steps("satisfaction-5-en", given)]
    assert (named[0], named[-1], len(named)) == (first, word, 5)


@pytest.mark.parametrize(("theirs", "is_noted"), [(["Oui", "Non"], True), (["Oui", "No"], False)])
def test_choices_that_joined_forms_word_apart_are_noted(theirs: list[str], is_noted: bool) -> None:
    frames, notes = joined(two_waves(["Yes", "No"] * 3, theirs * 3).frames, [["w1", "w2"]])
    assert len(frames["surveys"]) == 1
    assert [one.problem for one in notes] == is_noted * [
        "has choices that its two forms word apart: 'About q?'"
    ]


def two_waves(before: Sequence[str], now: Sequence[str], still: int = 0) -> Tables:
    same: list[Question] = [(f"s{at}", "single", ["a", "b"] * 50) for at in range(still)]
    first = of(("q", "single", before), *same, survey="w1")
    then = of(("q", "single", now), *same, survey="w2")
    old = first.respondents.assign(submitted_at=pd.Timestamp("2025-08-10", tz="UTC"))
    frames = {
        name: pd.concat([old if name == "respondents" else first.frames[name], then.frames[name]])
        for name in then.frames
    }
    return Tables(frames)


def test_the_survey_before_stands_beside_and_only_clear_changes_are_told() -> None:
    tables = two_waves(["a"] * 20 + ["b"] * 80, ["a"] * 60 + ["b"] * 40)
    found = measures.topline(tables, compare="before")
    moved = found[found["measure"] == "change in answers"]
    assert moved.set_index("answer")["estimate"].round(2).to_dict() == {"a": 0.4, "b": -0.4}
    assert (moved["low"] * moved["high"] > 0).all()
    made = sections.topline(tables, during="FY2026-27 Q2", compare="before")
    assert "2 answers clearly moved" in finding(made)
    shown = table(made, "en")
    assert shown is not None
    assert "Change" in shown.headers
    still = two_waves(["a"] * 20 + ["b"] * 80, ["a"] * 25 + ["b"] * 75)
    assert not (measures.topline(still, compare="before")["measure"] == "change in answers").any()
    with pytest.raises(UsageError, match="is no other survey"):
        measures.topline(tables, compare="w9")
    with pytest.raises(NotMeasuredError):
        measures.topline(of(("q", "single", ["a"])), compare="before")


@pytest.mark.parametrize(("still", "told"), [(0, 2), (20, 0)])
def test_an_answer_among_many_moves_by_chance(still: int, told: int) -> None:
    tables = two_waves(["a"] * 40 + ["b"] * 60, ["a"] * 58 + ["b"] * 42, still)  # p 0.01 by itself
    moved = measures.topline(tables, compare="before")["measure"] == "change in answers"
    assert moved.sum() == told
    said = finding(sections.topline(tables, during="FY2026-27 Q2", compare="before"))
    least = "We would probably have seen a change of 28 points or more." in said
    assert least is (told == 0)


@pytest.mark.parametrize(("others", "told"), [(0, 4), (10, 0)])
def test_a_cell_of_a_book_is_marked_among_all_its_cells(others: int, told: int) -> None:
    same: list[Question] = [(f"s{at}", "single", ["a", "b"] * 40) for at in range(others)]
    group = ["x"] * 40 + ["y"] * 40
    apart = ["a"] * 28 + ["b"] * 12 + ["a"] * 15 + ["b"] * 25  # p 0.004 by itself
    tables = of(("g", "single", group), ("q", "single", apart), *same)
    marks = measures.banner_book(tables, by="g")["basis"].str.contains("column_")
    assert marks.sum() == told
    alone = measures.crosstab(tables, rows="q", by="g")["basis"].str.contains("column_")
    assert alone.sum() == 4


@pytest.mark.parametrize(
    ("each", "said"),
    [(9, "Too few answers to say"), (10, "In y (10 answers) we would have seen only a difference")],
)
def test_where_no_column_differs_it_is_told_what_would_have_shown(each: int, said: str) -> None:
    answers = ["a"] * 5 + ["b"] * (each - 5)
    tables = of(("g", "single", ["x"] * each + ["y"] * each), ("q", "single", answers * 2))
    told = finding(sections.crosstab(tables, rows="q", by="g"))
    assert said in told and ("differs clearly" in told) is (each == 10)


def test_the_section_of_scales_tells_the_same_numbers(sample: Tables) -> None:
    both = measures.distribution(sample).merge(
        measures.topline(sample), on=["item", "answer", "measure"], suffixes=("", "_top")
    )
    assert len(both) == len(measures.distribution(sample)) > 0
    assert (both["n"] == both["n_top"]).all()
    assert (both["base"] == both["base_top"]).all()


def test_the_board_copy_hides_small_answers_and_rounds_the_means_beside_them(
    sample: Tables,
) -> None:
    made = sections.topline(sample)
    safe = protect([made, sections.satisfaction(sample, by="department")], Settings())
    frame = safe.sections[0].frame
    hidden = frame["suppressed"].astype(bool)
    assert not frame.loc[~hidden, "n"].between(1, 4).any()
    for _, part in frame.assign(hidden=hidden).groupby("item"):
        if part.loc[part["measure"] == "answers", "hidden"].any():
            mean = part.loc[part["measure"] == "mean answer", "estimate"].dropna() * 10
            assert (abs(mean - mean.round()) < 1e-9).all()  # gone, or rounded to a decimal


@pytest.mark.parametrize(
    "tables",
    [
        of(("q", "single", ["a"])),
        of(("q", "text", ["only words", "more"])),
        of(("q", "single", ["1", "2", "1"]), ("r", "scale", ["x", "y", None])),
        of(*[(f"q{n}", "single", ["a", "b", None]) for n in range(300)]),
        of(("q", "single", ["Yes", "Oui", "No", "Non"])),
        of(("q", "single", [None, None]), ("r", "single", ["a", "b"])),
    ],
    ids=["one answer", "comments", "codes", "300 questions", "two languages", "an empty question"],
)
def test_a_strange_survey_gets_its_topline(tables: Tables) -> None:
    made = document(tables)
    assert len(made["questions"]) == tables.questions["question_id"].nunique()
    section = sections.topline(tables)
    assert not section.missing
    assert finding(section)
    protect([section], Settings())


def test_a_survey_that_nobody_answered_says_why() -> None:
    tables = of(("q", "single", [None, None]))
    none = tables.replace(respondents=tables.respondents.assign(status="break_off"))
    with pytest.raises(NotMeasuredError, match="whoever opened it"):
        measures.topline(none)
    said = sections.topline(none).missing  # stands in the board copy too
    assert not set("0123456789").intersection(said.replace(none.surveys["survey_id"].iloc[0], ""))


def test_a_form_without_answers_says_that_nobody_answered() -> None:
    tables = of(("q1", "single", ["a"]))
    empty = {name: frame for name, frame in tables.frames.items()
             if name in ("surveys", "questions")}  # fmt: skip
    with pytest.raises(NotMeasuredError, match="no survey had answers"):
        measures.topline(Tables(empty, tables.settings))


@pytest.mark.parametrize("labels", [
    ["Under 30", "30-44", "45-59", "60+"],
    ["0 hours", "Less than 1 hour", "1-2 hours", "3-5 hours", "More than 5 hours"],
    ["Less than 30 minutes", "30-60 minutes", "1-2 hours", "1 day"],
    ["6 months", "1 an", "2 ans et plus"],
    ["1-5", "6-10", "11-15", "16-20", "more"],
])  # fmt: skip
def test_bands_stand_in_the_order_of_their_numbers(labels: list[str]) -> None:
    counts, scores = np.arange(len(labels)), np.full(len(labels), np.nan)
    backward = labels[::-1]
    order = shown_order("single", backward, scores, counts)
    assert [backward[at] for at in order] == labels
