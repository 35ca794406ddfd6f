"""Whether the items of a scale hang together: Cronbach's alpha and what each item adds.

Consistency, not validity. Items that are worded the other way must be reversed
first, by declaration; nothing is turned round automatically.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from engagekit.errors import StatisticsError, error_text
from engagekit.statistics._estimates import NOT_GIVEN, ROUNDING, Estimate, Floats, is_constant


@dataclass(frozen=True, slots=True, eq=False)
class Alpha:
    """Hold Cronbach's alpha of k items.

    Attributes
    ----------
    raw : Estimate
        Of the answers as they are; Feldt's interval.
    if_dropped : array of shape (k,)
        Raw alpha without each item; NaN with two items.
    item_rest : array of shape (k,)
        Correlation of each item with the sum of the others.
    """

    raw: Estimate
    if_dropped: Floats
    item_rest: Floats


def cronbach_alpha(items: ArrayLike, *, reverse: ArrayLike = (), level: float = 0.95) -> Alpha:
    """Estimate Cronbach's alpha over the people who answered all items.

    Parameters
    ----------
    items : array of shape (n, k)
        Scores, one column an item; NaN did not answer. Two items at least.
    reverse : array of int, optional
        Positions of the items that are worded the other way.
    level : float, default 0.95

    Raises
    ------
    StatisticsError
        With fewer than two items or three complete answers, or without spread.

    Notes
    -----
    alpha = k/(k - 1) (1 - sum of variances / variance of the sum); interval of
    Feldt (1965): 1 - (1 - alpha) F with n - 1 and (n - 1)(k - 1) degrees.

    Examples
    --------
    >>> found = cronbach_alpha([[1, 2], [2, 2], [3, 4], [4, 3], [5, 5]])
    >>> round(found.raw.estimate, 3)
    0.909
    """
    x = signed(items, reverse)
    x = x[~np.isnan(x).any(axis=1)]
    n, k = x.shape
    if n < 3:
        raise StatisticsError(error_text("reliability.cronbach_alpha", n=n, k=k))
    covariance = np.cov(x, rowvar=False)
    covariance[[is_constant(item) for item in x.T]] = 0.0
    raw = _alpha(covariance)
    rest = x.sum(axis=1, keepdims=True) - x
    together = [np.corrcoef(x[:, i], rest[:, i])[0, 1] for i in range(k)]
    dropped = [_alpha(np.delete(np.delete(covariance, i, 0), i, 1)) for i in range(k)]
    # Feldt's interval
    from scipy.special import fdtri

    tail, df1, df2 = (1 - level) / 2, n - 1, (n - 1) * (k - 1)
    low = 1 - (1 - raw) * float(fdtri(df1, df2, 1 - tail))
    high = 1 - (1 - raw) * float(fdtri(df1, df2, tail))
    return Alpha(
        raw=Estimate(raw, low=low, high=high, n=n),
        if_dropped=np.array(dropped) if k > 2 else np.full(k, np.nan),
        item_rest=np.array(together),
    )


def signed(items: ArrayLike, reverse: ArrayLike = ()) -> Floats:
    """Return scores with the reversed items turned round at 0, which leaves covariances right.

    Examples
    --------
    >>> signed([[1, 2]], [1]).tolist()
    [[1.0, -2.0]]
    """
    x = np.array(items, dtype=np.float64)
    if x.ndim != 2 or x.shape[1] < 2:
        raise StatisticsError(error_text("reliability.signed", shape=x.shape))
    turned = np.asarray(reverse, dtype=np.int64)
    if ((turned < 0) | (turned >= x.shape[1])).any():
        raise StatisticsError(
            error_text("reliability.signed_2", turned=turned.tolist(), shape=x.shape[1])
        )
    x[:, turned] *= -1
    return x


def _alpha(covariance: Floats) -> float:
    """Return alpha of a covariance matrix."""
    k, whole, parts = covariance.shape[0], float(covariance.sum()), float(np.trace(covariance))
    if k < 2:
        return NOT_GIVEN
    if not whole > ROUNDING * k * parts or not (np.diag(covariance) > 0).all():
        raise StatisticsError(error_text("reliability.alphas"))
    return float(k / (k - 1) * (1 - parts / whole))
