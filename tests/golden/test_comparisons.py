"""All pairs of means and means against a baseline, by scipy as a second route."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import dunnett, tukey_hsd

from engagekit.errors import StatisticsError
from tests.golden.estimators.comparisons import against_baseline, all_pairs

A, B, C = [1.0, 2.0, 3.0, 2.5], [3.0, 4.0, 5.0], [8.0, 9.0, 10.0, 7.0, 9.5]


VALUES = np.array(A + B + C)


GROUPS = np.array(["a"] * 4 + ["b"] * 3 + ["c"] * 5)


def test_all_pairs_agree_with_scipy() -> None:
    found, other = all_pairs(VALUES, GROUPS), tukey_hsd(A, B, C)
    interval = other.confidence_interval()
    assert found["c", "a"].p_value == pytest.approx(other.pvalue[2, 0], rel=1e-6)
    assert found["c", "a"].low == pytest.approx(interval.low[2, 0], rel=1e-6)
    assert found["b", "a"].high == pytest.approx(interval.high[1, 0], rel=1e-6)


def test_against_baseline_agrees_with_scipy_but_for_chance() -> None:
    found = against_baseline(VALUES, GROUPS)
    other = dunnett(B, C, control=A, rng=np.random.default_rng(1))
    interval = other.confidence_interval()
    assert found["b", "a"].p_value == pytest.approx(other.pvalue[0], abs=2e-3)
    assert found["c", "a"].high == pytest.approx(interval.high[1], abs=5e-3)


def test_one_comparison_with_the_baseline_is_a_t_test() -> None:
    from scipy.stats import ttest_ind

    two = VALUES[:7]
    found = against_baseline(two, GROUPS[:7])["b", "a"]
    other = ttest_ind(B, A)
    assert found.p_value == pytest.approx(other.pvalue, abs=1e-7)
    assert found.low == pytest.approx(other.confidence_interval().low, abs=1e-6)


def test_any_group_can_be_the_baseline() -> None:
    found = against_baseline(VALUES, GROUPS, baseline="c")
    assert set(found) == {("a", "c"), ("b", "c")}
    with pytest.raises(StatisticsError, match="is no group"):
        against_baseline(VALUES, GROUPS, baseline="d")


def test_groups_without_spread_are_refused() -> None:
    with pytest.raises(StatisticsError, match="alike"):
        all_pairs([1, 1, 2, 2], ["a", "a", "b", "b"])
    with pytest.raises(StatisticsError, match="1 groups"):
        all_pairs([1, 2], ["a", "a"])
