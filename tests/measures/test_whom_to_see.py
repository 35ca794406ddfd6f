"""Whom to see next: each person once, each with a reason that the tables hold."""

from __future__ import annotations

from typing import Any

from benchmarks._firms import tidy
from engagekit.measures import whom_to_see
from engagekit.settings.schema import make_settings
from engagekit.tables.tables import Tables

QUARTER = "FY2026-27 Q2"


def _touches(person: str, *days: str) -> list[dict[str, Any]]:
    return [
        {"touch_id": f"{person}{day}", "contact_id": person, "display_name": person, "on": day,
         "channel": "walk", "need": "standards" if person == "late" else None, "two_way": True,
         "begun_by": "library", "linked_by": "id"}
        for day in days
    ]  # fmt: skip


SPRING = ("2026-05-04", "2026-05-11", "2026-05-18", "2026-06-01")
WINTER = ("2026-02-01", "2026-03-01")
"""Worth 1.25 touches on June 30, and 0.91 on September 30."""
PEOPLE = ("late", "older", "leaver", "planned", "met", "cooled", "stranger", "gone")
ROWS: dict[str, list[dict[str, Any]]] = {
    "contacts": [
        {"contact_id": name, "display_name": name.title(), "department": "Law", "is_library": False,
         "left_on": {"leaver": "2027-01-31", "gone": "2026-06-30"}.get(name)}
        for name in PEOPLE
    ],
    "touches": [*_touches("late", "2026-08-03"), *_touches("met", *SPRING),
                *_touches("cooled", *WINTER), *_touches("gone", *SPRING)],
    "follow_ups": [
        {"follow_up_id": "1", "contact_id": "late", "promised_on": "2026-08-03",
         "due_on": "2026-09-20", "what": "send it"},
        {"follow_up_id": "2", "contact_id": "older", "promised_on": "2025-08-03",
         "due_on": "2025-09-20", "what": "find it"},
        {"follow_up_id": "3", "contact_id": "late", "promised_on": "2026-09-28",
         "due_on": "2026-10-09", "what": "not due yet"},
    ],
    "support": [{"contact_id": "leaver", "on": "2026-07-07", "kind": "referred"}],
    "plans": [{"contact_id": "planned", "by_on": "2026-09-01", "what": "coffee"},
              {"contact_id": "late", "by_on": "2026-09-01", "what": "a second reason"},
              {"contact_id": "stranger", "by_on": "2026-11-01", "what": "not due yet"}],
}  # fmt: skip


def _tables(*without: str) -> Tables:
    frames = {name: tidy(name, rows) for name, rows in ROWS.items() if name not in without}
    return Tables(frames, make_settings({}))


def test_each_reason_takes_its_turn_and_each_person_stands_once() -> None:
    rows = whom_to_see(_tables(), during=QUARTER).set_index("contact_id")
    assert list(rows.index) == ["late", "leaver", "planned", "met", "cooled", "older"]
    assert rows["reason"].to_dict() == {
        "late": "Promise overdue since September 20, 2026: send it",
        "leaver": "Champion who leaves on January 31, 2027",
        "planned": "Step planned for September 1, 2026, not done: coffee",
        "met": "Met 4 times, has never made the first move",
        "cooled": "Not met since March 1, 2026, often before",
        "older": "Promise overdue since September 20, 2025: find it",
    }
    assert rows["last_need"].dropna().to_dict() == {
        "late": "standards", "met": "walk", "cooled": "walk"}  # fmt: skip
    assert rows.loc["planned", "opening"] == (
        "I wanted to see you before September 1, 2026 and did not make it. When would suit you?"
    )


def test_what_is_not_there_is_no_reason() -> None:
    rows = whom_to_see(_tables("follow_ups", "support", "plans"), during=QUARTER)
    assert list(rows["contact_id"]) == ["met", "cooled"]
