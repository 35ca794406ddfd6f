"""Shapes of three strangers' files (a hospital in the States, a ministry, engineers): right or told."""

from __future__ import annotations

from pathlib import Path

from tests.stranger import small


def test_seats_of_people_from_outside_are_told_beside_those_of_the_report(tmp_path: Path) -> None:
    guests = [*small.GUESTS, ["e1", "Sam Outside", "sam@other.example", "attended"]]
    counts = small.gate(tmp_path, attendance__csv=guests).counts(whole=False)
    assert (counts["seats"], counts["guests"]) == (4, 1)
    assert "guests" not in small.gate(tmp_path).counts()
