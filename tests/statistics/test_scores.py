"""Scores of simple samples, worked by hand."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import ttest_1samp

from engagekit.errors import StatisticsError
from engagekit.statistics import scores


def test_a_mean_has_the_interval_of_the_t_test() -> None:
    found, other = scores.mean_score([3, 4, 4, 5, np.nan]), ttest_1samp([3, 4, 4, 5], 0)
    interval = other.confidence_interval()
    assert (found.low, found.high) == pytest.approx((interval.low, interval.high))
    assert (found.n, found.df) == (4, 3)


def test_one_answer_has_a_mean_but_no_interval() -> None:
    found = scores.mean_score([4])
    assert found.estimate == 4
    assert np.isnan([found.se, found.low, found.high]).all()


def test_promoters_only_still_have_a_width() -> None:
    found = scores.net_promoter([10] * 15)
    assert found.low < 70
    assert found.high == 100


def test_answers_off_the_scale_are_refused() -> None:
    with pytest.raises(StatisticsError, match="11"):
        scores.net_promoter([10, 11])
    with pytest.raises(StatisticsError, match="Nobody"):
        scores.mean_score([np.nan])


@pytest.mark.parametrize("answers", [[10], [0], [10, 10], [0, 0, 0], [7]])
def test_the_range_of_very_few_answers_holds_their_score(answers: list[int]) -> None:
    found = scores.net_promoter(answers)
    assert -100 <= found.low <= found.estimate <= found.high <= 100


def test_answers_all_alike_have_no_spread_made_of_rounding() -> None:
    found = scores.mean_score([0.1] * 7)
    assert (found.estimate, found.se, found.low, found.high) == (0.1, 0.0, 0.1, 0.1)
    assert scores.mean_score([0.1] * 6 + [0.1000001]).se > 0


@pytest.mark.parametrize(("answer", "step"), [(6, -1), (7, 0), (8, 0), (9, 1)])
def test_six_is_a_detractor_and_nine_a_promoter(answer: int, step: int) -> None:
    assert scores.promoter_scores([answer]).tolist() == [step]


def test_three_answers_are_added_to_a_net_promoter_score_by_hand() -> None:
    found = scores.net_promoter([10] * 52 + [7] * 22 + [3] * 22)
    up, down = 52.75 / 99, 22.75 / 99
    half = 1.959963984540054 * np.sqrt((up + down - (up - down) ** 2) / 99)
    assert (found.low, found.high) == pytest.approx(
        (100 * (up - down - half), 100 * (up - down + half)), rel=1e-12
    )
    assert found.estimate == pytest.approx(31.25)


NOT = float("nan")


@pytest.mark.parametrize(
    ("time", "event", "half"),
    [
        ([1, 2, 3, 4], [1, 0, 0, 0], (NOT, 1, NOT)),  # never reached
        ([2, 6], [1, 1], (4, 2, NOT)),  # level at one half: the middle of the level
        ([2, 10], [1, 0], (6, 2, NOT)),
        ([3, 4], [0, 0], (NOT, NOT, NOT)),
    ],
)
def test_a_median_wait_is_read_off_the_curve(
    time: list[int], event: list[int], half: tuple[float, float, float]
) -> None:
    found = scores.median_wait(time, event)
    np.testing.assert_equal((found.estimate, found.low, found.high), half)


@pytest.mark.parametrize(("off", "middle"), [(0.9, 4.0), (1.1, 2.0)])
def test_a_curve_at_a_share_but_for_rounding_gives_the_middle(off: float, middle: float) -> None:
    root = 1.490116e-08  # of machine epsilon, as in quantile.survfit
    reached = np.array([0.5 + off * root, 1.0])
    assert scores._crossing(np.array([2.0, 6.0]), reached) == middle
