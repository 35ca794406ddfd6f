"""The four tables of a survey: status, choices that became dates, ids and titles."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from engagekit.files.source_file import Export, Sheet
from engagekit.readers.survey._form import reading_of
from engagekit.readers.survey._survey_builder import Answers, Field, choice, slug
from engagekit.readers.survey._survey_tables import tables_of, title_of, turned

EXPORT = Export(Path("Library.csv"), "Library.csv", "text", "utf-8", ",", (), "", "")


def _tables(*fields: Field) -> dict[str, pd.DataFrame]:
    ids = pd.Series(["r1", "r2"], index=pd.Index([2, 3], name="source"))
    answers = Answers(fields, ids, 2)
    reading = reading_of(answers)
    return dict(tables_of(answers, EXPORT, Sheet("", pd.DataFrame()), reading).tables)


def _cells(*cells: str) -> pd.Series:
    return pd.Series(cells, index=[2, 3], dtype="str")


@pytest.mark.parametrize(("last", "status"), [(1, "partial"), (2, "complete"), (4, "complete")])
def test_a_response_with_one_of_the_last_three_questions_is_complete(
    last: int, status: str
) -> None:
    cells = [_cells("Yes" if at == last else "", "") for at in range(1, 5)]
    fields = [Field(f"q{at}", f"Question {at}", one) for at, one in enumerate(cells, start=1)]
    assert _tables(*fields)["respondents"]["status"].tolist() == [status, "break_off"]


@pytest.mark.parametrize(("labels", "dates"), [(40, ["01-May"]), (41, [])])
def test_dates_among_many_answers_are_no_choices(labels: int, dates: list[str]) -> None:
    others = [f"{number}-{number + 9}" for number in range(10, labels + 9)]
    assert turned(["01-May", *others]) == dates


def test_a_number_of_hours_among_ranges_is_no_date() -> None:
    assert turned(["0 hours", "1-2 hours", "3 weeks", "4-5", "2026-05-01"]) == ["2026-05-01"]


def test_an_option_or_id_that_stands_twice_gets_a_number() -> None:
    ticks = _cells("x", "")
    questions = _tables(
        choice("use", "Which?", "Desk", ticks),
        choice("use", "Which?", "Desk", ticks),
        Field("why", "Why?", ticks),
        Field("why", "Why?", ticks),
    )["questions"]
    assert questions["option"].tolist() == ["Desk", "Desk (2)", "", ""]
    assert questions["question_id"].tolist() == ["use", "use", "why", "why-2"]


@pytest.mark.parametrize(("file", "sheet", "title"), [
    ("Library survey (1-20).xlsx", "Form1", "Library survey"),
    ("export.xlsx", "Library survey", "Library survey"),
    ("export.xlsx", "Sheet1", "export"),
])  # fmt: skip
def test_the_title_is_that_of_the_file_without_what_tools_add(
    file: str, sheet: str, title: str
) -> None:
    export = Export(Path(file), file, "workbook", None, None, (), "", "")
    assert title_of(export, Sheet(sheet, pd.DataFrame())) == title


def test_an_id_of_more_than_48_letters_ends_in_a_hash_of_the_whole() -> None:
    assert slug("a" * 48) == "a" * 48
    long, longer = slug("a" * 49), slug("a" * 50)
    assert len(long) == 48
    assert long != longer
    assert long.startswith("a" * 41)
