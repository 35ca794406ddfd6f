"""Johnson's relative weights, and all of a regression, by statsmodels."""

from __future__ import annotations

import numpy as np
import pytest

from tests.golden.estimators.drivers import regression, relative_weights
from tests.statistics.test_drivers import sample


def test_unrelated_drivers_share_by_their_squared_correlations() -> None:
    x = np.array([[1, 1], [1, -1], [-1, 1], [-1, -1], [1, 1], [1, -1], [-1, 1], [-1, -1.0]])
    y = 2 * x[:, 0] + x[:, 1] + np.array([1, -1, -1, 1, -1, 1, 1, -1]) * 0.5
    np.testing.assert_allclose(relative_weights(y, x).share, [0.8, 0.2])


def test_coefficients_agree_with_statsmodels() -> None:
    from statsmodels.regression.linear_model import OLS
    from statsmodels.tools.tools import add_constant

    y, x = sample(4)
    found, design = regression(y, x), add_constant(x)
    other = OLS(y, design).fit()
    np.testing.assert_allclose(found.coefficient, other.params[1:])
    np.testing.assert_allclose(found.se, other.bse[1:])
    np.testing.assert_allclose(found.low, other.conf_int()[1:, 0])
    np.testing.assert_allclose(found.p_value, other.pvalues[1:], rtol=1e-6)
    np.testing.assert_allclose(found.hc3_se, other.HC3_se[1:])
    assert found.intercept == pytest.approx(other.params[0])
    assert found.adjusted_r2 == pytest.approx(other.rsquared_adj)


def test_a_row_that_fixes_its_own_residual_has_no_robust_error() -> None:
    alone = np.array([[0], [0], [0], [1.0]])  # the last person alone has the driver
    assert np.isnan(regression([1, 2, 4, 9], alone).hc3_se).all()
    assert np.isfinite(regression([1, 2, 4, 9, 8], [[0], [0], [0], [1], [1]]).hc3_se).all()


def test_a_row_that_fixes_its_own_residual_but_for_rounding_has_no_robust_error() -> None:
    for seed in range(20):
        y, x = sample(seed, people=9, drivers=2)
        alone = np.column_stack([x, np.arange(9) == seed % 9])
        assert np.isnan(regression(y, alone).hc3_se).all()
