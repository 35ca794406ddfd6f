"""Straight lines through points, robust to outliers."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from engagekit.statistics import _estimates, association


@dataclass(frozen=True, slots=True)
class Slope:
    """Hold a line: y rises by `slope` for each unit of x, between `low` and `high`."""

    slope: float
    intercept: float
    low: float
    high: float
    n: int


def theil_sen(x: ArrayLike, y: ArrayLike, *, level: float = 0.95) -> Slope:
    """Estimate the median of the slopes between all pairs of points, with Sen's interval.

    Parameters
    ----------
    x, y : array of shape (units,)
        At least 3 units.

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
    first, second = association.checked_pair(x, y, 3)
    one, other = np.triu_indices(first.size, k=1)
    run, rise = first[other] - first[one], second[other] - second[one]
    slopes, n = np.sort(rise[run != 0] / run[run != 0]), first.size
    _, ties = np.unique(second, return_counts=True)
    tied = (ties * (ties - 1) * (2 * ties + 5)).sum()
    reach = _estimates.normal_quantile(level) * np.sqrt((n * (n - 1) * (2 * n + 5) - tied) / 18)
    low = max(1, round((slopes.size - reach) / 2))
    high = min(slopes.size, round((slopes.size + reach) / 2) + 1)
    slope = float(np.median(slopes))
    intercept = float(np.median(second) - slope * np.median(first))
    return Slope(slope, intercept, float(slopes[low - 1]), float(slopes[high - 1]), n)
