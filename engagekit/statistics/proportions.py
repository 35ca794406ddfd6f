"""Shares of a count, differences between them, their trend, and p-values that allow for many.

For counts of a simple sample or of everyone who answered; for weights see
`weighted`. Default for a share is Wilson's interval, for
a change Newcombe's: both keep their level at small n and near 0 and 1, where
the textbook (Wald) interval does not.
"""

from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike

from engagekit.errors import StatisticsError, error_text
from engagekit.statistics._estimates import NOT_GIVEN, Estimate, Floats, Z, is_constant


def wilson(x: float, n: float) -> Estimate:
    """Estimate the share x of n with Wilson's score interval.

    Parameters
    ----------
    x, n : float
        How many said yes, and how many answered.

    Returns
    -------
    Estimate
        Share (0 to 1); `se` is sqrt(p(1 - p)/n).

    Raises
    ------
    StatisticsError
        When n is not positive or x is outside 0 to n.

    Notes
    -----
    Wilson (1927): all p with abs(x/n - p) <= z sqrt(p(1 - p)/n).

    Examples
    --------
    >>> found = wilson(178, 212)
    >>> round(found.estimate, 2), round(found.low, 2), round(found.high, 2)
    (0.84, 0.78, 0.88)
    """
    if not (n > 0 and 0 <= x <= n):
        raise StatisticsError(error_text("proportions.checked", x=x, n=n))
    share = x / n
    low, high = wilson_limits(share, n)
    return Estimate(share, low, high, se=(share * (1 - share) / n) ** 0.5, n=n)


def wilson_limits(share: float, n: float, z: float = Z) -> tuple[float, float]:
    """Return Wilson's limits of a share of n; ``z``: standard errors, or the t of few answers.

    Examples
    --------
    >>> low, high = wilson_limits(0.5, 10)
    >>> round(low, 3), round(high, 3)
    (0.237, 0.763)
    """
    scale, centre = 1 + z**2 / n, share + z**2 / (2 * n)
    wide = z * float(np.sqrt((share * (1 - share) + z**2 / (4 * n)) / n))
    low, high = (centre - wide) / scale, (centre + wide) / scale
    return max(low, 0.0) if share > 0 else 0.0, min(high, 1.0) if share < 1 else 1.0


def newcombe(x1: float, n1: float, x2: float, n2: float) -> Estimate:
    """Estimate the change of a share between two independent groups: x1/n1 less x2/n2.

    Parameters
    ----------
    x1, n1 : float
        Yes and answers of the newer (first) group.
    x2, n2 : float
        Yes and answers of the older (second) group.

    Returns
    -------
    Estimate
        Difference (-1 to 1) with Newcombe's hybrid score interval; `se` is
        that of the plain difference.

    Raises
    ------
    StatisticsError
        As in `wilson`.

    Notes
    -----
    Newcombe (1998), method 10. When the same people answered twice use
    `change.change` with its people: this is then too wide.

    Examples
    --------
    >>> found = newcombe(56, 70, 48, 80)
    >>> round(found.estimate, 2), round(found.low, 4), round(found.high, 4)
    (0.2, 0.0524, 0.3339)
    """
    one, two = wilson(x1, n1), wilson(x2, n2)
    return replace(apart(one, two), se=float(np.hypot(one.se, two.se)), n=n1 + n2)


def independence(table: ArrayLike) -> Estimate:
    """Test whether rows and columns of a table of counts go together.

    Returns
    -------
    Estimate
        `estimate` is Pearson's chi-square with its `df` and `p_value`; NaN where a row or column is
        empty.
    """
    counts = np.asarray(table, dtype=np.float64)
    expected = np.outer(counts.sum(axis=1), counts.sum(axis=0)) / counts.sum()
    return chi_square(counts, expected, (counts.shape[0] - 1) * (counts.shape[1] - 1))


def chi_square(observed: ArrayLike, expected: ArrayLike, df: int) -> Estimate:
    """Test whether counts are as expected.

    Returns
    -------
    Estimate
        `estimate` is Pearson's chi-square, with `df` and `p_value`; NaN where nothing is expected.

    Examples
    --------
    >>> found = chi_square([30, 10], [20, 20], 1)
    >>> found.estimate, round(found.p_value, 4)
    (10.0, 0.0016)
    """
    from scipy.special import chdtrc

    counts, due = np.asarray(observed, dtype=np.float64), np.asarray(expected, dtype=np.float64)
    with np.errstate(invalid="ignore", divide="ignore"):
        statistic = float(((counts - due) ** 2 / due).sum())
    return Estimate(statistic, df=df, n=float(counts.sum()), p_value=float(chdtrc(df, statistic)))


def equal_shares(x: ArrayLike, n: ArrayLike) -> Estimate:
    """Test whether several independent shares are equal.

    Parameters
    ----------
    x, n : array of shape (k,)
        Yes and answers of each group.

    Returns
    -------
    Estimate
        `estimate` is Pearson's chi-square with `df` = k - 1 and its `p_value`;
        NaN when everyone said the same.

    Examples
    --------
    >>> found = equal_shares([56, 48], [70, 80])
    >>> round(found.estimate, 4), found.df
    (7.0234, 1)
    """
    yes, size = np.asarray(x, dtype=np.float64), np.asarray(n, dtype=np.float64)
    return independence([yes, size - yes])


def trend(x: ArrayLike, n: ArrayLike, scores: ArrayLike | None = None) -> Estimate:
    """Test whether a share goes steadily up or down over ordered groups.

    Parameters
    ----------
    x, n : array of shape (k,)
        Yes and answers of each quarter, in order.
    scores : array of shape (k,), optional
        Distances in time; default 1, 2, ...

    Returns
    -------
    Estimate
        `estimate` is the Cochran-Armitage chi-square, `df` 1, and `p_value`; NaN when everyone
        said the same or all groups stand at one time.

    Notes
    -----
    Armitage (1955), with the variance pooled over all groups and divisor N, as
    R's `prop.trend.test`.

    Examples
    --------
    >>> round(trend([20, 30, 40], [100, 100, 100]).estimate, 3)
    9.524
    """
    from scipy.special import chdtrc

    yes, size = np.asarray(x, dtype=np.float64), np.asarray(n, dtype=np.float64)
    t = np.arange(1.0, yes.size + 1) if scores is None else np.asarray(scores, dtype=np.float64)
    if is_constant(t) or not (yes > 0).any() or not (yes < size).any():
        return Estimate(NOT_GIVEN, df=1, n=float(size.sum()))
    pooled = yes.sum() / size.sum()
    centred = t - (size @ t) / size.sum()
    statistic = float((centred @ yes) ** 2 / (pooled * (1 - pooled) * (size @ centred**2)))
    return Estimate(statistic, df=1, n=float(size.sum()), p_value=float(chdtrc(1, statistic)))


def adjust(p_values: ArrayLike) -> Floats:
    """Return p-values that allow for how many comparisons were made, by Holm.

    Parameters
    ----------
    p_values : array of shape (m,)
        NaN is left out of the count and stays NaN.

    Examples
    --------
    >>> adjust([0.01, 0.04, 0.03]).tolist()
    [0.03, 0.06, 0.06]
    """
    p = np.asarray(p_values, dtype=np.float64)
    order = np.argsort(p, kind="stable")  # missing ones last
    rising = p[order] * ((~np.isnan(p)).sum() - np.arange(p.size))
    adjusted = np.empty_like(p)
    adjusted[order] = np.minimum(np.maximum.accumulate(rising), 1.0)
    return adjusted


def apart(one: Estimate, other: Estimate) -> Estimate:
    """Estimate how far two independent estimates lie apart, from the intervals of the two.

    Parameters
    ----------
    one, other : Estimate
        With `low` and `high` at 95 %; the second is taken from the first.

    Returns
    -------
    Estimate
        The interval leans to the side to which those of the two lean; the p-value is that of a
        normal difference, the spread of each taken from the half of its interval that faces the
        other.

    Notes
    -----
    Zou and Donner (2008), the way of Newcombe for any two 95% intervals. Where the same people
    stand in both it is too wide rather than too narrow, as long as their answers go together.

    Examples
    --------
    >>> found = apart(Estimate(31, low=14, high=46), Estimate(26, low=8, high=42))
    >>> round(found.estimate), round(found.low), round(found.high)
    (5, -18, 28)
    """
    from scipy.special import ndtr

    gap = one.estimate - other.estimate
    low = gap - float(np.hypot(one.estimate - one.low, other.high - other.estimate))
    high = gap + float(np.hypot(one.high - one.estimate, other.estimate - other.low))
    facing = gap - low if gap > 0 else high - gap
    z = abs(gap) / facing * Z if facing > 0 else (np.inf if gap else 0.0)
    return Estimate(gap, low=low, high=high, p_value=float(2 * ndtr(-z)))
