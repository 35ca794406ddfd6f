"""How far `MASS::polr` stops from the answer: its start, and `optim(method="BFGS")` step by step.

The reference notes the distance because the function ends early. It is a property of
that minimiser and no statistic of ours, so the minimiser stands here, in the tests.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

Floats = np.ndarray[Any, np.dtype[np.float64]]

RELTOL = float(np.sqrt(np.finfo(np.float64).eps))
SHORTER, ACCEPT, NOTICE = 0.2, 1e-4, 10.0


def coefficients(code: Floats, x: Floats, weight: Floats) -> Floats:
    """Coefficients where polr stops; `code` 0, 1, 2, ..., columns of `x` without intercept."""
    cuts = int(code.max())
    start = _start(code, x, weight, cuts)
    return _bfgs(start, *_functions(code.astype(int), x, weight, cuts))[: x.shape[1]]


def _start(code: Floats, x: Floats, weight: Floats, cuts: int) -> Floats:
    """A logistic regression of the upper half, and evenly spaced thresholds."""
    half = (cuts + 1) // 2
    yes = (code >= half).astype(np.float64)
    whole = np.column_stack([np.ones(code.size), x])
    mu = (weight * yes + 0.5) / (weight + 1)
    eta = _log(mu / (1 - mu))
    before, found = np.inf, np.zeros(whole.shape[1])
    for _ in range(25):
        e = _exp(eta)
        slope = e / ((1 + e) * (1 + e))
        root = np.sqrt(weight * slope**2 / (mu * (1 - mu)))
        working = eta + (yes - mu) / slope
        found = _least_squares(whole * root[:, None], working * root)
        eta = _in_turn((whole * found).T)
        e = _exp(eta)
        mu = e / (1 + e)
        deviance = -2 * float(weight @ _log(np.where(yes > 0, mu, 1 - mu)))
        if abs(deviance - before) / (abs(deviance) + 0.1) < 1e-8:
            break
        before = deviance
    share = np.arange(1, cuts + 1) / (cuts + 1)
    spacing = np.log(share / (1 - share))
    thresholds = -found[0] + spacing - spacing[half - 1]
    return np.concatenate([found[1:], thresholds[:1], np.log(np.diff(thresholds))])


def _least_squares(x: Floats, y: Floats) -> Floats:
    """Coefficients by Householder's reflections, in the order of LINPACK's `dqrdc2` and `dqrsl`."""
    x, y = x.copy(), y.copy()
    for at in range(x.shape[1]):
        column = x[at:, at]
        norm = float(np.copysign(np.sqrt(_in_turn(column * column)), column[0]))
        column = column * (1 / norm)
        column[0] += 1
        for right in (*(x[at:, j] for j in range(at + 1, x.shape[1])), y[at:]):
            right += -float(_in_turn(column * right)) / column[0] * column
        x[at, at] = -norm
    found = y[: x.shape[1]]
    for at in reversed(range(x.shape[1])):
        found[at] /= x[at, at]
        found[:at] -= found[at] * x[:at, at]
    return found


def _functions(
    code: Any, x: Floats, weight: Floats, cuts: int
) -> tuple[Callable[[Floats], float], Callable[[Floats], Floats]]:
    """Minus the log likelihood and its gradient; thresholds as a first one and log steps."""
    drivers = x.shape[1]

    def parts(place: Floats) -> tuple[Floats, Floats, Floats]:
        theta = place[drivers:]
        ends = np.concatenate(
            [
                [-np.inf],
                np.cumsum([theta[0], *_exp(theta[1:])], dtype=np.longdouble).astype(np.float64),
                [np.inf],
            ]
        )
        eta = np.zeros(code.size)
        for driver in range(drivers):
            eta = eta + place[driver] * x[:, driver]
        above, below = np.minimum(100, ends[code + 1] - eta), np.maximum(-100, ends[code] - eta)
        return above, below, _share(above) - _share(below)

    def value(place: Floats) -> float:
        chance = parts(place)[2]
        return -_long_sum(weight * _log(chance)) if (chance > 0).all() else np.inf

    def gradient(place: Floats) -> Floats:
        above, below, chance = parts(place)
        p1, p2 = _density(above), _density(below)
        step = _exp(place[drivers:])
        jacobian = np.tril(np.tile(step, (cuts, 1)))
        jacobian[:, 0] = 1.0
        at = np.arange(cuts)[None, :]
        moved = (at == code[:, None]) * p1[:, None] - (at == code[:, None] - 1) * p2[:, None]
        slopes = _in_turn(x * (weight * (p1 - p2) / chance)[:, None])
        steps = _in_turn(-moved * (weight / chance)[:, None])
        return np.concatenate([slopes, _in_turn(steps[:, None] * jacobian)])

    return value, gradient


_exp = np.vectorize(lambda x: math.exp(min(x, 709.0)), otypes=[float])
_log = np.vectorize(lambda x: math.log(x) if x > 0 else -math.inf, otypes=[float])


def _share(x: Floats) -> Floats:
    """The logistic distribution as R's `plogis` has it."""
    with np.errstate(over="ignore"):
        found: Floats = 1 / (1 + _exp(np.minimum(-x, 700.0)))
    return found


def _density(x: Floats) -> Floats:
    """The logistic density as R's `dlogis` has it."""
    e = _exp(np.maximum(-np.abs(x), -745.0))
    found: Floats = e / ((1 + e) * (1 + e))
    return found


def _in_turn(rows: Floats) -> Floats:
    """Rows added up one after the other, as a plain matrix product does it."""
    found: Floats = np.cumsum(rows, axis=0)[-1]
    return found


def _long_sum(values: Floats) -> float:
    """The sum in extended precision, as R's `sum` has it: where polr stops hangs on its last digit."""
    return float(np.sum(values, dtype=np.longdouble))


def _bfgs(
    place: Floats, value: Callable[[Floats], float], gradient: Callable[[Floats], Floats]
) -> Floats:
    """The variable metric minimiser of Nash (1990) as R's `optim` has it, 100 steps at most."""
    least, slope = value(place), gradient(place)
    size, gradients, reset = place.size, 1, 1
    metric = np.eye(size)
    while gradients < 100:
        if reset == gradients:
            metric = np.eye(size)
        start, old = place.copy(), slope.copy()
        step = _in_turn(-(metric * slope).T)
        downhill = float(_in_turn(step * slope))
        if downhill >= 0:
            if reset == gradients:
                return place
            reset = gradients
            continue
        place, found, length, still = _line(start, step, least, downhill, value)
        enough = abs(found - least) > RELTOL * (abs(least) + RELTOL)
        least = found
        if still or not enough:
            if reset >= gradients:
                return place
            reset = gradients
            continue
        slope = gradient(place)
        gradients += 1
        step, change = length * step, slope - old
        along = float(_in_turn(step * change))
        if along > 0:
            across = _in_turn((metric * change).T)
            ratio = 1 + float(_in_turn(across * change)) / along
            crossed = np.outer(step, across)
            more = (np.outer(ratio * step, step) - crossed - np.outer(across, step)) / along
            metric = np.tril(metric + more)
            metric = metric + np.tril(metric, -1).T
        else:
            reset = gradients
        if gradients - reset > 2 * size:
            reset = gradients
    return place


def _line(
    start: Floats, step: Floats, least: float, downhill: float, value: Callable[[Floats], float]
) -> tuple[Floats, float, float, bool]:
    """The first point of ever shorter steps that is low enough; last, whether none moved."""
    length, found = 1.0, least
    while True:
        place = start + length * step
        if (NOTICE + start == NOTICE + place).all():
            return place, found, length, True
        found = value(place)
        if np.isfinite(found) and found <= least + downhill * length * ACCEPT:
            return place, found, length, False
        length *= SHORTER
