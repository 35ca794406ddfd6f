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
    wide = x.std(axis=0, ddof=1) / y.std(ddof=1)
    np.testing.assert_allclose(found.standardised, other.params[1:] * wide)
    np.testing.assert_allclose(
        found.vif, [variance_inflation_factor(design, place) for place in range(1, 5)]
    )


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


def test_a_driver_that_is_constant_but_for_rounding_is_refused() -> None:
    constant = np.full(6, 0.1) + np.array([0, 1, 0, 0, 1, 0]) * 1e-17
    y, x = np.arange(6.0) ** 2, np.array([1, 5, 2, 8, 3, 3.0])
    with pytest.raises(StatisticsError, match="constant"):
        shapley_shares(y, np.column_stack([x, constant]))


def test_resamples_in_which_a_column_is_constant_but_for_rounding_are_left_out() -> None:
    tenth = np.array([0.1, 0.1, 0.1, 0.1, 0.7])
    x = np.column_stack([tenth, [1, 2, 4, 3, 5.0]])
    whole = np.column_stack([[0, 0, 0, 0, 1.0], [1, 2, 4, 3, 5.0]])
    one, two = (bootstrap_shares([1, 2, 3, 5, 9], part, draws=300) for part in (x, whole))
    assert one.draws == two.draws < 300
    np.testing.assert_allclose(one.low, two.low)


def test_resamples_in_which_drivers_are_one_are_left_out() -> None:
    x = np.array([[1, 1], [2, 2], [3, 3], [4, 4], [5, 5], [1, 2.0]])  # apart in one person only
    found = bootstrap_shares([1, 2, 3, 5, 4, 9], x, draws=400)
    with_the_one = 1 - (5 / 6) ** 6
    assert found.draws / 400 == pytest.approx(with_the_one, abs=0.07)
    assert np.isfinite(found.high).all()
    assert (found.high <= 1 + 1e-9).all()


@pytest.mark.parametrize(("apart", "is_refused"), [(2e-5, True), (1e-4, False)])
def test_drivers_that_are_one_but_for_rounding_are_refused(apart: float, is_refused: bool) -> None:
    y, x = sample(6, drivers=2)
    x[:, 1] = x[:, 0] + apart * x[:, 1]  # least eigenvalue about apart squared
    if is_refused:
        with pytest.raises(StatisticsError, match="follows exactly"):
            shapley_shares(y, x)
    else:
        assert shapley_shares(y, x).share.sum() == pytest.approx(1)


@pytest.mark.parametrize(("drivers", "is_refused"), [(12, False), (13, True)])
def test_shares_are_for_twelve_drivers_at_most(drivers: int, is_refused: bool) -> None:
    y, x = sample(7, people=40, drivers=drivers)
    if is_refused:
        with pytest.raises(StatisticsError, match="13 drivers"):
            shapley_shares(y, x)
    else:
        assert shapley_shares(y, x).share.sum() == pytest.approx(1)


@pytest.mark.parametrize(("people", "is_refused"), [(5, True), (6, False)])
def test_four_drivers_need_six_people(people: int, is_refused: bool) -> None:
    y, x = sample(8, people=people)
    if is_refused:
        with pytest.raises(StatisticsError, match="5 people for 4 drivers"):
            regression(y, x)
    else:
        assert np.isfinite(regression(y, x).vif).all()
