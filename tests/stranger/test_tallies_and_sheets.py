"""What a desk counts on tally sheets, money by month down the page, and a sheet for each time."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from engagekit.measures.enquiries import enquiries_over_time
from tests.stranger import small
from tests.stranger.small import LOG, Rows
from tests.stranger.test_statistics_by_hand import LONE

WAYS = ("Phone", "E-mail", "Walk-in")
COUNTS = ((6, 3, 1), (1, 5, 8), (6, 5, 0))


def tally(months: list[str], corner: str, heads: tuple[str, ...] = WAYS, title: str = "") -> Rows:
    """A month a row; at the end of each how many in all."""
    rows = [[corner, *heads, "Total"]]
    rows += [
        [name, *map(str, row), str(sum(row))] for name, row in zip(months, COUNTS, strict=True)
    ]
    return [[title, "", "", "", ""], *rows] if title else rows


def all_of(frame: pd.DataFrame, measure: str, **at: str) -> dict[str, float]:
    """Return the estimates of a measure by their first column."""
    rows = frame[frame["measure"] == measure]
    return dict(zip(rows[str(frame.columns[0])], rows["estimate"], strict=True))


def test_a_count_of_a_quarter_is_not_added_to_the_log_of_one_of_its_months(tmp_path: Path) -> None:
    rows = [["what", "on", "n"], *[["enquiries", day, "30"] for day in (
        "2025-07-01", "2025-10-01", "2026-01-01")]]  # fmt: skip
    logged = [LOG[0], *[row for row in LOG[1:] if row[1].startswith("2026-02")]]
    gate = small.gate(tmp_path, **{**LONE, "touches__csv": logged}, counts__csv=rows)
    assert gate.counts()["enquiries"] == len(logged) - 1 + 60
    frame = enquiries_over_time(gate.tables, during="2026 Q1")
    assert all_of(frame, "enquiries")["2026 Q1"] == len(logged) - 1
