"""What a desk counts on tally sheets, money by month down the page, and a sheet for each time."""

from __future__ import annotations

from pathlib import Path

from engagekit.measures.enquiries import enquiries_over_time
from tests.stranger import small
from tests.stranger.small import LOG
from tests.stranger.test_development_bank import LONE


def test_a_count_of_a_quarter_is_not_added_to_the_log_of_one_of_its_months(tmp_path: Path) -> None:
    rows = [["what", "on", "n"], *[["enquiries", day, "30"] for day in (
        "2025-07-01", "2025-10-01", "2026-01-01")]]  # fmt: skip
    logged = [LOG[0], *[row for row in LOG[1:] if row[1].startswith("2026-02")]]
    gate = small.gate(tmp_path, **{**LONE, "touches__csv": logged}, counts__csv=rows)
    assert gate.counts()["enquiries"] == len(logged) - 1 + 60
    frame = enquiries_over_time(gate.tables, during="2026 Q1")
    rows = frame[(frame["measure"] == "enquiries") & frame.iloc[:, 0].eq("2026 Q1")]
    assert rows["estimate"].tolist() == [len(logged) - 1]
