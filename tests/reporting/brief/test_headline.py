"""The sentences of the first screen speak of the newest period, or not at all."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest

from engagekit.locale import Locale
from engagekit.measures._frame import measure_frame, share
from engagekit.presentation.section import Section
from engagekit.reporting.brief.headline import REACH, lead, series

QUARTERS = [f"FY2026-27 Q{number}" for number in (1, 2, 3, 4)]


def _content(*hidden: int, counts: bool = True) -> Any:
    rows = [share("reach", 40 + 10 * at, 100, period=name) for at, name in enumerate(QUARTERS)]
    frame = measure_frame(rows, ["period"])
    frame.loc[list(hidden), ["estimate", "n"]] = float("nan")
    frame["suppressed"] = [at in hidden for at in range(len(QUARTERS))]
    if not counts:
        frame[["n", "base"]] = pd.NA
    section = Section(name="reach_over_time", title="T", frame=frame, sentence=None)
    item = SimpleNamespace(section=section)
    return SimpleNamespace(items=(item,), locale=Locale("en"))


@pytest.mark.parametrize(
    ("hidden", "shares"),
    [((), [0.4, 0.5, 0.6, 0.7]), ((0,), [0.5, 0.6, 0.7]), ((1,), [0.6, 0.7]), ((3,), [])],
)
def test_a_series_ends_now_and_has_no_gap(hidden: tuple[int, ...], shares: list[float]) -> None:
    rows = series(_content(*hidden), "reach_over_time", REACH)
    assert [row["estimate"] for row in rows] == shares


def test_no_older_quarter_is_said_for_a_hidden_one() -> None:
    assert lead(_content(3), None, "") == ()
    assert lead(_content(), None, "")[0].startswith("We reached 70 of 100 colleagues (70%)")


def test_a_share_without_its_counts_is_said_alone() -> None:
    said = lead(_content(counts=False), None, "")[0]
    assert said == "We reached 70% of colleagues, against 40% in FY 2026-27 Q1."


@pytest.mark.parametrize(
    ("now", "sentence"),
    [
        (84, "Satisfaction held at 84%."),
        (85, "Satisfaction is 85%, against 80% in the survey before: no clear change."),
        (95, "Satisfaction rose from 80% to 95%."),
    ],
)
def test_satisfaction_held_only_where_it_is_nearly_the_same(now: int, sentence: str) -> None:
    rows = [
        {"period": name, "measure": "satisfaction", "unit": "share", "estimate": n / 100,
         "low": n / 100 - 0.08, "high": n / 100 + 0.08, "n": n, "base": 100}
        for name, n in zip(QUARTERS, (80, now), strict=False)
    ]  # fmt: skip
    frame = measure_frame(rows, ["period"])
    section = Section(name="satisfaction_over_time", title="T", frame=frame, sentence=None)
    content = SimpleNamespace(items=(SimpleNamespace(section=section),), locale=Locale("en"))
    assert lead(content, None, "") == (sentence,)  # type: ignore[arg-type]
