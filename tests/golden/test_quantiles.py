"""Weighted quantiles, against numpy's and by counting."""

from __future__ import annotations

import numpy as np
import pytest

from engagekit.errors import StatisticsError
from tests.golden.estimators.designs import survey_design
from tests.golden.estimators.quantiles import quantile, weighted_quantile
from tests.golden.estimators.root_finding import brent

X = np.array([3.0, 1.0, 4.0, 1.5, 5.0, 9.0, 2.0, 6.0])
NUMPY = {
    "math": "inverted_cdf",
    "school": "averaged_inverted_cdf",
    "hf4": "interpolated_inverted_cdf",
    "hf5": "hazen",
    "hf6": "weibull",
    "hf7": "linear",
    "hf8": "median_unbiased",
    "hf9": "normal_unbiased",
}


@pytest.mark.parametrize(("rule", "method"), NUMPY.items())
@pytest.mark.parametrize("p", [0.1, 0.25, 0.4, 0.5, 0.9])
def test_equal_weights_give_the_quantiles_of_numpy(rule, method, p: float) -> None:
    found = weighted_quantile(X, np.ones(8), p, rule=rule)
    assert found == pytest.approx(np.quantile(X, p, method=method))


@pytest.mark.parametrize("rule", ["math", "school"])
def test_a_weight_of_3_is_the_same_answer_three_times(rule) -> None:
    w = np.array([1, 3, 2, 1, 1, 2, 1, 3])
    for p in (0.2, 0.5, 0.75):
        repeated = weighted_quantile(np.repeat(X, w), np.ones(w.sum()), p, rule=rule)
        assert weighted_quantile(X, w, p, rule=rule) == repeated


def test_answers_without_weight_do_not_count() -> None:
    assert weighted_quantile([1, 2, 99], [1, 1, 0], 1.0) == 2


def test_an_end_beyond_the_data_is_not_reached() -> None:
    found = quantile(survey_design(3), [1, 2, 3])
    assert found.estimate == 2
    assert np.isnan([found.low, found.high, found.se]).all()


def test_hf3_takes_the_even_one_of_two_where_the_share_is_met() -> None:
    assert weighted_quantile([1, 2, 3, 4], np.ones(4), 0.5, rule="hf3") == 2
    assert weighted_quantile([1, 2, 3, 4], np.ones(4), 0.25, rule="hf3") == 2
    assert weighted_quantile([1, 2, 3, 4], np.ones(4), 0.3, rule="hf3") == 2


def test_the_interval_is_that_of_the_share_below_taken_back() -> None:
    x = np.arange(1.0, 101.0)
    found = quantile(survey_design(100), x)
    half = 1.9842169515 * np.sqrt(0.25 / 99)
    assert (found.low, found.high) == (np.ceil(100 * (0.5 - half)), np.ceil(100 * (0.5 + half)))
    assert found.se == pytest.approx((found.high - found.low) / (2 * 1.9842169515))


@pytest.mark.parametrize("method", ["mean", "logit", "beta", "arcsine", "score"])
def test_every_interval_holds_the_median_of_a_simple_sample(method) -> None:
    found = quantile(survey_design(30), np.arange(30.0), method=method)
    assert found.low < found.estimate < found.high


def test_a_domain_is_no_smaller_design() -> None:
    design = survey_design(6, clusters=["a", "a", "b", "b", "c", "c"])
    gap = quantile(design, [1, np.nan, 3, 4, 5, 6])
    inside = quantile(design, [1, 2, 3, 4, 5, 6], domain=[1, 0, 1, 1, 1, 1])
    assert (gap.estimate, gap.df) == (inside.estimate, inside.df)


def test_an_end_that_is_1_but_for_rounding_is_reached() -> None:
    found = quantile(survey_design(7, weights=[0.1, 0.2, 0.3, 0.4, 0.7, 0.8, 0.9]), [5.0] * 7, 0.95)
    assert (found.low, found.high, found.se) == (5.0, 5.0, 0.0)


def test_nobody_has_no_quantile() -> None:
    with pytest.raises(StatisticsError, match="0 values"):
        quantile(survey_design(2), [np.nan, np.nan])
    with pytest.raises(StatisticsError, match="no rule"):
        weighted_quantile([1.0], [1.0], 0.5, rule="hf10")  # type: ignore[arg-type]
    with pytest.raises(StatisticsError, match="no method"):
        quantile(survey_design(3), [1, 2, 3], method="z")  # type: ignore[arg-type]


def test_a_root_is_found_within_its_tolerance_or_not_at_all() -> None:
    assert brent(np.cos, 0.0, 3.0, tolerance=1e-10) == pytest.approx(np.pi / 2, abs=1e-9)
    assert np.isnan(brent(np.cosh, 0.0, 3.0, tolerance=1e-10))
    assert brent(lambda x: x, 0.0, 1.0, tolerance=1e-10) == 0
