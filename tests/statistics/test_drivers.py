"""Shares of R squared: by hand, by all orders of entry, and by statsmodels."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest

from engagekit.errors import StatisticsError
from engagekit.statistics.drivers import bootstrap_shares, regression, shapley_shares


def sample(seed: int, people: int = 60, drivers: int = 4) -> tuple[np.ndarray, np.ndarray]:
    """Collinear drivers, the first of which matters most."""
    random = np.random.default_rng(seed)
    x = random.normal(size=(people, drivers)) + random.normal(size=(people, 1))
    return x @ np.arange(drivers, 0, -1) + 3 * random.normal(size=people), x


def r2(y: np.ndarray, x: np.ndarray) -> float:
    """R squared by plain least squares."""
    design = np.column_stack([np.ones(y.size), x])
    rest = y - design @ np.linalg.lstsq(design, y)[0]
    return float(1 - rest @ rest / ((y - y.mean()) @ (y - y.mean())))


def test_shares_are_the_average_gain_over_all_orders_of_entry() -> None:
    y, x = sample(1)
    gains = np.zeros(4)
    for order in permutations(range(4)):
        for place, driver in enumerate(order):
            before, after = order[:place], order[: place + 1]
            gains[driver] += r2(y, x[:, list(after)]) - (r2(y, x[:, list(before)]) if place else 0)
    found = shapley_shares(y, x)
    np.testing.assert_allclose(found.contribution, gains / 24, atol=1e-12)


def test_shares_add_up_to_one_and_contributions_to_r_squared() -> None:
    y, x = sample(2)
    found = shapley_shares(y, x)
    assert found.share.sum() == pytest.approx(1)
    assert found.contribution.sum() == pytest.approx(found.r2)
    assert found.r2 == pytest.approx(r2(y, x))


def test_unrelated_drivers_share_by_their_squared_correlations() -> None:
    x = np.array([[1, 1], [1, -1], [-1, 1], [-1, -1], [1, 1], [1, -1], [-1, 1], [-1, -1.0]])
    y = 2 * x[:, 0] + x[:, 1] + np.array([1, -1, -1, 1, -1, 1, 1, -1]) * 0.5
    np.testing.assert_allclose(shapley_shares(y, x).share, [0.8, 0.2])


def test_the_same_seed_gives_the_same_intervals_and_they_hold_the_shares() -> None:
    y, x = sample(3)
    first, second = (bootstrap_shares(y, x, draws=200, seed=5) for _ in range(2))
    np.testing.assert_array_equal(first.low, second.low)
    share = shapley_shares(y, x).share
    assert ((first.low < share) & (share < first.high)).all()
    assert (first.rank_low <= first.rank_high).all()
    assert first.draws == 200


def test_resamples_that_are_constant_are_left_out_and_counted() -> None:
    x = np.array([[0, 1], [0, 2], [0, 4], [0, 3], [1, 5.0]])
    assert bootstrap_shares([1, 2, 3, 5, 9], x, draws=100).draws < 100


def test_coefficients_agree_with_statsmodels() -> None:
    from statsmodels.regression.linear_model import OLS
    from statsmodels.stats.outliers_influence import variance_inflation_factor
    from statsmodels.tools.tools import add_constant

    y, x = sample(4)
    found, design = regression(y, x), add_constant(x)
    other = OLS(y, design).fit()
    np.testing.assert_allclose(found.coefficient, other.params[1:])
    np.testing.assert_allclose(found.se, other.bse[1:])
    np.testing.assert_allclose(found.low, other.conf_int()[1:, 0])
    np.testing.assert_allclose(found.p_value, other.pvalues[1:], rtol=1e-6)
    np.testing.assert_allclose(found.hc3_se, other.HC3_se[1:])
    np.testing.assert_allclose(
        found.vif, [variance_inflation_factor(design, place) for place in range(1, 5)]
    )
    assert found.intercept == pytest.approx(other.params[0])
    assert found.adjusted_r2 == pytest.approx(other.rsquared_adj)


def test_standardised_coefficients_do_not_depend_on_units() -> None:
    y, x = sample(5)
    scaled = regression(y * 7, x * [1, 10, 100, 1000])
    np.testing.assert_allclose(scaled.standardised, regression(y, x).standardised)


@pytest.mark.parametrize(
    ("y", "x", "words"),
    [
        (np.arange(20.0), np.eye(20)[:, :13], "13 drivers"),
        ([1, 2, 3], [[1, 2], [2, 1], [3, 5]], "3 people for 2 drivers"),
        ([1, 2, 3, 5], [[1], [1], [1], [1]], "constant"),
        ([1, 2, 3, 5, 4], [[1, 2], [2, 4], [3, 6], [4, 8], [6, 12]], "follows exactly"),
        ([1, 2, 3, 5], [1, 2, 3, 4], "one column a driver"),
        ([1, 2, 3, 5], [[1], [2], [np.nan], [4]], "missing values in 1 rows"),
    ],
)
def test_drivers_without_an_answer_are_refused_in_words(
    y: list[float], x: list[list[float]], words: str
) -> None:
    with pytest.raises(StatisticsError, match=words):
        shapley_shares(y, x)
