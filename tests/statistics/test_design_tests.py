"""Tests under a design, against the textbook ones they become without it."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import chi2_contingency

from engagekit.errors import StatisticsError
from engagekit.statistics.design_tests import independence
from engagekit.statistics.designs import survey_design


def test_independence_without_a_design_is_the_pearson_chi_square() -> None:
    rows, columns = np.repeat([0, 1], 20), np.array([1] * 14 + [0] * 6 + [1] * 8 + [0] * 12)
    found = independence(survey_design(40), rows, columns, second_order=False)
    table = [[6, 14], [12, 8]]
    assert found.statistic == pytest.approx(chi2_contingency(table, correction=False).statistic)
    assert found.df == 1


def test_clusters_that_repeat_answers_do_not_add_evidence() -> None:
    rows, columns = np.array([0, 0, 1, 1, 0, 1]), np.array([1, 0, 1, 0, 1, 0])
    single = independence(survey_design(6), rows, columns)
    twice = independence(
        survey_design(12, clusters=np.repeat(np.arange(6), 2)), rows.repeat(2), columns.repeat(2)
    )
    assert (twice.statistic, twice.p_value) == pytest.approx((single.statistic, single.p_value))


def test_what_cannot_be_tested_is_refused() -> None:
    design = survey_design(4)
    with pytest.raises(StatisticsError, match="two values at least"):
        independence(design, [1, 1, 1, 1], [0, 1, 0, 1])
