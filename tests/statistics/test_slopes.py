"""Slopes: by hand, and by scipy as a second route."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from engagekit.statistics.association import theil_sen

X = [1, 2, 3, 4, 5, 6, 7, 8]
Y = [2, 3, 3, 6, 5, 8, 7, 30]


def test_the_middle_slope_ignores_an_outlier() -> None:
    assert theil_sen([1, 2, 3, 4, 5], [2, 4, 6, 8, 90]).estimate == 2


def test_the_middle_slope_agrees_with_scipy() -> None:
    line, other = theil_sen(X, Y), stats.theilslopes(Y, X)
    assert line.estimate == pytest.approx(other.slope)


def test_points_above_each_other_make_no_slope() -> None:
    assert theil_sen([1, 1, 2, 3], [5, 9, 7, 9]).estimate == pytest.approx(
        np.median([2, 2, 2, -2, 0])
    )


def test_limits_are_slopes_between_two_points() -> None:
    line = theil_sen(X, Y)
    slopes = [
        (b - a) / (v - u)
        for i, (u, a) in enumerate(zip(X, Y, strict=True))
        for v, b in list(zip(X, Y, strict=True))[i + 1 :]
    ]
    assert line.low in slopes
    assert line.high in slopes
    assert line.low < line.estimate < line.high


def test_points_above_each_other_but_for_rounding_make_no_slope() -> None:
    level, off = (
        theil_sen([0.3, 0.3, 0.7, 0.9], Y[:4]),
        theil_sen([0.1 + 0.2, 0.3, 0.7, 0.9], Y[:4]),
    )
    assert off == level
