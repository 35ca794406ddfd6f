"""Exports of help desks, booking tools, cards and course platforms."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from engagekit.mapping.drafting import map_file
from engagekit.mapping.row_states import void_words
from engagekit.sections.gate import Gate
from engagekit.sections.open_questions import meaning
from tests.stranger import small
from tests.stranger.small import PEOPLE, Rows, loaded
from tests.stranger.test_year_to_date import accepted

NAMES = [one[1] for one in PEOPLE[1:]]


@pytest.mark.parametrize(("table", "header", "cells", "void"), [
    ("touches", "Canceled", ["false", "true", "false"], ["true"]),
    ("touches", "Annulé", ["non", "oui", ""], ["oui"]),
    ("touches", "Marked as No-Show", ["No", "Yes", "No"], ["Yes"]),
    ("events", "No-shows", ["0", "1", "0"], []),
    ("touches", "Canceled By", ["", "Ann Moss", ""], []),
    ("touches", "Cancellation reason", ["", "Ill", ""], []),
    ("touches", "Confirmed", ["yes", "no", "yes"], []),
    ("attendance", "Canceled", ["yes", "no", "yes"], ["yes"]),
    ("attendance", "No-show", ["yes", "no", "yes"], []),
])  # fmt: skip
def test_yes_under_cancelled_is_a_row_that_did_not_take_place(
    table: str, header: str, cells: list[str], void: list[str]
) -> None:
    assert void_words(table, header, pd.Series(cells)) == void


def test_a_booking_that_was_cancelled_is_no_meeting(tmp_path: Path) -> None:
    rows: Rows = [["Invitee Name", "Event Type Name", "Start Date & Time", "Canceled"],
                  *[[NAMES[at], "Research consult", f"2026-02-{3 + at:02d} 10:00 am",
                     "true" if at % 3 == 2 else "false"] for at in range(18)]]  # fmt: skip
    gate = accepted(tmp_path, touches__csv=None, bookings__csv=rows)
    assert len(gate.tables.touches) == 12


@pytest.mark.parametrize(("header", "minutes"), [
    ("Full resolution time in minutes", 0.0), ("First reply time (mins)", 0.0),
    ("Time spent in minutes", 18 * 40.0),
])  # fmt: skip
def test_time_until_it_was_resolved_is_no_time_of_work(
    header: str, minutes: float, tmp_path: Path
) -> None:
    rows: Rows = [["Requester", "Subject", "Created at", header],
                  *[[NAMES[at], f"Help {at}", f"2026-02-{3 + at:02d}", "40"] for at in range(18)]]  # fmt: skip
    gate = accepted(tmp_path, touches__csv=None, tickets__csv=rows)
    assert (len(gate.tables.touches), gate.tables.touches["minutes"].sum()) == (18, minutes)


def test_minutes_are_not_how_many_there_were(tmp_path: Path) -> None:
    rows: Rows = [["Meeting Date", "Group", "Minutes", "Type"],
                  *[[f"2026-02-{3 + at:02d}", f"Group {at}", "30", "Meeting"] for at in range(15)]]  # fmt: skip
    for one in small.gate(tmp_path, log__csv=rows).open_files:
        assert all(dict(choice.said).get("n") != "Minutes" for choice in one.choices)


def test_the_payment_of_a_card_is_no_spending(tmp_path: Path) -> None:
    rows: Rows = [["Date", "Description", "Card Member", "Amount"],
                  ["2026-02-03", "LEXISNEXIS", "KIM LEE", "20.50"],
                  ["2026-02-04", "THANK YOU CARDS LTD", "KIM LEE", "9.50"],
                  ["2026-02-27", "PAYMENT THANK YOU", "KIM LEE", "-300.00"],
                  ["2026-03-02", "WSJ SUBSCRIPTION", "KIM LEE", "70.00"]]  # fmt: skip
    gate = accepted(tmp_path, budget__csv=None, card__csv=rows)
    assert gate.tables.budget["amount"].sum() == 100.0


def test_who_opened_reports_by_themselves_asked_nothing(tmp_path: Path) -> None:
    rows: Rows = [["User Email", "Report Title", "Date Accessed", "Access Type"],
                  *[[PEOPLE[1 + at][2], f"Report {at % 5}", f"2026-02-{3 + at:02d}", "Download"]
                    for at in range(18)]]  # fmt: skip
    gate = accepted(tmp_path, touches__csv=None, opened__csv=rows)
    assert {*gate.tables.touches["channel"]} == {"self-service"}


MONEY: Rows = [["Date", "Vendor", "Amount"], ["2026-01-05", "Lexis", "1000"],
               ["2026-02-05", "Jane's", "500"]]  # fmt: skip


@pytest.mark.parametrize(("above", "header", "currency"), [
    ("Spend", "Amount (EUR)", "EUR"), ("Library spend, in EUR", "Amount", "EUR"),
    ("Spend (k€)", "Amount", "EUR"), ("Spend", "Net US$", "USD"), ("Spend", "Net $", "..."),
    ("CAD team library budget", "Amount", "GBP"), ("Spend (GBP)", "Amount", "GBP"),
    ("Spend in EUR", "Amount (GBP)", "GBP"), ("Spend", "Amount (incl. VAT)", "GBP"),
])  # fmt: skip
def test_money_is_in_the_currency_that_its_header_or_title_states(
    above: str, header: str, currency: str, tmp_path: Path
) -> None:
    rows = [[above], [], *small.renamed(MONEY, "Amount", header)]
    (one,) = small.gate(tmp_path, budget__csv=None, spend__csv=rows).open_files
    assert (one.choices[0].table, dict(one.choices[0].said)["currency"]) == ("budget", currency)
    assert ("which currency" in meaning(small.gate(tmp_path).tables, one.choices[0])) is (
        currency == "..."
    )


@pytest.mark.parametrize(("header", "asked"), [("Amount (EUR)", True), ("Amount", False), ("Amount (£)", False)])  # fmt: skip
def test_a_mapping_that_says_another_currency_than_the_header_is_asked_about(
    header: str, asked: bool, tmp_path: Path
) -> None:
    small.gate(tmp_path, budget__csv=None, spend__csv=small.renamed(MONEY, "Amount", header))
    said = {"kind": "actual", "currency": "GBP", "ignored": "others", "amount": header}
    map_file(tmp_path / "data" / "spend.csv", table="budget", given=said)
    gate = Gate(loaded(tmp_path / "data"))
    assert ("states EUR in a header or title" in str(gate.questions)) is asked


@pytest.mark.parametrize(("header", "price"), [("Total contract value", 1000.0), ("TCV", 1000.0), ("Price", 3000.0)])  # fmt: skip
def test_the_price_of_a_whole_term_is_divided_by_its_years(
    header: str, price: float, tmp_path: Path
) -> None:
    terms: Rows = [["Product", "Supplier", header, "Start date", "End date"],
                   ["Lexis", "RX", "£3,000", "01/04/2024", "31/03/2027"],
                   ["Westlaw", "TR", "£500", "01/07/2026", "31/12/2026"]]  # fmt: skip
    contracts = accepted(tmp_path, terms__csv=terms).tables.contracts.set_index("product")["price"]
    assert (contracts["Lexis"], contracts["Westlaw"]) == (price, 500.0)


def test_nothing_was_used_on_the_day_of_renewal(tmp_path: Path) -> None:
    terms: Rows = [["Resource", "Vendor", "Price", "Renewal date", "Users"],
                   ["Lexis", "RX", "1000", "2026-12-31", "30"],
                   ["Westlaw", "TR", "2000", "2027-03-31", "25"]]  # fmt: skip
    (one,) = small.gate(tmp_path, terms__csv=terms).open_files
    assert (one.choices[0].table, one.choices[0].fault) == ("contracts", "")
    assert all(dict(each.said).get("on") != "Renewal date" for each in one.choices)


def test_what_was_ordered_is_not_spent_where_the_invoices_stand_beside_it(tmp_path: Path) -> None:
    orders: Rows = [["PO Number", "PO Date", "Supplier", "PO Value", "Invoiced to date", "Outstanding"],
                    ["4500", "2026-01-05", "Lexis", "1000", "400", "600"],
                    ["4501", "2026-02-05", "Jane's", "500", "500", "0"]]  # fmt: skip
    gate = accepted(tmp_path, budget__csv=None, orders__csv=orders)
    assert gate.tables.budget["amount"].sum() == 900.0


@pytest.mark.parametrize(("visits", "is_used"), [("4 5 6", True), ("1 2 3", False), ("4 5 6 7 8 9", False)])  # fmt: skip
def test_a_few_counts_that_grow_by_one_are_counts(
    visits: str, is_used: bool, tmp_path: Path
) -> None:
    rows: Rows = [["Month", "Tax", "Audit"],
                  *[[f"2026-0{1 + at}", str(10 + 3 * at % 7), one] for at, one in enumerate(visits.split())]]  # fmt: skip
    (one,) = small.gate(tmp_path, visits__csv=rows).open_files
    assert ("Audit" in one.choices[0].aside) is not is_used


def test_a_survey_by_mapping_may_ask_for_a_day(tmp_path: Path) -> None:
    rows: Rows = [["ID", "When did you last come?", "Do you use the library?", "Would it be missed?"],
                  *[[str(at), f"2026-02-{3 + at % 20:02d}", "Yes" if at % 4 else "No", "Yes"]
                    for at in range(24)]]  # fmt: skip
    small.gate(tmp_path, survey__csv=rows)
    map_file(tmp_path / "data" / "survey.csv", table="responses")
    questions = Gate(loaded(tmp_path / "data")).tables.questions
    kinds = dict(zip(questions["wording"], questions["kind"], strict=True))
    assert kinds["When did you last come?"] == "date"


@pytest.mark.parametrize("starts", ["", None])
def test_the_price_of_a_term_without_its_first_day_is_asked_about(
    starts: str | None, tmp_path: Path
) -> None:
    terms: Rows = [["Product", "Supplier", "Total contract value", "Start date", "End date"],
                   ["Lexis", "RX", "£3,000", starts or "", "31/03/2027"],
                   ["Westlaw", "TR", "£500", "01/07/2026", "31/12/2026"]]  # fmt: skip
    terms = terms if starts is not None else small.without(terms, "Start date")
    gate = accepted(tmp_path, terms__csv=terms)
    assert "of a whole term whose days are not known" in str(gate.questions)
