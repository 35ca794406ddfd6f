"""Joins to people: who is one person, how long they stayed, from both sides of every threshold."""

from __future__ import annotations

import pandas as pd
import pytest

from engagekit.readers.events._attendance import combine
from engagekit.readers.events._event_numbers import agreeing


def _joins(*spans: tuple[str, str], email: str = "", minutes: float = float("nan")) -> pd.DataFrame:
    """Joins of Jo May on one day, from and to a clock."""
    at = [[pd.Timestamp(f"2026-01-13 {clock}") for clock in span] for span in spans]
    said = {"event_id": "e", "display_name": "Jo May", "email": email, "upn": "", "zoned": False}
    return pd.DataFrame(
        {"join": [span[0] for span in at], "leave": [span[1] for span in at]},
        index=pd.RangeIndex(2, 2 + len(spans)),
    ).assign(**said, status="attended", minutes=minutes)


@pytest.mark.parametrize(("second", "people"), [("09:29:00", 1), ("09:28:59", 2)])
def test_stays_of_one_name_that_overlap_by_a_minute_are_of_one_person(
    second: str, people: int
) -> None:
    rows = _joins(("09:00:00", "09:30:00"), (second, "09:50:00"))
    assert len(combine(rows, "f.csv")) == people


@pytest.mark.parametrize(("second", "minutes"), [("09:29:00", 60.0), ("09:28:00", 58.0)])
def test_the_sum_of_a_tool_is_believed_where_stays_overlap_by_a_minute(
    second: str, minutes: float
) -> None:
    rows = _joins(
        ("09:00:00", "09:30:00"), (second, "09:58:00"), email="jo@x.example", minutes=30.0
    )
    assert combine(rows, "f.csv")["minutes"].tolist() == [minutes]


@pytest.mark.parametrize(
    ("first", "believed"), [("2026-01-15 09:00", True), ("2026-01-15 09:01", False)]
)
def test_a_stated_start_is_believed_within_two_days_of_a_join(first: str, believed: bool) -> None:
    stated = pd.Series(pd.to_datetime(["2026-01-13 09:00", "2026-01-13 10:00"]))
    joins = pd.Series(pd.to_datetime([first]))
    assert agreeing(stated, joins).notna().all() == believed
