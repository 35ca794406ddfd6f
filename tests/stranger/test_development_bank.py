"""A development bank: two languages, three currencies, a biennium, courses, bookings, three surveys."""

from __future__ import annotations

from pathlib import Path

import pytest

from engagekit.mapping.row_states import usual_way
from engagekit.measures._survey_waves import main_waves
from engagekit.sections import choices
from engagekit.sections.gate import as_text
from engagekit.sections.open_questions import meaning
from tests.reading import tools_of, written
from tests.stranger import small
from tests.stranger.small import ANSWERS, MONEY, PEOPLE, Rows
from tests.stranger.test_answers import the_open
from tests.stranger.test_hand_kept_workbooks import mapped
from tests.stranger.test_year_to_date import said

LONE: dict[str, Rows | None] = {name.replace(".", "__"): None for name in small.FILES}
LONE.pop("people__csv")
USES = ["Sessions", "Searches", "Total Full Text Requests"]


@pytest.mark.parametrize(("databases", "off"), [(("EconLit", "GreenFILE"), 0), (("EconLit",), 0),
                                                (("EconLit", "GreenFILE"), 1)])  # fmt: skip
def test_a_total_below_the_rows_of_each_month_is_no_database(
    databases: tuple[str, ...], off: int, tmp_path: Path
) -> None:
    rows: Rows = [["Month", "Database", *USES]]
    for at, month in enumerate(("Jan 2026", "Feb 2026", "Mar 2026")):
        each = [[10 * at + n + 7 * nth for n in (1, 2, 3)] for nth in range(len(databases))]
        rows += [[month, one, *map(str, n)] for one, n in zip(databases, each, strict=True)]
        rows.append([month, "Total", *[str(sum(one) + off) for one in zip(*each, strict=True)]])
    small.save(tmp_path / "ebsco.csv", rows)
    usage = mapped(tmp_path / "ebsco.csv", "usage").frames["usage"]
    assert set(usage["platform"]) == {*databases} | ({"Total"} if off else set())


@pytest.mark.parametrize(("headers", "way"), [
    ("Room/Booked by/Start/Subject", "self-service"), ("Salle/Réservé par/Début/Objet", "self-service"),
    ("Nom de la salle/Réservation pour/Date/Objet", "self-service"), ("Raum/Gebucht von/Beginn", "self-service"),
    ("Room/Requested by/Date/Subject", "reference"), ("Book/Reserved by/Date/Subject", "reference"),
])  # fmt: skip
def test_who_booked_a_room_asked_nothing(headers: str, way: str) -> None:
    assert usual_way(headers.split("/"), ["on", "display_name", "need"]) == way


COURSES = ["User ID", "Last Name", "First Name", "Organization", "Item Type", "Item ID", "Item Title",
           "Completion Date", "Completion Status", "Total Hours"]  # fmt: skip


@pytest.mark.parametrize(("number", "done", "kept"), [
    ("staff", "Complete", 12), ("staff", "Incomplete", 0), ("login", "Completed", 12), ("staff", "Not completed", 0),
    ("staff", "Non terminé", 0), ("staff", "Achevé", 12), ("staff", "Inachevé", 0),
])  # fmt: skip
def test_a_course_is_no_enquiry_and_counts_when_it_is_finished(
    number: str, done: str, kept: int, tmp_path: Path
) -> None:
    rows: Rows = [COURSES, *[
        [one[0] if number == "staff" else f"u{one[0]}", *reversed(one[1].split()), one[3], "ONLINE", "L-1",
         "E-resources", f"02/{2 + at:02d}/2026", done, "0.75"] for at, one in enumerate(PEOPLE[1:13])
    ]]  # fmt: skip
    gate = small.gate(tmp_path, **LONE, courses__csv=rows)
    touches = gate.tables.touches if kept else ()
    assert (len(touches), gate.open_files) == (kept, [])
    if kept:
        assert set(touches["channel"]) == {"training"}
        assert touches["contact_id"].notna().all() == (number == "staff")


def money(*currencies: str) -> Rows:
    return small.each(MONEY, lambda at, _: {"currency": currencies[at]})


@pytest.mark.parametrize(("currencies", "rates", "spent"), [
    (("GBP", "XOF"), "", 1000.0), (("XOF", "CHF"), "", None), (("GBP", "CHF"), "CHF = 2", 2000.0),
])  # fmt: skip
def test_money_whose_worth_nobody_said_is_in_no_sum(
    currencies: tuple[str, ...], rates: str, spent: float | None, tmp_path: Path
) -> None:
    rates = f"[money]\nrates = {{ {rates} }}\n" if rates else ""
    gate = small.gate(
        tmp_path, small.SETTINGS + rates, **{**LONE, "budget__csv": money(*currencies)}
    )
    assert gate.counts()["spent"] == spent == gate.counts(whole=False)["spent"]
    assert len(said(gate, "that no sum takes in")) == (not rates)


@pytest.mark.parametrize(("currencies", "text"), [
    (("GBP", "XOF"), "£1,000.00"), (("CHF", "CHF"), "CHF1,500.00"),
])  # fmt: skip
def test_an_offer_adds_no_francs_to_pounds(
    currencies: tuple[str, ...], text: str, tmp_path: Path
) -> None:
    rows: Rows = [["Budget line", "Currency", "Appropriation 2026-27", "Expenditure Jan-Mar 2026"],
                  ["Staff", currencies[0], "9000", "1000"], ["Books", currencies[1], "9000", "500"]]  # fmt: skip
    gate = small.gate(tmp_path, **LONE, biennium__csv=rows)
    assert text in meaning(gate.tables, the_open(gate).choices[0])


def test_a_rate_below_a_hundredth_is_no_nothing(tmp_path: Path) -> None:
    from engagekit.sections.registry import Request

    settings = small.SETTINGS + "[money]\nrates = { XOF = 0.0018, CHF = 1.25 }\n"
    tables = small.gate(tmp_path, settings).tables
    text = str(choices.rates(Request(tables)))
    assert "1 XOF = 0.00180 GBP" in text and "1 CHF = 1.25 GBP" in text


@pytest.mark.parametrize(("title", "kind"), [
    ("Quarterly expenditure", "actual"), ("Planned for the year", "budget"), ("", "budget"),
])  # fmt: skip
def test_the_header_budget_line_does_not_say_that_money_is_planned(
    title: str, kind: str, tmp_path: Path
) -> None:
    rows: Rows = [[title], [], ["Budget line", "Q1 2026", "Q2 2026", "Q3 2026"],
                  ["Staff", "100", "110", "120"], ["Books", "10", "20", "30"]]  # fmt: skip
    one = the_open(small.gate(tmp_path, **LONE, quarters__csv=rows[0 if title else 2 :]))
    assert dict(one.choices[0].said)["kind"] == kind


@pytest.mark.parametrize(("year", "parts", "spent"), [
    ("600", ("100", "200", "300"), 1200), ("601", ("100", "200", "300"), 1201),
])  # fmt: skip
def test_a_line_beside_parts_of_its_time_is_asked_about(
    year: str, parts: tuple[str, ...], spent: float, tmp_path: Path
) -> None:
    row = ["", "", "Staff", "actual"]
    rows: Rows = [MONEY[0], ["2026-01-01..2026-09-30", *row, year, "GBP"],
                  *[[f"2026 Q{at}", *row, one, "GBP"] for at, one in enumerate(parts, 1)]]  # fmt: skip
    gate = small.gate(tmp_path, **{**LONE, "budget__csv": rows})
    assert gate.counts()["spent"] == spent
    assert len(said(gate, "overlap")) == 1


ALL_IN_ALL = "All in all, how satisfied are you with us?"


@pytest.mark.parametrize(("day", "words", "others", "waves"), [
    ("2026-03-20", "Rate the course as a whole", 20, ["s1"]),
    ("2026-06-20", "Rate the course as a whole", 20, ["s1", "s2"]),
    ("2026-03-20", "Overall, is your office satisfied with us?", 5, ["s1"]),
    ("2026-03-20", "Overall, is your office satisfied with us?", 20, ["s2"]),
    ("2026-03-20", ALL_IN_ALL, 5, ["s1", "s2"]),
])  # fmt: skip
def test_a_form_beside_the_survey_is_neither_it_nor_the_one_before(
    day: str, words: str, others: int, waves: list[str], tmp_path: Path
) -> None:
    people = [
        *ANSWERS,
        *[[f"x{at}", "s2", f"{day} 10:00", "complete", "Tax"] for at in range(others)],
    ]
    asked = [["question_id", "survey_id", "wording", "kind"], ["q1", "s1", ALL_IN_ALL, "scale"],
             ["q2", "s2", words, "scale"]]  # fmt: skip
    given = [["respondent_id", "survey_id", "question_id", "value"],
             *[[row[0], row[1], f"q{row[1][1]}", "4"] for row in people[1:]]]  # fmt: skip
    titles = [["survey_id", "title"], ["s1", "Survey"], ["s2", "Course"]]
    files = {
        "respondents__csv": people,
        "surveys__csv": titles,
        "questions__csv": asked,
        "responses__csv": given,
    }
    gate = small.gate(tmp_path, **{**LONE, **files})
    assert main_waves(gate.tables) == waves
    assert ("one of 2 surveys of that quarter" in as_text(gate)) is (day < "2026-04")


def test_a_request_stands_on_the_day_it_was_made(tmp_path: Path) -> None:
    rows: Rows = [["Request ID", "Request Type", "Patron", "Request Date", "Date Received"],
                  *[[str(700 + at), "Loan", one[1], "2026-03-30", "" if at % 4 == 3 else "2026-04-03"]
                    for at, one in enumerate(PEOPLE[1:13])]]  # fmt: skip
    small.save(tmp_path / "ill.csv", rows)
    given = {"own_log": "yes", "channel": "reference"}
    touches = mapped(tmp_path / "ill.csv", "touches", **given).frames["touches"]
    assert len(touches) == 12 and set(touches["on"].dt.month) == {3}


def test_a_question_names_the_files_that_it_is_about(tmp_path: Path) -> None:
    rows = small.LOG[0] + ["department"], *[[f"x{row[0]}", *row[1:3], "", *row[4:], "Visitors"] for row in small.LOG[1:3]]  # fmt: skip
    gate = small.gate(tmp_path, visits__csv=[*rows])
    (asked,) = [one for one in gate.questions if "departments that the staff list" in one.problem]
    assert asked.file == "visits.csv"


def test_successfactors_is_a_tool_of_courses(tmp_path: Path) -> None:
    row = "1,Moss,Ann,Tax,ONLINE,L-1,E-resources,02/03/2026,Complete,1\n"
    assert tools_of(written(tmp_path, ",".join(COURSES) + "\n" + row)) == ["Training completions"]
