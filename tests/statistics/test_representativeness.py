"""Kish, the R-indicator and respondents against the roster."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import chisquare

from engagekit.errors import StatisticsError
from engagekit.statistics.representativeness import against_roster, kish
from tests.golden.estimators.representativeness import indicators, r_indicator


def test_equal_weights_cost_nothing() -> None:
    assert kish([3, 3, 3, 0]) == 3.0


def test_one_category_gives_the_response_rates_as_chances() -> None:
    answered = [1, 1, 0, 0, 1, 0, 0, 0]
    chance = np.array([0.5] * 4 + [0.25] * 4)
    found = r_indicator(answered, indicators(list("aaaabbbb")))
    assert found.r_indicator == pytest.approx(1 - 2 * chance.std(ddof=1))
    assert found.variation == pytest.approx(chance.std(ddof=1) / chance.mean())


def test_large_numbers_are_no_trouble() -> None:
    rng = np.random.default_rng(1)
    x = rng.normal(5e6, 1e5, size=(60, 1))
    answered = (np.arange(60) % 3 == 0).astype(float)
    one, two = r_indicator(answered, x), r_indicator(answered, x / 1e6)
    assert one.r_indicator == pytest.approx(two.r_indicator)


def test_the_test_against_the_roster_agrees_with_scipy() -> None:
    found = against_roster({"a": 30, "b": 10}, {"a": 50, "b": 40, "c": 10})
    other = chisquare([30, 10, 0], [20, 16, 4])
    assert (found.estimate, found.p_value) == pytest.approx((other.statistic, other.pvalue))


def test_what_cannot_be_compared_is_refused() -> None:
    with pytest.raises(StatisticsError, match="no finite fit"):
        r_indicator([1, 1, 0, 0], [[0], [0], [1], [1]])
    with pytest.raises(StatisticsError, match="lacks"):
        against_roster({"c": 1}, {"a": 2, "b": 2})
    with pytest.raises(StatisticsError, match="missing, negative"):
        kish([-1.0, 2.0])


def test_chances_are_fitted_whatever_the_roster_and_its_scale() -> None:
    random = np.random.default_rng(8)
    for size in (1e-3, 1.0, 1e6):
        x = np.column_stack(
            [size * random.normal(size=400), random.integers(0, 2, 400), np.ones(400)]
        )
        answered = (random.random(400) < 1 / (1 + np.exp(2 - 3 * x[:, 0] / size))).astype(float)
        assert 0 < r_indicator(answered, x).r_indicator < 1


@pytest.mark.parametrize("in_group", [1, 2])
def test_a_group_that_all_answered_has_no_finite_fit_and_one_silent_person_makes_it(
    in_group: int,
) -> None:
    answered = np.r_[np.ones(1000), np.zeros(9000)]
    group = np.zeros(10_000)
    group[0] = 1  # answered
    group[2000] = in_group - 1  # did not, in the second case
    if in_group == 1:
        with pytest.raises(StatisticsError, match="no finite fit"):
            r_indicator(answered, group[:, None])
    else:
        chance = np.where(group == 1, 0.5, 999 / 9998)
        found = r_indicator(answered, group[:, None])
        assert found.r_indicator == pytest.approx(1 - 2 * chance.std(ddof=1), rel=1e-9)
