"""Answers on paper: recognised by the questions of the bank, half of the headings at least."""

from __future__ import annotations

from pathlib import Path

from tests.readers.survey.sheets import export_of, kinds, paper, read_by

ASKED = ["Overall, how satisfied are you with the library?", "Which department do you work in?"]


def test_headings_may_be_numbered(tmp_path: Path) -> None:
    for mark in ("{}. ", "Q{} - ", "Question {}: ", "{}) ", ""):
        head = [mark.format(at) + text for at, text in enumerate(ASKED, start=1)]
        found = read_by(paper, tmp_path, [["No.", *head], ["7", "Satisfied", "Tax"]])
        assert kinds(found) == dict(zip(
            ["overall-how-satisfied-are-you-with-the-library",
             "which-department-do-you-work-in"], ["scale", "single"], strict=True))  # fmt: skip
        assert found.tables["respondents"][["respondent_id", "department"]].to_numpy().tolist() == [
            ["7", "Tax"]
        ]


def test_half_of_the_headings_are_of_the_bank(tmp_path: Path) -> None:
    row = ["Satisfied", "Tax", "a", "b"]
    assert paper.recognise(export_of(tmp_path, [[*ASKED, "Ours", "Too"], row])) is not None
    assert paper.recognise(export_of(tmp_path, [[*ASKED, "A", "B", "C"], [*row, "c"]])) is None
    assert paper.recognise(export_of(tmp_path, [ASKED[:1], ["Satisfied"]])) is None
    timed = [["Timestamp", *ASKED], ["6/1/2026 10:00:01", "Satisfied", "Tax"]]
    assert paper.recognise(export_of(tmp_path, timed)) is None
