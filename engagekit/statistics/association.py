"""Do two columns of numbers go together? Correlations and how sure they are.

None of these shows that one thing moved the other. Series over time share their drift: give the
correlation of their changes beside any correlation of levels.
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


def _fisher(r: float, variance: float, level: float) -> tuple[float, float]:
    """Return limits of a correlation on Fisher's z scale; of one that is exact, itself."""
    if variance <= 0 or not np.isfinite(variance):
        return _estimates.NOT_GIVEN, _estimates.NOT_GIVEN
    if abs(r) >= 1:
        return r, r
    centre, wide = np.arctanh(r), _estimates.normal_quantile(level) * np.sqrt(variance)
    return float(np.tanh(centre - wide)), float(np.tanh(centre + wide))


def _t_probability(r: float, df: float) -> float:
    """Return the two-sided probability of a correlation, by t."""
    from scipy.special import stdtr

    if df < 1:
        return _estimates.NOT_GIVEN
    return 0.0 if abs(r) >= 1 else float(2 * stdtr(df, -abs(r) * np.sqrt(df / (1 - r * r))))


def pearson(x: ArrayLike, y: ArrayLike, *, level: float = 0.95) -> _estimates.Estimate:
    """Estimate Pearson's correlation with Fisher's interval.

    Parameters
    ----------
    x, y : array of shape (units,)
        At least 3 units; 4 for an interval.

    Returns
    -------
    Estimate
        With `n`, `df` and `p_value`.

    Raises
    ------
    StatisticsError
        When a column is constant, too short or has missing values.

    Notes
    -----
    Fisher (1921), as `cor.test` in R.

    Examples
    --------
    >>> found = pearson([1, 2, 3, 4, 5], [2, 1, 4, 3, 5])
    >>> round(found.estimate, 3), round(found.low, 3), round(found.high, 3)
    (0.8, -0.28, 0.986)
    """
    first, second = checked_pair(x, y, 3)
    n, r = first.size, _r(first, second)
    low, high = _fisher(r, 1 / (n - 3) if n > 3 else np.inf, level)
    return _estimates.Estimate(r, low, high, n=n, df=n - 2, p_value=_t_probability(r, n - 2))


def spearman(x: ArrayLike, y: ArrayLike, *, level: float = 0.95) -> _estimates.Estimate:
    """Estimate Spearman's rank correlation with the interval of Bonett and Wright.

    Parameters
    ----------
    x, y : array of shape (units,)
        At least 3 units; 4 for an interval.

    Returns
    -------
    Estimate
        `p_value` by t; see `permutation_p` for small n.

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
    low, high = _fisher(r, (1 + r * r / 2) / (n - 3) if n > 3 else np.inf, level)
    return _estimates.Estimate(r, low, high, n=n, df=n - 2, p_value=_t_probability(r, n - 2))


def permutation_p(
    x: ArrayLike, y: ArrayLike, *, draws: int = 99_999, seed: int = 20261124
) -> float:
    """Return the two-sided probability of a rank correlation this strong if y were shuffled.

    Parameters
    ----------
    x, y : array of shape (units,)
        At least 3 units.
    draws : int
        Shuffles; the smallest probability that can come out is 1 / (draws + 1).
    seed : int
        The same seed gives the same number.

    Raises
    ------
    StatisticsError
        When a column is constant, too short or has missing values.

    Notes
    -----
    (1 + shuffles at least as strong) / (draws + 1): Phipson and Smyth (2010).

    Examples
    --------
    >>> permutation_p([1, 2, 3, 4, 5, 6, 7, 8], [1, 2, 3, 4, 5, 6, 7, 8], draws=999) <= 0.002
    True
    """
    first, second = checked_pair(x, y, 3)
    a, b = _ranks(first), _ranks(second)
    a, b = a - a.mean(), b - b.mean()
    observed = abs(a @ b)  # ranks are halves: their products add up exactly, in any order
    generator, as_strong, left = np.random.default_rng(seed), 0, draws
    while left > 0:
        batch = min(left, max(1, 2_000_000 // b.size))
        shuffled = generator.permuted(np.broadcast_to(b, (batch, b.size)), axis=1)
        as_strong += int((np.abs(shuffled @ a) >= observed).sum())
        left -= batch
    return (1 + as_strong) / (draws + 1)


def theil_sen(x: ArrayLike, y: ArrayLike, *, level: float = 0.95) -> _estimates.Estimate:
    """Estimate the median of the slopes between all pairs of points, with Sen's interval.

    Parameters
    ----------
    x, y : array of shape (units,)
        At least 3 units.

    Returns
    -------
    Estimate
        In units of y for each unit of x.

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
    >>> theil_sen([1, 2, 3, 4, 5], [2, 4, 6, 8, 90]).estimate
    2.0
    """
    first, second = checked_pair(x, y, 3)
    one, other = np.triu_indices(first.size, k=1)
    run, rise = first[other] - first[one], second[other] - second[one]
    slopes, n = np.sort(rise[run != 0] / run[run != 0]), first.size
    _, ties = np.unique(second, return_counts=True)
    tied = (ties * (ties - 1) * (2 * ties + 5)).sum()
    reach = _estimates.normal_quantile(level) * np.sqrt((n * (n - 1) * (2 * n + 5) - tied) / 18)
    low = max(1, round((slopes.size - reach) / 2))
    high = min(slopes.size, round((slopes.size + reach) / 2) + 1)
    ends = float(slopes[low - 1]), float(slopes[high - 1])
    return _estimates.Estimate(float(np.median(slopes)), *ends, n=n)
