"""Partial pooling: the share of each of many small groups, drawn towards that of all of them.

A department of six answers says little by itself and something beside the others. The shares of
the groups come from one beta distribution whose mean and concentration are unknown and are
averaged over (Gelman et al., *Bayesian Data Analysis*, 3rd ed. 2013, section 5.3).
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike, NDArray

from engagekit.errors import StatisticsError
from engagekit.statistics._estimates import Estimate, Floats, same_length, vector

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


@dataclass(frozen=True, eq=False)
class Pooled:
    """Shares of groups after partial pooling.

    Attributes
    ----------
    n, base : ndarray of float, one a group
        Answers with the property, and answers.
    weights : ndarray of float, shape (nodes,)
        Weight of each node of the grid; they sum to 1.
    mean, concentration : ndarray of float, shape (nodes,)
        The beta distribution of the groups at each node.
    """

    n: Floats
    base: Floats
    weights: Floats
    mean: Floats
    concentration: Floats
    _first: Floats = field(repr=False)
    _second: Floats = field(repr=False)

    @property
    def estimates(self) -> Floats:
        """Mean share of each group."""
        return np.asarray(self.weights @ (self._first / (self._first + self._second)))

    @property
    def overall(self) -> float:
        """Mean of the distribution that the groups come from."""
        return float(self.weights @ self.mean)

    @property
    def spread(self) -> float:
        """Standard deviation of the groups' true shares, averaged over what is uncertain."""
        return float(self.weights @ np.sqrt(self.mean * (1 - self.mean) / (self.concentration + 1)))

    def below(self, cut: ArrayLike) -> Floats:
        """Return the probability that each group's share lies below a line.

        Parameters
        ----------
        cut : float or array, one a group
        """
        from scipy.special import betainc

        lines = np.clip(np.broadcast_to(np.asarray(cut, float), self.n.shape), 0.0, 1.0)
        return np.asarray(self.weights @ betainc(self._first, self._second, lines))

    def interval(self, level: float = 0.95) -> tuple[Floats, Floats]:
        """Return the ends of the central interval of each group's share."""
        return self._quantile((1 - level) / 2), self._quantile((1 + level) / 2)

    def _quantile(self, chance: float) -> Floats:
        low, high = np.zeros_like(self.n), np.ones_like(self.n)
        for _ in range(40):  # halving the range 40 times leaves 1e-12, less than is ever shown
            middle = (low + high) / 2
            is_below = self.below(middle) < chance
            low, high = np.where(is_below, middle, low), np.where(is_below, high, middle)
        return (low + high) / 2

    def draws(self, *, draws: int = DRAWS, seed: int = SEED) -> Floats:
        """Draw the shares of all groups together; the same seed gives the same draws.

        Returns
        -------
        ndarray of float, shape (draws, groups)
        """
        random = np.random.default_rng(seed)
        node = random.choice(self.weights.size, size=draws, p=self.weights)
        return np.asarray(random.beta(self._first[node], self._second[node]))


def pooled_shares(n: ArrayLike, base: ArrayLike) -> Pooled:
    """Pool the shares of groups partially.

    Parameters
    ----------
    n : array of float, one a group
        Answers with the property, 0 to `base`; a weighted share may give a fraction.
    base : array of float, one a group
        Answers, 0 allowed: such a group is known by the others alone.

    Returns
    -------
    Pooled

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
    y, size = vector(n, "n"), vector(base, "base")
    same_length(n=y, base=size)
    if (y < 0).any() or (y > size).any():
        raise StatisticsError(
            "n holds a count that is negative or larger than its base. Give the answers with the "
            "property and all answers of each group."
        )
    weights, mean, concentration = _grid(y, size)
    kept = weights > 1e-12 * weights.max()
    weights, mean, concentration = weights[kept], mean[kept], concentration[kept]
    first = (mean * concentration)[:, None] + y
    second = ((1 - mean) * concentration)[:, None] + (size - y)
    return Pooled(y, size, weights / weights.sum(), mean, concentration, first, second)


def _grid(y: Floats, size: Floats) -> tuple[Floats, Floats, Floats]:
    """Weights, means and concentrations of the quadrature, each of `NODES` squared values."""
    most = LEAST_CONCENTRATION**-0.5
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
    mean = np.broadcast_to((1 / (1 + np.exp(-u)))[:, None], weights.shape)
    concentration = np.broadcast_to(s**-2, weights.shape)
    return weights.ravel() / weights.sum(), mean.ravel(), concentration.ravel()


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


def pooled_means(means: ArrayLike, errors: ArrayLike) -> tuple[list[Estimate], float]:
    """Pool the means of groups partially, each with its standard error.

    Parameters
    ----------
    means, errors : array of float, one a group
        Means and their standard errors, all over 0.

    Returns
    -------
    list of Estimate
        Mean, standard deviation and central 95 per cent range of each group.
    float
        Mean of the spread between groups.

    Notes
    -----
    Normal groups, uniform prior on mean and spread (BDA3, section 5.4). At each spread of a grid
    the mean of a group is normal; the ranges are those of the mixture.

    Examples
    --------
    >>> schools, _ = pooled_means([28, 8, -3, 7, -1, 1, 18, 12], [15, 10, 16, 11, 9, 11, 10, 18])
    >>> round(schools[0].estimate, 1), round(schools[2].estimate, 1)
    (11.4, 6.1)
    """
    from scipy.special import ndtr

    values, spread = vector(means, "means"), vector(errors, "errors")
    same_length(means=values, errors=spread)
    if (spread <= 0).any():
        raise StatisticsError("errors holds a standard error that is not over 0. Leave it out.")
    if values.size < 3:  # two groups cannot tell how far groups lie apart: the prior is improper
        alone = [
            Estimate(m, m - 1.959963984540054 * e, m + 1.959963984540054 * e, se=e)
            for m, e in zip(values, spread, strict=True)
        ]
        return alone, float("nan")
    largest = 10 * float(max(np.ptp(values), spread.max()))
    half, node_weights = np.polynomial.legendre.leggauss(400)
    # squared, so that nodes crowd where the spread is small and the density is largest
    tau = largest * ((half + 1) / 2) ** 2
    step = node_weights * (half + 1)
    precision = 1 / (spread**2 + tau[:, None] ** 2)
    whole = precision.sum(axis=1)
    centre = (precision * values).sum(axis=1) / whole
    log = -0.5 * np.log(whole) + 0.5 * np.log(precision).sum(axis=1)
    log -= 0.5 * (precision * (values - centre[:, None]) ** 2).sum(axis=1)
    weights = np.exp(log - log.max()) * step
    weights /= weights.sum()
    shrink = spread**2 * precision
    at = shrink * centre[:, None] + (1 - shrink) * values
    variance = (1 - shrink) * spread**2 + shrink**2 / whole[:, None]
    middle = weights @ at
    deviation = np.sqrt(weights @ (variance + at**2) - middle**2)
    found = []
    for j in range(values.size):
        ends = []
        for chance in (0.025, 0.975):
            low, high = middle[j] - 12 * deviation[j], middle[j] + 12 * deviation[j]
            for _ in range(60):
                point = (low + high) / 2
                is_below = weights @ ndtr((point - at[:, j]) / np.sqrt(variance[:, j])) < chance
                low, high = (point, high) if is_below else (low, point)
            ends.append((low + high) / 2)
        found.append(Estimate(float(middle[j]), ends[0], ends[1], se=float(deviation[j])))
    return found, float(weights @ tau)
