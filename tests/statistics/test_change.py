"""The change over surveys: against known tests, and how often it is right."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.special import ndtr
from scipy.stats import binom

from engagekit.errors import StatisticsError
from engagekit.statistics.change import ALPHA, LEVEL, change, change_of_counts


def _told(shares: list[float], n: int, times: int, seed: int) -> float:
    random = np.random.default_rng(seed)
    kinds = [
        change_of_counts([int(random.binomial(n, p)) for p in shares], [n] * len(shares)).kind
        for _ in range(times)
    ]
    return sum(kind != "none" for kind in kinds) / times


def test_the_trend_is_that_of_cochran_and_armitage_by_hand() -> None:
    yes, n, t = np.array([60, 66, 75]), np.array([100, 90, 110]), np.array([1.0, 2.0, 4.0])
    share, centred = yes.sum() / n.sum(), t - (n @ t) / n.sum()
    z = (centred @ yes) / np.sqrt(share * (1 - share) * (n @ centred**2))
    found = change_of_counts(yes, n, times=t).trend
    assert found.p_value == pytest.approx(2 * ndtr(-abs(z)), rel=1e-9)
    assert np.sign(found.estimate) == np.sign(z)


def test_two_surveys_are_the_test_of_two_shares() -> None:
    found = change_of_counts([45, 30], [50, 50])
    z = (0.6 - 0.9) / np.sqrt(0.75 * 0.25 * 2 / 50)
    assert found.step.p_value == pytest.approx(2 * ndtr(z), rel=1e-12)
    assert np.isnan(found.trend.estimate) and found.kind == "step"


@pytest.mark.parametrize("surveys", [2, 4, 8])
def test_false_alarms_are_at_most_one_in_twenty(surveys: int) -> None:
    assert _told([0.8] * surveys, 120, 400, surveys) <= 0.05 + 2 * np.sqrt(0.05 * 0.95 / 400)


def test_more_surveys_never_hide_a_fall() -> None:
    told = [_told([0.85] * (surveys - 1) + [0.70], 120, 300, 5) for surveys in (2, 4, 8)]
    assert told[0] > 0.70 and told[1] >= told[0] - 0.03 and told[2] >= told[1] - 0.03


def test_a_slow_fall_is_a_trend() -> None:
    random = np.random.default_rng(3)
    shares = np.linspace(0.86, 0.65, 8)
    kinds = [change_of_counts(random.binomial(100, shares), [100] * 8).kind for _ in range(60)]
    assert sum(kind == "trend" for kind in kinds) >= 54


@pytest.mark.parametrize(
    ("satisfied", "kind"), [([85, 85, 85, 60], "step"), ([86, 82, 76, 70], "trend")]
)
def test_a_step_at_the_last_survey_is_no_trend(satisfied: list[int], kind: str) -> None:
    found = change_of_counts(satisfied, [100] * 4)
    assert found.kind == kind
    assert max(found.trend.p_value, found.step.p_value) < LEVEL  # either could be told


def test_the_smallest_change_is_seen_four_times_in_five() -> None:
    small = change_of_counts([96, 96], [120, 120]).smallest_step
    assert _told([0.8 + small / 2, 0.8 - small / 2], 120, 600, 8) == pytest.approx(0.8, abs=0.06)


def test_earlier_surveys_that_differ_are_no_common_level() -> None:
    steady = change_of_counts([80, 81, 79, 60], [100] * 4)
    moved = change_of_counts([95, 60, 80, 79], [100] * 4)
    assert steady.is_against_all and not moved.is_against_all
    assert moved.step.estimate == pytest.approx(-0.01)


def test_the_same_people_twice_are_surer_than_others() -> None:
    first = [1] * 45 + [0] * 15
    second = [1] * 40 + [0] * 20
    values, waves = [*first, *second], [0] * 60 + [1] * 60
    people = [f"p{at}" for at in range(60)] * 2
    paired = change(values, waves, people=people)
    assert paired.step.p_value < change(values, waves).step.p_value
    discordant = 5  # by hand: all five moved down, so the variance is 5 / 60 ** 2
    assert paired.step.estimate == pytest.approx(-discordant / 60)


def test_everybody_satisfied_twice_has_a_range() -> None:
    found = change_of_counts([20, 20], [20, 20])
    assert found.kind == "none" and found.step.low < 0 < found.step.high
    assert 0 < found.smallest_step < 0.5


@pytest.mark.parametrize("waves", [[0, 0], [0, 2], [1, 1]])
def test_one_survey_is_no_change(waves: list[int]) -> None:
    with pytest.raises(StatisticsError):
        change([1, 0], waves)


@pytest.mark.parametrize(("n", "share"), [(120, 0.8), (120, 0.9), (60, 0.7)])
def test_at_the_level_no_more_than_one_in_twenty_is_told_where_nothing_changed(
    n: int, share: float
) -> None:
    """Every pair of counts by its probability: 0.05 lets more than that through."""
    at = np.arange(n + 1)
    apart, both = np.abs(at[:, None] - at) / n, (at[:, None] + at) / (2 * n)
    spread = np.maximum(np.sqrt(both * (1 - both) * 2 / n), 1e-12)
    p = 2 * ndtr(-apart / spread)
    chance = np.outer(binom.pmf(at, n, share), binom.pmf(at, n, share))
    assert chance[p < LEVEL].sum() <= 0.05 + 1e-9
    assert chance[p < ALPHA].sum() > 0.05
