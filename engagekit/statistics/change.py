"""One model of change over all surveys: the trend, the newest step, and what would have been seen.

Two tests are made, both at once corrected (Holm): a straight trend over all surveys, and the newest
survey against those before it. People who answered more than once are one cluster.
"""

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from engagekit.errors import StatisticsError, error_text
from engagekit.statistics._estimates import NOT_GIVEN, Estimate, Floats, Z

Waves = NDArray[np.int64]

ALPHA = 0.05
"""Chance of a false alarm over both tests together, where nothing changed."""
LEVEL = 0.045
"""P-value under which a change is told: counts come in steps, and at 0.05 the test of two shares
told up to 5.5 in 100 in which nothing had changed (exact, 30 to 250 answers, 50 to 90 per cent)."""
POWER = 0.80
"""Chance with which the smallest change that is named would have been seen (Cohen 1988)."""
STEADY = 0.01
"""Under this p-value earlier surveys differ among themselves and are no common level. At 0.05 the
choice itself raised half an alarm in 100, and no change was seen more often for it."""


@dataclass(frozen=True, eq=False)
class Change:
    """What changed over surveys.

    Attributes
    ----------
    kind : {"trend", "step", "none"}
        What may be said; of a trend and a step what fits better.
    shares : ndarray of float, one a survey
    trend : Estimate
        Change along the fitted line from the first survey to the last; not given for two.
    step : Estimate
        Newest survey less the earlier ones.
    is_against_all : bool
        Whether `step` is against all earlier surveys together, as those agree.
    smallest_step : float
        Smallest change that would have been seen with probability 0.8.
    """

    kind: Literal["trend", "step", "none"]
    shares: Floats
    trend: Estimate
    step: Estimate
    is_against_all: bool
    smallest_step: float


def change(
    values: ArrayLike,
    waves: ArrayLike,
    *,
    times: ArrayLike | None = None,
    people: ArrayLike | None = None,
    weights: ArrayLike | None = None,
) -> Change:
    """Test what changed over surveys.

    Parameters
    ----------
    values : array of float, one an answer
        1 with the property, 0 without; a score works as well.
    waves : array of int, one an answer
        Number of the survey, from 0, without gaps.
    times : array of float, one a survey
        When each was, in any unit; default equal steps.
    people : array, one an answer
        The same code for the same person; default: each a person of their own.
    weights : array of float, one an answer

    Raises
    ------
    StatisticsError
        If there are fewer than two surveys, or one of them has no answers.

    Notes
    -----
    With independent answers the trend is the test of Cochran and Armitage and the step that of two
    shares, both with the variance where nothing changed; ranges use the variance as observed, with
    two answers of each kind added (Agresti and Caffo 2000) for shares. Clusters enter by sums of
    their influence on each survey's share.

    Examples
    --------
    >>> fell = change([1] * 90 + [0] * 10 + [1] * 70 + [0] * 30, [0] * 100 + [1] * 100)
    >>> fell.kind, round(fell.step.estimate, 2), round(fell.smallest_step, 2)
    ('step', -0.2, 0.16)
    """
    v = np.asarray(values, dtype=np.float64)
    wave: Waves = np.asarray(waves, dtype=np.int64)
    w = np.ones_like(v) if weights is None else np.asarray(weights, dtype=np.float64)
    sizes: Floats = np.bincount(wave).astype(np.float64)
    if sizes.size < 2 or (sizes == 0).any():
        raise StatisticsError(error_text("change.change"))
    t = np.arange(sizes.size, dtype=float) if times is None else np.asarray(times, dtype=float)
    mass = _sums(wave, w)
    shares = _sums(wave, w * v) / mass
    codes = np.arange(v.size) if people is None else np.asarray(people).astype(str)
    # one level and one variance for all surveys
    left = v - (w @ v) / w.sum()
    clustered = _covariance(left, wave, w, mass, codes)
    each = _sums(wave, (w * left) ** 2) / mass**2
    alike = (w @ left**2) / w.sum() * _sums(wave, w**2) / mass**2
    same = np.asarray(clustered + np.diag(alike - each))
    apart = _covariance(v - shares[wave], wave, w, mass, codes)
    if np.isin(v, (0.0, 1.0)).all():
        share = (shares * sizes + 1) / (sizes + 2)  # with one of each kind it is never 0 or 1
        apart = apart + np.diag(
            np.asarray(share * (1 - share) / (sizes + 2)) - shares * (1 - shares) / sizes
        )
    # weights of the surveys in the change along the line from the first to the last
    middle = (mass @ t) / mass.sum()
    line = np.asarray(mass * (t - middle) / (mass @ (t - middle) ** 2) * (t[-1] - t[0]))
    is_steady = _heterogeneity(shares[:-1], same[:-1, :-1]) >= STEADY
    newest = np.zeros_like(mass)
    newest[-1] = 1.0
    if is_steady:
        newest[:-1] = -mass[:-1] / mass[:-1].sum()
    else:
        newest[-2] = -1.0
    only_step = sizes.size == 2
    step = _tested(newest, shares, same, apart)
    trend = Estimate(NOT_GIVEN) if only_step else _tested(line, shares, same, apart)
    return Change(
        _kind(trend, step),
        shares,
        trend,
        step,
        is_steady,
        smallest_seen(_deviation(newest, apart), 1 if only_step else 2, level=LEVEL),
    )


def change_of_counts(n: ArrayLike, base: ArrayLike, *, times: ArrayLike | None = None) -> Change:
    """Test what changed over surveys of which only counts are known.

    Parameters
    ----------
    n, base : array of int, one a survey
        Answers with the property, and answers.
    times : array of float, one a survey, optional
        As of `change`.

    Examples
    --------
    >>> change_of_counts([90, 70], [100, 100]).kind
    'step'
    """
    yes, sizes = np.asarray(n, dtype=np.int64), np.asarray(base, dtype=np.int64)
    values = np.repeat(np.tile([1.0, 0.0], sizes.size), np.stack([yes, sizes - yes], 1).ravel())
    return change(values, np.repeat(np.arange(sizes.size), sizes), times=times)


def _sums(wave: Waves, values: Floats) -> Floats:
    """Sum values by survey."""
    return np.bincount(wave, values).astype(np.float64)


def _covariance(left: Floats, wave: Waves, w: Floats, mass: Floats, codes: NDArray[Any]) -> Floats:
    """Covariance of the shares from what each person adds to them."""
    people, at = np.unique(codes, return_inverse=True)
    influence = np.zeros((people.size, mass.size))
    np.add.at(influence, (at, wave), w * left / mass[wave])
    return np.asarray(influence.T @ influence)


def _heterogeneity(shares: Floats, covariance: Floats) -> float:
    """P-value of the surveys being alike; 1 for a single one."""
    from scipy.special import chdtrc

    if shares.size < 2:
        return 1.0
    steps = np.diff(np.eye(shares.size), axis=0)
    differences = steps @ shares
    within = steps @ covariance @ steps.T
    return float(chdtrc(shares.size - 1, differences @ np.linalg.pinv(within) @ differences))


def _deviation(contrast: Floats, covariance: Floats) -> float:
    """Standard deviation of a contrast of shares."""
    return float(np.sqrt(max(float(contrast @ covariance @ contrast), 0.0)))


def _tested(contrast: Floats, shares: Floats, same: Floats, apart: Floats) -> Estimate:
    """A change with its range and its p-value."""
    from scipy.special import ndtr

    estimate = float(contrast @ shares)
    null = _deviation(contrast, same)
    se = _deviation(contrast, apart)
    half = Z * se
    p = 1.0 if null == 0 else 2 * float(ndtr(-abs(estimate) / null))
    return Estimate(estimate, estimate - half, estimate + half, se=se, p_value=p)


def _kind(trend: Estimate, step: Estimate) -> Literal["trend", "step", "none"]:
    """What may be said after Holm's correction; of a trend and a step what fits better."""
    if np.isnan(trend.p_value):
        return "step" if step.p_value < LEVEL else "none"
    if min(trend.p_value, step.p_value) >= LEVEL / 2:
        return "none"
    # each takes up so much of how the surveys differ as its test is sure of: the surer fits better
    return "trend" if trend.p_value <= step.p_value else "step"


def smallest_seen(se: float, tests: int = 1, *, level: float = ALPHA) -> float:
    """Return the smallest difference that is seen with the probability `POWER`.

    Parameters
    ----------
    se : float
        Standard error of the difference.
    tests : int
        How many are made at once.
    level : float
        Chance of a false alarm over all of them.

    Examples
    --------
    >>> round(smallest_seen(5.0), 1), round(smallest_seen(5.0, 10), 1)
    (14.0, 18.2)
    """
    from scipy.special import ndtri

    return float(ndtri(1 - level / 2 / tests) + ndtri(POWER)) * se
