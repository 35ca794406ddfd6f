"""A run that clearly turned back at its end is not told by its first number alone."""

from __future__ import annotations

import pytest

from engagekit.measures._frame import measure_frame
from engagekit.sections import Section
from engagekit.wording import finding

PERIOD = {"label": "FY2026-27 Q3", "start": "2026-10-01", "end": "2026-12-31"}


def _said(language: str, *counts: int) -> str:
    rows = [
        {"period": f"FY2026-27 Q{at}", "measure": "reach", "n": n, "base": 100, "estimate": n / 100}
        for at, n in enumerate(counts, start=1)
    ]
    frame = measure_frame(rows, ["period"])
    settings = {"k": 5, "language": language, "currency": "CAD"}
    return finding(
        Section(
            "reach_over_time",
            "",
            frame,
            sentence="reach_over_time",
            period=PERIOD,
            settings=settings,
        )
    )


def test_reach_that_fell_back_is_told_from_the_quarter_before() -> None:
    text = _said("en", 40, 76, 55)
    assert text.startswith("By our records, reach went from 76% to 55%.")
    assert text.endswith("In FY 2026-27 Q1 it was 40%.")
    assert "c’était 40" in _said("fr", 40, 76, 55).replace("'", "’")


@pytest.mark.parametrize("counts", [(40, 50, 55), (40, 59, 55), (60, 50, 40)])
def test_reach_that_did_not_turn_back_clearly_is_told_from_the_first(
    counts: tuple[int, ...],
) -> None:
    assert _said("en", *counts).startswith(
        f"By our records, reach went from {counts[0]}% to {counts[-1]}%"
    )


def test_reach_that_is_back_where_it_was_has_not_stayed() -> None:
    assert "stayed" not in _said("en", 55, 76, 55)
    assert "stayed" in _said("en", 55, 57, 55)
