"""Shares and their differences, against the tests they turn round and against statsmodels."""

from __future__ import annotations

import numpy as np
import pytest
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from engagekit.errors import StatisticsError
from engagekit.statistics import proportions as p
from engagekit.statistics._estimates import Estimate

COUNTS = [(0, 12), (12, 12), (1, 1), (3, 5), (7, 23), (4821, 9000)]


@pytest.mark.parametrize(("x", "n"), COUNTS)
def test_wilson_agrees_with_statsmodels(x: int, n: int) -> None:
    found = p.wilson(x, n)
    assert (found.low, found.high) == pytest.approx(
        proportion_confint(x, n, method="wilson"), abs=1e-12
    )


@pytest.mark.parametrize("counts", [(56, 70, 48, 80), (0, 10, 0, 20), (10, 10, 0, 20)])
def test_newcombe_agrees_with_statsmodels(counts: tuple[int, int, int, int]) -> None:
    low, high = confint_proportions_2indep(*counts, method="newcomb", compare="diff")
    found = p.newcombe(*counts)
    assert (found.low, found.high) == pytest.approx((low, high), abs=1e-9)


@pytest.mark.parametrize(("x", "n"), [(-1, 5), (6, 5), (0, 0), (float("nan"), 5)])
def test_counts_that_are_no_share_are_refused(x: float, n: float) -> None:
    with pytest.raises(StatisticsError, match="is no share"):
        p.wilson(x, n)


def test_adjusted_p_values_agree_with_statsmodels_and_a_missing_one_does_not_count() -> None:
    values = [0.01, 0.04, 0.03, 0.005, 0.9]
    assert p.adjust(values) == pytest.approx(multipletests(values, method="holm")[1])
    assert p.adjust([0.01, np.nan, 0.04]) == pytest.approx([0.02, np.nan, 0.04], nan_ok=True)


def test_the_other_way_round_a_difference_has_the_other_sign() -> None:
    one, other = p.wilson(56, 70), p.wilson(48, 80)
    found, turned = p.apart(one, other), p.apart(other, one)
    assert (turned.low, turned.high) == pytest.approx((-found.high, -found.low))
    assert turned.p_value == pytest.approx(found.p_value)


@pytest.mark.parametrize("far", [0.02, 0.1, 0.2])
def test_the_chance_of_a_difference_agrees_with_its_interval(far: float) -> None:
    first = Estimate(0.6 + far, low=0.5 + far, high=0.68 + far)
    found = p.apart(first, Estimate(0.6, low=0.5, high=0.7))
    assert (found.p_value < 0.05) is (found.low > 0)
    same = Estimate(1.0, low=1.0, high=1.0)
    assert p.apart(same, same).p_value == 1
