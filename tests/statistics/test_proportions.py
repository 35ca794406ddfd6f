"""Shares and their differences, against the tests they turn round and against statsmodels."""

from __future__ import annotations

import numpy as np
import pytest
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from engagekit.errors import StatisticsError
from engagekit.statistics import proportions as p
from tests.golden.estimators.proportions import logit_trend

COUNTS = [(0, 12), (12, 12), (1, 1), (3, 5), (7, 23), (4821, 9000)]


@pytest.mark.parametrize(("x", "n"), COUNTS)
def test_wilson_agrees_with_statsmodels(x: int, n: int) -> None:
    found = p.wilson(x, n)
    assert (found.low, found.high) == pytest.approx(
        proportion_confint(x, n, method="wilson"), abs=1e-12
    )


def test_the_ends_of_wilson_are_where_the_score_test_turns() -> None:
    found = p.wilson(7, 23)
    for end in (found.low, found.high):
        z = (7 / 23 - end) / np.sqrt(end * (1 - end) / 23)
        assert abs(z) == pytest.approx(1.959963984540054)


@pytest.mark.parametrize("counts", [(56, 70, 48, 80), (0, 10, 0, 20), (10, 10, 0, 20)])
def test_newcombe_agrees_with_statsmodels(counts: tuple[int, int, int, int]) -> None:
    low, high = confint_proportions_2indep(*counts, method="newcomb", compare="diff")
    found = p.newcombe(*counts)
    assert (found.low, found.high) == pytest.approx((low, high), abs=1e-9)


def test_the_chi_square_of_two_groups_is_the_square_of_z() -> None:
    pooled = 104 / 150
    z = (56 / 70 - 48 / 80) / np.sqrt(pooled * (1 - pooled) * (1 / 70 + 1 / 80))
    assert p.equal_shares([56, 48], [70, 80]).estimate == pytest.approx(z**2)
    assert p.trend([56, 48], [70, 80]).estimate == pytest.approx(z**2)


def test_groups_that_all_say_the_same_have_no_test() -> None:
    assert np.isnan(p.equal_shares([5, 5], [5, 5]).p_value)
    assert np.isnan(p.trend([5, 5], [5, 5]).p_value)


def test_the_slope_of_two_groups_is_their_log_odds_ratio() -> None:
    found = logit_trend([20, 30], [100, 100])
    assert found.estimate == pytest.approx(np.log((30 / 70) / (20 / 80)))
    assert found.se == pytest.approx(np.sqrt(1 / 20 + 1 / 80 + 1 / 30 + 1 / 70))


@pytest.mark.parametrize(
    ("yes", "size"),
    [([0, 10], [10, 10]), ([0, 4, 10], [10, 10, 10]), ([9, 0], [9, 5]), ([3, 3], [3, 3])],
)
def test_groups_that_touch_or_stand_apart_have_no_finite_slope(yes, size) -> None:
    with pytest.raises(StatisticsError, match="no finite slope"):
        logit_trend(yes, size)


@pytest.mark.parametrize(
    ("yes", "size"), [([1, 10], [10, 11]), ([0, 4, 4, 10], [9, 9, 9, 10]), ([9, 1], [10, 5])]
)
def test_groups_that_overlap_by_an_answer_have_a_finite_slope(yes, size) -> None:
    found = logit_trend(yes, size)
    assert np.isfinite([found.estimate, found.se, found.p_value]).all()


def test_a_trend_settles_whatever_the_counts_and_the_scale_of_time() -> None:
    random = np.random.default_rng(11)
    fitted = 0
    for _ in range(300):
        k = int(random.integers(2, 9))
        size = random.integers(1, 10 ** int(random.integers(1, 7)), k)
        yes = random.binomial(size, random.uniform(0, 1, k) ** 4)
        time = random.normal(size=k) * 10 ** random.uniform(-6, 6)
        try:
            found = logit_trend(yes, size, time)
        except StatisticsError as error:
            assert "no finite slope" in str(error)
            continue
        fitted += 1
        assert found.se > 0
        assert np.isfinite([found.estimate, found.se]).all()
    assert fitted > 200


def test_a_trend_is_the_same_in_days_and_in_seconds() -> None:
    days = logit_trend([20, 30, 40], [100, 100, 100], [0, 1, 2])
    seconds = logit_trend([20, 30, 40], [100, 100, 100], [2e9, 2e9 + 86400, 2e9 + 172800])
    assert days.estimate == pytest.approx(0.4870419759531, rel=1e-11)
    assert seconds.estimate * 86400 == pytest.approx(days.estimate, rel=1e-12)
    assert seconds.p_value == pytest.approx(days.p_value, rel=1e-9)


@pytest.mark.parametrize(("x", "n"), [(-1, 5), (6, 5), (0, 0), (float("nan"), 5)])
def test_counts_that_are_no_share_are_refused(x: float, n: float) -> None:
    with pytest.raises(StatisticsError, match="is no share"):
        p.wilson(x, n)


def test_a_trend_is_fitted_to_the_end_or_to_where_glm_ends() -> None:
    x, n = [0, 3, 9, 22, 40, 12], [20, 30, 51, 80, 95, 12]
    whole, early = logit_trend(x, n), logit_trend(x, n, epsilon=1e-8)
    assert (whole.estimate, whole.se) == pytest.approx((0.85677123190189, 0.146041798990091))
    assert early.se == pytest.approx(0.146040202801867, rel=1e-9)
    assert whole.se == pytest.approx(0.146041798990091, rel=1e-9)


def test_a_trend_of_groups_that_say_the_same_is_none_on_every_processor() -> None:
    sizes = [100, 130, 170]  # their weighted mean time is no binary number
    for yes in ([0, 0, 0], sizes):
        assert np.isnan(p.trend(yes, sizes).p_value)
    assert p.trend([80, 130, 170], sizes).p_value < 0.001
    assert np.isnan(p.trend([9, 50, 99], sizes, [0.3, 0.3, 0.1 + 0.2]).estimate)
    assert p.trend([9, 50, 99], sizes, [0.3, 0.3, 0.31]).estimate > 0
