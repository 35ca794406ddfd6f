"""Shapes of three strangers' files (a hospital in the States, a ministry, engineers): right or told."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.stranger import small
from tests.stranger.small import LOG, PEOPLE


def test_seats_of_people_from_outside_are_told_beside_those_of_the_report(tmp_path: Path) -> None:
    guests = [*small.GUESTS, ["e1", "Sam Outside", "sam@other.example", "attended"]]
    counts = small.gate(tmp_path, attendance__csv=guests).counts(whole=False)
    assert (counts["seats"], counts["guests"]) == (4, 1)
    assert "guests" not in small.gate(tmp_path).counts()


@pytest.mark.parametrize("capitals", [True, False])
def test_a_family_name_may_come_first(tmp_path: Path, capitals: bool) -> None:
    turned = [row[3].split()[::-1] for row in LOG[1:]]
    names = [f"{last.upper() if capitals else last} {first}" for last, first in turned]
    rows = [LOG[0], *[[*row[:3], name, *row[4:]] for row, name in zip(LOG[1:], names, strict=True)]]
    gate = small.gate(tmp_path, touches__csv=rows)
    assert gate.tables.touches["contact_id"].notna().all()


def test_signs_that_nobody_sees_make_no_other_name_number_or_department(tmp_path: Path) -> None:
    people = [[row[0], f"{row[1][:2]}\u2063{row[1][2:]}", *row[2:]] for row in PEOPLE[1:]]
    log = [[*row[:5], "1\u206015", *row[6:], "T\u200bax; Audit"] for row in LOG[1:]]
    gate = small.gate(
        tmp_path, people__csv=[PEOPLE[0], *people], touches__csv=[[*LOG[0], "department"], *log]
    )
    assert gate.tables.touches["contact_id"].notna().all()
    assert set(gate.tables.touches["minutes"]) == {115}
    assert not gate.questions  # a log may name two departments that the staff list has
