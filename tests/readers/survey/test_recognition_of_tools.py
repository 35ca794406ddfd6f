"""Where each survey tool is recognised and where no more, from both sides of each threshold."""

from __future__ import annotations

from pathlib import Path

import pytest

from engagekit.readers.registry import all_readers
from engagekit.readers.survey import surveymonkey
from tests.readers.survey.sheets import export_of

Rows = list[list[str]]
MOMENT, NUMBER = "1/2/2026 10:00:00", "1234567890"
FORMS = ["ID", "Start time", "Completion time", "Email", "Name", "How was it?"]


def _google(days: int, words: int) -> Rows:
    cells = [MOMENT] * days + ["last week"] * words
    return [["Timestamp", "How was it?"], *([cell, "Yes"] for cell in cells)]


def _lime(headers: list[str], hidden: int = 0) -> Rows:
    cells = ["N/A"] * hidden + ["Yes"] * len(headers)
    return [["id", *headers], ["1", *cells[: len(headers)]]]


def _coded(coded: int, plain: int) -> Rows:
    return _lime([f"Q{at}. What of it?" for at in range(coded)] + ["What else?"] * plain)


def _bracketed(bracketed: int, hidden: int) -> Rows:
    parts = [f"Which? [Item {at}]" for at in range(bracketed)]
    return _lime(parts + ["What else?"] * (10 - bracketed), hidden)


def _titled(above: int) -> Rows:
    return [["A title"]] * above + [FORMS, ["1", MOMENT, MOMENT, "anonymous", "", "Good"]]


def _import_ids(present: int) -> Rows:
    ids = [f'{{"ImportId":"QID{at}"}}' for at in range(present)]
    return [["a"] * 6, ["b"] * 6, ids + ["Good"] * (6 - present)]


def _redcap(strange: int) -> Rows:
    names = ["record_id", "redcap_event_name", *[f"field_{at}" for at in range(18)]]
    return [names[: 20 - strange] + ["Remark By Hand"] * strange, ["1"] * 20]


def _monkey(numbers: int) -> Rows:
    ids = [NUMBER] * numbers + ["removed", "", " "]
    return [["Respondent ID", "How was it?"], ["", "Response"], *([one, "Yes"] for one in ids)]


@pytest.mark.parametrize(("tool", "rows", "known"), [
    ("Google Forms", _google(8, 2), True),
    ("Google Forms", _google(7, 3), False),
    ("LimeSurvey", _coded(5, 0), True),  # from six columns on, the number among them
    ("LimeSurvey", _coded(4, 0), False),
    ("LimeSurvey", _coded(4, 1), True),
    ("LimeSurvey", _coded(7, 2), False),
    ("LimeSurvey", _bracketed(3, hidden=2), True),
    ("LimeSurvey", _bracketed(2, hidden=2), False),
    ("LimeSurvey", _bracketed(3, hidden=1), False),
    ("Microsoft Forms", _titled(9), True),
    ("Microsoft Forms", _titled(10), False),
    ("Qualtrics", _import_ids(3), True),
    ("Qualtrics", _import_ids(2), False),
    ("REDCap", _redcap(1), True),
    ("REDCap", _redcap(2), False),
    ("SurveyMonkey", _monkey(5), True),
    ("SurveyMonkey", _monkey(4), False),
])  # fmt: skip
def test_a_tool_is_known_from_its_threshold_on(
    tool: str, rows: Rows, known: bool, tmp_path: Path
) -> None:
    assert (all_readers()[tool].recognise(export_of(tmp_path, rows)) is not None) is known


@pytest.mark.parametrize(("before", "own"), [(8, True), (9, False)])
def test_columns_of_surveymonkey_stand_before_the_tenth(
    before: int, own: bool, tmp_path: Path
) -> None:
    asked = [f"Question {at}?" for at in range(2, before + 1)]
    head = ["Respondent ID", "Collector ID", *asked, "Date created"]
    rows = [head, [NUMBER, "1", *["Yes"] * (before - 1), MOMENT]]
    answers = surveymonkey.read(export_of(tmp_path, rows)).answers
    assert ("Date created" in [one.wording for one in answers.fields]) is not own
    assert ("Collector ID", "metadata") in answers.dropped
