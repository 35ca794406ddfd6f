"""A form that staff fill in about each enquiry is a log, not a survey of those who answered it."""

from __future__ import annotations

from pathlib import Path

import pytest

from engagekit.loading.load import everything
from engagekit.mapping.drafting import map_file
from engagekit.sections.gate import Gate
from tests.stranger import small
from tests.stranger.small import PEOPLE, Rows

pytestmark = pytest.mark.slow

LOG = [
    "Your initials",
    "Client name",
    "How was the enquiry received?",
    "Type of enquiry",
    "Time taken",
]
GOOGLE, MICROSOFT = ["Timestamp"], ["ID", "Start time", "Completion time", "Email", "Name"]


def _form(first: list[str], heads: list[str]) -> Rows:
    """A form with a line for each of the first ten people."""
    rows: Rows = [[*first, *heads]]
    for at, person in enumerate(PEOPLE[1:11]):
        day = f"{at + 11:02}/03/2026 09:12:3{at % 10}"
        own = [day] if first == GOOGLE else [str(at + 1), day, day, "anonymous", ""]
        cells = {"Your initials": "JB", "Client name": person[1], "Time taken": "15",
                 "How was the enquiry received?": "Email" if at % 2 else "Phone",
                 "Type of enquiry": "Loan" if at % 3 else "Search"}  # fmt: skip
        rows.append([*own, *(cells.get(head, "Good" if at % 2 else "Poor") for head in heads)])
    return rows


@pytest.mark.parametrize("first", [GOOGLE, MICROSOFT])
def test_a_form_about_enquiries_is_a_log(first: list[str], tmp_path: Path) -> None:
    gate = small.gate(tmp_path, requests__xlsx=_form(first, LOG))
    (one,) = gate.open_files  # ten enquiries had been ten answers to a survey
    assert gate.counts().get("answers", 0) == small.gate(tmp_path / "x").counts().get("answers", 0)
    assert one.choices[0].table == "touches"
    map_file(one.path, table="touches", given=dict(one.choices[0].said))
    tables = Gate(everything(tmp_path / "data")).tables
    ours = tables.touches[tables.touches["source_file"].str.contains("requests")]
    assert ours["contact_id"].nunique() == 10
    assert set(ours["channel"]) == {"email", "phone"}


@pytest.mark.parametrize(
    "heads",
    [
        [*LOG[:1], *LOG[3:4], "How do you rate us?"],  # two of its columns are too few
        [*LOG, "How satisfied are you?"],  # it asks whoever answers
        ["Name", "How was the enquiry received?", "Type of enquiry", "Time taken"],  # about nobody
    ],
)
def test_a_survey_that_asks_about_an_enquiry_is_one(heads: list[str], tmp_path: Path) -> None:
    gate = small.gate(tmp_path, survey__xlsx=_form(GOOGLE, heads))
    assert not gate.open_files
    assert 10 in gate.tables.respondents.groupby("survey_id").size().tolist()


def test_the_settings_may_say_that_it_is_a_survey(tmp_path: Path) -> None:
    settings = small.SETTINGS + '[files."requests.xlsx"]\ntool = "Google Forms"\n'
    gate = small.gate(tmp_path, settings, requests__xlsx=_form(GOOGLE, LOG))
    assert not gate.open_files
