"""Tests of groups under a design, against those they become without it."""

from __future__ import annotations

import numpy as np
import pytest

from engagekit.errors import StatisticsError
from engagekit.statistics.estimation import contrast
from tests.golden.estimators.design_tests import difference, rank_test, regression
from tests.golden.estimators.designs import survey_design
from tests.golden.estimators.estimation import means_by

Y = np.array([1.0, 2.0, 4.0, 3.0, 5.0, 9.0, 6.0, 2.0, 7.0, 4.0])


W = np.array([1.0, 2.0, 1.0, 3.0, 1.0, 1.0, 2.0, 1.0, 2.0, 1.0])


GROUP = list("aaaabbbbcc")


def test_a_difference_is_the_contrast_of_two_means() -> None:
    two = [g if g != "c" else None for g in GROUP]
    design = survey_design(10, weights=W)
    found = difference(design, Y, np.array(two, dtype=object))
    other = contrast(means_by(design, Y, np.array(two, dtype=object)), [-1, 1], df=9)
    assert (found.estimate, found.se) == pytest.approx((other.estimate, other.se))


def test_ranks_do_not_care_for_the_steps_of_the_scale() -> None:
    design = survey_design(10, weights=W)
    one, two = rank_test(design, Y, GROUP), rank_test(design, np.exp(Y), GROUP)
    assert (one.statistic, one.df) == pytest.approx((two.statistic, two.df))
    assert one.df == 2


def test_a_rank_test_of_two_groups_is_a_t_of_scores() -> None:
    found = rank_test(survey_design(6), [1, 2, 3, 4, 5, 6], list("aaabbb"))
    scores = (np.arange(6) + 0.5) / 6
    x = np.column_stack([np.ones(6), [0, 0, 0, 1, 1, 1]])
    other = regression(survey_design(6), scores, x).coefficients[1]
    assert found.statistic == pytest.approx(other.estimate / other.se)
    assert found.p_value == pytest.approx(other.p_value)


def test_what_cannot_be_tested_is_refused() -> None:
    with pytest.raises(StatisticsError, match="two groups"):
        rank_test(survey_design(4), [1, 2, 3, 4], ["a"] * 4)
    with pytest.raises(StatisticsError, match="A difference needs two groups"):
        difference(survey_design(4), [1, 2, 3, 4], list("abca"))
