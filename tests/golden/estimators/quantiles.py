"""Weighted quantiles and their intervals under a survey design, as R's `survey` has them.

Rules of interpolation are those of Hyndman and Fan (1996), with weights.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from engagekit.errors import StatisticsError
from engagekit.statistics._estimates import NOT_GIVEN, Estimate, Floats
from engagekit.statistics.design_shares import share_logit
from engagekit.statistics.designs import Design, covariance, degrees_of_freedom, mask
from engagekit.statistics.estimation import critical, mean
from tests.golden.estimators.design_shares import share_arcsine, share_beta
from tests.golden.estimators.root_finding import brent

Rule = Literal["math", "school", "hf1", "hf2", "hf3", "hf4", "hf5", "hf6", "hf7", "hf8", "hf9"]


QuantileMethod = Literal["mean", "logit", "beta", "arcsine", "score"]


TIE = 1e-12
"""An end nearer to 0 or 1 than this is there: the rest is rounding."""


HUGE = float(np.finfo(np.float64).max)


POINTS: dict[str, tuple[float, float]] = {
    "hf4": (0.0, 0.0),
    "hf5": (0.5, 0.0),
    "hf6": (0.0, 1.0),
    "hf8": (1 / 3, 1 / 3),
    "hf9": (3 / 8, 1 / 4),
}
"""Plotting positions (cumulated - a w) / (total + b w_last) of the continuous rules."""


def weighted_quantile(
    values: ArrayLike, weights: ArrayLike, p: float, *, rule: Rule = "math"
) -> float:
    """The value below which a share p of the weight lies.

    Examples
    --------
    >>> weighted_quantile([1, 2, 3, 4], [1, 1, 1, 1], 0.5)
    2.0
    >>> weighted_quantile([1, 2, 3, 4], [1, 1, 1, 1], 0.5, rule="school")
    2.5
    """
    x, w = np.asarray(values, dtype=np.float64), np.asarray(weights, dtype=np.float64)
    x, w = x[w > 0], w[w > 0]
    if not x.size or np.isnan(x).any() or not 0 <= p <= 1:
        raise StatisticsError(
            f"A quantile of {x.size} values at p = {p:g} is not defined. "
            "Leave missing values out and give p between 0 and 1."
        )
    order = np.argsort(x, kind="stable")
    if rule in ("math", "school", "hf1", "hf2", "hf3"):
        return _stepped(x[order], w[order], p, rule)
    return _interpolated(x[order], w[order], p, rule)


def quantile(
    design: Design,
    values: ArrayLike,
    p: float = 0.5,
    *,
    domain: ArrayLike | None = None,
    method: QuantileMethod = "mean",
    rule: Rule = "math",
    level: float = 0.95,
    df: float | None = None,
) -> Estimate:
    """Weighted quantile with an interval that respects the design.

    Notes
    -----
    Woodruff (1952): the interval of the share of people at or below the
    quantile, taken back to values with the same rule. Score: Francisco and
    Fuller (1991).

    Examples
    --------
    >>> from tests.golden.estimators.designs import survey_design
    >>> found = quantile(survey_design(9), [1, 2, 3, 4, 5, 6, 7, 8, 9])
    >>> found.estimate, found.low, found.high
    (5.0, 2.0, 9.0)
    """
    x = np.asarray(values, dtype=np.float64)
    there = mask(domain, design.n) & ~np.isnan(x) & (design.weights > 0)
    existing, w = x[there], design.weights[there]
    value = weighted_quantile(existing, w, p, rule=rule)
    own = degrees_of_freedom(design, there) if df is None else df
    if method == "score":
        ends = _score_ends(design, np.where(there, x, 0.0), there, p, own, level)
    else:
        ends = _woodruff_ends(design, x, there, value, (own, level, method))
    near = [float(np.round(end)) if abs(end - np.round(end)) < TIE else end for end in ends]
    low, high = (
        weighted_quantile(existing, w, end, rule=rule) if 0 <= end <= 1 else NOT_GIVEN
        for end in near
    )
    se = (high - low) / (2 * critical(own, level))
    return Estimate(value, low=low, high=high, se=se, n=int(there.sum()), df=own)


def _woodruff_ends(
    design: Design,
    x: Floats,
    there: np.ndarray[tuple[int, ...], np.dtype[np.bool_]],
    value: float,
    how: tuple[float, float, str],
) -> tuple[float, float]:
    """Ends of the interval of the share at or below a value."""
    df, level, method = how
    below = mean(design, np.where(there, x <= value, np.nan), level=level, df=df)
    variance = below.se**2
    if method == "mean":
        return below.low, below.high
    if method == "beta":
        own = degrees_of_freedom(design, there)
        return share_beta(below.estimate, variance, int(there.sum()), own, level)
    if method == "logit":
        return share_logit(below.estimate, variance, critical(df, level))
    if method == "arcsine":
        return share_arcsine(below.estimate, variance, df, level)
    raise StatisticsError(
        f"quantile() knows no method {method!r}. There are: mean, logit, beta, arcsine, score."
    )


def _score_ends(
    design: Design,
    x: Floats,
    there: np.ndarray[tuple[int, ...], np.dtype[np.bool_]],
    p: float,
    df: float,
    level: float,
) -> tuple[float, float]:
    """Unweighted shares at the values where the score test turns; NaN if it never does."""
    existing, n = x[there], int(there.sum())
    step = float(np.subtract(*np.percentile(existing, [75, 25]))) / 100
    span = float(existing.min()) + step, float(existing.max()) - step
    weight, t = design.weights[there].sum(), critical(df, level)

    def score(theta: float) -> float:
        u = np.where(there, (x > theta) - (1 - p), 0.0)
        centre = float(design.weights @ u) / weight
        influence = np.where(there, (u - centre) / weight, 0.0)
        se = np.sqrt(covariance(design, influence)[0, 0])
        return float(centre / se) if se > 0 else float(np.sign(centre) * HUGE)

    tolerance = 1 / (100 * np.sqrt(n))
    return (
        _share_at(existing, lambda theta: score(theta) - t, span, tolerance),
        _share_at(existing, lambda theta: score(theta) + t, span, tolerance),
    )


def _share_at(
    known: Floats, function: Callable[[float], float], span: tuple[float, float], tolerance: float
) -> float:
    """Share of answers at or below the root of a function; NaN when it has none."""
    root = brent(function, *span, tolerance=tolerance)
    return NOT_GIVEN if np.isnan(root) else float((known <= root).mean())


def _stepped(x: Floats, w: Floats, p: float, rule: str) -> float:
    """The rules that take an observed value, or the middle of two."""
    if rule == "hf3":
        x, inverse = np.unique(x, return_inverse=True)
        w = np.bincount(inverse.reshape(-1), weights=w).astype(np.float64)
    cumulated = _cumulated(w)
    whole = float(np.sum(w, dtype=np.longdouble))
    reached = np.flatnonzero(cumulated <= p * whole)
    if not reached.size:
        return float(x[0])
    at = int(reached[-1])
    after = min(at + 1, x.size - 1)
    exact = p - cumulated[at] / whole == 0
    if not exact:
        return float(x[after])
    if rule in ("school", "hf2"):
        return float((x[at] + x[after]) / 2)
    even = (at + 1) % 2 == 0
    return float(x[at] if rule != "hf3" or even else x[after])


def _interpolated(x: Floats, w: Floats, p: float, rule: str) -> float:
    """The continuous rules: straight lines between plotting positions."""
    cumulated = _cumulated(w)
    if rule == "hf7":
        if x.size == 1:
            return float(x[0])
        points = np.concatenate([[0.0], cumulated[:-1]]) / cumulated[-2]
    elif rule in POINTS:
        a, b = POINTS[rule]
        points = (cumulated - a * w) / (cumulated[-1] + b * w[-1])
    else:
        raise StatisticsError(
            f"weighted_quantile() knows no rule {rule!r}. There are: math, school, and hf1 to hf9."
        )
    return float(np.interp(p, points, x))


def _cumulated(w: Floats) -> Floats:
    """Cumulated weights, added up in extended precision so that ties are met."""
    return np.cumsum(w, dtype=np.longdouble).astype(np.float64)
