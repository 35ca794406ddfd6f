"""Tests of groups that respect a survey design."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from engagekit.errors import StatisticsError
from engagekit.statistics._estimates import Estimate, Floats, is_present
from engagekit.statistics.design_tests import TestResult, regression
from engagekit.statistics.designs import Design, codes, degrees_of_freedom


def difference(
    design: Design, values: ArrayLike, group: ArrayLike, *, level: float = 0.95
) -> Estimate:
    """Difference of the weighted means of two groups: the second less the first.

    Examples
    --------
    >>> from engagekit.statistics.designs import survey_design
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
    >>> from engagekit.statistics.designs import survey_design
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
