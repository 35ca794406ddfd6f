"""Scores of simple samples: means, net promoter; and the time until something happens.

With weights see `weighted.mean`, of `promoter_scores` for net promoter.
"""

import numpy as np
from numpy.typing import ArrayLike

from engagekit.errors import StatisticsError, error_text
from engagekit.statistics._estimates import NOT_GIVEN, Estimate, Floats, Z, is_constant, t_interval

PROMOTER, DETRACTOR = 9, 6
"""At least this of 0 to 10 is a promoter, at most that a detractor."""


def mean_score(values: ArrayLike) -> Estimate:
    """Estimate the mean of scores with its t interval.

    Parameters
    ----------
    values : array of shape (n,)
        Scores; NaN did not answer.

    Returns
    -------
    Estimate
        With one answer `se`, `low` and `high` are NaN; of answers all alike the spread is 0.

    Raises
    ------
    StatisticsError
        When nobody answered.

    Examples
    --------
    >>> found = mean_score([3, 4, 4, 5])
    >>> found.estimate, round(found.low, 2), round(found.high, 2)
    (4.0, 2.7, 5.3)
    """
    x = _answered(values)
    if x.size > 1 and is_constant(x):
        return t_interval(float(x[0]), 0.0, x.size - 1, n=x.size)
    se = float(x.std(ddof=1) / np.sqrt(x.size)) if x.size > 1 else NOT_GIVEN
    return t_interval(float(x.mean()), se, x.size - 1, n=x.size)


def _answered(values: ArrayLike) -> Floats:
    x = np.asarray(values, dtype=np.float64)
    x = x[~np.isnan(x)]
    if not x.size:
        raise StatisticsError("Nobody answered. Leave the question out.")
    return x


def promoter_scores(values: ArrayLike) -> Floats:
    """Return answers from 0 to 10 as 1 promoter, 0 passive, -1 detractor; NaN stays.

    The weighted mean of these times 100 is the weighted net promoter score.

    Raises
    ------
    StatisticsError
        When an answer is outside 0 to 10.

    Examples
    --------
    >>> promoter_scores([10, 8, 0]).tolist()
    [1.0, 0.0, -1.0]
    """
    x = np.asarray(values, dtype=np.float64)
    if ((x < 0) | (x > 10)).any():
        raise StatisticsError(
            error_text("scores.promoter_scores", x=float(x[(x < 0) | (x > 10)][0]))
        )
    result = np.where(x >= PROMOTER, 1.0, 0.0) - np.where(x <= DETRACTOR, 1.0, 0.0)
    return np.where(np.isnan(x), np.nan, result)


def net_promoter(values: ArrayLike) -> Estimate:
    """Estimate the net promoter score: per cent promoters less per cent detractors.

    Parameters
    ----------
    values : array of shape (n,)
        Answers from 0 to 10; NaN did not answer.

    Returns
    -------
    Estimate
        -100 to 100, with the adjusted Wald interval.

    Raises
    ------
    StatisticsError
        When nobody answered or an answer is outside 0 to 10.

    Notes
    -----
    Rocks (2016): variance (P + D - (P - D)^2)/n with 3/4 promoter, 3/4 detractor and 1.5 passives
    added, so that promoters only still have a range. The interval always holds the score itself.

    Examples
    --------
    >>> found = net_promoter([10] * 52 + [7] * 22 + [3] * 22)
    >>> round(found.estimate), round(found.low), round(found.high)
    (31, 14, 46)
    """
    steps = _answered(promoter_scores(values))
    n = steps.size
    promoters, detractors = int((steps > 0).sum()), int((steps < 0).sum())
    score = 100 * (promoters / n - detractors / n)
    up, down = (promoters + 0.75) / (n + 3), (detractors + 0.75) / (n + 3)
    se = 100 * float(np.sqrt((up + down - (up - down) ** 2) / (n + 3)))
    low, high = max(-100.0, 100 * (up - down) - Z * se), min(100.0, 100 * (up - down) + Z * se)
    return Estimate(score, low=min(low, score), high=max(high, score), se=se, n=n)


HALF = 0.5
TIE = float(np.sqrt(np.finfo(np.float64).eps))
"""Distance at which a curve is at a share: that of R's `quantile.survfit`, far above what rounding
leaves of a product of thousands of steps and far below one person among a million."""


def median_wait(time: ArrayLike, event: ArrayLike) -> Estimate:
    """Estimate the time by which half of the people have met an event.

    Parameters
    ----------
    time : array of shape (people,)
        Time of the event, or of the last day a person was followed.
    event : array of shape (people,)
        Whether the event happened at `time`; else it had not happened yet.

    Returns
    -------
    Estimate
        In the unit of time. NaN: not reached (so far).

    Notes
    -----
    Kaplan and Meier (1958), an event before a censoring of the same day. As `quantile.survfit` in R
    (Brookmeyer and Crowley 1982): limits are read off the log-log limits of the curve; a curve that
    is level at exactly one half gives the middle.

    Examples
    --------
    >>> median_wait([1, 2, 3], [1, 1, 1]).estimate, median_wait([1, 2, 3], [1, 0, 0]).estimate
    (2.0, nan)
    """
    stop, happened = np.asarray(time, dtype=np.float64), np.asarray(event, dtype=bool)
    times, place = np.unique(stop, return_inverse=True)
    at_risk = np.bincount(place)[::-1].cumsum()[::-1]
    events = np.bincount(place[happened], minlength=times.size)
    left = np.cumprod((at_risk - events) / at_risk)
    with np.errstate(divide="ignore", invalid="ignore"):  # a share of none or all has no limits
        spread = np.cumsum(events / (at_risk * (at_risk - events)))
        wide = Z * np.sqrt(1 / np.log(left) ** 2 * spread)
        middle = np.log(-np.log(left))
        curves = left, *(np.exp(-np.exp(middle + side)) for side in (wide, -wide))
    return Estimate(*(_crossing(times, 1 - curve) for curve in curves))


def _crossing(times: Floats, reached: Floats) -> float:
    """Return the first time a rising curve reaches one half; the middle of a flat stretch there."""
    there, beyond = times[reached >= HALF - TIE], times[reached >= HALF + TIE]
    if not there.size or (not beyond.size and np.isnan(reached[-1])):
        return NOT_GIVEN
    end = beyond[0] if beyond.size else times[-1]
    return float(there[0] + end) / 2
