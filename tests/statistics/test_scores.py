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
