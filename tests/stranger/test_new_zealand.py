"""A regulator in New Zealand: groups, sessions that fell through, a P6 statement of finance."""

from __future__ import annotations

from pathlib import Path

import pytest

from engagekit.mapping.drafting import map_file
from engagekit.sections.gate import Gate
from tests.stranger import small
from tests.stranger.small import PEOPLE, Rows
from tests.stranger.test_answers import the_open
from tests.stranger.test_staff_college import ALONE
from tests.stranger.test_year_to_date import accepted, said

LONE = {**ALONE, "people__csv": PEOPLE}


@pytest.mark.parametrize("word", ["cancelled", "Postponed", "CANCELLED - flu", "annulé"])
def test_a_session_whose_number_is_a_word_for_cancelled_was_not_held(
    word: str, tmp_path: Path
) -> None:
    rows: Rows = [
        ["Date", "Session", "Office", "No. attended"],
        ["7/10/26", "Induction", "Wellington", "6"], ["4 Nov 26", "Induction", "Auckland", "9"],
        ["18/11/26", "Data clinic", "Hamilton", word], ["9 Dec 26", "Reading", "Wellington", "20"],
    ]  # fmt: skip
    gate = accepted(tmp_path, **LONE, sessions__csv=rows)
    assert gate.tables.events["head_count"].tolist() == [6, 9, 20]
    assert not said(gate, "not a whole number")


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


def test_months_with_a_year_beside_the_plan_so_far_need_no_answer(tmp_path: Path) -> None:
    settings = small.SETTINGS.replace("fiscal_start = 1", "fiscal_start = 7")
    gate = small.gate(tmp_path, settings, **LONE, p6__xlsx=P6)
    (one,) = the_open(gate).choices[:1]
    assert dict(one.said)["period"] == "to 2026-12" and "year" not in dict(one.said)
    money = accepted(tmp_path / "2", settings, **LONE, p6__xlsx=P6).tables.budget
    spent = money[money["kind"] == "actual"]
    assert spent["amount"].sum() == 254810 and money["amount"].sum() == 254810 + 163250


USED: Rows = [
    ["Westlaw NZ - Client usage"], ["1 Oct 2026 - 31 Dec 2026"], [],
    ["User", "User ID", "Oct-26", "Nov-26", "Dec-26", "Total"],
    *[[", ".join(one[1].split()[::-1]), one[2], str(at), "7", str(3 * at), str(4 * at + 7)]
      for at, one in enumerate(PEOPLE[1:])],
]  # fmt: skip


def test_months_across_of_people_are_uses_of_a_platform_and_no_money(tmp_path: Path) -> None:
    gate = small.gate(tmp_path, **LONE, used__xlsx=USED)
    choices = the_open(gate).choices
    assert choices[0].table == "usage" and "budget" not in {one.table for one in choices}
    assert dict(choices[0].said) == {"metric": "usage", "platform": "...", "ignored": "others"}
    map_file(the_open(gate).path, table="usage", given=dict(choices[0].said) | {"platform": "WL"})
    usage = Gate(small.loaded(tmp_path / "data")).tables.usage
    at, people = sum(range(len(PEOPLE) - 1)), len(PEOPLE) - 1
    assert usage.groupby("on")["n"].sum().tolist() == [at, 7 * people, 3 * at]


@pytest.mark.parametrize(("title", "money"), [
    ("Enquiries by month", False), ("Enquiry costs by month", True), ("Library", True),
])  # fmt: skip
def test_how_many_enquiries_came_is_no_money(title: str, money: bool, tmp_path: Path) -> None:
    rows: Rows = [[title], [], ["How", "Oct 2026", "Nov 2026", "Dec 2026"],
                  ["E-mail", "58", "64", "31"], ["Phone", "50", "40", "30"]]  # fmt: skip
    gate = small.gate(tmp_path, **LONE, sums__csv=rows)
    assert ("budget" in {one.table for one in the_open(gate).choices}) is money


@pytest.mark.parametrize(("unit", "number"), [
    ("Audit", "201"), ("legal and risk", None), ("LEGAL & RISK", "202"), ("", None), ("Tax", None),
])  # fmt: skip
def test_of_two_people_of_one_name_the_department_says_which(
    unit: str, number: str | None, tmp_path: Path
) -> None:
    twins: Rows = [
        ["201", "Sarah Thompson", "st@firm.example", "Audit", "2020-01-15", ""],
        ["202", "Sarah Thompson", "st2@firm.example", "Legal & Risk", "2020-01-15", ""],
    ]
    log: Rows = [
        ["Date", "Who", "Group", "How"], ["2026-01-05", "Sarah Thompson", unit, "email"],
        *[[f"2026-02-0{at}", one[1], one[3], "phone"] for at, one in enumerate(PEOPLE[2:8], 1)],
    ]  # fmt: skip
    files = {**LONE, "people__csv": [*PEOPLE, *twins], "log__csv": log}
    linked = accepted(tmp_path, **files).tables.touches["contact_id"]
    assert linked.iloc[1:].notna().all()
    assert linked.iloc[:1].dropna().tolist() == [number] * bool(number)


@pytest.mark.parametrize(("head", "is_open"), [
    ("Name/Group/Start/Library induction", True), ("Name/Group/Start date/Inducted", True),
    ("Name/Group/Date/Library induction", False), ("Name/How/Start/Question", False),
])  # fmt: skip
def test_the_day_on_which_people_joined_is_not_that_of_a_meeting(
    head: str, is_open: bool, tmp_path: Path
) -> None:
    rows = [[one[1], "phone" if "How" in head else one[3], f"{at}/02/2026",
             f"{at + 7}/02/2026" if at < 5 else "booked March"]
            for at, one in enumerate(PEOPLE[1:9], start=1)]  # fmt: skip
    gate = small.gate(tmp_path, **LONE, new__csv=[head.split("/"), *rows])
    offers = [dict(one.said) for one in the_open(gate).choices if one.table == "touches"]
    assert offers and ((offers[0].get("on") == "...") is is_open)
