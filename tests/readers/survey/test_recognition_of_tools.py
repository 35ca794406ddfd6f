"""Where each survey tool is recognised and where no more, from both sides of each threshold."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from types import ModuleType

import pytest

from engagekit.files.source_file import Export
from engagekit.readers.shared.contract import Recognition
from engagekit.readers.survey import limesurvey, qualtrics, redcap, surveymonkey
from tests.readers.survey.sheets import google_forms, microsoft_forms

Rows = Sequence[Sequence[str]]
Recognise = Callable[[ModuleType, Rows], Recognition | None]


@pytest.fixture
def recognise(export: Callable[[Rows], Export]) -> Recognise:
    return lambda reader, rows: reader.recognise(export(rows))


def _google(moments: Sequence[str], *others: str) -> Rows:
    header = ["Timestamp", *(others or ["How was it?"])]
    return [header, *([moment, *["Yes"] * (len(header) - 1)] for moment in moments)]


MOMENT = "1/2/2026 10:00:00"


@pytest.mark.parametrize(("dates", "known"), [(8, True), (7, False)])
def test_google_forms_has_four_dates_in_five_cells(
    dates: int, known: bool, recognise: Recognise
) -> None:
    rows = _google([MOMENT] * dates + ["last week"] * (10 - dates))
    assert (recognise(google_forms, rows) is not None) is known


def _lime(*headers: str, cells: Sequence[str] = ()) -> Rows:
    return [["id", *headers], ["1", *[*cells, *["Yes"] * len(headers)][: len(headers)]]]


@pytest.mark.parametrize(("coded", "plain", "known"), [
    (5, 0, True), (4, 0, False), (4, 1, True), (7, 2, False), (8, 2, True),
])  # fmt: skip
def test_limesurvey_writes_codes_before_four_questions_in_five(
    coded: int, plain: int, known: bool, recognise: Recognise
) -> None:
    headers = [f"Q{number}. What of it?" for number in range(coded)]
    rows = _lime(*headers, *["What else?"] * plain)
    assert (recognise(limesurvey, rows) is not None) is known


@pytest.mark.parametrize(("bracketed", "hidden", "known"), [
    (3, 2, True), (2, 2, False), (3, 1, False),
])  # fmt: skip
def test_limesurvey_writes_brackets_and_hidden_answers(
    bracketed: int, hidden: int, known: bool, recognise: Recognise
) -> None:
    headers = [f"Which? [Item {number}]" for number in range(bracketed)]
    rows = _lime(*headers, *["What else?"] * (10 - bracketed), cells=["N/A"] * hidden)
    assert (recognise(limesurvey, rows) is not None) is known


FORMS = ["ID", "Start time", "Completion time", "Email", "Name", "How was it?"]


@pytest.mark.parametrize(("above", "known"), [(9, True), (10, False)])
def test_the_header_of_microsoft_forms_is_in_the_first_ten_rows(
    above: int, known: bool, recognise: Recognise
) -> None:
    rows = [*[["A title"]] * above, FORMS, ["1", MOMENT, MOMENT, "anonymous", "", "Good"]]
    assert (recognise(microsoft_forms, rows) is not None) is known


@pytest.mark.parametrize(("present", "known"), [(3, True), (2, False)])
def test_half_of_the_cells_of_a_row_are_import_ids(
    present: int, known: bool, recognise: Recognise
) -> None:
    ids = [f'{{"ImportId":"QID{number}"}}' for number in range(present)]
    rows = [["a"] * 6, ["b"] * 6, [*ids, *["Good"] * (6 - present)]]
    assert (recognise(qualtrics, rows) is not None) is known


@pytest.mark.parametrize(("strange", "known"), [(1, True), (2, False)])
def test_redcap_names_nineteen_columns_in_twenty(
    strange: int, known: bool, recognise: Recognise
) -> None:
    names = ["record_id", "redcap_event_name", *[f"field_{number}" for number in range(18)]]
    header = [*names[: 20 - strange], *["Remark By Hand"] * strange]
    assert (recognise(redcap, [header, ["1"] * 20]) is not None) is known


def _monkey(first: Sequence[str], second: Sequence[str], *ids: str) -> Rows:
    return [first, second, *([one, *["Yes"] * (len(first) - 1)] for one in ids)]


NUMBER = "1234567890"


@pytest.mark.parametrize(("numbers", "known"), [(5, True), (4, False)])
def test_surveymonkey_numbers_more_than_four_respondents_in_five(
    numbers: int, known: bool, recognise: Recognise
) -> None:
    ids = [*[NUMBER] * numbers, "x"]
    rows = _monkey(["Respondent ID", "How was it?"], ["", "Response"], *ids)
    assert (recognise(surveymonkey, rows) is not None) is known


@pytest.mark.parametrize(("before", "own"), [(8, True), (9, False)])
def test_columns_of_surveymonkey_stand_before_the_tenth(
    before: int, own: bool, export: Callable[[Rows], Export]
) -> None:
    first = ["Respondent ID", "Collector ID", *[f"Question {at}?" for at in range(2, before + 1)]]
    rows = [[*first, "Date created"], [NUMBER, "1", *["Yes"] * (before - 1), MOMENT]]
    answers = surveymonkey.read(export(rows)).answers
    dropped, questions = answers.dropped, [one.wording for one in answers.fields]
    assert ("Date created" in questions) is not own
    assert ("Collector ID", "metadata") in dropped
