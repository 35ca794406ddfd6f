"""Staff lists and lists of guests in forms of HR systems, meeting tools and hands not tried before."""

from __future__ import annotations

from pathlib import Path

import pytest

from engagekit.sections.gate import Gate
from tests.stranger import small
from tests.stranger.small import loaded

ENTRY = "BEGIN:VEVENT\r\nUID:1\r\nSUMMARY:{}Training\r\nDTSTART:{}\r\n{}\r\nEND:VEVENT\r\n"


@pytest.mark.parametrize(
    ("title", "status", "events"),
    [("", "CANCELLED", 2), ("Canceled: ", "CONFIRMED", 2), ("", "CONFIRMED", 3)],
)
def test_a_cancelled_date_of_a_series_did_not_take_place(
    title: str, status: str, events: int, tmp_path: Path
) -> None:
    series = ENTRY.format(
        "", "20260106T160000Z", "CATEGORIES:Library event\r\nRRULE:FREQ=WEEKLY;COUNT=3"
    )
    own = f"CATEGORIES:Library event\r\nRECURRENCE-ID:20260113T160000Z\r\nSTATUS:{status}"
    text = f"BEGIN:VCALENDAR\r\n{series}{ENTRY.format(title, '20260113T160000Z', own)}END:VCALENDAR\r\n"
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "calendar.ics").write_text(text, encoding="utf-8", newline="")
    (tmp_path / "engagekit.toml").write_text(small.SETTINGS, encoding="utf-8")
    assert Gate(loaded(tmp_path / "data")).counts()["events"] == events
