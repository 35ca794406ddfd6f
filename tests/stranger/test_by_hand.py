"""Sheets as a library keeps them by hand: read right, or told; the truth stands beside each."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.reading import workbook
from tests.stranger import small
from tests.stranger.small import LOG, MONEY, PEOPLE, each

Sheet = Any
SURVEY = {
    "respondents__csv": None, "responses__csv": None, "questions__csv": None, "surveys__csv": None,
}  # fmt: skip


def money(**change: str) -> small.Rows:
    return each(MONEY, lambda _, one: {k: v.format(**one) for k, v in change.items()})


def people(change: Callable[[int, dict[str, str]], dict[str, str]]) -> small.Rows:
    return each(PEOPLE, change)


SPENT_LESS, SPENT = {"spent": 1400.0}, {"spent": 1500.0}
BOOKED: dict[str, tuple[str, small.Rows, Callable[[Sheet], None], dict[str, float]]] = {
    "a hidden row": ("touches", LOG, lambda sheet: setattr(sheet.row_dimensions[4], "hidden", True), {"enquiries": 12}),
    "merged cells": ("people", PEOPLE, lambda sheet: [sheet.merge_cells("D2:D4"), sheet.merge_cells("D5:D7")], {"people": 21, "departments": 3}),
    "a crossed out row": ("people", PEOPLE, lambda sheet: setattr(sheet["B3"], "font", openpyxl.styles.Font(strike=True)), {"people": 21}),
    "numbers stored as text": ("budget", MONEY, lambda sheet: None, SPENT),
    "a formula without a value": ("budget", MONEY, lambda sheet: sheet.cell(2, 6, "=400+600"), SPENT),
    "a second table beside": ("budget", MONEY, lambda sheet: [sheet.cell(at, 10, text) for at, text in enumerate(("Notes", "ask Bob", "ask Ann"), 1)], SPENT),
}  # fmt: skip


def outcome(gate: Any, truth: dict[str, float]) -> str:
    """``right``, ``told`` or ``wrong in silence``."""
    counts = gate.counts()
    if all(counts[name] == n for name, n in truth.items()):
        return "right"
    return "told" if gate.exit_code else "wrong in silence"


@pytest.mark.parametrize("name", BOOKED)
def test_a_workbook_kept_by_hand_is_read_right_or_told(name: str, tmp_path: Path) -> None:
    table, rows, change, truth = BOOKED[name]
    (tmp_path / "data").mkdir()
    place = tmp_path / "data" / f"{table}.xlsx"
    workbook(place, {table: rows}, lambda book: change(book.worksheets[0]))
    gate = small.gate(tmp_path, **{f"{table}__csv": None})
    assert outcome(gate, truth) != "wrong in silence", gate.counts()
