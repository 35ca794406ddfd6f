"""Survival curves: worked out by hand, and by statsmodels as a second route."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from engagekit.statistics.survival import confidence_limits, kaplan_meier, median


def tied_sample(seed: int, people: int = 80) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Whole-numbered times with many ties, events and two groups."""
    random = np.random.default_rng(seed)
    time = random.integers(1, 15, people)
    return time, random.integers(0, 2, people), random.integers(0, 2, people)


def test_curves_agree_with_statsmodels_on_tied_data() -> None:
    from statsmodels.duration.survfunc import SurvfuncRight

    time, event, _ = tied_sample(1)
    curve, other = kaplan_meier(time, event), SurvfuncRight(time, event)
    at = np.isin(curve.times, other.surv_times)
    np.testing.assert_allclose(curve.survival[at], other.surv_prob, atol=1e-12)
    np.testing.assert_allclose((curve.survival * curve.log_se)[at], other.surv_prob_se, atol=1e-12)


def test_a_median_that_is_not_reached_is_not_a_number() -> None:
    found = median(kaplan_meier([1, 2, 3, 4], [1, 0, 0, 0]))
    assert np.isnan(found.estimate)
    assert np.isnan(found.high)


def test_a_curve_level_at_one_half_gives_the_middle_of_the_level() -> None:
    assert median(kaplan_meier([2, 6], [1, 1])).estimate == 4
    assert median(kaplan_meier([2, 10], [1, 0])).estimate == 6


def test_without_events_every_limit_is_unknown() -> None:
    curve = kaplan_meier([3, 4], [0, 0])
    assert curve.survival[0] == 1
    assert np.isnan(confidence_limits(curve.survival, curve.log_se)).all()


def test_limits_stay_within_zero_and_one() -> None:
    share, log_se = np.array([0.02, 0.98]), np.array([0.9, 0.05])
    low, high = confidence_limits(share, log_se)
    assert (low >= 0).all()
    assert (high <= 1).all()
    assert (low < share).all()
    assert (share < high).all()


@pytest.mark.parametrize(("off", "middle"), [(0.9, 4.0), (1.1, 2.0)])
def test_a_curve_at_a_share_but_for_rounding_gives_the_middle(off: float, middle: float) -> None:
    curve = kaplan_meier([2, 6], [1, 1])
    root = 1.490116e-08  # of machine epsilon, as in quantile.survfit
    shifted = replace(curve, survival=curve.survival - np.array([off * root, 0.0]))
    assert median(shifted).estimate == middle
