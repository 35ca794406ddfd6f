"""ODK Central: groups, select-multiple columns, rejected submissions."""

from __future__ import annotations

from pathlib import Path

from engagekit.readers.survey import odk
from tests.readers.survey.sheets import read_by, wide


def _rows(header: list[str], *answers: list[str], state: str = "") -> list[list[str]]:
    own = [
        [f"2026-01-0{n}T10:00:00.000Z", *row, f"uuid:{n}", "4", "ann", state]
        for n, row in enumerate(answers, start=1)
    ]
    return [["SubmissionDate", *header, "KEY", "SubmitterID", "SubmitterName", "ReviewState"], *own]


def test_a_select_multiple_question_counts_once(tmp_path: Path) -> None:
    found = read_by(
        odk,
        tmp_path,
        _rows(
            ["g1-use", "g1-use/desk", "g1-use/chat"], ["desk chat", "1", "1"], ["chat", "0", "1"]
        ),
    )
    assert wide(found, "g1-use").to_numpy().tolist() == [["chat", "desk"], ["chat", ""]]
    assert found.tables["questions"]["wording"].tolist() == ["use", "use"]


def test_a_rejected_submission_is_kept_and_said(tmp_path: Path) -> None:
    found = read_by(odk, tmp_path, _rows(["q"], ["a"], state="rejected"))
    assert found.rows_kept == 1
    assert "rejected" in str(found.problems[0])


def test_who_sent_it_is_dropped(tmp_path: Path) -> None:
    found = read_by(odk, tmp_path, _rows(["q", "name"], ["a", "Ann"]))
    assert {name for name, reason in found.dropped_columns if reason == "personal data"} == {
        "name",
        "SubmitterID",
        "SubmitterName",
    }
