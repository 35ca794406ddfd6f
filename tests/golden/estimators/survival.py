"""Tests of curves, areas under them, and their limits on every scale."""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from engagekit.errors import StatisticsError
from engagekit.statistics import _estimates, survival
from engagekit.statistics._estimates import ROUNDING, Estimate, same_length
from engagekit.statistics.survival import SurvivalCurve, _checked, _crossing, _risk_table

Interval = Literal["log", "log-log", "plain"]


def restricted_mean(curve: SurvivalCurve, limit: float) -> Estimate:
    """Mean time without the event, counted up to a limit.

    Examples
    --------
    >>> from engagekit.statistics.survival import kaplan_meier
    >>> restricted_mean(kaplan_meier([1, 2, 3], [1, 1, 1]), 3).estimate
    2.0
    """
    if limit <= 0:
        raise StatisticsError(f"limit is {limit}. Give a time after the start.")
    keep = curve.times <= limit
    share, events, at_risk = (curve.survival[keep], curve.events[keep], curve.at_risk[keep])
    widths = np.diff(np.concatenate([[0.0], curve.times[keep], [limit]]))
    areas = widths * np.concatenate([[1.0], share])
    beyond = np.cumsum(areas[:0:-1])[::-1]
    last = at_risk == events
    terms = np.where(last, 0.0, events / (at_risk * np.where(last, 1.0, at_risk - events)))
    return Estimate(float(areas.sum()), se=float(np.sqrt((beyond**2 * terms).sum())), n=curve.n)


def log_rank(time: ArrayLike, event: ArrayLike, group: ArrayLike) -> Estimate:
    """Test whether the event comes at the same pace in every group.

    Notes
    -----
    Mantel (1966), hypergeometric variance, as `survdiff(rho=0)` in R.

    Examples
    --------
    >>> test = log_rank([1, 2, 3, 4], [1, 1, 1, 1], ["a", "a", "b", "b"])
    >>> round(test.estimate, 3), test.df
    (2.882, 1.0)
    """
    from scipy.special import chdtrc

    stop, happened, start = _checked(time, event, None)
    names, place = np.unique(np.asarray(group), return_inverse=True)
    same_length(time=stop, group=place)
    if names.size < 2:
        raise StatisticsError("group holds one group only. Compare at least two groups.")
    times, at_risk, events = _risk_table(stop, happened, start)
    mine = np.zeros((names.size, times.size))
    observed = np.zeros_like(mine)
    for number in range(names.size):
        of = place == number
        left = np.searchsorted(np.sort(stop[of]), times, side="left")
        mine[number] = of.sum() - left
        np.add.at(observed[number], np.searchsorted(times, stop[of]), happened[of])
    excess = (observed - mine * events / at_risk).sum(axis=1)[:-1]
    spread = np.where(at_risk > 1, (at_risk - events) / np.maximum(at_risk - 1, 1), 0.0)
    share = mine / at_risk
    weight = events * spread
    covariance = np.diag(share @ weight) - (share * weight) @ share.T
    statistic = float(
        excess @ np.linalg.pinv(covariance[:-1, :-1], rcond=ROUNDING, hermitian=True) @ excess
    )
    df = float((mine[:, 0] > 0).sum() - 1)
    return Estimate(statistic, n=stop.size, df=df, p_value=float(chdtrc(df, statistic)))


def confidence_limits(
    share: _estimates.Floats,
    log_se: _estimates.Floats,
    *,
    interval: Interval = "log-log",
    level: float = 0.95,
) -> tuple[_estimates.Floats, _estimates.Floats]:
    """Return limits of a share on the plain, log or log-log scale; NaN where it has none.

    Parameters
    ----------
    share : array
        Shares between 0 and 1.
    log_se : array of the same shape
        Standard error of the logarithm of the share.
    interval : {"log", "log-log", "plain"}

    Returns
    -------
    tuple of two arrays
        Lower and upper limits, kept within 0 and 1.

    Notes
    -----
    As `survfit(conf.type=)` in R: Kalbfleisch and Prentice (2002), section 1.4.

    Examples
    --------
    >>> low, high = confidence_limits(np.array([0.5]), np.array([0.2]), interval="plain")
    >>> low.round(3).tolist(), high.round(3).tolist()
    ([0.304], [0.696])
    """
    z = _estimates.normal_quantile(level)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        if interval == "plain":
            wide = z * share * log_se
            return np.maximum(share - wide, 0.0), np.minimum(share + wide, 1.0)
        if interval == "log":
            inner = np.where(share == 0, np.nan, share)
            return inner * np.exp(-z * log_se), np.minimum(inner * np.exp(z * log_se), 1.0)
    return survival.confidence_limits(share, log_se, level=level)


def median(curve: SurvivalCurve, interval: Interval, level: float) -> Estimate:
    """The median with its limits on a scale, read off as `survival_quantile` does."""
    times = np.concatenate([[0.0], curve.times])
    ends = confidence_limits(curve.survival, curve.log_se, interval=interval, level=level)
    middle, low, high = (
        _crossing(times, np.concatenate([[0.0], 1 - share]), 0.5)
        for share in (curve.survival, *ends)
    )
    return Estimate(middle, low, high, n=curve.n)
