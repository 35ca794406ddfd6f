"""ODK Central: groups, select-multiple columns, rejected submissions."""

from __future__ import annotations

import csv
from pathlib import Path

import pandas as pd

from engagekit.files.source_file import Export, open_export
from engagekit.readers.shared.contract import Reading
from engagekit.readers.survey import odk


def _export(folder: Path, rows: list[list[str]], name: str = "Survey.csv") -> Export:
    path = folder / name
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return open_export(path)


def _read(folder: Path, rows: list[list[str]], name: str = "Survey.csv") -> Reading:
    export = _export(folder, rows, name)
    assert odk.recognise(export) is not None
    return odk.read(export)


def _wide(found: Reading, question_id: str) -> pd.DataFrame:
    """Answers to one question: a row a respondent, a column an option."""
    answers = found.tables["responses"]
    answers = answers[answers["question_id"] == question_id]
    return answers.pivot(index="respondent_id", columns="option", values="value")


def _rows(header: list[str], *answers: list[str], state: str = "") -> list[list[str]]:
    own = [
        [f"2026-01-0{n}T10:00:00.000Z", *row, f"uuid:{n}", "4", "ann", state]
        for n, row in enumerate(answers, start=1)
    ]
    return [["SubmissionDate", *header, "KEY", "SubmitterID", "SubmitterName", "ReviewState"], *own]


def test_a_select_multiple_question_counts_once(tmp_path: Path) -> None:
    found = _read(
        tmp_path,
        _rows(
            ["g1-use", "g1-use/desk", "g1-use/chat"], ["desk chat", "1", "1"], ["chat", "0", "1"]
        ),
    )
    assert _wide(found, "g1-use").to_numpy().tolist() == [["chat", "desk"], ["chat", ""]]
    assert found.tables["questions"]["wording"].tolist() == ["use", "use"]


def test_a_rejected_submission_is_kept_and_said(tmp_path: Path) -> None:
    found = _read(tmp_path, _rows(["q"], ["a"], state="rejected"))
    assert found.rows_kept == 1
    assert "rejected" in str(found.problems[0])


def test_who_sent_it_is_dropped(tmp_path: Path) -> None:
    found = _read(tmp_path, _rows(["q", "name"], ["a", "Ann"]))
    assert {name for name, reason in found.dropped_columns if reason == "personal data"} == {
        "name",
        "SubmitterID",
        "SubmitterName",
    }
