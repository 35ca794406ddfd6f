"""Which numbers over time are told, and beside which the newest is set."""

from __future__ import annotations

import pytest

from engagekit.reporting.brief.runs import REACH, unbroken, up_to_now, way
from engagekit.reporting.brief.source import Source
from tests.reporting.copies import NAN, content, hidden, over_time, section


def test_a_change_is_told_from_two_points_on() -> None:
    """As they are shown: 61.4% is 61%, and 61.6% is 62%."""
    assert [way(0.60, now) for now in (0.614, 0.616, 0.584)] == ["same", "up", "down"]


@pytest.mark.parametrize(
    ("gone", "ends", "told", "whole"),
    [
        ((), NAN, [35, 19, 31, 34], [35, 19, 31, 34]),
        ((0,), NAN, [19, 31, 34], [34]),  # since then it may have fallen: the newest alone
        ((1,), NAN, [31, 34], [34]),
        ((2,), NAN, [34], [34]),
        ((3,), NAN, [], []),  # no older number stands for the newest
        ((0,), 0.5, [19, 31, 34], [34]),
        ((1,), 0.5, [35, 31, 34], [35, 31, 34]),  # of a quarter between the ends are told
        ((2,), 0.5, [35, 19, 34], [34]),  # it may have turned back: the newest alone
        ((3,), 0.5, [], []),
    ],
)
def test_a_run_ends_now_and_has_no_gap(
    gone: tuple[int, ...], ends: float, told: list[int], whole: list[int]
) -> None:
    made = section("reach_over_time", over_time("reach", (35, 19, 31, 34)))
    rows = hidden(made.frame, *gone, most=ends)
    run = Source(content(made.with_frame(rows))).series("reach_over_time", REACH)
    assert [row["n"] for row in run] == told == [row["n"] for row in up_to_now(rows)]
    assert [row["n"] for row in unbroken(rows)] == whole
