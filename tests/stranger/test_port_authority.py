"""A port authority in Singapore: names as in a passport, two rows of headers, pax, invoices."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from engagekit.loading.stated_facts import DOTS
from engagekit.parsing.person_names import name_of
from engagekit.sections.open_questions import lines
from tests.stranger import small
from tests.stranger.small import PEOPLE, Rows
from tests.stranger.test_answers import the_open
from tests.stranger.test_staff_college import ALONE
from tests.stranger.test_year_to_date import accepted, said

LONE = {**ALONE, "people__csv": PEOPLE}
BILLS: Rows = [
    ["Invoice No.", "Invoice Date", "Vendor", "Description", "Amount (S$)", "Payment Status"],
    ["INV-1", "06/07/2026", "Clarksons", "Licence", "96,300.00", "Paid"],
    ["INV-2", "13/08/2026", "S&P Global", "Sea-web", "12,780.50", "Paid"],
    ["INV-3", "20/08/2026", "BSI", "Standards", "3,310.90", "Paid"],
    ["INV-4", "28/08/2026", "Post", "Courier", "40.00", "Paid"],
]  # fmt: skip


def test_bills_may_be_contracts_and_the_question_has_its_words(tmp_path: Path) -> None:
    gate = small.gate(tmp_path, **LONE, bills__csv=BILLS)
    asked = [one for one in the_open(gate).choices if ("ends_on", DOTS) in one.said]
    assert [one.table for one in asked] == ["contracts"]
    told = [text for _, answers in lines(gate.tables, gate.open_files) for text in answers]
    assert any("does not say when the contracts end" in one for one in told)


@pytest.mark.parametrize("preferred", [True, False])
def test_a_name_as_in_the_passport_is_the_name(preferred: bool, tmp_path: Path) -> None:
    rows: Rows = [
        ["S/N", "Staff No.", "Name (as in NRIC/FIN)", "Preferred Name", "Designation", "Department",
         "DOJ", "LWD", "Official E-mail"],
        *[[str(at), one[0], f"{one[1].split()[0]} BINTE {one[1].split()[1]}".upper(),
           one[1] if preferred and at % 2 else "", "Executive", one[3], "03/01/2020",
           "15/02/2026" if at == 20 else "", f"x{at}@firm.example"]
          for at, one in enumerate(PEOPLE[1:], start=1)],
    ]  # fmt: skip
    gate = small.gate(tmp_path, people__csv=rows)
    people = gate.tables.contacts
    assert people["display_name"].str.contains(" ").all()
    assert people["left_on"].notna().sum() == 1 and people["joined_on"].notna().all()
    assert (
        gate.tables.touches["contact_id"].notna().sum()
        == small.gate(tmp_path / "2").tables.touches["contact_id"].notna().sum()
    )


@pytest.mark.parametrize(("one", "other", "same"), [
    ("Nurul Huda bte Ismail", "NURUL HUDA BINTE ISMAIL", True), ("Ravi s/o Nair", "Ravi Nair", True),
    ("Wang Bin", "Wang", False), ("Bin Li", "Li", False), ("Binta Ba", "Ba", False),
])  # fmt: skip
def test_whose_child_somebody_is_may_be_written_or_not(one: str, other: str, same: bool) -> None:
    first, second = name_of(pd.Series([one, other]))
    assert (first == second) is same


REGISTER: Rows = [
    ["Contracts register"], [],
    ["S/N", "Resource", "Vendor", "Contract Period", "", "Contract Value (S$)", "No. of Users"],
    ["", "", "", "Start", "End", "", ""],
    ["1", "Shipping Network", "Clarksons", "1/7/2026", "30/6/2027", "96300", "15"],
    ["2", "Sea-web", "S&P", "1/1/2026", "31/12/2026", "51120", "5"],
    ["3", "Standards", "BSI", "1/4/2026", "31/3/2027", "18250", "20"],
]  # fmt: skip


def test_a_few_headers_may_have_parts_below_them(tmp_path: Path) -> None:
    gate = accepted(tmp_path, **LONE, register__csv=REGISTER)
    terms = gate.tables.contracts
    assert [str(day.date()) for day in terms["ends_on"]] == [
        "2027-06-30", "2026-12-31", "2027-03-31",
    ]  # fmt: skip
    # how many may use it had been its notice in days
    assert terms["price"].sum() == 165670 and terms["notice_days"].isna().all()


def test_words_below_a_header_that_part_nothing_are_a_row(tmp_path: Path) -> None:
    rows: Rows = [
        ["Date", "Who", "How", "Minutes", "Remarks"], ["", "", "", "", "see below"],
        *[[f"2026-02-0{at}", one[1], "phone", "10", ""] for at, one in enumerate(PEOPLE[1:8], 1)],
    ]  # fmt: skip
    gate = accepted(tmp_path, **LONE, log__csv=rows)
    assert gate.counts()["touches"] == 7 and gate.tables.touches["minutes"].sum() == 70


def programmes(*heads: str) -> Rows:
    return [
        ["Programmes FY2026"], [], ["S/N", "Date", "Programme", "Mode", heads[0], ""],
        ["", "", "", "", *heads[1:]],
        ["1", "08 Jul 2026 (Wed)", "Book Bazaar", "Physical", "NA", "85"],
        ["2", "22 Jul 2026 (Wed)", "Circulars", "Teams", "35", "27"],
        ["3", "05 Aug 2026 (Wed)", "Heritage Talk", "Hybrid", "60", "52"],
        ["4", "24 Sep 2026 (Thu)", "Display", "Physical", "NA", "Cancelled"],
        ["", "", "Total", "", "95", "164"],
    ]  # fmt: skip


def test_those_who_came_stand_beside_those_who_registered(tmp_path: Path) -> None:
    rows = programmes("No. of Pax", "Registered", "Attended")
    gate = accepted(tmp_path, **LONE, programmes__csv=rows)
    assert not gate.open_files
    assert gate.tables.events["head_count"].tolist() == [85, 27, 52]


@pytest.mark.parametrize("head", ["No. of pax registered", "Number of people expected"])
def test_who_registered_alone_did_not_come(head: str, tmp_path: Path) -> None:
    rows: Rows = [
        ["Date", "Event", head], ["2026-02-03", "Talk", "30"], ["2026-02-10", "Clinic", "12"],
        ["2026-03-03", "Tour", "9"],
    ]  # fmt: skip
    gate = small.gate(tmp_path, **LONE, held__csv=rows)
    offered = [one for one in the_open(gate).choices if one.table == "events"]
    assert not any("head_count" in dict(one.said) for one in offered)
    gate = accepted(tmp_path / "2", **LONE, held__csv=rows)
    assert gate.tables.events["head_count"].isna().all()


@pytest.mark.parametrize(("title", "is_log"), [
    ("Compliments & Complaints Register", False), ("Enquiries", True),
])  # fmt: skip
def test_who_thanks_the_library_asked_nothing(title: str, is_log: bool, tmp_path: Path) -> None:
    rows: Rows = [
        [title], [], ["Date", "From", "Category", "Details"],
        *[[f"2026-02-0{at}", one[1], "Praise" if at % 2 else "Wish", f"Text {at}"]
          for at, one in enumerate(PEOPLE[1:8], 1)],
    ]  # fmt: skip
    gate = small.gate(tmp_path, **LONE, register__csv=rows)
    assert ("touches" in {one.table for one in the_open(gate).choices}) is is_log


@pytest.mark.parametrize(("books", "asked"), [("3310.90", True), ("3100.00", False)])
def test_bills_that_stand_in_the_statement_too_are_asked_about(
    books: str, asked: bool, tmp_path: Path
) -> None:
    statement: Rows = [
        ["Item", "Jul-26", "Aug-26", "Sep-26"], ["Manpower", "34800", "34800", "34800"],
        ["Databases", "96300", "12780.50", "0"], ["Books", "120", books, "3310.90"],
    ]  # fmt: skip
    files = {**LONE, "bills__csv": BILLS, "spent__csv": statement}
    gate = accepted(tmp_path, **{**files, "budget__csv": None})
    assert bool(said(gate, "has 3 amounts that are in")) is asked


@pytest.mark.parametrize(("head", "kind"), [("Budget 2025", "budget"), ("Budget 2026", "actual")])
def test_months_beside_the_plan_of_the_year_before_are_planned(
    head: str, kind: str, tmp_path: Path
) -> None:
    rows = [["Budget 2026", "", "", "", ""], ["Line", head, "Jan-26", "Feb-26", "Mar-26"]]
    rows += [["Books", "1200", "100", "90", "80"], ["Data", "2400", "200", "210", "190"]]
    gate = accepted(tmp_path, **{**LONE, "budget__csv": None, "utilisation__csv": rows})
    assert set(gate.tables.budget["kind"]) == {kind}


@pytest.mark.parametrize(("filled", "kind"), [(12, "budget"), (11, "actual")])
def test_a_whole_year_beside_a_plan_is_what_its_title_says(
    filled: int, kind: str, tmp_path: Path
) -> None:
    months = [f"2026-{at:02}" for at in range(1, 13)]
    cells = [*["100"] * filled, *[""] * (12 - filled)]
    rows = [["Budget 2026", *[""] * 13], ["Line", "Original budget", *months]]
    rows += [[line, "900", *cells] for line in ("Books", "Data", "Loans")]
    gate = accepted(tmp_path, **{**LONE, "budget__csv": None, "plan__csv": rows})
    assert set(gate.tables.budget["kind"]) == {kind}


@pytest.mark.parametrize(("plans", "kind"), [
    ((1200, 2400), "actual"), ((270, 600), "budget"), ((270, 2400), "actual"), ((271, 601), "budget"),
])  # fmt: skip
def test_months_beside_a_plan_that_is_not_their_sum_were_spent(
    plans: tuple[int, int], kind: str, tmp_path: Path
) -> None:
    rows = [["Budget 2026", "", "", "", ""]]
    rows += [["Line", "Annual budget", "Jan-26", "Feb-26", "Mar-26"]]
    rows += [
        ["Books", str(plans[0]), "100", "90", "80"],
        ["Data", str(plans[1]), "200", "210", "190"],
    ]
    gate = accepted(tmp_path, **{**LONE, "budget__csv": None, "utilisation__csv": rows})
    budget = gate.tables.budget
    assert set(budget["kind"]) == {kind} and budget["amount"].sum() == 870
