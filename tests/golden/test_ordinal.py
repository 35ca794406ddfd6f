"""The proportional-odds model: by hand, and by statsmodels as a second route."""

from __future__ import annotations

import numpy as np
import pytest

from engagekit.errors import StatisticsError
from tests.golden.estimators.ordinal import ordinal_logit


def sample(seed: int, people: int = 300) -> tuple[np.ndarray, np.ndarray]:
    """Answers 0 to 3 that rise with the first of two drivers."""
    random = np.random.default_rng(seed)
    x = np.column_stack([random.normal(size=people), random.integers(0, 2, people)])
    leaning = x @ [1.0, -0.5] + random.logistic(size=people)
    return np.digitize(leaning, [-1.0, 0.2, 1.5]), x


def test_two_answers_and_one_group_give_the_odds_ratio_of_the_table() -> None:
    fit = ordinal_logit([0, 1, 0, 1], [0, 0, 1, 1], weights=[30, 10, 10, 30])
    assert fit.estimate.tolist() == pytest.approx([np.log(3), np.log(9)])
    assert fit.se[1] == pytest.approx(np.sqrt(1 / 30 + 1 / 10 + 1 / 10 + 1 / 30))
    assert fit.n == 80


def test_thresholds_and_coefficients_agree_with_statsmodels() -> None:
    from statsmodels.miscmodels.ordinal_model import OrderedModel

    code, x = sample(1)
    other = OrderedModel(code, x, distr="logit").fit(method="newton", disp=0)
    fit = ordinal_logit(code, x)
    assert fit.thresholds == 3
    cuts = other.model.transform_threshold_params(other.params)[1:-1]
    np.testing.assert_allclose(fit.estimate[:3], cuts, rtol=1e-4)
    np.testing.assert_allclose(fit.estimate[3:], other.params[:2], rtol=1e-4)
    np.testing.assert_allclose(fit.se[3:], other.bse[:2], rtol=1e-3)
    assert fit.log_likelihood == pytest.approx(other.llf)


def test_a_weight_counts_as_so_many_people() -> None:
    code, x = sample(2, people=80)
    weight = np.random.default_rng(3).integers(0, 4, 80)
    by_weight = ordinal_logit(code, x, weights=weight)
    by_rows = ordinal_logit(np.repeat(code, weight), np.repeat(x, weight, axis=0))
    np.testing.assert_allclose(by_weight.estimate, by_rows.estimate, rtol=1e-8)
    np.testing.assert_allclose(by_weight.se, by_rows.se, rtol=1e-8)


def test_moving_a_driver_moves_the_thresholds_only() -> None:
    code, x = sample(4)
    here, there = ordinal_logit(code, x), ordinal_logit(code, x + np.array([1000, 0]))
    np.testing.assert_allclose(here.estimate[3:], there.estimate[3:], rtol=1e-7)
    np.testing.assert_allclose(here.estimate[:3] + 1000 * here.estimate[3], there.estimate[:3])


def test_a_driver_that_separates_the_answers_is_refused_in_words() -> None:
    with pytest.raises(StatisticsError, match="no solution"):
        ordinal_logit([0, 0, 1, 1], [1, 2, 3, 4])


def test_gaps_in_the_codes_are_refused_in_words() -> None:
    with pytest.raises(StatisticsError, match="gaps"):
        ordinal_logit([0, 2, 0, 2], [1, 2, 3, 1])


def test_the_unit_of_a_driver_does_not_matter() -> None:
    code, x = sample(5)
    plain = ordinal_logit(code, x)
    for unit in (1e-9, 1e9):
        other = ordinal_logit(code, x * unit)
        np.testing.assert_allclose(other.estimate[3:] * unit, plain.estimate[3:], rtol=1e-6)
    with pytest.raises(StatisticsError, match="no solution"):
        ordinal_logit([0, 0, 1, 1], [1e9, 2e9, 3e9, 4e9])
