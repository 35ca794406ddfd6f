"""LibCal: the traps of registrations and of lists of events."""

from __future__ import annotations

from pathlib import Path

import pytest

from engagekit.files.source_file import Export, open_export
from tests.reading import read, tools_of

HEADER = (
    "First Name,Last Name,Email,Registration Status,Registration Date,Registration Type,Attended"
)


def _export(folder: Path, *lines: str, name: str = "list.csv") -> Export:
    place = folder / name
    place.write_text("\n".join(lines), encoding="utf-8")
    return open_export(place)


@pytest.mark.parametrize(
    ("status", "attended", "expected"),
    [
        ("Registered", "Yes", "attended"),
        ("Registered", "No", "no_show"),
        ("Registered", "-", "registered"),
        ("Registered", "", "registered"),
        ("Waiting List", "", "waiting"),
        ("Waiting List", "No", "waiting"),
        ("Waiting List", "Yes", "attended"),
        ("Cancelled", "No", "cancelled"),
    ],
)
def test_status_and_attended_together_tell_what_became_of_it(
    tmp_path: Path, status: str, attended: str, expected: str
) -> None:
    row = f"Jo,May,jo@x.example,{status},2026-09-10 14:00:11,Online,{attended}"
    found = read(_export(tmp_path, HEADER, row))
    assert found.tables["attendance"]["status"].tolist() == [expected]


def test_a_day_in_the_file_name_is_the_day_of_the_event(tmp_path: Path) -> None:
    row = "Jo,May,jo@x.example,Registered,2026-09-10 14:00:11,Online,Yes"
    found = read(_export(tmp_path, HEADER, row, name="clinic 2026-10-06.csv"))
    assert found.tables["events"]["started_at"].tolist() == ["2026-10-06"]
    assert not found.problems


def test_a_list_without_a_day_asks_for_it(tmp_path: Path) -> None:
    row = "Jo,May,jo@x.example,Registered,2026-09-10 14:00:11,Online,Yes"
    found = read(_export(tmp_path, HEADER, row))
    assert "events" not in found.tables
    assert [fault.problem for fault in found.problems] == ["does not say when the event was"]


def test_a_drop_in_event_has_a_head_count_and_no_people(tmp_path: Path) -> None:
    found = read(_export(
        tmp_path, "Event ID,Title,Start,End,Seats,Registrations,Attendance",
        "7001,Drop-in,2026-10-06 12:00,2026-10-06 13:00,,0,34",
    ))  # fmt: skip
    assert set(found.tables) == {"events"}
    assert found.tables["events"]["head_count"].tolist() == ["34"]


def test_a_list_of_contacts_is_refused(tmp_path: Path) -> None:
    export = _export(tmp_path, "First Name,Last Name,Email,Status", "Jo,May,jo@x.example,active")
    assert tools_of(export) == []
