"""Do two coders put the same things into the same boxes?"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from engagekit.errors import StatisticsError
from engagekit.statistics._estimates import Estimate, normal_quantile, same_length


def cohen_kappa(first: ArrayLike, second: ArrayLike, *, level: float = 0.95) -> Estimate:
    """Agreement of two coders beyond what chance would give.

    Parameters
    ----------
    first, second : array of shape (items,)
        The category each coder chose; no missing values.
    level : float

    Returns
    -------
    Estimate
        1 is full agreement, 0 what chance gives; the upper limit is at most 1.

    Raises
    ------
    StatisticsError
        When there is no item, or both coders used one and the same category throughout.

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
    observed, chance = float(np.trace(table)), float(rows @ columns)
    if 1 - chance < 1e-12:
        raise StatisticsError(
            f"Both coders used '{names[0]}' throughout, so chance agreement is complete. "
            "Report the share of agreement instead."
        )
    kappa = (observed - chance) / (1 - chance)
    same = np.diag(table) @ ((1 - chance) - (rows + columns) * (1 - observed)) ** 2
    crossed = table * (columns[:, None] + rows[None, :]) ** 2
    mixed = (1 - observed) ** 2 * (crossed.sum() - np.trace(crossed))
    centre = (observed * chance - 2 * chance + observed) ** 2
    variance = (same + mixed - centre) / (one.size * (1 - chance) ** 4)
    se = float(np.sqrt(max(variance, 0.0)))
    wide = normal_quantile(level) * se
    return Estimate(kappa, max(kappa - wide, -1.0), min(kappa + wide, 1.0), se=se, n=one.size)
