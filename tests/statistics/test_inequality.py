"""Gini and Theil: by hand, and by their definitions as a second route."""

from __future__ import annotations

import numpy as np
import pytest

from engagekit.errors import StatisticsError
from engagekit.statistics.inequality import gini_between, theil

TOUCHES = np.array([0, 0, 1, 2, 2, 7, 9, 15])
GROUP = np.array(["a", "b", "a", "b", "a", "c", "c", "c"])


def test_equal_shares_are_not_uneven() -> None:
    assert theil([4, 4], ["a", "b"]).total == 0
    assert theil([4, 4], ["a", "b"]).between_share == 0


def test_theil_splits_into_between_and_within() -> None:
    found = theil(TOUCHES, GROUP)
    share = TOUCHES / TOUCHES.mean()
    by_hand = sum(s * np.log(s) for s in share if s) / TOUCHES.size
    assert found.total == pytest.approx(by_hand)
    assert found.between + found.within == pytest.approx(found.total)
    level = np.array([TOUCHES[one == GROUP].mean() for one in GROUP])
    assert found.between == pytest.approx(theil(level, GROUP).total)


def test_faults_are_refused_in_words() -> None:
    with pytest.raises(StatisticsError, match="0 for everybody"):
        theil([0, 0], ["a", "b"])
    with pytest.raises(StatisticsError, match="negative"):
        theil([1, -1], ["a", "b"])
    with pytest.raises(StatisticsError, match="people is 0"):
        gini_between([1, 2], [0, 3])


def test_amounts_that_differ_by_rounding_are_even() -> None:
    even = theil([0.1 * 3, 0.3, 0.1 + 0.2, 0.3], list("aabb"))
    assert even.between_share == 0
    assert even.within >= 0
    one_more = np.full(100_000, 3.0)
    one_more[0] = 4
    assert theil(one_more, np.arange(100_000) < 2).between_share > 0.4


@pytest.mark.parametrize("amount", [0.1, 0.7, 1 / 3])
def test_the_same_amount_for_all_is_even_whatever_their_number(amount: float) -> None:
    for people in range(3, 60):
        assert theil(np.full(people, amount), np.arange(people) % 3).between_share == 0
