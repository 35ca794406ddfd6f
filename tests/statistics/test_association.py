"""Correlations: by hand, and by scipy as a second route."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from engagekit.errors import StatisticsError
from engagekit.statistics._estimates import level_out
from engagekit.statistics.association import pearson, permutation_p, spearman

X = [3, 1, 4, 1, 5, 9, 2, 6, 5, 3]
Y = [2, 7, 1, 8, 2, 8, 1, 8, 2, 8]


def test_pearson_agrees_with_scipy() -> None:
    found, other = pearson(X, Y), stats.pearsonr(X, Y)
    limits = other.confidence_interval()
    assert found.estimate == pytest.approx(other.statistic)
    assert found.p_value == pytest.approx(other.pvalue)
    assert (found.low, found.high) == pytest.approx((limits.low, limits.high))


def test_spearman_shares_ranks_among_ties_as_scipy_does() -> None:
    found, other = spearman(X, Y), stats.spearmanr(X, Y)
    assert found.estimate == pytest.approx(other.statistic)
    assert found.p_value == pytest.approx(other.pvalue)


def test_three_points_have_no_interval() -> None:
    found = pearson([1, 2, 3], [1, 3, 2])
    assert found.estimate == pytest.approx(0.5)
    assert np.isnan(found.low)


def test_an_exact_correlation_is_its_own_limit() -> None:
    found = pearson([1, 2, 3, 4], [2, 4, 6, 8])
    assert (found.low, found.high, found.p_value) == (1, 1, 0)


def test_shuffling_gives_the_same_probability_with_the_same_seed() -> None:
    first = permutation_p(X, Y, draws=999, seed=1)
    assert first == permutation_p(X, Y, draws=999, seed=1)


def test_shuffling_comes_near_to_trying_every_order() -> None:
    from itertools import permutations

    x, y = [1, 2, 3, 4, 5, 6], [2, 1, 4, 3, 6, 5]
    seen = abs(spearman(x, y).estimate)
    exact = np.mean([abs(spearman(x, one).estimate) >= seen - 1e-12 for one in permutations(y)])
    assert permutation_p(x, y, draws=20_000) == pytest.approx(exact, abs=0.01)


@pytest.mark.parametrize(
    ("x", "y", "words"),
    [
        ([1, 1, 1], [1, 2, 3], "x is 1 throughout"),
        ([1, 2], [1, 2], "at least 3"),
        ([1, 2, 3, 4], [1, 2, 3], "lengths differ"),
        ([1, 2, np.nan], [1, 2, 3], "missing"),
    ],
)
def test_columns_without_a_correlation_are_refused_in_words(
    x: list[float], y: list[float], words: str
) -> None:
    with pytest.raises(StatisticsError, match=words):
        pearson(x, y)


def test_changes_that_differ_by_rounding_alone_do_not_vary() -> None:
    changes = np.diff([0.1, 0.2, 0.3, 0.4, 0.5])
    assert np.ptp(changes) > 0
    with pytest.raises(StatisticsError, match="throughout"):
        spearman(level_out(changes, 0.5), [1, 2, 3, 4])


def test_ties_are_ties_on_every_processor() -> None:
    x = [0.1 + 0.2, 0.3, 0.7, 0.9, 0.15 + 0.15]
    assert len(set(x)) > 3
    assert spearman(x, [1, 2, 3, 4, 5]) == spearman([0.3, 0.3, 0.7, 0.9, 0.3], [1, 2, 3, 4, 5])


def test_a_shuffle_as_strong_but_for_rounding_counts() -> None:
    x, y = np.arange(7.0), np.array([2, 1, 4, 3, 6, 5, 7.0])
    same = permutation_p(x, y, draws=200, seed=3)
    assert permutation_p(x * 0.1, y / 3, draws=200, seed=3) == same
    assert permutation_p(x, x, draws=50, seed=3) < 0.1  # shuffles that fall short do not


@pytest.mark.parametrize(("n", "is_defined"), [(3, False), (4, True)])
def test_an_interval_needs_four_units(n: int, is_defined: bool) -> None:
    found = spearman([1, 2, 3, 4][:n], [1, 3, 2, 4][:n])
    assert np.isfinite(found.low) == is_defined
