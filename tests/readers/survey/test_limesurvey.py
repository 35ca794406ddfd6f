"""LimeSurvey: not displayed and not answered, sub-questions, codes, partial responses."""

from __future__ import annotations

from pathlib import Path

from engagekit.readers.survey import limesurvey
from tests.readers.survey.sheets import kinds, read_by, wide

OWN = ["Response ID", "Date submitted", "Last page", "Start language"]


def _row(number: int, *answers: str, submitted: str = "2026-01-05 11:10:12") -> list[str]:
    return [str(number), submitted, "2", "en", *answers]


def test_a_question_that_was_not_displayed_has_no_row(tmp_path: Path) -> None:
    found = read_by(
        limesurvey,
        tmp_path,
        [
            [*OWN, "Use? [Desk]", "Use? [Chat]", "Use? [Other]"],
            _row(1, "Yes", "No", ""),
            _row(2, "N/A", "N/A", ""),
            _row(3, "No", "No", "Post"),
        ],
    )
    table = wide(found, "use")
    assert table.loc["1"].to_dict() == {"Chat": "", "Desk": "Desk", "Other": ""}
    assert table.loc["3", "Other"] == "Other"
    assert "2" not in table.index


def test_a_response_that_was_not_handed_in_is_partial(tmp_path: Path) -> None:
    found = read_by(
        limesurvey,
        tmp_path,
        [[*OWN, "Happy?"], _row(1, "Yes"), _row(2, "Yes", submitted=""), _row(3, "", submitted="")],
    )
    assert found.tables["respondents"]["status"].tolist() == ["complete", "partial", "break_off"]
    assert found.rows_kept == 3


def test_the_year_1980_stands_for_no_date(tmp_path: Path) -> None:
    found = read_by(
        limesurvey, tmp_path, [[*OWN, "Happy?"], _row(1, "Yes", submitted="1980-01-01 00:00:00")]
    )
    people = found.tables["respondents"]
    assert people["submitted_at"].tolist() == [""]
    assert people["status"].tolist() == ["complete"]


def test_codes_and_codes_with_text_give_the_same_ids(tmp_path: Path) -> None:
    own = ["id", "submitdate", "lastpage", "startlanguage"]
    bare = read_by(
        limesurvey, tmp_path, [[*own, "G1Q1", "G1Q2[SQ1]", "G1Q2[SQ2]"], _row(1, "a", "b", "c")]
    )
    both = read_by(
        limesurvey,
        tmp_path,
        [
            [*own, "G1Q1. Why?", "G1Q2[SQ1]. Rate [Desk]", "G1Q2[SQ2]. Rate [Chat]"],
            _row(1, "a", "b", "c"),
        ],
    )
    assert list(kinds(bare)) == list(kinds(both)) == ["G1Q1", "G1Q2_SQ1", "G1Q2_SQ2"]


def test_ranks_become_places_of_items(tmp_path: Path) -> None:
    found = read_by(
        limesurvey,
        tmp_path,
        [
            [*OWN, "First? [Rank 1]", "First? [Rank 2]"],
            _row(1, "Cost", "Speed"),
            _row(2, "Speed", ""),
        ],
    )
    assert wide(found, "first").to_numpy().tolist() == [["1", "2"], ["", "1"]]


def test_headers_of_code_and_text_name_the_tool_in_any_language(tmp_path: Path) -> None:
    own = ["id. Réponse n°", "submitdate. Envoyé le", "lastpage. Page", "startlanguage. Langue"]
    head = [*own, "seed. Graine", "interviewtime. Durée", "groupTime1. Group time: A"]
    found = read_by(
        limesurvey,
        tmp_path,
        [
            [*head, "G01Q01. Happy?", "G01Q02[SQ001]. Use? [Desk]", "G01Q02[SQ002]. Use? [Chat]"],
            [*_row(1), "77", "140", "20", "Yes", "Yes", "No"],
            [*_row(2, submitted=""), "77", "140", "20", "No", "No", "Yes"],
        ],
    )
    assert kinds(found) == {"G01Q01": "single", "G01Q02": "multi"}
    assert found.tables["respondents"]["respondent_id"].tolist() == ["1", "2"]
    assert found.tables["respondents"]["status"].tolist() == ["complete", "partial"]
