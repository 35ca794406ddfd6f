"""What several statistics return and accept: an estimate, its t interval, and checked arrays."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from engagekit.errors import StatisticsError, error_text

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]
NOT_GIVEN = float("nan")
Z = 1.959963984540054
"""Standard errors from the middle of a 95 per cent range to its end; every range holds at 95."""
ROUNDING = 64 * float(np.finfo(np.float64).eps)
"""Part of the largest number in a column by which two numbers may differ and still be one: each of
the dozen operations behind a value is off by half an epsilon, a long sum by a few dozen. Numbers
that differ in truth lie further apart: a share of a million people moves in steps of 1e-6."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """Hold a number with its spread; NaN stands where a part is not defined.

    `n` is the number of observations used, `df` the degrees of freedom,
    `p_value` the two-sided probability where a test goes with the estimate.
    """

    estimate: float
    low: float = NOT_GIVEN
    high: float = NOT_GIVEN
    se: float = NOT_GIVEN
    n: float = NOT_GIVEN
    df: float = NOT_GIVEN
    p_value: float = NOT_GIVEN


def vector(values: ArrayLike, name: str, *, least: int = 1) -> Floats:
    """Return a column of numbers none of which is missing, or raise an error naming it."""
    array = np.asarray(values, dtype=np.float64)
    if array.size < least:
        raise StatisticsError(
            error_text("estimates.vector_2", name=name, size=array.size, least=least)
        )
    if np.isnan(array).any():
        raise StatisticsError(
            error_text("estimates.vector_3", name=name, count=int(np.isnan(array).sum()))
        )
    return array


def is_constant(values: Floats) -> bool:
    """Return whether values differ by no more than rounding.

    Examples
    --------
    >>> is_constant(np.array([0.1 + 0.2, 0.3])), is_constant(np.array([0.3, 0.300001]))
    (True, False)
    """
    return bool(np.ptp(values) <= ROUNDING * np.abs(values).max(initial=0.0))


def critical(df: float) -> float:
    """Return the t of a two-sided 95 per cent interval; NaN when `df` is not positive.

    Examples
    --------
    >>> round(critical(10), 4), round(critical(float("inf")), 4)
    (2.2281, 1.96)
    """
    from scipy.special import stdtrit

    if not df > 0:
        return NOT_GIVEN
    return Z if np.isinf(df) else float(stdtrit(df, 0.975))


def t_interval(estimate: float, se: float, df: float, n: float = NOT_GIVEN) -> Estimate:
    """Return an estimate with its t interval; infinite `df` gives the normal interval.

    Examples
    --------
    >>> found = t_interval(4.0, 0.5, 10)
    >>> round(found.low, 3), round(found.high, 3)
    (2.886, 5.114)
    """
    half = critical(df) * se
    return Estimate(estimate, estimate - half, estimate + half, se=se, n=n, df=df)
