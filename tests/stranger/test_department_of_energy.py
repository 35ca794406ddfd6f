"""An Australian department: branches under divisions, numbered periods, courses, pop-ups."""

from __future__ import annotations

from pathlib import Path

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
    assert [one for one in gate.tables.faults if "says that the library" in one.problem]
