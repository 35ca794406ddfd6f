"""How many were asked, from the settings or from invitations of which no outcome is known."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from engagekit.measures.response import response_rate
from engagekit.tables.tables import Tables
from tests.surveys import made_survey, together


def answers(asked: Any, surveys: tuple[str, ...] = ("s1",)) -> Tables:
    made = [made_survey(("q", "single", ["a"] * 9), survey=name) for name in surveys]
    return together(*made, settings={"survey": {"asked": asked} if asked else {}})


def rates(tables: Tables) -> dict[str, tuple[int, float]]:
    frame = response_rate(tables, survey="s1")
    return {row.measure: (row.n, row.base) for row in frame.itertuples()}


def test_a_number_in_the_settings_is_enough_for_a_response_rate() -> None:
    found = rates(answers(36))
    assert found["response rate (AAPOR RR2)"] == (9, 36)
    assert "participation" not in found
    assert set(rates(answers(None))) == {"participation"}


def test_one_number_is_taken_for_one_survey_alone() -> None:
    both = ("s1", "s2")
    assert set(rates(answers(36, both))) == {"participation"}
    own = rates(answers({"s1": 18, "s2": 90}, both))
    assert own["response rate (AAPOR RR2)"] == (9, 18)


@pytest.mark.parametrize(("asked", "is_rate"), [(9, True), (8, False)])
def test_fewer_asked_than_answered_gives_no_rate(asked: int, is_rate: bool) -> None:
    assert ("response rate (AAPOR RR2)" in rates(answers(asked))) is is_rate


def test_who_is_not_known_to_have_answered_is_not_absent(tidy: Any) -> None:
    tables = answers(None)
    invited = [{"survey_id": "s1", "contact_id": str(at)} for at in range(30)]
    unknown = tables.replace(invitations=tidy("invitations", *invited))
    assert rates(unknown)["response rate (AAPOR RR2)"] == (9, 30)
    told = [{**one, "outcome": "I" if at < 6 else "NC"} for at, one in enumerate(invited)]
    stated = tables.replace(invitations=tidy("invitations", *told))
    assert rates(stated)["response rate (AAPOR RR2)"] == (6, 30)
    assert isinstance(stated.invitations, pd.DataFrame)
