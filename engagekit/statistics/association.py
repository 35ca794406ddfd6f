"""Do two columns of numbers go together? The rank correlation, and how sure it is.

It does not show that one thing moved the other.
"""

import numpy as np
from numpy.typing import ArrayLike

from engagekit.errors import StatisticsError, error_text
from engagekit.statistics._estimates import (
    NOT_GIVEN,
    ROUNDING,
    Estimate,
    Floats,
    Z,
    is_constant,
    vector,
)


def spearman(x: ArrayLike, y: ArrayLike) -> Estimate:
    """Estimate Spearman's rank correlation with the interval of Bonett and Wright.

    Parameters
    ----------
    x, y : array of shape (units,)
        At least 3 units; 4 for an interval.

    Returns
    -------
    Estimate
        With `n`, `df` and `p_value`, by t.

    Raises
    ------
    StatisticsError
        When a column is constant, too short or has missing values.

    Notes
    -----
    Bonett and Wright (2000): variance (1 + r^2 / 2) / (n - 3) on Fisher's scale, which keeps its
    level where the correlation is strong.

    Examples
    --------
    >>> found = spearman([1, 2, 3, 4, 5], [20, 10, 40, 30, 50])
    >>> round(found.estimate, 3), round(found.low, 3), round(found.high, 3)
    (0.8, -0.457, 0.991)
    """
    from scipy.special import stdtr

    columns = {"x": vector(x, "x", least=3), "y": vector(y, "y", least=3)}
    for name, column in columns.items():
        if is_constant(column):
            raise StatisticsError(
                error_text("association.checked_pair", name=name, array=column[0])
            )
    first, second = map(_ranks, columns.values())
    n, r = first.size, float(np.clip(np.corrcoef(first, second)[0, 1], -1.0, 1.0))
    df = n - 2
    if 1 - abs(r) < ROUNDING:
        return Estimate(np.sign(r), np.sign(r), np.sign(r), n=n, df=df, p_value=0.0)
    wide = Z * ((1 + r * r / 2) / (n - 3)) ** 0.5 if n > 3 else NOT_GIVEN
    low, high = np.tanh(np.arctanh(r) - wide), np.tanh(np.arctanh(r) + wide)
    p_value = 2 * float(stdtr(df, -abs(r) * (df / (1 - r * r)) ** 0.5))
    return Estimate(r, float(low), float(high), n=n, df=df, p_value=p_value)


def _ranks(values: Floats) -> Floats:
    """Return ranks from 1; ties, and numbers that differ by rounding alone, share their mean rank.

    Examples
    --------
    >>> _ranks(np.array([0.1 + 0.2, 0.3, 0.4])).tolist()
    [1.5, 1.5, 3.0]
    """
    rounded = (values / np.abs(values).max()).round(13)
    _, place, count = np.unique(rounded, return_inverse=True, return_counts=True)
    return np.asarray((count.cumsum() - (count - 1) / 2)[place])
