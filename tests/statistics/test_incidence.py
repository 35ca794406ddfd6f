"""The chance at each touch: by hand, and by simulation."""

from __future__ import annotations

import numpy as np
import pytest

from engagekit.statistics.incidence import discrete_hazard
from engagekit.statistics.proportions import wilson_limits


def walk(chances: np.ndarray, touches: np.ndarray, seed: int) -> np.ndarray:
    """The touch at which each person acts, when each touch has that person's own chance."""
    random = np.random.default_rng(seed)
    acted = np.zeros(touches.size, dtype=np.int64)
    for number in range(1, int(touches.max()) + 1):
        due = (acted == 0) & (touches >= number)
        acted[due & (random.random(touches.size) < chances)] = number
    return acted


def test_an_act_counts_only_among_those_who_came_to_the_touch() -> None:
    hazard = discrete_hazard([1, 2, 3, 3], [1, 0, 0, 2], last=4)
    assert hazard.at_risk.tolist() == [4, 3, 1, 0]
    assert hazard.events.tolist() == [1, 1, 0, 0]
    assert np.isnan(hazard.estimate[3])
    np.testing.assert_allclose(hazard.survival[:3], [3 / 4, 1 / 2, 1 / 2])


def test_the_same_chance_at_every_touch_gives_a_flat_hazard_and_a_climbing_naive_share() -> None:
    touches = np.random.default_rng(11).integers(1, 11, 4_000)
    acted = walk(np.full(touches.size, 0.08), touches, seed=13)
    hazard = discrete_hazard(touches, acted, last=7)
    assert ((hazard.low < 0.08) & (hazard.high > 0.08)).all()
    assert np.ptp(hazard.estimate) < 0.03
    naive = [(acted[touches == number] > 0).mean() for number in range(1, 8)]
    assert naive[0] < 0.12
    assert naive[6] > 0.40


def test_the_interval_of_the_hazard_holds_the_true_chance_as_often_as_it_says() -> None:
    held = []
    for seed in range(80):
        touches = np.random.default_rng([31, seed]).integers(1, 11, 500)
        acted = walk(np.full(touches.size, 0.08), touches, seed=seed)
        hazard = discrete_hazard(touches, acted, last=7)
        held.append((hazard.low < 0.08) & (hazard.high > 0.08))
    assert 0.93 < np.mean(held) < 0.98


def test_wilson_limits_touch_the_ends_only_at_the_ends() -> None:
    low, high = wilson_limits([0, 3, 3, 0], [3, 3, 6, 0])
    assert low[0] == 0
    assert high[1] == 1
    assert low[2] + high[2] == pytest.approx(1)
    assert np.isnan(low[3])


def test_limits_of_many_shares_are_those_of_each_share() -> None:
    from engagekit.statistics.proportions import wilson

    low, high = wilson_limits([0, 2, 7], [4, 9, 7])
    for place, (x, n) in enumerate([(0, 4), (2, 9), (7, 7)]):
        assert (low[place], high[place]) == pytest.approx((wilson(x, n).low, wilson(x, n).high))
