"""What several statistics hand back and ask for: an estimate, and checked arrays."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from engagekit.errors import StatisticsError

Floats = NDArray[np.float64]
NOT_GIVEN = float("nan")


@dataclass(frozen=True, slots=True)
class Estimate:
    """A number with its spread; NaN stands where a part is not defined.

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
    """A one-dimensional float array without missing values, or an error that names it."""
    array = np.asarray(values, dtype=np.float64)
    if array.ndim != 1:
        raise StatisticsError(
            f"{name} has {array.ndim} dimensions where one is needed. Give a flat list of numbers."
        )
    if array.size < least:
        raise StatisticsError(
            f"{name} holds {array.size} values; at least {least} are needed. "
            "Show the numbers without this statistic."
        )
    if np.isnan(array).any():
        raise StatisticsError(
            f"{name} holds {int(np.isnan(array).sum())} missing values. "
            "Leave these rows out and say how many they were."
        )
    return array


def same_length(**arrays: NDArray[np.generic]) -> None:
    """Refuse arrays that do not describe the same people."""
    lengths = {name: array.shape[0] for name, array in arrays.items()}
    if len(set(lengths.values())) > 1:
        matches = ", ".join(f"{name} {length}" for name, length in lengths.items())
        raise StatisticsError(
            f"The lengths differ: {matches}. Give one value a person in every array."
        )


def normal_quantile(level: float) -> float:
    """The z of a two-sided interval, 1.959964 for 0.95."""
    from scipy.special import ndtri

    if not 0 < level < 1:
        raise StatisticsError(f"level is {level}. Give a number between 0 and 1, such as 0.95.")
    return float(ndtri(0.5 + level / 2))
