"""The rank correlation: by hand, and by scipy as a second route."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from engagekit.errors import StatisticsError
from engagekit.statistics.association import spearman

X = [3, 1, 4, 1, 5, 9, 2, 6, 5, 3]
Y = [2, 7, 1, 8, 2, 8, 1, 8, 2, 8]


def test_spearman_shares_ranks_among_ties_as_scipy_does() -> None:
    found, other = spearman(X, Y), stats.spearmanr(X, Y)
    assert found.estimate == pytest.approx(other.statistic)
    assert found.p_value == pytest.approx(other.pvalue)


def test_an_exact_correlation_is_its_own_limit() -> None:
    found = spearman([1, 2, 3, 4], [2, 4, 6, 8])
    assert (found.low, found.high, found.p_value) == (1, 1, 0)


@pytest.mark.parametrize(
    ("x", "y", "words"),
    [
        ([1, 1, 1], [1, 2, 3], "x is 1 throughout"),
        ([1, 2], [1, 2], "at least 3"),
        ([1, 2, np.nan], [1, 2, 3], "missing"),
    ],
)
def test_columns_without_a_correlation_are_refused_in_words(
    x: list[float], y: list[float], words: str
) -> None:
    with pytest.raises(StatisticsError, match=words):
        spearman(x, y)


def test_ties_are_ties_on_every_processor() -> None:
    x = [0.1 + 0.2, 0.3, 0.7, 0.9, 0.15 + 0.15]
    assert len(set(x)) > 3
    assert spearman(x, [1, 2, 3, 4, 5]) == spearman([0.3, 0.3, 0.7, 0.9, 0.3], [1, 2, 3, 4, 5])


@pytest.mark.parametrize(("n", "is_defined"), [(3, False), (4, True)])
def test_an_interval_needs_four_units(n: int, is_defined: bool) -> None:
    found = spearman([1, 2, 3, 4][:n], [1, 3, 2, 4][:n])
    assert np.isfinite(found.low) == is_defined
