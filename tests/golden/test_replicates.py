"""The jackknife, against what it must equal for a mean."""

from __future__ import annotations

import numpy as np
import pytest

from engagekit.errors import StatisticsError
from engagekit.statistics.estimation import mean
from tests.golden.estimators.designs import survey_design
from tests.golden.estimators.estimation import total
from tests.golden.estimators.replicates import jackknife, weighted_mean

Y = np.array([1.0, 2.0, 4.0, 3.0, 5.0, 9.0])


def test_for_a_simple_mean_the_jackknife_is_the_linear_error() -> None:
    design = survey_design(6, fpc=[20] * 6)
    assert jackknife(design, weighted_mean(Y)).se == pytest.approx(mean(design, Y).se)


def test_with_strata_a_total_has_the_linear_error_too() -> None:
    design = survey_design(6, strata=list("aabbbb"), weights=[2, 2, 3, 3, 3, 3])
    found = jackknife(design, lambda w: float(w @ Y))
    assert found.se == pytest.approx(total(design, Y).se)


def test_a_cluster_goes_as_a_whole() -> None:
    design = survey_design(6, clusters=list("aabbcc"))
    left = [np.delete(Y, [i, i + 1]).mean() for i in (0, 2, 4)]
    expected = np.sqrt(2 / 3 * ((np.array(left) - np.mean(left)) ** 2).sum())
    assert jackknife(design, weighted_mean(Y)).se == pytest.approx(expected)


def test_a_stratum_with_one_cluster_is_refused() -> None:
    with pytest.raises(StatisticsError, match="only one cluster"):
        jackknife(survey_design(3, strata=list("abb")), weighted_mean([1, 2, 3]))
