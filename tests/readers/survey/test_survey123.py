"""Survey123: open parts before and after, joined codes, day and month."""

from __future__ import annotations

import csv
from pathlib import Path

import pandas as pd

from engagekit.files.source_file import Export, open_export
from engagekit.readers.shared.contract import Reading
from engagekit.readers.survey import survey123


def _export(folder: Path, rows: list[list[str]], name: str = "Survey.csv") -> Export:
    path = folder / name
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return open_export(path)


def _read(folder: Path, rows: list[list[str]], name: str = "Survey.csv") -> Reading:
    export = _export(folder, rows, name)
    assert survey123.recognise(export) is not None
    return survey123.read(export)


def _wide(found: Reading, question_id: str) -> pd.DataFrame:
    """Answers to one question: a row a respondent, a column an option."""
    answers = found.tables["responses"]
    answers = answers[answers["question_id"] == question_id]
    return answers.pivot(index="respondent_id", columns="option", values="value")


def _kinds(found: Reading) -> dict[str, str]:
    return dict(
        zip(
            found.tables["questions"]["question_id"], found.tables["questions"]["kind"], strict=True
        )
    )


OWN = ["ObjectID", "GlobalID", "CreationDate", "Creator", "EditDate", "Editor"]


def _row(number: int, *answers: str) -> list[str]:
    when = f"4/1{number}/2026 3:37:21 PM"
    return [str(number), f"g{number}", when, "u1", when, "u1", *answers, "-73.6", "45.5"]


def test_an_open_part_belongs_to_its_question(tmp_path: Path) -> None:
    found = _read(
        tmp_path,
        [
            [*OWN, "Site", "Other - Site", "x", "y"],
            _row(1, "Branch", ""),
            _row(2, "Other", "Kiosk"),
        ],
    )
    assert _kinds(found) == {"site": "single", "other-site": "text"}
    assert found.tables["questions"]["item_of"].tolist() == ["Site", "Site"]


def test_joined_codes_are_options(tmp_path: Path) -> None:
    found = _read(
        tmp_path,
        [
            [*OWN, "Use", "x", "y"],
            _row(1, "desk,chat"),
            _row(2, "desk"),
            _row(3, "chat,post"),
            _row(4, "post"),
        ],
    )
    assert _wide(found, "use").loc["g1"].to_dict() == {"chat": "chat", "desk": "desk", "post": ""}


def test_the_order_of_day_and_month_is_the_files_own(tmp_path: Path) -> None:
    found = _read(tmp_path, [[*OWN, "Use", "x", "y"], _row(5, "a")])
    assert found.date_order == "month first"
    assert found.zone == "UTC"


def test_editors_and_places_are_dropped(tmp_path: Path) -> None:
    found = _read(tmp_path, [[*OWN, "Use", "x", "y"], _row(5, "a")])
    assert {name for name, reason in found.dropped_columns if reason == "personal data"} == {
        "Creator",
        "Editor",
        "x",
        "y",
    }
