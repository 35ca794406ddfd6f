"""Shapes of three strangers' files (a hospital in the States, a ministry, engineers): right or told."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.stranger import small
from tests.stranger.small import LOG, PEOPLE, Rows

NAMES = [row[1] for row in PEOPLE[1:7]]
QUARTERS: Rows = [
    ["Budget to actual, FY2027 (July 2026 - June 2027)"],
    ["Account", "Description", "Q1 (Jul-Sep)", "", "", "Q2 (Oct-Dec)", "", ""],
    ["", "", "Budget", "Actual", "Variance", "Budget", "Actual", "Variance"],
    ["61000", "Salaries", "100", "90.5", "9.5", "100", "", ""],
    ["73900", "Credits", "0", "(20)", "20", "0", "", ""],
    ["", "Total", "100", "70.5", "29.5", "100", "", ""],
]
BELOW: Rows = [
    ["BUDGET", "Jan 2026", "Feb 2026", "Mar 2026"],
    *[["Staff", "$1,000", "$1,000", "$1,000"], ["Books", "$50", "-", "$10"]],
    ["ACTUAL", "Jan 2026", "Feb 2026", "Mar 2026"],
    *[["Staff", "$900", "$900", "$950"], ["Books", "$20", "$5", "-"]],
]


def test_seats_of_people_from_outside_are_told_beside_those_of_the_report(tmp_path: Path) -> None:
    guests = [*small.GUESTS, ["e1", "Sam Outside", "sam@other.example", "attended"]]
    counts = small.gate(tmp_path, attendance__csv=guests).counts(whole=False)
    assert (counts["seats"], counts["guests"]) == (4, 1)
    assert "guests" not in small.gate(tmp_path).counts()


def _log(title: str, days: list[str], tally: list[str]) -> Rows:
    head = ["Date", "Requested by", "How", "Topic", "Time spent", "", "", ""]
    lines = [
        [day, name.split()[1].upper() + " " + name.split()[0], "Mél", "Norms", "1.5 hrs", "", week,
         "12" if week else ""]
        for day, name, week in zip(days, [*NAMES, *NAMES], tally, strict=False)
    ]  # fmt: skip
    head_beside = ["", "", "", "", "", "", "Week of", "Visitors"]
    return [[title], [], head, [*lines[0][:6], *head_beside[6:]], *lines[1:]]


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
