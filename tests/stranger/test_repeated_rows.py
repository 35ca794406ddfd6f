"""Rows that stand twice, in one file and in two: counted once where that is sure, told elsewhere."""

from __future__ import annotations

from pathlib import Path

from tests.stranger import small
from tests.stranger.small import Rows
from tests.stranger.test_vendor_layouts import LONE


def test_answers_that_two_surveys_have_are_asked_about(tmp_path: Path) -> None:
    rows: Rows = [["Timestamp", "Which session did you come to?"],
                  *[[f"2/13/2026 10:0{at % 5}:{3 * at + 1:02}", "Talk"] for at in range(18)]]  # fmt: skip
    gate = small.gate(tmp_path, **LONE, a__csv=rows[:13], b__csv=[rows[0], *rows[7:]])
    assert gate.counts()["respondents"] == 24
    assert any(
        "has 6 rows of respondents that a.csv has too" in one.problem for one in gate.questions
    )
