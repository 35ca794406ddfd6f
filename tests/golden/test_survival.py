"""The log-rank test and the mean time: by hand, and by statsmodels as a second route."""

from __future__ import annotations

import numpy as np
import pytest

from engagekit.errors import StatisticsError
from engagekit.statistics import survival
from engagekit.statistics.survival import kaplan_meier
from tests.golden.estimators.survival import confidence_limits, log_rank, restricted_mean


def tied_sample(seed: int, people: int = 80) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Whole-numbered times with many ties, events and two groups."""
    random = np.random.default_rng(seed)
    time = random.integers(1, 15, people)
    return time, random.integers(0, 2, people), random.integers(0, 2, people)


def test_the_mean_time_is_the_area_under_the_curve() -> None:
    mean = restricted_mean(kaplan_meier([1, 3], [1, 0]), 4)
    assert mean.estimate == pytest.approx(1 + 0.5 * 3)
    assert mean.se == pytest.approx(np.sqrt((0.5 * 3) ** 2 / 2))


def test_the_log_rank_test_agrees_with_statsmodels() -> None:
    from statsmodels.duration.survfunc import survdiff

    time, event, group = tied_sample(4)
    test = log_rank(time, event, group)
    chi_square, p_value = survdiff(time, event, group)
    assert test.estimate == pytest.approx(chi_square)
    assert test.p_value == pytest.approx(p_value)


def test_three_groups_have_two_degrees_of_freedom() -> None:
    time, event, _ = tied_sample(5)
    assert log_rank(time, event, np.arange(time.size) % 3).df == 2


def test_a_single_group_cannot_be_compared() -> None:
    with pytest.raises(StatisticsError, match="one group only"):
        log_rank([1, 2], [1, 1], ["a", "a"])


def test_limits_on_every_scale_stay_within_zero_and_one() -> None:
    share, log_se = np.array([0.02, 0.98]), np.array([0.9, 0.05])
    for interval in ("plain", "log", "log-log"):
        low, high = confidence_limits(share, log_se, interval=interval)  # type: ignore[arg-type]
        assert (low >= 0).all()
        assert (high <= 1).all()
        assert (low < share).all()
        assert (share < high).all()
    own = survival.confidence_limits(share, log_se)
    np.testing.assert_array_equal(own, confidence_limits(share, log_se, interval="log-log"))


def test_plain_limits_without_events_are_one() -> None:
    low, high = confidence_limits(np.ones(1), np.zeros(1), interval="plain")
    assert (low[0], high[0]) == (1, 1)
