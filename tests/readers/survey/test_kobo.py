"""KoBoToolbox: select-multiple once, identity columns, repeat groups."""

from __future__ import annotations

from pathlib import Path

from engagekit.readers.survey import kobo
from tests.readers.survey.sheets import kinds, read_by, wide

OWN = ["_id", "_uuid", "_submission_time", "_index"]


def _row(number: int, *answers: str) -> list[str]:
    return [*answers, f"00{number}", f"u-{number}", f"2026-01-0{number}T10:00:00", str(number)]


def test_a_select_multiple_question_counts_once(tmp_path: Path) -> None:
    found = read_by(
        kobo,
        tmp_path,
        [
            ["Use?", "Use?/Reference desk", "Use?/Chat", *OWN],
            _row(1, "Reference desk Chat", "1", "1"),
            _row(2, "Chat", "0", "1"),
            _row(3, "", "", ""),
        ],
    )
    assert wide(found, "use").to_numpy().tolist() == [
        ["Chat", "Reference desk"],
        ["Chat", ""],
        ["", ""],
    ]
    assert len(found.tables["questions"]) == 2


def test_ids_keep_their_zeros(tmp_path: Path) -> None:
    found = read_by(kobo, tmp_path, [["Happy?", *OWN], _row(1, "Yes")])
    assert found.tables["respondents"]["respondent_id"].tolist() == ["001"]
    assert found.zone == "UTC"


def test_places_and_devices_are_dropped(tmp_path: Path) -> None:
    found = read_by(
        kobo,
        tmp_path,
        [
            ["Happy?", "Where", "_Where_latitude", "deviceid", *OWN],
            _row(1, "Yes", "45.50 -73.60 0 0", "45.50", "imei:1"),
        ],
    )
    assert [name for name, reason in found.dropped_columns if reason == "personal data"] == [
        "Where",
        "_Where_latitude",
        "deviceid",
    ]


def _versioned(*rows: tuple[str, str, str]) -> list[list[str]]:
    """Two columns of one label and the version of the form."""
    body = [_row(number, *cells) for number, cells in enumerate(rows, start=1)]
    return [["How useful?", "Floor", "How useful?", "__version__", *OWN],
            *[[row[0], "2", row[1], row[2], *row[3:]] for row in body]]  # fmt: skip


def test_one_label_in_two_versions_of_a_form_is_one_question(tmp_path: Path) -> None:
    rows = [("Very", "", "v1"), ("", "A little", "v2"), ("Not at all", "", "v1"), ("", "", "v2")]
    found = read_by(kobo, tmp_path, _versioned(*rows))
    answers = found.tables["responses"].query("question_id == 'how-useful'")
    assert answers["value"].tolist() == ["Very", "A little", "Not at all", ""]
    assert found.tables["questions"]["question_id"].tolist() == ["how-useful", "floor"]
    assert "taken as one question" in str(found.problems[0])


def test_one_label_of_two_questions_stays_two(tmp_path: Path) -> None:
    both = read_by(kobo, tmp_path, _versioned(("Very", "A little", "v1"), ("", "Very", "v2")))
    assert both.tables["questions"]["question_id"].tolist() == [
        "how-useful", "floor", "how-useful-2",
    ]  # fmt: skip
    branches = read_by(kobo, tmp_path, _versioned(("Very", "", "v1"), ("", "A little", "v1")))
    assert len(branches.tables["questions"]) == 3
    empty = read_by(kobo, tmp_path, _versioned(("Very", "", "v1"), ("A little", "", "v2")))
    assert len(empty.tables["questions"]) == 3


def test_times_that_the_form_writes_are_no_questions(tmp_path: Path) -> None:
    moment = "2026-01-01T10:00:00.000-04:00"
    head = ["start", "end", "today", "Happy?", *OWN]
    rows = [_row(1, moment, moment, "2026-01-01", "Yes"), _row(2, moment, "", "", "No")]
    found = read_by(kobo, tmp_path, [head, *rows])
    assert found.tables["questions"]["question_id"].tolist() == ["happy"]
    assert [name for name, _ in found.dropped_columns][:3] == ["start", "end", "today"]


def test_a_question_named_like_a_time_stays(tmp_path: Path) -> None:
    head = ["start", "today", "Happy?", *OWN]
    found = read_by(
        kobo,
        tmp_path,
        [head, _row(1, "Early", "2026-01-01", "Yes"), _row(2, "2026-01-01", "At noon", "No")],
    )
    assert found.tables["questions"]["question_id"].tolist() == ["start", "today", "happy"]


def test_an_order_of_names_in_one_cell_is_a_ranking(tmp_path: Path) -> None:
    orders = ["Cost Risk Speed", "Speed Risk Cost", "Risk Cost Speed", ""]
    head = ["Which first?", "Why?", *OWN]
    rows = [_row(at, order, "so") for at, order in enumerate(orders, start=1)]
    found = read_by(kobo, tmp_path, [head, *rows])
    assert kinds(found)["which-first"] == "rank"
    assert wide(found, "which-first").loc["002"].to_dict() == {
        "Cost": "3",
        "Risk": "2",
        "Speed": "1",
    }
    same = read_by(kobo, tmp_path, [head, *(_row(at, "not applicable", "") for at in (1, 2))])
    assert "rank" not in kinds(same).values()
