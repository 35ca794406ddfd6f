"""What is offered first for exports of booking, help, accounting and usage tools, as they write."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.stranger import small
from tests.stranger.small import PEOPLE, Rows
from tests.stranger.test_staff_college import ALONE

LONE = {**ALONE, "people__csv": PEOPLE}
STAFF = [(person[1], person[2], person[3]) for person in PEOPLE[1:]]
DAYS = [f"2026-0{1 + at // 14}-{1 + 2 * (at % 14):02}" for at in range(28)]


def log(head: str, *cells: str) -> Rows:
    """Return rows of 20 people: ``{who}``, ``{mail}``, ``{unit}``, ``{day}``, ``{at}``."""
    return [
        head.split("/"),
        *[
            [one.format(who=STAFF[at][0], mail=STAFF[at][1], unit=STAFF[at][2], day=DAYS[at], at=at,
                        third=at % 3, mark=6 + at % 5) for one in cells]
            for at in range(20)
        ],
    ]  # fmt: skip


def test_what_came_is_told_by_the_state_of_the_attendee(tmp_path: Path) -> None:
    rows = log(
        "Event Title/Event Start Date/First Name/Last Name/Email Address/Registration Status"
        "/Attendee Status/Registration Date",
        *("Open day", "2026-03-03 10:00", "{who}", "X", "{mail}", "Accepted", "Attended"),
        "2026-02-01",
    )
    rows[1][6] = "No Show"
    gate = small.gate(tmp_path, **{**LONE, "new__csv": rows})
    assert gate.counts()["seats"] == 19


@pytest.mark.parametrize("kinds", [("Question", "Spam"), ("", "")])
def test_spam_among_tickets_is_no_enquiry(kinds: tuple[str, str], tmp_path: Path) -> None:
    rows = [
        ["Ticket ID", "Subject", "Status", "Source", "Type", "Agent", "Created time", "Full name"],
        *[
            [str(at), "Help", "Closed", "Email", kinds[at % 4 == 3], "Hal Reed",
             f"{DAYS[at]} 10:00:00", STAFF[at][0]]
            for at in range(20)
        ],
    ]  # fmt: skip
    gate = small.gate(tmp_path, **{**LONE, "new__csv": rows})
    assert gate.counts()["enquiries"] == (15 if kinds[1] else 20)


def test_who_completed_a_module_was_trained(tmp_path: Path) -> None:
    rows = log("Module/User/Status/Completion date", "M{third}", "{who}", "Completed", "{day}")
    gate = small.gate(tmp_path, **{**LONE, "new__csv": rows})
    assert set(gate.tables.touches["channel"]) == {"training"} and not gate.counts()["enquiries"]
