"""Shares of a count, differences between them, and p-values that allow for many.

For counts of a simple sample or of everyone who answered; for weights see
`weighted`. Default for a share is Wilson's interval, for
a change Newcombe's: both keep their level at small n and near 0 and 1, where
the textbook (Wald) interval does not.
"""

from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike

from engagekit.errors import StatisticsError, error_text
from engagekit.statistics._estimates import Estimate, Floats, Z


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
