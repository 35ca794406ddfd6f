"""How often a roster was met, and how unevenly: counts without a sampling error."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from engagekit.errors import StatisticsError
from engagekit.statistics._estimates import NOT_GIVEN, Floats, vector
from engagekit.statistics.inequality import amounts_of

Counts = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Frequency:
    """How often the people of a roster were met.

    `people` on the roster; `reached` with one touch or more; `at_least[j]` people with
    j + 1 touches or more and `share_at_least` the same as a share of the roster; the
    means and the median are touches.
    """

    people: int
    reached: int
    at_least: Counts
    share_at_least: Floats
    mean_per_head: float
    mean_per_reached: float
    median_per_reached: float


def frequency(touches: ArrayLike, *, most: int = 7) -> Frequency:
    """Reach, reach at least k times, and touches a head.

    Examples
    --------
    >>> found = frequency([0, 1, 3, 8], most=3)
    >>> found.at_least.tolist(), found.mean_per_reached, found.median_per_reached
    ([3, 2, 2], 4.0, 3.0)
    """
    count = vector(touches, "touches")
    if (count < 0).any():
        raise StatisticsError("touches holds a negative count. Give 0 for people never met.")
    if most < 1:
        raise StatisticsError(f"most is {most}. Give 1 or more touches.")
    met = count[count > 0]
    at_least = (count[:, None] >= np.arange(1, most + 1)).sum(axis=0).astype(np.int64)
    return Frequency(
        people=count.size,
        reached=met.size,
        at_least=at_least,
        share_at_least=at_least / count.size,
        mean_per_head=float(count.mean()),
        mean_per_reached=float(met.mean()) if met.size else NOT_GIVEN,
        median_per_reached=float(np.median(met)) if met.size else NOT_GIVEN,
    )


def gini(values: ArrayLike) -> float:
    """Gini coefficient over people, those with nothing included.

    Notes
    -----
    ``2 sum(i x_i) / (n sum x) - (n + 1) / n`` over sorted amounts (Gini 1912); the
    figure for a sample would be multiplied by n / (n - 1).

    Examples
    --------
    >>> gini([1, 1, 1]), gini([0, 0, 3]).__round__(3)
    (0.0, 0.667)
    """
    amounts = np.sort(amounts_of(values, "values"))
    n = amounts.size
    rank = np.arange(1, n + 1)
    return float(max(2 * (rank * amounts).sum() / (n * amounts.sum()) - (n + 1) / n, 0.0))
