"""Survey123: open parts before and after, joined codes, day and month."""

from __future__ import annotations

from pathlib import Path

from engagekit.readers.survey import survey123
from tests.readers.survey.sheets import kinds, read_by, wide

OWN = ["ObjectID", "GlobalID", "CreationDate", "Creator", "EditDate", "Editor"]


def _row(number: int, *answers: str) -> list[str]:
    when = f"4/1{number}/2026 3:37:21 PM"
    return [str(number), f"g{number}", when, "u1", when, "u1", *answers, "-73.6", "45.5"]


def test_an_open_part_belongs_to_its_question(tmp_path: Path) -> None:
    found = read_by(
        survey123,
        tmp_path,
        [
            [*OWN, "Site", "Other - Site", "x", "y"],
            _row(1, "Branch", ""),
            _row(2, "Other", "Kiosk"),
        ],
    )
    assert kinds(found) == {"site": "single", "other-site": "text"}
    assert found.tables["questions"]["item_of"].tolist() == ["Site", "Site"]


def test_joined_codes_are_options(tmp_path: Path) -> None:
    found = read_by(
        survey123,
        tmp_path,
        [
            [*OWN, "Use", "x", "y"],
            _row(1, "desk,chat"),
            _row(2, "desk"),
            _row(3, "chat,post"),
            _row(4, "post"),
        ],
    )
    assert wide(found, "use").loc["g1"].to_dict() == {"chat": "chat", "desk": "desk", "post": ""}


def test_the_order_of_day_and_month_is_the_files_own(tmp_path: Path) -> None:
    found = read_by(survey123, tmp_path, [[*OWN, "Use", "x", "y"], _row(5, "a")])
    assert found.date_order == "month first"
    assert found.zone == "UTC"


def test_editors_and_places_are_dropped(tmp_path: Path) -> None:
    found = read_by(survey123, tmp_path, [[*OWN, "Use", "x", "y"], _row(5, "a")])
    assert {name for name, reason in found.dropped_columns if reason == "personal data"} == {
        "Creator",
        "Editor",
        "x",
        "y",
    }
