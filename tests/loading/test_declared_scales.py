"""Answers in either language are one option: a tick in both counts once."""

from __future__ import annotations

import pandas as pd
import pytest

from engagekit.loading import declared_scales


@pytest.mark.parametrize("empty", ["", None])
def test_a_tick_in_either_language_counts_once(empty: str | None) -> None:
    options = ("Loans", "Prêts", "Training")
    ticked = {"a": {"Loans"}, "b": {"Prêts"}, "c": set(), "d": {"Loans", "Prêts", "Training"}}
    questions = [{"question_id": "q", "kind": "multi", "option": one} for one in options]
    responses = [
        {"respondent_id": who, "question_id": "q", "option": one, "score": None,
         "value": one if one in ticks else empty}
        for who, ticks in ticked.items() for one in options
    ]  # fmt: skip
    frames = {"questions": pd.DataFrame(questions), "responses": pd.DataFrame(responses)}
    frames = declared_scales._worded(frames, {"q"}, {"Prêts": "Loans"})
    given = frames["responses"][frames["responses"]["value"].fillna("") != ""]
    assert given["option"].value_counts().to_dict() == {"Loans": 3, "Training": 1}
    assert frames["questions"]["option"].tolist() == ["Loans", "Training"]
