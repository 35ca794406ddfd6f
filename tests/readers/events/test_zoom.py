"""Zoom: the traps of participants' and webinar reports, each on a few rows."""

from __future__ import annotations

from pathlib import Path

import pytest

from engagekit.errors import ExportError
from engagekit.files.source_file import Export, open_export
from engagekit.readers.events import zoom
from engagekit.settings.schema import FileChoice

HEADER = "Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes),Guest"
AT = "10/14/2026 01:00:00 PM,10/14/2026 01:30:00 PM,30,No"


def _export(folder: Path, *lines: str, choice: FileChoice | None = None) -> Export:
    place = folder / "participants.csv"
    place.write_text("\n".join(lines), encoding="utf-8")
    return open_export(place, choice=choice)


def test_a_cut_address_is_no_key(tmp_path: Path) -> None:
    export = _export(tmp_path, HEADER, f"Jo,jo…,{AT}", f"Al,jo…,{AT}")
    attendance = zoom.read(export).tables["attendance"]
    assert attendance[["display_name", "email"]].to_numpy().tolist() == [["Jo", ""], ["Al", ""]]


def test_a_name_alone_joins_the_address_of_that_name(tmp_path: Path) -> None:
    export = _export(tmp_path, HEADER, f"Jo May,jo@x.example,{AT}",
                     "Jo May,,10/14/2026 01:40:00 PM,10/14/2026 01:50:00 PM,10,Yes")  # fmt: skip
    attendance = zoom.read(export).tables["attendance"]
    assert attendance[["email", "minutes"]].to_numpy().tolist() == [["jo@x.example", 40.0]]


def test_a_name_alone_of_two_addresses_stays_a_third_person(tmp_path: Path) -> None:
    export = _export(tmp_path, HEADER, f"Jo May,jo@x.example,{AT}", f"Jo May,jo@y.example,{AT}",
                     "Jo May,,10/14/2026 01:40:00 PM,10/14/2026 01:50:00 PM,10,Yes")  # fmt: skip
    assert zoom.read(export).tables["attendance"]["email"].tolist() == [
        "jo@x.example", "jo@y.example", ""]  # fmt: skip


def test_a_list_without_a_date_asks_for_it(tmp_path: Path) -> None:
    lines = ("Name (Original Name),User Email,Total Duration (Minutes),Guest",
             "Jo,jo@x.example,30,No", "Al,,20,No")  # fmt: skip
    found = zoom.read(_export(tmp_path, *lines))
    assert "events" not in found.tables
    assert [fault.problem for fault in found.problems] == ["does not say when the event was"]
    choice = FileChoice(event="2026-10-14 13:00 Clinic")
    event = zoom.read(_export(tmp_path, *lines, choice=choice)).tables["events"].iloc[0]
    assert (event["title"], event["started_at"]) == ("Clinic", "2026-10-14T13:00:00")
    known = zoom.read(_export(tmp_path, *lines, choice=FileChoice(event="E12")))
    assert set(known.tables["attendance"]["event_id"]) == {"E12"}
    assert not known.problems


def test_a_list_that_names_the_meeting_in_each_row_gives_each_meeting(tmp_path: Path) -> None:
    export = _export(
        tmp_path,
        "Topic,Meeting ID,Start Time,End Time,Name (original name),User Email,Join Time,Leave Time,"
        "Duration (Minutes)",
        "Clinic,812 0000 7890,10/14/2026 01:00:00 PM,10/14/2026 02:00:00 PM,Jo,jo@x.example,"
        "10/14/2026 01:00:00 PM,10/14/2026 01:30:00 PM,30",
        "Clinic,812 0000 7890,10/21/2026 01:00:00 PM,10/21/2026 02:00:00 PM,Jo,jo@x.example,"
        "10/21/2026 01:00:00 PM,10/21/2026 01:20:00 PM,20",
    )
    found = zoom.read(export).tables
    assert found["events"]["event_id"].tolist() == [
        "zoom-81200007890-202610141300", "zoom-81200007890-202610211300"]  # fmt: skip
    assert found["attendance"]["minutes"].tolist() == [30.0, 20.0]


def test_registering_before_joining_settles_the_order_of_day_and_month(tmp_path: Path) -> None:
    export = _export(
        tmp_path, "Attendee Report", "Topic,Webinar ID,Actual Start Time",
        "Clinic,847 0000 0000,02/03/2026 12:30:00 PM", "Attendee Details",
        "Attended,User Name (Original Name),Email,Registration Time,Approval Status,Join Time,"
        "Leave Time,Time in Session (minutes)",
        "Yes,Jo,jo@x.example,10/02/2026 09:00:00 AM,approved,02/03/2026 12:30:00 PM,"
        "02/03/2026 01:00:00 PM,30",
    )  # fmt: skip
    found = zoom.read(export)
    assert (found.date_order, list(found.problems)) == ("day first", [])


def test_another_tools_list_of_people_is_refused(tmp_path: Path) -> None:
    export = _export(tmp_path, "Name,Email,Join Time,Leave Time", "Jo,jo@x.example,,")
    assert zoom.recognise(export) is None
    with pytest.raises(ExportError, match=r"participants\.csv has no header of Zoom"):
        zoom.read(export)


@pytest.mark.parametrize(("attended", "join", "minutes", "status"), [
    ("", "", "30", "attended"),
    ("", "10/14/2026 01:00:00 PM", "", "attended"),
    ("", "", "", "no_show"),
    ("", "", "0", "no_show"),
    ("No", "", "30", "no_show"),
])  # fmt: skip
def test_who_has_a_join_or_a_minute_was_there_though_attended_is_blank(
    attended: str, join: str, minutes: str, status: str, tmp_path: Path
) -> None:
    export = _export(
        tmp_path, "Topic,Webinar ID,Actual Start Time",
        "Clinic,847 0000 0000,10/14/2026 01:00:00 PM", "Attendee Details",
        "Attended,User Name (Original Name),Email,Join Time,Leave Time,Time in Session (minutes)",
        f"{attended},Jo,jo@x.example,{join},,{minutes}",
    )  # fmt: skip
    assert zoom.read(export).tables["attendance"]["status"].tolist() == [status]
