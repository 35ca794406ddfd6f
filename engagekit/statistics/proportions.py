"""Shares of a count, differences between them, and their trend.

For counts of a simple sample or of everyone who answered; for weights see
`design_shares`. Default for a share is Wilson's interval, for
a change Newcombe's: both keep their level at small n and near 0 and 1, where
the textbook (Wald) interval does not.
"""

import numpy as np
from numpy.typing import ArrayLike

from engagekit.errors import StatisticsError, error_text
from engagekit.statistics._estimates import (
    NOT_GIVEN,
    Estimate,
    Floats,
    is_constant,
    normal_quantile,
)


def wilson(x: float, n: float, *, level: float = 0.95) -> Estimate:
    """Estimate the share x of n with Wilson's score interval.

    Parameters
    ----------
    x, n : float
        How many said yes, and how many answered.
    level : float, default 0.95

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
    p, z2 = _checked(x, n), normal_quantile(level) ** 2
    scale, half = 1 + z2 / n, z2 / (2 * n)
    wide = np.sqrt(z2 * (p * (1 - p) + z2 / (4 * n)) / n)
    low = 0.0 if x == 0 else max(0.0, (p + half - wide) / scale)
    high = 1.0 if x == n else min(1.0, (p + half + wide) / scale)
    return Estimate(
        float(p), low=float(low), high=float(high), se=float(np.sqrt(p * (1 - p) / n)), n=n
    )


def wilson_limits(events: ArrayLike, base: ArrayLike, level: float = 0.95) -> tuple[Floats, Floats]:
    """Return Wilson's limits of many shares; NaN where the base is 0.

    Parameters
    ----------
    events, base : array of the same shape
        Counts; `events` at most `base`.

    Raises
    ------
    StatisticsError
        When events lie outside 0 to base.

    Examples
    --------
    >>> low, high = wilson_limits([5], [10])
    >>> low.round(3).tolist(), high.round(3).tolist()
    ([0.237], [0.763])
    """
    x, n = np.asarray(events, dtype=np.float64), np.asarray(base, dtype=np.float64)
    if (x < 0).any() or (x > n).any():
        raise StatisticsError("events lie outside 0 to base. Count the same people in both.")
    z2 = normal_quantile(level) ** 2
    with np.errstate(divide="ignore", invalid="ignore"):
        share = x / n
        centre = (share + z2 / (2 * n)) / (1 + z2 / n)
        half = np.sqrt(z2 * (share * (1 - share) / n + z2 / (4 * n * n))) / (1 + z2 / n)
    low = np.where(x == 0, np.where(n > 0, 0.0, np.nan), centre - half)
    return low, np.where((x == n) & (n > 0), 1.0, centre + half)


def newcombe(x1: float, n1: float, x2: float, n2: float, *, level: float = 0.95) -> Estimate:
    """Estimate the change of a share between two independent groups: x1/n1 less x2/n2.

    Parameters
    ----------
    x1, n1 : float
        Yes and answers of the newer (first) group.
    x2, n2 : float
        Yes and answers of the older (second) group.
    level : float, default 0.95

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
    `estimation.contrast` with the person as cluster: this is then too wide.

    Examples
    --------
    >>> found = newcombe(56, 70, 48, 80)
    >>> round(found.estimate, 2), round(found.low, 4), round(found.high, 4)
    (0.2, 0.0524, 0.3339)
    """
    one, two = wilson(x1, n1, level=level), wilson(x2, n2, level=level)
    p1, p2 = one.estimate, two.estimate
    down = float(np.hypot(p1 - one.low, two.high - p2))
    up = float(np.hypot(one.high - p1, p2 - two.low))
    se = float(np.hypot(one.se, two.se))
    return Estimate(p1 - p2, low=p1 - p2 - down, high=p1 - p2 + up, se=se, n=n1 + n2)


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

    Raises
    ------
    StatisticsError
        As in `wilson`, or with fewer than two groups.

    Examples
    --------
    >>> found = equal_shares([56, 48], [70, 80])
    >>> round(found.estimate, 4), found.df
    (7.0234, 1)
    """
    from scipy.special import chdtrc

    yes, size = _groups(x, n)
    pooled = yes.sum() / size.sum()
    spread = size * pooled * (1 - pooled)
    apart = np.abs(yes - size * pooled)
    with np.errstate(invalid="ignore", divide="ignore"):
        statistic = float((apart**2 / spread).sum())
    df = yes.size - 1
    return Estimate(statistic, df=df, n=float(size.sum()), p_value=float(chdtrc(df, statistic)))


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

    Raises
    ------
    StatisticsError
        As in `equal_shares`.

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

    yes, size = _groups(x, n)
    t = np.arange(1.0, yes.size + 1) if scores is None else np.asarray(scores, dtype=np.float64)
    if is_constant(t) or not (yes > 0).any() or not (yes < size).any():
        return Estimate(NOT_GIVEN, df=1, n=float(size.sum()))
    pooled = yes.sum() / size.sum()
    centred = t - (size @ t) / size.sum()
    statistic = float((centred @ yes) ** 2 / (pooled * (1 - pooled) * (size @ centred**2)))
    return Estimate(statistic, df=1, n=float(size.sum()), p_value=float(chdtrc(1, statistic)))


def _groups(x: ArrayLike, n: ArrayLike) -> tuple[Floats, Floats]:
    """Return counts of several groups, checked."""
    yes, size = np.asarray(x, dtype=np.float64), np.asarray(n, dtype=np.float64)
    if yes.ndim != 1 or yes.shape != size.shape or yes.size < 2:
        raise StatisticsError(error_text("proportions.groups", shape=yes.shape, shape_2=size.shape))
    for one, whole in zip(yes, size, strict=True):
        _checked(float(one), float(whole))
    return yes, size


def _checked(x: float, n: float) -> float:
    """Return the share x/n, or raise an error when there is none."""
    if not (n > 0 and 0 <= x <= n):
        raise StatisticsError(error_text("proportions.checked", x=x, n=n))
    return x / n
