"""Shapes of the exports of a library in an NHS trust: posts, searches, loans, money, contracts."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.stranger import small
from tests.stranger.small import ANSWERS, PEOPLE

NAMES = [row[1] for row in PEOPLE[1:13]]
MAIN = [*PEOPLE[0][:5], "Primary Assignment"]


@pytest.mark.parametrize(("yes", "no"), [("Yes", "No"), ("Primary", "Secondary"), ("Y", "N")])
def test_of_several_posts_the_one_that_is_called_the_main_one_counts(
    yes: str, no: str, tmp_path: Path
) -> None:
    second = [[*row[:3], "Audit", row[4], no] for row in PEOPLE[1:5]]
    rows = [MAIN, *second, *[[*row[:5], yes] for row in PEOPLE[1:]]]
    gate = small.gate(tmp_path, people__csv=rows)
    mine = gate.tables.contacts[gate.tables.contacts["display_name"].isin(NAMES[:4])]
    assert set(mine["department"]) == {"Tax"}
    assert any("the main one counts" in str(one) for one in gate.tables.faults)


def test_without_a_main_post_the_first_one_counts(tmp_path: Path) -> None:
    second = [[*row[:3], "Audit", row[4], "No"] for row in PEOPLE[1:5]]
    rows = [MAIN, *second, *[[*row[:5], ""] for row in PEOPLE[1:]]]
    gate = small.gate(tmp_path, people__csv=rows)
    mine = gate.tables.contacts[gate.tables.contacts["display_name"].isin(NAMES[:4])]
    assert set(mine["department"]) == {"Audit"}


def test_the_department_is_a_level_of_the_house_and_not_its_smallest_unit(tmp_path: Path) -> None:
    head = ["Employee Number", "Last Name", "First Name", "Org L2", "Org L4", "Organisation",
            "Position Title", "Assignment Status", "Latest Start Date"]  # fmt: skip
    rows = [
        [row[0], *row[1].split()[::-1], "504 Firm", f"504 {row[3]}", f"504 {row[3]} GA{at}", "Clerk",
         "Active Assignment", row[4]] for at, row in enumerate(PEOPLE[1:])]  # fmt: skip
    gate = small.gate(tmp_path, people__csv=None, staff_in_post__csv=[head, *rows])
    assert set(gate.tables.contacts["department"]) == {"Tax", "Audit", "Legal & Risk", "Library"}


def test_who_would_rather_not_say_is_of_no_department(tmp_path: Path) -> None:
    rows = [*ANSWERS[:8], [*ANSWERS[8][:4], "Prefer not to say"], [*ANSWERS[9][:4], "Pay"]]
    gate = small.gate(tmp_path, respondents__csv=rows)
    assert gate.tables.respondents["department"].isna().sum() == 1
    told = [str(one) for one in gate.tables.faults if "the staff list does not have" in str(one)]
    assert "'Pay'" in "".join(told)
    assert "Prefer" not in "".join(told)
