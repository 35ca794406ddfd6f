"""Shares of a count, differences between them, and their trend.

For counts of a simple sample or of everyone who answered; for weights, strata
and clusters see `design_shares`. Default for a share is Wilson's interval, for
a change Newcombe's: both keep their level at small n and near 0 and 1, where
the textbook (Wald) interval does not.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from engagekit.errors import StatisticsError
from engagekit.statistics._estimates import Estimate, Floats, normal_quantile

STEPS = 100
"""Newton's steps at most; it needs four to eight, and one for each halving of a bad start."""
ROUNDING = 16.0
"""Rounding of a deviance in units of machine epsilon times the answers: three operations on each
of two terms, doubled by the factor 2, in both deviances of a difference, make 12; more is safe."""


def wilson(x: float, n: float, *, level: float = 0.95, correct: bool = False) -> Estimate:
    """Share x of n with Wilson's score interval.

    Parameters
    ----------
    x, n : float
        How many said yes, and how many answered.
    level : float, default 0.95
    correct : bool, default False
        Correct for continuity (Newcombe 1998, method 4), with a correction
        that never exceeds the distance from one half, as R's `prop.test`.

    Returns
    -------
    Estimate
        Share (0 to 1); `se` is sqrt(p(1 - p)/n).

    Raises
    ------
    StatisticsError
        When n is not positive or x is outside 0 to n.

    Notes
    -----
    Wilson (1927): all p with abs(x/n - p) <= z sqrt(p(1 - p)/n).

    Examples
    --------
    >>> found = wilson(178, 212)
    >>> round(found.estimate, 2), round(found.low, 2), round(found.high, 2)
    (0.84, 0.78, 0.88)
    """
    p = _checked(x, n)
    z2 = normal_quantile(level) ** 2
    shift = min(0.5, abs(x - n / 2)) if correct else 0.0
    below, above = p - shift / n, p + shift / n
    scale, half = 1 + z2 / n, z2 / (2 * n)
    low = (below + half - np.sqrt(z2 * (below * (1 - below) + z2 / (4 * n)) / n)) / scale
    high = (above + half + np.sqrt(z2 * (above * (1 - above) + z2 / (4 * n)) / n)) / scale
    return _share(p, n, 0.0 if x == 0 else max(0.0, low), 1.0 if x == n else min(1.0, high))


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


def newcombe(x1: float, n1: float, x2: float, n2: float, *, level: float = 0.95) -> Estimate:
    """Change of a share between two independent groups: x1/n1 less x2/n2.

    Parameters
    ----------
    x1, n1 : float
        Yes and answers of the newer (first) group.
    x2, n2 : float
        Yes and answers of the older (second) group.
    level : float, default 0.95

    Returns
    -------
    Estimate
        Difference (-1 to 1) with Newcombe's hybrid score interval; `se` is
        that of the plain difference.

    Raises
    ------
    StatisticsError
        As in `wilson`.

    Notes
    -----
    Newcombe (1998), method 10. When the same people answered twice use
    `estimation.contrast` with the person as cluster: this is then too wide.

    Examples
    --------
    >>> found = newcombe(56, 70, 48, 80)
    >>> round(found.estimate, 2), round(found.low, 4), round(found.high, 4)
    (0.2, 0.0524, 0.3339)
    """
    one, two = wilson(x1, n1, level=level), wilson(x2, n2, level=level)
    p1, p2 = one.estimate, two.estimate
    down = float(np.hypot(p1 - one.low, two.high - p2))
    up = float(np.hypot(one.high - p1, p2 - two.low))
    se = float(np.hypot(one.se, two.se))
    return Estimate(p1 - p2, low=p1 - p2 - down, high=p1 - p2 + up, se=se, n=n1 + n2)


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


def equal_shares(x: ArrayLike, n: ArrayLike, *, correct: bool = False) -> Estimate:
    """Test whether several independent shares are equal.

    Parameters
    ----------
    x, n : array of shape (k,)
        Yes and answers of each group.
    correct : bool, default False
        Correct two groups for continuity (Yates 1934), by half a person at
        most and never past equality; more than two are never corrected.

    Returns
    -------
    Estimate
        `estimate` is Pearson's chi-square with `df` = k - 1 and its `p_value`;
        NaN when everyone said the same.

    Raises
    ------
    StatisticsError
        As in `wilson`, or with fewer than two groups.

    Examples
    --------
    >>> found = equal_shares([56, 48], [70, 80])
    >>> round(found.estimate, 4), found.df
    (7.0234, 1)
    """
    from scipy.special import chdtrc

    yes, size = _groups(x, n)
    pooled = yes.sum() / size.sum()
    spread = size * pooled * (1 - pooled)
    apart = np.abs(yes - size * pooled)
    if correct and yes.size == 2:
        apart = apart - min(0.5, float(apart.min()))
    with np.errstate(invalid="ignore", divide="ignore"):
        statistic = float((apart**2 / spread).sum())
    df = yes.size - 1
    p_value = float(chdtrc(df, statistic))
    return Estimate(statistic, df=df, n=float(size.sum()), p_value=p_value)


def trend(x: ArrayLike, n: ArrayLike, scores: ArrayLike | None = None) -> Estimate:
    """Test whether a share goes steadily up or down over ordered groups.

    Parameters
    ----------
    x, n : array of shape (k,)
        Yes and answers of each quarter, in order.
    scores : array of shape (k,), optional
        Distances in time; default 1, 2, ...

    Returns
    -------
    Estimate
        `estimate` is the Cochran-Armitage chi-square, `df` 1, and `p_value`.

    Raises
    ------
    StatisticsError
        As in `equal_shares`.

    Notes
    -----
    Armitage (1955), with the variance pooled over all groups and divisor N, as
    R's `prop.trend.test`.

    Examples
    --------
    >>> round(trend([20, 30, 40], [100, 100, 100]).estimate, 3)
    9.524
    """
    from scipy.special import chdtrc

    yes, size = _groups(x, n)
    t = np.arange(1.0, yes.size + 1) if scores is None else np.asarray(scores, dtype=np.float64)
    pooled = yes.sum() / size.sum()
    centred = t - (size @ t) / size.sum()
    spread = pooled * (1 - pooled) * (size @ centred**2)
    with np.errstate(invalid="ignore", divide="ignore"):
        statistic = float(np.float64((centred @ yes) ** 2) / spread)
    p_value = float(chdtrc(1, statistic))
    return Estimate(statistic, df=1, n=float(size.sum()), p_value=p_value)


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

    Notes
    -----
    Newton's method (McCullagh and Nelder 1989, section 2.5); a step that worsens the fit is halved.

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
    from scipy.special import expit, logit

    def weighted(p: Floats) -> Floats:
        return (columns.T * (size * p * (1 - p))) @ columns

    reach = float(np.ptp(t))
    columns = np.stack([np.ones_like(t), (t - t.mean()) / reach], axis=1)
    floor = ROUNDING * np.finfo(np.float64).eps * float(size.sum())
    p = (yes + 0.5) / (size + 1)
    aim = size * p * (1 - p) * logit(p) + yes - size * p
    beta = np.linalg.solve(weighted(p), columns.T @ aim)
    level = np.array([logit(yes.sum() / size.sum()), 0.0])
    deviance, flat = (_deviance(yes, size, columns @ start) for start in (beta, level))
    if not deviance <= flat:  # where the groups hardly overlap the first guess can be far off
        beta, deviance = level, flat
    for _ in range(STEPS):
        p = expit(columns @ beta)
        information = weighted(p)
        step = np.linalg.solve(information, columns.T @ (yes - size * p))
        before, deviance = deviance, _deviance(yes, size, columns @ (beta + step))
        while not deviance <= before + floor:
            step = step / 2
            deviance = _deviance(yes, size, columns @ (beta + step))
        beta = beta + step
        if before - deviance <= epsilon * (deviance + 0.1) + floor:
            return float(beta[1]) / reach, float(np.sqrt(np.linalg.inv(information)[1, 1])) / reach
    raise StatisticsError(f"The trend did not settle in {STEPS} steps. Show the points.")


def _deviance(yes: Floats, size: Floats, log_odds: Floats) -> float:
    """Return twice the log likelihood that log odds lack of a perfect fit."""
    from scipy.special import expit, rel_entr

    share, rest = expit(log_odds), expit(-log_odds)
    return float(2 * (rel_entr(yes, size * share) + rel_entr(size - yes, size * rest)).sum())


def _groups(x: ArrayLike, n: ArrayLike) -> tuple[Floats, Floats]:
    """Counts of several groups, checked."""
    yes, size = np.asarray(x, dtype=np.float64), np.asarray(n, dtype=np.float64)
    if yes.ndim != 1 or yes.shape != size.shape or yes.size < 2:
        raise StatisticsError(
            f"Counts of shape {yes.shape} and {size.shape} cannot be compared. "
            "Give x and n of two or more groups."
        )
    for one, whole in zip(yes, size, strict=True):
        _checked(float(one), float(whole))
    return yes, size


def _checked(x: float, n: float) -> float:
    """The share x/n; an error when there is none."""
    if not (n > 0 and 0 <= x <= n):
        raise StatisticsError(
            f"x = {x:g} of n = {n:g} is no share. Give 0 to n of at least one answer."
        )
    return x / n


def _share(p: float, n: float, low: float, high: float) -> Estimate:
    """A share with its interval and its plain standard error."""
    se = float(np.sqrt(p * (1 - p) / n))
    return Estimate(float(p), low=float(low), high=float(high), se=se, n=n)
