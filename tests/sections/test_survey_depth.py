"""Sections of the survey in depth and of listening: sentences, figures, and what the board sees."""

from __future__ import annotations

import pandas as pd
import pytest

from engagekit import sections
from engagekit.disclosure import protect
from engagekit.sections.functions import function_of
from engagekit.sections.registry import QUESTIONS
from engagekit.tables.tables import Tables
from engagekit.wording import finding

BOARD = ("gaps", "comment_themes", "attribute_profile", "aided_awareness", "useful",
         "perception_gap")  # fmt: skip


@pytest.mark.parametrize("kept", [0, 1])
@pytest.mark.parametrize("name", BOARD)
def test_nobody_or_one_person_does_not_fail(name: str, kept: int, sample: Tables) -> None:
    last = sample.respondents["submitted_at"].max()
    one = sample.respondents.loc[sample.respondents["submitted_at"] == last, "respondent_id"]
    mine = sample.responses["respondent_id"].isin(one) if kept else sample.responses["score"] > 99
    made = function_of(QUESTIONS[name])(sample.replace(responses=sample.responses[mine]))
    assert finding(made)


def test_a_gap_is_hidden_with_either_of_its_two_groups(sample: Tables) -> None:
    made = sections.topline(sample, of="perception")
    rows = made.frame.assign(n=pd.array([3, 99, None], "Int64"), base=pd.array([35, 153, None], "Int64"))  # fmt: skip
    done = protect([made.with_frame(rows)], sample.settings)
    frame = done.sections[0].frame
    assert frame["suppressed"].tolist() == [True, True, True]
    assert frame["estimate"].isna().tolist() == [True, True, True]
