"""Straight lines through points: Theil and Sen's, robust to outliers, and least squares."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from engagekit.statistics._estimates import NOT_GIVEN, Floats, normal_quantile
from engagekit.statistics.association import checked_pair


@dataclass(frozen=True, slots=True)
class Slope:
    """A line: y rises by `slope` for each unit of x, between `low` and `high`."""

    slope: float
    intercept: float
    low: float
    high: float
    n: int
    se: float = NOT_GIVEN
    df: float = NOT_GIVEN


def _pairwise(x: Floats, y: Floats) -> Floats:
    """Sorted slopes of all pairs of points that differ in x."""
    one, other = np.triu_indices(x.size, k=1)
    run, rise = x[other] - x[one], y[other] - y[one]
    return np.sort(rise[run != 0] / run[run != 0])


def theil_sen(x: ArrayLike, y: ArrayLike, *, level: float = 0.95) -> Slope:
    """Median of the slopes between all pairs of points, with Sen's interval.

    Parameters
    ----------
    x, y : array of shape (units,)
        At least 3 units.
    level : float

    Returns
    -------
    Slope
        In units of y for each unit of x; the line runs through the medians.

    Raises
    ------
    StatisticsError
        When a column is constant, too short or has missing values.

    Notes
    -----
    Theil (1950), Sen (1968): the limits are ordered slopes, at ranks given by Kendall's
    variance with ties in y taken off (rounded half to even, not beyond the ends).

    Examples
    --------
    >>> line = theil_sen([1, 2, 3, 4, 5], [2, 4, 6, 8, 90])
    >>> line.slope, line.intercept
    (2.0, 0.0)
    """
    first, second = checked_pair(x, y, 3)
    slopes, n = _pairwise(first, second), first.size
    _, ties = np.unique(second, return_counts=True)
    tied = (ties * (ties - 1) * (2 * ties + 5)).sum()
    reach = normal_quantile(level) * np.sqrt((n * (n - 1) * (2 * n + 5) - tied) / 18)
    low = max(1, round((slopes.size - reach) / 2))
    high = min(slopes.size, round((slopes.size + reach) / 2) + 1)
    slope = float(np.median(slopes))
    intercept = float(np.median(second) - slope * np.median(first))
    return Slope(slope, intercept, float(slopes[low - 1]), float(slopes[high - 1]), n)


def least_squares(x: ArrayLike, y: ArrayLike, *, level: float = 0.95) -> Slope:
    """Least-squares slope with its t interval.

    Parameters
    ----------
    x, y : array of shape (units,)
        At least 3 units.
    level : float

    Returns
    -------
    Slope
        With standard error and degrees of freedom (units less two).

    Raises
    ------
    StatisticsError
        When a column is constant, too short or has missing values.

    Examples
    --------
    >>> line = least_squares([1, 2, 3, 4], [2, 4, 5, 8])
    >>> round(line.slope, 3), round(line.se, 3)
    (1.9, 0.265)
    """
    from scipy.special import stdtrit

    first, second = checked_pair(x, y, 3)
    a, b = first - first.mean(), second - second.mean()
    slope, df = float(a @ b / (a @ a)), first.size - 2
    rest = b - slope * a
    se = float(np.sqrt(rest @ rest / df / (a @ a)))
    wide = float(stdtrit(df, 0.5 + level / 2)) * se
    intercept = float(second.mean() - slope * first.mean())
    return Slope(slope, intercept, slope - wide, slope + wide, first.size, se, df)
