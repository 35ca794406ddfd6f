"""REDCap: one person in many rows, boxes, states, the data dictionary."""

from __future__ import annotations

from pathlib import Path

import pytest

from engagekit.errors import ExportError
from engagekit.files.source_file import open_export
from engagekit.readers.survey import redcap
from tests.readers.survey.sheets import export_of, kinds, read_by, wide


def test_a_person_with_many_rows_counts_once(tmp_path: Path) -> None:
    found = read_by(
        redcap,
        tmp_path,
        [
            ["study_id", "redcap_event_name", "happy", "form_complete"],
            ["007", "start", "1", "2"],
            ["007", "month_3", "2", "2"],
            ["008", "start", "3", "0"],
        ],
    )
    assert found.rows_kept == 3
    people = found.tables["respondents"]
    assert people["respondent_id"].tolist() == ["007", "008"]
    assert people["status"].tolist() == ["complete", "break_off"]
    assert list(kinds(found)) == ["happy@start", "happy@month-3"]


def test_an_event_without_the_question_has_no_row_for_it(tmp_path: Path) -> None:
    found = read_by(
        redcap,
        tmp_path,
        [
            ["study_id", "redcap_event_name", "a", "b", "form_complete"],
            ["1", "start", "x", "", "2"],
            ["1", "end", "", "y", "2"],
        ],
    )
    answers = found.tables["responses"]
    assert answers[["question_id", "value"]].to_numpy().tolist() == [["a", "x"], ["b", "y"]]


def test_boxes_are_options_of_one_question(tmp_path: Path) -> None:
    found = read_by(
        redcap,
        tmp_path,
        [
            ["record_id", "use___1", "use____9", "form_complete"],
            ["1", "1", "0", "2"],
            ["2", "0", "1", "2"],
        ],
    )
    assert wide(found, "use").to_numpy().tolist() == [["", "1"], ["-9", ""]]


def test_a_moment_that_was_not_completed_is_none(tmp_path: Path) -> None:
    found = read_by(
        redcap,
        tmp_path,
        [
            ["record_id", "redcap_survey_identifier", "s_timestamp", "q"],
            ["1", "", "[not completed]", "a"],
            ["2", "", "2026-01-05 10:00:00", "b"],
        ],
    )
    assert found.tables["respondents"]["submitted_at"].tolist() == ["", "2026-01-05 10:00:00"]


def test_columns_that_name_a_person_are_dropped(tmp_path: Path) -> None:
    found = read_by(
        redcap,
        tmp_path,
        [
            ["record_id", "first_name", "telephone_1", "q", "form_complete"],
            ["1", "Ann", "555", "a", "2"],
        ],
    )
    assert list(kinds(found)) == ["q"]


def test_an_ordinary_table_of_snake_case_is_not_taken(tmp_path: Path) -> None:
    rows = [["order_id", "is_complete_order", "amount"], ["1", "yes", "3"]]
    assert redcap.recognise(export_of(tmp_path, rows)) is None


def test_the_dictionary_is_refused_with_what_it_is(tmp_path: Path) -> None:
    rows = [["Variable / Field Name", "Form Name", "Field Label"], ["q", "form", "Happy?"]]
    with pytest.raises(ExportError, match="REDCap data dictionary"):
        read_by(redcap, tmp_path, rows)


def test_blank_columns_that_a_spreadsheet_left_behind_change_nothing(tmp_path: Path) -> None:
    rows = [["record_id", "happy", "survey_complete"], ["1", "5", "2"], ["2", "4", "2"]]
    plain = read_by(redcap, tmp_path, rows).tables["responses"]
    table = read_by(redcap, tmp_path, [[*row, "", "", ""] for row in rows], "Wide.csv").tables[
        "responses"
    ]
    assert table["value"].tolist() == plain["value"].tolist() == ["5", "4"]


def test_a_totals_row_below_the_records_is_set_aside(tmp_path: Path) -> None:
    path = tmp_path / "Study_DATA_2026-01-26_0940.csv"
    path.write_text(
        "record_id,use___1,use___2,library_complete\n1,1,0,2\n2,0,1,2\nTotal,1,1,4\n",
        encoding="utf-8",
    )
    export = open_export(path)
    assert redcap.recognise(export) is not None
    found = redcap.read(export)
    assert found.rows_kept == 2
    assert [(part.reason, part.rows) for part in found.set_aside] == [("totals row", 1)]


DICTIONARY = """Variable / Field Name,Form Name,Section Header,Field Type,Field Label,"Choices, Calculations, OR Slider Labels",Matrix Group Name
record_id,survey,,text,Record ID,,
sat_1,survey,How good is it?,radio,Desk,"1, Bad | 2, Good",sat
sat_2,survey,,radio,Chat,"1, Bad | 2, Good",sat
imp_1,survey,How needed is it?,radio,Desk,"1, No | 2, Yes",imp
imp_2,survey,,radio,Chat,"1, No | 2, Yes",imp
use,survey,,checkbox,Which do you use?,"1, Desk | 2, Chat",
"""
LABELS = [
    ["Record ID", "Desk", "Chat", "Desk", "Chat", "Which do you use? (choice=Desk)",
     "Which do you use? (choice=Chat)", "Complete?"],
    ["1", "Good", "Bad", "Yes", "No", "Checked", "Unchecked", "Complete"],
    ["2", "Bad", "Bad", "No", "No", "Unchecked", "Checked", "Complete"],
]  # fmt: skip


def test_labels_of_which_one_is_left_out_have_no_grid(tmp_path: Path) -> None:
    (tmp_path / "dictionary.csv").write_text(DICTIONARY, "utf-8")
    fewer = [[*row[:3], *row[4:]] for row in LABELS]
    questions = read_by(redcap, tmp_path, fewer).tables["questions"]
    assert questions["wording"].tolist()[:3] == ["Desk", "Chat", "Chat"]
