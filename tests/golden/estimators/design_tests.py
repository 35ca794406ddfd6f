"""Tests of groups and regressions that respect a survey design."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from engagekit.errors import StatisticsError
from engagekit.statistics._estimates import ROUNDING, Estimate, Floats, Mask, is_present
from engagekit.statistics.comparisons import with_p_value
from engagekit.statistics.design_tests import TestResult
from engagekit.statistics.designs import Design, codes, covariance, degrees_of_freedom, mask
from engagekit.statistics.estimation import t_interval

COLLINEAR = 1e-10
"""Part of its length that a column must add to those before it. A coefficient keeps about as many
of 16 digits as this leaves: below it fewer than six, and which ones depends on the processor."""


@dataclass(frozen=True, slots=True, eq=False)
class Regression:
    """Hold a weighted regression.

    `coefficients` has an estimate with interval and p-value for every column;
    `covariance` is theirs, shape (k, k); `df` what is left to estimate it.
    """

    coefficients: tuple[Estimate, ...]
    covariance: Floats
    df: int


def regression(
    design: Design,
    values: ArrayLike,
    columns: ArrayLike,
    *,
    domain: ArrayLike | None = None,
    level: float = 0.95,
) -> Regression:
    """Fit a weighted linear regression, with standard errors of the design.

    Parameters
    ----------
    values : array of shape (n,)
        What is explained; NaN did not answer.
    columns : array of shape (n, k)
        What explains it, with a column of ones for the level; rows with NaN
        are left out. A slope over quarters is the coefficient of their number.
    domain : array of bool, shape (n,), optional
    level : float, default 0.95

    Returns
    -------
    Regression
        t intervals with the design's degrees of freedom + 1 - k.

    Raises
    ------
    StatisticsError
        When columns repeat each other, or shapes differ.

    Notes
    -----
    Binder (1983): influence of person i is (X'WX)^-1 x_i e_i.

    Examples
    --------
    >>> from tests.golden.estimators.designs import survey_design
    >>> columns = [[1, 1], [1, 2], [1, 3], [1, 4]]
    >>> found = regression(survey_design(4), [1, 2, 2, 3], columns)
    >>> round(found.coefficients[1].estimate, 3)
    0.6
    """
    y, x, inside = _complete(design, values, columns, domain)
    root = np.sqrt(np.where(inside, design.weights, 0.0))[:, None]
    weighted = x * root
    length = np.sqrt((weighted**2).sum(axis=0))
    q, upper = np.linalg.qr(weighted / np.where(length > 0, length, 1.0))
    if x.shape[1] > inside.sum() or np.abs(np.diag(upper)).min() < COLLINEAR:
        raise StatisticsError(
            "The columns of the regression repeat each other. Leave one of them out."
        )
    half = np.linalg.inv(upper) / length[:, None]
    beta = half @ (q.T @ (y * root[:, 0]))
    rest = y - x @ beta
    rest[~inside | (np.abs(rest) <= ROUNDING * np.abs(y).max())] = 0.0  # rounding is no scatter
    spread = covariance(design, (x * rest[:, None]) @ (half @ half.T))
    df, n = degrees_of_freedom(design, inside) + 1 - x.shape[1], int(inside.sum())
    errors = np.sqrt(np.maximum(np.diag(spread), 0.0))
    return Regression(
        tuple(
            with_p_value(t_interval(float(b), float(se), df, level=level, n=n))
            for b, se in zip(beta, errors, strict=True)
        ),
        spread,
        df,
    )


def difference(
    design: Design, values: ArrayLike, group: ArrayLike, *, level: float = 0.95
) -> Estimate:
    """Difference of the weighted means of two groups: the second less the first.

    Examples
    --------
    >>> from tests.golden.estimators.designs import survey_design
    >>> difference(survey_design(4), [1, 2, 4, 5], ["a", "a", "b", "b"]).estimate
    3.0
    """
    coded = _group_columns(group, design.n)
    matches = regression(design, values, np.column_stack([np.ones(design.n), coded]), level=level)
    if coded.shape[1] != 1:
        raise StatisticsError(
            f"A difference needs two groups; there are {coded.shape[1] + 1}. Use rank_test."
        )
    return matches.coefficients[1]


def rank_test(design: Design, values: ArrayLike, group: ArrayLike) -> TestResult:
    """Test whether groups differ in their ranks, whatever the steps of the scale.

    Notes
    -----
    Lumley and Scott (2013): estimated population ranks, regressed on groups.

    Examples
    --------
    >>> from tests.golden.estimators.designs import survey_design
    >>> found = rank_test(survey_design(6), [1, 2, 3, 4, 5, 6], list("aaabbb"))
    >>> round(found.statistic, 3), found.df2
    (4.108, 4)
    """
    from scipy.special import fdtrc

    names = np.asarray(group)
    y = np.asarray(values, dtype=np.float64)
    there = is_present(names) & ~np.isnan(y) & (design.weights > 0)
    coded = np.full(design.n, -1, dtype=np.int64)
    coded[there], matches = codes(names[there])
    if matches.size < 2:
        raise StatisticsError(f"A rank test needs two groups; there are {matches.size}.")
    score = _rank_scores(y[there], design.weights[there])
    scores = np.full(design.n, np.nan)
    scores[there] = score
    columns = (coded[:, None] == np.arange(matches.size)[None, :]).astype(np.float64)
    columns[:, 0] = 1.0
    fitted = regression(design, scores, columns, domain=there)
    df = matches.size - 1
    # R keeps the design's degrees of freedom less the contrasts for both forms.
    rest = degrees_of_freedom(design, there) - df
    beta = np.array([one.estimate for one in fitted.coefficients[1:]])
    chi = float(beta @ np.linalg.solve(fitted.covariance[1:, 1:], beta))
    p_value = float(fdtrc(df, rest, chi / df)) if rest > 0 else float("nan")
    statistic = float(np.sign(beta[0]) * np.sqrt(chi)) if df == 1 else chi
    return TestResult(statistic, df, rest, p_value)


def _rank_scores(y: Floats, w: Floats) -> Floats:
    """Estimated ranks in the population, as a share of it; ties share their middle."""
    _, at = np.unique(y, return_inverse=True)
    order = np.argsort(y, kind="stable")
    middle = np.empty(y.size)
    middle[order] = np.cumsum(w[order]) - w[order] / 2
    at = at.reshape(-1)
    result: Floats = (np.bincount(at, weights=middle) / np.bincount(at))[at] / w.sum()
    return result


def _group_columns(group: ArrayLike, n: int) -> Floats:
    """Numbers as they are, categories as 0/1 columns for all but the first."""
    supplied = np.asarray(group)
    if supplied.dtype.kind in "fiu":
        return supplied.astype(np.float64).reshape(n, -1)
    existing = is_present(supplied)
    numbered, matches = codes(supplied[existing])
    columns = np.full((n, max(matches.size - 1, 0)), np.nan)
    columns[existing] = numbered[:, None] == np.arange(1, matches.size)[None, :]
    return columns


def _complete(
    design: Design, values: ArrayLike, columns: ArrayLike, domain: ArrayLike | None
) -> tuple[Floats, Floats, Mask]:
    """Return values and columns with 0 for the missing, and who has them all."""
    y, x = np.asarray(values, dtype=np.float64), np.asarray(columns, dtype=np.float64)
    if y.shape != (design.n,) or x.ndim != 2 or x.shape[0] != design.n:
        raise StatisticsError(
            f"Values of shape {y.shape} and columns of shape {x.shape} do not fit "
            f"{design.n} answers. Give one row an answer."
        )
    inside = mask(domain, design.n) & (design.weights > 0)
    inside = inside & ~np.isnan(y) & ~np.isnan(x).any(axis=1)
    if not inside.any():
        raise StatisticsError("Nobody has all of these answers. Use fewer variables.")
    return np.where(inside, y, 0.0), np.where(inside[:, None], x, 0.0), inside
