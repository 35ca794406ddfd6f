"""Staff lists and lists of guests in forms of HR systems, meeting tools and hands not tried before."""

from __future__ import annotations

from pathlib import Path

import pytest

from engagekit.files.source_file import open_export
from engagekit.sections.gate import Gate
from tests.reading import read
from tests.stranger import small
from tests.stranger.small import PEOPLE, Rows, loaded

STAFF = [
    ("1", "Ann Moss", "Tax"),
    ("2", "Bob Reed", "Audit"),
    ("3", "Cat Hill", "Tax"),
    ("4", "Dan Ford", "Audit"),
]


def staff(home: Path, rows: Rows, name: str = "staff.csv") -> Gate:
    """The gate of a project that has nothing but one staff list."""
    (home / "data").mkdir()
    (home / "engagekit.toml").write_text(small.SETTINGS, encoding="utf-8")
    small.save(home / "data" / name, rows)
    return Gate(loaded(home / "data"))


def units(gate: Gate) -> dict[str, int]:
    found = gate.tables.contacts["department"].fillna("").value_counts()
    return {str(name): int(n) for name, n in found.items()}


@pytest.mark.parametrize(
    ("heads", "cells", "expected"),
    [
        # the number of a department beside its name; numbers alone are all there is
        (["Department", "Department Description"], [["100", "Tax"], ["200", "Audit"]] * 2, {"Tax", "Audit"}),
        (["Org.unit", "Org.unit text"], [["50001", "Tax"], ["50002", "Audit"]] * 2, {"Tax", "Audit"}),
        (["Department", "Organisation"], [["100", "Firm"], ["200", "Firm"]] * 2, {"100", "200"}),
        # a team is part of a department, in whatever language that is called
        (["Team", "Abteilung"], [["T1", "Tax"], ["T1", "Audit"]] * 2, {"Tax", "Audit"}),
        (["Team", "Site"], [["Tax", "Leeds"], ["Audit", "Leeds"]] * 2, {"Tax", "Audit"}),
    ],
)  # fmt: skip
def test_the_department_is_its_name(
    heads: list[str], cells: Rows, expected: set[str], tmp_path: Path
) -> None:
    rows = [[one[0], one[1], "2020-01-15", *more] for one, more in zip(STAFF, cells, strict=True)]
    gate = staff(tmp_path, [["Employee ID", "Name", "Hire Date", *heads], *rows])
    assert {*units(gate)} == expected


@pytest.mark.parametrize(("head", "unit"), [("Effective Date", "Risk"), ("Remark", "Tax")])
def test_the_latest_row_of_a_history_counts(head: str, unit: str, tmp_path: Path) -> None:
    rows = [["Employee ID", "Name", "Department", "Hire Date", head]]
    rows += [[*one, "2020-01-15", "2020-01-15"] for one in STAFF]
    gate = staff(tmp_path, [*rows, ["1", "Ann Moss", "Risk", "2020-01-15", "2025-04-01"]])
    people = gate.tables.contacts.set_index("display_name")
    assert len(people) == 4 and people.loc["Ann Moss", "department"] == unit
    assert any("posts in several departments" in one.problem for one in gate.notes)


@pytest.mark.parametrize(
    ("name", "is_told"), [("Leavers 2025.csv", True), ("Clever staff.csv", False)]
)
def test_a_list_of_leavers_says_so(name: str, is_told: bool, tmp_path: Path) -> None:
    rows = [
        ["Employee ID", "Name", "Department", "Hire Date"],
        *[[*one, "2020-01-15"] for one in STAFF],
    ]
    gate = staff(tmp_path, rows, name)
    told = [one for one in gate.questions if "has left, but there is no last day" in one.problem]
    assert bool(told) is is_told


def test_sums_by_department_are_no_people_and_a_name_may_end_so(tmp_path: Path) -> None:
    rows = [["Employee ID", "Name", "Department", "Hire Date"]]
    rows += [*[[*one, "2020-01-15"] for one in STAFF], ["5", "Eve Total", "Tax", "2020-01-15"]]
    gate = staff(tmp_path, [*rows, ["", "Tax Total", "", "3"], ["", "Audit Total", "", "2"]])
    assert sorted(gate.tables.contacts["display_name"]) == [
        "Ann Moss", "Bob Reed", "Cat Hill", "Dan Ford", "Eve Total",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("cell", "day"),
    [("20190105", "2019-01-05"), ("2019-01-05", "2019-01-05"), ("12", ""), ("43470", "")],
)
def test_days_without_signs_are_days(cell: str, day: str, tmp_path: Path) -> None:
    rows = [["Employee ID", "Name", "Department", "Hire Date"], *[[*one, cell] for one in STAFF]]
    found = staff(tmp_path, rows).tables.contacts["joined_on"].dropna()
    assert {f"{one:%Y-%m-%d}" for one in found} == ({day} if day else set())


def test_open_posts_are_told_and_a_person_of_that_name_is_none(tmp_path: Path) -> None:
    rows = [
        ["Employee ID", "Name", "Department", "Hire Date"],
        *[[*one, "2020-01-15"] for one in STAFF],
    ]
    more = [["8", "Vacant - req 12", "Tax", ""], ["9", "Ana Vacantini", "Tax", "2020-01-15"]]
    told = [one.problem for one in staff(tmp_path, [*rows, *more]).questions]
    assert any("nobody's: Vacant - req 12" in one for one in told)
    assert not any("Vacantini" in one for one in told)


ENTRY = "BEGIN:VEVENT\r\nUID:1\r\nSUMMARY:{}Training\r\nDTSTART:{}\r\n{}\r\nEND:VEVENT\r\n"


@pytest.mark.parametrize(
    ("title", "status", "events"),
    [("", "CANCELLED", 2), ("Canceled: ", "CONFIRMED", 2), ("", "CONFIRMED", 3)],
)
def test_a_cancelled_date_of_a_series_did_not_take_place(
    title: str, status: str, events: int, tmp_path: Path
) -> None:
    series = ENTRY.format(
        "", "20260106T160000Z", "CATEGORIES:Library event\r\nRRULE:FREQ=WEEKLY;COUNT=3"
    )
    own = f"CATEGORIES:Library event\r\nRECURRENCE-ID:20260113T160000Z\r\nSTATUS:{status}"
    text = f"BEGIN:VCALENDAR\r\n{series}{ENTRY.format(title, '20260113T160000Z', own)}END:VCALENDAR\r\n"
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "calendar.ics").write_text(text, encoding="utf-8", newline="")
    (tmp_path / "engagekit.toml").write_text(small.SETTINGS, encoding="utf-8")
    assert Gate(loaded(tmp_path / "data")).counts()["events"] == events


def test_a_day_beside_the_clock_is_never_put_off(tmp_path: Path) -> None:
    head = ["First name", "Last name", "Email", "Duration", "Time joined", "Time exited"]
    joined, exited = "2026-02-03 2:00 PM", "2026-02-03 1:00 PM"
    rows = [[*one[1].split(), one[2], "1 hr", joined, exited] for one in PEOPLE[1:4]]
    small.save(tmp_path / "Talk.csv", [head, *rows])
    ends = read(open_export(tmp_path / "Talk.csv")).tables["attendance"]["last_leave_at"]
    assert not ends.astype("str").str.contains("2026-02-04").any()
