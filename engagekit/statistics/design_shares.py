"""Intervals for a weighted share, for answers with weights.

Korn and Graubard (1998) and Dean and Pacheco (2010) compare them. The logit interval is the kit's
default; Wilson's with the effective number of answers serves shares of 0 or 1 and small groups.
"""

import numpy as np
from numpy.typing import ArrayLike

from engagekit.errors import StatisticsError, error_text
from engagekit.statistics._estimates import NOT_GIVEN, ROUNDING, Estimate
from engagekit.statistics.designs import Design, mask
from engagekit.statistics.estimation import critical, mean

SMALL = 30
"""Effective answers below which Wilson's interval replaces the logit one, which grows too wide:
in 6,000 simulated samples of 8 answers it held a share of 0.7 in 99.9 %, of 30 answers in 97.6 %,
as Wilson's did."""


def share(
    design: Design,
    values: ArrayLike,
    *,
    domain: ArrayLike | None = None,
    level: float = 0.95,
    df: float | None = None,
) -> Estimate:
    """Estimate the weighted share of a 0/1 answer, with an interval that stays within 0 and 1.

    Parameters
    ----------
    values : array of shape (n,)
        1 for yes, 0 for no, NaN for no answer.
    domain : array of bool, shape (n,), optional
        The department; default everyone.
    level : float, default 0.95
    df : float, optional
        Degrees of freedom; default those of the answered domain.

    Returns
    -------
    Estimate
        Share (0 to 1), its linearised standard error and the interval: Wilson's when the share is
        0 or 1 or rests on fewer than 30 effective answers, else the logit one.

    Raises
    ------
    StatisticsError
        When a value is neither 0 nor 1, or nobody answered.

    Notes
    -----
    With n_eff = p(1 - p)/variance: Wilson (1927) with n_eff and t in place of n and z.

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
            error_text("design_shares.share_2", x=float(x[odd][0]), count=int(odd.sum()))
        )
    plain = mean(design, x, domain=domain, level=level, df=df)
    p, t = plain.estimate, critical(plain.df, level)
    effective = effective_answers(design, x, domain=domain)
    # 31 plain answers are 30 effective ones, not 29.999999999999996
    if p in (0.0, 1.0) or effective < SMALL * (1 - ROUNDING):
        low, high = share_wilson(p, effective, t)
    else:
        low, high = share_logit(p, plain.se**2, t)
    return Estimate(p, low=low, high=high, se=plain.se, n=plain.n, df=plain.df)


def effective_answers(
    design: Design, values: ArrayLike, *, domain: ArrayLike | None = None
) -> float:
    """Return how many answers of a simple random sample would say as much of this share.

    p(1 - p) over the variance of p; where that is 0 over 0 (everybody said the
    same) Kish's (sum w)^2 / sum w^2 of those who answered.

    Examples
    --------
    >>> from engagekit.statistics.designs import survey_design
    >>> round(effective_answers(survey_design(40), [1] * 30 + [0] * 10), 6)
    39.0
    """
    x = np.asarray(values, dtype=np.float64)
    plain = mean(design, x, domain=domain)
    spread = plain.estimate * (1 - plain.estimate)
    if plain.se > 0 and spread > 0:
        return float(spread / plain.se**2)
    w = design.weights[mask(domain, design.n) & ~np.isnan(x)]
    return float(w.sum() ** 2 / (w**2).sum())


def share_logit(p: float, variance: float, t: float) -> tuple[float, float]:
    """Return the interval of a share on the scale of its log odds; NaN at 0 and 1.

    Examples
    --------
    >>> low, high = share_logit(0.5, 0.01, 1.959964)
    >>> round(low, 4), round(high, 4)
    (0.3135, 0.6865)
    """
    from scipy.special import expit

    if not 0 < p < 1:
        return NOT_GIVEN, NOT_GIVEN
    centre = float(np.log(p / (1 - p)))
    half = t * np.sqrt(variance) / (p * (1 - p))
    return float(expit(centre - half)), float(expit(centre + half))


def share_wilson(p: float, effective: float, t: float) -> tuple[float, float]:
    """Return Wilson's interval with effective answers and t.

    Examples
    --------
    >>> low, high = share_wilson(1.0, 12.0, 2.2)
    >>> round(low, 3), high
    (0.713, 1.0)
    """
    half = t * np.sqrt(p * (1 - p) / effective + t**2 / (4 * effective**2))
    centre, below = p + t**2 / (2 * effective), 1 + t**2 / effective
    low, high = float((centre - half) / below), float((centre + half) / below)
    return min(p, max(0.0, low)), max(p, min(1.0, high))
