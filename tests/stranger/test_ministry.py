"""A ministry: months with short years, prices by year, sessions by directorate, two lists of money."""

from __future__ import annotations

from pathlib import Path

from tests.stranger import small
from tests.stranger.small import PEOPLE, Rows


def sessions(*more: str) -> Rows:
    rows = [["2026-01-14", "Induction", "4", "0", "7"], ["2026-02-03", "Hansard", "2", "5", "1"],
            ["2026-03-11", "Westlaw", "0", "3", "3"]]  # fmt: skip
    head = ["Date", "Session", "Tax", "Audit", more[0] if more else "Other", "Total"]
    return [head, *[[*row, str(sum(map(int, row[2:])))] for row in rows]]


def test_the_day_of_an_appointment(tmp_path: Path) -> None:
    head = [*PEOPLE[0][:4], "Date of appointment", "Last day of service"]
    gate = small.gate(tmp_path, people__csv=[head, *PEOPLE[1:]])
    assert gate.tables.contacts["joined_on"].notna().all()
