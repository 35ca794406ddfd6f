"""Intervals and tests of counts beside those of the package."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike

from engagekit.errors import StatisticsError
from engagekit.statistics._estimates import Estimate, Floats, normal_quantile
from engagekit.statistics.proportions import _checked, _groups, equal_shares
from tests.golden.estimators.logit import deviance, fit_logit


def wilson_corrected(x: float, n: float, *, level: float = 0.95) -> Estimate:
    """Wilson's interval with a correction for continuity, as R's `prop.test` has it.

    Notes
    -----
    Newcombe (1998), method 4, with a correction that never exceeds the distance from one half.

    Examples
    --------
    >>> found = wilson_corrected(178, 212)
    >>> round(found.low, 3), round(found.high, 3)
    (0.782, 0.885)
    """
    p, z2, shift = x / n, normal_quantile(level) ** 2, min(0.5, abs(x - n / 2))
    below, above, half = p - shift / n, p + shift / n, z2 / (2 * n)
    low = below + half - np.sqrt(z2 * (below * (1 - below) + z2 / (4 * n)) / n)
    high = above + half + np.sqrt(z2 * (above * (1 - above) + z2 / (4 * n)) / n)
    low, high = (float(end / (1 + z2 / n)) for end in (low, high))
    return _share(p, n, 0.0 if x == 0 else max(0.0, low), 1.0 if x == n else min(1.0, high))


def equal_shares_corrected(x: ArrayLike, n: ArrayLike) -> Estimate:
    """Pearson's chi-square of two groups with the correction of Yates (1934), as `prop.test`.

    The correction is half a person at most and never passes equality; more than two groups are
    never corrected.
    """
    from scipy.special import chdtrc

    yes, size = np.asarray(x, dtype=np.float64), np.asarray(n, dtype=np.float64)
    plain = equal_shares(yes, size)
    if yes.size != 2:
        return plain
    pooled = yes.sum() / size.sum()
    apart = np.abs(yes - size * pooled)
    apart = apart - min(0.5, float(apart.min()))
    statistic = float((apart**2 / (size * pooled * (1 - pooled))).sum())
    return replace(plain, estimate=statistic, p_value=float(chdtrc(1, statistic)))


def clopper_pearson(x: float, n: float, *, level: float = 0.95) -> Estimate:
    """Share x of n with the exact interval, for when the level must be guaranteed.

    Parameters, returns and errors as in `wilson`.

    Notes
    -----
    Clopper and Pearson (1934), through quantiles of the beta distribution.

    Examples
    --------
    >>> found = clopper_pearson(0, 12)
    >>> found.low, round(found.high, 3)
    (0.0, 0.265)
    """
    from scipy.special import betaincinv

    p, tail = _checked(x, n), (1 - level) / 2
    low = 0.0 if x == 0 else float(betaincinv(x, n - x + 1, tail))
    high = 1.0 if x == n else float(betaincinv(x + 1, n - x, 1 - tail))
    return _share(p, n, low, high)


def jeffreys(x: float, n: float, *, level: float = 0.95) -> Estimate:
    """Share x of n with Jeffreys' interval, its outer end set at x = 0 and x = n.

    Parameters, returns and errors as in `wilson`.

    Notes
    -----
    Brown, Cai and DasGupta (2001): quantiles of the beta(x + 1/2, n - x + 1/2).

    Examples
    --------
    >>> found = jeffreys(3, 5)
    >>> round(found.low, 3), round(found.high, 3)
    (0.209, 0.906)
    """
    from scipy.special import betaincinv

    p, tail = _checked(x, n), (1 - level) / 2
    low = 0.0 if x == 0 else float(betaincinv(x + 0.5, n - x + 0.5, tail))
    high = 1.0 if x == n else float(betaincinv(x + 0.5, n - x + 0.5, 1 - tail))
    return _share(p, n, low, high)


def agresti_coull(x: float, n: float, *, level: float = 0.95) -> Estimate:
    """Share x of n with the interval of Agresti and Coull (1998), ends not cut at 0 and 1.

    Parameters, returns and errors as in `wilson`.

    Examples
    --------
    >>> found = agresti_coull(3, 5)
    >>> round(found.low, 3), round(found.high, 3)
    (0.229, 0.884)
    """
    p, z2 = _checked(x, n), normal_quantile(level) ** 2
    middle = (x + z2 / 2) / (n + z2)
    half = float(np.sqrt(z2 * middle * (1 - middle) / (n + z2)))
    return _share(p, n, middle - half, middle + half)


def wald_difference(x1: float, n1: float, x2: float, n2: float, *, level: float = 0.95) -> Estimate:
    """Change of a share with the textbook interval and the chi-square p-value.

    Parameters, returns and errors as in `newcombe`; the ends are cut at -1 and
    1 and `p_value` is that of Pearson's chi-square without correction, NaN
    when everyone in both groups said the same. For comparison and for
    `comparisons.adjust`: show the interval of `newcombe`.

    Examples
    --------
    >>> found = wald_difference(56, 70, 48, 80)
    >>> round(found.low, 4), round(found.high, 4), round(found.p_value, 4)
    (0.0575, 0.3425, 0.008)
    """
    p1, p2 = _checked(x1, n1), _checked(x2, n2)
    se = float(np.sqrt(p1 * (1 - p1) / n1 + p2 * (1 - p2) / n2))
    half, d = normal_quantile(level) * se, p1 - p2
    test = equal_shares([x1, x2], [n1, n2])
    return Estimate(
        d, low=max(-1.0, d - half), high=min(1.0, d + half), se=se, n=n1 + n2, p_value=test.p_value
    )


def _share(p: float, n: float, low: float, high: float) -> Estimate:
    """A share with its interval and its plain standard error."""
    return Estimate(
        float(p), low=float(low), high=float(high), se=float(np.sqrt(p * (1 - p) / n)), n=n
    )


def logit_trend(
    x: ArrayLike,
    n: ArrayLike,
    scores: ArrayLike | None = None,
    *,
    level: float = 0.95,
    epsilon: float = 0.0,
) -> Estimate:
    """Estimate the change of the log odds of a share for each step in time.

    Parameters
    ----------
    x, n, scores
        As in `trend`.
    level : float, default 0.95
    epsilon : float, default 0
        Relative change of the deviance at which the fit ends, beside what rounding leaves of it.
        R's `glm` ends at 1e-8 and keeps the weights of the step before, so that its standard
        error may be off in the fifth digit; give 1e-8 to reproduce that.

    Returns
    -------
    Estimate
        Slope of a binomial logit, with its normal (Wald) interval and p-value.

    Raises
    ------
    StatisticsError
        As in `equal_shares`; also when the model has no finite slope: where all who said yes
        stand at or after all who said no, or the other way round, any steeper slope fits better.

    Examples
    --------
    >>> round(logit_trend([20, 30, 40], [100, 100, 100]).estimate, 3)
    0.487
    """
    from scipy.special import erfc

    yes, size = _groups(x, n)
    t = np.arange(1.0, yes.size + 1) if scores is None else np.asarray(scores, dtype=np.float64)
    with_yes, with_no = t[yes > 0], t[yes < size]
    if not (
        with_yes.size
        and with_no.size
        and with_yes.min() < with_no.max()
        and with_no.min() < with_yes.max()
    ):
        raise StatisticsError(
            "The trend has no finite slope: the groups that said yes and those that said no do "
            "not overlap in time. Show the points."
        )
    slope, se = _logit_slope(yes, size, t, epsilon)
    half = normal_quantile(level) * se
    p_value = float(erfc(abs(slope / se) / np.sqrt(2)))
    return Estimate(
        slope, low=slope - half, high=slope + half, se=se, n=float(size.sum()), p_value=p_value
    )


def _logit_slope(yes: Floats, size: Floats, t: Floats, epsilon: float) -> tuple[float, float]:
    """Fit the slope and standard error of a binomial logit whose likelihood has a top."""
    from scipy.special import logit

    reach = float(np.ptp(t))
    columns = np.stack([np.ones_like(t), (t - t.mean()) / reach], axis=1)
    p = (yes + 0.5) / (size + 1)
    weight = size * p * (1 - p)
    aim = columns.T @ (weight * logit(p) + yes - size * p)
    start = np.linalg.lstsq((columns.T * weight) @ columns, aim, rcond=None)[0]
    level = np.array([logit(yes.sum() / size.sum()), 0.0])
    if not deviance(yes, size, columns @ start) <= deviance(yes, size, columns @ level):
        start = level  # where the groups hardly overlap the first guess can be far off
    fit = fit_logit(columns, yes, size, start, epsilon=epsilon)
    se = float(np.sqrt(np.linalg.inv(fit.information)[1, 1]))
    return float(fit.coefficients[1]) / reach, se / reach
