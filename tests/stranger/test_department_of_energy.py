"""An Australian department: branches under divisions, numbered periods, courses, pop-ups."""

from __future__ import annotations

from pathlib import Path

import pytest

from engagekit.parsing.budget_periods import until_in
from engagekit.settings.schema import Organisation
from tests.stranger import small
from tests.stranger.small import PEOPLE, Rows
from tests.stranger.test_year_to_date import said

STAFF: Rows = [
    ["Emp No", "Surname", "Given Names", "Email Address", "Division", "Branch", "Commencement Date",
     "Cessation Date", "Employment Status"],
    *[
        [one[0], one[1].split()[1], one[1].split()[0], one[2], f"Division {one[3][:1]}", one[3],
         "15/01/2020", "28/02/2026" if at == 3 else "", "Ceased" if at == 3 else "Ongoing"]
        for at, one in enumerate(PEOPLE[1:])
    ],
]  # fmt: skip


def test_the_last_day_and_the_status_of_australian_lists_are_read(tmp_path: Path) -> None:
    settings = small.SETTINGS.replace('["Library"]', '["Legal & Risk"]')
    gate = small.gate(tmp_path, settings, people__csv=STAFF)
    people = gate.tables.contacts
    assert str(people.loc[people["left_on"].notna(), "left_on"].iloc[0])[:10] == "2026-02-28"
    assert set(people["department"].str[:8]) == {"Division"}
    assert not said(gate, "not on the staff") and not said(gate, "read from no column")
    library = [one for one in gate.tables.faults if "says that the library" in one.problem]
    assert library[0].remedy.partition("[library]. ")[2].startswith("The column Branch has it.")


@pytest.mark.parametrize(
    ("title", "period"),
    [
        ("Period 3 2026-27 (September)", "to 2026-09"), ("Period 12 2026-27", "to 2027-06"),
        ("Période 7, 2026/2027", "to 2027-01"), ("Period 13 2026-27", ""), ("Period 3 2026", ""),
        ("Period 3 (Sep-26)", "to Sep-26"),
    ],
)  # fmt: skip
def test_a_numbered_period_of_a_fiscal_year(title: str, period: str) -> None:
    assert until_in(title, Organisation(fiscal_start=7)) == period


def test_a_numbered_period_of_the_calendar_year() -> None:
    assert until_in("Period 9 2026", Organisation(fiscal_start=1)) == "to 2026-09"


COURSES: Rows = [
    ["Learner Name", "Learner Email", "Course Name", "Session Date", "Completion Status"],
    *[
        [one[1], one[2], course, day, came]
        for course, day in (("Searching", "2026-01-14"), ("Westlaw", "2026-02-11"))
        for one, came in zip(
            PEOPLE[1:9],
            ("Completed", "Completed", "Attended", "Passed", "No Show", "Not completed",
             "Withdrawn", "Incomplete"),
            strict=True,
        )
    ],
]  # fmt: skip
