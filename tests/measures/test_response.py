"""Response rates by AAPOR outcome codes."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from engagekit import measures
from engagekit.tables.tables import Tables

OUTCOMES = {"1": "I", "2": "I", "3": "P", "4": "NC", "5": "UH", "6": "NE", "7": None}


@pytest.fixture
def invited(survey: Tables, few: Tables, tidy: Any) -> Tables:
    rows = [
        {"survey_id": "w2", "contact_id": number, "outcome": outcome}
        for number, outcome in OUTCOMES.items()
    ]
    return survey.replace(invitations=tidy("invitations", *rows), contacts=few.contacts)


def test_rr2_counts_partial_answers_and_keeps_bounced_mail_in_the_base(invited: Tables) -> None:
    found = measures.response_rate(invited).set_index("measure")
    # two in full, one in part, two silent (one without a code), one bounced; one was not eligible
    rr2 = found.loc["response rate (AAPOR RR2)"]
    assert (rr2["n"], rr2["base"], rr2["population"]) == (3, 6, 7)
    assert rr2["estimate"] == pytest.approx(0.5)
    assert found.loc["response rate (AAPOR RR1)", "estimate"] == pytest.approx(2 / 6)


def test_by_department_of_the_staff_list(invited: Tables) -> None:
    found = measures.response_rate(invited, by="department")
    rr2 = found[found["measure"].str.endswith("RR2)")].set_index("department")
    assert rr2[["n", "base"]].astype(int).values.tolist() == [
        [3, 6],
        [2, 2],
        [0, 0],
        [0, 1],
        [1, 3],
    ]
    assert rr2.index.tolist() == ["All", "Legal", "Library", "Not stated", "Tax"]


def test_nobody_invited_by_name_gives_a_count_and_no_rate(survey: Tables) -> None:
    found = measures.response_rate(survey)
    assert found[["measure", "n"]].values.tolist() == [["participation", 9]]
    assert "no response rate" in found["method"].iloc[0]


@pytest.mark.filterwarnings("ignore:.*[Dd]ask")
def test_every_engine_gives_the_same_answers(invited: Tables, engine: Any) -> None:
    for by in (None, "department"):
        pd.testing.assert_frame_equal(
            measures.response_rate(engine(invited), by=by), measures.response_rate(invited, by=by)
        )
