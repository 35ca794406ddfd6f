"""Do two columns of numbers go together? The rank correlation, and how sure it is.

It does not show that one thing moved the other.
"""

import numpy as np
from numpy.typing import ArrayLike

from engagekit.errors import StatisticsError, error_text
from engagekit.statistics import _estimates


def checked_pair(
    x: ArrayLike, y: ArrayLike, least: int
) -> tuple[_estimates.Floats, _estimates.Floats]:
    """Return two arrays of the same people, neither constant, ties free of rounding."""
    first, second = _estimates.vector(x, "x", least=least), _estimates.vector(y, "y", least=least)
    _estimates.same_length(x=first, y=second)
    for name, array in (("x", first), ("y", second)):
        if _estimates.is_constant(array):
            raise StatisticsError(error_text("association.checked_pair", name=name, array=array[0]))
    return _estimates.level_out(first), _estimates.level_out(second)


def _r(x: _estimates.Floats, y: _estimates.Floats) -> float:
    """Return Pearson's r of two arrays that vary."""
    a, b = x - x.mean(), y - y.mean()
    return float(np.clip((a @ b) / np.sqrt((a @ a) * (b @ b)), -1.0, 1.0))


def _ranks(x: _estimates.Floats) -> _estimates.Floats:
    """Return ranks from 1, ties sharing their mean rank."""
    _, at, often = np.unique(x, return_inverse=True, return_counts=True)
    return np.asarray((np.cumsum(often) - (often - 1) / 2)[at], dtype=np.float64)


def _fisher(r: float, variance: float) -> tuple[float, float]:
    """Return limits of a correlation on Fisher's z scale; of one that is exact, itself."""
    if variance <= 0 or not np.isfinite(variance):
        return _estimates.NOT_GIVEN, _estimates.NOT_GIVEN
    if abs(r) >= 1:
        return r, r
    centre, wide = np.arctanh(r), _estimates.normal_quantile(0.95) * np.sqrt(variance)
    return float(np.tanh(centre - wide)), float(np.tanh(centre + wide))


def _t_probability(r: float, df: float) -> float:
    """Return the two-sided probability of a correlation, by t."""
    from scipy.special import stdtr

    if df < 1:
        return _estimates.NOT_GIVEN
    return 0.0 if abs(r) >= 1 else float(2 * stdtr(df, -abs(r) * np.sqrt(df / (1 - r * r))))


def spearman(x: ArrayLike, y: ArrayLike) -> _estimates.Estimate:
    """Estimate Spearman's rank correlation with the interval of Bonett and Wright.

    Parameters
    ----------
    x, y : array of shape (units,)
        At least 3 units; 4 for an interval.

    Returns
    -------
    Estimate
        With `n`, `df` and `p_value`, by t.

    Raises
    ------
    StatisticsError
        When a column is constant, too short or has missing values.

    Notes
    -----
    Bonett and Wright (2000): variance (1 + r^2 / 2) / (n - 3) on Fisher's scale, which keeps its
    level where the correlation is strong.

    Examples
    --------
    >>> found = spearman([1, 2, 3, 4, 5], [20, 10, 40, 30, 50])
    >>> round(found.estimate, 3), round(found.low, 3), round(found.high, 3)
    (0.8, -0.457, 0.991)
    """
    first, second = checked_pair(x, y, 3)
    n, r = first.size, _r(_ranks(first), _ranks(second))
    low, high = _fisher(r, (1 + r * r / 2) / (n - 3) if n > 3 else np.inf)
    return _estimates.Estimate(r, low, high, n=n, df=n - 2, p_value=_t_probability(r, n - 2))
