"""Surveys of tools that no reader knows: what is a question, a tick, a day, a name."""

from __future__ import annotations

from pathlib import Path

import pytest

from engagekit.sections.gate import Gate
from tests.stranger import small
from tests.stranger.small import Rows
from tests.stranger.test_year_to_date import accepted

NONE = dict.fromkeys(("respondents__csv", "surveys__csv", "questions__csv", "responses__csv"))
AGREE = ("Strongly Agree", "Agree", "Disagree")


def read(home: Path, header: list[str], *cells: tuple[str, ...]) -> Gate:
    """A survey of 24 answers, each column with its cells in turn."""
    rows = [[one[at % len(one)] for one in cells] for at in range(24)]
    return accepted(home, **NONE, poll__csv=[header, *rows])


def kinds(gate: Gate) -> dict[str, str]:
    questions = gate.tables.questions
    return dict(zip(questions["wording"], questions["kind"], strict=True))


DAYS = tuple(f"02/{3 + at:02d}/26" for at in range(20))


def test_ratings_in_words_are_no_names_and_make_a_survey(tmp_path: Path) -> None:
    header = ["Submitted", "Your team", "I found what I needed", "Staff were helpful"]
    gate = read(tmp_path, header, DAYS, ("Tax", "Audit"), AGREE, AGREE[:2])
    assert kinds(gate) == {"I found what I needed": "scale", "Staff were helpful": "scale"}
    assert len(gate.tables.touches) == len(small.LOG) - 1


@pytest.mark.parametrize(("books", "kind"), [("Books", "multi"), ("yes", "single")])
def test_an_option_before_its_question_is_a_tick(books: str, kind: str, tmp_path: Path) -> None:
    header = ["Date Submitted", "Overall satisfaction", "Books:What do you use?",
              "Journals:What do you use?"]  # fmt: skip
    gate = read(
        tmp_path, header, DAYS, AGREE, (books, ""), (books.replace("Books", "Journals"), "", "")
    )
    found = set(kinds(gate).values()) - {"scale"}
    assert found == {kind}


def test_ticks_of_a_list_that_numbers_its_choices(tmp_path: Path) -> None:
    header = ["ID", "How satisfied are you?", "Which services?", "Created"]
    gate = read(tmp_path, header, tuple(map(str, range(24))), ("Satisfied", "Very satisfied"),
                (";#Desk;#", ";#Training;#Desk;#"), tuple(f"2/{3 + at}/2026 10:00" for at in range(20)))  # fmt: skip
    questions = gate.tables.questions
    assert {*questions["option"].dropna()} == {"Desk", "Training"}
    assert f"{gate.tables.respondents['submitted_at'].min():%Y-%m-%d}" == "2026-02-03"


def test_numbered_questions_are_no_quarters(tmp_path: Path) -> None:
    header = ["resp", "q1", "q2", "q3", "dept"]
    gate = read(tmp_path, header, tuple(map(str, range(24))), tuple("12345"), tuple("1234"),
                tuple("129"), ("Tax", "Audit"))  # fmt: skip
    assert {"q1", "q2", "q3"} <= kinds(gate).keys()


def test_votes_of_a_poll_are_no_planned_money(tmp_path: Path) -> None:
    votes: Rows = [["Question", "Option", "Votes"], ["Useful?", "Yes", "20"], ["Useful?", "No", "3"],
                   ["Again?", "Yes", "18"], ["Again?", "No", "5"]]  # fmt: skip
    gate = small.gate(tmp_path, budget__csv=None, poll__csv=votes)
    assert all(one.table != "budget" for file in gate.open_files for one in file.choices)


def test_quarters_beside_numbered_lines_are_quarters(tmp_path: Path) -> None:
    money: Rows = [["No", "Line", "Q1", "Q2", "Q3", "Q4"], ["1", "Westlaw", "10", "10", "10", "10"],
                   ["2", "Lexis", "11", "11", "11", "11"], ["3", "Books", "12", "12", "12", "12"]]  # fmt: skip
    (one,) = small.gate(tmp_path, budget__csv=None, lines__csv=money).open_files
    assert (one.choices[0].table, one.choices[0].amount) == ("budget", 132.0)
