"""Tests and regressions that respect a survey design."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from engagekit.errors import StatisticsError
from engagekit.statistics._estimates import Estimate, Floats
from engagekit.statistics.designs import Design, Mask, codes, covariance, degrees_of_freedom, mask
from engagekit.statistics.estimation import t_interval


@dataclass(frozen=True, slots=True)
class TestResult:
    """A test: its statistic, its degrees of freedom and its two-sided p-value.

    `df2` is that of the denominator of an F; infinite for a chi-square.
    """

    statistic: float
    df: float
    df2: float
    p_value: float

    __test__ = False


@dataclass(frozen=True, slots=True, eq=False)
class Regression:
    """A weighted regression.

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
    """Weighted linear regression, with standard errors of the design.

    Parameters
    ----------
    design : Design
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
    >>> from engagekit.statistics.designs import survey_design
    >>> columns = [[1, 1], [1, 2], [1, 3], [1, 4]]
    >>> found = regression(survey_design(4), [1, 2, 2, 3], columns)
    >>> round(found.coefficients[1].estimate, 3)
    0.6
    """
    y, x, there = _complete(design, values, columns, domain)
    w = np.where(there, design.weights, 0.0)
    information = (x.T * w) @ x
    if np.linalg.matrix_rank(x[there] * np.sqrt(w[there])[:, None]) < x.shape[1]:
        raise StatisticsError(
            "The columns of the regression repeat each other. Leave one of them out."
        )
    inverse = np.linalg.inv(information)
    beta = inverse @ (x.T @ (w * y))
    influence = np.where(there[:, None], x * (y - x @ beta)[:, None], 0.0) @ inverse
    spread = covariance(design, influence)
    df = degrees_of_freedom(design, there) + 1 - x.shape[1]
    n = int(there.sum())
    matches = [
        _coefficient(float(b), float(np.sqrt(max(v, 0.0))), df, level, n)
        for b, v in zip(beta, np.diag(spread), strict=True)
    ]
    return Regression(tuple(matches), spread, df)


def difference(
    design: Design, values: ArrayLike, group: ArrayLike, *, level: float = 0.95
) -> Estimate:
    """Difference of the weighted means of two groups: the second less the first.

    Parameters
    ----------
    design : Design
    values : array of shape (n,)
        Scores; NaN did not answer.
    group : array of shape (n,)
        Two values; numbers keep their distance (the slope between them).
    level : float, default 0.95

    Returns
    -------
    Estimate
        With `p_value`; degrees of freedom of the design less 1.

    Raises
    ------
    StatisticsError
        When there are not two groups with answers.

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

    Parameters
    ----------
    design : Design
    values : array of shape (n,)
        Scores; NaN did not answer.
    group : array of shape (n,)
        Two groups or more.

    Returns
    -------
    TestResult
        Two groups: t (Wilcoxon), `df` 1 and `df2` the design's less 1. More:
        the chi-square (Kruskal-Wallis) with `df` groups less 1, its p-value
        from F with the design's less `df` in the denominator.

    Raises
    ------
    StatisticsError
        When there are fewer than two groups.

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
    existing = np.array([one is not None and one == one for one in names])
    there = existing & ~np.isnan(y) & (design.weights > 0)
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


def independence(
    design: Design, rows: ArrayLike, columns: ArrayLike, *, second_order: bool = True
) -> TestResult:
    """Test whether answers differ between departments: Rao and Scott's chi-square.

    Parameters
    ----------
    design : Design
    rows, columns : array of shape (n,)
        The two variables; people without one of them are left out.
    second_order : bool, default True
        F with Rao and Scott's second-order correction; False gives Pearson's
        chi-square with its first-order p-value.

    Returns
    -------
    TestResult

    Raises
    ------
    StatisticsError
        When a variable has fewer than two values, or no degree is left.

    Notes
    -----
    Rao and Scott (1984); the F as in Thomas and Rao (1990), with the numerator
    (sum of eigenvalues)^2 / sum of their squares.

    Examples
    --------
    >>> from engagekit.statistics.designs import survey_design
    >>> found = independence(survey_design(8), list("aaaabbbb"), [1, 1, 1, 0, 0, 0, 0, 1])
    >>> round(found.statistic, 4), found.df, found.df2
    (1.75, 1.0, 7.0)
    """
    from scipy.special import chdtrc, fdtrc

    r, c, there, shape = _table_codes(design, rows, columns)
    n, cells = int(there.sum()), shape[0] * shape[1]
    cell = np.where(there, r * shape[1] + c, -1)
    membership = (cell[:, None] == np.arange(cells)[None, :]).astype(np.float64)
    w = np.where(there, design.weights, 0.0)
    p = membership.T @ w / w.sum()
    influence = np.where(there[:, None], (membership - p) / w.sum(), 0.0)
    effects = _design_effects(p, covariance(design, influence), shape, n)
    trace, square = float(np.trace(effects)), float(np.trace(effects @ effects))
    pearson = _pearson(p.reshape(shape), n)
    if not second_order:
        df = float((shape[0] - 1) * (shape[1] - 1))
        return TestResult(pearson, df, float("inf"), float(chdtrc(df, pearson / (trace / df))))
    df = trace**2 / square
    df2 = df * degrees_of_freedom(design, there)
    statistic = pearson / trace
    return TestResult(statistic, df, df2, float(fdtrc(df, df2, statistic)))


def _design_effects(p: Floats, spread: Floats, shape: tuple[int, int], n: int) -> Floats:
    """Rao and Scott's matrix: covariance of interaction terms over that of a simple sample."""
    r, c = np.divmod(np.arange(p.size), shape[1])
    main = np.column_stack(
        [np.ones(p.size)]
        + [(r == i).astype(np.float64) for i in range(1, shape[0])]
        + [(c == j).astype(np.float64) for j in range(1, shape[1])]
    )
    both = np.column_stack(
        [
            ((r == i) & (c == j)).astype(np.float64)
            for i in range(1, shape[0])
            for j in range(1, shape[1])
        ]
    )
    terms = both - main @ np.linalg.lstsq(main, both, rcond=None)[0]
    inverse = np.divide(1.0, p, out=np.zeros_like(p), where=p > 0)
    scaled = terms * inverse[:, None]
    simple = (terms * (inverse / n)[:, None]).T @ terms
    result: Floats = np.linalg.solve(simple, scaled.T @ spread @ scaled)
    return result


def _pearson(share: Floats, n: int) -> float:
    """Pearson's chi-square of a table of shares, as if of n people."""
    expected = np.outer(share.sum(axis=1), share.sum(axis=0))
    return float(n * ((share - expected) ** 2 / expected).sum())


def _table_codes(
    design: Design, rows: ArrayLike, columns: ArrayLike
) -> tuple[NDArray[np.int64], NDArray[np.int64], Mask, tuple[int, int]]:
    """Codes of two variables, who has both, and the shape of their table."""
    first, second = np.asarray(rows), np.asarray(columns)
    there = design.weights > 0
    for supplied in (first, second):
        if supplied.shape != (design.n,):
            raise StatisticsError(
                f"A variable has shape {supplied.shape}, the design {design.n} answers. "
                "Give one value an answer."
            )
        there = there & np.array([one is not None and one == one for one in supplied])
    coded, sizes = [], []
    for supplied in (first, second):
        numbered, matches = codes(supplied[there])
        whole = np.zeros(design.n, dtype=np.int64)
        whole[there] = numbered
        coded.append(whole)
        sizes.append(int(matches.size))
    if min(sizes) < 2:
        raise StatisticsError(
            f"The table is {sizes[0]} by {sizes[1]}; both variables need two values at least. "
            "Show the one distribution."
        )
    return coded[0], coded[1], there, (sizes[0], sizes[1])


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
    existing = np.array([one is not None and one == one for one in supplied])
    numbered, matches = codes(supplied[existing])
    columns = np.full((n, max(matches.size - 1, 0)), np.nan)
    columns[existing] = numbered[:, None] == np.arange(1, matches.size)[None, :]
    return columns


def _complete(
    design: Design, values: ArrayLike, columns: ArrayLike, domain: ArrayLike | None
) -> tuple[Floats, Floats, Mask]:
    """Values and columns with 0 for the missing, and who has them all."""
    y, x = np.asarray(values, dtype=np.float64), np.asarray(columns, dtype=np.float64)
    if y.shape != (design.n,) or x.ndim != 2 or x.shape[0] != design.n:
        raise StatisticsError(
            f"Values of shape {y.shape} and columns of shape {x.shape} do not fit "
            f"{design.n} answers. Give one row an answer."
        )
    there = mask(domain, design.n) & ~np.isnan(y) & ~np.isnan(x).any(axis=1) & (design.weights > 0)
    if not there.any():
        raise StatisticsError("Nobody has all of these answers. Use fewer variables.")
    return np.nan_to_num(y), np.nan_to_num(x), there


def _coefficient(value: float, se: float, df: int, level: float, n: int) -> Estimate:
    """A coefficient with its t interval and p-value."""
    from scipy.special import stdtr

    matches = t_interval(value, se, df, level=level, n=n)
    p_value = float(2 * stdtr(df, -abs(value / se))) if df > 0 and se > 0 else float("nan")
    return Estimate(value, low=matches.low, high=matches.high, se=se, n=n, df=df, p_value=p_value)
