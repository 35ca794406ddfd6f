"""Quarters, years and ranges: labels read, days given, mistakes named."""

from __future__ import annotations

import itertools
import tomllib
from datetime import date
from pathlib import Path

import pytest

from engagekit.errors import PeriodError
from engagekit.settings.periods import last_complete, period, quarter, quarters_between, so_far

LABELS = tomllib.loads(Path(__file__).with_name("periods.toml").read_text("utf-8"))


def test_a_period_is_read_in_every_way_it_is_written_and_goes_by_the_name_it_has() -> None:
    assert {label: period(label).label for label in LABELS["read"]} == LABELS["read"]
    found = quarter("2026-27_Q2")
    assert (found.start, found.end) == (date(2026, 7, 1), date(2026, 9, 30))
    assert found.days == 92


def test_what_came_before_is_as_long_in_months_or_in_days() -> None:
    found = {label: period(label).previous().label for label in LABELS["before"]}
    assert found == LABELS["before"]


@pytest.mark.parametrize("label", LABELS["refused"])
def test_a_label_that_does_not_fit_says_what_would(label: str) -> None:
    with pytest.raises(PeriodError, match=LABELS["refused"][label]):
        period(label)


def test_the_last_complete_quarter_may_lack_a_week_end() -> None:
    ends = LABELS["last_complete"]
    found = {day: last_complete(date.fromisoformat(day), slack=6).label for day in ends}
    assert found == ends


def test_where_the_fiscal_year_is_the_calendar_year_one_year_is_enough() -> None:
    assert quarter("2026 Q2", 1).start == date(2026, 4, 1)
    assert quarter("2026Q4", 1).end == date(2026, 12, 31)
    with pytest.raises(PeriodError, match="Write '2026 Q1'"):
        period("FY2026-27 Q2", 1)


@pytest.mark.parametrize("start", range(1, 13))
def test_the_quarters_of_any_fiscal_year_cover_every_day_once(start: int) -> None:
    found = quarters_between(date(2024, 1, 1), date(2026, 12, 31), start)
    for one, after in itertools.pairwise(found):
        assert (after.start - one.end).days == 1
        assert after.previous() == one
    assert all(quarter(one.label, start) == one for one in found)


def test_a_period_holds_its_first_and_last_day_and_none_beside_them() -> None:
    inside = quarter("FY2026-27 Q2").contains
    assert inside(date(2026, 7, 1)) and inside(date(2026, 9, 30))
    assert not inside(date(2026, 6, 30)) and not inside(date(2026, 10, 1))


def test_the_year_so_far_is_the_quarter_or_the_year_that_it_comes_to() -> None:
    found = [so_far(quarter(f"FY2026-27 Q{number}")).label for number in (1, 2, 4)]
    assert found == ["FY2026-27 Q1", "2026-04-01..2026-09-30", "FY2026-27"]
