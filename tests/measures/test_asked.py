"""How many were asked, from the settings or from invitations of which no outcome is known."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from engagekit.measures.response import response_rate
from engagekit.settings.schema import make_settings
from engagekit.tables.tables import Tables


def answers(tidy: Any, asked: Any, people: int = 9, surveys: tuple[str, ...] = ("s1",)) -> Tables:
    frames = {
        "surveys": tidy("surveys", *[{"survey_id": one, "title": one} for one in surveys]),
        "respondents": tidy(
            "respondents",
            *[
                {"respondent_id": f"r{at}", "survey_id": one, "status": "complete",
                 "submitted_at": "2026-08-03 10:00"}
                for one in surveys
                for at in range(people)
            ],
        ),
    }  # fmt: skip
    return Tables(frames, make_settings({"survey": {"asked": asked} if asked else {}}))


def rates(tables: Tables) -> dict[str, tuple[int, float]]:
    frame = response_rate(tables, survey="s1")
    return {row.measure: (row.n, row.base) for row in frame.itertuples()}


def test_a_number_in_the_settings_is_enough_for_a_response_rate(tidy: Any) -> None:
    found = rates(answers(tidy, 36))
    assert found["response rate (AAPOR RR2)"] == (9, 36)
    assert "participation" not in found
    assert set(rates(answers(tidy, None))) == {"participation"}


def test_one_number_is_taken_for_one_survey_alone(tidy: Any) -> None:
    both = ("s1", "s2")
    assert set(rates(answers(tidy, 36, surveys=both))) == {"participation"}
    own = rates(answers(tidy, {"s1": 18, "s2": 90}, surveys=both))
    assert own["response rate (AAPOR RR2)"] == (9, 18)


@pytest.mark.parametrize(("asked", "is_rate"), [(9, True), (8, False)])
def test_fewer_asked_than_answered_gives_no_rate(tidy: Any, asked: int, is_rate: bool) -> None:
    assert ("response rate (AAPOR RR2)" in rates(answers(tidy, asked))) is is_rate


def test_who_is_not_known_to_have_answered_is_not_absent(tidy: Any) -> None:
    tables = answers(tidy, None)
    invited = [{"survey_id": "s1", "contact_id": str(at)} for at in range(30)]
    unknown = tables.replace(invitations=tidy("invitations", *invited))
    assert rates(unknown)["response rate (AAPOR RR2)"] == (9, 30)
    told = [{**one, "outcome": "I" if at < 6 else "NC"} for at, one in enumerate(invited)]
    stated = tables.replace(invitations=tidy("invitations", *told))
    assert rates(stated)["response rate (AAPOR RR2)"] == (6, 30)
    assert isinstance(stated.invitations, pd.DataFrame)
