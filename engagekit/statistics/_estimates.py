"""What several statistics return and accept: an estimate, and checked arrays."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from engagekit.errors import StatisticsError, error_text

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]
NOT_GIVEN = float("nan")
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
    """Return a one-dimensional float array without missing values, or raise an error naming it."""
    array = np.asarray(values, dtype=np.float64)
    if array.ndim != 1:
        raise StatisticsError(error_text("estimates.vector", name=name, ndim=array.ndim))
    if array.size < least:
        raise StatisticsError(
            error_text("estimates.vector_2", name=name, size=array.size, least=least)
        )
    if np.isnan(array).any():
        raise StatisticsError(
            error_text("estimates.vector_3", name=name, count=int(np.isnan(array).sum()))
        )
    return array


def same_length(**arrays: NDArray[np.generic]) -> None:
    """Raise an error for arrays that do not describe the same people."""
    lengths = {name: array.shape[0] for name, array in arrays.items()}
    if len(set(lengths.values())) > 1:
        listed = ", ".join(f"{name} {length}" for name, length in lengths.items())
        raise StatisticsError(error_text("estimates.same_length", listed=listed))


def is_present(values: NDArray[Any]) -> Mask:
    """Return which names or numbers are there: neither None nor NaN."""
    return np.array([one is not None and one == one for one in values], dtype=bool)


def answered_only(values: ArrayLike) -> Floats:
    """Return the values that are not NaN, or raise an error when there is none."""
    array = np.asarray(values, dtype=np.float64)
    array = array[~np.isnan(array)]
    if not array.size:
        raise StatisticsError("Nobody answered. Leave the question out.")
    return array


def is_constant(values: Floats) -> bool:
    """Return whether values differ by no more than rounding.

    Examples
    --------
    >>> is_constant(np.array([0.1 + 0.2, 0.3])), is_constant(np.array([0.3, 0.300001]))
    (True, False)
    """
    return bool(np.ptp(values) <= ROUNDING * np.abs(values).max(initial=0.0))


def level_out(values: ArrayLike) -> Floats:
    """Return values in which those that differ by rounding alone are equal.

    Ranks and ties ask whether two numbers are the same. Two that are so in truth may differ in
    the last digit, and in which of them is the larger another processor may disagree.

    Examples
    --------
    >>> level_out([0.1 + 0.2, 0.3, 0.4]).tolist()
    [0.3, 0.3, 0.4]
    """
    array = np.asarray(values, dtype=np.float64)
    size = np.abs(array).max(initial=0.0)
    order = np.argsort(array, kind="stable")
    rising = array[order]
    first = np.ones(array.size, dtype=bool)
    first[1:] = np.diff(rising) > ROUNDING * size
    result = np.empty_like(array)
    result[order] = rising[first][np.cumsum(first) - 1]
    return result


def normal_quantile(level: float) -> float:
    """Return the z of a two-sided interval, 1.959964 for 0.95."""
    from scipy.special import ndtri

    if not 0 < level < 1:
        raise StatisticsError(f"level is {level}. Give a number between 0 and 1, such as 0.95.")
    return float(ndtri(0.5 + level / 2))
