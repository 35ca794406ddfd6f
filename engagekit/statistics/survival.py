"""Time until something happens: a promise kept, a question answered.

Kaplan-Meier curves follow R's `survival` (Therneau): Greenwood's variance, the
log-log interval of `survfit`, and its rule for quantiles that fall on a flat stretch.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from engagekit.errors import StatisticsError, error_text
from engagekit.statistics import _estimates

TIE = float(np.sqrt(np.finfo(np.float64).eps))
"""Distance at which a curve is at a share: that of `quantile.survfit`, far above what rounding
leaves of a product of thousands of steps and far below one person among a million."""


@dataclass(frozen=True, slots=True)
class SurvivalCurve:
    """Hold a Kaplan-Meier curve: one entry for each distinct time at which somebody left.

    `times` in the unit of the input; `at_risk` and `events` are counts;
    `survival` is the share still without the event; `log_se` the standard error of its
    logarithm (infinite once the share is zero); `n` the number of people.
    """

    times: _estimates.Floats
    at_risk: _estimates.Floats
    events: _estimates.Floats
    survival: _estimates.Floats
    log_se: _estimates.Floats
    n: int


def _checked(time: ArrayLike, event: ArrayLike) -> tuple[_estimates.Floats, _estimates.Floats]:
    """Return times, and events as 0 and 1."""
    stop = _estimates.vector(time, "time")
    happened = _estimates.vector(np.asarray(event, dtype=np.float64), "event")
    _estimates.same_length(time=stop, event=happened)
    if not np.isin(happened, (0.0, 1.0)).all():
        raise StatisticsError(error_text("survival.checked"))
    return stop, happened


def kaplan_meier(time: ArrayLike, event: ArrayLike) -> SurvivalCurve:
    """Estimate the share of people who have not met the event yet, by time.

    Parameters
    ----------
    time : array of shape (people,)
        Time of the event, or of the last day a person was followed.
    event : array of shape (people,)
        1 where the event happened at `time`, 0 where it had not happened yet.

    Raises
    ------
    StatisticsError
        When lengths differ or values are missing.

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
    stop, happened = _checked(time, event)
    times, place = np.unique(stop, return_inverse=True)
    events = np.bincount(place, weights=happened, minlength=times.size).astype(np.float64)
    left_before = np.searchsorted(np.sort(stop), times, side="left")
    at_risk = np.asarray(stop.size - left_before, dtype=np.float64)
    survival = np.asarray(np.cumprod(1 - events / at_risk), dtype=np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        terms = np.where(events > 0, events / (at_risk * (at_risk - events)), 0.0)
    return SurvivalCurve(times, at_risk, events, survival, np.sqrt(np.cumsum(terms)), stop.size)


def confidence_limits(
    share: _estimates.Floats, log_se: _estimates.Floats
) -> tuple[_estimates.Floats, _estimates.Floats]:
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
    z = _estimates.normal_quantile(0.95)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        inner = np.where((share == 0) | (share == 1), np.nan, share)
        centre, wide = np.log(-np.log(inner)), z * log_se / np.log(inner)
        return np.exp(-np.exp(centre - wide)), np.exp(-np.exp(centre + wide))


def _crossing(times: _estimates.Floats, reached: _estimates.Floats, p: float) -> float:
    """Return the first time a rising curve reaches p; the middle of a flat stretch at p."""
    if np.nanmax(reached) < p:
        return _estimates.NOT_GIVEN
    _, first = np.unique(np.where(np.isnan(reached), np.inf, reached), return_index=True)
    keep = np.sort(first)
    x, y = times[keep], reached[keep]
    rising = np.flatnonzero(~np.isnan(y))
    rising = rising[np.argsort(y[rising], kind="stable")]

    def first_at_least(shift: float) -> float:
        levels = y[rising] + shift
        place = int(np.searchsorted(levels, p, side="left"))
        inside = place < levels.size and p >= levels[0]
        return float(x[rising[place]]) if inside else _estimates.NOT_GIVEN

    earliest = first_at_least(TIE)
    if not np.isnan(y[-1]) and abs(p - y[-1]) < TIE:
        return (earliest + float(times[-1])) / 2
    return (earliest + first_at_least(-TIE)) / 2


def survival_quantile(curve: SurvivalCurve, p: float = 0.5) -> _estimates.Estimate:
    """Estimate the time by which a share of the people has met the event.

    Parameters
    ----------
    p : float
        The share, 0.5 for the median.

    Returns
    -------
    Estimate
        In the unit of time. NaN: not reached (so far).

    Notes
    -----
    As `quantile.survfit` in R (Brookmeyer and Crowley 1982): limits are read off the
    pointwise limits of the curve; a curve that is level at exactly `p` gives the middle.

    Examples
    --------
    >>> survival_quantile(kaplan_meier([1, 2, 3], [1, 1, 1])).estimate
    2.0
    >>> survival_quantile(kaplan_meier([1, 2, 3], [1, 0, 0])).estimate
    nan
    """
    if not 0 < p < 1:
        raise StatisticsError(f"p is {p}. Give a share between 0 and 1, such as 0.5.")
    low, high = confidence_limits(curve.survival, curve.log_se)
    times = np.concatenate([[0.0], curve.times])

    def crossing(share: _estimates.Floats) -> float:
        return _crossing(times, np.concatenate([[0.0], 1 - share]), p)

    return _estimates.Estimate(crossing(curve.survival), crossing(low), crossing(high), n=curve.n)
