"""Reports of vendors without a name, marks out of ten, codes of cost, and lists of registrants."""

from __future__ import annotations

from pathlib import Path

from engagekit.sections.gate import Gate
from tests.confirming import map_file
from tests.stranger import small
from tests.stranger.small import PEOPLE, Rows, loaded

NAMES, MAIL = [one[1] for one in PEOPLE[1:]], [one[2] for one in PEOPLE[1:]]


def registrants(day: str) -> Rows:
    """Eighteen registrants: who was cancelled or declined did not fail to come."""
    head = [
        "Event Title",
        "Event Start Date",
        "Name",
        "Email",
        "Registration Status",
        "Participant",
    ]
    states = [("Accepted", "Yes"), ("Accepted", "No"), ("Cancelled", "No"), ("Waitlisted", "No")]
    rows = [["Day", day, NAMES[at], MAIL[at], *states[at % 4]] for at in range(16)]
    return [head, *rows]


def test_both_orders_are_read_as_they_are_chosen(tmp_path: Path) -> None:
    small.gate(tmp_path, attendance__csv=None, cvent__csv=registrants("02/12/2026"))
    given = {"date_order": "month first", "title": "Event Title", "started_at": "Event Start Date"}
    map_file(tmp_path / "data" / "cvent.csv", table="attendance", given=given)
    gate = Gate(loaded(tmp_path / "data"))
    days = gate.tables.events["started_at"].dt.strftime("%Y-%m-%d")
    assert "2026-02-12" in {*days}
