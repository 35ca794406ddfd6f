"""Scores of simple samples, worked by hand."""

from __future__ import annotations

from itertools import product

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


def test_boxes_leave_out_who_did_not_answer() -> None:
    x = [5, 4, 3, 1, np.nan]
    assert (scores.top_box(x, 4).estimate, scores.top_box(x, 4).n) == (0.5, 4)
    assert scores.bottom_box(x, 2).estimate == 0.25


def test_the_median_of_too_few_spans_all_answers() -> None:
    found = scores.median_score([1, 4, 5])
    assert (found.estimate, found.low, found.high) == (4, 1, 5)


def test_a_net_promoter_score_agrees_with_the_mean_of_its_steps() -> None:
    x = [10, 9, 9, 8, 7, 6, 3, 10]
    u = 100 * scores.promoter_scores(x)
    found = scores.net_promoter(x, method="t")
    assert (found.estimate, found.se) == pytest.approx((u.mean(), u.std(ddof=1) / np.sqrt(8)))


def test_promoters_only_still_have_a_width() -> None:
    assert scores.net_promoter([10] * 15, method="wald").low == 100
    found = scores.net_promoter([10] * 15)
    assert found.low < 70
    assert found.high == 100
    assert scores.net_promoter([10] * 15, clip=False).high > 100


def test_the_bootstrap_is_that_of_all_resamples() -> None:
    u = np.array([1, 1, 0, -1])
    all_means = np.sort([100 * np.mean(one) for one in product(u, repeat=4)])
    found = scores.net_promoter([10, 9, 8, 3], method="bootstrap", level=0.8)
    assert found.low == np.quantile(all_means, 0.1, method="inverted_cdf")
    assert found.high == np.quantile(all_means, 0.9, method="inverted_cdf")


def test_a_dimension_counts_each_person_once() -> None:
    found = scores.gaps([5, 5, 1], [8, 8, 9], [6, 8, 3], person=["p", "p", "q"])
    assert (found.adequacy.estimate, found.adequacy.n) == (2.0, 2)
    assert found.superiority.estimate == pytest.approx((-1 - 6) / 2)
    assert found.zone_width.estimate == pytest.approx((3 + 8) / 2)


def test_a_minimum_above_the_desired_level_is_left_out() -> None:
    assert scores.usable_gaps([5, 9], [8, 7], [7, 7]).tolist() == [True, False]
    with pytest.raises(StatisticsError, match="Nobody"):
        scores.gaps([9], [7], [7])


def test_answers_off_the_scale_are_refused() -> None:
    with pytest.raises(StatisticsError, match="11"):
        scores.net_promoter([10, 11])
    with pytest.raises(StatisticsError, match="Nobody"):
        scores.mean_score([np.nan])
    with pytest.raises(StatisticsError, match="no method"):
        scores.net_promoter([10], method="z")  # type: ignore[arg-type]


@pytest.mark.parametrize("counts", [(1, 0, 0), (0, 0, 1), (2, 0, 0), (0, 0, 3), (0, 1, 0)])
def test_the_range_of_very_few_answers_holds_their_score(counts: tuple[int, int, int]) -> None:
    found = scores.net_promoter_counts(*counts)
    assert -100 <= found.low <= found.estimate <= found.high <= 100
