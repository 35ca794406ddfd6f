"""Partial pooling against cases by hand, published figures and another way of integrating."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import special, stats

from engagekit.errors import StatisticsError
from engagekit.statistics import pooling
from engagekit.statistics.pooling import ALIKE_IN_RANGES, LEAST_CONCENTRATION, pooled_shares

RATS_Y = (
    [0] * 14 + [1] * 8 + [2] * 9 + [1, 5, 2, 5, 3, 2, 7, 7, 3, 3, 2, 9, 10] + [4] * 7
    + [10, 4, 4, 4, 5, 11, 12, 5, 5, 6, 5, 6, 6, 6, 6, 16, 15, 15, 9, 4]
)  # fmt: skip
RATS_N = (
    [20] * 7 + [19] * 4 + [18, 18, 17] + [20] * 4 + [19, 19, 18, 18, 25, 24, 23] + [20] * 6
    + [10, 49, 19, 46, 27, 17, 49, 47, 20, 20, 13, 48, 50] + [20] * 7
    + [48, 19, 19, 19, 22, 46, 49, 20, 20, 23, 19, 22, 20, 20, 20, 52, 46, 47, 24, 14]
)  # fmt: skip


def test_tumours_of_rats_as_published() -> None:
    """Table 5.1 of BDA3: mean of the groups 2.4 / (2.4 + 14.3) = 0.14, theta of the last 0.21."""
    pooled = pooled_shares(RATS_Y, RATS_N)
    assert len(RATS_Y) == len(RATS_N) == 71
    yes, no = pooled.first[:, -1] - RATS_Y[-1], pooled.second[:, -1] - (RATS_N[-1] - RATS_Y[-1])
    assert pooled.weights @ yes == pytest.approx(2.4, abs=0.05)
    assert pooled.weights @ no == pytest.approx(14.3, abs=0.2)
    assert pooled.estimates[-1] == pytest.approx(0.21, abs=0.005)


@pytest.mark.parametrize(
    ("y", "n"), [([5, 8, 3], [6, 12, 9]), ([9, 30, 12, 2], [10, 40, 12, 6]), ([6, 6], [6, 6])]
)
def test_against_a_midpoint_rule_over_the_whole_plane(y: list[int], n: list[int]) -> None:
    """Two million equal cells, another rule than ours: every mean the same to 1e-6."""
    logit = np.linspace(-25, 25, 2001)
    scale = (np.arange(1000) + 0.5) / 1000 * LEAST_CONCENTRATION**-0.5
    mean, kappa = (1 / (1 + np.exp(-logit)))[:, None], scale**-2
    a, b = mean * kappa, (1 - mean) * kappa
    log = np.log(mean * (1 - mean)) + np.zeros_like(a)
    for yes, size in zip(y, n, strict=True):
        log += special.betaln(a + yes, b + size - yes) - special.betaln(a, b)
    weights = np.exp(log - log.max())
    expected = [
        float((weights * (a + yes) / (kappa + size)).sum() / weights.sum())
        for yes, size in zip(y, n, strict=True)
    ]
    assert pooled_shares(y, n).estimates == pytest.approx(expected, abs=1e-6)


def test_draws_agree_with_the_exact_probabilities_and_are_the_same_twice() -> None:
    pooled = pooled_shares([5, 19, 60], [10, 20, 100])
    drawn = pooled.draws(40_000)
    below = pooled.weights @ special.betainc(pooled.first, pooled.second, 0.7)
    assert (drawn < 0.7).mean(axis=0) == pytest.approx(below, abs=0.01)
    assert np.array_equal(pooled.draws(), pooled.draws())


def test_groups_that_answer_alike_are_likely_one_and_others_are_not() -> None:
    alike = pooled_shares([8, 16, 24, 12], [10, 20, 30, 15], alike=0.5)
    apart = pooled_shares([2, 19, 12, 14], [10, 20, 30, 15], alike=0.5)
    assert alike.alike > 0.6 and apart.alike < 0.1
    assert pooled_shares([8, 16], [10, 20]).alike == 0.0


def test_the_belief_that_groups_are_one_is_that_of_the_two_likelihoods() -> None:
    """Two groups, by brute force: shares drawn from either prior, how often they give the counts."""
    random = np.random.default_rng(3)
    times = 150_000
    common = random.random(times)
    mean, scale = random.random(times), random.random(times) * LEAST_CONCENTRATION**-0.5
    kappa = scale**-2
    chance = []
    for shares in (
        (common, common),
        tuple(random.beta(np.maximum(mean * kappa, 1e-9), np.maximum((1 - mean) * kappa, 1e-9))
              for _ in range(2)),
    ):  # fmt: skip
        hit = np.ones(times)
        for y, n, share in zip((2, 6), (7, 7), shares, strict=True):
            hit = hit * stats.binom.pmf(y, n, share)
        chance.append(hit.mean())
    expected = chance[0] / sum(chance)
    assert pooled_shares([2, 6], [7, 7], alike=0.5).alike == pytest.approx(expected, abs=0.01)


def test_a_share_on_the_line_counts_half() -> None:
    assert pooling.over_line(np.array([[0.5, 0.6], [0.5, 0.4]]), 0.5).tolist() == [0.5, 0.5]


def test_a_group_is_set_beside_everybody_else() -> None:
    pooled = pooled_shares([30, 90, 45], [60, 100, 50])
    assert pooled.over_rest()[0] < 0.01
    assert pooled.over_rest(rest=(0.0, 100_000.0))[0] > 0.99


@pytest.mark.parametrize("concentration", [15, 65])
def test_ranges_hold_the_truth_as_often_as_they_say(concentration: float) -> None:
    """640 departments, 8 an organisation, with 6 to 30 answers, spread 0.1 and 0.05."""
    random = np.random.default_rng(7)
    hits = total = 0
    for _ in range(80):
        parts = 0.8 * concentration, 0.2 * concentration
        truth = stats.beta.rvs(*parts, size=8, random_state=random)
        base = random.integers(6, 31, 8)
        n = random.binomial(base, truth)
        low, high = pooled_shares(n, base, alike=ALIKE_IN_RANGES).interval()
        hits += int(((low <= truth) & (truth <= high)).sum())
        total += 8
    assert 0.91 <= hits / total <= 0.98  # 93 to 97 in the long run, two standard errors around


@pytest.mark.parametrize(("n", "base"), [([], []), ([3], [2]), ([-1], [2]), ([1, 2], [3])])
def test_counts_that_cannot_be_are_refused(n: list[int], base: list[int]) -> None:
    with pytest.raises(StatisticsError):
        pooled_shares(n, base)
