"""Tests that respect a survey design."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from engagekit.errors import StatisticsError, error_text
from engagekit.statistics._estimates import is_present
from engagekit.statistics.designs import Design, codes, covariance, degrees_of_freedom


@dataclass(frozen=True, slots=True)
class TestResult:
    """Hold a test: its statistic, its degrees of freedom and its two-sided p-value.

    `df2` is that of the denominator of an F; infinite for a chi-square.
    """

    statistic: float
    df: float
    df2: float
    p_value: float

    __test__ = False


def independence(design: Design, rows: ArrayLike, columns: ArrayLike) -> TestResult:
    """Test whether answers differ between departments: Rao and Scott's chi-square.

    Parameters
    ----------
    rows, columns : array of shape (n,)
        The two variables; people without one of them are left out.

    Raises
    ------
    StatisticsError
        When a variable has fewer than two values, or no degree is left.

    Notes
    -----
    Rao and Scott (1984), second order; the F as in Thomas and Rao (1990), with the numerator
    (sum of eigenvalues)^2 / sum of their squares.

    Examples
    --------
    >>> from engagekit.statistics.designs import survey_design
    >>> found = independence(survey_design(8), list("aaaabbbb"), [1, 1, 1, 0, 0, 0, 0, 1])
    >>> round(found.statistic, 4), found.df, found.df2
    (1.75, 1.0, 7.0)
    """
    from scipy.special import fdtrc

    cell, shape = _table_cells(design, rows, columns)
    inside = cell >= 0
    n = int(inside.sum())
    membership = (cell[:, None] == np.arange(shape[0] * shape[1])).astype(np.float64)
    w = np.where(inside, design.weights, 0.0)
    p = membership.T @ w / w.sum()
    influence = np.where(inside[:, None], (membership - p) / w.sum(), 0.0)
    r, c = np.divmod(np.arange(p.size), shape[1])
    of_rows = (r[:, None] == np.arange(1, shape[0])).astype(np.float64)
    of_columns = (c[:, None] == np.arange(1, shape[1])).astype(np.float64)
    main = np.column_stack([np.ones(p.size), of_rows, of_columns])
    both = (of_rows[:, :, None] * of_columns[:, None, :]).reshape(p.size, -1)
    terms = both - main @ np.linalg.lstsq(main, both, rcond=None)[0]
    inverse = np.divide(1.0, p, out=np.zeros_like(p), where=p > 0)
    scaled = terms * inverse[:, None]
    simple = (terms * (inverse / n)[:, None]).T @ terms
    effects = np.asarray(np.linalg.solve(simple, scaled.T @ covariance(design, influence) @ scaled))
    trace, square = float(np.trace(effects)), float(np.trace(effects @ effects))
    share = p.reshape(shape)
    expected = np.outer(share.sum(axis=1), share.sum(axis=0))
    pearson = float(n * ((share - expected) ** 2 / expected).sum())
    df = trace**2 / square
    df2 = df * degrees_of_freedom(design, inside)
    statistic = pearson / trace
    return TestResult(statistic, df, df2, float(fdtrc(df, df2, statistic)))


def _table_cells(
    design: Design, rows: ArrayLike, columns: ArrayLike
) -> tuple[NDArray[np.int64], tuple[int, int]]:
    """Return the cell of each answer (-1: lacks a variable) and the shape of the table."""
    pair = np.asarray(rows), np.asarray(columns)
    for one in pair:
        if one.shape != (design.n,):
            raise StatisticsError(
                error_text("design_tests.table_cells_2", shape=one.shape, n=design.n)
            )
    inside = (design.weights > 0) & is_present(pair[0]) & is_present(pair[1])
    (row, row_names), (column, column_names) = (codes(one[inside]) for one in pair)
    shape = row_names.size, column_names.size
    if min(shape) < 2:
        raise StatisticsError(
            error_text("design_tests.table_cells", shape=shape[0], shape_2=shape[1])
        )
    cell = np.full(design.n, -1, dtype=np.int64)
    cell[inside] = row * shape[1] + column
    return cell, shape
