"""A staff college: ranks, lists of users, requests with addresses, classes, sign-in sheets on paper."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from engagekit.parsing.person_names import name_of
from engagekit.parsing.subtotals import totals
from tests.stranger import small
from tests.stranger.small import PEOPLE, Rows
from tests.stranger.test_answers import the_open
from tests.stranger.test_development_bank import LONE
from tests.stranger.test_hand_kept_workbooks import mapped

ALONE = {**LONE, "people__csv": None}


def first_offer(home: Path, rows: Rows, **files: Rows | None) -> str:
    """The table that is offered first for a file."""
    return the_open(small.gate(home, **{**ALONE, **files}, new__csv=rows)).choices[0].table


def beside(head: str, *cells: str) -> Rows:
    """A row each of twelve people: name and address, then some cells."""
    return [
        head.split("/"),
        *[[one[1], one[2], *[cell.format(at=at) for cell in cells]]
          for at, one in enumerate(PEOPLE[1:13], 1)],
    ]  # fmt: skip


ASKED = ("Request {at}", "2026-02-{at:02}T14:00:00Z", "2026-03-{at:02}T14:00:00Z", "2{at}")
CASES = [
    ("Requester/Requester Email/Request type/Received/Closed/Minutes", ASKED, "touches"),
    ("Patron Name/Patron Email/Request Type/Date Requested/Date Received/Charge", ASKED, "touches"),
    ("User/Email/First login/Last login/Page views/Searches",
     ("2026-02-{at:02}", "2026-03-{at:02}", "3{at}", "2{at}"), "touches"),
    ("New hire/E-mail/Onboarding date", ("2026-02-{at:02}",), "contacts"),
    # harmless: staff lists with such words
    ("Employee Name/E-mail/Leave request status/Hire Date", ("None", "2020-02-{at:02}"), "contacts"),
    ("Name/Email/Squad/Start Date/Searches/Downloads",
     ("Tax", "2020-02-{at:02}", "1{at}", "2{at}"), "contacts"),
    ("Name/Email/Access requested/Squad/Grade", ("Yes", "Tax", "B"), "contacts"),
]  # fmt: skip


@pytest.mark.parametrize(("head", "cells", "table"), CASES)
def test_who_asked_or_used_something_is_no_staff_list(
    head: str, cells: tuple[str, ...], table: str, tmp_path: Path
) -> None:
    assert first_offer(tmp_path, beside(head, *cells)) == table


@pytest.mark.parametrize(("counted", "table"), [
    ("# of students", "events"), ("No. of students", "events"), ("Nombre d'étudiants", "events"),
    ("Room", "events"), ("# of pages", "events"),  # and who taught is nobody who came
])  # fmt: skip
def test_a_row_a_class_is_an_event(counted: str, table: str, tmp_path: Path) -> None:
    rows: Rows = [["Date", "Course", "Instructor", "Librarian", counted],
                  *[[f"2026-02-{at:02}", f"DS5{at}", PEOPLE[at][1], PEOPLE[1 + at % 2][1], f"1{at}"]
                    for at in range(1, 10)]]  # fmt: skip
    gate = small.gate(tmp_path, **LONE, classes__csv=rows)
    one = the_open(gate).choices[0]
    assert one.table == table


@pytest.mark.parametrize(("heads", "table"), [
    ("Client/Mode/Subject/Time (min)", "touches"), ("Attendee/Mode/Category/Company", "attendance"),
])  # fmt: skip
def test_a_log_whose_days_are_not_read_is_no_list_of_who_came(
    heads: str, table: str, tmp_path: Path
) -> None:
    rows: Rows = [["DTG", *heads.split("/")],
                  *[[f"{at:02}0913Z", one[1], "IT"[at % 2], ("NATO", "Thesis")[at % 2], "15"]
                    for at, one in enumerate(PEOPLE[1:19], 1)]]  # fmt: skip
    assert first_offer(tmp_path, rows, people__csv=PEOPLE) == table


@pytest.mark.parametrize(("last", "table"), [("Signature", "attendance"), ("Initials", "touches")])
def test_a_column_for_signatures_says_that_people_came(
    last: str, table: str, tmp_path: Path
) -> None:
    rows: Rows = [["Library tour"], ["12 February 2026"], [],
                  ["Rank / Grade", "Name / Nom", "Department / Département", last],
                  *[["Maj", one[1].split()[1], one[3], ""] for one in PEOPLE[1:13]]]  # fmt: skip
    assert first_offer(tmp_path, rows, people__csv=PEOPLE) == table


@pytest.mark.parametrize(("written_as", "name"), [
    ("Maj Jean Roy", "jean roy"), ("ROY LCol Jean", "jean roy"), ("Roy, Capt(N) Jean", "jean roy"),
    ("Det Sgt Ann Lee", "ann lee"), ("Lt.-Col. Ann Lee", "ann lee"), ("Maj Sjöwall", "maj sjowall"),
    ("Colette Ann Roy", "colette ann roy"), ("Wo Chan Lee", "wo chan lee"), ("Col Ngo", "col ngo"),
])  # fmt: skip
def test_a_rank_before_a_name_is_none_of_it(written_as: str, name: str) -> None:
    assert name_of(pd.Series([written_as])).tolist() == [name]


def test_a_report_of_sap_in_german_is_money(tmp_path: Path) -> None:
    rows: Rows = [["Kostenarten", "Istkosten", "Plankosten", "Abw.(abs)"],
                  ["400000  Personal", "1'234.50", "1'300.00", "-65.50"],
                  ["410000  Datenbanken", "10'000.00", "9'500.00", "500.00"],
                  ["*  Belastung", "11'234.50", "10'800.00", "434.50"]]  # fmt: skip
    (choice, *_) = the_open(small.gate(tmp_path, **ALONE, sap__csv=rows)).choices
    assert (choice.table, choice.amount) == ("budget", 11234.5)


@pytest.mark.parametrize(("line", "amount", "found"), [
    ("*  Debit", 100.0, True), ("**  Costs", 100.0, True), ("*  Debit", 90.0, False),
    ("*Debit", 100.0, False), ("Debit", 100.0, False),
])  # fmt: skip
def test_stars_mark_the_sums_of_a_report(line: str, amount: float, found: bool) -> None:
    rows = [("5000 Pay", 60.0), ("5100 Books", 40.0), (line, amount)]
    assert totals(pd.DataFrame(rows, columns=["line", "amount"]))[0].tolist() == [
        False,
        False,
        found,
    ]


def test_who_was_struck_off_strength_left(tmp_path: Path) -> None:
    rows: Rows = [["SN", "Rank", "Surname", "Given Names", "Sub-Unit", "TOS", "SOS", "Email"],
                  *[[f"A{one[0]}", "Maj", *reversed(one[1].split()), one[3], "01 Jul 20",
                     "14 Aug 25" if at == 2 else "", one[2]] for at, one in enumerate(PEOPLE[1:13])]]  # fmt: skip
    small.save(tmp_path / "roll.csv", rows)
    people = mapped(tmp_path / "roll.csv", "contacts").frames["contacts"]
    assert (people["left_on"].notna().sum(), people["department"].nunique()) == (1, 2)
