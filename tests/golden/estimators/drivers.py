"""Johnson's relative weights, and all of a regression that no measure of the kit reads."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from engagekit.statistics._estimates import Floats
from engagekit.statistics.drivers import Shares, _checked, _correlations

FIXED = 1e-12
"""One less leverage under which a row fixes its own residual: rounding leaves about 1e-15 of 0."""


def relative_weights(y: ArrayLike, x: ArrayLike) -> Shares:
    """Johnson's relative weights, an approximation that needs no subsets.

    Notes
    -----
    Johnson (2000).

    Examples
    --------
    >>> found = relative_weights([1, 2, 3, 4, 5.5], [[1, 0], [2, 1], [3, 0], [4, 1], [5, 0]])
    >>> bool(np.isclose(found.contribution.sum(), found.r2))
    True
    """
    outcome, drivers = _checked(y, x)
    among, outward = _correlations(outcome, drivers)
    values, vectors = np.linalg.eigh(among)
    root = (vectors * np.sqrt(values)) @ vectors.T
    parts = root**2 @ np.linalg.solve(root, outward) ** 2
    whole = float(parts.sum())
    return Shares(whole, parts, parts / whole)


@dataclass(frozen=True, slots=True)
class Regression:
    """Hold least squares of y on all drivers, one entry a driver in every array.

    `hc3_se` is the standard error that does not suppose equal spread. What the kit reads beside
    the shares, `engagekit.statistics.drivers.regression` gives.
    """

    intercept: float
    coefficient: Floats
    se: Floats
    low: Floats
    high: Floats
    p_value: Floats
    hc3_se: Floats
    r2: float
    adjusted_r2: float
    df: int
    n: int


def _adjusted(r2: float, people: int, columns: int) -> float:
    """Return R squared less what chance alone would explain."""
    return 1 - (1 - r2) * (people - 1) / (people - columns - 1)


def regression(y: ArrayLike, x: ArrayLike, *, level: float = 0.95) -> Regression:
    """Fit least squares with everything that R prints of it.

    Parameters
    ----------
    y : array of shape (people,)
    x : array of shape (people, drivers)

    Returns
    -------
    Regression
        t intervals; HC3 standard errors by MacKinnon and White (1985).

    Raises
    ------
    StatisticsError
        With too few people, constant or collinear columns.

    Examples
    --------
    >>> found = regression([1, 2, 3, 5], [[1], [2], [3], [4]])
    >>> found.coefficient.round(3).tolist()
    [1.3]
    """
    from scipy.special import stdtr, stdtrit

    outcome, drivers = _checked(y, x)
    people, columns = drivers.shape
    df = people - columns - 1
    centred, away = drivers - drivers.mean(axis=0), outcome - outcome.mean()
    left, size, right = np.linalg.svd(centred, full_matrices=False)
    coefficient = right.T @ ((left.T @ away) / size)
    inverse = (right.T / size**2) @ right
    rest = away - centred @ coefficient
    se = np.sqrt(np.diag(inverse) * (rest @ rest) / df)
    slack = 1 - (left**2).sum(axis=1) - 1 / people  # none where a row fixes itself
    over = np.divide(rest, slack, out=np.full_like(rest, np.nan), where=slack > FIXED)
    pull = (right.T / size) @ (left.T * over)
    wide = stdtrit(df, 0.5 + level / 2) * se
    r2 = float(1 - (rest @ rest) / (away @ away))
    with np.errstate(divide="ignore"):
        p_value = np.asarray(2 * stdtr(df, -np.abs(coefficient / se)))
    return Regression(
        intercept=float(outcome.mean() - drivers.mean(axis=0) @ coefficient),
        coefficient=coefficient,
        se=se,
        low=coefficient - wide,
        high=coefficient + wide,
        p_value=p_value,
        hc3_se=np.sqrt((pull**2).sum(axis=1)),
        r2=r2,
        adjusted_r2=_adjusted(r2, people, columns),
        df=df,
        n=people,
    )
