"""Two series over time: changes instead of levels, lags, and how many points they are worth.

Two unrelated series that both drift look related (on levels, about half of all pairs of
12 quarters); their changes do not.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from engagekit.errors import StatisticsError
from engagekit.statistics._estimates import Estimate, vector
from engagekit.statistics.association import checked_pair, pearson, spearman

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

    Parameters
    ----------
    x, y : array of shape (periods,)
        Series in order of time; at least 4 periods.
    kind : {"spearman", "pearson"}
    level : float

    Returns
    -------
    Estimate
        `n` is the number of changes (periods less one).

    Raises
    ------
    StatisticsError
        When a series or its changes are constant, too short or have gaps.

    Examples
    --------
    >>> first_differences([1, 2, 4, 7, 11], [1, 3, 6, 10, 15], kind="pearson").n
    4
    """
    first, second = checked_pair(x, y, 4)
    return _correlate(np.diff(first), np.diff(second), kind, level)


def lagged(
    x: ArrayLike, y: ArrayLike, lag: int, *, kind: Kind = "spearman", level: float = 0.95
) -> Estimate:
    """Correlation of x with y a number of periods later: x leads. Exploratory.

    Parameters
    ----------
    x, y : array of shape (periods,)
        Series in order of time.
    lag : int
        Periods by which y follows, 0 or more; at least 3 pairs must remain.
    kind : {"spearman", "pearson"}
    level : float

    Returns
    -------
    Estimate
        `n` is the number of pairs (periods less lag).

    Raises
    ------
    StatisticsError
        When too few pairs remain, or a series is constant or has gaps.

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

    Parameters
    ----------
    x : array of shape (periods,)
        At least 3 periods that vary.

    Returns
    -------
    float

    Raises
    ------
    StatisticsError
        When the series is constant, too short or has gaps.

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

    Parameters
    ----------
    x, y : array of shape (periods,)
        Series in order of time; at least 3 periods.

    Returns
    -------
    float
        Periods, seldom whole.

    Raises
    ------
    StatisticsError
        When a series is constant, too short or has gaps.

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
