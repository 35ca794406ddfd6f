"""Kish, and respondents against the roster."""

from __future__ import annotations

import pytest
from scipy.stats import chisquare

from engagekit.errors import StatisticsError
from engagekit.statistics.representativeness import against_roster, kish


def test_equal_weights_cost_nothing() -> None:
    assert kish([3, 3, 3, 0]) == 3.0


def test_the_test_against_the_roster_agrees_with_scipy() -> None:
    found = against_roster({"a": 30, "b": 10}, {"a": 50, "b": 40, "c": 10})
    other = chisquare([30, 10, 0], [20, 16, 4])
    assert (found.estimate, found.p_value) == pytest.approx((other.statistic, other.pvalue))


def test_what_cannot_be_compared_is_refused() -> None:
    with pytest.raises(StatisticsError, match="lacks"):
        against_roster({"c": 1}, {"a": 2, "b": 2})
    with pytest.raises(StatisticsError, match="missing, negative"):
        kish([-1.0, 2.0])
