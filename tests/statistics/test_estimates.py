"""Columns are checked in words, and numbers that differ by rounding alone are one number."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import norm, t

from engagekit.errors import StatisticsError
from engagekit.statistics._estimates import ROUNDING, Z, critical, is_constant, vector


@pytest.mark.parametrize(("apart", "is_one"), [(0.9, True), (1.1, False)])
@pytest.mark.parametrize("size", [1e-9, 1.0, 4e12])
def test_numbers_are_one_up_to_rounding_of_the_largest(
    size: float, apart: float, is_one: bool
) -> None:
    assert is_constant(np.array([size * (1 - apart * ROUNDING), size])) is is_one


def test_columns_with_gaps_or_too_few_numbers_are_refused_in_words() -> None:
    with pytest.raises(StatisticsError, match="x holds 1 values; at least 2"):
        vector([1.0], "x", least=2)
    assert vector([1.0, 2.0], "x", least=2).size == 2
    with pytest.raises(StatisticsError, match="x holds 1 missing"):
        vector([1.0, np.nan], "x")


def test_the_ends_of_a_range_are_those_of_the_normal_and_of_t() -> None:
    assert norm.ppf(0.975) == Z == critical(np.inf)
    assert critical(7) == pytest.approx(t.ppf(0.975, 7))
    assert np.isnan(critical(0))
