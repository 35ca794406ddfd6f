"""Correlations and slopes beside those of the package, and two series over time."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from engagekit.errors import StatisticsError
from engagekit.statistics._estimates import Estimate, level_out, same_length, vector
from engagekit.statistics.association import (
    _fisher,
    _r,
    _ranks,
    _t_probability,
    checked_pair,
    pearson,
    spearman,
)


def spearman_fisher(x: ArrayLike, y: ArrayLike, *, level: float = 0.95) -> Estimate:
    """Spearman's rank correlation with Fisher's interval, too narrow where it is strong."""
    found = spearman(x, y)
    n = int(found.n)
    low, high = _fisher(found.estimate, 1 / (n - 3) if n > 3 else np.inf, level)
    return replace(found, low=low, high=high)


def kendall(x: ArrayLike, y: ArrayLike) -> Estimate:
    """Kendall's tau-b with its probability by the normal approximation.

    Examples
    --------
    >>> round(kendall([1, 2, 3, 4], [1, 3, 2, 4]).estimate, 3)
    0.667
    """
    from scipy.stats import kendalltau

    first, second = checked_pair(x, y, 3)
    matches = kendalltau(first, second, method="asymptotic")
    return Estimate(float(matches.statistic), n=first.size, p_value=float(matches.pvalue))


def bootstrap_spearman(
    x: ArrayLike, y: ArrayLike, *, draws: int = 5_000, seed: int = 20261124, level: float = 0.95
) -> Estimate:
    """Spearman's correlation with a percentile bootstrap over units, as a cross-check.

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


@dataclass(frozen=True, slots=True)
class Line:
    """A least-squares line with its t interval."""

    slope: float
    intercept: float
    low: float
    high: float
    n: int
    se: float
    df: float


def least_squares(x: ArrayLike, y: ArrayLike, *, level: float = 0.95) -> Line:
    """Least-squares slope with its t interval.

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
    return Line(slope, intercept, slope - wide, slope + wide, first.size, se, df)


Kind = Literal["spearman", "pearson"]


def _correlate(x: ArrayLike, y: ArrayLike, kind: Kind, level: float) -> Estimate:
    """The correlation of a kind."""
    if kind == "spearman":
        return spearman(x, y, level=level)
    if kind == "pearson":
        return pearson(x, y, level=level)
    raise StatisticsError(f"kind is '{kind}'. Choose 'spearman' or 'pearson'.")


def first_differences(
    x: ArrayLike, y: ArrayLike, *, kind: Kind = "spearman", level: float = 0.95
) -> Estimate:
    """Correlation of the changes from each period to the next.

    Examples
    --------
    >>> first_differences([1, 2, 4, 7, 11], [1, 3, 6, 10, 15], kind="pearson").n
    4
    """
    first, second = checked_pair(x, y, 4)
    changes = [level_out(np.diff(one), float(np.abs(one).max())) for one in (first, second)]
    return _correlate(*changes, kind, level)


def lagged(
    x: ArrayLike, y: ArrayLike, lag: int, *, kind: Kind = "spearman", level: float = 0.95
) -> Estimate:
    """Correlation of x with y a number of periods later: x leads. Exploratory.

    Examples
    --------
    >>> lagged([1, 3, 2, 5, 4], [0, 1, 3, 2, 5], 1).estimate
    1.0
    """
    first, second = checked_pair(x, y, 3)
    if not 0 <= lag <= first.size - 3:
        raise StatisticsError(
            f"lag is {lag} with {first.size} periods. Leave at least 3 pairs, or drop the lag."
        )
    return _correlate(first[: first.size - lag], second[lag:], kind, level)


def autocorrelation(x: ArrayLike) -> float:
    """Correlation of a series with itself a period before.

    Examples
    --------
    >>> autocorrelation([1, 2, 3, 4])
    0.25
    """
    values = vector(x, "x", least=3)
    away = values - values.mean()
    if not away @ away > 0:
        raise StatisticsError("x is constant. Show the numbers without an autocorrelation.")
    return float(away[1:] @ away[:-1] / (away @ away))


def effective_n(x: ArrayLike, y: ArrayLike) -> float:
    """How many independent points two drifting series are worth.

    Notes
    -----
    ``n (1 - r_x r_y) / (1 + r_x r_y)`` with first-order autocorrelations: Bartlett (1935).

    Examples
    --------
    >>> round(effective_n([1, 2, 3, 4], [1, 2, 3, 4]), 3)
    3.529
    """
    first, second = checked_pair(x, y, 3)
    both = autocorrelation(first) * autocorrelation(second)
    return first.size * (1 - both) / (1 + both)
