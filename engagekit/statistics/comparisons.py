"""Comparisons: two estimates apart, and p-values that allow for many.

Take one family a chart: successive quarters, or departments against the rest.
"""

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from engagekit.statistics._estimates import Estimate, Floats, Z


def adjust(p_values: ArrayLike) -> Floats:
    """Return p-values that allow for how many comparisons were made, by Holm.

    Parameters
    ----------
    p_values : array of shape (m,)
        NaN is left out of the count and stays NaN.

    Examples
    --------
    >>> adjust([0.01, 0.04, 0.03]).tolist()
    [0.03, 0.06, 0.06]
    """
    p = pd.Series(np.asarray(p_values, dtype=np.float64))
    rising = p.sort_values(kind="stable")
    adjusted = rising * (p.count() - np.arange(len(p)))
    return np.asarray(adjusted.cummax().clip(upper=1.0).reindex(p.index), dtype=np.float64)


def apart(one: Estimate, other: Estimate) -> Estimate:
    """Estimate how far two independent estimates lie apart, from the intervals of the two.

    Parameters
    ----------
    one, other : Estimate
        With `low` and `high` at 95 %; the second is taken from the first.

    Returns
    -------
    Estimate
        The interval leans to the side to which those of the two lean; the p-value is that of a
        normal difference, the spread of each taken from the half of its interval that faces the
        other.

    Notes
    -----
    Zou and Donner (2008), the way of Newcombe for any two 95% intervals. Where the same people
    stand in both it is too wide rather than too narrow, as long as their answers go together.

    Examples
    --------
    >>> found = apart(Estimate(31, low=14, high=46), Estimate(26, low=8, high=42))
    >>> round(found.estimate), round(found.low), round(found.high)
    (5, -18, 28)
    """
    from scipy.special import ndtr

    gap = one.estimate - other.estimate
    low = gap - float(np.hypot(one.estimate - one.low, other.high - other.estimate))
    high = gap + float(np.hypot(one.high - one.estimate, other.estimate - other.low))
    facing = gap - low if gap > 0 else high - gap
    z = abs(gap) / facing * Z if facing > 0 else (np.inf if gap else 0.0)
    return Estimate(gap, low=low, high=high, p_value=float(2 * ndtr(-z)))
