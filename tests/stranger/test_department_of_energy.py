"""An Australian department: branches under divisions, numbered periods, courses, pop-ups."""

from __future__ import annotations

from pathlib import Path

import pytest

from engagekit.parsing.budget_periods import until_in
from engagekit.settings.schema import Organisation
from tests.stranger import small
from tests.stranger.small import PEOPLE, Rows
from tests.stranger.test_year_to_date import accepted, said

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


def test_who_completed_a_course_came(tmp_path: Path) -> None:
    gate = accepted(tmp_path, events__csv=None, attendance__csv=None, learn__csv=COURSES)
    status = gate.tables.attendance["status"].value_counts()
    assert status.to_dict() == {"attended": 8, "no_show": 6, "cancelled": 2}


def test_an_order_that_is_completed_says_nothing_of_who_came(tmp_path: Path) -> None:
    head = [*COURSES[0][:-1], "Order status"]
    rows = [[*one[:-1], "Completed"] for one in COURSES[1:]]
    gate = small.gate(tmp_path, events__csv=None, attendance__csv=None, sold__csv=[head, *rows])
    (one,) = gate.open_files
    assert all(choice.fault for choice in one.choices if choice.table == "attendance")


def test_the_day_on_which_an_answer_was_submitted(tmp_path: Path) -> None:
    head = ["Response ID", "Submitted", "How satisfied are you with the Library?"]
    rows = [[f"A{at}", f"2026-02-{at:02d} 10:30:11", "Satisfied"] for at in range(1, 20)]
    gate = accepted(tmp_path, **{"answers__csv": [head, *rows]})
    ours = gate.tables.respondents[gate.tables.respondents["survey_id"] != "s1"]
    assert ours["submitted_at"].dt.day.tolist() == [*range(1, 20)]


def test_a_log_of_pop_ups_has_heads(tmp_path: Path) -> None:
    rows = [[f"2026-02-1{at}", "Marcus St", "3", "Karen", str(4 + at * at)] for at in range(6)]
    head = ["Date", "Building", "Floor", "Staff on duty", "No. people"]
    gate = accepted(tmp_path, **{"Pop-ups__csv": [head, *rows]})
    ours = gate.tables.touches[gate.tables.touches["source_file"] == "Pop-ups.csv"]
    assert set(ours["channel"]) == {"walk"} and ours["head_count"].sum() == 79


@pytest.mark.parametrize(("header", "offered"), [("Subscribed on", False), ("Asked on", True)])
def test_a_list_of_subscribers_is_no_log(header: str, offered: bool, tmp_path: Path) -> None:
    rows = [[one[2], "Energy news", f"2026-02-{at:02d}"] for at, one in enumerate(PEOPLE[1:15], 10)]
    gate = small.gate(tmp_path, alerts__csv=[["Email", "Alert", header], *rows])
    (one,) = gate.open_files
    assert any(choice.table == "touches" for choice in one.choices) == offered


@pytest.mark.parametrize(
    ("title", "file", "period"),
    [
        ("Budget 2026", "Money 2026", "2026"),
        ("Budget report September 2026", "Money", None),  # of the month, up to it, or of the year
        ("Budget 2026 (March)", "Money", None),
        ("Budget 9/2026", "Money", None),
        ("", "budget_2026_march", None),
        ("Library out-turn 2026", "Money", "2026"),  # `out` is October in Portuguese
        ("Budget 2026, printed 12 October 2026", "Money", "2026"),
        ("Year ended 31 December 2026", "Money", "2026"),
    ],
)
def test_a_title_of_one_month_is_not_of_the_whole_year(
    title: str, file: str, period: str | None, tmp_path: Path
) -> None:
    above = [[title, "", ""]] if title else []
    lines = [["Staff", "1000", "400"], ["Books", "500", "200"], ["Data", "700", "100"]]
    rows: Rows = [*above, ["Line", "Budget", "Actual"], *lines]
    (one,) = small.gate(tmp_path, budget__csv=None, **{f"{file}__csv": rows}).open_files
    assert one.choices[0].table == "budget"
    assert dict(one.choices[0].said).get("period") == (period or "...")
