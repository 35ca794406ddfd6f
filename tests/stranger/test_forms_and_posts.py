"""Forms of requests, mail boxes, chats, moves of staff and sheets of yes and no."""

from __future__ import annotations

from pathlib import Path

import pytest

from engagekit.mapping.row_states import not_there, requests_in
from engagekit.sections.gate import Gate
from engagekit.tables.tables import Tables
from tests.stranger import small
from tests.stranger.small import PEOPLE, Rows
from tests.stranger.test_year_to_date import accepted

NAMES, MAIL, UNITS = ([one[at] for one in PEOPLE[1:]] for at in (1, 2, 3))
DAYS = [f"2026-02-{day:02d}" for day in range(3, 21)]


def logged(tables: Tables, stem: str) -> list[str]:
    """The days of the enquiries of one file."""
    ours = tables.touches[tables.touches["source_file"].astype("str").str.startswith(stem)]
    return ours["on"].dt.strftime("%Y-%m-%d").tolist()


def form(*first: str) -> Rows:
    """A form of requests as Google or Microsoft export it."""
    asks = ["What do you need?", "When do you need it?"]
    head = [*first, "Your name", "Your email", *asks]
    google = first == ("Timestamp",)
    return [head, *[
        [*([f"{day} 09:10:00"] if google else [str(at + 1), f"{day} 09:10:00", f"{day} 09:12:00"]),
         NAMES[at], MAIL[at], f"Article {at}", "2026-03-25"]
        for at, day in enumerate(DAYS)
    ]]  # fmt: skip


@pytest.mark.parametrize("first", [("Timestamp",), ("ID", "Start time", "Completion time")])
def test_a_form_of_requests_is_a_log_of_the_day_on_which_each_came(
    first: tuple[str, ...], tmp_path: Path
) -> None:
    gate = accepted(tmp_path, requests__csv=form(*first))  # they had been 18 answers to a survey
    assert len(gate.tables.respondents) == len(small.ANSWERS) - 1
    assert logged(gate.tables, "requests") == DAYS


def test_a_form_that_asks_for_a_rating_too_is_a_survey() -> None:
    wants = ["What do you need?", "Deadline"]
    assert requests_in(wants) == wants
    assert not requests_in([*wants, "How satisfied are you with us?"])
    assert not requests_in(wants[:1])


def test_a_mail_box_is_of_those_who_wrote(tmp_path: Path) -> None:
    head = ["Subject", "From: (Name)", "From: (Address)", "To: (Name)", "To: (Address)", "Received"]
    rows = [[f"Q{at}", NAMES[at], MAIL[at], "Library", "library@firm.example", day]
            for at, day in enumerate(DAYS)]  # fmt: skip
    gate = accepted(tmp_path, inbox__csv=[head, *rows])
    ours = gate.tables.touches[gate.tables.touches["source_file"] == "inbox.csv"]
    assert ours["contact_id"].nunique() == len(DAYS)


def test_the_channel_of_a_chat_is_no_way_of_asking(tmp_path: Path) -> None:
    head = ["Created", "From", "Body", "Channel"]
    rows = [[day, NAMES[at], "Where is it?", "Ask the library"] for at, day in enumerate(DAYS)]
    assert len(logged(accepted(tmp_path, chat__csv=[head, *rows]).tables, "chat")) == len(DAYS)


def test_the_age_of_a_case_is_no_time_of_work(tmp_path: Path) -> None:
    head = [
        "Case Number",
        "Contact Name",
        "Subject",
        "Case Origin",
        "Date/Time Opened",
        "Age (Hours)",
    ]
    rows = [[f"00{100 + at}", NAMES[at], "Help", ("Email", "Phone")[at % 2], day, "24"]
            for at, day in enumerate(DAYS)]  # fmt: skip
    touches = accepted(tmp_path, cases__csv=[head, *rows]).tables.touches
    assert touches.loc[touches["source_file"] == "cases.csv", "minutes"].isna().all()


def test_the_last_sending_of_an_alert_is_no_enquiry(tmp_path: Path) -> None:
    head = ["Alert name", "Owner", "Frequency", "Last sent", "Articles sent"]
    rows = [[f"A{at}", NAMES[at], "Daily", day, str(20 + at)] for at, day in enumerate(DAYS)]
    (one,) = small.gate(tmp_path, alerts__csv=[head, *rows]).open_files
    assert "touches" not in [choice.table for choice in one.choices]


@pytest.mark.parametrize("is_newest_first", [True, False])
def test_who_changed_posts_is_where_she_is_now(is_newest_first: bool, tmp_path: Path) -> None:
    moves = [("Zoo", "2020-01-01", "Hire"), ("", "2024-05-01", "Transfer")]
    moves = moves[::-1] if is_newest_first else moves
    head = ["Employee ID", "Name", "Department", "Effective Date", "Action"]
    rows = [[str(300 + at), NAMES[at], unit or UNITS[at], day, what]
            for at in range(18) for unit, day, what in moves]  # fmt: skip
    gate = accepted(tmp_path, people__csv=None, moves__csv=[head, *rows])
    people = gate.tables.contacts
    assert (len(people), "Zoo" in {*people["department"]}) == (18, False)
    assert people[["joined_on", "role_level"]].isna().all(axis=None)
    assert "posts in several departments; the latest one counts" in str(gate.tables.faults)


def test_a_list_of_names_under_employee_is_one_of_people(tmp_path: Path) -> None:
    head = ["Employee", "Email", "Level 1", "Level 2", "Location"]
    rows = [[NAMES[at], MAIL[at], "Firm", UNITS[at], "Leeds"] for at in range(18)]
    (one,) = small.gate(tmp_path, people__csv=None, levels__csv=[head, *rows]).open_files
    assert one.choices[0].table == "contacts"


def test_nought_beside_one_is_not_there_and_no_no_show(tmp_path: Path) -> None:
    head = ["Name", "Email", "Citator 12 Feb 2026", "Company research 19 Feb 2026", "Total"]
    rows = [[NAMES[at], MAIL[at], str(at % 2), str(at % 3 // 2), str(at % 2 + at % 3 // 2)]
            for at in range(18)]  # fmt: skip
    total = ["Total", "", "9", "6", "15"]
    gate = accepted(tmp_path, attendance__csv=None, sheet__csv=[head, *rows, total])
    assert gate.tables.attendance["status"].value_counts().to_dict() == {"attended": 15}
    assert len(gate.tables.events) == 3


def test_an_empty_cell_makes_no_a_no_show() -> None:
    import pandas as pd

    assert not_there([pd.Series(["1", "0"])])
    assert not not_there([pd.Series(["1", "0", ""])])


def test_the_plan_and_the_spending_of_each_month_need_no_line(tmp_path: Path) -> None:
    months = [("Jan 2026", 9500), ("Feb 2026", 11200), ("Mar 2026", 9900)]
    rows = [["Month", "Budget", "Actual"], *[[month, "10000", str(sum_)] for month, sum_ in months]]
    gate = accepted(tmp_path, budget__csv=None, monthly__csv=rows)
    lines = gate.tables.budget.groupby("kind")["amount"].sum().to_dict()
    assert lines == {"budget": 30000.0, "actual": 30600.0}
    assert isinstance(gate, Gate)


def test_numbers_that_sharepoint_writes_behind_a_name_are_none_of_it(tmp_path: Path) -> None:
    rows = [[day, f"{NAMES[at]};#{12 + at}", "x", "15"] for at, day in enumerate(DAYS)]
    gate = accepted(tmp_path, list__csv=[["Date", "Requester", "Topic", "Minutes"], *rows])
    ours = gate.tables.touches[gate.tables.touches["source_file"] == "list.csv"]
    assert ours["contact_id"].nunique() == len(DAYS)


def test_who_accepted_an_invitation_has_registered(tmp_path: Path) -> None:
    rows: Rows = [["Lunch and learn 12 February 2026"], ["Name", "Attendance", "Response"]]
    said = ("Accepted", "Declined", "None")
    rows += [[NAMES[at], ("Required Attendee", "Optional Attendee")[at % 2], said[at % 3]]
             for at in range(18)]  # fmt: skip
    gate = accepted(tmp_path, attendance__csv=None, tracking__csv=rows)
    counts = gate.tables.attendance["status"].value_counts().to_dict()
    assert counts == {"registered": 12, "cancelled": 6}


def test_days_that_are_years_apart_are_those_of_joining(tmp_path: Path) -> None:
    rows = [[UNITS[at], NAMES[at], f"{2015 + at % 9}-03-01"] for at in range(18)]
    (one,) = small.gate(
        tmp_path, people__csv=None, x__csv=[["Team", "Name", "Start"], *rows]
    ).open_files
    assert [choice.table for choice in one.choices] == ["contacts"]


def test_a_log_of_three_years_is_one_in_any_order(tmp_path: Path) -> None:
    rows = [[f"{2024 + at % 3}-03-{at + 1:02d}", NAMES[at], "x", "15"] for at in range(18)]
    head = ["Date", "Requester", "Topic", "Minutes"]
    assert len(logged(accepted(tmp_path, log__csv=[head, *rows]).tables, "log")) == 18


def test_ticks_below_titles_without_a_day_are_no_single_event(tmp_path: Path) -> None:
    rows = [[NAMES[at], MAIL[at], *["x" if (at + nth) % 3 else "" for nth in range(3)]]
            for at in range(18)]  # fmt: skip
    head = ["Name", "Email", "Citator", "Company research", "AI tools"]
    (one,) = small.gate(tmp_path, ticks__csv=[head, *rows]).open_files
    assert "attendance" not in [choice.table for choice in one.choices]


def test_what_somebody_is_is_no_topic(tmp_path: Path) -> None:
    rows = [[day, NAMES[at], ("Partner", "Associate")[at % 2], f"Find {at % 4}", "15"]
            for at, day in enumerate(DAYS)]  # fmt: skip
    head = ["Date", "Reader", "Reader type", "Enquiry", "Minutes"]
    touches = accepted(tmp_path, log__csv=[head, *rows]).tables.touches
    assert {*touches.loc[touches["source_file"] == "log.csv", "need"]} == {
        "Find 0", "Find 1", "Find 2", "Find 3"
    }  # fmt: skip


def test_a_total_beside_net_and_its_tax_is_offered_beside_the_net(tmp_path: Path) -> None:
    rows = [["Invoice date", "Supplier", "Net", "GST", "Total"],
            ["2026-02-03", "Lexis", "1000.00", "50.00", "1050.00"],
            ["2026-03-03", "ProQuest", "2000.00", "100.00", "2100.00"]]  # fmt: skip
    (one,) = small.gate(tmp_path, budget__csv=None, bills__csv=rows).open_files
    assert [choice.amount for choice in one.choices[:2]] == [3000.0, 3150.0]


def test_a_log_by_month_with_topics_is_of_enquiries_and_no_use_of_a_tool(tmp_path: Path) -> None:
    rows = [["Mar 2026", NAMES[at], ("Case law", "Loans")[at % 2], str(15 + at), str(1 + at % 3)]
            for at in range(18)]  # fmt: skip
    head = ["Month", "Requester", "Topic", "Minutes", "Pages"]
    (one,) = small.gate(tmp_path, log__csv=[head, *rows]).open_files
    assert (one.choices[0].table, dict(one.choices[0].said)["channel"]) == ("touches", "reference")
