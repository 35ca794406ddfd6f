"""Do two coders put the same things into the same boxes?"""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from engagekit.errors import StatisticsError
from engagekit.statistics._estimates import Estimate, Floats, normal_quantile, same_length

Weights = Literal["none", "linear", "quadratic"]


def cohen_kappa(
    first: ArrayLike, second: ArrayLike, *, weights: Weights = "none", level: float = 0.95
) -> Estimate:
    """Agreement of two coders beyond what chance would give.

    Parameters
    ----------
    first, second : array of shape (items,)
        The category each coder chose; no missing values.
    weights : {"none", "linear", "quadratic"}
        How far apart two categories are: all alike, or by the steps between them in sorted order
        (or these squared), for categories that have an order.
    level : float

    Returns
    -------
    Estimate
        1 is full agreement, 0 what chance gives; the upper limit is at most 1.

    Raises
    ------
    StatisticsError
        When there is no item, both coders used one and the same category throughout, or the
        weights are unknown.

    Notes
    -----
    Cohen (1960); variance by Fleiss, Cohen and Everitt (1969).

    Examples
    --------
    >>> found = cohen_kappa(["a", "a", "b", "b"], ["a", "b", "b", "b"])
    >>> round(found.estimate, 3), round(found.se, 3)
    (0.5, 0.375)
    """
    one, other = np.asarray(first), np.asarray(second)
    same_length(first=one, second=other)
    if one.size == 0:
        raise StatisticsError("first holds no item. Code at least one.")
    names, place = np.unique(np.concatenate([one, other]), return_inverse=True)
    table = np.zeros((names.size, names.size))
    np.add.at(table, (place[: one.size], place[one.size :]), 1 / one.size)
    rows, columns = table.sum(axis=1), table.sum(axis=0)
    credit = _credit(names.size, weights)
    observed, chance = float((table * credit).sum()), float(rows @ credit @ columns)
    if 1 - chance < 1e-12:
        raise StatisticsError(
            f"Both coders used '{names[0]}' throughout, so chance agreement is complete. "
            "Report the share of agreement instead."
        )
    kappa = (observed - chance) / (1 - chance)
    usual = (credit @ columns)[:, None] + (credit.T @ rows)[None, :]
    spread = float((table * (credit - usual * (1 - kappa)) ** 2).sum())
    variance = (spread - (kappa - chance * (1 - kappa)) ** 2) / (one.size * (1 - chance) ** 2)
    se = float(np.sqrt(max(variance, 0.0)))
    wide = normal_quantile(level) * se
    return Estimate(kappa, max(kappa - wide, -1.0), min(kappa + wide, 1.0), se=se, n=one.size)


def _credit(count: int, weights: Weights) -> Floats:
    """What two categories count as agreement: 1 for the same, less the further apart they are."""
    steps = np.abs(np.subtract.outer(np.arange(count), np.arange(count))).astype(np.float64)
    widest = max(count - 1, 1)
    if weights == "none":
        return np.eye(count)
    if weights == "linear":
        return np.asarray(1 - steps / widest)
    if weights == "quadratic":
        return np.asarray(1 - (steps / widest) ** 2)
    raise StatisticsError(
        f"cohen_kappa() knows no weights {weights!r}. There are: none, linear, quadratic."
    )
