"""Many comparisons at once: adjusted p-values, all pairs of means, and means against a baseline.

Take one family a chart: successive quarters with Holm, departments against the
rest with Holm or Benjamini-Hochberg, all pairs of means with Tukey, every
quarter against the first with Dunnett.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from engagekit.errors import StatisticsError
from engagekit.statistics._estimates import Estimate, Floats, normal_quantile
from engagekit.statistics.designs import codes
from engagekit.statistics.proportions import equal_shares, newcombe

Adjust = Literal["holm", "hochberg", "bh", "bonferroni"]
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


def adjust(p_values: ArrayLike, method: Adjust = "holm") -> Floats:
    """P-values that allow for how many comparisons were made.

    Parameters
    ----------
    p_values : array of shape (m,)
        NaN is left out of the count and stays NaN.
    method : {"holm", "hochberg", "bh", "bonferroni"}
        "holm" for a few planned comparisons (successive quarters), "bh"
        (Benjamini and Hochberg 1995: share of false findings) for many.

    Returns
    -------
    array of shape (m,)

    Raises
    ------
    StatisticsError
        For an unknown method or values outside 0 to 1.

    Examples
    --------
    >>> adjust([0.01, 0.04, 0.03]).tolist()
    [0.03, 0.06, 0.06]
    """
    supplied = np.asarray(p_values, dtype=np.float64)
    existing = ~np.isnan(supplied)
    p, m = supplied[existing], int(existing.sum())
    if ((p < 0) | (p > 1)).any():
        raise StatisticsError("adjust() found p-values outside 0 to 1. Give probabilities.")
    up, rank = np.argsort(p, kind="stable"), np.arange(1, m + 1)
    result, sorted_p = np.full(supplied.shape, np.nan), p[up]
    if method == "bonferroni":
        matches = sorted_p * m
    elif method == "holm":
        matches = np.maximum.accumulate((m - rank + 1) * sorted_p)
    elif method == "hochberg":
        matches = np.minimum.accumulate(((m - rank + 1) * sorted_p)[::-1])[::-1]
    elif method == "bh":
        matches = np.minimum.accumulate((m / rank * sorted_p)[::-1])[::-1]
    else:
        raise StatisticsError(
            f"adjust() knows no method {method!r}. There are: holm, hochberg, bh, bonferroni."
        )
    back = np.empty(m)
    back[up] = np.minimum(matches, 1.0)
    result[existing] = back
    return result


def against_rest(
    x: ArrayLike,
    n: ArrayLike,
    *,
    whole: tuple[float, float] | None = None,
    method: Adjust = "holm",
    level: float = 0.95,
) -> list[Estimate]:
    """Each group's share less that of everybody else, as one family of comparisons.

    Parameters
    ----------
    x, n : array of shape (k,)
        Yes and answers of each group.
    whole : tuple of float, optional
        Yes and answers of all together; default the sum of the groups.
    method : {"holm", "hochberg", "bh", "bonferroni"}
    level : float, default 0.95
        Of each interval by itself.

    Returns
    -------
    list of Estimate
        Newcombe's interval, and the p-value of the score test adjusted for k comparisons.

    Raises
    ------
    StatisticsError
        When a group is everybody.

    Examples
    --------
    >>> first, second, third = against_rest([10, 30, 32], [30, 40, 40])
    >>> round(first.estimate, 3), first.p_value < 0.001
    (-0.442, True)
    """
    yes, size = np.asarray(x, dtype=np.float64), np.asarray(n, dtype=np.float64)
    all_yes, everybody = whole if whole is not None else (yes.sum(), size.sum())
    if (size >= everybody).any():
        raise StatisticsError("A group is everybody: there is no rest to compare it with.")
    rest = zip(all_yes - yes, everybody - size, strict=True)
    pairs = [(a, b, c, d) for (a, b), (c, d) in zip(zip(yes, size, strict=True), rest, strict=True)]
    plain = [equal_shares([a, c], [b, d]).p_value for a, b, c, d in pairs]
    adjusted = adjust(plain, method)
    return [
        replace(newcombe(*map(float, pair), level=level), p_value=float(p), n=int(pair[1]))
        for pair, p in zip(pairs, adjusted, strict=True)
    ]


def apart(one: Estimate, other: Estimate) -> Estimate:
    """How far two independent estimates lie apart, its interval from the intervals of the two.

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
    z = abs(gap) / facing * normal_quantile(0.95) if facing > 0 else (np.inf if gap else 0.0)
    return Estimate(gap, low=low, high=high, p_value=float(2 * ndtr(-z)))


def with_p_value(found: Estimate) -> Estimate:
    """An estimate with the p-value of being zero, by its own t.

    Examples
    --------
    >>> round(with_p_value(Estimate(2.0, se=1.0, df=10.0)).p_value, 4)
    0.0734
    """
    from scipy.special import ndtr, stdtr

    if not found.se > 0:
        return replace(found, p_value=float("nan"))
    t = abs(found.estimate) / found.se
    tail = float(ndtr(-t)) if np.isinf(found.df) else float(stdtr(found.df, -t))
    return replace(found, p_value=2 * tail)


def all_pairs(values: ArrayLike, groups: ArrayLike, *, level: float = 0.95) -> dict[Pair, Estimate]:
    """Differences of all pairs of means, as sure together as one alone.

    Parameters
    ----------
    values : array of shape (n,)
        Scores; NaN is left out.
    groups : array of shape (n,)
        Group of each score, k of them.
    level : float, default 0.95
        That all intervals hold at once.

    Returns
    -------
    dict
        (later, earlier) group in sorted order -> difference, with interval
        and adjusted p-value; k(k - 1)/2 of them.

    Raises
    ------
    StatisticsError
        With fewer than two groups, or no spread left to compare with.

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

    Parameters
    ----------
    values, groups, level
        As in `all_pairs`.
    baseline : optional
        A group; default the first in sorted order.

    Returns
    -------
    dict
        (group, baseline) -> difference, with interval and adjusted p-value.

    Raises
    ------
    StatisticsError
        As in `all_pairs`, or when the baseline is no group.

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

    high = 2.0
    while _dunnett(high, share, df) < level:
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
