"""Partial pooling: the share of each of many small groups, drawn towards that of all of them.

A department of six answers says little by itself and something beside the others. The shares of
the groups come from one beta distribution whose mean and concentration are unknown and are
averaged over (Gelman et al., *Bayesian Data Analysis*, 3rd ed. 2013, section 5.3).
"""

from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

from engagekit.errors import StatisticsError, error_text
from engagekit.statistics._estimates import Floats, vector

LEAST_CONCENTRATION = 2.0
"""Smallest sum of the two parameters: below it the shares of groups would crowd at 0 and 1.

It also keeps the distribution proper where every group stands at 0 or at 100 per cent.
"""
NODES = 80
"""Nodes of the quadrature on each axis: doubling them moves no result by 1e-6 (see the test)."""
NEGLIGIBLE = 30.0
"""Logarithms below the peak at which a part of the grid is left out: exp(-30) is 1e-13."""
_COARSE = 160
SEED = 20261125
DRAWS = 4_000
"""Draws of all groups together: a probability of one half stands within 0.8 points."""
ALIKE = 0.5
"""Belief, before any answer, that groups do not differ at all, where one of them is to be named.

Without it one of ten groups that are alike is named in 15 of 100 organisations; with it in 2.
"""
ALIKE_IN_RANGES = 0.1
"""The same where ranges are told: they hold truths 5, 10, 15 points apart in 97, 94, 95 of 100;
without it in 98, 95, 95, with 0.25 in 95, 92, 94 (`benchmarks/honesty.py pooled`)."""
CLOSE = 1e-5
"""Step under which the end of a range is taken as found: a thousandth of what is ever shown."""
LIGHT = 1e-6
"""Weight beside the heaviest node of those that the ends of a range go without."""
SAME = 1e-9
"""Shares nearer than this are one share, drawn twice."""


@dataclass(frozen=True, eq=False)
class Pooled:
    """Shares of groups after partial pooling.

    Attributes
    ----------
    n, base : ndarray of float, one a group
        Answers with the property, and answers.
    weights : ndarray of float, shape (nodes + 1,)
        Weight of each node of the grid, and last the probability that all groups have one share;
        they sum to 1.
    first, second : ndarray of float, shape (nodes + 1, groups)
        The beta distribution of each group's share at each node.
    """

    n: Floats
    base: Floats
    weights: Floats
    first: Floats = field(repr=False)
    second: Floats = field(repr=False)

    @property
    def alike(self) -> float:
        """Probability that all groups have one share."""
        return float(self.weights[-1])

    @property
    def estimates(self) -> Floats:
        """Mean share of each group."""
        return np.asarray(self.weights @ (self.first / (self.first + self.second)))

    def interval(self) -> tuple[Floats, Floats]:
        """Return the ends of the central 95 per cent interval of each group's share."""
        from scipy.special import betainc

        heavy = self.weights > LIGHT * self.weights.max()
        first, second = self.first[heavy], self.second[heavy]
        weights = self.weights[heavy] / self.weights[heavy].sum()
        ends = []
        for chance in (0.025, 0.975):
            low, high = np.zeros(self.n.size), np.ones(self.n.size)
            while (high - low).max() > CLOSE:
                middle = (low + high) / 2
                is_below = weights @ betainc(first, second, middle) < chance
                low, high = np.where(is_below, middle, low), np.where(is_below, high, middle)
            ends.append((low + high) / 2)
        return ends[0], ends[1]

    def draws(self, draws: int = DRAWS) -> Floats:
        """Draw the shares of all groups together, the same ones each time.

        Returns
        -------
        ndarray of float, shape (draws, groups)
        """
        random = np.random.default_rng(SEED)
        apart = self.weights[:-1] / self.weights[:-1].sum()
        node = random.choice(apart.size, size=draws, p=apart)
        shares = np.asarray(random.beta(self.first[node], self.second[node]))
        together = random.random(draws) < self.alike
        one = random.beta(self.first[-1, 0], self.second[-1, 0], size=draws)
        shares[together] = one[together, None]
        return shares

    def first_and_last(self) -> tuple[Floats, Floats]:
        """Return the probability that each group's share is the highest, and the lowest.

        Groups that are alike in a draw divide it among them.

        Examples
        --------
        >>> first, last = pooled_shares([80, 19, 60], [100, 20, 100]).first_and_last()
        >>> first.round(1).tolist(), last.round(1).tolist()
        ([0.1, 0.9, 0.0], [0.0, 0.0, 1.0])
        """
        shares = self.draws()
        ends = []
        for edge in (shares.max(axis=1, keepdims=True), shares.min(axis=1, keepdims=True)):
            there = np.abs(shares - edge) < SAME
            ends.append(np.asarray((there / there.sum(axis=1, keepdims=True)).mean(axis=0)))
        return ends[0], ends[1]

    def over_rest(self, *, rest: tuple[float, float] = (0.0, 0.0)) -> Floats:
        """Return the probability that each group's share lies over that of everybody else.

        Parameters
        ----------
        rest : tuple of float
            Answers with the property, and answers, of people in none of the groups.
        """
        shares = self.draws()
        yes, everyone = shares @ self.base, float(self.base.sum()) + rest[1]
        if rest[1] > 0:  # their share is no better known than their answers make it
            random = np.random.default_rng(SEED + 1)
            yes = yes + random.beta(rest[0] + 0.5, rest[1] - rest[0] + 0.5, size=len(yes)) * rest[1]
        return over_line(shares, (yes[:, None] - shares * self.base) / (everyone - self.base))


def over_line(shares: Floats, line: ArrayLike) -> Floats:
    """Return the part of the draws in which each group lies over a line.

    Parameters
    ----------
    shares : array of shape (draws, groups)
    line : float or array, one a draw, or one a draw and group

    Notes
    -----
    A share on the line counts half on each side, so groups that are alike have one half.

    Examples
    --------
    >>> drawn = pooled_shares([5, 19, 60], [10, 20, 100]).draws()
    >>> over_line(drawn, np.median(drawn, axis=1)).round(1).tolist()
    [0.2, 1.0, 0.3]
    """
    lines = np.asarray(line, float)
    gap = shares - (lines[:, None] if lines.ndim == 1 else lines)
    is_on = np.abs(gap) < SAME
    return np.asarray(((gap > 0) & ~is_on).mean(axis=0) + is_on.mean(axis=0) / 2)


def pooled_shares(n: ArrayLike, base: ArrayLike, *, alike: float = 0.0) -> Pooled:
    """Pool the shares of groups partially.

    Parameters
    ----------
    n : array of float, one a group
        Answers with the property, 0 to `base`; a weighted share may give a fraction.
    base : array of float, one a group
        Answers, 0 allowed: such a group is known by the others alone.
    alike : float
        Belief before any answer that the groups do not differ at all; see `ALIKE`.

    Raises
    ------
    StatisticsError
        If there is no group, or a count is negative or over its base.

    Notes
    -----
    Prior: uniform on the mean and on one over the square root of the concentration, which is about
    uniform on the spread between groups (BDA3, equation 5.9). Integrated by Gauss-Legendre
    quadrature over the part of the plane where the likelihood is not negligible.

    Examples
    --------
    >>> pooled = pooled_shares([5, 19, 60], [10, 20, 100])
    >>> [round(float(share), 2) for share in pooled.estimates]
    [0.56, 0.88, 0.61]
    """
    from scipy.special import betaln, expit, logit

    y, size = vector(n, "n"), vector(base, "base")
    if y.size != size.size or (y < 0).any() or (y > size).any():
        raise StatisticsError(error_text("pooling.pooled_shares"))
    weights, mean, concentration, evidence = _grid(tuple(y), tuple(size))
    kept = weights > 1e-10 * weights.max()
    weights, mean, concentration = weights[kept], mean[kept], concentration[kept]
    yes, no = y.sum() + 1, (size - y).sum() + 1
    after = 0.0
    if alike and y.size > 1:
        after = float(expit(logit(alike) + float(betaln(yes, no)) - evidence))
    return Pooled(
        y,
        size,
        np.append((1 - after) * weights / weights.sum(), after),
        np.vstack([(mean * concentration)[:, None] + y, np.full_like(y, yes)]),
        np.vstack([((1 - mean) * concentration)[:, None] + (size - y), np.full_like(y, no)]),
    )


@lru_cache(maxsize=32)
def _grid(yes: tuple[float, ...], all_: tuple[float, ...]) -> tuple[Floats, Floats, Floats, float]:
    """Weights, means and concentrations of the quadrature, each of `NODES` squared values."""
    # last the logarithm of the likelihood, averaged over the prior
    y, size, most = np.array(yes), np.array(all_), LEAST_CONCENTRATION**-0.5
    # beyond a logit of 24 a share is 1 to ten digits: no more mass is lost than 1e-9
    logits = np.linspace(-24, 24, _COARSE)
    scales = np.linspace(most / _COARSE, most, _COARSE // 2)
    coarse = _log_density(logits, scales, y, size)
    near = coarse > coarse.max() - NEGLIGIBLE
    steps = logits[1] - logits[0], scales[1] - scales[0]
    rows, columns = np.flatnonzero(near.any(axis=1)), np.flatnonzero(near.any(axis=0))
    u, u_weights = _nodes(logits[rows[0]] - steps[0], logits[rows[-1]] + steps[0])
    s, s_weights = _nodes(
        max(scales[columns[0]] - steps[1], 0.0), min(scales[columns[-1]] + steps[1], most)
    )
    density = _log_density(u, s, y, size)
    weights = np.exp(density - density.max()) * u_weights[:, None] * s_weights
    evidence = float(density.max() + np.log(weights.sum() / most))
    mean = np.broadcast_to((1 / (1 + np.exp(-u)))[:, None], weights.shape)
    concentration = np.broadcast_to(s**-2, weights.shape)
    return weights.ravel() / weights.sum(), mean.ravel(), concentration.ravel(), evidence


def _nodes(low: float, high: float) -> tuple[Floats, Floats]:
    """Gauss-Legendre nodes and weights of a range."""
    at, weights = np.polynomial.legendre.leggauss(NODES)
    half = (high - low) / 2
    return low + half * (at + 1), weights * half


def _log_density(logits: Floats, scales: Floats, y: Floats, size: Floats) -> Floats:
    """Logarithm of prior and likelihood on the plane of logit mean and concentration ** -1/2."""
    from scipy.special import betaln

    mean = 1 / (1 + np.exp(-logits))
    kappa = scales**-2
    a, b = mean[:, None] * kappa, (1 - mean[:, None]) * kappa
    total: NDArray[np.float64] = np.log(mean * (1 - mean))[:, None] + np.zeros_like(a)
    pairs, times = np.unique(np.stack([y, size]), axis=1, return_counts=True)
    for (yes, all_), often in zip(pairs.T, times, strict=True):
        total = total + often * (betaln(a + yes, b + all_ - yes) - betaln(a, b))
    return total
