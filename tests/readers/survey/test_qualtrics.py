"""Qualtrics: ImportIds of two dialects, test rows, option columns, stripped headers."""

from __future__ import annotations

from pathlib import Path

from engagekit.readers.survey import qualtrics
from tests.readers.survey.sheets import kinds, read_by, wide


def _rows(
    tags: str, ids: str, *answers: list[str], status: list[str] | None = None, texts: str = ""
) -> list[list[str]]:
    """A three-row export with ResponseId and Status; names are split at bars."""
    words = (texts or tags).split("|")
    body = [[f"R_{n}", (status or ["0"] * len(answers))[n], *row] for n, row in enumerate(answers)]
    return [
        ["ResponseId", "Status", *tags.split("|")],
        ["Antwort-ID", "Antworttyp", *words],
        [
            "{'ImportId': '_recordId'}",
            "{'ImportId': 'status'}",
            *["{'ImportId': '" + part + "'}" for part in ids.split("|")],
        ],
        *body,
    ]


def test_previews_are_set_aside_with_the_reason(tmp_path: Path) -> None:
    found = read_by(qualtrics, tmp_path, _rows("Q1", "QID1", ["a"], ["b"], status=["1", "0"]))
    assert [(part.reason, part.rows) for part in found.set_aside] == [("survey preview", 1)]
    assert found.tables["responses"]["value"].tolist() == ["b"]


def test_a_survey_of_nothing_but_tests_is_kept_and_said(tmp_path: Path) -> None:
    found = read_by(qualtrics, tmp_path, _rows("Q1", "QID1", ["a"], ["b"], status=["2", "2"]))
    assert found.rows_kept == 2
    assert "survey test" in str(found.problems[0])


def test_localised_texts_do_not_hide_the_metadata(tmp_path: Path) -> None:
    found = read_by(qualtrics, tmp_path, _rows("Q1", "QID1", ["a"]))
    assert list(kinds(found)) == ["QID1"]


def test_a_multi_select_is_one_question(tmp_path: Path) -> None:
    found = read_by(
        qualtrics,
        tmp_path,
        _rows(
            "Q2_1|Q2_-1",
            "QID2-1|QID2-4",
            ["1", ""],
            ["", "1"],
            texts="Use?-Desk|Use?-None of these",
        ),
    )
    assert wide(found, "QID2").to_numpy().tolist() == [["Desk", ""], ["", "None of these"]]


def test_seen_and_unanswered_is_empty(tmp_path: Path) -> None:
    found = read_by(qualtrics, tmp_path, _rows("Q1", "QID1", ["-99"], ["2"]))
    assert found.tables["responses"]["value"].tolist() == ["", "2"]


def test_codes_have_no_score(tmp_path: Path) -> None:
    found = read_by(qualtrics, tmp_path, _rows("Q1", "QID1", ["1"], ["3"], ["-1"]))
    assert found.tables["responses"]["score"].isna().all()


def test_a_matrix_of_several_answers_has_its_statements_and_options(tmp_path: Path) -> None:
    found = read_by(
        qualtrics,
        tmp_path,
        _rows(
            "Q1_1_1|Q1_1_2|Q1_2_1|Q1_2_2",
            "QID1-1-1|QID1-1-2|QID1-2-1|QID1-2-2",
            ["1", "", "", "1"],
            ["", "", "", ""],
            texts="When did you ...-ask-2025|When did you ...-ask-2026|When did you ...-visit-2025"
            "|When did you ...-visit-2026",
        ),
    )
    questions = found.tables["questions"]
    assert questions["wording"].unique().tolist() == ["ask", "visit"]
    assert questions["option"].tolist() == ["2025", "2026", "2025", "2026"]
    assert wide(found, "QID1_2").loc["R_0"].tolist() == ["", "2026"]


def test_a_promoter_question_counts_once(tmp_path: Path) -> None:
    found = read_by(
        qualtrics,
        tmp_path,
        _rows(
            "Q1|Q1_NPS_GROUP",
            "QID1|QID1_NPS_GROUP",
            ["10", "Promoter"],
            ["3", "Detractor"],
            texts="Would you recommend us?|Group",
        ),
    )
    assert kinds(found) == {"QID1": "net_promoter"}
    assert found.tables["responses"]["score"].tolist() == [10.0, 3.0]


def test_embedded_data_are_no_questions(tmp_path: Path) -> None:
    found = read_by(
        qualtrics,
        tmp_path,
        _rows(
            "Q1|condition|PROLIFIC_PID|Department",
            "QID1|condition|PROLIFIC_PID|Department",
            ["a", "x", "P1", "Tax"],
        ),
    )
    assert list(kinds(found)) == ["QID1"]
    assert ("PROLIFIC_PID", "personal data") in found.dropped_columns
    assert found.tables["respondents"]["department"].tolist() == ["Tax"]


def test_ids_that_a_publisher_overwrote_are_made_unique(tmp_path: Path) -> None:
    rows = _rows("Q1", "QID1", ["a"], ["b"])
    for row in rows[3:]:
        row[0] = "redacted"
    found = read_by(qualtrics, tmp_path, rows)
    assert found.tables["respondents"]["respondent_id"].tolist() == [
        "redacted row 4",
        "redacted row 5",
    ]
    assert "not unique in 2 rows" in str(found.problems[0])


def test_the_zone_of_the_third_row_is_kept(tmp_path: Path) -> None:
    rows = _rows("RecordedDate|Q1", "recordedDate|QID1", ["2026-03-08 10:00:00", "a"])
    rows[2][2] = '{"ImportId":"recordedDate","timeZone":"America/Denver"}'
    found = read_by(qualtrics, tmp_path, rows)
    assert found.zone == "America/Denver"
    assert found.tables["surveys"]["opened_on"].tolist() == ["2026-03-08T10:00:00-06:00"]
