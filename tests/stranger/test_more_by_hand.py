"""More of what is kept by hand: numbers for days, military days, initials, loans, visitors."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from engagekit.parsing.dates import moments
from engagekit.tables.tables import Tables
from tests.stranger import small
from tests.stranger.small import PEOPLE, Rows
from tests.stranger.test_answers import the_open
from tests.stranger.test_staff_college import ALONE
from tests.stranger.test_year_to_date import accepted

LONE_LOG = {**ALONE, "people__csv": PEOPLE}


def log(head: str, *cells: str) -> Rows:
    """A row each of twelve people: cells with {name} and {at} filled in."""
    slots = [{"name": one[1], "given": one[1][0], "family": one[1].split()[1], "at": at}
             for at, one in enumerate(PEOPLE[1:13], 1)]  # fmt: skip
    return [head.split("/"), *[[cell.format(**one) for cell in cells] for one in slots]]


def dated(tables: Tables) -> int:
    """How many rows of the log have a day."""
    return int(tables.touches["on"].notna().sum()) if tables.has("touches") else 0


@pytest.mark.parametrize(("header", "days"), [
    ("Created", 12), ("Date Requested", 12), ("Date de la demande", 12), ("Day", 12),
    # a number is no day below these
    ("Ticket", 0), ("Date no", 0), ("Amount", 0), ("Asset number", 0), ("Count at end of day", 0),
])  # fmt: skip
def test_the_number_of_a_spreadsheet_is_a_day_where_the_header_says_so(
    header: str, days: int, tmp_path: Path
) -> None:
    rows = log(f"Requester/Mode/Topic/{header}", "{name}", "Phone", "Tax law", "{at}")
    rows = [rows[0], *[[*row[:3], f"{46050 + int(row[3])}.5"] for row in rows[1:]]]
    gate = accepted(tmp_path, **LONE_LOG, new__csv=rows)
    assert dated(gate.tables) == days
    said = [one for one in gate.notes if "spreadsheet's number for a day in 12 rows" in one.problem]
    assert bool(said) == bool(days)


@pytest.mark.parametrize("odd", ["12", "46056x", "2026", "51000"])
def test_one_cell_that_is_no_such_number_leaves_all_as_they_are(odd: str, tmp_path: Path) -> None:
    rows = log("Requester/Mode/Topic/Created", "{name}", "Phone", "Tax law", "4605{at}")
    rows = [[*row[:3], odd if row[3] == "46055" else row[3][:5]] for row in rows]
    assert dated(accepted(tmp_path, **LONE_LOG, new__csv=rows).tables) == 0


@pytest.mark.parametrize(("written", "moment"), [
    ("041330ZFEB26", "2026-02-04 13:30"), ("04 1330Z FEB 26", "2026-02-04 13:30"),
    ("04FEB26", "2026-02-04 00:00"), ("041330Z Feb 2026", "2026-02-04 13:30"),
    ("041330ZXYZ26", None), ("12ABC34", None), ("04 FEB", None),
])  # fmt: skip
def test_a_date_time_group_is_a_moment(written: str, moment: str | None) -> None:
    (read,) = moments(pd.Series([written])).values
    assert (None if pd.isna(read) else f"{read:%Y-%m-%d %H:%M}") == moment


@pytest.mark.parametrize("day", ["{at:02}1330ZFEB26", "{at:02}FEB26"])
def test_a_log_with_date_time_groups_is_one_of_enquiries(day: str, tmp_path: Path) -> None:
    rows = log("DTG/Name/Mode/Topic", day, "{name}", "Phone", "Tax law")
    touches = accepted(tmp_path, **LONE_LOG, new__csv=rows).tables.touches
    assert touches["on"].dt.day.tolist() == [*range(1, 13)]


def test_a_surname_and_initials_are_one_name(tmp_path: Path) -> None:
    rows = log("Date/Surname/Initials/Topic", "2026-02-{at:02}", "{family}", "{given}", "Tax law")
    names = accepted(tmp_path, **LONE_LOG, new__csv=rows).tables.touches["display_name"]
    assert names.tolist()[:2] == ["A Moss", "A Reed"]


def test_initials_alone_are_whoever_answered(tmp_path: Path) -> None:
    rows = log("Date/Client/Initials/Topic", "2026-02-{at:02}", "{name}", "BL", "Tax law")
    names = accepted(tmp_path, **LONE_LOG, new__csv=rows).tables.touches["display_name"]
    assert names.tolist()[0] == PEOPLE[1][1]


@pytest.mark.parametrize(("head", "way"), [
    ("Date/Name/Department/Purpose of visit", "self-service"),
    ("Date/Visitor name/Company/Arrived", "self-service"),
    ("Date/Borrower/Title/Type", "self-service"),
    ("Date/Visitor/Question/Answer", "reference"), ("Date/Client/Matter/Notes", "reference"),
])  # fmt: skip
def test_who_came_in_or_took_a_book_out_asked_nothing(head: str, way: str, tmp_path: Path) -> None:
    rows = log(head, "2026-02-{at:02}", "{name}", "Text {at}", "x")
    last = ("Loan", "Renewal") if head.endswith("Type") else ("Text", "Word")
    rows = [rows[0], *[[*row[:3], last[at % 2]] for at, row in enumerate(rows[1:])]]
    choice = the_open(small.gate(tmp_path, **LONE_LOG, new__csv=rows)).choices[0]
    assert (choice.table, dict(choice.said)["channel"]) == ("touches", way)


def test_a_roster_holds_no_enquiries_and_no_guests(tmp_path: Path) -> None:
    rows = log("Date/Shift/Librarian/Location", "2026-02-{at:02}", "AM", "{name}", "Desk")
    choices = the_open(small.gate(tmp_path, **LONE_LOG, new__csv=rows)).choices
    assert not choices


@pytest.mark.parametrize(("head", "column"), [
    ("Borrower/Title/Date out/Renewed to/Date in", "Date out"),
    ("Client/Topic/Date out/Mode/Date in", "Date in"),  # asked in, answered out
])  # fmt: skip
def test_a_loan_is_of_the_day_the_book_went_out(head: str, column: str, tmp_path: Path) -> None:
    rows = log(head, "{name}", "Tax law", "2026-02-{at:02}", "", "2026-03-{at:02}")
    tables = accepted(tmp_path, **LONE_LOG, new__csv=rows).tables
    assert set(tables.touches["on"].dt.month) == {2 if column == "Date out" else 3}


@pytest.mark.parametrize("head", [
    "Customer/Database/Month/Searches/Total Full Text", "Customer/Database/Month/Searches/Full Text Requests",
])  # fmt: skip
def test_what_was_read_counts_before_what_was_searched(head: str, tmp_path: Path) -> None:
    rows: Rows = [head.split("/"), *[["Firm", name, f"2026-0{at}", f"10{at}", f"3{at}"]
                                     for name in ("Scopus", "Kompass") for at in (1, 2, 3)]]  # fmt: skip
    usage = accepted(tmp_path, **LONE_LOG, new__csv=rows).tables.usage
    assert (usage["n"].sum(), set(usage["metric"])) == (192, {head.split("/")[4]})


YEAR_FIRST = "2026/02/{at:02}"
"""As South Africa, Japan and Sweden write a day."""


@pytest.mark.parametrize(("head", "cells", "table"), [
    ("Subject/From: (Name)/From: (Address)/Received",
     ("Request {at}", "{name}", "x{at}@firm.example", YEAR_FIRST), "touches"),
    ("Date/Session/Presenter/No. attended", (YEAR_FIRST, "Induction", "{name}", "1{at}"), "events"),
    ("Product/Vendor/Annual cost/Start date/Renewal date",
     ("Base {at}", "Firm {at}", "{at}00", YEAR_FIRST, "2027/02/{at:02}"), "contracts"),
    ("Date/Foot count", (YEAR_FIRST, "{at}{at}1"), "counts"),
])  # fmt: skip
def test_a_day_with_the_year_first_and_strokes_is_a_day(
    head: str, cells: tuple[str, ...], table: str, tmp_path: Path
) -> None:
    rows = log(head.replace("/", "|"), *cells)
    rows[0] = head.split("/")
    choice = the_open(small.gate(tmp_path, **LONE_LOG, new__csv=rows)).choices[0]
    assert (choice.table, choice.read, choice.fault) == (table, 12, "")


@pytest.mark.parametrize(("last", "table"), [("Signature", "attendance"), ("Phone", "contacts")])
def test_a_list_to_be_signed_is_no_staff_list(last: str, table: str, tmp_path: Path) -> None:
    rows: Rows = [["12 February 2026"], [], ["No.", "Surname", "First name", "Employee no.", "Department", last],
                  *[[str(at), *reversed(one[1].split()), one[0], one[3], ""]
                    for at, one in enumerate(PEOPLE[1:13], 1)]]  # fmt: skip
    choice = the_open(small.gate(tmp_path, **LONE_LOG, new__csv=rows)).choices[0]
    assert choice.table == table


def test_the_initials_of_who_answered_are_no_part_of_a_name(tmp_path: Path) -> None:
    head = "Datum / Date|Naam / Name|Navraag / Enquiry|Hoe / How|Paraaf / Initials"
    rows = log("x", YEAR_FIRST, "{name}", "Question {at}", "In persoon", "NB")
    rows = [head.split("|"), *[[*row[:3], ("In persoon", "E-pos")[at % 2], row[4]]
                               for at, row in enumerate(rows[1:])]]  # fmt: skip
    touches = accepted(tmp_path, **LONE_LOG, new__csv=rows).tables.touches
    assert (touches["contact_id"].notna().all(), set(touches["channel"])) == (
        True,
        {"desk", "email"},
    )


def test_who_a_message_went_to_is_no_department(tmp_path: Path) -> None:
    head = "Subject/From: (Name)/From: (Address)/To: (Name)/Received"
    rows = log(head, "Request {at}", "{name}", "x{at}@firm.example", "Library", YEAR_FIRST)
    choice = the_open(small.gate(tmp_path, **LONE_LOG, new__csv=rows)).choices[0]
    assert "department" not in dict(choice.said)


@pytest.mark.parametrize(("cells", "offered"), [
    (("Hal Moss", "Hal Reed", "Hal Stone"), False), (("Satisfied", "Neutral", "Dissatisfied"), True),
])  # fmt: skip
def test_who_works_on_a_day_of_the_week_is_no_survey(
    cells: tuple[str, ...], offered: bool, tmp_path: Path
) -> None:
    days = ["Monday", "Tuesday", "Wednesday"]
    heads = ["How was A?", "How was B?", "How was C?"] if offered else days
    rows = [["Week", *heads], *[[f"2026-02-{at:02}", *[cells[(at + nth) % 3] for nth in range(3)]]
                                for at in range(1, 13)]]  # fmt: skip
    choices = the_open(small.gate(tmp_path, **LONE_LOG, new__csv=rows)).choices
    assert ("responses" in {one.table for one in choices}) is offered
