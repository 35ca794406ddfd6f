"""Promises ticked as done, and the time that was written down; the numbers stand in tests/nasty."""

from __future__ import annotations

import pandas as pd
import pytest

from benchmarks._firms import tidy
from engagekit import sections
from engagekit.errors import NotMeasuredError
from engagekit.measures import initiative_hours, promises
from engagekit.tables.tables import Tables
from engagekit.wording import finding

Q2 = "FY2026-27 Q2"


@pytest.mark.parametrize(
    ("is_done", "kept", "in_time", "overdue"), [(True, 3, (1, 2), 0), (False, 2, (1, 3), 1)]
)
def test_one_ticked_as_done_is_kept_on_a_day_that_nobody_knows(
    is_done: bool, kept: int, in_time: tuple[int, int], overdue: int
) -> None:
    days = [("2026-07-05", None), ("2026-07-09", None), (None, is_done)]
    rows = [
        {"follow_up_id": str(at), "promised_on": "2026-07-01", "due_on": "2026-07-08",
         "done_on": done_on, "done": done}
        for at, (done_on, done) in enumerate(days)
    ]  # fmt: skip
    tables = Tables({"follow_ups": tidy("follow_ups", rows)})
    frame = promises(tables, during=Q2).set_index("measure")
    assert frame.loc["promises kept", ["n", "base"]].tolist() == [kept, 3]
    assert tuple(frame.loc["promises kept on time", ["n", "base"]]) == in_time
    assert frame.loc["promises overdue", "estimate"] == overdue


def test_a_median_is_missing_where_never_half_of_the_promises_were_kept() -> None:
    days = [("2026-07-01", "2026-07-05"), ("2026-07-01", None), ("2026-07-02", None)]
    rows = [{"follow_up_id": on, "promised_on": on, "due_on": on, "done_on": done}
            for on, done in days]  # fmt: skip
    frame = promises(Tables({"follow_ups": tidy("follow_ups", rows)}), during=Q2)
    half = frame.set_index("measure").loc["days to keep a promise"]
    assert pd.isna(half["estimate"]) and half[["n", "base"]].tolist() == [1, 3]


def _worked(minutes: float | None) -> Tables:
    """Two hours for the bridge, two halved between both, four at an event for the merger."""
    touches = [
        {"touch_id": tag, "on": "2026-07-01", "channel": "desk", "initiative_id": tag,
         "minutes": minutes}
        for tag in ("A", "A; B", "C")
    ]  # fmt: skip
    event = {"event_id": "e", "title": "Clinic", "started_at": "2026-09-01 16:00",
             "staff_minutes": minutes and 2 * minutes, "initiative_id": "B"}  # fmt: skip
    named = [
        {"initiative_id": tag, "title": title, "status": status}
        for tag, title, status in (("A", "Bridge", "live"), ("B", "Merger", "live"),
                                   ("C", "Past", "done"))
    ]  # fmt: skip
    return Tables(
        {"touches": tidy("touches", touches), "events": tidy("events", [event]),
         "initiatives": tidy("initiatives", named)}
    )  # fmt: skip


def test_hours_of_current_projects_are_said_of_all_that_were_logged() -> None:
    said = finding(sections.initiative_coverage(_worked(120.0), of="hours", during=Q2))
    assert said.startswith("80% of our 10 logged hours")


def test_without_any_time_hours_are_not_measured() -> None:
    with pytest.raises(NotMeasuredError, match="with minutes"):
        initiative_hours(_worked(None), during=Q2)
