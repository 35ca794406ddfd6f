"""Departments, words of surveys, and states of one person in one event, made one."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pandas as pd
import pytest

from engagekit.identity.staff_list import directory
from engagekit.loading.merge import grouped, keys_once, renumbered
from engagekit.settings.schema import Settings, make_settings
from engagekit.tables.schema import STATUS_RANK


def test_departments_are_merged_wherever_they_stand() -> None:
    frames = {
        "contacts": pd.DataFrame({"department": ["Tax", "Law", None]}),
        "respondents": pd.DataFrame({"department": ["Tax", "IT", "Law"]}),
        "budget": pd.DataFrame({"department": ["Tax"], "amount": [5.0]}),
    }
    made = grouped(frames, make_settings({"groups": {"Advice": ["Tax", "Law"]}}))
    assert made["contacts"]["department"].tolist()[:2] == ["Advice", "Advice"]
    assert made["respondents"]["department"].tolist() == ["Advice", "IT", "Advice"]
    assert made["budget"]["department"].tolist() == ["Advice"]
    assert frames["budget"]["department"].tolist() == ["Tax"]


def test_the_number_of_a_cost_centre_makes_no_other_department() -> None:
    frames = {
        "contacts": pd.DataFrame({"department": ["Tax", "Law"]}),
        "budget": pd.DataFrame({"department": ["4100 Tax", "4200 - Law", "4200 Law", "43 Law"]}),
    }
    plain = grouped(frames, make_settings({}))["budget"]["department"].tolist()
    assert plain == ["Tax", "Law", "Law", "43 Law"]
    made = grouped(frames, make_settings({"groups": {"Advice": ["4200 Law"]}}))
    assert made["budget"]["department"].tolist() == ["Tax", "Law", "Advice", "43 Law"]
    assert made["contacts"]["department"].tolist() == ["Tax", "Law"], "of one cost centre alone"


def test_words_of_the_survey_are_read_as_those_of_the_staff_list_before_merging() -> None:
    frames = {
        "contacts": pd.DataFrame({"department": ["Tax"], "role_level": ["Boss"]}),
        "respondents": pd.DataFrame({"department": ["Tx"], "role_level": ["Boss"]}),
    }
    values = {"department": {"Tx": "Tax"}, "role_level": {"Boss": "Executive"}}
    chosen = make_settings({"survey": {"values": values}, "groups": {"Advice": ["Tax"]}})
    made = grouped(frames, chosen)
    assert made["respondents"].loc[0].tolist() == ["Advice", "Executive"]
    assert made["contacts"].loc[0].tolist() == ["Advice", "Boss"]


@pytest.mark.parametrize(("stands", "gives_way"), list(pairwise(STATUS_RANK)))
@pytest.mark.parametrize("turned", [False, True])
def test_the_state_that_says_more_stands_whichever_file_comes_first(
    stands: str, gives_way: str, turned: bool
) -> None:
    states = [gives_way, stands] if turned else [stands, gives_way]
    rows = pd.DataFrame({"event_id": "e1", "contact_id": "7", "status": states})
    rows = rows.assign(attendance_id="a1")
    frames, out = keys_once({"attendance": rows}, {"attendance": pd.Series(["a.csv", "b.csv"])})
    assert frames["attendance"]["status"].tolist() == [stands]
    assert sum(one.rows for one in out) == 1


def test_who_stayed_away_after_registering_is_no_mere_registration() -> None:
    assert list(STATUS_RANK) == ["attended", "no_show", "registered", "waiting", "cancelled"]
    assert sorted(STATUS_RANK, key=lambda state: STATUS_RANK[state]) == list(STATUS_RANK)


@pytest.mark.parametrize(
    ("number", "email", "expected"),
    [
        ("1", "bo.lee@firm.example", "1"),
        ("E-77", None, "2"),
        ("E-77", "ana.gil@firm.example", "2"),
        ("ana.gil@firm.example", None, "1"),
        ("Bo Lee", None, "2"),
        (None, "bo.lee@firm.example", "2"),
        ("99", None, "99"),
        ("99", "ana.gil@firm.example", "1"),
        (None, "who@elsewhere.example", None),
    ],
)
def test_a_person_named_otherwise_has_the_number_of_the_staff_list(
    tidy: Any, number: str | None, email: str | None, expected: str | None
) -> None:
    staff = tidy(
        "contacts",
        {"contact_id": "1", "display_name": "Ana Gil", "email": "ana.gil@firm.example"},
        {"contact_id": "2", "display_name": "Bo Lee", "email": "bo.lee@firm.example"},
    )
    aliases = tidy("aliases", {"alias": "E-77", "kind": "id", "contact_id": "2"})
    existing = directory([("HR roster", "hr.xlsx", staff)], aliases, Settings())
    rows = pd.DataFrame([{"contact_id": number, "email": email}], dtype="str")
    assert renumbered(rows, existing)["contact_id"].dropna().tolist() == [expected] * bool(expected)
