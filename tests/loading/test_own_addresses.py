"""Who held a meeting is no guest of it, whatever the tool; who spoke there is one."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from engagekit.loading.own_addresses import of_library
from engagekit.settings.schema import make_settings
from tests.stranger import small
from tests.stranger.small import PEOPLE, SETTINGS, Rows

pytestmark = pytest.mark.slow

GUESTS = [(row[1], row[2]) for row in PEOPLE[1:5]]
HOST = ("Info Desk", "desk@firm.example")
JOIN, LEAVE = "2026-02-10 12:01:00", "2026-02-10 12:50:00"


def _teams(role: str, word: str = "Role") -> Rows:
    head = ["Name", "First Join", "Last Leave", "In-Meeting Duration", "Email",
            "Participant ID (UPN)", word]  # fmt: skip
    rows = [[name, JOIN, LEAVE, "49m 0s", mail, mail, "Presenter"] for name, mail in GUESTS]
    name, mail = HOST
    return [
        ["1. Summary"], ["Meeting title", "Codes"], ["Attended participants", "5"],
        ["Start time", JOIN], ["End time", LEAVE], [],
        ["2. Participants"], head, *rows, [name, JOIN, LEAVE, "49m 0s", mail, mail, role],
    ]  # fmt: skip


def _zoom(host: str) -> Rows:
    head = ["Name (Original Name)", "User Email", "Join Time", "Leave Time", "Duration (Minutes)",
            "Guest"]  # fmt: skip
    return [
        ["Meeting ID", "Topic", "Start Time", "End Time", "User Email", "Duration (Minutes)",
         "Participants"],
        ["811 2233 4455", "Codes", JOIN, LEAVE, host, "49", "5"], [], head,
        *[[name, mail, JOIN, LEAVE, "49", "No"] for name, mail in [*GUESTS, HOST]],
    ]  # fmt: skip


def _webex(host: str) -> Rows:
    head = ["Meeting Name", "Host Email", "Display Name", "Attendee Email", "Join Time",
            "Leave Time", "Attendance Duration"]  # fmt: skip
    rows = [[name, mail, JOIN, LEAVE, "49 mins"] for name, mail in [*GUESTS, HOST]]
    return [head, *[["Codes", host, *row] for row in rows]]


@pytest.mark.parametrize(("rows", "hosts"), [
    (_teams("Organizer"), 1), (_teams("Organisateur", "Rôle"), 1), (_teams("Co-organizer"), 1),
    (_teams("Attendee"), 0), (_zoom(HOST[1]), 1), (_zoom("other@firm.example"), 0),
    (_webex(HOST[1]), 1), (_webex("other@firm.example"), 0),
])  # fmt: skip
def test_who_held_a_meeting_is_no_guest_and_that_is_said(
    rows: Rows, hosts: int, tmp_path: Path
) -> None:
    files = {"attendance.csv": None, "events.csv": None, "meeting.csv": rows}
    gate = small.gate(tmp_path, **files)
    assert gate.counts()["seats"] == 5 - hosts
    notes = [str(one) for one in gate.tables.faults if "hosts_attend" in str(one)]
    assert len(notes) == hosts and all("guests: 1" in note for note in notes)


def test_hosts_are_guests_where_the_settings_say_so(tmp_path: Path) -> None:
    settings = SETTINGS.replace("[survey]", "hosts_attend = true\n[survey]")
    files = {"attendance.csv": None, "events.csv": None, "meeting.csv": _teams("Organizer")}
    assert small.gate(tmp_path, settings, **files).counts()["seats"] == 5


def test_a_host_of_the_library_on_the_staff_list_is_counted_by_no_measure_and_not_told(
    tmp_path: Path,
) -> None:
    name, mail = PEOPLE[-1][1:3]
    rows = _teams("Organizer")
    rows[-1] = [name, JOIN, LEAVE, "49m 0s", mail, mail, "Organizer"]
    gate = small.gate(tmp_path, **{"attendance.csv": None, "events.csv": None, "m.csv": rows})
    assert gate.counts()["seats"] == 4
    assert not [one for one in gate.tables.faults if "hosts_attend" in str(one)]


def test_a_shared_calendar_under_the_name_of_the_unit_is_the_library_and_a_person_is_not() -> None:
    rows = pd.DataFrame(
        [("HEALTH Library", "", None), ("Info", "Desk@x.org", None), ("Ann Library", "", None),
         ("Health Library", "", "7"), ("", "", None)],
        columns=["display_name", "email", "contact_id"],
        dtype="str",
    )  # fmt: skip
    library = {"departments": ["Health Library"], "emails": ["desk@x.org"]}
    found = of_library(rows, make_settings({"library": library}))
    assert found.tolist() == [True, True, False, False, False]
