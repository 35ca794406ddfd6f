"""Series over time: by hand, and by a simulation of unrelated drift."""

from __future__ import annotations

import numpy as np
import pytest

from engagekit.errors import StatisticsError
from engagekit.statistics.association import pearson, spearman
from engagekit.statistics.series import autocorrelation, effective_n, first_differences, lagged


def test_changes_are_correlated_instead_of_levels() -> None:
    x, y = [1, 2, 4, 7, 8], [1, 4, 5, 9, 9]
    assert first_differences(x, y, kind="pearson") == pearson([1, 2, 3, 1], [3, 1, 4, 0])
    assert first_differences(x, y) == spearman([1, 2, 3, 1], [3, 1, 4, 0])


def test_with_a_lag_x_comes_first() -> None:
    x = [1, 3, 2, 5, 4, 6]
    assert lagged(x, [0, *x[:-1]], 1).estimate == 1
    assert lagged(x, x, 0).estimate == 1
    assert lagged(x, [0, 0, *x[:-2]], 2).n == 4


def test_autocorrelation_by_hand() -> None:
    assert autocorrelation([1, 2, 3, 4]) == pytest.approx(1.25 / 5)


def test_drifting_series_are_worth_fewer_points() -> None:
    clock = np.arange(12.0)
    assert effective_n(clock, clock) < 6
    assert effective_n(clock, [1, -1] * 6) > 12


def test_unrelated_drift_looks_related_on_levels_and_seldom_on_changes() -> None:
    random = np.random.default_rng(21)
    walks = random.normal(size=(300, 2, 12)).cumsum(axis=2)
    levels = np.mean([pearson(x, y).p_value < 0.05 for x, y in walks])
    changes = np.mean([first_differences(x, y, kind="pearson").p_value < 0.05 for x, y in walks])
    assert levels > 0.3
    assert changes < 0.1


def test_too_long_a_lag_is_refused_in_words() -> None:
    with pytest.raises(StatisticsError, match="lag is 3"):
        lagged([1, 2, 3, 4, 5], [1, 2, 3, 4, 5], 3)
