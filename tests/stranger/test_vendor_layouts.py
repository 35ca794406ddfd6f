"""What is offered first for exports of booking, help, accounting and usage tools, as they write."""

from __future__ import annotations

from pathlib import Path

import pytest

from engagekit.files.source_file import open_export
from engagekit.loading.open_files import Choice
from engagekit.mapping.columns import describe
from engagekit.mapping.drafting import map_file
from engagekit.mapping.proposing import proposals
from engagekit.mapping.table_detection import find_table, reasons
from engagekit.sections.gate import Gate
from tests.stranger import small
from tests.stranger.small import PEOPLE, Rows, loaded
from tests.stranger.test_staff_college import ALONE
from tests.stranger.test_year_to_date import accepted

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


def offers(home: Path, rows: Rows) -> list[Choice]:
    (one,) = small.gate(home, **{**LONE, "new__csv": rows}).open_files
    assert not one.fault
    return list(one.choices)


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


@pytest.mark.parametrize("rows", [MARKS, [["Poll: How useful was it?"], *POLL]])
def test_marks_and_answers_of_people_are_a_survey(rows: Rows, tmp_path: Path) -> None:
    (first, *_) = offers(tmp_path / "a", rows)
    assert first.table == "responses"
    gate = accepted(tmp_path / "b", **LONE, new__csv=rows)
    assert gate.counts()["respondents"] == 20 and not gate.counts()["enquiries"]
    asked = set(gate.tables.questions["wording"])
    assert asked <= {"Score", "Comment", "Answer", "Date"}  # a running number was not asked


@pytest.mark.parametrize(("rows", "table"), [(COURSES, "attendance"), (RATED, "touches")])
def test_a_mark_beside_a_course_or_a_topic_makes_no_survey(
    rows: Rows, table: str, tmp_path: Path
) -> None:
    assert offers(tmp_path, rows)[0].table == table


def test_posts_that_others_liked_are_no_enquiries(tmp_path: Path) -> None:
    rows = log(
        "Thread Id/Message Id/Group Name/Sender Name/Sender Email/Body/Created At/Likes/Replies",
        *("10{at}", "90{at}", "Corner", "{who}", "{mail}", "post {at}", "{day}", "{third}", "1"),
    )
    assert not [one for one in offers(tmp_path, rows) if not one.fault]


def test_of_two_people_in_a_booking_the_invited_one_was_met(tmp_path: Path) -> None:
    rows = log(
        "User Name/User Email/Invitee Name/Invitee Email/Event Type Name/Start Date & Time/Canceled",
        *("Hal Reed", "hal.reed@firm.example", "{who}", "{mail}", "Library orientation"),
        *("{day} 10:00", "false"),
    )
    gate = accepted(tmp_path, **LONE, new__csv=rows)
    assert gate.tables.touches["email"].nunique() == 20
    assert gate.tables.touches["display_name"].nunique() == 20


@pytest.mark.parametrize(
    "head", ["Name/Requester/Request date/Status", "Client Name/Requested By/Date/Status"]
)
def test_who_asked_is_not_the_title_nor_the_client_of_a_matter(head: str, tmp_path: Path) -> None:
    rows = log(head, "Req {at}", "{who}", "{day}", "Done")
    gate = accepted(tmp_path, **LONE, new__csv=rows)
    assert set(gate.tables.touches["display_name"]) == {name for name, *_ in STAFF[:20]}


def test_rooms_that_were_booked_are_no_survey_and_no_staff_list(tmp_path: Path) -> None:
    rows = log(
        "Space/Title/Host/Host email/Start/End/Duration (min)/Invitees/Checked in/Status",
        *("Room {third}", "Meeting", "{who}", "{mail}", "{day} 09:00", "{day} 10:00", "60"),
        *("{third}", "Yes", "Confirmed"),
    )
    assert {"responses", "contacts", "attendance"}.isdisjoint(
        {one.table for one in offers(tmp_path, rows)}
    )


def test_numbers_of_bills_are_no_counts(tmp_path: Path) -> None:
    rows = [
        ["Date", "Transaction Type", "Num", "Name", "Split", "Amount", "Balance"],
        *[
            [DAYS[at], ("Bill", "Expense")[at % 3 == 0], str(4 * at + 7), f"Vendor {at % 4}",
             "Payable", f"{100 + at}.50", f"{900 + 100 * at}.00"]
            for at in range(20)
        ],
    ]  # fmt: skip
    first, *_ = offers(tmp_path, rows)
    assert (first.table, first.amount) == ("budget", sum(100.5 + at for at in range(20)))


def test_use_by_person_and_activity_is_use(tmp_path: Path) -> None:
    rows = [
        ["Lexis+ Activity Report"],
        ["User Name", "User ID", "Database", "Date", "Activity Type", "Count"],
        *[
            [STAFF[at % 7][0], f"id{at % 7}", "Lexis", DAYS[at // 7], kind, str(1 + at % 3)]
            for at in range(21)
            for kind in ("SEARCH", "DOC VIEW")
        ],
    ]
    gate = accepted(tmp_path, **LONE, new__csv=rows)
    assert not gate.counts()["enquiries"]
    sums = gate.tables.usage.groupby("metric")["n"].sum().to_dict()
    assert sums == {"SEARCH": 42, "DOC VIEW": 42}


def test_topic_views_by_month_are_use_of_a_platform(tmp_path: Path) -> None:
    rows = [
        [
            "Month",
            "Topic Views",
            "Searches",
            "Search Result Views",
            "Mobile Topic Views",
            "Credits",
        ],
        *[[f"2026-0{at}", "500", "300", "100", "50", "3"] for at in (1, 2, 3)],
    ]
    assert offers(tmp_path, [["UpToDate Usage Report"], *rows])[0].table == "usage"


def test_how_many_gave_each_answer_of_a_scale_is_no_count_of_a_place(tmp_path: Path) -> None:
    rows = [
        ["Date", "Location", "Very happy", "Happy", "Unhappy", "Very unhappy", "Total"],
        *[[day, "Desk", "5", "3", "1", "1", "10"] for day in DAYS],
    ]
    assert not [one for one in offers(tmp_path, rows) if not one.fault]


def test_a_value_beside_debit_and_an_empty_credit_is_the_amount(tmp_path: Path) -> None:
    rows = [
        ["No", "Type", "Date", "Account", "Details", "Value", "Debit", "Credit", "V"],
        *[
            [str(100 + at), "PI", DAYS[at], "THO001", "Westlaw", "235.00", "235.00", "", "-"]
            for at in range(10)
        ],
    ]
    assert offers(tmp_path / "a", rows)[0].amount == 2350
    assert accepted(tmp_path / "b", **LONE, new__csv=rows).counts()["spent"] == 2350


def test_use_by_person_in_months_without_a_title_is_asked_without_a_fault(tmp_path: Path) -> None:
    rows = [["User", "Department", "Jan-26", "Feb-26", "Mar-26", "Total"]]
    rows += [[name, unit, "3", "2", "1", "6"] for name, _, unit in STAFF[:15]]
    offers(tmp_path, rows)


def test_how_many_work_in_each_department_is_read_as_of_a_day(tmp_path: Path) -> None:
    rows = [["Department", "Headcount"], ["Tax", "40"], ["Audit", "55"], ["Total", "95"]]
    place = {**LONE, "people__csv": None, "new__csv": rows}
    (one,) = small.gate(tmp_path, **place).open_files
    assert [(choice.table, choice.said) for choice in one.choices] == [
        ("headcounts", (("on", "..."),))
    ]
    map_file(one.path, table="headcounts", given={"on": "2026-01-01"})
    assert loaded(tmp_path / "data").headcounts["people"].sum() == 95


@pytest.mark.parametrize("head", ["Enquiries", "Seats"])
def test_heads_beside_other_numbers_are_no_list_of_heads(head: str, tmp_path: Path) -> None:
    rows = [["Department", "Employees", head], ["Tax", "40", "7"], ["Audit", "55", "9"]]
    tables = {one.table for one in offers(tmp_path, rows) if not one.fault}
    assert "headcounts" not in tables


def test_the_host_of_a_list_of_meetings_did_not_come_to_them(tmp_path: Path) -> None:
    rows = [
        ["Topic", "Meeting ID", "User Name", "User Email", "Department", "Creation Time",
         "Start Time", "End Time", "Duration (Minutes)", "Participants", "Source"],
        *[
            [f"Library webinar {at}", f"811 1111 {2220 + at}", "Hal Reed", "hal.reed@firm.example",
             "", "01/05/2026 09:00:00 AM", f"01/{7 + at:02}/2026 09:00:00 AM",
             f"01/{7 + at:02}/2026 10:00:00 AM", "60", str(5 + at % 4), "Zoom"]
            for at in range(10)
        ],
    ]  # fmt: skip
    gate = accepted(tmp_path, **LONE, new__csv=rows)
    heads = sum(5 + at % 4 for at in range(10))
    assert (gate.counts()["events"], gate.counts()["heads"]) == (10, heads)
    assert not gate.counts()["touches"]


def test_guests_with_a_ticket_asked_nothing(tmp_path: Path) -> None:
    rows = log(
        "guest_api_id/name/email/created_at/approval_status/checked_in_at/amount/ticket_name",
        *("gst-{at}", "{who}", "{mail}", "{day} 08:00", "approved", "2026-03-03 17:00", "$0.00"),
        "Standard",
    )
    tables = {one.table for one in offers(tmp_path, rows)}
    assert tables.isdisjoint({"touches", "contacts", "contracts"})


def test_days_that_people_can_make_are_no_attendance(tmp_path: Path) -> None:
    rows = [
        ['Poll "Library training"'],
        ["", "Tue 3", "Wed 4", "Thu 5"],
        *[[name, "OK", "(OK)", ""] for name, *_ in STAFF[:9]],
    ]
    assert not [one for one in offers(tmp_path, rows) if not one.fault]


def test_each_row_with_the_number_of_a_chat_is_one(tmp_path: Path) -> None:
    rows = log(
        "Chat ID/Started/Ended/Visitor name/Visitor email/Agent/Duration",
        *("ch{at}", "{day} 09:10", "{day} 09:25", "{who}", "{mail}", "Hal Reed", "00:15:00"),
    )
    gate = accepted(tmp_path, **LONE, new__csv=rows)
    assert gate.counts()["enquiries"] == 20
    assert set(gate.tables.touches["channel"]) == {"chat"}


@pytest.mark.parametrize(
    ("head", "states", "read"),
    [("State", ("Completed", "Not started"), 5), ("Shift", ("AM", "PM"), 20)],
)
def test_a_course_that_nobody_finished_has_no_day_of_the_row_above(
    head: str, states: tuple[str, str], read: int, tmp_path: Path
) -> None:
    rows = [
        ["Learner", "Content Title", head, "Date"],
        *[
            [STAFF[at][0], "Legal research", states[bool(at % 4)], "" if at % 4 else DAYS[at]]
            for at in range(20)
        ],
    ]
    gate = accepted(tmp_path, **LONE, new__csv=rows)
    assert gate.counts()["touches"] == read


def test_what_people_wrote_of_the_library_is_no_survey(tmp_path: Path) -> None:
    rows = log("Date/Who/Quote/May we use it?", "{day}", "{who}", "It saved me {at} hours.", "Yes")
    rows[3][3] = "No"
    tables = {one.table for one in offers(tmp_path, rows) if not one.fault}
    assert tables.isdisjoint({"responses", "touches", "contacts"})


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


@pytest.mark.parametrize(("last", "amount"), [("Total cost", 145_000), ("Last year", 26_000)])
def test_of_pay_and_what_comes_on_top_their_sum_is_the_amount(
    last: str, amount: float, tmp_path: Path
) -> None:
    sums = ("76,000", "50,000", "19,000") if last == "Total cost" else ("76,000", "51,000", "7,000")
    rows = [
        ["Library staffing plan 2026"],
        ["Position", "FTE", "Salary", "On-costs", last],
        ["Head of library", "1.0", "62,000", "14,000", sums[0]],
        ["Librarian", "1.0", "41,000", "9,000", sums[1]],
        ["Assistant", "0.6", "16,000", "3,000", sums[2]],
    ]
    assert offers(tmp_path, rows)[0].amount == amount


def test_the_state_of_an_answer_is_no_question(tmp_path: Path) -> None:
    rows = log(
        "Response ID/Start Time (MDT)/Completion Time (MDT)/Response Status/Collector Name"
        "/How satisfied are you with the library?/Your department",
        *("{at}", "{day} 09:00", "{day} 09:10", "Completed", "Weblink", "Satisfied", "{unit}"),
    )
    rows[5][3] = "Partial"
    gate = accepted(tmp_path, **LONE, new__csv=rows)
    assert list(gate.tables.questions["wording"]) == ["How satisfied are you with the library?"]
    states = gate.tables.respondents["status"].value_counts().to_dict()
    assert states == {"complete": 19, "partial": 1}


def test_who_was_spoken_to_on_a_walk_was_asked_nothing(tmp_path: Path) -> None:
    head = "Date/Floor/Who I spoke to/About/Follow-up?"
    rows = log(head, "{day}", "{third}", "{who}", "alerts", "Y")
    gate = accepted(tmp_path, **LONE, new__csv=[["Walk the floor log 2026"], *rows])
    assert gate.counts()["touches"] == 20
    assert set(gate.tables.touches["channel"]) == {"walk"}


def test_a_title_with_its_day_beside_it_is_no_header(tmp_path: Path) -> None:
    people = [[name, unit, "YN"[at % 2]] for at, (name, _, unit) in enumerate(STAFF[:15])]
    rows = [["Muffin sign-in", "", "5 March 2026"], ["Name", "Practice group", "First time?"]]
    gate = accepted(tmp_path, **LONE, new__csv=[*rows, *people])
    assert (gate.counts()["events"], gate.counts()["seats"]) == (1, 15)
    assert gate.tables.events["started_at"].dt.strftime("%Y-%m-%d").tolist() == ["2026-03-05"]


def test_messages_from_somebody_to_the_library_came_by_email(tmp_path: Path) -> None:
    rows = log(
        "From/To/Cc/Subject/Received", "{who}", "Library", "", "Question on {at}", "{day} 10:00"
    )
    gate = accepted(tmp_path, **LONE, new__csv=rows)
    assert set(gate.tables.touches["channel"]) == {"email"}


def test_journals_with_a_price_are_no_enquiries_online(tmp_path: Path) -> None:
    rows = [
        ["Title", "ISSN", "Format", "Start", "End", "Price 2026", "Currency"],
        *[
            [f"Journal {at}", f"1234-56{at:02}", "Online", "01/01/2026", "31/12/2026",
             str(900 + 37 * at % 101), "GBP"]
            for at in range(12)
        ],
    ]  # fmt: skip
    assert "touches" not in {one.table for one in offers(tmp_path, rows)}


def test_promoters_and_detractors_of_months_are_no_counts(tmp_path: Path) -> None:
    rows = [["Month", "Promoters", "Passives", "Detractors", "NPS"]]
    rows += [[f"2026-0{at}", "20", "10", "5", "43"] for at in (1, 2, 3)]
    assert not [one for one in offers(tmp_path, rows) if not one.fault]


def test_what_was_ordered_and_not_invoiced_is_not_spent(tmp_path: Path) -> None:
    rows = [
        ["PO Number", "PO Date", "Supplier", "Line Total", "Currency", "Invoiced"],
        *[
            [
                f"PO{700 + 3 * at}",
                DAYS[at],
                f"Vendor {at % 4}",
                f"{100 + at}.50",
                "GBP",
                "YN"[at % 2],
            ]
            for at in range(20)
        ],
    ]
    assert offers(tmp_path, rows)[0].amount == sum(100.5 + at for at in range(0, 20, 2))


def test_petty_cash_counts_nothing(tmp_path: Path) -> None:
    rows = [["Date", "Details", "In", "Out", "Balance"], ["2026-01-02", "Float", "200", "", "200"]]
    rows += [[f"2026-01-{day}", "Muffins", "", "9", str(200 - 9 * day)] for day in range(10, 20)]
    assert "counts" not in {one.table for one in offers(tmp_path, rows)}


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


@pytest.mark.parametrize("tax", [("40,000", "2,000", "500"), ("4,000", "200", "150")])
def test_a_department_of_tax_is_no_tax_on_the_money_of_another(
    tax: tuple[str, ...], tmp_path: Path
) -> None:
    others = ("30,000", "1,000", "700")
    sums = [
        str(int(a.replace(",", "")) + int(b.replace(",", "")))
        for a, b in zip(tax, others, strict=True)
    ]
    rows = [
        ["Library costs 2026 (GBP)"],
        ["Line", "Tax", "Audit", "Total"],
        *[
            list(row)
            for row in zip(("Databases", "Books", "Training"), tax, others, sums, strict=True)
        ],
    ]
    assert [one.amount for one in offers(tmp_path, rows)] == [sum(map(int, sums))]


@pytest.mark.parametrize(
    ("head", "cells", "table"),
    [
        # a mark beside what was asked is of the answer that the library gave
        ("Date/Enquirer/Question/How answered/Rating (1-5)/Comments",
         ("{day}", "{who}", "q {at}", "Email", "{third}", "ok"), "touches"),
        # a mark that the library gives its champions is nobody's answer
        ("Name/Email/Practice group/Score/Last contact",
         ("{who}", "{mail}", "{unit}", "{third}", "{day}"), "contacts"),
        ("Date/Session/Name/Rating/Comments",
         ("{day}", "Intro", "{who}", "{third}", "ok"), "attendance"),
        ("Date requested/Department/Journal/ISSN/Request type",
         ("{day}", "{unit}", "Nature", "0028-0836", "Article"), "touches"),
    ],
)  # fmt: skip
def test_whose_mark_it_is(head: str, cells: tuple[str, ...], table: str, tmp_path: Path) -> None:
    first, *_ = offers(tmp_path, log(head, *cells))
    assert first.table == table
    assert "ISSN" not in dict(first.said).values()


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


@pytest.mark.parametrize("rows", [TASKS, ACCOUNTS, SLOTS])
def test_tasks_accounts_and_slots_are_neither_enquiries_nor_first_days(
    rows: Rows, tmp_path: Path
) -> None:
    (file,) = small.gate(tmp_path, **{**LONE, "new__csv": rows}).open_files
    assert file.choices == () or file.choices[0].table in ("attendance", "contacts")
    assert not [one for one in file.choices if "joined_on" in dict(one.said)]


def test_alerts_that_were_sent_are_no_seats(tmp_path: Path) -> None:
    assert {one.table for one in offers(tmp_path, ALERTS)} <= {"contacts"}


def test_tasks_that_people_requested_are_enquiries(tmp_path: Path) -> None:
    rows = [["Task ID", "Task Name", "Requested By", "Created Date"]]
    rows += [[one[0], one[1], one[5], one[6]] for one in TASKS[1:]]
    assert offers(tmp_path, rows)[0].table == "touches"


@pytest.mark.parametrize(("state", "answered"), [("Missed", 13), ("Voicemail", 20)])
def test_calls_that_nobody_took_are_no_enquiries(state: str, answered: int, tmp_path: Path) -> None:
    rows = log("Caller/Called Number/Start Time/Status", "{who}", "5000", "{day} 10:00", "{third}")
    states = {"0": state, "1": "Answered", "2": "Answered"}
    rows[1:] = [[*row[:3], states[row[3]]] for row in rows[1:]]
    gate = accepted(tmp_path, **LONE, new__csv=rows)
    assert gate.counts()["enquiries"] == answered
    assert set(gate.tables.touches["channel"]) == {"phone"}


HEADS = [["Event", "Date", "In room", "Online", "Recording views"],
         ["Talk A", "2026-01-10", "10", "5", "100"],
         ["Talk B", "2026-02-10", "8", "4", "50"],
         ["Talk C", "2026-03-10", "6", "", "70"]]  # fmt: skip


def test_heads_in_the_room_and_online_are_asked_about_and_added(tmp_path: Path) -> None:
    gate = accepted(tmp_path / "a", **LONE, new__csv=HEADS)
    asked = str(gate.questions)
    assert "numbers that count nobody: In room; Online" in asked
    assert 'head_count = ["In room", "Online"]' in asked
    home = tmp_path / "a"
    (mapping,) = [one for one in home.rglob("*.toml") if one.name != "engagekit.toml"]
    text = mapping.read_text("utf-8")
    sums = '[columns]\nhead_count = ["In room", "Online"]'
    mapping.write_text(text.replace("[columns]", sums), "utf-8")
    tables = loaded(home / "data")
    assert tables.events["head_count"].tolist() == [15, 12, 6]
    assert "count nobody" not in str(Gate(tables).questions)


@pytest.mark.parametrize("header", ["Registered", "Capacity", "Room", "Rating"])
def test_numbers_that_say_what_they_are_are_no_heads(header: str, tmp_path: Path) -> None:
    rows = [["Event", "Date", header], *[[one[0], one[1], one[2]] for one in HEADS[1:]]]
    gate = accepted(tmp_path, **LONE, new__csv=rows)
    assert "count nobody" not in str(gate.questions)


def test_a_price_of_the_whole_term_is_named_as_that_of_a_year(tmp_path: Path) -> None:
    rows = [["Vendor", "Product", "Start", "End", "Total contract value"],
            ["Lexis", "Lexis+", "2025-01-01", "2027-12-31", "90000"],
            ["Westlaw", "Edge", "2026-01-01", "2026-12-31", "20000"]]  # fmt: skip
    gate = accepted(tmp_path, **LONE, new__csv=rows)
    assert gate.tables.contracts["price"].tolist() == [30_000, 20_000]
    assert "with the price of each year: Lexis+ (30,000)" in str(gate.notes)


@pytest.mark.parametrize(("time", "is_first_day"), [
    (" 00:00:00", True), (" 12:00:00 AM", True), ("T05:00:00Z", True), (" 05:00:00.000Z", True),
    (" 12:00 PM", False), ("T09:15", False), (" 12:00", False),
])  # fmt: skip
def test_people_are_hired_on_a_day_and_not_at_a_time_of_it(
    time: str, is_first_day: bool, tmp_path: Path
) -> None:
    rows = [["Name", "Email", "Department", "Start Date"],
            *[[*one, f"{2010 + at % 15}-0{1 + at % 9}-15{time}"] for at, one in enumerate(STAFF)],
            ]  # fmt: skip
    small.save(tmp_path / "new.csv", rows)
    detected = find_table(open_export(tmp_path / "new.csv", file="new.csv"))
    (people,) = (
        one for one in proposals(describe(detected, reasons(detected))) if one.table == "contacts"
    )
    assert ("joined_on" in people.fields) is is_first_day


PRAISE = log("Date/From/Channel/Feedback/Kind", "{day}", "{who}", "Email", "So quick", "Positive")
ASKED = [["Date", "From", "Channel", "Feedback", "Question"], *PRAISE[1:]]
CHATS = log("Conversation/Participants/Started/Messages", "c{at}", "{who}", "{day} 09:00", "{at}")
LISTS = log("Email/Subscribed on/List/Unsubscribed on", "{mail}", "{day}", "News", "")
IN_AND_OUT = log(
    "Date/Visitor/Company/Reason/In/Out", "{day}", "{who}", "Firm", "Read", "10:00", "11:30"
)


@pytest.mark.parametrize("rows", [PRAISE, CHATS, LISTS])
def test_praise_is_no_enquiry_and_chats_and_lists_of_readers_are_no_events(
    rows: Rows, tmp_path: Path
) -> None:
    (file,) = small.gate(tmp_path, **{**LONE, "new__csv": rows}).open_files
    table = "touches" if rows is PRAISE else "attendance"
    assert table not in {one.table for one in file.choices if not one.fault}


def test_praise_beside_what_was_asked_is_of_an_enquiry(tmp_path: Path) -> None:
    assert offers(tmp_path, ASKED)[0].table == "touches"


def test_who_came_in_and_went_out_again_asked_nothing(tmp_path: Path) -> None:
    gate = accepted(tmp_path / "a", **LONE, new__csv=IN_AND_OUT)
    assert (gate.counts()["touches"], gate.counts()["enquiries"]) == (20, 0)
    asked = [["Date", "Visitor", "Company", "Question", "In", "Out"], *IN_AND_OUT[1:]]
    assert accepted(tmp_path / "b", **LONE, new__csv=asked).counts()["enquiries"] == 20


LOANS = log(
    "Loan date/Due date/Borrower/Title/Returned", "{day}", "2026-05-01", "{who}", "Book {at}", ""
)


def test_nobody_came_to_a_book_that_was_lent(tmp_path: Path) -> None:
    (first, *others) = offers(tmp_path, LOANS)
    assert (first.table, dict(first.said)["channel"]) == ("touches", "self-service")
    assert "attendance" not in {one.table for one in others}


PRINTS = log("Date/User/{}/Pages", "{day}", "{who}", "P{third}", "1{third}")
AWAY = log("Employee/{}/From/Days", "{who}", "Annual", "{day}", "1")
HELD_FOR = log("{}/Patron/Item title", "{day}", "{who}", "Book {at}")
GONE = log("Name/{}/Reason", "{who}", "{day}", "Moved away")


@pytest.mark.parametrize(
    ("rows", "head", "is_offered"),
    [(PRINTS, "Printer", False), (PRINTS, "Reason", True),
     (AWAY, "Leave type", False), (AWAY, "Topic", True),
     (HELD_FOR, "Hold placed", False), (HELD_FOR, "Asked on", True), (GONE, "Last day", False)],
)  # fmt: skip
def test_prints_holds_and_leave_are_no_work_with_people(
    rows: Rows, head: str, is_offered: bool, tmp_path: Path
) -> None:
    rows = [[one.replace("{}", head) for one in rows[0]], *rows[1:]]
    tables = {one.table for one in offers(tmp_path, rows)}
    assert bool(tables & {"touches", "attendance"}) == is_offered


def test_who_completed_a_module_was_trained(tmp_path: Path) -> None:
    rows = log("Module/User/Status/Completion date", "M{third}", "{who}", "Completed", "{day}")
    gate = small.gate(tmp_path, **{**LONE, "new__csv": rows})
    assert set(gate.tables.touches["channel"]) == {"training"} and not gate.counts()["enquiries"]


@pytest.mark.parametrize(("head", "is_offered"), [("Responded on", False), ("Day", True)])
def test_who_was_asked_to_fill_in_a_form_did_not_ask(
    head: str, is_offered: bool, tmp_path: Path
) -> None:
    rows = log(f"Email/Status/Sent on/{head}", "{mail}", "Done", "{day}", "{day}")
    assert ("touches" in {one.table for one in offers(tmp_path, rows)}) == is_offered


def test_numbers_of_enquiries_are_not_how_many_there_were(tmp_path: Path) -> None:
    rows = log("Enquiry/Date/Department/Channel", "{at}", "{day}", "Tax", "Email")
    rows = [rows[0], *[[str(1 + at), *row[1:]] for at, row in enumerate(rows[1:])]]
    assert {one.table for one in offers(tmp_path, rows)} == {"touches"}
