"""Tests under a design, against the textbook ones they become without it."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import chi2_contingency

from engagekit.errors import StatisticsError
from engagekit.statistics.design_tests import independence
from engagekit.statistics.designs import survey_design


def test_two_rows_without_a_design_are_the_pearson_chi_square_on_f() -> None:
    rows, columns = np.repeat([0, 1], 20), np.array([1] * 14 + [0] * 6 + [1] * 8 + [0] * 12)
    found = independence(survey_design(40), rows, columns)
    known = chi2_contingency([[6, 14], [12, 8]], correction=False).statistic
    assert found.statistic == pytest.approx(known * 39 / 40)
    assert (found.df, found.df2) == (1, 39)


def test_what_cannot_be_tested_is_refused() -> None:
    design = survey_design(4)
    with pytest.raises(StatisticsError, match="two values at least"):
        independence(design, [1, 1, 1, 1], [0, 1, 0, 1])
