"""Johnson's relative weights, where they must equal Shapley's shares."""

from __future__ import annotations

import numpy as np

from tests.golden.estimators.drivers import relative_weights


def test_unrelated_drivers_share_by_their_squared_correlations() -> None:
    x = np.array([[1, 1], [1, -1], [-1, 1], [-1, -1], [1, 1], [1, -1], [-1, 1], [-1, -1.0]])
    y = 2 * x[:, 0] + x[:, 1] + np.array([1, -1, -1, 1, -1, 1, 1, -1]) * 0.5
    np.testing.assert_allclose(relative_weights(y, x).share, [0.8, 0.2])
