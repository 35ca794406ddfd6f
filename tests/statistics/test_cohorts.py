"""Retention and frequency: small rosters counted by hand."""

from __future__ import annotations

import numpy as np
import pytest

from engagekit.errors import StatisticsError
from engagekit.statistics.cohorts import retention


def test_a_cohort_keeps_its_leavers_in_the_base() -> None:
    found = retention(["a", "b", "a", "a", "c"], [0, 0, 1, 2, 1])
    assert found.cohorts.tolist() == [0, 1]
    assert found.sizes.tolist() == [2, 1]
    assert found.active[0].tolist() == [2, 1, 1]
    assert found.share[0].tolist() == [1, 0.5, 0.5]


def test_periods_that_are_not_over_are_blank() -> None:
    found = retention(["a", "c"], [0, 2])
    assert found.cohorts.tolist() == [0, 2]
    assert np.isnan(found.share[1, 1:]).all()
    assert found.share[0].tolist() == [1, 0, 0]


def test_touches_of_one_period_count_once() -> None:
    found = retention(["a", "a", "a"], [0, 0, 1])
    assert found.active[0].tolist() == [1, 1]


def test_a_later_last_period_shows_that_nobody_came() -> None:
    assert retention(["a"], [0], last=2).share[0].tolist() == [1, 0, 0]


def test_rows_after_the_last_complete_period_are_left_out() -> None:
    found = retention(["a", "b"], [0, 3], last=1)
    assert found.cohorts.tolist() == [0]
    assert found.share[0].tolist() == [1, 0]


def test_shares_have_wilson_intervals() -> None:
    found = retention(["a", "b", "a"], [0, 0, 1])
    assert found.high[0, 0] == 1
    assert 0 < found.low[0, 1] < 0.5 < found.high[0, 1] < 1


def test_faults_are_refused_in_words() -> None:
    with pytest.raises(StatisticsError, match="fractions"):
        retention(["a"], [0.5])
    with pytest.raises(StatisticsError, match="at least 1"):
        retention([], [])
