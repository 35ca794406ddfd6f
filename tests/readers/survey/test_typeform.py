"""Typeform: choices that lost their question, partial responses, ranges turned into dates."""

from __future__ import annotations

from pathlib import Path

from engagekit.readers.survey import typeform
from tests.readers.survey.sheets import export_of, kinds, read_by, wide

OWN = ["Response Type", "Start Date (UTC)", "Stage Date (UTC)", "Submit Date (UTC)", "Network ID"]


def _row(number: int, *answers: str, kind: str = "completed") -> list[str]:
    return [
        f"token{number}",
        *answers,
        kind,
        "2026-04-02 14:15:49",
        "",
        "2026-04-02 14:23:31",
        f"net{number}",
    ]


def test_neighbouring_choices_are_one_question(tmp_path: Path) -> None:
    found = read_by(
        typeform,
        tmp_path,
        [
            ["#", "Books", "Maps", "Other", "Books", "Talks", *OWN],
            _row(1, "Books", "", "", "Books", "Talks"),
            _row(2, "", "Maps", "Globes", "", "Talks"),
        ],
    )
    assert kinds(found) == {
        "choices-books": "multi",
        "choices-books_text": "text",
        "choices-books-2": "multi",
    }
    assert wide(found, "choices-books").loc["token2"].to_dict() == {
        "Books": "",
        "Maps": "Maps",
        "Other": "Other",
    }


def test_yes_and_no_as_one_and_zero_are_a_choice(tmp_path: Path) -> None:
    found = read_by(typeform, tmp_path, [["#", "Is it open?", *OWN], _row(1, "1"), _row(2, "0")])
    assert kinds(found) == {"is-it-open": "single"}


def test_partial_responses_are_kept_apart(tmp_path: Path) -> None:
    found = read_by(
        typeform,
        tmp_path,
        [["#", "Q", *OWN], _row(1, "a"), _row(2, "b", kind="partial"), _row(3, "", kind="started")],
    )
    assert found.tables["respondents"]["status"].tolist() == ["complete", "partial", "break_off"]


def test_a_range_that_became_a_date_is_told(tmp_path: Path) -> None:
    found = read_by(
        typeform,
        tmp_path,
        [["#", "How often?", *OWN], _row(1, "01-May"), _row(2, "10-20"), _row(3, "01-May")],
    )
    assert "turned into dates" in str(found.problems[0])


def test_a_table_with_a_number_sign_is_not_taken(tmp_path: Path) -> None:
    assert typeform.recognise(export_of(tmp_path, [["#", "Name"], ["1", "Ann"]])) is None


def _ticked(pairs: int, both: int = 5) -> list[list[str]]:
    """People with one tick in each of two questions, and some with all."""
    names = ["Books", "Maps", "Talks", "Films"]
    ticks = [(names[at % 2], names[2 + at % 2]) for at in range(pairs)] + [tuple(names)] * both
    rows = [[name if name in one else "" for name in names] for one in ticks]
    return [["#", *names, *OWN], *(_row(at, *row) for at, row in enumerate(rows))]


def test_two_questions_where_everybody_ticked_some_of_both(tmp_path: Path) -> None:
    found = read_by(typeform, tmp_path, _ticked(20))
    assert kinds(found) == {"choices-books": "multi", "choices-talks": "multi"}


def test_choices_stay_one_question_where_it_may_be_one(tmp_path: Path) -> None:
    few, one_side, popular = _ticked(19), _ticked(20), _ticked(20)
    one_side[1][2:5] = ["Maps", "", ""]
    for row in popular[1:]:
        row[1] = "Books"
    for rows in (few, one_side, popular):
        assert kinds(read_by(typeform, tmp_path, rows)) == {"choices-books": "multi"}
