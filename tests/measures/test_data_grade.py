"""The data grade: the weakest part decides and is named."""

from __future__ import annotations

import pandas as pd
import pytest

from engagekit.measures.data_grade import grade
from engagekit.settings.periods import quarter
from engagekit.tables.problems import Source
from engagekit.tables.tables import Tables

Q2 = quarter("FY2026-27 Q2")


def _with(few: Tables, read: int, kept: int) -> Tables:
    source = Source("a.csv", "", "tool", "", "", read, kept)
    return Tables(few.frames, few.settings, origins=(source,))


@pytest.fixture
def linked(few: Tables) -> Tables:
    """Every touch of the period linked to somebody."""
    return few.replace(touches=few.touches[few.touches["contact_id"].notna()])


@pytest.mark.parametrize(
    ("kept", "letter", "reason"),
    [
        (100, "B", "no_survey"),
        (95, "B", "no_survey"),
        (94, "B", "kept"),
        (89, "C", "kept"),
        (74, "D", "kept"),
    ],
)
def test_rows_kept_decide_where_they_are_weakest(
    linked: Tables, kept: int, letter: str, reason: str
) -> None:
    found = grade(_with(linked, 100, kept), Q2)
    assert (found.letter, found.reason) == (letter, reason)


def test_links_decide_where_they_are_weakest(few: Tables) -> None:
    found = grade(_with(few, 100, 100), Q2)
    assert (found.letter, found.reason, found.named, found.linked) == ("C", "linked", 8, 7)


def test_a_staff_list_without_dates_is_b_and_none_at_all_is_c(linked: Tables) -> None:
    dateless = linked.contacts.assign(joined_on=pd.NaT, left_on=pd.NaT)
    dateless = dateless.astype({"joined_on": "datetime64[us]", "left_on": "datetime64[us]"})
    assert grade(linked.replace(contacts=dateless), Q2).reason == "no_dates"
    frames = {name: linked.frames[name] for name in linked if name != "contacts"}
    assert grade(Tables(frames, linked.settings), Q2).reason == "no_roster"


def test_answers_without_invitations_have_no_response_rate(linked: Tables, survey: Tables) -> None:
    both = linked.replace(**dict(survey.frames))
    assert grade(both, Q2).reason == "no_response"


def test_a_response_rate_is_called_known_only_where_somebody_was_asked(
    linked: Tables, survey: Tables, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert grade(linked, Q2).reason == "no_survey"
    rate = pd.DataFrame({"measure": ["response rate (AAPOR RR2)"]})
    monkeypatch.setattr("engagekit.measures.data_grade.response_rate", lambda *_, **__: rate)
    assert grade(linked.replace(**dict(survey.frames)), Q2).reason == "grade_a"
