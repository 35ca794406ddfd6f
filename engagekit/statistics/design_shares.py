"""Intervals for a weighted share, for designs with strata, clusters and weights.

Korn and Graubard (1998) and Dean and Pacheco (2010) compare them. The logit
interval is the kit's default; Wilson's with the effective number of answers
serves shares of 0 or 1 and small groups; the beta interval is the cautious one.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from engagekit.errors import StatisticsError
from engagekit.statistics._estimates import NOT_GIVEN, Estimate, Floats
from engagekit.statistics.designs import Design, degrees_of_freedom, mask
from engagekit.statistics.estimation import critical, mean

ShareMethod = Literal["logit", "wilson", "beta", "mean", "arcsine", "likelihood"]
SMALL = 30
"""Effective answers below which Wilson's interval replaces the logit one."""
CENSUS = 1e15
"""Effective answers above which a variance is 0 but for rounding."""
Mask = np.ndarray[tuple[int, ...], np.dtype[np.bool_]]


class _Share(NamedTuple):
    """A share and what its intervals need."""

    p: float
    variance: float
    n: int
    df: float
    level: float
    dispersion: float


def share(
    design: Design,
    values: ArrayLike,
    *,
    domain: ArrayLike | None = None,
    method: ShareMethod | Literal["auto"] = "auto",
    level: float = 0.95,
    df: float | None = None,
) -> Estimate:
    """Weighted share of a 0/1 answer, with an interval that stays between 0 and 1.

    Parameters
    ----------
    design : Design
    values : array of shape (n,)
        1 for yes, 0 for no, NaN for no answer.
    domain : array of bool, shape (n,), optional
        The department; default everyone.
    method : {"auto", "logit", "wilson", "beta", "mean", "arcsine", "likelihood"}
        "auto" takes "wilson" when the share is 0 or 1 or rests on fewer than
        30 effective answers, else "logit". "mean" is the plain t interval,
        which may leave 0 to 1.
    level : float, default 0.95
    df : float, optional
        Degrees of freedom; default those of the answered domain.

    Returns
    -------
    Estimate
        Share (0 to 1), its linearised standard error and the interval.

    Raises
    ------
    StatisticsError
        When a value is neither 0 nor 1, or nobody answered.

    Notes
    -----
    With n_eff = p(1 - p)/variance: Wilson (1927) with n_eff and t in place of
    n and z; beta as Korn and Graubard (1998). The likelihood interval is that
    of Rao and Scott (1984): the binomial deviance against t^2 times the design
    effect of the log odds, and the dispersion that R's `svyglm` prints.

    Examples
    --------
    >>> from engagekit.statistics.designs import survey_design
    >>> found = share(survey_design(40), [1] * 30 + [0] * 10)
    >>> round(found.estimate, 2), round(found.low, 3), round(found.high, 3)
    (0.75, 0.587, 0.864)
    """
    x = np.asarray(values, dtype=np.float64)
    odd = ~np.isnan(x) & (x != 0) & (x != 1)
    if odd.any():
        raise StatisticsError(
            f"A share needs answers that are 0 or 1; {float(x[odd][0]):g} was found "
            f"({int(odd.sum())} such). Say first which scores count as yes."
        )
    plain = mean(design, x, domain=domain, level=level, df=df)
    answered = mask(domain, design.n) & ~np.isnan(x)
    own = degrees_of_freedom(design, answered)
    spread = dispersion(design, x, mask(domain, design.n))
    matches = _Share(plain.estimate, plain.se**2, int(plain.n), plain.df, level, spread)
    if method == "auto":
        small = effective_answers(design, x, domain=domain) < SMALL
        method = "wilson" if matches.p in (0.0, 1.0) or small else "logit"
    if method == "wilson":
        low, high = _wilson(matches, effective_answers(design, x, domain=domain))
    elif method == "beta":
        low, high = share_beta(matches.p, matches.variance, matches.n, own, level)
    else:
        low, high = _transformed(matches, method)
    return Estimate(plain.estimate, low=low, high=high, se=plain.se, n=plain.n, df=plain.df)


def effective_answers(
    design: Design, values: ArrayLike, *, domain: ArrayLike | None = None
) -> float:
    """How many answers of a simple random sample would say as much of this share.

    p(1 - p) over the variance of p; where that is 0 over 0 (everybody said the
    same) Kish's (sum w)^2 / sum w^2 of those who answered.

    Examples
    --------
    >>> from engagekit.statistics.designs import survey_design
    >>> round(effective_answers(survey_design(40), [1] * 30 + [0] * 10), 6)
    39.0
    """
    x = np.asarray(values, dtype=np.float64)
    matches = mean(design, x, domain=domain)
    spread = matches.estimate * (1 - matches.estimate)
    if matches.se > 0 and spread > 0:
        return float(spread / matches.se**2)
    w = design.weights[mask(domain, design.n) & ~np.isnan(x)]
    return float(w.sum() ** 2 / (w**2).sum())


def share_logit(p: float, variance: float, df: float, level: float) -> tuple[float, float]:
    """Interval of a share on the scale of its log odds; NaN at 0 and 1.

    Examples
    --------
    >>> low, high = share_logit(0.5, 0.01, float("inf"), 0.95)
    >>> round(low, 4), round(high, 4)
    (0.3135, 0.6865)
    """
    if not 0 < p < 1:
        return NOT_GIVEN, NOT_GIVEN
    centre = float(np.log(p / (1 - p)))
    half = critical(df, level) * np.sqrt(variance) / (p * (1 - p))
    return _odds(centre - half), _odds(centre + half)


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


def _transformed(found: _Share, method: str) -> tuple[float, float]:
    """The intervals that need no more than the share and its variance."""
    p, variance, _, df, level, dispersion = found
    if method == "logit":
        return share_logit(p, variance, df, level)
    if method == "arcsine":
        return share_arcsine(p, variance, df, level)
    if method == "likelihood":
        return _likelihood(p, variance * dispersion, critical(df, level))
    if method == "mean":
        half = critical(df, level) * np.sqrt(variance)
        return float(p - half), float(p + half)
    raise StatisticsError(
        f"share() knows no method {method!r}. "
        "There are: auto, logit, wilson, beta, mean, arcsine, likelihood."
    )


def _wilson(found: _Share, effective: float) -> tuple[float, float]:
    """Wilson's interval with effective answers and t."""
    p, t2 = found.p, critical(found.df, found.level) ** 2
    half = np.sqrt(t2) * np.sqrt(p * (1 - p) / effective + t2 / (4 * effective**2))
    centre, below = p + t2 / (2 * effective), 1 + t2 / effective
    low, high = float((centre - half) / below), float((centre + half) / below)
    return min(p, max(0.0, low)), max(p, min(1.0, high))


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


def _odds(log_odds: float) -> float:
    """Log odds back to a share."""
    from scipy.special import expit

    return float(expit(log_odds))
