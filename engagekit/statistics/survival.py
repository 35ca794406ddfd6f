"""Time until something happens: a promise kept, a question answered.

Kaplan-Meier curves follow R's `survival` (Therneau): Greenwood's variance, the
log-log interval of `survfit`, and its rule for quantiles that fall on a flat stretch.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from engagekit.statistics._estimates import NOT_GIVEN, Estimate, Floats, Z

TIE = float(np.sqrt(np.finfo(np.float64).eps))
"""Distance at which a curve is at a share: that of `quantile.survfit`, far above what rounding
leaves of a product of thousands of steps and far below one person among a million."""


@dataclass(frozen=True, slots=True)
class SurvivalCurve:
    """Hold a Kaplan-Meier curve: one entry for each distinct time at which somebody left.

    `times` in the unit of the input; `at_risk` and `events` are counts;
    `survival` is the share still without the event; `log_se` the standard error of its
    logarithm (infinite once the share is zero).
    """

    times: Floats
    at_risk: Floats
    events: Floats
    survival: Floats
    log_se: Floats


def kaplan_meier(time: ArrayLike, event: ArrayLike) -> SurvivalCurve:
    """Estimate the share of people who have not met the event yet, by time.

    Parameters
    ----------
    time : array of shape (people,)
        Time of the event, or of the last day a person was followed.
    event : array of shape (people,)
        1 where the event happened at `time`, 0 where it had not happened yet.

    Notes
    -----
    Kaplan and Meier (1958); variance by Greenwood (1926). An event counts before a
    censoring of the same day.

    Examples
    --------
    >>> curve = kaplan_meier([1, 2, 3, 4], [1, 0, 1, 0])
    >>> curve.survival.round(3).tolist()
    [0.75, 0.75, 0.375, 0.375]
    """
    stop, happened = np.asarray(time, dtype=np.float64), np.asarray(event, dtype=np.float64)
    times, place, left = np.unique(stop, return_inverse=True, return_counts=True)
    events = np.bincount(place, weights=happened).astype(np.float64)
    at_risk = left[::-1].cumsum()[::-1].astype(np.float64)
    survival = np.asarray(np.cumprod(1 - events / at_risk), dtype=np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        terms = np.where(events > 0, events / (at_risk * (at_risk - events)), 0.0)
    return SurvivalCurve(times, at_risk, events, survival, np.sqrt(np.cumsum(terms)))


def confidence_limits(share: Floats, log_se: Floats) -> tuple[Floats, Floats]:
    """Return limits of a share on the log-log scale; NaN where it has none.

    Parameters
    ----------
    share : array
        Shares between 0 and 1.
    log_se : array of the same shape
        Standard error of the logarithm of the share.

    Returns
    -------
    tuple of two arrays
        Lower and upper limits, kept within 0 and 1.

    Notes
    -----
    As `survfit(conf.type="log-log")` in R: Kalbfleisch and Prentice (2002), section 1.4.

    Examples
    --------
    >>> low, high = confidence_limits(np.array([0.5]), np.array([0.2]))
    >>> low.round(3).tolist(), high.round(3).tolist()
    ([0.295], [0.675])
    """
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        inner = np.where((share == 0) | (share == 1), np.nan, share)
        centre, wide = np.log(-np.log(inner)), Z * log_se / np.log(inner)
        return np.exp(-np.exp(centre - wide)), np.exp(-np.exp(centre + wide))


def _crossing(times: Floats, reached: Floats, p: float = 0.5) -> float:
    """Return the first time a rising curve reaches p; the middle of a flat stretch at p."""
    there, beyond = times[reached >= p - TIE], times[reached >= p + TIE]
    if not there.size or (not beyond.size and np.isnan(reached[-1])):
        return NOT_GIVEN
    end = beyond[0] if beyond.size else times[-1]
    return float(there[0] + end) / 2


def median(curve: SurvivalCurve) -> Estimate:
    """Estimate the time by which half of the people have met the event.

    Returns
    -------
    Estimate
        In the unit of time. NaN: not reached (so far).

    Notes
    -----
    As `quantile.survfit` in R (Brookmeyer and Crowley 1982): limits are read off the
    pointwise limits of the curve; a curve that is level at exactly one half gives the middle.

    Examples
    --------
    >>> median(kaplan_meier([1, 2, 3], [1, 1, 1])).estimate
    2.0
    >>> median(kaplan_meier([1, 2, 3], [1, 0, 0])).estimate
    nan
    """
    low, high = confidence_limits(curve.survival, curve.log_se)
    return Estimate(*(_crossing(curve.times, 1 - side) for side in (curve.survival, low, high)))
