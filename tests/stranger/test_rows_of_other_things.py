"""Surveys with a row an answer, and lists whose days, sums or prices are of something else."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.stranger.small import Rows
from tests.stranger.test_vendor_layouts import DAYS, LONE, STAFF, log, offers
from tests.stranger.test_year_to_date import accepted

ASKED = ("How satisfied are you with the library?", "What should we change?")
WORDS = ("Very satisfied", "Satisfied", "Neutral")


def answers(who: str = "Submission", size: int = 15, missing: int = 0) -> Rows:
    """Return a row an answer; the last ``missing`` people left the second question out."""
    rows = [[who, "Submitted", "Question", "Response"]]
    for at in range(size):
        name = STAFF[at][1] if "mail" in who else STAFF[at][0] if who == "Name" else str(at + 1)
        day = f"2026-02-{at + 1:02}"
        rows.append([name, day, ASKED[0], WORDS[at % 3]])
        rows += [[name, day, ASKED[1], f"More of number {at} and better light"]] * (
            at < size - missing
        )
    return rows


@pytest.mark.parametrize(("who", "missing"), [("Submission", 0), ("Submission", 9), ("Email", 0)])
def test_a_survey_with_a_row_an_answer_is_read_as_any_form(
    who: str, missing: int, tmp_path: Path
) -> None:
    gate = accepted(tmp_path, **LONE, new__csv=answers(who, missing=missing))
    assert (gate.counts()["respondents"], gate.counts()["touches"]) == (15, None)
    tables = gate.tables
    kinds = dict(zip(tables.questions["wording"], tables.questions["kind"], strict=True))
    assert kinds == {ASKED[0]: "scale", ASKED[1]: "single" if missing else "text"}
    assert tables.responses["score"].dropna().tolist() == [5, 4, 3] * 5
    assert tables.responses["value"].notna().sum() == 30 - missing
    assert not tables.respondents["respondent_id"].str.contains("@|[A-Z][a-z]+ [A-Z]").any()


def test_the_same_question_twice_is_no_survey_with_a_row_an_answer(tmp_path: Path) -> None:
    rows = answers()
    rows += rows[1:5]  # more rows than pairs of a respondent and a question
    assert offers(tmp_path, rows)[0].table == "touches"


def test_where_few_answer_a_question_rows_may_be_of_something_else(tmp_path: Path) -> None:
    assert "wording" not in dict(offers(tmp_path, answers(missing=13))[0].said)


def test_a_desk_log_with_few_kinds_of_questions_stays_a_log(tmp_path: Path) -> None:
    rows = log("Date/Name/Question/Answer", "{day}", "{who}", "Kind {third}", "Found {at}")
    assert offers(tmp_path, rows)[0].table == "touches"


DAY_OF_SOMETHING = [
    log("Name/Email/Champion since", "{who}", "{mail}", "{day}"),
    log("Name/Birthday", "{who}", "{day}"),
    log("Key no/Issued to/Issued on/Returned on", "K{at}", "{who}", "{day}", ""),
    log("Date sent/Recipient/Alert topic", "{day}", "{who}", "Topic {at}"),
]


@pytest.mark.parametrize("rows", DAY_OF_SOMETHING)
def test_a_day_that_is_not_said_to_be_of_a_contact_is_asked_for(rows: Rows, tmp_path: Path) -> None:
    first = offers(tmp_path, rows)[0]
    assert (first.table, dict(first.said)["on"]) == ("touches", "...")


@pytest.mark.parametrize("head", ["Date/Name", "Call date/Name", "Date of request/Name"])
def test_a_day_of_a_contact_is_not_asked_for(head: str, tmp_path: Path) -> None:
    first = offers(tmp_path, log(head, "{day}", "{who}"))[0]
    assert first.table == "touches" and dict(first.said).get("on") != "..."


@pytest.mark.parametrize(
    ("head", "begun"),
    [("Date/Recipient/Topic", "..."), ("Date/Sent to/Question", None), ("Date/Name/Topic", None)],
)
def test_who_began_is_asked_where_the_library_sent_something(
    head: str, begun: str | None, tmp_path: Path
) -> None:
    first = offers(tmp_path, log(head, "{day}", "{who}", "Topic {at}"))[0]
    assert (first.table, dict(first.said).get("begun_by")) == ("touches", begun)
    assert not first.fault


def test_a_timesheet_is_no_log_of_enquiries(tmp_path: Path) -> None:
    head = "Week ending/Librarian/Reference hrs/Training hrs"
    rows = log(head, "{day}", "Ann Lee", "1{third}", "{third}")
    assert not [one for one in offers(tmp_path / "a", rows) if not one.fault]
    rows = log("Date/Librarian/Question/Hours", "{day}", "Ann Lee", "On {at}", "{third}")
    assert offers(tmp_path / "b", rows)[0].table == "touches"


def test_hours_of_the_staff_are_minutes(tmp_path: Path) -> None:
    rows = log("Event/Date/Attendees/Staff hours", "Class {at}", "{day}", "1{third}", "2")
    events = accepted(tmp_path, **LONE, new__csv=rows).tables.events
    assert events["staff_minutes"].eq(120).all()


def test_how_many_staff_came_are_no_minutes_of_the_staff(tmp_path: Path) -> None:
    rows = log("Event/Date/Partners/Staff", "Class {at}", "{day}", "1{third}", "2{third}")
    (first, *_) = offers(tmp_path, rows)
    assert first.table == "events" and "staff_minutes" not in dict(first.said)


SUMS = [(["Annual salary", "On-costs"], "..."), (["Cost per use", "Annual cost"], "Annual cost")]


@pytest.mark.parametrize(("heads", "amount"), SUMS)
def test_of_several_sums_a_smaller_one_is_not_taken_by_the_likeness_of_its_header(
    heads: list[str], amount: str, tmp_path: Path
) -> None:
    rows = [["Post", *heads]]
    rows += [[f"Line {at}", str(50_000 + 1_310 * at), str(9_000 + 77 * at)] for at in range(6)]
    if heads[0] == "Cost per use":
        rows[1:] = [[name, f"{at}.50", much] for at, (name, much, _) in enumerate(rows[1:])]
    (first, *_) = offers(tmp_path, rows)
    assert (first.table, dict(first.said).get("amount", amount)) == ("budget", amount)


PRICES = [
    (["Old price", "New price"], "..."),
    (["List price", "Net price"], "..."),
    (["Total cost", "Our share"], "..."),
    (["Annual price", "Saved"], None),
]


@pytest.mark.parametrize(("heads", "price"), PRICES)
def test_of_two_prices_of_which_neither_is_the_price_one_is_asked_for(
    heads: list[str], price: str | None, tmp_path: Path
) -> None:
    rows = [["Product", "Renewal date", *heads]]
    rows += [[f"P{at}", "2026-12-31", str(900 + 97 * at), str(80 + 7 * at)] for at in range(8)]
    (first, *_) = offers(tmp_path, rows)
    assert (first.table, dict(first.said).get("price")) == ("contracts", price)
    assert "increase" not in dict(first.said)


def test_prices_of_the_years_of_a_term_are_no_uses(tmp_path: Path) -> None:
    rows = [["Product", "Year 1", "Year 2", "Start"]]
    rows += [[f"P{at}", str(900 + 97 * at), str(950 + 97 * at), DAYS[0]] for at in range(8)]
    assert not [one for one in offers(tmp_path, rows) if one.table == "usage" and not one.fault]


def test_enquiries_by_year_of_study_all_count(tmp_path: Path) -> None:
    rows = [["Enquiries 2026", "", "", ""], ["Month", "Staff", "Year 1", "Year 2"]]
    rows += [[f"2026-0{at}", "7", "11", "13"] for at in (1, 2, 3)]
    counts = accepted(tmp_path, **LONE, new__csv=rows).tables.counts
    assert counts["n"].sum() == 3 * (7 + 11 + 13)


def test_answers_that_stand_in_several_rows_name_nobody_either(tmp_path: Path) -> None:
    rows = answers("Email")
    rows[2][2:] = [ASKED[0], "Neutral"]  # the first person's first question twice
    tables = accepted(tmp_path, **LONE, new__csv=rows).tables
    assert len(tables.respondents) == 15
    assert tables.respondents["respondent_id"].str.startswith("row ").all()
