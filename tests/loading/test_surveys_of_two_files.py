"""The same survey in two files: nobody's answers count twice, and nobody's are lost."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from engagekit.loading import load
from engagekit.measures import satisfaction
from engagekit.settings.schema import Settings
from engagekit.tables.tables import Tables

pytestmark = pytest.mark.usefixtures("proposals_taken")

QUESTION = "Overall, how satisfied are you with the library?"
MONKEY = [
    ["Respondent ID", "Collector ID", "Start Date", "End Date", "IP Address", "Email Address",
     "First Name", "Last Name", "Custom Data 1", QUESTION],
    ["", "", "", "", "", "", "", "", "", "Response"],
    *[[str(11_300_000_000 + n), "401", f"0{n}/01/2026 10:00:00 AM", f"0{n}/01/2026 10:05:00 AM",
       "", "", "", "", "", answer]
      for n, answer in enumerate(["Very satisfied", "Somewhat dissatisfied", "Very satisfied"], 1)],
]  # fmt: skip
GOOGLE = [
    ["Timestamp", QUESTION],
    ["1/17/2026 18:23:58", "Very satisfied"],
    ["1/18/2026 18:23:58", "Somewhat dissatisfied"],
]
LATER = [
    ["Timestamp", QUESTION],
    ["4/17/2026 18:23:58", "Somewhat satisfied"],
    ["4/18/2026 18:23:58", "Very satisfied"],
]


def _text(place: Path, rows: list[list[str]]) -> None:
    place.parent.mkdir(exist_ok=True)
    place.write_text("\n".join(",".join(f'"{c}"' for c in row) for row in rows), encoding="utf-8")


def _book(place: Path, rows: list[list[str]]) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    book.save(place)


def _counted(tables: Tables) -> tuple[int, int, int]:
    return tuple(len(tables.frames[n]) for n in ("respondents", "questions", "responses"))


@pytest.mark.parametrize("rows", [MONKEY, GOOGLE], ids=["numbers", "rows"])
def test_a_survey_as_text_and_as_workbook_counts_once(
    tmp_path: Path, rows: list[list[str]]
) -> None:
    _text(tmp_path / "Survey.csv", rows)
    alone = load.load(tmp_path, Settings())
    _book(tmp_path / "Survey.xlsx", rows)
    both = load.load(tmp_path, Settings())
    assert _counted(both) == _counted(alone)
    assert satisfaction(both).equals(satisfaction(alone))
    told = both.set_aside
    again = told[told["reason"] == "respondents: Survey.xlsx has them too"]
    assert again[["file", "rows"]].to_numpy().tolist() == [["Survey.csv", _counted(alone)[0]]]
    kept = dict(zip(both.sources["file"], both.sources["rows_kept"], strict=True))
    assert kept == {"Survey.csv": 0, "Survey.xlsx": _counted(alone)[0]}


def test_a_later_export_brings_only_what_is_new(tmp_path: Path) -> None:
    _text(tmp_path / "a" / "Survey.csv", MONKEY[:4])
    _text(tmp_path / "b" / "Survey.csv", MONKEY)
    tables = load.load(tmp_path, Settings())
    assert _counted(tables) == (3, 1, 3)


def test_two_rounds_of_one_form_keep_everybody(tmp_path: Path) -> None:
    _text(tmp_path / "q1" / "Survey.csv", GOOGLE)
    _text(tmp_path / "q2" / "Survey.csv", LATER)
    tables = load.load(tmp_path, Settings())
    assert _counted(tables) == (4, 1, 4)
    assert tables.frames["respondents"]["respondent_id"].is_unique
    joined = tables.frames["responses"].merge(tables.frames["respondents"], on="respondent_id")
    assert sorted(joined["value"]) == [
        "Somewhat dissatisfied", "Somewhat satisfied", "Very satisfied", "Very satisfied",
    ]  # fmt: skip


def test_questions_that_only_the_second_file_asks_are_kept(tmp_path: Path) -> None:
    more = [[*row[:9], "Why?" if n == 0 else "" if n == 1 else f"Reason {n}"]
            for n, row in enumerate(MONKEY)]  # fmt: skip
    more[1][9] = "Open-Ended Response"
    _text(tmp_path / "a" / "Survey.csv", MONKEY)
    _text(tmp_path / "b" / "Survey.csv", more)
    tables = load.load(tmp_path, Settings())
    assert _counted(tables) == (3, 2, 6)
