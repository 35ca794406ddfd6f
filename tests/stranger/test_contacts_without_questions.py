"""Logs that do not say that anybody asked something, and numbers of a library that are no money."""

from __future__ import annotations

from pathlib import Path

import pytest

from engagekit.mapping.row_states import usual_way
from tests.stranger import small
from tests.stranger.small import Rows
from tests.stranger.test_vendor_layouts import LONE, log, offers
from tests.stranger.test_year_to_date import accepted

MONTHS = ("Jan 2026", "Feb 2026", "Mar 2026")


def monthly(*heads: str, title: str = "") -> Rows:
    """Return three months with numbers of their own below each header."""
    rows = [["Month", *heads]]
    rows += [
        [month, *(str(40 + 7 * at + 13 * n) for n in range(len(heads)))]
        for at, month in enumerate(MONTHS)
    ]
    return [[title, *([""] * len(heads))], *rows] if title else rows


NOTHING_ASKED = [
    log("Date/Name/Department", "{day}", "{who}", "{unit}"),
    log("Date/Champion/Department/Outcome", "{day}", "{who}", "{unit}", "Meeting set"),
    log("Date/Met with/Purpose/Next step", "{day}", "{who}", "Renewal", "Call"),
    log("Date/New starter/Induction done by", "{day}", "{who}", "PK"),
    log("Date/User/System/Action", "{day}", "{who}", "Catalogue", "Password reset"),
    log("Date/Name/Type/Librarian", "{day}", "{who}", "Library tour", "PK"),
    log("Date/Name/Department/Hours saved/Value", "{day}", "{who}", "{unit}", "{mark}", "{mark}00"),
]


@pytest.mark.parametrize("rows", NOTHING_ASKED)
def test_rows_that_nothing_calls_questions_are_asked_about(rows: Rows, tmp_path: Path) -> None:
    first = offers(tmp_path, rows)[0]
    assert (first.table, dict(first.said)["channel"], first.fault) == ("touches", "...", "")
    assert "minutes" not in dict(first.said)


@pytest.mark.parametrize(
    ("head", "cells"),
    [
        ("Date/Name/Question", ("{day}", "{who}", "Find {at}")),
        ("Date/Name/Topic/Librarian", ("{day}", "{who}", "Topic {third}", "PK")),
        ("Date/Client/Hours saved", ("{day}", "{who}", "{mark}")),
        ("Date/Nom/Objet/Répondu par", ("{day}", "{who}", "Loi {third}", "PK")),
    ],
)
def test_a_log_of_questions_is_not_asked_about(
    head: str, cells: tuple[str, ...], tmp_path: Path
) -> None:
    first = offers(tmp_path, log(head, *cells))[0]
    assert (first.table, dict(first.said)["channel"]) == ("touches", "reference")
    assert "minutes" not in dict(first.said)  # what others saved took nobody here an hour


@pytest.mark.parametrize(("trained", "way"), [(10, "..."), (9, "reference")])
def test_up_to_half_of_the_rows_may_be_of_a_training(
    trained: int, way: str, tmp_path: Path
) -> None:
    rows = log("Date/Name/Type/Librarian", "{day}", "{who}", "Legal research", "PK")
    for row in rows[1 : 1 + trained]:
        row[2] = "Induction"
    assert dict(offers(tmp_path, rows)[0].said)["channel"] == way


@pytest.mark.parametrize(
    ("title", "way"),
    [("Reference log", "reference"), ("Desk stats", "reference"), ("Ask a librarian", "reference"),
     ("Visitors 2026", "..."), ("Task list", "...")],
)  # fmt: skip
def test_a_title_says_that_people_asked(title: str, way: str, tmp_path: Path) -> None:
    rows = [[title, ""], *log("Date/Name", "{day}", "{who}")]
    assert dict(offers(tmp_path, rows)[0].said)["channel"] == way


def test_who_began_is_asked_of_mail_that_was_sent(tmp_path: Path) -> None:
    first = offers(tmp_path, log("Sent/To/Subject", "{day}", "{mail}", "Case {at}"))[0]
    assert (first.table, dict(first.said)["begun_by"]) == ("touches", "...")
    mail = log("Received/From/To/Subject", "{day}", "{who}", "Library", "Case {at}")
    assert "begun_by" not in dict(offers(tmp_path, mail)[0].said)


def test_a_chat_with_a_rating_is_no_survey(tmp_path: Path) -> None:
    rows = log(
        "Started/Ended/Visitor/Operator/Rating",
        *("{day} 10:02", "{day} 10:14", "{who}", "PK", "{mark}"),
    )
    assert offers(tmp_path, rows)[0].table == "touches"


@pytest.mark.parametrize("head", ["Enquiries received", "Enquiries", "Reference enquiries"])
def test_of_those_received_and_answered_the_received_are_enquiries(
    head: str, tmp_path: Path
) -> None:
    rows = monthly(head, "Enquiries answered")
    counted = accepted(tmp_path, **LONE, new__csv=rows).counts()["enquiries"]
    assert counted == (None if head == "Reference enquiries" else 40 + 47 + 54)  # of another kind


@pytest.mark.parametrize(
    ("heads", "asked"),
    [
        (("Directional", "Ready reference", "In-depth"), True),
        (("Directional", "Visitors"), False),
        (("Research", "Technical", "Corporate", "Tax"), False),  # departments
    ],
)
def test_kinds_of_questions_are_asked_about(
    heads: tuple[str, ...], asked: bool, tmp_path: Path
) -> None:
    first = offers(tmp_path, monthly(*heads))[0]
    assert (first.table, dict(first.said).get("what") == "...") == ("counts", asked)


KPIS = [
    ["Measure", "Target", "Actual"],
    *([["Training sessions", "40", "37"], ["Visits", "9000", "8712"]]),
]
YIELD = [["Line", "Target", "Actual"], ["Enquiries", "1200", "1347"], ["Visits", "9000", "8712"]]
SPENT = [["Line", "Budget", "Actual"], ["Books", "1200", "1347"], ["Loans", "9000", "8712"]]


@pytest.mark.parametrize(("rows", "is_money"), [(KPIS, False), (YIELD, False), (SPENT, True)])
def test_what_a_library_counts_is_no_money(rows: Rows, is_money: bool, tmp_path: Path) -> None:
    assert ("budget" in {one.table for one in offers(tmp_path, rows)}) is is_money


def test_what_others_saved_was_not_spent(tmp_path: Path) -> None:
    saved = log("Date/Project/Amount saved", "{day}", "Case {at}", "{mark}00")
    assert "budget" not in {one.table for one in offers(tmp_path, saved)}
    paid = log("Date/Product/Amount paid/Savings", "{day}", "Book {at}", "{mark}00", "{mark}")
    assert offers(tmp_path, paid)[0].table == "budget"


def test_journals_with_a_price_are_no_events(tmp_path: Path) -> None:
    rows = log(
        "Title/Format/Frequency/Start/End/Cost 2025/Cost 2026",
        *("Journal {at}", "Online", "Monthly", "2026-01-01", "2026-12-31", "{mark}10", "{mark}20"),
    )
    assert {one.table for one in offers(tmp_path, rows)}.isdisjoint({"events", "touches"})
    held = log("Event/Date/Attendees/Cost/Supplier", "Talk {at}", "{day}", "{mark}", "{mark}0", "C")
    assert offers(tmp_path, held)[0].table == "events"


def test_a_discount_is_no_count(tmp_path: Path) -> None:
    rows = log(
        "Order date/Title/Supplier/List price/Discount/Net",
        *("{day}", "Book {at}", "Wildy", "{mark}5", "5", "{mark}0"),
    )
    assert "usage" not in {one.table for one in offers(tmp_path, rows)}


@pytest.mark.parametrize(
    ("head", "each"),
    [
        ("Time (units of 6 min)", 6),
        ("Time spent in 15-minute units", 15),
        ("Time spent (min)", 1),
        ("Time spent (units)", 0),  # of which length, nobody says
    ],
)
def test_time_in_units_is_in_minutes(head: str, each: int, tmp_path: Path) -> None:
    rows = log(f"Date/Name/Question/{head}", "{day}", "{who}", "Find {at}", "{mark}")
    minutes = accepted(tmp_path, **LONE, new__csv=rows).tables.touches["minutes"].dropna()
    assert minutes.sum() == each * sum(6 + at % 5 for at in range(20))


def test_the_currency_of_an_open_price_is_open(tmp_path: Path) -> None:
    rows = log("Product/Price (USD)/Price (GBP)/Ends", "Book {at}", "{mark}60", "{mark}40", "{day}")
    said = dict(offers(tmp_path, rows)[0].said)
    assert (said["price"], said["currency"]) == ("...", "...")


@pytest.mark.parametrize(
    ("title", "heads", "asked"),
    [
        ("Enquiries per librarian", ("PK", "TL"), True),
        ("Enquiries and visits", ("Enquiries", "Visitors"), False),
        ("Enquiries and loans", ("Desk", "Loans"), False),
    ],
)
def test_enquiries_of_a_title_are_not_dropped(
    title: str, heads: tuple[str, ...], asked: bool, tmp_path: Path
) -> None:
    first = offers(tmp_path, monthly(*heads, title=title))[0]
    assert (first.table, dict(first.said).get("what") == "...") == ("counts", asked)


def statement(head: str, *cells: tuple[str, ...]) -> Rows:
    """Return bills with their payments, rows of both in turn."""
    rows = log(head, *(one[0] for one in cells))
    paid = log(head, *(one[-1] for one in cells))
    return [rows[0], *(row for pair in zip(rows[1:], paid[1:], strict=True) for row in pair)]


def test_the_payment_of_a_bill_is_not_spent_again_nor_taken_off(tmp_path: Path) -> None:
    cells = (("{day}",), ("Invoice", "Payment"), ("{mark}00", "-{mark}00"))
    rows = statement("Date/Transaction type/Amount", *cells)
    spent = accepted(tmp_path, **LONE, new__csv=rows).counts()["spent"]
    assert spent == sum(100 * (6 + at % 5) for at in range(20))


@pytest.mark.parametrize("kinds", [("Payment",), ("Invoice", "Card payment"), ("Bill", "Receipt")])
def test_payments_of_something_else_are_spent(kinds: tuple[str, ...], tmp_path: Path) -> None:
    rows = log("Date/Type/Payee/Amount", "{day}", "{third}", "Wildy", "{mark}00")
    for at, row in enumerate(rows[1:]):
        row[1] = kinds[at % len(kinds)]
    spent = accepted(tmp_path, **LONE, new__csv=rows).counts()["spent"]
    assert spent == sum(100 * (6 + at % 5) for at in range(20))


def test_an_account_with_a_balance_is_no_log_of_enquiries(tmp_path: Path) -> None:
    cells = (("{day}",), ("Invoice", "Payment"), ("I{at}",), ("{mark}00", ""), ("", "{mark}00"))
    rows = statement("Date/Type/Reference/Debit/Credit/Balance", *cells, ("{mark}00", "0"))
    assert "touches" not in {one.table for one in offers(tmp_path, rows)}


def test_who_wrote_a_book_asked_nothing(tmp_path: Path) -> None:
    head = "Title/Author/Added on/Subject/Copies"
    rows = log(head, "Book {at}", "{who}", "{day}", "Law {third}", "{mark}")
    assert {one.table for one in offers(tmp_path, rows)}.isdisjoint({"touches", "contacts"})
    asked = log("Date/Author/Title/Question", "{day}", "{who}", "Dr", "Case {at}")
    assert offers(tmp_path, asked)[0].table == "touches"


@pytest.mark.parametrize("head", ["Rating", "Users invited", "Helpful votes"])
def test_marks_and_invitations_are_no_uses_nor_money(head: str, tmp_path: Path) -> None:
    rows = log(f"Product/Trial start/Trial end/{head}", "P {at}", "{day}", "2026-12-01", "{mark}")
    (one,) = small.gate(tmp_path, **{**LONE, "new__csv": rows}).open_files
    assert not [choice.table for choice in one.choices if choice.read]


def test_calls_are_no_survey_and_minutes_of_a_meeting_no_events(tmp_path: Path) -> None:
    heads = "Date/Caller ID/Duration/Returned?", "Date/Meeting/Present/Apologies/Actions"
    for nth, (head, cells) in enumerate(
        zip(heads, (("020 7{at}", "0:4{third}", "Yes"), ("Users", "{who}", "{who}", "PK to ask")),
            strict=True)
    ):  # fmt: skip
        rows = log(head, "{day}", *cells)
        (one,) = small.gate(tmp_path / str(nth), **{**LONE, "new__csv": rows}).open_files
        assert not [choice.table for choice in one.choices if choice.read]


def test_offices_visited_are_walks(tmp_path: Path) -> None:
    rows = log("Date/Office visited/Librarian/People met", "{day}", "Leeds", "PK", "{mark}")
    assert dict(offers(tmp_path, rows)[0].said)["channel"] == "walk"


def test_breakfasts_with_attendees_are_events(tmp_path: Path) -> None:
    rows = log("Date/Breakfast/Muffins/Attendees", "{day}", "Muffin breakfast", "30", "{mark}")
    gate = accepted(tmp_path, **LONE, new__csv=rows)
    assert gate.counts()["heads"] == sum(6 + at % 5 for at in range(20))


@pytest.mark.parametrize("ours", ["Our attendees", "Attendees from us"])
@pytest.mark.parametrize("all_of_them", ["Total attendees", "Attendees"])
def test_of_all_who_came_ours_count(ours: str, all_of_them: str, tmp_path: Path) -> None:
    rows = log(f"Webinar/Date/{ours}/{all_of_them}", "Talk {at}", "{day}", "{mark}", "1{mark}")
    gate = accepted(tmp_path, **LONE, new__csv=rows)
    assert gate.counts()["heads"] == sum(6 + at % 5 for at in range(20))


def test_the_day_until_something_is_needed_is_no_day_of_hiring(tmp_path: Path) -> None:
    rows = log("Borrower/Email/Title/Due", "{who}", "{mail}", "Book {at}", "{day}")
    assert all("joined_on" not in dict(one.said) for one in offers(tmp_path, rows))


def test_a_day_of_hiring_in_other_words_stays_one(tmp_path: Path) -> None:
    rows = log("Name/Department/Hired (date)", "{who}", "{unit}", "20{at:02}-03-01")
    assert dict(offers(tmp_path, rows)[0].said)["joined_on"] == "Hired (date)"


@pytest.mark.parametrize(("head", "way"), [("Ward visits", "walk"), ("Site visited", "")])
def test_a_website_that_somebody_visited_is_no_walk(head: str, way: str) -> None:
    assert usual_way(["Date", "User", head], ["on"]) == way
