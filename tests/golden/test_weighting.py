"""Calibration by Newton's method and the variance of R's rake, against raking."""

from __future__ import annotations

import numpy as np
import pytest

from engagekit.errors import StatisticsError
from engagekit.statistics.estimation import mean
from engagekit.statistics.weighting import rake
from tests.golden.estimators.designs import survey_design
from tests.golden.estimators.estimation import total
from tests.golden.estimators.weighting import calibrate, margin_columns, rake_swept

Y = np.array([1.0, 2.0, 4.0, 3.0, 5.0, 9.0, 6.0, 2.0])


DEPT = list("aaabbbbb")


SITE = list("xyxyxyxy")


BASE = np.array([1.0, 2.0, 1.0, 3.0, 1.0, 1.0, 2.0, 1.0])


MARGINS = [(DEPT, {"a": 40, "b": 60}), (SITE, {"x": 30, "y": 70})]


def test_raking_and_calibration_find_the_same_weights_and_errors() -> None:
    base = survey_design(8, weights=BASE)
    raked = rake(base, MARGINS)
    fitted = calibrate(base, *margin_columns(base, MARGINS))
    assert raked.weights == pytest.approx(fitted.weights)
    assert mean(raked, Y).se == pytest.approx(mean(fitted, Y).se)
    for names, people in MARGINS:
        for name, count in people.items():
            of = np.array([one == name for one in names])
            assert raked.weights[of].sum() == pytest.approx(count, abs=1e-7)
    assert np.ptp(raked.weights / BASE) > 0


def test_errors_swept_out_differ_from_calibrated_ones_only_when_weights_vary() -> None:
    for weights, same in ((np.ones(8), True), (BASE, False)):
        base = survey_design(8, weights=weights)
        one = mean(rake(base, MARGINS), Y).se
        two = mean(rake_swept(base, MARGINS), Y).se
        assert (one == pytest.approx(two, rel=1e-6)) is same


def test_linear_calibration_meets_totals_or_says_that_weights_would_be_negative() -> None:
    columns = np.column_stack([np.ones(8), Y])
    found = calibrate(survey_design(8), columns, [80, 350], method="linear")
    assert columns.T @ found.weights == pytest.approx([80, 350])
    assert total(found, Y).se == pytest.approx(0, abs=1e-9)
    with pytest.raises(StatisticsError, match="negative weights"):
        calibrate(survey_design(8), columns, [80, 640], method="linear")
