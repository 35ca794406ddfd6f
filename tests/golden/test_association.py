"""Correlations and slopes of the reference cases: by hand, and by scipy as a second route."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from engagekit.errors import StatisticsError
from engagekit.statistics.association import pearson, spearman
from tests.golden.estimators.association import (
    autocorrelation,
    bootstrap_spearman,
    effective_n,
    first_differences,
    kendall,
    lagged,
    least_squares,
    partial_spearman,
    spearman_fisher,
)

X = [3, 1, 4, 1, 5, 9, 2, 6, 5, 3]


Y = [2, 7, 1, 8, 2, 8, 1, 8, 2, 8]


def test_the_interval_of_bonett_and_wright_is_the_wider() -> None:
    wide, narrow = spearman(X, Y), spearman_fisher(X, Y)
    assert wide.low < narrow.low
    assert wide.high > narrow.high
    variance = (1 + wide.estimate**2 / 2) / 7
    assert wide.high == pytest.approx(
        np.tanh(np.arctanh(wide.estimate) + 1.959964 * variance**0.5), abs=1e-6
    )


def test_kendall_agrees_with_scipy() -> None:
    assert kendall(X, Y).estimate == pytest.approx(stats.kendalltau(X, Y).statistic)


def test_the_bootstrap_is_seeded_and_holds_the_estimate() -> None:
    one, other = (bootstrap_spearman(X, Y, draws=500, seed=3) for _ in range(2))
    assert one == other
    assert one.low < one.estimate < one.high


def test_a_control_takes_away_what_both_follow() -> None:
    random = np.random.default_rng(5)
    clock = np.arange(40.0)
    x, y = clock + random.normal(size=40), clock + random.normal(size=40)
    assert spearman(x, y).estimate > 0.9
    assert abs(partial_spearman(x, y, clock).estimate) < 0.4


def test_one_control_gives_the_textbook_formula() -> None:
    control = [1, 5, 2, 4, 3, 8, 6, 7, 9, 10]
    r = stats.spearmanr(np.column_stack([X, Y, control])).statistic
    by_hand = (r[0, 1] - r[0, 2] * r[1, 2]) / np.sqrt((1 - r[0, 2] ** 2) * (1 - r[1, 2] ** 2))
    assert partial_spearman(X, Y, control).estimate == pytest.approx(by_hand)


RISING = [1, 2, 3, 4, 5, 6, 7, 8]
UP = [2, 3, 3, 6, 5, 8, 7, 30]


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


def test_least_squares_agrees_with_scipy() -> None:
    line, other = least_squares(RISING, UP), stats.linregress(RISING, UP)
    assert (line.slope, line.intercept, line.se) == pytest.approx(
        (other.slope, other.intercept, other.stderr)
    )
    assert line.high - line.slope == pytest.approx(stats.t.ppf(0.975, 6) * other.stderr)
