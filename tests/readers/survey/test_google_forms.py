"""Google Forms: its first column, and grids."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.readers.survey.sheets import export_of, google_forms, kinds, read_by


def _rows(header: str, *answers: str) -> list[list[str]]:
    return [
        ["Timestamp", header],
        *[[f"2/{day}/2026 18:23:58", text] for day, text in enumerate(answers, start=13)],
    ]


def test_rows_of_a_grid_share_their_question(tmp_path: Path) -> None:
    rows = [
        ["Timestamp", "Rate [Staff]", "Rate [Rooms]", "Rate [Staff]"],
        ["2/16/2026 18:23:58", "Good", "Poor", "Fair"],
    ]
    questions = read_by(google_forms, tmp_path, rows).tables["questions"]
    assert questions["item_of"].tolist() == ["Rate", "Rate", ""]
    assert questions["wording"].tolist()[:2] == ["Staff", "Rooms"]


def test_the_same_header_twice_is_two_questions(tmp_path: Path) -> None:
    rows = [["Timestamp", "Why?", "Why?"], ["2/16/2026 18:23:58", "a", "b"]]
    assert list(kinds(read_by(google_forms, tmp_path, rows))) == ["why", "why-2"]


def test_a_cleaned_file_is_only_probably_google_forms(tmp_path: Path) -> None:
    rows = [["timestamp", "happy"], ["1/30/24 10:52", "Yes"]]
    seen = google_forms.recognise(export_of(tmp_path, rows))
    assert seen is not None
    assert not seen.certain


@pytest.mark.parametrize("first", ["timestamp", "Time", "Date"])
def test_a_log_whose_first_cells_are_no_dates_is_not_taken(first: str, tmp_path: Path) -> None:
    rows = [[first, "event"], ["1700000000", "login"], ["1700000001", "logout"]]
    assert google_forms.recognise(export_of(tmp_path, rows)) is None
