"""SurveyMonkey: two header rows in any language, condensed rows, worded ends."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from engagekit.readers.survey import surveymonkey
from tests.readers.survey.sheets import export_of, kinds, read_by, wide

OWN = ["Respondent ID", "Collector ID", "Start Date", "End Date"]


def _row(number: int, *answers: str) -> list[str]:
    return [
        f"1124985900{number}",
        "216437765",
        f"01/1{number}/2026 1:30:48 AM",
        f"01/1{number}/2026 1:35:48 PM",
        *answers,
    ]


def test_a_question_stretches_over_its_choices(tmp_path: Path) -> None:
    found = read_by(
        surveymonkey,
        tmp_path,
        [
            [*OWN, "What do you use?", "", "Why?"],
            ["", "", "", "", "Desk", "Chat", "Open-Ended Response"],
            _row(1, "Desk", "", "None"),
            _row(2, "Desk", "Chat", ""),
        ],
    )
    assert kinds(found) == {"what-do-you-use": "multi", "why": "text"}
    assert wide(found, "what-do-you-use").to_numpy().tolist() == [["", "Desk"], ["Chat", "Desk"]]


def test_the_open_part_of_one_choice_is_a_text_of_its_block(tmp_path: Path) -> None:
    found = read_by(
        surveymonkey,
        tmp_path,
        [
            [*OWN, "Where?", ""],
            ["", "", "", "", "Response", "Other (please specify)"],
            _row(1, "Ottawa", ""),
            _row(2, "Other", "Remote"),
        ],
    )
    assert kinds(found) == {"where": "single", "where_text": "text"}
    assert found.tables["questions"]["item_of"].tolist() == ["Where?", "Where?"]


def test_one_header_row_is_seen_as_one(tmp_path: Path) -> None:
    rows = [["RespondentID", "Do you care?"], ["3292953864", "Some"], ["3292953865", "A lot"]]
    seen = surveymonkey.recognise(export_of(tmp_path, rows))
    assert seen is not None
    assert seen.header_rows == 1
    assert surveymonkey.read(export_of(tmp_path, rows)).rows_read == 2


def test_a_tidy_table_with_a_respondent_id_is_not_taken(tmp_path: Path) -> None:
    rows = [["respondent_id", "happy"], ["1", "Yes"], ["2", "No"]]
    assert surveymonkey.recognise(export_of(tmp_path, rows)) is None


def test_who_stopped_early_did_not_complete(tmp_path: Path) -> None:
    questions = [f"Question {n}?" for n in range(6)]
    found = read_by(
        surveymonkey,
        tmp_path,
        [
            [*OWN, *questions],
            ["", "", "", "", *["Response"] * 6],
            _row(1, *"abcdef"),
            _row(2, "a", "", "", "", "", ""),
            _row(3, *[""] * 6),
        ],
    )
    assert found.tables["respondents"]["status"].tolist() == ["complete", "partial", "break_off"]


@pytest.mark.parametrize(("numbers", "is_ids"), [(4, False), (5, True)])
def test_a_column_is_of_ids_where_more_than_eight_in_ten_cells_are(
    numbers: int, is_ids: bool
) -> None:
    cells = pd.Series(["10293847561"] * numbers + ["removed", "", " "])
    assert surveymonkey.are_numbers(cells) is is_ids
