"""Arrays are checked in words, and numbers that differ by rounding alone are one number."""

from __future__ import annotations

import numpy as np
import pytest

from engagekit.errors import StatisticsError
from engagekit.statistics._estimates import (
    ROUNDING,
    answered_only,
    is_constant,
    is_present,
    level_out,
    normal_quantile,
    same_length,
    vector,
)


@pytest.mark.parametrize(("apart", "is_one"), [(0.9, True), (1.1, False)])
@pytest.mark.parametrize("size", [1e-9, 1.0, 4e12])
def test_numbers_are_one_up_to_rounding_of_the_largest(
    size: float, apart: float, is_one: bool
) -> None:
    x = np.array([size / 2, size / 2 + apart * ROUNDING * size, size])
    assert bool(level_out(x)[0] == level_out(x)[1]) is is_one
    assert is_constant(np.array([size * (1 - apart * ROUNDING), size])) is is_one
    assert level_out(x)[2] == size


def test_a_step_of_one_among_a_million_people_is_never_rounding() -> None:
    shares = np.arange(1_000_001) / 1_000_000
    assert np.unique(level_out(shares)).size == 1_000_001


def test_levelling_keeps_order_missing_ends_and_numbers_far_apart() -> None:
    assert level_out([3.0, 0.1 + 0.2, 0.3, 5.0]).tolist() == [3.0, 0.3, 0.3, 5.0]
    assert level_out([]).size == 0


def test_arrays_that_are_no_column_of_numbers_are_refused_in_words() -> None:
    with pytest.raises(StatisticsError, match="x has 2 dimensions"):
        vector([[1.0]], "x")
    with pytest.raises(StatisticsError, match="x holds 1 values; at least 2"):
        vector([1.0], "x", least=2)
    assert vector([1.0, 2.0], "x", least=2).size == 2
    with pytest.raises(StatisticsError, match="x holds 1 missing"):
        vector([1.0, np.nan], "x")
    with pytest.raises(StatisticsError, match="first 2, second 3"):
        same_length(first=np.zeros(2), second=np.zeros(3))
    with pytest.raises(StatisticsError, match="Nobody answered"):
        answered_only([np.nan])
    assert answered_only([np.nan, 1]).tolist() == [1]
    assert is_present(np.array(["a", None, np.nan, 0], dtype=object)).tolist() == [
        True,
        False,
        False,
        True,
    ]


@pytest.mark.parametrize("level", [0.0, 1.0, 95.0])
def test_a_level_outside_0_to_1_is_refused(level: float) -> None:
    with pytest.raises(StatisticsError, match="level is"):
        normal_quantile(level)
