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


def _units(settings: dict[str, Any], **units: list[str | None]) -> dict[str, list[Any]]:
    """The departments of some tables after they were merged."""
    frames = {name: pd.DataFrame({"department": each}) for name, each in units.items()}
    made = grouped(frames, make_settings(settings))
    assert "Advice" not in [*frames["contacts"]["department"]], "as it was handed in"
    return {name: frame["department"].dropna().tolist() for name, frame in made.items()}


def test_departments_are_merged_wherever_they_stand() -> None:
    advice = {"groups": {"Advice": ["Tax", "Law"]}}
    units = {
        "contacts": ["Tax", "Law", None],
        "respondents": ["Tax", "IT", "Law"],
        "budget": ["Tax"],
    }
    assert _units(advice, **units) == {
        "contacts": ["Advice"] * 2, "respondents": ["Advice", "IT", "Advice"], "budget": ["Advice"],
    }  # fmt: skip


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
def test_the_state_that_says_more_stands_whichever_file_comes_first(
    stands: str, gives_way: str
) -> None:
    assert list(STATUS_RANK) == ["attended", "no_show", "registered", "waiting", "cancelled"]
    for states in ([gives_way, stands], [stands, gives_way]):
        rows = pd.DataFrame({"event_id": "e1", "contact_id": "7", "status": states})
        rows = rows.assign(attendance_id="a1")
        files = {"attendance": pd.Series(["a.csv", "b.csv"])}
        frames, out = keys_once({"attendance": rows}, files)
        assert frames["attendance"]["status"].tolist() == [stands]
        assert sum(one.rows for one in out) == 1


def test_a_person_named_otherwise_has_the_number_of_the_staff_list(tidy: Any) -> None:
    staff = tidy(
        "contacts",
        {"contact_id": "1", "display_name": "Ana Gil", "email": "ana.gil@firm.example"},
        {"contact_id": "2", "display_name": "Bo Lee", "email": "bo.lee@firm.example"},
    )
    aliases = tidy("aliases", {"alias": "E-77", "kind": "id", "contact_id": "2"})
    existing = directory([("HR roster", "hr.xlsx", staff)], aliases, Settings())
    cells = [
        ("1", "bo.lee@firm.example", "1"),
        ("E-77", None, "2"),
        ("E-77", "ana.gil@firm.example", "2"),
        ("ana.gil@firm.example", None, "1"),
        ("Bo Lee", None, "2"),
        (None, "bo.lee@firm.example", "2"),
        ("99", None, "99"),
        ("99", "ana.gil@firm.example", "1"),
        (None, "who@elsewhere.example", None),
    ]
    rows = pd.DataFrame(cells, columns=["contact_id", "email", "expected"], dtype="str")
    found = renumbered(rows, existing)["contact_id"]
    pd.testing.assert_series_equal(found, rows["expected"], check_names=False)
