"""Reports of vendors without a name, marks out of ten, codes of cost, and lists of registrants."""

from __future__ import annotations

from pathlib import Path

from engagekit.sections.gate import Gate
from tests.confirming import map_file
from tests.stranger import small
from tests.stranger.small import PEOPLE, Rows, loaded

NAMES, MAIL = [one[1] for one in PEOPLE[1:]], [one[2] for one in PEOPLE[1:]]
DAYS = [f"2026-02-{day:02d}" for day in range(3, 21)]
CONTRACT = [
    ["Product", "Vendor", "Price", "Start date", "End date"],
    ["UpToDate", "Wolters Kluwer", "12000", "2026-01-01", "2026-12-31"],
]
TOPICS = [
    ["Month", "Topic Views", "Searches", "Unique Users"],
    ["Jan-26", "1200", "900", "40"], ["Feb-26", "1150", "850", "38"], ["Mar-26", "1300", "990", "44"],
]  # fmt: skip


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


def survey(cells: list[str], head: str = "Completion time") -> Rows:
    rows = [[str(at), day, cells[at % len(cells)]] for at, day in enumerate(DAYS)]
    return [["ID", head, "Rate our service"], *rows]


def test_both_orders_are_read_as_they_are_chosen(tmp_path: Path) -> None:
    small.gate(tmp_path, attendance__csv=None, cvent__csv=registrants("02/12/2026"))
    given = {"date_order": "month first", "title": "Event Title", "started_at": "Event Start Date"}
    map_file(tmp_path / "data" / "cvent.csv", table="attendance", given=given)
    gate = Gate(loaded(tmp_path / "data"))
    days = gate.tables.events["started_at"].dt.strftime("%Y-%m-%d")
    assert "2026-02-12" in {*days}
