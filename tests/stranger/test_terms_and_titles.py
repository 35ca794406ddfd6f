"""Days that are no term, titles that are no event, and words that are not what they look like."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.stranger.small import Rows
from tests.stranger.test_vendor_layouts import DAYS, STAFF, log, offers
from tests.stranger.test_year_to_date import accepted


def first(home: Path, rows: Rows) -> tuple[str, dict[str, str]]:
    """Return the table that is offered first, and what is said beside it."""
    one = offers(home, rows)[0]
    assert not one.fault
    return one.table, {name: said for name, said in one.said if name != "ignored"}


def months(*heads: str, cells: tuple[str, ...] = ()) -> Rows:
    """Return four lines with numbers below January to March, and cells of their own behind."""
    rows = [
        [f"Line {at}", *(str(100 + 31 * at + 7 * n) for n in range(3)), *cells] for at in range(4)
    ]
    return [["Line", "Jan 2026", "Feb 2026", "Mar 2026", *heads], *rows]


@pytest.mark.parametrize(
    ("head", "cells"),
    [
        ("Invoice no/Invoice date/Description/Amount/Paid date", ("I{at}", "{day}", "sub", "1{at:02}.50", "{day}")),
        ("Task/Bucket/Created Date/Completed Date", ("Find {at}", "Desk", "{day}", "{day}")),
        ("Request no/Requested on/User/Article/Journal/Source", ("D{at}", "{day}", "{who}", "P {at}", "BMJ", "BL")),
    ],
)  # fmt: skip
def test_days_of_orders_and_payments_are_no_term_of_a_contract(
    head: str, cells: tuple[str, ...], tmp_path: Path
) -> None:
    found = offers(tmp_path, log(head, *cells))
    assert [one.table for one in found[:1]] != ["contracts"]


def test_a_day_whose_header_is_like_one_of_a_term_is_taken(tmp_path: Path) -> None:
    rows = log("Product/Annual fee/Contract renewal on", "P{at}", "1{at:02}.50", "2027-01-{third}1")
    assert first(tmp_path, rows) == (
        "contracts",
        {"currency": "GBP", "ends_on": "Contract renewal on"},
    )


@pytest.mark.parametrize(
    ("head", "cells", "is_asked"),
    [
        ("Card Name/List Name/Labels/Created", ("Find {at}", "Done", "Alert", "{day}"), True),
        ("Date/Staff/Activity/Hours", ("{day}", "PK", "Task {third}", "{third}"), True),
        ("Date/Trainer/Title/Duration", ("{day}", "PK", "Westlaw {at}", "60"), False),
        ("Intitulé de la formation/Date/Nb présents", ("Atelier {at}", "{day}", "{mark}"), False),
        ("Webinar/Date & time", ("Tax {at}", "{day} 12:30"), False),
    ],
)
def test_titles_are_events_where_something_says_so(
    head: str, cells: tuple[str, ...], is_asked: bool, tmp_path: Path
) -> None:
    table, said = first(tmp_path, log(head, *cells))
    assert (table, said.get("title") == "...") == ("events", is_asked)


@pytest.mark.parametrize(("titles", "is_asked"), [(16, True), (17, False)])
def test_four_titles_in_five_are_not_enough(titles: int, is_asked: bool, tmp_path: Path) -> None:
    rows = log("Title/Date/Area", "Note {at}", "{day}", "Tax")
    for row in rows[1 : 1 + titles]:
        row[0] = f"{row[0]}, workshop"
    table, said = first(tmp_path, rows)
    assert (table, said.get("title") == "...") == ("events", is_asked)


@pytest.mark.parametrize(
    ("heads", "is_money"),
    [
        (("Cost", "Cost per search"), False),
        (("Total", "Cost"), False),  # their sum, and what that cost
        (("Total cost",), True),  # their sum
        (("Total", "2025 cost"), True),
        (("Cost code", "Total"), True),
        (("Cost",), True),
    ],
)
def test_a_cost_beside_months_that_is_no_sum_makes_them_uses(
    heads: tuple[str, ...], is_money: bool, tmp_path: Path
) -> None:
    rows = months(*heads)
    for row in rows[1:]:
        total = str(sum(map(int, row[1:4])))
        row += [total if one.startswith("Total") else f"9{len(total)}30" for one in heads]
    table, said = first(tmp_path, rows)
    assert ((table, said.get("kind")) == ("budget", "actual")) == is_money


def test_a_post_is_no_way(tmp_path: Path) -> None:
    head = "Date received/Requester/Job title/Search question/Time spent (hrs)"
    rows = log(head, "{day}", "{who}", "Consultant", "Find {at}", "1.5")
    assert first(tmp_path, rows) == ("touches", {"channel": "reference", "own_log": "yes"})
    assert accepted(tmp_path / "a", new__csv=rows, touches__csv=None).counts()["enquiries"] == 20


@pytest.mark.parametrize(
    ("kinds", "is_asked"),
    [(("Directional", "Reference", "Printing", "Other"), False),
     (("Directional", "Reference", "Research", "Other"), True),
     (("READ 1", "READ 2", "READ 3"), True), (("Directional", "Visits"), False)],
)  # fmt: skip
def test_what_is_mostly_kinds_of_questions_is_asked_about(
    kinds: tuple[str, ...], is_asked: bool, tmp_path: Path
) -> None:
    rows = [["Week commencing", *kinds]]
    rows += [
        [f"2026-01-{5 + 7 * at:02}", *(str(9 + 5 * n + at) for n in range(len(kinds)))]
        for at in range(4)
    ]
    table, said = first(tmp_path, rows)
    assert (table, said.get("what") == "...") == ("counts", is_asked)


def test_marks_by_number_of_response_are_a_survey(tmp_path: Path) -> None:
    head = "Response ID/Date/Score/Segment/Reason for score"
    rows = log(head, "r{at}", "{day}", "{mark}", "Promoter", "Because {at}")
    assert first(tmp_path / "a", rows)[0] == "responses"
    rows[2][0] = rows[1][0]  # numbers that come again are of something else
    assert first(tmp_path / "b", rows)[0] != "responses"


@pytest.mark.parametrize(
    "head",
    ["Nth/Date/Topic/Speaker/Attendance in person/Attendance online",
     "Type/Date de l'atelier/Thème/Animateur/Participants présents/Inscrits"],
)  # fmt: skip
def test_how_many_came_to_a_talk_are_no_enquiries(head: str, tmp_path: Path) -> None:
    rows = log(head, "Lunch", "{day}", "Topic {at}", "PK", "{mark}", "{third}")
    assert first(tmp_path, rows)[0] == "events"


def test_numbers_by_way_are_no_answers(tmp_path: Path) -> None:
    head, cells = "Date/Team/In person/Phone/Email/Chat", ("{mark}", "{mark}", "{mark}")
    rows = log(head, "{day}", "T{third}", "{third}", *cells)  # from 0
    assert "responses" not in [one.table for one in offers(tmp_path / "a", rows)]
    rows = log(head, "{day}", "T{third}", "1{third}", *cells)
    assert "responses" not in [one.table for one in offers(tmp_path / "b", rows)]
    marks = log(head, "{day}", "T{third}", *(("{mark}",) * 4))  # 6 to 10
    assert "responses" in [one.table for one in offers(tmp_path / "c", marks)]


def test_a_meeting_at_which_questions_arose_is_asked_about(tmp_path: Path) -> None:
    head = "Date/Ward round or meeting/Librarian/{}/Time (hrs)"
    cells = ("{day}", "Cardiology", "PK", "{third}", "1.5")
    said = first(tmp_path / "a", log(head.format("Questions arising"), *cells))[1]
    assert said["channel"] == "..."
    worded = log(head.format("Question"), *cells[:3], "Find {at}", "1.5")
    assert first(tmp_path / "b", worded)[1]["channel"] == "reference"


def test_money_that_somebody_gave_is_not_spent(tmp_path: Path) -> None:
    cells = ("{day}", "{who}", "5{third}.50", "Books")
    given = offers(tmp_path / "a", log("Date/Donor/Amount/Purpose", *cells))
    assert "budget" not in [one.table for one in given]
    spent = offers(tmp_path / "b", log("Date/Paid by/Amount/Purpose", *cells))
    assert spent[0].table == "budget"


def test_a_log_in_spanish_is_read_as_one(tmp_path: Path) -> None:
    rows = log(
        "Fecha/Usuario/Departamento/Consulta/Medio", "{day}", "{who}", "{unit}", "Ley {third}", ""
    )
    for at, row in enumerate(rows[1:]):
        row[4] = ("Correo", "Teléfono", "Presencial")[at % 3]
    gate = accepted(tmp_path, new__csv=rows, touches__csv=None)
    assert gate.counts()["enquiries"] == 20
    assert {*gate.tables.touches["channel"]} == {"email", "phone", "desk"}


@pytest.mark.parametrize(
    ("head", "is_survey"), [("Způsob", False), ("Byl jste s knihovnou spokojen", True)]
)
def test_a_log_in_a_language_of_its_own_is_no_survey(
    head: str, is_survey: bool, tmp_path: Path
) -> None:
    rows = log(f"Den/Čtenář/Oddělení/Téma/{head}", "{day}", "", "", "Law {third}", "")
    for at, row in enumerate(rows[1:]):
        row[1], row[2] = f"{STAFF[at % 6][0]}", ("Daně", "Audit")[at % 2]
        row[4] = ("Osobně", "Mailem", "Jinak")[at % 3]
    found = [one.table for one in offers(tmp_path, rows)]
    assert ("responses" in found) == is_survey


@pytest.mark.parametrize(("head", "way"), [("Theme", "..."), ("Topic", "reference")])
def test_comments_that_were_sorted_are_no_enquiries(head: str, way: str, tmp_path: Path) -> None:
    rows = log(f"Date/Comment/Source/{head}", "{day}", "Great {at}", "Survey", "Law {third}")
    assert first(tmp_path, rows)[1]["channel"] == way


def test_a_line_that_is_guessed_says_no_kind(tmp_path: Path) -> None:
    rows = log(
        "Month/Department/Database cost/Allocation basis",
        "2026-01",
        "{unit}",
        "1{at:02}.50",
        "By head",
    )
    table, said = first(tmp_path, rows)
    assert (table, said["kind"]) == ("budget", "actual")


@pytest.mark.parametrize(
    ("types", "way"), [(("Contractor",) * 2, "..."), (("Loan", "Law"), "reference")]
)
def test_one_topic_for_all_says_nothing(types: tuple[str, str], way: str, tmp_path: Path) -> None:
    rows = log(
        "Name/Type/Agency/Start/Department", "{who}", "", "Agency {third}", "{day}", "{unit}"
    )
    for at, row in enumerate(rows[1:]):
        row[1] = types[at % 2]
    said = dict(next(one for one in offers(tmp_path, rows) if one.table == "touches").said)
    assert said["channel"] == way


@pytest.mark.parametrize(("cell", "minutes"), [("10h15", 0), ("0h15", 300)])
def test_the_hour_of_a_question_is_no_time_of_work(cell: str, minutes: int, tmp_path: Path) -> None:
    rows = log("Date/Heure/Question/Agent", "{day}", cell, "Loi {third}", "PK")
    gate = accepted(tmp_path, new__csv=rows, touches__csv=None)
    assert gate.counts()["enquiries"] == 20
    assert gate.tables.touches["minutes"].sum() == minutes


@pytest.mark.parametrize(("head", "read"), [("Outcome", 20), ("Attended", 10)])
def test_an_answer_of_no_is_an_answer(head: str, read: int, tmp_path: Path) -> None:
    rows = log(f"Date/Asked by/Question/{head}", "{day}", "{who}", "May I copy {at}", "")
    for at, row in enumerate(rows[1:]):
        row[3] = ("Yes", "No")[at % 2]
    one = next(one for one in offers(tmp_path, rows) if one.table == "touches")
    assert one.read == read


def test_face_to_face_is_a_way(tmp_path: Path) -> None:
    rows = log("Date/Method/Question", "{day}", "F2F", "Find {at}")
    gate = accepted(tmp_path, new__csv=rows, touches__csv=None)
    assert {*gate.tables.touches["channel"]} == {"desk"}


def test_a_workshop_does_not_end_on_the_day_it_is_due(tmp_path: Path) -> None:
    rows = log("Workshop/Date/Report due", "Workshop {at}", "{day}", "")
    for row, day in zip(rows[1:], DAYS, strict=False):
        row[2] = day.replace("2026-0", "2026-1")
    assert first(tmp_path, rows) == ("events", {})


@pytest.mark.parametrize(("head", "is_event"), [("Bounces", False), ("Seats", True)])
def test_what_was_mailed_is_no_event(head: str, is_event: bool, tmp_path: Path) -> None:
    rows = log(
        f"Title/Date/Delivered/{head}/Session", "Tax {at}", "{day}", "1{mark}", "{mark}", "A"
    )
    found = [one.table for one in offers(tmp_path, rows)]
    assert ("events" in found) == is_event


@pytest.mark.parametrize(("head", "is_list"), [("Email", True), ("Borrower no", False)])
def test_readers_with_addresses_are_people(head: str, is_list: bool, tmp_path: Path) -> None:
    rows = log(f"Borrower name/{head}/Department/Loans", "{who}", "{mail}", "{unit}", "{mark}")
    for at, row in enumerate(rows[1:]):
        row[1] = row[1] if is_list else f"B{at % 7}"
    found = [one.table for one in offers(tmp_path, rows)]
    assert ("contacts" in found) == is_list
