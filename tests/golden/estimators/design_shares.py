"""Intervals of a weighted share beside those of the package, for comparison with R's `survey`."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from engagekit.statistics import design_shares
from engagekit.statistics._estimates import NOT_GIVEN, Estimate, Floats, Mask
from engagekit.statistics.designs import Design, degrees_of_freedom, mask
from engagekit.statistics.estimation import critical

ShareMethod = Literal["auto", "logit", "wilson", "beta", "mean", "arcsine", "likelihood"]
CENSUS = 1e15
"""Effective answers above which a variance is 0 but for rounding."""


def share(
    design: Design,
    values: ArrayLike,
    *,
    domain: ArrayLike | None = None,
    method: ShareMethod = "auto",
    level: float = 0.95,
    df: float | None = None,
) -> Estimate:
    """The share of the package, or one with another interval.

    Notes
    -----
    Beta as Korn and Graubard (1998). The likelihood interval is that of Rao and Scott (1984): the
    binomial deviance against t^2 times the design effect of the log odds, and the dispersion that
    R's `svyglm` prints.
    """
    x = np.asarray(values, dtype=np.float64)
    found = design_shares.share(design, x, domain=domain, level=level, df=df)
    if method == "auto":
        return found
    p, variance, inside = found.estimate, found.se**2, mask(domain, design.n)
    if method == "wilson":
        effective = design_shares.effective_answers(design, x, domain=domain)
        low, high = design_shares.share_wilson(p, effective, critical(found.df, level))
    elif method == "logit":
        low, high = design_shares.share_logit(p, variance, critical(found.df, level))
    elif method == "beta":
        own = degrees_of_freedom(design, inside & ~np.isnan(x))
        low, high = share_beta(p, variance, int(found.n), own, level)
    elif method == "arcsine":
        low, high = share_arcsine(p, variance, found.df, level)
    elif method == "likelihood":
        spread = variance * dispersion(design, x, inside)
        low, high = _likelihood(p, spread, critical(found.df, level))
    else:
        half = critical(found.df, level) * found.se
        low, high = p - half, p + half
    return replace(found, low=low, high=high)


def share_beta(
    p: float, variance: float, n: int, design_df: float, level: float
) -> tuple[float, float]:
    """Interval of Korn and Graubard: Clopper-Pearson with effective answers.

    `n` answers, `design_df` degrees of freedom of the design; NaN when all
    said the same. The effective number shrinks by (t with n - 1 over t with
    `design_df`) squared.

    Examples
    --------
    >>> low, high = share_beta(0.5, 0.01, 30, 29, 0.95)
    >>> round(low, 4), round(high, 4)
    (0.2954, 0.7046)
    """
    from scipy.special import betaincinv

    if not (0 < p < 1 and variance > 0):
        return NOT_GIVEN, NOT_GIVEN
    shrink = critical(n - 1, level) / critical(design_df, level)
    effective = p * (1 - p) / variance * shrink**2
    if effective > CENSUS:
        return p, p
    yes, no, tail = effective * p, effective * (1 - p), (1 - level) / 2
    low, high = betaincinv(yes, no + 1, tail), betaincinv(yes + 1, no, 1 - tail)
    return float(low), float(high)


def share_arcsine(p: float, variance: float, df: float, level: float) -> tuple[float, float]:
    """Interval of a share on the scale of arcsin(sqrt(p)); NaN at 0 and 1.

    As in R's `survey` the ends are squared sines without a bound at 0 or 1:
    where the transformed interval passes one of these they turn back.

    Examples
    --------
    >>> low, high = share_arcsine(0.5, 0.01, float("inf"), 0.95)
    >>> round(low, 4), round(high, 4)
    (0.309, 0.691)
    """
    if not 0 < p < 1:
        return NOT_GIVEN, NOT_GIVEN
    centre = float(np.arcsin(np.sqrt(p)))
    half = critical(df, level) * np.sqrt(variance / (4 * p * (1 - p)))
    return float(np.sin(centre - half) ** 2), float(np.sin(centre + half) ** 2)


def dispersion(design: Design, x: Floats, inside: Mask) -> float:
    """n/(n - 1), times the mean weight of the answered over that of all."""
    there = inside & ~np.isnan(x)
    n = int((there & (design.weights > 0)).sum())
    if n < 2:
        return NOT_GIVEN
    w = design.weights
    share = w[there].sum() / w[inside].sum() if design.adjustments else None
    ratio = w[there].mean() / w[inside].mean() if share is None else share
    return float(ratio * n / (n - 1))


def _likelihood(p: float, variance: float, t: float) -> tuple[float, float]:
    """Where the binomial deviance reaches its scaled bound, on either side of p."""
    from scipy.optimize import brentq

    if not (0 < p < 1 and variance > 0):
        return NOT_GIVEN, NOT_GIVEN
    bound = t**2 * variance / (p * (1 - p))

    def excess(q: float) -> float:
        deviance = p * np.log(p / q) + (1 - p) * np.log((1 - p) / (1 - q))
        return float(2 * deviance - bound)

    least = 1e-300
    low = brentq(excess, least, p, xtol=1e-14) if excess(least) > 0 else 0.0
    most = 1 - 1e-16
    high = brentq(excess, p, most, xtol=1e-14) if excess(most) > 0 else 1.0
    return float(low), float(high)
