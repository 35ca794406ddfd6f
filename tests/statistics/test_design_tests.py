"""Tests under a design, against the textbook ones they become without it."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import chi2_contingency
from statsmodels.regression.linear_model import WLS

from engagekit.errors import StatisticsError
from engagekit.statistics.design_tests import independence
from tests.golden.estimators.design_tests import regression
from tests.golden.estimators.designs import survey_design

Y = np.array([1.0, 2.0, 4.0, 3.0, 5.0, 9.0, 6.0, 2.0, 7.0, 4.0])
W = np.array([1.0, 2.0, 1.0, 3.0, 1.0, 1.0, 2.0, 1.0, 2.0, 1.0])


def test_a_regression_has_the_coefficients_of_weighted_least_squares() -> None:
    x = np.column_stack([np.ones(10), np.arange(10.0)])
    found, other = regression(survey_design(10, weights=W), Y, x), WLS(Y, x, weights=W).fit()
    assert [one.estimate for one in found.coefficients] == pytest.approx(other.params)
    robust = other.get_robustcov_results("HC0").bse
    assert [one.se for one in found.coefficients] == pytest.approx(robust * np.sqrt(10 / 9))
    assert found.df == 8


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
    with pytest.raises(StatisticsError, match="repeat each other"):
        regression(design, [1, 2, 3, 4], np.ones((4, 2)))


@pytest.mark.parametrize(("apart", "is_refused"), [(3e-11, True), (3e-9, False)])
def test_columns_that_repeat_each_other_but_for_rounding_are_refused(
    apart: float, is_refused: bool
) -> None:
    x = np.column_stack([np.ones(10), np.ones(10) + apart * np.arange(10)])
    if is_refused:
        with pytest.raises(StatisticsError, match="repeat each other"):
            regression(survey_design(10), Y, x)
    else:
        slope = regression(survey_design(10), Y, x).coefficients[1].estimate * apart
        plain = np.column_stack([np.ones(10), np.arange(10)])
        other = regression(survey_design(10), Y, plain).coefficients[1].estimate
        assert slope == pytest.approx(other, rel=1e-4)


def test_more_columns_than_answers_are_refused() -> None:
    with pytest.raises(StatisticsError, match="repeat each other"):
        regression(survey_design(2), [1, 2], [[1, 0, 0], [0, 1, 1]])


def test_a_year_explains_as_well_as_years_since_the_first() -> None:
    years = np.column_stack([np.ones(10), 2017.0 + np.arange(10)])
    since = np.column_stack([np.ones(10), np.arange(10.0)])
    one, two = (
        regression(survey_design(10, weights=W), Y, x).coefficients[1] for x in (years, since)
    )
    assert (one.estimate, one.se, one.p_value) == pytest.approx((two.estimate, two.se, two.p_value))


def test_a_line_without_scatter_has_no_p_value_made_of_rounding() -> None:
    x = np.column_stack([np.ones(10), np.arange(10.0)])
    for y in (np.full(10, 0.1), 0.1 + 0.2 * np.arange(10)):
        slope = regression(survey_design(10), y, x).coefficients[1]
        assert slope.se == 0
        assert np.isnan(slope.p_value)
