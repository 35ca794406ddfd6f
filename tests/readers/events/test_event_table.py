"""Where the header of an event export may stand: the last row that counts, and the next."""

from __future__ import annotations

from pathlib import Path

import pytest

from engagekit.readers.events import calendars, outlook_calendar, teams
from engagekit.readers.events._recurrence import MOST
from engagekit.readers.shared._table import HEAD
from tests.reading import read, tools_of, written

HEADERS = {
    "Eventbrite": ("Order #,Order Date,First Name,Last Name,Email,Ticket Type", HEAD),
    "LibCal": ("First Name,Last Name,Email,Registration Status,Registration Date", HEAD),
    "Webex": ("Display Name,Attendee Email,Join Time,Leave Time,Attendance Duration", HEAD),
    "Microsoft Teams": (
        "Name,First Join,Last Leave,In-Meeting Duration,Participant ID (UPN)", teams.HEAD
    ),
    "Outlook calendar": ("Subject,Start Date,Start Time,End Date", outlook_calendar.HEAD),
}  # fmt: skip


@pytest.mark.parametrize("tool", HEADERS)
def test_lines_above_a_header_are_looked_through_so_far(tool: str, tmp_path: Path) -> None:
    header, rows = HEADERS[tool]
    for above, is_known in ((rows - 1, True), (rows, False)):
        text = "About this list\n" * above + f"{header}\n{'x,' * header.count(',')}x\n"
        assert (tools_of(written(tmp_path, text)) == [tool]) is is_known


def _calendar(uid: str, rule: str) -> str:
    return (
        "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\nBEGIN:VEVENT\n"
        f"UID:{uid}\nDTSTART:20260105T090000\nSUMMARY:Clinic\nCATEGORIES:Event\n{rule}END:VEVENT\nEND:VCALENDAR\n"
    )


@pytest.mark.parametrize("letters", [calendars.UID_LENGTH, calendars.UID_LENGTH + 1])
def test_a_uid_as_long_as_a_usual_one_stands_in_the_number(letters: int, tmp_path: Path) -> None:
    uid = "a" * letters
    events = read(written(tmp_path, _calendar(uid, ""), "c.ics")).tables["events"]
    assert (uid in events["event_id"].iloc[0]) is (letters <= calendars.UID_LENGTH)


@pytest.mark.parametrize(("count", "told"), [(MOST, False), (MOST + 2, True)])
def test_a_series_is_written_out_to_a_thousand_dates(
    count: int, told: bool, tmp_path: Path
) -> None:
    found = read(written(tmp_path, _calendar("u", f"RRULE:FREQ=DAILY;COUNT={count}\n"), "c.ics"))
    assert any("repeats without an end" in fault.problem for fault in found.problems) is told
    assert len(found.tables["events"]) == min(count, MOST + 1)
