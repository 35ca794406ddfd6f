"""Ordered answers on several items at once: the proportional-odds model."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from engagekit.errors import StatisticsError
from engagekit.statistics._estimates import Floats, normal_quantile, same_length

STEPS = 200
"""Newton's steps at most; it needs five to ten."""
CONVERGED = 1e-15
"""What a step may still add to the log likelihood, relative: rounding leaves 1e-31 an answer."""
WORSE = 1e-9
"""Relative loss of the log likelihood at which a step is halved, far above rounding of the sum."""
STILL = 1e-3
"""Log odds that a last step moves by more run to infinity, though the likelihood is level: they
move by one a step where a driver separates the answers."""


@dataclass(frozen=True, slots=True)
class OrdinalFit:
    """Log odds of a higher answer, each array as long as the thresholds plus the drivers.

    The first `thresholds` entries are the thresholds between neighbouring answers, the
    others the log odds ratios of the drivers; `n` is the sum of the weights.
    """

    thresholds: int
    estimate: Floats
    se: Floats
    low: Floats
    high: Floats
    p_value: Floats
    log_likelihood: float
    n: float


def _pieces(
    place: Floats, above: Floats, below: Floats, top: NDArray[np.bool_], low: NDArray[np.bool_]
) -> tuple[Floats, Floats, Floats, Floats, Floats]:
    """Chance of each row's answer, and density and slope at both of its thresholds."""
    from scipy.special import expit

    upper = np.where(top, np.inf, above @ place)
    lower = np.where(low, -np.inf, below @ place)
    f_up, f_low = expit(upper), expit(lower)
    chance = np.where(lower > 0, expit(-lower) - expit(-upper), f_up - f_low)
    d_up, d_low = f_up * expit(-upper), f_low * expit(-lower)
    return chance, d_up, d_low, d_up * (1 - 2 * f_up), d_low * (1 - 2 * f_low)


def _designs(code: NDArray[np.int64], x: Floats, levels: int) -> tuple[Floats, Floats]:
    """Rows that turn thresholds and coefficients into the two ends of each answer."""
    people, cuts = code.size, levels - 1
    above, below = np.zeros((people, cuts)), np.zeros((people, cuts))
    inner_top, inner_low = code < cuts, code > 0
    above[inner_top, code[inner_top]] = 1
    below[inner_low, code[inner_low] - 1] = 1
    return np.hstack([above, -x]), np.hstack([below, -x])


def _newton(
    above: Floats,
    below: Floats,
    top: NDArray[np.bool_],
    low: NDArray[np.bool_],
    weight: Floats,
    place: Floats,
) -> tuple[Floats, Floats, float]:
    """Where the likelihood is highest, the inverse information there, and its logarithm."""
    before = -np.inf
    step = np.zeros_like(place)
    for _ in range(STEPS):
        chance, d_up, d_low, s_up, s_low = _pieces(place, above, below, top, low)
        with np.errstate(divide="ignore", invalid="ignore"):
            value = float(weight @ np.log(chance)) if (chance > 0).all() else -np.inf
        if value < before - WORSE * abs(before):
            step = step / 2
            place = place - step
            continue
        scores = (d_up[:, None] * above - d_low[:, None] * below) / chance[:, None]
        curve = (above.T * (weight * s_up / chance)) @ above
        curve -= (below.T * (weight * s_low / chance)) @ below
        information = (scores.T * weight) @ scores - curve
        gradient = weight @ scores
        try:
            step = np.asarray(np.linalg.solve(information, gradient), dtype=np.float64)
        except np.linalg.LinAlgError:
            break
        moved = max(np.abs(above @ step).max(), np.abs(below @ step).max())
        if moved < STILL and gradient @ step < CONVERGED * (1 + abs(value)):
            inverse = np.asarray(np.linalg.inv(information), dtype=np.float64)
            return place + step, inverse, value
        before, place = value, place + step
    raise StatisticsError(
        "The ordinal model has no solution: some driver separates the answers, or follows from "
        "the others. Leave it out, or merge rare answers."
    )


def ordinal_logit(
    answer: ArrayLike, x: ArrayLike, *, weights: ArrayLike | None = None, level: float = 0.95
) -> OrdinalFit:
    """Proportional-odds model of an ordered answer on several drivers.

    Notes
    -----
    McCullagh (1980): ``logit P(answer <= j) = threshold_j - x b``, by Newton's method.

    Examples
    --------
    >>> fit = ordinal_logit([0, 1, 0, 1], [[0], [0], [1], [1]], weights=[30, 10, 10, 30])
    >>> fit.estimate.round(4).tolist()
    [1.0986, 2.1972]
    """
    code, drivers, weight = _rows(answer, x, weights)
    levels, columns = int(code.max()) + 1, drivers.shape[1]
    centre = np.average(drivers, axis=0, weights=weight)
    above, below = _designs(code, drivers - centre, levels)
    counts = np.bincount(code, weights=weight)
    reached = np.cumsum(counts)[:-1] / counts.sum()
    start = np.concatenate([np.log(reached / (1 - reached)), np.zeros(columns)])
    top, low = code == levels - 1, code == 0
    place, covariance, value = _newton(above, below, top, low, weight, start)
    shift = np.eye(place.size)
    shift[: levels - 1, levels - 1 :] = centre
    place, covariance = shift @ place, shift @ covariance @ shift.T
    return _fit(place, covariance, value, levels - 1, float(weight.sum()), level)


def _rows(
    answer: ArrayLike, x: ArrayLike, weights: ArrayLike | None
) -> tuple[NDArray[np.int64], Floats, Floats]:
    """Checked codes, drivers and weights, without the rows that stand for nobody."""
    supplied, drivers = (np.asarray(answer, dtype=np.float64), np.asarray(x, dtype=np.float64))
    drivers = drivers[:, None] if drivers.ndim == 1 else drivers
    weight = np.ones(supplied.size) if weights is None else np.asarray(weights, dtype=np.float64)
    same_length(answer=supplied, x=drivers, weights=weight)
    if np.isnan(supplied).any() or np.isnan(drivers).any() or not (weight >= 0).all():
        raise StatisticsError("answer, x or weights hold missing values. Leave these rows out.")
    keep = weight > 0
    code = supplied[keep].astype(np.int64)
    if code.size == 0 or not np.array_equal(np.unique(code), np.arange(max(code.max() + 1, 2))):
        raise StatisticsError(
            "answer has gaps in its codes or a single one. Number the answers that occur 0, 1, 2."
        )
    return code, drivers[keep], weight[keep]


def _fit(
    place: Floats, covariance: Floats, value: float, thresholds: int, n: float, level: float
) -> OrdinalFit:
    """Standard errors and Wald intervals."""
    from scipy.special import ndtr

    se = np.sqrt(np.diag(covariance))
    wide = normal_quantile(level) * se
    p_value = np.asarray(2 * ndtr(-np.abs(place / se)))
    return OrdinalFit(thresholds, place, se, place - wide, place + wide, p_value, value, n)
