"""Intervals and tests of counts that only the reference cases ask for, by statsmodels."""

from __future__ import annotations

import numpy as np
import pytest
from statsmodels.stats.proportion import proportion_confint

from engagekit.statistics.proportions import equal_shares, wilson
from tests.golden.estimators import proportions as p

COUNTS = [(0, 12), (12, 12), (1, 1), (3, 5), (7, 23), (4821, 9000)]


@pytest.mark.parametrize(("x", "n"), COUNTS)
@pytest.mark.parametrize(
    ("function", "method"),
    [(wilson, "wilson"), (p.clopper_pearson, "beta"), (p.agresti_coull, "agresti_coull")],
)
def test_intervals_agree_with_statsmodels(x: int, n: int, function, method: str) -> None:
    low, high = proportion_confint(x, n, method=method)
    found = function(x, n)
    if method == "agresti_coull":
        found_low, found_high = max(found.low, 0.0), min(found.high, 1.0)
    else:
        found_low, found_high = found.low, found.high
    assert (found_low, found_high) == pytest.approx((low, high), abs=1e-12)


def test_a_continuity_correction_never_passes_one_half() -> None:
    assert p.wilson_corrected(10, 20) == wilson(10, 20)


def test_the_textbook_difference_of_groups_that_say_the_same_is_0() -> None:
    assert np.isnan(p.wald_difference(5, 5, 5, 5).p_value)
    assert p.wald_difference(5, 5, 5, 5).low == 0


def test_jeffreys_reaches_0_and_1() -> None:
    assert p.jeffreys(0, 9).low == 0
    assert p.jeffreys(9, 9).high == 1


def test_two_groups_are_corrected_for_continuity_as_prop_test_does() -> None:
    assert p.equal_shares_corrected([5, 9], [12, 11]).estimate == pytest.approx(
        2.38165885040885, rel=1e-12
    )
    assert equal_shares([5, 9], [12, 11]).estimate == pytest.approx(3.88449975949976, rel=1e-12)
    three = ([5, 9, 7], [12, 11, 20])
    assert p.equal_shares_corrected(*three) == equal_shares(*three)
