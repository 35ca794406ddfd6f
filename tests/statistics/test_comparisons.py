"""Many comparisons, against statsmodels and scipy."""

from __future__ import annotations

import numpy as np
import pytest
from statsmodels.stats.multitest import multipletests

from engagekit.statistics._estimates import Estimate
from engagekit.statistics.comparisons import adjust, apart
from engagekit.statistics.proportions import newcombe, wilson


def test_adjusted_p_values_agree_with_statsmodels() -> None:
    p = [0.01, 0.04, 0.03, 0.005, 0.9]
    assert adjust(p) == pytest.approx(multipletests(p, method="holm")[1])


def test_a_missing_p_value_does_not_count() -> None:
    assert adjust([0.01, np.nan, 0.04])[[0, 2]].tolist() == pytest.approx([0.02, 0.04])
    assert np.isnan(adjust([0.01, np.nan])[1])


def test_two_estimates_lie_as_far_apart_as_newcombe_says_of_two_wilson_intervals() -> None:
    one, other = wilson(56, 70), wilson(48, 80)
    found, known = apart(one, other), newcombe(56, 70, 48, 80)
    assert (found.estimate, found.low, found.high) == pytest.approx(
        (known.estimate, known.low, known.high)
    )
    turned = apart(other, one)
    assert (turned.low, turned.high) == pytest.approx((-known.high, -known.low))
    assert turned.p_value == pytest.approx(found.p_value)


@pytest.mark.parametrize("far", [0.02, 0.1, 0.2])
def test_the_chance_of_a_difference_agrees_with_its_interval(far: float) -> None:
    found = apart(
        Estimate(0.6 + far, low=0.5 + far, high=0.68 + far), Estimate(0.6, low=0.5, high=0.7)
    )
    assert (found.p_value < 0.05) is (found.low > 0)
    same = Estimate(1.0, low=1.0, high=1.0)
    assert apart(same, same).p_value == 1
