"""Reach, frequency and Gini of people: small rosters counted by hand."""

from __future__ import annotations

import numpy as np
import pytest

from engagekit.errors import StatisticsError
from engagekit.statistics.inequality import gini_between
from tests.golden.estimators.touches import frequency, gini


def test_people_never_met_count_in_the_roster() -> None:
    found = frequency([0, 1, 3, 8], most=3)
    assert found.at_least.tolist() == [3, 2, 2]
    assert found.share_at_least.tolist() == [0.75, 0.5, 0.5]
    assert (found.mean_per_head, found.mean_per_reached, found.median_per_reached) == (3, 4, 3)


def test_nobody_reached_has_no_frequency() -> None:
    found = frequency([0, 0])
    assert found.reached == 0
    assert np.isnan(found.median_per_reached)


TOUCHES = np.array([0, 0, 1, 2, 2, 7, 9, 15])


def test_gini_is_half_the_mean_difference_over_the_mean() -> None:
    by_pairs = np.abs(TOUCHES[:, None] - TOUCHES).mean() / 2 / TOUCHES.mean()
    assert gini(TOUCHES) == pytest.approx(by_pairs)


def test_groups_weigh_by_their_people() -> None:
    totals, people = [3, 30, 8], [3, 10, 4]
    each = np.repeat(np.divide(totals, people), people)
    assert gini_between(totals, people) == pytest.approx(gini(each))


def test_faults_are_refused_in_words() -> None:
    with pytest.raises(StatisticsError, match="negative"):
        frequency([1, -1])
    with pytest.raises(StatisticsError, match="at least 1"):
        frequency([])
    with pytest.raises(StatisticsError, match="0 for everybody"):
        gini([0, 0])
