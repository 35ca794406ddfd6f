"""Do two columns of numbers go together? Correlations and how sure they are.

None of these shows that one thing moved the other. Series over time share their drift:
give `series.first_differences` beside any correlation of levels.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from engagekit.errors import StatisticsError
from engagekit.statistics._estimates import (
    NOT_GIVEN,
    Estimate,
    Floats,
    normal_quantile,
    same_length,
    vector,
)

RankInterval = Literal["bonett-wright", "fisher"]


def checked_pair(x: ArrayLike, y: ArrayLike, least: int) -> tuple[Floats, Floats]:
    """Two arrays of the same people, neither of them constant."""
    first, second = vector(x, "x", least=least), vector(y, "y", least=least)
    same_length(x=first, y=second)
    for name, array in (("x", first), ("y", second)):
        if np.ptp(array) == 0:
            raise StatisticsError(
                f"{name} is {array[0]:g} throughout, so nothing can go with it. "
                "Show the numbers without a correlation."
            )
    return first, second


def _r(x: Floats, y: Floats) -> float:
    """Pearson's r of two arrays that vary."""
    a, b = x - x.mean(), y - y.mean()
    return float(np.clip((a @ b) / np.sqrt((a @ a) * (b @ b)), -1.0, 1.0))


def _ranks(x: Floats) -> Floats:
    """Ranks from 1, ties sharing their mean rank."""
    from scipy.stats import rankdata

    return np.asarray(rankdata(x), dtype=np.float64)


def _fisher(r: float, variance: float, level: float) -> tuple[float, float]:
    """Limits of a correlation on Fisher's z scale; of one that is exact, itself."""
    if variance <= 0 or not np.isfinite(variance):
        return NOT_GIVEN, NOT_GIVEN
    if abs(r) >= 1:
        return r, r
    centre, wide = np.arctanh(r), normal_quantile(level) * np.sqrt(variance)
    return float(np.tanh(centre - wide)), float(np.tanh(centre + wide))


def _t_probability(r: float, df: float) -> float:
    """Two-sided probability of a correlation, by t."""
    from scipy.special import stdtr

    if df < 1:
        return NOT_GIVEN
    if abs(r) >= 1:
        return 0.0
    return float(2 * stdtr(df, -abs(r) * np.sqrt(df / (1 - r * r))))


def pearson(x: ArrayLike, y: ArrayLike, *, level: float = 0.95) -> Estimate:
    """Pearson's correlation with Fisher's interval.

    Parameters
    ----------
    x, y : array of shape (units,)
        At least 3 units; 4 for an interval.
    level : float

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
    return Estimate(r, low, high, n=n, df=n - 2, p_value=_t_probability(r, n - 2))


def spearman(
    x: ArrayLike, y: ArrayLike, *, interval: RankInterval = "bonett-wright", level: float = 0.95
) -> Estimate:
    """Spearman's rank correlation.

    Parameters
    ----------
    x, y : array of shape (units,)
        At least 3 units; 4 for an interval.
    interval : {"bonett-wright", "fisher"}
        The first keeps its level where the correlation is strong.
    level : float

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
    Bonett and Wright (2000): variance (1 + r^2 / 2) / (n - 3) on Fisher's scale.

    Examples
    --------
    >>> found = spearman([1, 2, 3, 4, 5], [20, 10, 40, 30, 50])
    >>> round(found.estimate, 3), round(found.low, 3), round(found.high, 3)
    (0.8, -0.457, 0.991)
    """
    first, second = checked_pair(x, y, 3)
    n, r = first.size, _r(_ranks(first), _ranks(second))
    factor = {"bonett-wright": 1 + r * r / 2, "fisher": 1.0}.get(interval)
    if factor is None:
        raise StatisticsError(f"interval is '{interval}'. Choose 'bonett-wright' or 'fisher'.")
    low, high = _fisher(r, factor / (n - 3) if n > 3 else np.inf, level)
    return Estimate(r, low, high, n=n, df=n - 2, p_value=_t_probability(r, n - 2))


def kendall(x: ArrayLike, y: ArrayLike) -> Estimate:
    """Kendall's tau-b with its probability by the normal approximation.

    Parameters
    ----------
    x, y : array of shape (units,)
        At least 3 units.

    Returns
    -------
    Estimate
        Without an interval.

    Raises
    ------
    StatisticsError
        When a column is constant, too short or has missing values.

    Examples
    --------
    >>> round(kendall([1, 2, 3, 4], [1, 3, 2, 4]).estimate, 3)
    0.667
    """
    from scipy.stats import kendalltau

    first, second = checked_pair(x, y, 3)
    matches = kendalltau(first, second, method="asymptotic")
    return Estimate(float(matches.statistic), n=first.size, p_value=float(matches.pvalue))


def permutation_p(
    x: ArrayLike, y: ArrayLike, *, draws: int = 99_999, seed: int = 20261124
) -> float:
    """Two-sided probability of a rank correlation this strong if y were shuffled.

    Parameters
    ----------
    x, y : array of shape (units,)
        At least 3 units.
    draws : int
        Shuffles; the smallest probability that can come out is 1 / (draws + 1).
    seed : int
        The same seed gives the same number.

    Returns
    -------
    float

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
    observed, scale = abs(a @ b), 1e-12 * np.sqrt((a @ a) * (b @ b))
    generator, as_strong, left = np.random.default_rng(seed), 0, draws
    while left > 0:
        batch = min(left, max(1, 2_000_000 // b.size))
        shuffled = generator.permuted(np.broadcast_to(b, (batch, b.size)), axis=1)
        as_strong += int((np.abs(shuffled @ a) >= observed - scale).sum())
        left -= batch
    return (1 + as_strong) / (draws + 1)


def bootstrap_spearman(
    x: ArrayLike, y: ArrayLike, *, draws: int = 5_000, seed: int = 20261124, level: float = 0.95
) -> Estimate:
    """Spearman's correlation with a percentile bootstrap over units, as a cross-check.

    Parameters
    ----------
    x, y : array of shape (units,)
        At least 4 units.
    draws, seed : int
        Resamples, and the seed that makes them the same every time.
    level : float

    Returns
    -------
    Estimate
        Resamples in which a column is constant are left out.

    Raises
    ------
    StatisticsError
        When a column is constant, too short or has missing values.

    Notes
    -----
    Efron (1979).

    Examples
    --------
    >>> found = bootstrap_spearman([1, 2, 3, 4, 5], [2, 1, 4, 3, 5], draws=200)
    >>> found.low <= found.estimate <= found.high
    True
    """
    from scipy.stats import rankdata

    first, second = checked_pair(x, y, 4)
    n, generator = first.size, np.random.default_rng(seed)
    picks = generator.integers(0, n, size=(draws, n))
    a, b = rankdata(first[picks], axis=1), rankdata(second[picks], axis=1)
    a, b = a - a.mean(axis=1, keepdims=True), b - b.mean(axis=1, keepdims=True)
    scale = np.sqrt((a * a).sum(axis=1) * (b * b).sum(axis=1))
    drawn = (a * b).sum(axis=1)[scale > 0] / scale[scale > 0]
    low, high = np.quantile(drawn, [(1 - level) / 2, (1 + level) / 2])
    r = _r(_ranks(first), _ranks(second))
    return Estimate(r, float(low), float(high), se=float(drawn.std(ddof=1)), n=n)


def partial_spearman(
    x: ArrayLike, y: ArrayLike, controls: ArrayLike, *, level: float = 0.95
) -> Estimate:
    """Rank correlation of what other columns leave unexplained in x and y.

    Parameters
    ----------
    x, y : array of shape (units,)
        At least 5 units; meant for 20 or more.
    controls : array of shape (units,) or (units, columns)
        What to hold level, one control at best.
    level : float

    Returns
    -------
    Estimate
        `df` is units less controls less two.

    Raises
    ------
    StatisticsError
        When a column is constant or too short, or the controls explain x or y wholly.

    Notes
    -----
    Pearson's r of the residuals of ranks on ranks of the controls; Fisher's interval with
    variance 1 / (n - controls - 3).

    Examples
    --------
    >>> found = partial_spearman([1, 2, 3, 4, 5, 6], [2, 1, 4, 3, 6, 5], [1, 1, 2, 2, 3, 3])
    >>> round(found.estimate, 3)
    -1.0
    """
    first, second = checked_pair(x, y, 5)
    present = np.asarray(controls, dtype=np.float64)
    present = present[:, None] if present.ndim == 1 else present
    same_length(x=first, controls=present)
    ranks = [np.ones(first.size), *(_ranks(vector(column, "controls")) for column in present.T)]
    design = np.column_stack(ranks)
    a, b = (one - design @ np.linalg.lstsq(design, one)[0] for one in map(_ranks, (first, second)))
    if min(a @ a, b @ b) < 1e-9:
        raise StatisticsError("The controls explain x or y wholly. Leave one of them out.")
    n, k, r = first.size, present.shape[1], _r(a, b)
    low, high = _fisher(r, 1 / (n - k - 3) if n > k + 3 else np.inf, level)
    return Estimate(r, low, high, n=n, df=n - k - 2, p_value=_t_probability(r, n - k - 2))
