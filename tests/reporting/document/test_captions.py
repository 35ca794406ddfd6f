"""What stands over and under a figure in small print."""

from __future__ import annotations

import re
from functools import partial
from typing import Any

import pandas as pd
import pytest

from engagekit.locale import Locale
from engagekit.measures import _frame
from engagekit.reporting.document.captions import subtitle
from engagekit.sections import Section

measure_frame = partial(_frame.measure_frame, own=True)
"""Frames of a test may hold measures of its own."""

PERIOD = {"label": "FY2026-27 Q2", "start": "2026-07-01", "end": "2026-09-30"}


def reach(*periods: str, **given: Any) -> Section:
    rows = [
        {"period": name, "measure": "reach", "unit": "share", "estimate": 0.5, "n": 5, "base": base}
        for name, base in zip(periods, (10, 30), strict=False)
    ]
    frame = measure_frame(rows, ["period"])
    return Section("reach", "Whom we reached", frame, figure="bars", period=PERIOD, **given)


def test_a_figure_says_what_it_measures_when_and_on_how_many() -> None:
    made = reach("FY2026-27 Q2")
    assert subtitle(made, Locale("en")) == "Reach · FY 2026-27 Q2 (July to September 2026) · n 10"
    assert subtitle(made, Locale("fr")).startswith("Portée · T2 2026-27")


def test_a_figure_along_periods_says_the_first_and_the_last() -> None:
    made = reach("FY2026-27 Q1", "FY2026-27 Q2")
    assert subtitle(made, Locale("en")) == "Reach · FY 2026-27 Q1 to FY 2026-27 Q2"


@pytest.mark.parametrize(
    ("measures", "quarters"),
    [
        (["satisfaction"], ["Q1"]),
        (["reach"], ["Q2"]),  # a survey beside it says nothing of its quarter
        (["reach", "satisfaction"], ["Q2", "Q1"]),
    ],
)
def test_a_survey_of_another_quarter_is_told_with_its_own_quarter(
    measures: list[str], quarters: list[str]
) -> None:
    rows = [
        {"measure": name, "unit": "share", "estimate": 0.5, "n": 5, "base": 10} for name in measures
    ]
    made = Section("both", "Both", measure_frame(rows), figure="bars", period=PERIOD,
                   settings={"survey_period": "FY2026-27 Q1"})  # fmt: skip
    assert re.findall(r"FY 2026-27 (Q\d)", subtitle(made, Locale("en"))) == quarters


def test_a_measure_that_is_not_defined_is_named_all_the_same() -> None:
    unknown = measure_frame([{"measure": "our own", "unit": "count", "estimate": 3}])
    assert subtitle(Section("own", "Own", unknown), Locale("en")) == "Our own"


def test_a_hidden_base_is_not_told() -> None:
    made = reach("FY2026-27 Q2")
    frame = made.frame.assign(base=None, suppressed=True)
    assert "n " not in subtitle(made.with_frame(frame), Locale("en")).rpartition("·")[2]


def test_the_number_behind_a_figure_is_that_of_everybody_or_none() -> None:
    def caption(*bases: tuple[str, int]) -> str:
        rows = [{"department": name, "measure": "reach", "unit": "share", "estimate": 0.5,
                 "n": 5, "base": base} for name, base in bases]  # fmt: skip
        frame = measure_frame(rows, ["department"])
        return subtitle(
            Section("reach", "Reach", frame, figure="bars", period=PERIOD), Locale("en")
        )

    assert caption(("All", 90), ("Law", 40), ("Tax", 50)).endswith("n 90")
    assert caption(("Law", 45), ("Tax", 45)).endswith("n 45")
    assert " n " not in caption(("Law", 40), ("Tax", 50))


def test_a_listing_that_reaches_back_tells_its_own_months() -> None:
    frame = pd.DataFrame({"series": ["Board"] * 2, "on": ["2025-10-03", "2026-09-04"]})
    frame["on"] = pd.to_datetime(frame["on"])
    made = Section("seats", "Seats", frame, kind="listing", figure="grid", period=PERIOD)
    assert subtitle(made, Locale("en")) == "October 2025 to September 2026"
    assert (
        subtitle(made.with_frame(frame[1:]), Locale("en"))
        == "FY 2026-27 Q2 (July to September 2026)"
    )


def test_a_figure_of_another_span_than_its_period_says_its_own() -> None:
    span = "October 1, 2025 to September 30, 2026"
    made = reach("FY2026-27 Q2", choices={"looked at": span})
    assert subtitle(made, Locale("en")) == f"Reach · {span} · n 10"
