"""Scores of simple samples beside those of the package: boxes, gaps, net promoter, alpha."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike

from engagekit.errors import StatisticsError
from engagekit.statistics._estimates import (
    NOT_GIVEN,
    Estimate,
    Floats,
    answered_only,
    normal_quantile,
)
from engagekit.statistics.estimation import t_interval
from engagekit.statistics.proportions import wilson
from engagekit.statistics.reliability import _alpha, signed
from engagekit.statistics.scores import _trinomial_se, mean_score, net_promoter_counts

NetMethod = Literal["adjusted_wald", "wald", "t", "bootstrap"]


@dataclass(frozen=True, slots=True)
class Gaps:
    """LibQUAL gaps of one item or one dimension.

    `adequacy` is perceived less minimum, `superiority` perceived less desired,
    `zone_width` desired less minimum; all in scale points, over persons.
    """

    adequacy: Estimate
    superiority: Estimate
    zone_width: Estimate


def top_box(values: ArrayLike, least: float, *, level: float = 0.95) -> Estimate:
    """Share of answers that reach a score, e.g. 4 on a scale to 5 for the top two boxes.

    Examples
    --------
    >>> top_box([5, 4, 3, 1], 4).estimate
    0.5
    """
    x = answered_only(values)
    return wilson(int((x >= least).sum()), x.size, level=level)


def bottom_box(values: ArrayLike, most: float, *, level: float = 0.95) -> Estimate:
    """Share of answers that do not exceed a score; the mirror of `top_box`.

    Examples
    --------
    >>> bottom_box([5, 4, 3, 1], 2).estimate
    0.25
    """
    x = answered_only(values)
    return wilson(int((x <= most).sum()), x.size, level=level)


def gaps(
    minimum: ArrayLike,
    desired: ArrayLike,
    perceived: ArrayLike,
    person: ArrayLike | None = None,
    *,
    level: float = 0.95,
) -> Gaps:
    """Service gaps over persons, from what they accept, wish for and perceive.

    Examples
    --------
    >>> found = gaps([5, 6, 9], [8, 9, 7], [7, 7, 7])
    >>> found.adequacy.estimate, found.superiority.estimate, found.adequacy.n
    (1.5, -1.5, 2)
    """
    used = usable_gaps(minimum, desired, perceived)
    low, wish, got = (np.asarray(x, dtype=np.float64)[used] for x in (minimum, desired, perceived))
    who = np.arange(low.size) if person is None else np.asarray(person)[used]
    matches = [_over_persons(x, who, level) for x in (got - low, got - wish, wish - low)]
    return Gaps(*matches)


def usable_gaps(
    minimum: ArrayLike, desired: ArrayLike, perceived: ArrayLike
) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    """Which rows have all three answers and a minimum not above the desired level.

    Examples
    --------
    >>> usable_gaps([5, 9, 5], [8, 7, 8], [7, 7, float("nan")]).tolist()
    [True, False, False]
    """
    low, wish, got = (np.asarray(x, dtype=np.float64) for x in (minimum, desired, perceived))
    return ~(np.isnan(low) | np.isnan(wish) | np.isnan(got)) & (low <= wish)


def _over_persons(values: Floats, person: Any, level: float) -> Estimate:
    """Mean over persons of each person's mean."""
    _, at = np.unique(person, return_inverse=True)
    return mean_score(np.bincount(at, weights=values) / np.bincount(at), level=level)


def net_promoter_by(
    promoters: int, passives: int, detractors: int, *, method: NetMethod, level: float = 0.95
) -> Estimate:
    """Net promoter score of counts with one of four intervals, none cut at -100 and 100.

    "bootstrap" is the ideal percentile bootstrap, without chance.

    Examples
    --------
    >>> net_promoter_by(15, 0, 0, method="wald").low
    100.0
    """
    n = promoters + passives + detractors
    found = net_promoter_counts(promoters, passives, detractors, level=level)
    up, down = promoters / n, detractors / n
    if method == "bootstrap":
        low, high = _bootstrap_ends(up, down, n, level)
        return Estimate(found.estimate, low=low, high=high, n=n)
    if method == "t":
        spread = n / (n - 1) if n > 1 else NOT_GIVEN
        se = 100 * _trinomial_se(up, down, n) * float(np.sqrt(spread))
        return t_interval(found.estimate, se, n - 1, level=level, n=n)
    if method == "wald":
        centre, se = found.estimate, 100 * _trinomial_se(up, down, n)
    else:
        centre, se = 100 * (promoters - detractors) / (n + 3), found.se
    half = normal_quantile(level) * se
    low, high = centre - half, centre + half
    return Estimate(
        found.estimate, low=min(low, found.estimate), high=max(high, found.estimate), se=se, n=n
    )


def _bootstrap_ends(up: float, down: float, n: int, level: float) -> tuple[float, float]:
    """Percentiles of all resamples of n: the step distribution convolved n times."""
    step, chances = np.array([down, 1 - up - down, up]), np.array([1.0])
    for _ in range(n):
        chances = np.convolve(chances, step)
    below, tail = np.cumsum(chances), (1 - level) / 2
    ends = [int(np.argmax(below >= a - 1e-12)) - n for a in (tail, 1 - tail)]
    return 100 * ends[0] / n, 100 * ends[1] / n


def pairwise_alpha(items: ArrayLike, *, reverse: ArrayLike = ()) -> tuple[Estimate, float]:
    """Raw and standardised alpha where every pair of items uses whoever answered both.

    Parameters and errors as in `cronbach_alpha`; `n` and the standard error of
    the raw alpha count everyone. Some programs do this by default; with many
    gaps it can leave 0 to 1, so show `cronbach_alpha`.

    Notes
    -----
    Standard error of van Zyl, Neudecker and Nel (2000).

    Examples
    --------
    >>> raw, standardised = pairwise_alpha([[1, 2], [2, 2], [3, 4], [4, 3], [5, 5]])
    >>> round(raw.estimate, 3), round(standardised, 3)
    (0.909, 0.918)
    """
    x = signed(items, reverse)
    n, k = x.shape
    pairs = [[_pair(x[:, i], x[:, j]) for j in range(k)] for i in range(k)]
    covariance = np.array([[one[0] for one in row] for row in pairs])
    correlation = np.array([[one[1] for one in row] for row in pairs])
    raw, standardised = _alpha(covariance), _alpha(correlation)
    whole, trace = covariance.sum(), np.trace(covariance)
    square = covariance @ covariance
    spread = whole * (np.trace(square) + trace**2) - 2 * trace * square.sum()
    variance = 2 * k**2 / ((k - 1) ** 2 * whole**3) * spread
    return Estimate(raw, se=float(np.sqrt(variance / n)), n=n), standardised


def _pair(a: Floats, b: Floats) -> tuple[float, float]:
    """Covariance and correlation over those who answered both."""
    both = ~(np.isnan(a) | np.isnan(b))
    if both.sum() < 2:
        raise StatisticsError("Two items have no people in common. Leave one of them out.")
    spread = np.cov(a[both], b[both])
    scale = float(np.sqrt(spread[0, 0] * spread[1, 1]))
    return float(spread[0, 1]), float(spread[0, 1]) / scale if scale else NOT_GIVEN


def standardised_alpha(items: ArrayLike, *, reverse: ArrayLike = ()) -> float:
    """Alpha of the complete answers, as if all items had the same spread."""
    x = signed(items, reverse)
    return _alpha(np.corrcoef(x[~np.isnan(x).any(axis=1)], rowvar=False))
