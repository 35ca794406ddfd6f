"""All pairs of means (Tukey), and means against a baseline (Dunnett)."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from engagekit.errors import StatisticsError
from engagekit.statistics._estimates import Estimate, Floats
from engagekit.statistics.designs import codes

Pair = tuple[Any, Any]


POINTS = 96
"""Points of the Gauss rules that integrate Dunnett's distribution; 1e-10 exact."""


class _Groups(NamedTuple):
    """Means of groups and their pooled spread."""

    names: NDArray[Any]
    means: Floats
    sizes: Floats
    sd: float
    df: int


def all_pairs(values: ArrayLike, groups: ArrayLike, *, level: float = 0.95) -> dict[Pair, Estimate]:
    """Differences of all pairs of means, as sure together as one alone.

    Notes
    -----
    Tukey (1949) and Kramer (1956): studentised range with pooled variance.

    Examples
    --------
    >>> found = all_pairs([1, 2, 3, 3, 4, 5, 8, 9, 10], list("aaabbbccc"))[("c", "a")]
    >>> found.estimate, round(found.low, 3), round(found.high, 3)
    (7.0, 4.495, 9.505)
    """
    from scipy.stats import studentized_range

    g = _pooled(values, groups)
    k = g.names.size
    bound = float(studentized_range.ppf(level, k, g.df))
    matches: dict[Pair, Estimate] = {}
    for i in range(k):
        for j in range(i + 1, k):
            d = float(g.means[j] - g.means[i])
            se = g.sd * float(np.sqrt(1 / g.sizes[i] + 1 / g.sizes[j]))
            half = bound * se / float(np.sqrt(2))
            p = float(studentized_range.sf(abs(d) / se * np.sqrt(2), k, g.df))
            names = g.names.tolist()
            matches[names[j], names[i]] = Estimate(
                d,
                low=d - half,
                high=d + half,
                se=se,
                n=float(g.sizes[i] + g.sizes[j]),
                df=g.df,
                p_value=min(1.0, max(0.0, p)),
            )
    return matches


def against_baseline(
    values: ArrayLike, groups: ArrayLike, *, baseline: Any = None, level: float = 0.95
) -> dict[Pair, Estimate]:
    """Differences of every group from a baseline, as sure together as one alone.

    Notes
    -----
    Dunnett (1955). The multivariate t is integrated, not simulated, so the
    figures are the same at every run.

    Examples
    --------
    >>> found = against_baseline([1, 2, 3, 3, 4, 5, 8, 9, 10], list("aaabbbccc"))[("c", "a")]
    >>> found.estimate, round(found.low, 3), round(found.high, 3)
    (7.0, 4.663, 9.337)
    """
    g = _pooled(values, groups)
    names = g.names.tolist()
    first = names[0] if baseline is None else baseline
    if first not in names:
        raise StatisticsError(f"The baseline {first!r} is no group. There are: {names}.")
    base = names.index(first)
    others = [i for i in range(len(names)) if i != base]
    share = np.sqrt(g.sizes[others] / (g.sizes[others] + g.sizes[base]))
    bound = _dunnett_bound(share, g.df, level)
    matches: dict[Pair, Estimate] = {}
    for i in others:
        d = float(g.means[i] - g.means[base])
        se = g.sd * float(np.sqrt(1 / g.sizes[i] + 1 / g.sizes[base]))
        matches[names[i], first] = Estimate(
            d,
            low=d - bound * se,
            high=d + bound * se,
            se=se,
            n=float(g.sizes[i] + g.sizes[base]),
            df=g.df,
            p_value=min(1.0, max(0.0, 1 - _dunnett(abs(d) / se, share, g.df))),
        )
    return matches


def _dunnett_bound(share: Floats, df: int, level: float) -> float:
    """The t that all differences from the baseline stay within, together."""
    from scipy.optimize import brentq

    if not 0 < level < 1:
        raise StatisticsError(f"level is {level}. Give a number between 0 and 1, such as 0.95.")
    high = 2.0
    while _dunnett(high, share, df) < min(level, 1 - 1e-9):  # the rule is exact to 1e-10
        high *= 2
    return float(brentq(lambda t: _dunnett(t, share, df) - level, 0.0, high, xtol=1e-10))


def _dunnett(t: float, share: Floats, df: int) -> float:
    """Probability that every difference over its standard error is within t.

    Given the spread and the baseline's mean the differences are independent.
    """
    from scipy.special import ndtr
    from scipy.stats import chi

    nodes, weights = np.polynomial.legendre.leggauss(POINTS)
    least, most = float(chi.ppf(1e-14, df)), float(chi.isf(1e-14, df))
    reached = least + (most - least) * (nodes + 1) / 2
    weight = chi.pdf(reached, df) * weights * (most - least) / 2
    spread = reached / np.sqrt(df)
    normal = 8.5 * nodes
    density = 8.5 * weights * np.exp(-(normal**2) / 2) / np.sqrt(2 * np.pi)
    inside = np.ones((POINTS, POINTS))
    for one in share:
        rest = np.sqrt(1 - one**2)
        shift = one * normal[None, :]
        reach = t * spread[:, None]
        inside *= ndtr((reach - shift) / rest) - ndtr((-reach - shift) / rest)
    return float(weight @ inside @ density)


def _pooled(values: ArrayLike, groups: ArrayLike) -> _Groups:
    """Means of the groups and the spread within them."""
    x, named = np.asarray(values, dtype=np.float64), np.asarray(groups)
    if x.shape != named.shape:
        raise StatisticsError(
            f"{x.size} values and {named.size} groups do not match. Give one group a value."
        )
    existing = ~np.isnan(x)
    numbered, names = codes(named[existing])
    x, sizes = x[existing], np.bincount(numbered).astype(np.float64)
    df = int(x.size - names.size)
    if names.size < 2 or df < 1:
        raise StatisticsError(
            f"{names.size} groups with {x.size} values cannot be compared. "
            "Two groups and more values than groups are needed."
        )
    matches = np.bincount(numbered, weights=x) / sizes
    sd = float(np.sqrt(((x - matches[numbered]) ** 2).sum() / df))
    if sd == 0:
        raise StatisticsError("All values of a group are alike. Show the means without a test.")
    return _Groups(names, matches, sizes, sd, df)
