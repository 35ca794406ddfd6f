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


MARKS = log(
    "Response ID/Person ID/Name/Email/Score/Comment/Created at/Department",
    *("{at}", "{at}", "{who}", "{mail}", "{mark}", "Fine {third}", "{day} 10:00:00", "{unit}"),
)
POLL = log("Name/Email/Answer/Date", "{who}", "{mail}", "Answer {third}", "{day} 10:00:00")
COURSES = log(
    "Name/Email/Workshop/Score/Held on", "{who}", "{mail}", "Copyright", "{mark}", "{day}"
)
RATED = log(
    "Date/Name/Topic/Minutes/Rating", "{day}", "{who}", "Topic {third}", "1{third}", "{mark}"
)


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


TASKS = log(
    "Task ID/Task Name/Bucket Name/Progress/Assigned To/Created By/Created Date",
    *("x{at}", "Weed shelf {at}", "To do", "Completed", "Hal Reed", "{who}", "{day}"),
)
ACCOUNTS = log(
    "Name/Email/Account type/Account created (UTC)/Days active/Messages posted",
    *("{who}", "{mail}", "Member", "{day}", "20", "3{third}"),
)
ALERTS = log("User/Alert name/Frequency/Last sent", "{who}", "Alert {at}", "Weekly", "{day}")
SLOTS = log(
    "Sign Up/Start Date and Time/First Name/Last Name/Email",
    *("Citation clinic", "{day} 12:00", "Gil", "{who}", "{mail}"),
)


HEADS = [["Event", "Date", "In room", "Online", "Recording views"],
         ["Talk A", "2026-01-10", "10", "5", "100"],
         ["Talk B", "2026-02-10", "8", "4", "50"],
         ["Talk C", "2026-03-10", "6", "", "70"]]  # fmt: skip


PRAISE = log("Date/From/Channel/Feedback/Kind", "{day}", "{who}", "Email", "So quick", "Positive")
ASKED = [["Date", "From", "Channel", "Feedback", "Question"], *PRAISE[1:]]
CHATS = log("Conversation/Participants/Started/Messages", "c{at}", "{who}", "{day} 09:00", "{at}")
LISTS = log("Email/Subscribed on/List/Unsubscribed on", "{mail}", "{day}", "News", "")
IN_AND_OUT = log(
    "Date/Visitor/Company/Reason/In/Out", "{day}", "{who}", "Firm", "Read", "10:00", "11:30"
)


LOANS = log(
    "Loan date/Due date/Borrower/Title/Returned", "{day}", "2026-05-01", "{who}", "Book {at}", ""
)


PRINTS = log("Date/User/{}/Pages", "{day}", "{who}", "P{third}", "1{third}")
AWAY = log("Employee/{}/From/Days", "{who}", "Annual", "{day}", "1")
HELD_FOR = log("{}/Patron/Item title", "{day}", "{who}", "Book {at}")
GONE = log("Name/{}/Reason", "{who}", "{day}", "Moved away")


def test_who_completed_a_module_was_trained(tmp_path: Path) -> None:
    rows = log("Module/User/Status/Completion date", "M{third}", "{who}", "Completed", "{day}")
    gate = small.gate(tmp_path, **{**LONE, "new__csv": rows})
    assert set(gate.tables.touches["channel"]) == {"training"} and not gate.counts()["enquiries"]
