"""Scores of simple samples: means, boxes, medians, net promoter, gaps.

Without weights; with them see `estimation` (means), `design_shares` (boxes),
`quantiles` (medians) and `promoter_scores` with `estimation.mean` (net promoter).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike

from engagekit.errors import StatisticsError
from engagekit.statistics._estimates import NOT_GIVEN, Estimate, Floats, normal_quantile
from engagekit.statistics.estimation import t_interval
from engagekit.statistics.proportions import wilson

PROMOTER, DETRACTOR = 9, 6
"""At least this of 0 to 10 is a promoter, at most that a detractor."""

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


def mean_score(values: ArrayLike, *, level: float = 0.95) -> Estimate:
    """Mean of scores with its t interval.

    Parameters
    ----------
    values : array of shape (n,)
        Scores; NaN did not answer.
    level : float, default 0.95

    Returns
    -------
    Estimate
        With one answer `se`, `low` and `high` are NaN.

    Raises
    ------
    StatisticsError
        When nobody answered.

    Examples
    --------
    >>> found = mean_score([3, 4, 4, 5])
    >>> found.estimate, round(found.low, 2), round(found.high, 2)
    (4.0, 2.7, 5.3)
    """
    x = _known(values)
    se = float(x.std(ddof=1) / np.sqrt(x.size)) if x.size > 1 else NOT_GIVEN
    return t_interval(float(x.mean()), se, x.size - 1, level=level, n=x.size)


def top_box(values: ArrayLike, least: float, *, level: float = 0.95) -> Estimate:
    """Share of answers that reach a score, e.g. 4 on a scale to 5 for the top two boxes.

    Parameters
    ----------
    values : array of shape (n,)
        Scores; NaN did not answer and is not in the base.
    least : float
        Lowest score that counts.
    level : float, default 0.95

    Returns
    -------
    Estimate
        Share (0 to 1) with Wilson's interval.

    Raises
    ------
    StatisticsError
        When nobody answered.

    Examples
    --------
    >>> top_box([5, 4, 3, 1], 4).estimate
    0.5
    """
    x = _known(values)
    return wilson(int((x >= least).sum()), x.size, level=level)


def bottom_box(values: ArrayLike, most: float, *, level: float = 0.95) -> Estimate:
    """Share of answers that do not exceed a score; the mirror of `top_box`.

    Examples
    --------
    >>> bottom_box([5, 4, 3, 1], 2).estimate
    0.25
    """
    x = _known(values)
    return wilson(int((x <= most).sum()), x.size, level=level)


def median_score(values: ArrayLike, *, level: float = 0.95) -> Estimate:
    """Median with an interval that assumes no distribution.

    Parameters
    ----------
    values : array of shape (n,)
        Scores; NaN did not answer.
    level : float, default 0.95
        Least confidence of the interval, where n allows it (6 or more at 95 %).

    Returns
    -------
    Estimate
        `se` is not defined.

    Raises
    ------
    StatisticsError
        When nobody answered.

    Notes
    -----
    Order statistics j and n + 1 - j, with j the (1 - level)/2 quantile of the
    binomial(n, 1/2) (Conover 1999, section 3.2), at least 1.

    Examples
    --------
    >>> found = median_score([1, 2, 3, 4, 5, 6, 7, 8, 9])
    >>> found.estimate, found.low, found.high
    (5.0, 2.0, 8.0)
    """
    x = np.sort(_known(values))
    j = max(1, median_rank(x.size, level=level))
    return Estimate(float(np.median(x)), low=float(x[j - 1]), high=float(x[-j]), n=x.size)


def median_rank(n: int, *, level: float = 0.95) -> int:
    """Rank, from 1, of the order statistic that bounds a median; 0 when n is too small.

    Examples
    --------
    >>> median_rank(9)
    2
    """
    from scipy.stats import binom

    return int(binom.ppf((1 - level) / 2, n, 0.5))


def promoter_scores(values: ArrayLike) -> Floats:
    """Answers from 0 to 10 as 1 promoter, 0 passive, -1 detractor; NaN stays.

    The weighted mean of these times 100 is the weighted net promoter score.

    Raises
    ------
    StatisticsError
        When an answer is outside 0 to 10.

    Examples
    --------
    >>> promoter_scores([10, 8, 0]).tolist()
    [1.0, 0.0, -1.0]
    """
    x = np.asarray(values, dtype=np.float64)
    if ((x < 0) | (x > 10)).any():
        raise StatisticsError(
            f"A net promoter answer is {float(x[(x < 0) | (x > 10)][0]):g}; the scale is 0 to 10. "
            "Correct the answer, or use top_box for other scales."
        )
    result = np.where(x >= PROMOTER, 1.0, 0.0) - np.where(x <= DETRACTOR, 1.0, 0.0)
    return np.where(np.isnan(x), np.nan, result)


def net_promoter(
    values: ArrayLike,
    *,
    method: NetMethod = "adjusted_wald",
    level: float = 0.95,
    clip: bool = True,
) -> Estimate:
    """Net promoter score: per cent promoters less per cent detractors.

    Parameters
    ----------
    values : array of shape (n,)
        Answers from 0 to 10; NaN did not answer.
    method : {"adjusted_wald", "wald", "t", "bootstrap"}
        The adjusted Wald interval (never without the score itself) adds 3/4 promoter, 3/4
        detractor and 1.5
        passives; the others are for comparison: with promoters only their
        width is 0. "bootstrap" is the ideal percentile bootstrap, without
        chance.
    level : float, default 0.95
    clip : bool, default True
        Whether the adjusted Wald interval is cut at -100 and 100.

    Returns
    -------
    Estimate
        -100 to 100.

    Raises
    ------
    StatisticsError
        When nobody answered or an answer is outside 0 to 10.

    Notes
    -----
    Variance (P + D - (P - D)^2)/n; adjusted Wald: Rocks (2016).

    Examples
    --------
    >>> found = net_promoter([10] * 52 + [7] * 22 + [3] * 22)
    >>> round(found.estimate), round(found.low), round(found.high)
    (31, 14, 46)
    """
    u = _known(promoter_scores(values))
    up, down, n = int((u > 0).sum()), int((u < 0).sum()), u.size
    return net_promoter_counts(up, n - up - down, down, method=method, level=level, clip=clip)


def net_promoter_counts(
    promoters: int,
    passives: int,
    detractors: int,
    *,
    method: NetMethod = "adjusted_wald",
    level: float = 0.95,
    clip: bool = True,
) -> Estimate:
    """Net promoter score of counts; see `net_promoter`.

    Examples
    --------
    >>> net_promoter_counts(15, 0, 0).high
    100.0
    """
    n = promoters + passives + detractors
    if n < 1 or min(promoters, passives, detractors) < 0:
        raise StatisticsError("Nobody answered. Leave the net promoter score out.")
    share_up, share_down = promoters / n, detractors / n
    score = 100 * (share_up - share_down)
    if method == "bootstrap":
        low, high = _bootstrap_ends(share_up, share_down, n, level)
        return Estimate(score, low=low, high=high, n=n)
    if method == "t":
        spread = n / (n - 1) if n > 1 else NOT_GIVEN
        se = 100 * _trinomial_se(share_up, share_down, n) * float(np.sqrt(spread))
        return t_interval(score, se, n - 1, level=level, n=n)
    if method == "wald":
        se = 100 * _trinomial_se(share_up, share_down, n)
        half = normal_quantile(level) * se
        return Estimate(score, low=score - half, high=score + half, se=se, n=n)
    if method != "adjusted_wald":
        raise StatisticsError(
            f"net_promoter() knows no method {method!r}. "
            "There are: adjusted_wald, wald, t, bootstrap."
        )
    more_up, more_down = (promoters + 0.75) / (n + 3), (detractors + 0.75) / (n + 3)
    centre, se = 100 * (more_up - more_down), 100 * _trinomial_se(more_up, more_down, n + 3)
    half = normal_quantile(level) * se
    bound = 100.0 if clip else np.inf
    low, high = max(-bound, centre - half), min(bound, centre + half)
    return Estimate(score, low=min(low, score), high=max(high, score), se=se, n=n)


def gaps(
    minimum: ArrayLike,
    desired: ArrayLike,
    perceived: ArrayLike,
    person: ArrayLike | None = None,
    *,
    level: float = 0.95,
) -> Gaps:
    """Service gaps over persons, from what they accept, wish for and perceive.

    Parameters
    ----------
    minimum, desired, perceived : array of shape (n,)
        One row a person and item; rows not `usable_gaps` are left out.
    person : array of shape (n,), optional
        For a dimension of several items: each person's mean counts once.
    level : float, default 0.95

    Returns
    -------
    Gaps
        Means with paired t intervals over persons, in scale points.

    Raises
    ------
    StatisticsError
        When no row can be used.

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


def _trinomial_se(up: float, down: float, n: float) -> float:
    """Standard error of the difference of two shares of the same n."""
    return float(np.sqrt(max(0.0, up + down - (up - down) ** 2) / n))


def _bootstrap_ends(up: float, down: float, n: int, level: float) -> tuple[float, float]:
    """Percentiles of all resamples of n: the step distribution convolved n times."""
    step, chances = np.array([down, 1 - up - down, up]), np.array([1.0])
    for _ in range(n):
        chances = np.convolve(chances, step)
    below, tail = np.cumsum(chances), (1 - level) / 2
    ends = [int(np.argmax(below >= a - 1e-12)) - n for a in (tail, 1 - tail)]
    return 100 * ends[0] / n, 100 * ends[1] / n


def _known(values: ArrayLike) -> Floats:
    """The answers that were given."""
    x = np.asarray(values, dtype=np.float64)
    x = x[~np.isnan(x)]
    if not x.size:
        raise StatisticsError("Nobody answered. Leave the question out.")
    return x
