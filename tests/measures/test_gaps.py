"""Gaps to importance, worked out by hand."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from engagekit.errors import DataError, NotMeasuredError
from engagekit.measures import gaps
from engagekit.settings.schema import make_settings
from engagekit.tables.tables import Tables
from tests.surveys import made_survey

Answers = dict[str, list[float | None]]
"""Points of each person by question."""


def rated(
    answers: Answers, asked: dict[str, dict[str, Any]], gaps: dict[str, Any], **more: Any
) -> Tables:
    questions = [
        (name, "scale", [None if one is None else f"{one:g}" for one in points])
        for name, points in answers.items()
    ]
    settings = {"survey": {"gaps": gaps}, "library": {"departments": ["Library"]}}
    return made_survey(*questions, asked=asked, settings=settings, **more)


def two(answers: Answers, scores: dict[str, float] | None = None, **more: Any) -> Tables:
    words = {"i": "How important?", "s": "How satisfied?", "1": "Speed", "2": "Advice"}
    asked = {
        name: {"wording": words[name[1]], "item_of": words[name[0]], "scale_id": "s-5-en"}
        for name in answers
    }
    stated = {"importance": words["i"], "satisfaction": words["s"], **more}
    return rated(answers, asked, stated, scores=scores)


PAIRS: Answers = {
    "i1": [5, 4, 5, None],
    "s1": [3, 4, 4, 5],
    "i2": [2, 3, None, 1],
    "s2": [5, 5, 5, 5],
}


def _row(frame: pd.DataFrame, item: str, level: str, measure: str = "item level") -> pd.Series:
    rows = frame[(frame["item"] == item) & (frame["level"] == level)]
    return rows[rows["measure"] == measure].iloc[0]


def test_numbers_without_words_are_points_only_where_the_settings_say_so() -> None:
    with pytest.raises(DataError, match="numbers_are_points = true"):
        gaps(two(PAIRS, scores={}))
    told = gaps(two(PAIRS, scores={}, numbers_are_points=True))
    # r0 and r1 on speed: 3 - 5, 4 - 4; r2: 4 - 5
    row = _row(told, "Speed", "gap", "gap to importance")
    assert (row["estimate"], row["base"], row["population"]) == (-1, 3, 3)
    assert _row(told, "Speed", "satisfaction")["estimate"] == pytest.approx(11 / 3)


def test_items_named_one_by_one_need_no_blocks() -> None:
    asked = {"a": {"wording": "Imp. of speed"}, "b": {"wording": "Sat. with speed"}}
    item = {"name": "Speed", "importance": "a", "satisfaction": "Sat. with speed"}
    tables = rated({"a": [5, 4], "b": [4, 2]}, asked, {"items": [item]})
    assert _row(gaps(tables), "Speed", "gap", "gap to importance")["estimate"] == -1.5


def test_one_answer_has_a_gap_and_no_interval_and_none_has_nothing() -> None:
    one = _row(gaps(two({"i1": [5], "s1": [3]})), "Speed", "gap", "gap to importance")
    assert (one["estimate"], one["n"]) == (-2, 1)
    assert pd.isna(one["low"])
    apart = two({"i1": [5, None], "s1": [None, 3]})
    none = _row(gaps(apart), "Speed", "gap", "gap to importance")
    assert pd.isna(none["estimate"])
    assert none["n"] == 0


def test_scales_of_other_lengths_have_no_gap() -> None:
    tables = two(PAIRS)
    longer = tables.questions["question_id"].str.startswith("i")
    scale = tables.questions["scale_id"].mask(longer, "importance-7-en")
    with pytest.raises(DataError, match="importance has 7 points, satisfaction has 5 points"):
        gaps(tables.replace(questions=tables.questions.assign(scale_id=scale)))


def test_without_settings_it_says_what_to_set_and_nothing_is_guessed() -> None:
    bare = Tables(two(PAIRS).frames, make_settings({}))
    with pytest.raises(NotMeasuredError, match=r"\[survey.gaps\]"):
        gaps(bare)
    with pytest.raises(NotMeasuredError, match="no survey by the end of the period asked"):
        gaps(two(PAIRS, importance="How dear?"))
