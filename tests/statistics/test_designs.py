"""Designs and their estimates, against formulas worked by hand."""

from __future__ import annotations

import numpy as np
import pytest

from engagekit.errors import StatisticsError
from engagekit.statistics.designs import survey_design
from engagekit.statistics.estimation import contrast, mean, means

Y = np.array([1.0, 2.0, 6.0, 4.0, 4.5, 3.0, 5.0, 9.0])


def test_without_a_design_the_error_is_the_textbook_one() -> None:
    x = np.array([3.0, 4.0, 4.0, 5.0])
    assert mean(survey_design(4), x).se == pytest.approx(x.std(ddof=1) / 2)


def test_equal_weights_of_any_size_give_the_same_mean_and_error() -> None:
    one, seven = (mean(survey_design(8).reweighted([w] * 8), Y) for w in (1.0, 7.0))
    assert (one.estimate, one.se) == pytest.approx((seven.estimate, seven.se))


def test_a_department_keeps_the_design_of_everybody() -> None:
    design, there = survey_design(8).reweighted(np.arange(1.0, 9.0)), Y > 2.5
    found = mean(design, Y, domain=there)
    w = np.where(there, design.weights, 0.0)
    u = w * (Y - found.estimate) / w.sum()
    assert found.se == pytest.approx(np.sqrt(8 / 7 * ((u - u.mean()) ** 2).sum()))
    assert found.df == 5


def test_no_degree_of_freedom_gives_no_interval() -> None:
    found = mean(survey_design(8), Y, domain=Y == 9)
    assert found.df == 0
    assert np.isnan(found.low)


def test_a_missing_answer_is_a_domain_not_a_dropped_row() -> None:
    design = survey_design(4)
    gap = mean(design, [1.0, np.nan, 3.0, 8.0])
    inside = mean(design, [1.0, 99.0, 3.0, 8.0], domain=[True, False, True, True])
    assert (gap.estimate, gap.se, gap.n) == (inside.estimate, inside.se, 3)


def test_alike_answers_have_no_error() -> None:
    found = mean(survey_design(4), [5, 5, 5, 5])
    assert (found.se, found.low, found.high) == (0.0, 5.0, 5.0)


@pytest.mark.parametrize(
    ("weights", "words"),
    [([1, -1], "1 of 2 weights"), ([0, 0], "All weights are 0"), ([1], "shape")],
)
def test_weights_that_cannot_be_are_refused(weights: list[float], words: str) -> None:
    with pytest.raises(StatisticsError, match=words):
        survey_design(2).reweighted(weights)


def test_estimates_of_nobody_are_refused() -> None:
    with pytest.raises(StatisticsError, match="no answers"):
        survey_design(0)
    with pytest.raises(StatisticsError, match="Nobody"):
        mean(survey_design(2), [np.nan, np.nan])
    with pytest.raises(StatisticsError, match="weights"):
        contrast(means(survey_design(2), [1, 2]), [1, 1], df=1)


@pytest.mark.parametrize("all_said", [0.0, 1.0, 0.1, 4.0])
def test_answers_all_alike_have_that_mean_and_no_error_whatever_their_weights(
    all_said: float,
) -> None:
    weights = np.random.default_rng(4).uniform(0.1, 3, 50)
    found = mean(survey_design(50).reweighted(weights), np.full(50, all_said))
    assert (found.estimate, found.se, found.low, found.high) == (all_said, 0.0, all_said, all_said)


def test_one_answer_of_several_people_has_no_range() -> None:
    with pytest.raises(StatisticsError, match="Only one was drawn"):
        mean(survey_design(1), [4])
