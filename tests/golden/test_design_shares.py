"""Intervals of a weighted share that only the reference cases ask for."""

from __future__ import annotations

import numpy as np
import pytest

from tests.golden.estimators.design_shares import share, share_beta
from tests.golden.estimators.designs import survey_design
from tests.golden.estimators.proportions import clopper_pearson

YES = np.array([1.0] * 30 + [0.0] * 10)


def test_without_a_design_beta_is_clopper_pearson_of_the_effective_answers() -> None:
    found = share(survey_design(40), YES, method="beta")
    exact = clopper_pearson(0.75 * 39, 39)
    assert (found.low, found.high) == pytest.approx((exact.low, exact.high))


def test_all_intervals_hold_the_share_and_are_alike() -> None:
    design = survey_design(40, weights=np.linspace(1, 2, 40))
    methods = ("logit", "wilson", "beta", "mean", "arcsine", "likelihood")
    found = [share(design, YES, method=method) for method in methods]
    assert all(one.low < one.estimate < one.high for one in found)
    assert np.ptp([one.low for one in found]) < 0.05


def test_the_likelihood_interval_counts_the_weight_of_those_who_did_not_answer() -> None:
    gap = np.nan
    design = survey_design(12, weights=[1, 2, 1, 3, 2, 1, 1, 2, 2, 1, 4, 1])
    given = [1, 1, 0, 1, gap, 0, 1, 1, 0, 1, gap, 1]
    found = share(design, given, method="likelihood", df=11)
    assert found.low == pytest.approx(0.3715677971, abs=1e-4)  # R survey 4.4: svyciprop
    assert found.high == pytest.approx(0.9528704226, abs=1e-4)


def test_a_share_without_variance_has_an_interval_of_one_point() -> None:
    assert share_beta(0.25, 1e-36, 20, 19, 0.95) == (0.25, 0.25)
