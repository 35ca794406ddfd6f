"""Many comparisons, against statsmodels and scipy."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import dunnett, tukey_hsd
from statsmodels.stats.multitest import multipletests

from engagekit.errors import StatisticsError
from engagekit.statistics._estimates import Estimate
from engagekit.statistics.comparisons import adjust, against_baseline, all_pairs, apart
from engagekit.statistics.proportions import newcombe, wilson

A, B, C = [1.0, 2.0, 3.0, 2.5], [3.0, 4.0, 5.0], [8.0, 9.0, 10.0, 7.0, 9.5]
VALUES = np.array(A + B + C)
GROUPS = np.array(["a"] * 4 + ["b"] * 3 + ["c"] * 5)


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [("holm", "holm"), ("hochberg", "simes-hochberg"), ("bh", "fdr_bh"), ("bonferroni",) * 2],
)
def test_adjusted_p_values_agree_with_statsmodels(ours, theirs: str) -> None:
    p = [0.01, 0.04, 0.03, 0.005, 0.9]
    assert adjust(p, ours) == pytest.approx(multipletests(p, method=theirs)[1])


def test_a_missing_p_value_does_not_count() -> None:
    assert adjust([0.01, np.nan, 0.04])[[0, 2]].tolist() == pytest.approx([0.02, 0.04])
    assert np.isnan(adjust([0.01, np.nan])[1])


def test_all_pairs_agree_with_scipy() -> None:
    found, other = all_pairs(VALUES, GROUPS), tukey_hsd(A, B, C)
    interval = other.confidence_interval()
    assert found["c", "a"].p_value == pytest.approx(other.pvalue[2, 0], rel=1e-6)
    assert found["c", "a"].low == pytest.approx(interval.low[2, 0], rel=1e-6)
    assert found["b", "a"].high == pytest.approx(interval.high[1, 0], rel=1e-6)


def test_against_baseline_agrees_with_scipy_but_for_chance() -> None:
    found = against_baseline(VALUES, GROUPS)
    other = dunnett(B, C, control=A, rng=np.random.default_rng(1))
    interval = other.confidence_interval()
    assert found["b", "a"].p_value == pytest.approx(other.pvalue[0], abs=2e-3)
    assert found["c", "a"].high == pytest.approx(interval.high[1], abs=5e-3)


def test_one_comparison_with_the_baseline_is_a_t_test() -> None:
    from scipy.stats import ttest_ind

    two = VALUES[:7]
    found = against_baseline(two, GROUPS[:7])["b", "a"]
    other = ttest_ind(B, A)
    assert found.p_value == pytest.approx(other.pvalue, abs=1e-7)
    assert found.low == pytest.approx(other.confidence_interval().low, abs=1e-6)


def test_any_group_can_be_the_baseline() -> None:
    found = against_baseline(VALUES, GROUPS, baseline="c")
    assert set(found) == {("a", "c"), ("b", "c")}
    with pytest.raises(StatisticsError, match="is no group"):
        against_baseline(VALUES, GROUPS, baseline="d")


def test_groups_without_spread_are_refused() -> None:
    with pytest.raises(StatisticsError, match="alike"):
        all_pairs([1, 1, 2, 2], ["a", "a", "b", "b"])
    with pytest.raises(StatisticsError, match="1 groups"):
        all_pairs([1, 2], ["a", "a"])
    with pytest.raises(StatisticsError, match="no method"):
        adjust([0.1], "sidak")  # type: ignore[arg-type]


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
