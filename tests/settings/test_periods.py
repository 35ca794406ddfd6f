"""Quarters, years and ranges: labels read, days given, mistakes named."""

from __future__ import annotations

import itertools
from datetime import date

import pytest

from engagekit.errors import PeriodError
from engagekit.settings.periods import last_complete, period, quarter, quarters_between, so_far


@pytest.mark.parametrize(
    "label",
    ["FY2026-27 Q2", "2026-27 Q2", "2026-27Q2", "2026-27_Q2", "fy2026-27 q2", "FY2026/2027 Q2"],
)
def test_a_fiscal_quarter_is_read_in_every_way_it_is_written(label: str) -> None:
    found = quarter(label)
    assert found.label == "FY2026-27 Q2"
    assert (found.start, found.end) == (date(2026, 7, 1), date(2026, 9, 30))
    assert found.days == 92


def test_where_the_fiscal_year_is_the_calendar_year_one_year_is_enough() -> None:
    assert quarter("2026 Q2", 1).start == date(2026, 4, 1)
    assert quarter("2026Q4", 1).end == date(2026, 12, 31)


@pytest.mark.parametrize(
    ("label", "start", "said"),
    [
        ("2026 Q2", 4, "Write 'FY2026-27 Q1' or 'FY2025-26 Q1'"),
        ("FY2026-27 Q2", 1, "Write '2026 Q1'"),
        ("FY2026-28 Q2", 4, "Did you mean 'FY2026-27'"),
        ("FY2026-27 Q5", 4, "a year has Q1 to Q4"),
        ("last summer", 4, "is not a quarter"),
        ("2026-09-30..2026-07-01", 4, "Swap the two"),
        ("2026-09-31..2026-10-01", 4, "is not a range of dates"),
    ],
)
def test_a_label_that_does_not_fit_says_what_would(label: str, start: int, said: str) -> None:
    with pytest.raises(PeriodError, match=said):
        period(label, start)


@pytest.mark.parametrize("start", range(1, 13))
def test_the_quarters_of_any_fiscal_year_cover_every_day_once(start: int) -> None:
    found = quarters_between(date(2024, 1, 1), date(2026, 12, 31), start)
    for one, after in itertools.pairwise(found):
        assert (after.start - one.end).days == 1
        assert after.previous() == one
    assert all(quarter(one.label, start) == one for one in found)


def test_the_last_complete_quarter_may_lack_a_week_end() -> None:
    assert last_complete(date(2026, 9, 27), slack=6).label == "FY2026-27 Q2"
    assert last_complete(date(2026, 9, 20), slack=6).label == "FY2026-27 Q1"
    assert last_complete(date(2026, 9, 24), slack=6).label == "FY2026-27 Q2"
    assert last_complete(date(2026, 9, 23), slack=6).label == "FY2026-27 Q1"


def test_a_period_holds_its_first_and_last_day_and_none_beside_them() -> None:
    inside = quarter("FY2026-27 Q2").contains
    assert inside(date(2026, 7, 1)) and inside(date(2026, 9, 30))
    assert not inside(date(2026, 6, 30)) and not inside(date(2026, 10, 1))


def test_a_range_goes_back_by_its_own_length() -> None:
    found = period("2026-01-01..2026-01-31").previous()
    assert (found.start, found.end) == (date(2025, 12, 1), date(2025, 12, 31))


@pytest.mark.parametrize(
    ("label", "found"),
    [
        ("2026-04-01..2026-09-30", "2026-04-01..2026-09-30"),
        ("2026-04-01 to 2026-09-30", "2026-04-01..2026-09-30"),
        ("2026-04..2026-09", "2026-04-01..2026-09-30"),
        ("FY2026-27 Q1..FY2026-27 Q2", "2026-04-01..2026-09-30"),
        ("2025-26 Q4 to 2026-06-15", "2026-01-01..2026-06-15"),
        ("2026-07-01..2026-09-30", "FY2026-27 Q2"),
        ("2026-04..2027-03", "FY2026-27"),
        ("FY2026-27", "FY2026-27"),
        ("2026-05-03..2026-05-03", "2026-05-03..2026-05-03"),
    ],
)
def test_a_range_is_read_from_any_two_ends_and_goes_by_the_name_it_has(
    label: str, found: str
) -> None:
    assert period(label).label == found


@pytest.mark.parametrize(
    ("label", "before"),
    [
        ("2026-04-01..2026-09-30", "2025-10-01..2026-03-31"),
        ("2026-02..2026-03", "2025-12-01..2026-01-31"),
        ("2026-05-03..2026-06-09", "2026-03-26..2026-05-02"),
        ("FY2026-27", "FY2025-26"),
    ],
)
def test_what_came_before_is_as_long_in_months_or_in_days(label: str, before: str) -> None:
    assert period(label).previous().label == before


def test_the_year_so_far_is_the_quarter_or_the_year_that_it_comes_to() -> None:
    found = [so_far(quarter(f"FY2026-27 Q{number}")).label for number in (1, 2, 4)]
    assert found == ["FY2026-27 Q1", "2026-04-01..2026-09-30", "FY2026-27"]
