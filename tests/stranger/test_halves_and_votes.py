"""Half-years, numbers of votes, and figures whose year or day is of something else."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.stranger.small import Rows
from tests.stranger.test_vendor_layouts import LONE, log, offers
from tests.stranger.test_year_to_date import accepted, said

MONEY = [[f"Line {at}", str(300 + 37 * at), str(150 + 11 * at)] for at in range(7)]
HALVES = [
    "Library budget H1 2026", "Budget report, first half 2026", "Budget 2026 - 1er semestre",
    "Half-year report 2026", "Halbjahr 2026", "Budget S1 2026", "Budget 2026_H2",
]  # fmt: skip


@pytest.mark.parametrize("title", HALVES)
def test_a_half_year_is_not_told_as_the_year(title: str, tmp_path: Path) -> None:
    rows = [[title, "", ""], ["Line", "Budget", "Actual"], *MONEY]
    assert dict(offers(tmp_path, rows)[0].said)["period"] == "..."


@pytest.mark.parametrize("title", ["Library budget 2026", "Budget 2026 of half the library"])
def test_a_year_is_told_as_the_year(title: str, tmp_path: Path) -> None:
    rows = [[title, "", ""], ["Line", "Budget", "Actual"], *MONEY]
    assert dict(offers(tmp_path, rows)[0].said)["period"] == "2026"


def test_of_two_halves_one_is_not_the_plan_of_the_year(tmp_path: Path) -> None:
    rows = [["Line", "H1 2026 planned", "H1 2026 actual", "H2 2026 planned"]]
    rows += [[*one, "400"] for one in MONEY]
    assert dict(offers(tmp_path, rows)[0].said)["period"] == "..."


def test_the_number_of_a_vote_is_no_plan(tmp_path: Path) -> None:
    head = ["Vote", "Sub-head", "Description", "Approved 2026", "Expended to date"]
    rows = [head, *[["31", "201", *one] for one in MONEY]]
    said = dict(offers(tmp_path / "a", rows)[0].said)
    assert said["amount"] == "Expended to date" and said["kind"] == "actual"
    rows = [["Line", "Voté", "Dépensé"], *MONEY]  # the plan that was voted
    gate = accepted(tmp_path / "b", **LONE, new__csv=[["Budget 2026", "", ""], *rows])
    lines = gate.tables.budget
    assert lines.loc[lines["kind"] == "budget", "amount"].sum() == 300 * 7 + 37 * 21


def test_the_year_of_the_uses_is_not_that_of_the_money(tmp_path: Path) -> None:
    head = ["Resource", "Annual cost", "Searches 2025", "Renewal month"]
    (money, *_) = offers(tmp_path / "a", [head, *[[*one, "March"] for one in MONEY]])
    assert (money.table, dict(money.said)["period"]) == ("budget", "...")
    (money, *_) = offers(tmp_path / "b", [["Resource", "Budget 2025", "Spent 2025"], *MONEY])
    assert (money.table, dict(money.said)["period"]) == ("budget", "2025")


def test_the_day_of_last_use_is_no_end_and_no_payment(tmp_path: Path) -> None:
    rows = log("User/Product/Last used/Licence cost", "{who}", "P{third}", "{day}", "12{third}")
    for one in offers(tmp_path, rows):
        assert "Last used" not in dict(one.said).values()


@pytest.mark.parametrize(("head", "is_way"), [("Purpose", False), ("How", True)])
def test_what_a_room_was_booked_for_is_no_way(head: str, is_way: bool, tmp_path: Path) -> None:
    rows = log(f"Date/Room/Booked by/{head}", "{day}", "Room {third}", "{who}", "Team meeting")
    (first, *_) = offers(tmp_path, rows)
    assert first.table == "touches"
    assert (dict(first.said).get("channel", head) == head) == is_way


def test_what_a_subscription_costs_is_a_price(tmp_path: Path) -> None:
    head = "Database/Subscription expires/Subscription cost (GBP)"
    rows = log(head, "P{at}", "2027-12-11", "9{at}")
    (first, *_) = offers(tmp_path, rows)
    assert first.table == "contracts" and first.read == 20


def test_an_agent_of_the_state_asks(tmp_path: Path) -> None:
    rows = log("Date/Agent/Service/Demande", "{day}", "{who}", "{unit}", "Recherche {at}")
    gate = accepted(tmp_path, **LONE, new__csv=rows)
    assert gate.tables.touches["contact_id"].notna().all()


def test_requests_with_a_mark_are_enquiries_first(tmp_path: Path) -> None:
    head = "Date/User/Request/Outcome/CSAT (1-5)"
    rows = log(head, "{day}", "{who}", "Market {at}", "Delivered", "{third}")
    assert offers(tmp_path, rows)[0].table == "touches"


def test_a_signed_form_that_asks_about_a_request_is_a_survey(tmp_path: Path) -> None:
    head = "Date/Name/What was your request about?/How satisfied were you?"
    rows = log(head, "{day}", "{who}", "Topic {at}", "Satisfied")
    assert offers(tmp_path, rows)[0].table == "responses"


def test_prices_with_tax_and_without_are_both_offered(tmp_path: Path) -> None:
    rows: Rows = [["Ressource", "Coût annuel HT", "Coût annuel TTC", "Échéance"]]
    rows += [[name, one, str(int(one) * 6 // 5), "31/12/2026"] for name, one, _ in MONEY]
    found = [one for one in offers(tmp_path, rows) if one.table == "contracts"]
    heads = [dict(one.said).get("price") for one in found]
    assert heads == ["Coût annuel HT", "Coût annuel TTC"]


@pytest.mark.parametrize(
    ("head", "asked"),
    [
        ("Date/Name/Number of drop-ins/Topic", True),
        ("Date/Floor/Librarian/People spoken to", True),
        ("Date/Name/Floors/Topic", False),
    ],
)
def test_people_in_a_row_are_asked_about(head: str, asked: bool, tmp_path: Path) -> None:
    cells = {"Date": "{day}", "Name": "{who}", "Topic": "Topic {at}", "Librarian": "Ann Lee"}
    rows = log(head, *[cells.get(one, "1{third}") for one in head.split("/")])
    rows = [["Floor walk log"], *rows] if "Floor" in head.split("/") else rows
    gate = accepted(tmp_path, **LONE, new__csv=rows)
    assert bool(said(gate, "each row counts once")) == asked


def test_the_one_who_worked_on_a_ticket_did_not_ask(tmp_path: Path) -> None:
    head = "Ticket #/Summary/Creator/Assignee/Opened on"
    rows = log(head, "9{at}", "Help {at}", "{mail}", "Ann Lee", "{day}")
    first = offers(tmp_path, rows)[0]
    assert first.table == "touches" and "Assignee" not in dict(first.said).values()


def test_a_day_in_a_committee_is_no_enquiry(tmp_path: Path) -> None:
    rows = log("Date/Committee/Role/Hours", "{day}", "Knowledge", "Member", "2")
    assert not [one for one in offers(tmp_path, rows) if one.table == "touches" and not one.fault]


TIMES = [
    ("Research time (min)/Writing time (min)", "..."),
    ("Hours/Minutes", "..."),
    ("Billable hours/Non-billable hours", "..."),
    ("Hour/Minutes", None),
    ("Minutes/Response time (hrs)", None),
]


@pytest.mark.parametrize(("heads", "minutes"), TIMES)
def test_of_several_times_one_is_asked_for(heads: str, minutes: str | None, tmp_path: Path) -> None:
    rows = log(f"Date/Name/Topic/{heads}", "{day}", "{who}", "Topic {at}", "1{third}", "2{third}")
    (first, *_) = offers(tmp_path, rows)
    assert (first.table, dict(first.said).get("minutes")) == ("touches", minutes)


PARTS = [
    ("Our share", "0.3{third}"), ("Our share (%)", "3{third}"), ("Our share", "3{third}%"),
    ("Library portion", "1{third}"), ("Notre part", "1{third}"),
]  # fmt: skip


@pytest.mark.parametrize(("head", "cell"), PARTS)
def test_it_is_asked_whether_a_sum_or_our_part_of_it_counts(
    head: str, cell: str, tmp_path: Path
) -> None:
    rows = log(f"Date/Supplier/Amount/{head}", "{day}", "Firm {third}", "9{at}", cell)
    assert dict(offers(tmp_path / "a", rows)[0].said)["amount"] == "..."
    rows = log(f"Product/Renewal date/Price/{head}", "P{at}", "2026-12-31", "9{at}", cell)
    assert dict(offers(tmp_path / "b", rows)[0].said)["price"] == "..."


def test_our_part_alone_is_what_we_pay(tmp_path: Path) -> None:
    rows = log("Date/Supplier/Our cost", "{day}", "Firm {third}", "9{at}")
    assert dict(offers(tmp_path, rows)[0].said).get("amount") != "..."
