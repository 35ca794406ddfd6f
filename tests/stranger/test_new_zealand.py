"""A regulator in New Zealand: groups, sessions that fell through, a P6 statement of finance."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.stranger import small
from tests.stranger.small import PEOPLE, Rows
from tests.stranger.test_staff_college import ALONE
from tests.stranger.test_year_to_date import said

LONE = {**ALONE, "people__csv": PEOPLE}


STAFF: Rows = [
    ["Employee Number", "Preferred Name", "Position Title", "Business Group", "Office",
     "Start Date", "End Date", "Work Email"],
    *[[one[0], one[1], "Adviser", one[3], "Wellington", "15/01/2020", "", one[2]]
      for one in PEOPLE[1:]],
]  # fmt: skip


def test_the_groups_of_a_business_are_departments(tmp_path: Path) -> None:
    gate = small.gate(tmp_path, people__csv=STAFF)
    assert {*gate.tables.contacts["department"]} == {one[3] for one in PEOPLE[1:]}
    assert not said(gate, "read from no column")


@pytest.mark.parametrize("clicked", ["Clicked (unique)", "Clicks (unique)", "Clics (uniques)"])
def test_unique_in_brackets_is_said_of_opens_and_clicks(clicked: str, tmp_path: Path) -> None:
    rows: Rows = [
        ["Campaign name", "Subject", "Sent", "Recipients", "Opened (unique)", clicked, "Bounces"],
        ["News 1", "What is new", "8 Oct 2026 8:30 am", "251", "120", "31", "2"],
        ["News 2", "What is new", "5 Nov 2026 8:30 am", "250", "110", "22", "0"],
    ]
    counts = small.gate(tmp_path, **LONE, campaigns__csv=rows).tables.counts
    assert counts.groupby("what")["n"].sum()["newsletter clickers"] == 53


P6: Rows = [
    ["Cost centre 4420 - Budget to actual"], ["Period 6 2026/27 (December)"], [],
    ["", "", *["Actual"] * 6, "YTD", "YTD", "Full year"],
    ["Account", "Description", "Jul 26", "Aug 26", "Sep 26", "Oct 26", "Nov 26", "Dec 26",
     "Actual", "Budget", "Budget"],
    ["6110", "Databases", "96500", "18200", "41000", "88400", "(7,350)", "12660", "249410",
     "156000", "312000"],
    ["6130", "Books", "900", "1100", "-", "950", "1250", "1200", "5400", "7250", "14500"],
    ["", "TOTAL", "97400", "19300", "41000", "89350", "-6100", "13860", "254810", "163250",
     "326500"],
]  # fmt: skip
