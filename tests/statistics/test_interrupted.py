"""Before and after a day: by hand, and by simulation that nothing is found where nothing changed."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from engagekit.errors import StatisticsError
from engagekit.statistics.interrupted import block_variance, matched_change, share_change


def test_kinds_of_day_weigh_by_how_often_both_sides_have_them() -> None:
    # kind 0: 2 before (10, 12), 2 after (14, 16): weight 4/4 = 1, change 15 - 11 = 4
    # kind 1: 2 before (4, 6), 6 after (6 x 6): weight 12/8 = 1.5, change 6 - 5 = 1
    # (1 x 4 + 1.5 x 1) / 2.5 = 2.2; before (11 + 1.5 x 5) / 2.5 = 7.4
    counts = [10, 4, 12, 6, 14, 6, 6, 6, 16, 6, 6, 6]
    kinds = [0, 1, 0, 1, 0, 1, 1, 1, 0, 1, 1, 1]
    found = matched_change(counts, [0] * 4 + [1] * 8, kinds)
    assert (found.before, found.after) == pytest.approx((7.4, 9.6))
    assert found.difference == pytest.approx(2.2)
    assert (found.n_before, found.n_after) == (4, 8)


def test_single_days_are_a_range_of_welch_by_hand() -> None:
    # blocks of one: variance 2.5 / 5 and 2.5 / 5, each with 1.5 x 5 - 1 = 6.5 degrees of freedom
    found = matched_change([1, 2, 3, 4, 5, 4, 5, 6, 7, 8], [0] * 5 + [1] * 5, [0] * 10)
    half = stats.t.ppf(0.975, 13) * np.sqrt(1.0)
    assert (found.difference, found.low, found.high) == pytest.approx((3, 3 - half, 3 + half))


def test_overlapping_blocks_by_hand() -> None:
    # 12 values, blocks of 3; scatter 1, -1 in turn: ten blocks of sum 1 or -1, mean square 1 / 9
    variance, free = block_variance(np.array([1.0, -1.0] * 6), 1)
    assert variance == pytest.approx((1 / 9) * 3 / 12 * (12 / 11) * (12 / 10))
    assert free == pytest.approx(1.5 * 4 - 1 / 3)


def test_a_share_is_a_ratio_of_sums_not_a_mean_of_ratios() -> None:
    found = share_change([1, 30, 4, 40], [10, 100, 10, 100], [0, 0, 1, 1])
    assert (found.before, found.after) == pytest.approx((31 / 110, 44 / 110))
    assert np.isnan(found.low)


def test_what_cannot_be_compared_is_refused() -> None:
    with pytest.raises(StatisticsError, match="No kind of day"):
        matched_change([1, 2, 3], [0, 0, 1], [0, 0, 0])
    with pytest.raises(StatisticsError, match="nothing to be a share of"):
        share_change([0, 0, 1, 1], [0, 0, 5, 5], [0, 0, 1, 1])


def _covers(random: np.random.Generator, alike: float, lift: float) -> bool:
    """Whether the range over 44 days before and 58 after holds no change at all."""
    days = 102
    noise = random.standard_normal(days)
    for day in range(1, days):
        noise[day] = alike * noise[day - 1] + np.sqrt(1 - alike**2) * noise[day]
    weekday, after = np.arange(days) % 5, np.arange(days) >= 44
    usual = np.array([50, 48, 52, 49, 36])[weekday]
    found = matched_change(np.round(usual + 6 * noise + lift * after), after, weekday)
    return found.low <= 0 <= found.high


@pytest.mark.parametrize("alike", [0.0, 0.3, 0.5])
def test_without_a_change_the_range_holds_zero_in_about_nineteen_of_twenty(alike: float) -> None:
    random = np.random.default_rng(20260930)
    share = np.mean([_covers(random, alike, 0.0) for _ in range(600)])
    assert 0.91 <= share <= 0.985


def test_a_plain_change_is_found() -> None:
    random = np.random.default_rng(7)
    assert np.mean([_covers(random, 0.3, 10.0) for _ in range(200)]) < 0.02


def test_a_scatter_that_is_rounding_gives_no_range_made_of_it() -> None:
    wholes = np.array([30, 60, 90, 120, 150, 180, 210, 240.0])
    found = share_change(wholes / 10 + 0.0, wholes, [0] * 4 + [1] * 4)
    assert found.difference == 0
    assert np.isnan(found.low)
    other = share_change(wholes / 10 + [0, 1] * 4, wholes, [0] * 4 + [1] * 4)
    assert other.low < other.difference < other.high


@pytest.mark.parametrize(("days", "is_ranged"), [(2, False), (3, True)])
def test_three_blocks_of_each_side_make_a_range(days: int, is_ranged: bool) -> None:
    counts = [1, 3, 2, 5, 9, 6]
    counts = counts[:days] + counts[3 : 3 + days]
    found = matched_change(counts, [0] * days + [1] * days, [0] * 2 * days)
    assert np.isfinite(found.low) == is_ranged


@pytest.mark.parametrize(("mondays", "is_refused"), [(1, True), (2, False)])
def test_a_kind_of_day_needs_two_days_on_each_side(mondays: int, is_refused: bool) -> None:
    counts, after = [4] * mondays + [6] * 3, [0] * mondays + [1] * 3
    if is_refused:
        with pytest.raises(StatisticsError, match="No kind of day"):
            matched_change(counts, after, [0] * (mondays + 3))
    else:
        assert matched_change(counts, after, [0] * (mondays + 3)).difference == 2
