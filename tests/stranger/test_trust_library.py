"""Shapes of the exports of a library in an NHS trust: posts, searches, loans, money, contracts."""

from __future__ import annotations

from pathlib import Path

import pytest

from engagekit.loading.open_files import of
from tests.stranger import small
from tests.stranger.small import ANSWERS, PEOPLE, Rows
from tests.stranger.test_answers import answered

NAMES = [row[1] for row in PEOPLE[1:13]]
MAIN = [*PEOPLE[0][:5], "Primary Assignment"]


def test_a_day_written_in_two_ways_is_one_event(tmp_path: Path) -> None:
    days = ("2026-04-22", "22/04/2026", "2026-05-06 10:00:00", "06/05/2026 10:00")
    rows = [[f"Talk {at % 4 // 2}", days[at % 4], name, "Y"] for at, name in enumerate(NAMES)]
    head = ["Course", "Date", "Delegate", "Attended?"]
    gate = answered(tmp_path, events__csv=None, attendance__csv=None, bookings__csv=[head, *rows])
    assert (gate.counts()["events"], gate.counts()["seats"]) == (2, 12)


def test_the_number_of_a_search_is_that_of_its_record(tmp_path: Path) -> None:
    head = ["Search ID", "Date requested", "Requester", "Request method", "Time taken (mins)"]

    def export(first: int, last: int, minutes: str) -> Rows:
        each = [(f"KS{at}", f"{13 + at}/04/2026", NAMES[at]) for at in range(first, last)]
        return [head, *[[*one, "Email", minutes] for one in each]]

    early, late = export(0, 8, "15"), export(4, 12, "20")
    answered(tmp_path, touches__csv=None, a_searches__csv=early)
    gate = small.gate(tmp_path, touches__csv=None, b_searches__csv=late)
    assert not gate.open_files
    assert gate.counts()["touches"] == 12


@pytest.mark.parametrize(("yes", "no"), [("Yes", "No"), ("Primary", "Secondary"), ("Y", "N")])
def test_of_several_posts_the_one_that_is_called_the_main_one_counts(
    yes: str, no: str, tmp_path: Path
) -> None:
    second = [[*row[:3], "Audit", row[4], no] for row in PEOPLE[1:5]]
    rows = [MAIN, *second, *[[*row[:5], yes] for row in PEOPLE[1:]]]
    gate = small.gate(tmp_path, people__csv=rows)
    mine = gate.tables.contacts[gate.tables.contacts["display_name"].isin(NAMES[:4])]
    assert set(mine["department"]) == {"Tax"}
    assert any("the main one counts" in str(one) for one in gate.tables.faults)


def test_without_a_main_post_the_first_one_counts(tmp_path: Path) -> None:
    second = [[*row[:3], "Audit", row[4], "No"] for row in PEOPLE[1:5]]
    rows = [MAIN, *second, *[[*row[:5], ""] for row in PEOPLE[1:]]]
    gate = small.gate(tmp_path, people__csv=rows)
    mine = gate.tables.contacts[gate.tables.contacts["display_name"].isin(NAMES[:4])]
    assert set(mine["department"]) == {"Audit"}


def test_the_department_is_a_level_of_the_house_and_not_its_smallest_unit(tmp_path: Path) -> None:
    head = ["Employee Number", "Last Name", "First Name", "Org L2", "Org L4", "Organisation",
            "Position Title", "Assignment Status", "Latest Start Date"]  # fmt: skip
    rows = [
        [row[0], *row[1].split()[::-1], "504 Firm", f"504 {row[3]}", f"504 {row[3]} GA{at}", "Clerk",
         "Active Assignment", row[4]] for at, row in enumerate(PEOPLE[1:])]  # fmt: skip
    gate = small.gate(tmp_path, people__csv=None, staff_in_post__csv=[head, *rows])
    assert set(gate.tables.contacts["department"]) == {"Tax", "Audit", "Legal & Risk", "Library"}


def test_a_line_of_money_is_one_that_each_amount_has(tmp_path: Path) -> None:
    head = ["Period", "Account", "Account description", "Supplier", "Amount"]
    rows = [
        ["JAN-26", "52010", "Staff pay", "", "900.50"],
        ["JAN-26", "52310", "Books", "Ask", "50"],
        ["FEB-26", "52010", "Staff pay", "", "900.50"],
        ["FEB-26", "52310", "Books", "BL", "(9)"],
    ]
    gate = answered(tmp_path, budget__csv=None, gl__csv=[head, *rows])  # fmt: skip
    assert gate.counts()["spent"] == 1842.0
    assert set(gate.tables.budget["line"]) == {"Staff pay", "Books"}


def test_days_in_words_and_a_price_before_tax_are_a_list_of_contracts(tmp_path: Path) -> None:
    head = [
        "Resource",
        "Supplier",
        "Start date",
        "Contract term",
        "End date",
        "Annual cost (ex VAT)",
    ]
    rows = [
        ["Lex", "Able", "1st April 2025", "3 years", "31st March 2028", "24600"],
        ["Norma", "Baker", "22nd of May 2025", "1 year", "21st of May 2026", "100"],
    ]
    gate = answered(tmp_path, register__csv=[head, *rows])  # fmt: skip
    found = gate.tables.contracts.set_index("product")
    assert found["price"].to_dict() == {"Lex": 24600.0, "Norma": 100.0}
    assert list(found["ends_on"].dt.strftime("%Y-%m-%d")) == ["2028-03-31", "2026-05-21"]


@pytest.mark.parametrize(
    ("words", "rows"),
    [(("Issue", "Renew", "Return"), 4), (("Check out", "Check in", "Hold"), 4),
     (("Loan", "Renewal", "Reference"), 12)],
)  # fmt: skip
def test_what_was_renewed_or_came_back_is_no_loan(
    words: tuple[str, ...], rows: int, tmp_path: Path
) -> None:
    head = ["Barcode", "Reader name", "Transaction", "Transaction date"]
    lent = [[f"MV{at}", name, words[at % 3], f"{13 + at}/04/2026"] for at, name in enumerate(NAMES)]
    gate = answered(tmp_path, touches__csv=None, issues__csv=[head, *lent])
    assert gate.counts()["touches"] == rows


def test_a_label_and_what_stands_beside_it_are_no_title(tmp_path: Path) -> None:
    rows = [["Organisation:", "Firm", "", ""], ["Run:", "2026", "", ""], [],
            ["Resource", "Jan 2026", "Feb 2026", "Mar 2026"], ["Lex", "3", "4", "5"],
            ["Norma", "1", "2", "3"]]  # fmt: skip
    gate = small.gate(tmp_path, Accesses__csv=rows)
    (file,) = of(gate.tables)
    assert dict(file.choices[0].said)["metric"] == "Accesses"


def test_who_would_rather_not_say_is_of_no_department(tmp_path: Path) -> None:
    rows = [*ANSWERS[:8], [*ANSWERS[8][:4], "Prefer not to say"], [*ANSWERS[9][:4], "Pay"]]
    gate = small.gate(tmp_path, respondents__csv=rows)
    assert gate.tables.respondents["department"].isna().sum() == 1
    told = [str(one) for one in gate.tables.faults if "the staff list does not have" in str(one)]
    assert "'Pay'" in "".join(told)
    assert "Prefer" not in "".join(told)
