"""What engineers' files showed (a log with a sheet a month, tax beside money): right, or told."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from engagekit.files.source_file import open_export
from engagekit.importing.table_detection import find_table
from engagekit.loading.questions import of
from engagekit.readers.shared._table import reasons
from engagekit.sections.gate import Gate
from engagekit.tables.problems import FAULT, Problem
from engagekit.tables.tables import Tables
from tests.reading import workbook
from tests.stranger import small
from tests.stranger.small import MONEY, PEOPLE, Rows

REST = ["Topic", "Room", "Project", "Notes"]
JULY = [[f"2026-01-{2 + at:02d}", PEOPLE[1 + at][1], "Drop in", 10, *REST] for at in range(12)]


def _lines(asked: list[Problem], few: Tables) -> str:
    return str(Gate(replace(few, faults=tuple(asked))))


def test_one_kind_of_fault_never_hides_another(few: Tables) -> None:
    flood = [
        Problem("not a date", "Mend it.", f"{at}.csv", row=at, column="on") for at in range(30)
    ]
    last = Problem("lacks its names", "Say which.", "z.csv", level=FAULT)
    text = _lines([*flood, last], few)
    assert "lacks its names" in text
    assert text.count("not a date") == 1
    assert "29 more" in text
    pair = _lines([*flood[:2], last], few)
    assert pair.count("not a date") == 2
    assert "more like" not in pair


@pytest.mark.parametrize(("blank", "bad", "asked"), [(9, 1, False), (0, 9, True)])
def test_rows_that_hold_nothing_are_not_lost(
    tmp_path: Path, blank: int, bad: int, asked: bool
) -> None:
    rows: Rows = [
        *MONEY,
        *[[""] * 7] * blank,
        *[["2026 Q1", "", "", "x", "actual", "x", "GBP"]] * bad,
    ]
    rows.append([*MONEY[2][:3], "Maps", "actual", "1", "GBP"])
    small.gate(tmp_path, budget__csv=None)
    workbook(tmp_path / "data" / "budget.xlsx", {"budget": rows})
    found: Any = of(small.loaded(tmp_path / "data"))
    assert any("were set aside" in one.problem for one in found) == asked


@pytest.mark.parametrize(
    ("row", "kept"),
    [
        (["Total January", "", "12"], 12),
        (["Nombre de demandes", "", "12"], 12),
        (["Total Energies", "email", ""], 13),
    ],
)
def test_a_label_with_a_number_below_a_log_is_its_total_and_a_name_with_a_word_is_not(
    tmp_path: Path, row: list[str], kept: int
) -> None:
    rows = [[who, how, day, minutes] for day, who, how, minutes, *_ in JULY]
    place = workbook(tmp_path / "log.xlsx", {"Jan": [["Who", "How", "Date", "Time"], *rows, row]})
    table = find_table(open_export(place))
    assert int((reasons(table) == "").sum()) == kept
