"""Rows that stand twice, in one file and in two: counted once where that is sure, told elsewhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from engagekit.sections.gate import Gate
from engagekit.tables.problems import NOTE
from tests.stranger import small
from tests.stranger.small import Rows
from tests.stranger.test_vendor_layouts import DAYS, LONE

AGAIN = "cell for cell"
DOOR: Rows = [["Date", "Visits"], *[[day, str(30 + 7 * at % 20)] for at, day in enumerate(DAYS)]]


def figures(gate: Gate) -> dict[str, float]:
    """Return what a report counts: rows of people and work, uses, visits, money."""
    found: dict[str, float] = {**gate.counts()}
    for name in ("usage", "counts"):
        if gate.tables.has(name):
            found[name] = float(gate.tables.frames[name]["n"].sum())
    return found


def told(gate: Gate) -> list[str]:
    return [one.level for one in gate.tables.faults if AGAIN in one.problem]


def test_entries_of_one_day_may_be_alike(tmp_path: Path) -> None:
    day: Rows = [["Date", "Visits"], *[["2026-02-03", str(at % 9)] for at in range(1, 20)]]
    gate = small.gate(tmp_path, **LONE, new__csv=day)
    assert figures(gate)["counts"] == sum(at % 9 for at in range(1, 20)) and told(gate) == [NOTE]


@pytest.mark.parametrize(("last", "faults"), [("-5", 1), ("0", 0)])
def test_visits_below_none_are_told_though_days_are_added_up(
    last: str, faults: int, tmp_path: Path
) -> None:
    gate = small.gate(tmp_path, **LONE, new__csv=[*DOOR, [DOOR[3][0], last]])
    assert sum("below 0" in one.problem for one in gate.tables.faults) == faults


def test_answers_that_two_surveys_have_are_asked_about(tmp_path: Path) -> None:
    rows: Rows = [["Timestamp", "Which session did you come to?"],
                  *[[f"2/13/2026 10:0{at % 5}:{3 * at + 1:02}", "Talk"] for at in range(18)]]  # fmt: skip
    gate = small.gate(tmp_path, **LONE, a__csv=rows[:13], b__csv=[rows[0], *rows[7:]])
    assert gate.counts()["respondents"] == 24
    assert any(
        "has 6 rows of respondents that a.csv has too" in one.problem for one in gate.questions
    )
