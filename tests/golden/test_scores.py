"""Boxes, gaps, intervals of net promoter and alpha of the reference cases, worked by hand."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from engagekit.errors import StatisticsError
from engagekit.statistics.reliability import cronbach_alpha
from engagekit.statistics.scores import promoter_scores
from tests.golden.estimators.scores import (
    bottom_box,
    gaps,
    net_promoter_by,
    pairwise_alpha,
    top_box,
    usable_gaps,
)


def test_boxes_leave_out_who_did_not_answer() -> None:
    x = [5, 4, 3, 1, np.nan]
    assert (top_box(x, 4).estimate, top_box(x, 4).n) == (0.5, 4)
    assert bottom_box(x, 2).estimate == 0.25


def test_a_net_promoter_score_agrees_with_the_mean_of_its_steps() -> None:
    x = [10, 9, 9, 8, 7, 6, 3, 10]
    u = 100 * promoter_scores(x)
    found = net_promoter_by(4, 2, 2, method="t")
    assert (found.estimate, found.se) == pytest.approx((u.mean(), u.std(ddof=1) / np.sqrt(8)))


def test_the_bootstrap_is_that_of_all_resamples() -> None:
    u = np.array([1, 1, 0, -1])
    all_means = np.sort([100 * np.mean(one) for one in product(u, repeat=4)])
    found = net_promoter_by(2, 1, 1, method="bootstrap", level=0.8)
    assert found.low == np.quantile(all_means, 0.1, method="inverted_cdf")
    assert found.high == np.quantile(all_means, 0.9, method="inverted_cdf")


def test_a_dimension_counts_each_person_once() -> None:
    found = gaps([5, 5, 1], [8, 8, 9], [6, 8, 3], person=["p", "p", "q"])
    assert (found.adequacy.estimate, found.adequacy.n) == (2.0, 2)
    assert found.superiority.estimate == pytest.approx((-1 - 6) / 2)
    assert found.zone_width.estimate == pytest.approx((3 + 8) / 2)


def test_a_minimum_above_the_desired_level_is_left_out() -> None:
    assert usable_gaps([5, 9], [8, 7], [7, 7]).tolist() == [True, False]
    with pytest.raises(StatisticsError, match="Nobody"):
        gaps([9], [7], [7])


ITEMS = np.array([[1, 2, 5], [2, 2, 4], [3, 4, 2], [4, 3, 3], [5, 5, 1.0]])


def test_people_with_a_gap_count_only_pairwise() -> None:
    gap = np.vstack([ITEMS[:, :2], [4, np.nan]])
    assert cronbach_alpha(gap).raw.n == 5
    assert pairwise_alpha(gap)[0].n == 6
    assert pairwise_alpha(ITEMS[:, :2])[0].estimate == pytest.approx(
        cronbach_alpha(ITEMS[:, :2]).raw.estimate
    )


def test_promoters_only_have_a_width_but_by_the_textbook() -> None:
    assert net_promoter_by(15, 0, 0, method="wald").low == 100
    assert net_promoter_by(15, 0, 0, method="adjusted_wald").high > 100
