"""Cronbach's alpha by its definition."""

from __future__ import annotations

import numpy as np
import pytest

from engagekit.errors import StatisticsError
from engagekit.statistics.reliability import cronbach_alpha

ITEMS = np.array([[1, 2, 5], [2, 2, 4], [3, 4, 2], [4, 3, 3], [5, 5, 1.0]])


def test_alpha_is_the_share_of_the_sum_that_the_items_do_not_make_alone() -> None:
    x = ITEMS[:, :2]
    by_hand = 2 * (1 - x.var(axis=0, ddof=1).sum() / x.sum(axis=1).var(ddof=1))
    assert cronbach_alpha(x).raw.estimate == pytest.approx(by_hand)


def test_a_reversed_item_counts_as_its_mirror() -> None:
    mirrored = np.column_stack([ITEMS[:, :2], 6 - ITEMS[:, 2]])
    found, other = cronbach_alpha(ITEMS, reverse=[2]), cronbach_alpha(mirrored)
    assert found.raw.estimate == pytest.approx(other.raw.estimate)
    assert found.item_rest == pytest.approx(other.item_rest)
    assert found.if_dropped == pytest.approx(other.if_dropped)


def test_the_interval_of_feldt_holds_alpha() -> None:
    found = cronbach_alpha(ITEMS, reverse=[2]).raw
    assert found.low < found.estimate < found.high < 1


def test_items_without_spread_or_too_few_are_refused() -> None:
    with pytest.raises(StatisticsError, match="no spread"):
        cronbach_alpha([[1, 2], [1, 3], [1, 4]])
    with pytest.raises(StatisticsError, match="three at least"):
        cronbach_alpha([[1, 2], [2, 3]])
    with pytest.raises(StatisticsError, match="at least two items"):
        cronbach_alpha([[1], [2], [3]])
    with pytest.raises(StatisticsError, match="reverse names"):
        cronbach_alpha(ITEMS, reverse=[3])


def test_an_item_without_spread_but_for_rounding_is_refused() -> None:
    tenth = np.full(5, 0.1) + np.array([0, 1, 0, 1, 0]) * 1e-17
    with pytest.raises(StatisticsError, match="no spread"):
        cronbach_alpha(np.column_stack([ITEMS[:, :2], tenth]))


def test_items_that_cancel_out_but_for_rounding_are_refused() -> None:
    x = np.array([0.1, 0.7, 0.3, 0.9, 0.2])
    mirror = 1.1 - x
    for seed in range(30):
        random = np.random.default_rng(seed).uniform(0, 1, 9)
        with pytest.raises(StatisticsError, match="cancel out"):
            cronbach_alpha(np.column_stack([random, 1.1 - random]))
    assert (
        cronbach_alpha(np.column_stack([x, mirror + np.array([0, 0, 0, 0, 0.01])])).raw.estimate
        < -100
    )


@pytest.mark.parametrize(("people", "is_refused"), [(2, True), (3, False)])
def test_alpha_needs_three_complete_answers(people: int, is_refused: bool) -> None:
    if is_refused:
        with pytest.raises(StatisticsError, match="three at least"):
            cronbach_alpha(ITEMS[:people, :2])
    else:
        assert cronbach_alpha(ITEMS[:people, :2]).raw.n == 3
