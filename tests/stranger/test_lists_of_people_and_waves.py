"""Staff lists with headings and the day of the list, and surveys of several years in one file."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.stranger.small import Rows
from tests.stranger.test_staff_college import ALONE
from tests.stranger.test_vendor_layouts import LONE, STAFF, offers
from tests.stranger.test_year_to_date import accepted

HEADINGS = ("Tax", "Human Resources")


def staff(headings: tuple[str, ...], size: int = 24) -> Rows:
    rows = [[name, mail] for name, mail, _ in STAFF[:size]]
    for at, heading in enumerate(headings):
        rows.insert(at * 5, [heading, ""])
    return [["Name", "Email"], *rows]


@pytest.mark.parametrize(
    ("headings", "asked"),
    [(HEADINGS, True), (HEADINGS[:1], False), (("Ann Lee", "Bob Ray"), False), ((), False)],
)
def test_headings_between_people_are_asked_about(
    headings: tuple[str, ...], asked: bool, tmp_path: Path
) -> None:
    found = accepted(tmp_path, **{**ALONE, "people__csv": staff(headings)})
    told = [str(one) for one in [*found.questions, *found.notes] if "whose name" in str(one)]
    assert bool(told) == asked
    assert all(one in told[0] for one in headings * asked)


def test_many_rows_with_a_name_alone_are_people_without_an_address(tmp_path: Path) -> None:
    rows = staff((), 12)
    rows += [["Reception", ""], *[[name, ""] for name, _, _ in STAFF[12:16]]]  # 5 of 17
    found = accepted(tmp_path, **{**ALONE, "people__csv": rows})
    told = [str(one) for one in [*found.questions, *found.notes] if "whose name" in str(one)]
    assert not any(STAFF[13][0] in one for one in told)


HIRED = [("Snapshot date", 9, False), ("Firm date", 3, False), ("Firm date", 4, True)]


@pytest.mark.parametrize(("head", "days", "taken"), HIRED)
def test_the_day_of_a_list_is_no_day_of_hiring(
    head: str, days: int, taken: bool, tmp_path: Path
) -> None:
    rows = [["Employee ID", "Name", "Email", "Department", head]]
    rows += [[f"E{at}", *one, f"2026-01-{1 + at % days:02}"] for at, one in enumerate(STAFF)]
    rows += [[*one[:4], "2026-02-01"] for one in rows[1:21]]  # 44 rows on a day more
    (first,) = (one for one in offers(tmp_path, rows) if one.table == "contacts")
    assert (dict(first.said).get("joined_on") == head) == taken


def survey(column: str, *cells: str) -> Rows:
    words = ("Very satisfied", "Satisfied", "Neutral")
    head = ["ID", column, "Department", "How satisfied are you with the library?"]
    return [head, *[[str(at), one, "Tax", words[at % 3]] for at, one in enumerate(cells)]]


@pytest.mark.parametrize(
    ("column", "first", "asked"),
    [("Year", 5, True), ("Wave", 5, True), ("Year", 4, False), ("Floor", 5, False)],
)
def test_answers_of_several_years_in_one_file_are_asked_about(
    column: str, first: int, asked: bool, tmp_path: Path
) -> None:
    rows = survey(column, *["2025"] * first, *["2026"] * 12)
    found = accepted(tmp_path, **LONE, new__csv=rows)
    told = [str(one) for one in found.questions if "different times" in str(one)]
    assert bool(told) == asked
    assert not told or f"{column}: 2025 ({first}); 2026 (12)" in told[0]


@pytest.mark.parametrize("words", [("True", "False"), ("Yes", "No"), ("Finished", "Unfinished")])
def test_answers_that_nobody_finished_are_partial(words: tuple[str, str], tmp_path: Path) -> None:
    rows = survey("Finished", *[words[at % 4 == 0] for at in range(20)])
    tables = accepted(tmp_path, **LONE, new__csv=rows).tables
    assert tables.respondents["status"].value_counts().to_dict() == {"complete": 15, "partial": 5}
    assert len(tables.questions) == 1


def test_the_day_of_a_list_is_not_that_of_an_enquiry(tmp_path: Path) -> None:
    rows = [["Name", "Email", "Snapshot date"]]
    rows += [[name, mail, "2026-01-05"] for name, mail, _ in STAFF[:24]]
    first = offers(tmp_path, rows)[0]
    assert first.table != "touches" or dict(first.said)["on"] == "..."


def test_what_is_no_state_of_an_answer_is_a_question(tmp_path: Path) -> None:
    rows = survey("Complete", *["40", "60", "80", "100"] * 5)
    tables = accepted(tmp_path, **LONE, new__csv=rows).tables
    assert set(tables.respondents["status"]) == {"complete"} and len(tables.respondents) == 20
