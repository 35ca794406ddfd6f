"""Topline by hand: every kind of question, who was asked, what moved, and bad surveys."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from engagekit import measures, sections
from engagekit.disclosure import protect
from engagekit.errors import NotMeasuredError, UsageError
from engagekit.facts.answers import favourable
from engagekit.facts.surveys import survey as survey_by_id
from engagekit.loading.survey_languages import joined
from engagekit.locale import Locale
from engagekit.measures.topline import MOST, OTHERS
from engagekit.presentation.table import table
from engagekit.presentation.topline_table import columns
from engagekit.settings.schema import Settings, make_settings
from engagekit.tables.tables import Tables
from engagekit.wording import finding
from tests.surveys import DAY, Question, made_survey, together
from tests.topline_by_question import document

of = made_survey


def rows(found: pd.DataFrame, measure: str, item: str = "q") -> dict[str, list[float]]:
    """n and base of each answer to a question."""
    mine = found[(found["measure"] == measure) & (found["item"] == f"About {item}?")]
    return {row.answer: [row.n, row.base] for row in mine.itertuples()}


CASES = tomllib.loads(Path(__file__).with_name("toplines.toml").read_text("utf-8"))["case"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["questions"][0][2][0]))
def test_answers_are_counted_by_the_kind_of_question(case: dict[str, Any]) -> None:
    questions: list[Question] = [
        (name, kind, [answer or None for answer in answers])
        for name, kind, answers in case["questions"]
    ]
    found = measures.topline(of(*questions, scores=case.get("scores")))
    assert {measure: rows(found, measure) for measure in case["told"]} == case["told"]
    assert found["population"].unique().tolist() == [len(questions[0][2])]


def test_of_a_long_list_the_rest_stands_together_and_nobody_is_lost() -> None:
    several = [f"once {n:02d}!".replace("0", "o") for n in range(MOST)]
    found = measures.topline(of(("q", "single", ["often"] * 5 + ["seldom"] * 3 + several)))
    all_of_them = 8 + MOST
    told = {"often": [5, all_of_them], "seldom": [3, all_of_them], OTHERS: [MOST, all_of_them]}
    assert rows(found, "answers") == told


def test_means_of_scales_numbers_and_places() -> None:
    tables = of(
        ("q", "scale", ["5", "4", "4", "n/a"]),
        ("r", "number", ["1,200", "3", "0.5", "12"]),
        ("s", "rank", [["a", "b"], ["b", "a"], ["a", "b"], ["a"]]),
        ("t", "net_promoter", ["10", "9", "8", "3"]),
    )
    found = (
        measures.topline(tables).set_index(["item", "measure", "answer"])["estimate"].sort_index()
    )
    assert found["About q?", "mean answer", "All"] == pytest.approx(13 / 3)
    assert found["About r?", "mean answer", "All"] == pytest.approx(1215.5 / 4)
    assert found["About s?", "mean place"].to_dict() == {"a": 1.25, "b": pytest.approx(5 / 3)}
    assert found["About t?"].tolist() == [0.25, 25.0, 0.5]


@pytest.mark.parametrize(
    ("word", "score", "first"),
    [
        ("Very satisfied", 5, "1/5"),
        ("Satisfied", 5, "1/5"),
        ("5", 5, "1"),
        ("1", 5, "5"),
        ("1", 1, "1"),
    ],
)
def test_steps_that_nobody_chose_are_points_of_the_scale(
    word: str, score: float, first: str
) -> None:
    tables = of(
        ("q", "scale", [word] * 4),
        scores={word: score},
        asked={"q": {"scale_id": "satisfaction-5-en"}},
    )
    found = rows(measures.topline(tables), "answers")
    assert (next(iter(found)), len(found), found[word]) == (first, 5, [4, 4])


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
    points = {"Poor": 1.0, "Fair": 2.0, "Good": 4.0, "Excellent": 5.0}
    scores = points | {str(n): float(n) for n in range(1, 6)}
    answers: list[Question] = [("q", "scale", given), ("r", "scale", [least, given[1], given[1]])]
    section = sections.topline(of(*answers, scores=scores))
    cells = columns(section, section.frame, Locale("en"))[1][2]
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
    assert {name: n for name, (n, _) in rows(found, "answers").items()} == {
        "1": 3, "2": 1, "3": 1, "4": 1, "5": 1
    }  # fmt: skip
    # a mean of points beside numbers that run the other way would be read as that of the numbers
    assert bool(rows(found, "mean answer")) is not is_turned
    crossed = measures.crosstab(tables, rows="q", by="r")
    assert ("mean answer" in set(crossed["measure"])) is not is_turned
    words = favourable(tables, survey_by_id(tables, "s"))["words"]
    assert words == (["2", "1"] if is_turned else [])


@pytest.mark.parametrize(("steps", "cells"), [(12, 12), (13, 0)])
def test_a_number_of_many_steps_is_a_mean_by_group_too(steps: int, cells: int) -> None:
    answers = [str(n % steps) for n in range(26)]
    tables = of(("n", "number", answers), ("g", "single", ["a", "b"] * 13))
    found = measures.crosstab(tables, rows="n", by="g")
    assert (found["measure"] == "answers").sum() == cells * 3
    means = found[found["measure"] == "mean answer"]
    assert means["base"].tolist() == [26, 13, 13]
    assert means["estimate"].iloc[0] == pytest.approx(sum(map(float, answers)) / 26)


def test_comments_are_counted_by_theme() -> None:
    themes = {"Speed": {"en": ["fast", "slow*"]}, "Price": {"en": ["cheap"]}}
    found = measures.topline(
        of(
            ("q", "text", ["Fast!", "So slow", "n/a", "fine"]),
            settings={"survey": {"themes": themes}},
        )
    )
    assert rows(found, "comments on a theme") == {"Speed": [2, 3]}


def test_the_same_question_twice_is_two_and_codes_stand_by_their_number() -> None:
    tables = of(*((name, "scale", [*"333122"]) for name in "ab"), scores={})
    twice = tables.questions.assign(wording="How was it?")
    found = measures.topline(tables.replace(questions=twice))
    assert list(found["item"].unique()) == ["How was it?", "How was it? (2)"]
    assert list(found["answer"][:3]) == ["1", "2", "3"]


@pytest.mark.parametrize(("theirs", "is_noted"), [(["Oui", "Non"], True), (["Oui", "No"], False)])
def test_choices_that_joined_forms_word_apart_are_noted(theirs: list[str], is_noted: bool) -> None:
    frames, notes = joined(two_waves(["Yes", "No"] * 3, theirs * 3).frames, [["w1", "w2"]])
    assert len(frames["surveys"]) == 1
    assert [one.problem for one in notes] == is_noted * [
        "has choices that its two forms word apart: 'About q?'"
    ]


def two_waves(before: Sequence[str], now: Sequence[str], still: int = 0) -> Tables:
    same: list[Question] = [(f"s{at}", "single", ["a", "b"] * 50) for at in range(still)]
    first = of(("q", "single", before), *same, survey="w1", day=DAY - pd.DateOffset(years=1))
    then = of(("q", "single", now), *same, survey="w2")
    return together(first, then)


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
