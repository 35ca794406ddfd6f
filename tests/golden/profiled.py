"""Where R reads a likelihood interval off its profile: between points, by a spline and then a line.

`engagekit.statistics.design_shares` solves for the ends of the interval; `survey::svyciprop`
walks along the log odds in at most nine steps to each side, lays a spline through them and
joins three points a step by straight lines. With few clusters the two differ in the fourth
digit. The reference states the call, so what the call does is reproduced here, in the tests.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy import special, stats

Floats = np.ndarray[Any, np.dtype[np.float64]]

STEPS = 9


def ends(
    p: float, se: float, t: float, *, people: float, rows: int, dispersion: float
) -> tuple[float, float]:
    """Ends of the interval of a share `p`; `people` is the sum of weights of mean one."""
    centre, spread = special.logit(p), se / (p * (1 - p))
    cutoff = t * se * np.sqrt(people / (p * (1 - p)))
    alpha = stats.norm.sf(cutoff) / 2
    most = float(np.sqrt(stats.f.isf(alpha, 1, rows - 1)))
    at, z = [float(centre)], [0.0]
    for sign in (-1, 1):
        reached = 0.0
        for step in range(1, STEPS + 1):
            if abs(reached) >= most:
                break
            place = float(centre + sign * step * most / 5 * spread)
            q = special.expit(place)
            deviance = special.rel_entr(p, q) + special.rel_entr(1 - p, 1 - q)
            reached = sign * float(np.sqrt(2 * people * max(deviance, 0.0) / dispersion))
            at, z = [*at, place], [*z, reached]
    order = np.argsort(z)
    x, y = np.array(at)[order], np.array(z)[order]
    fine = np.linspace(x[0], x[-1], 3 * x.size)
    low, high = np.interp([-cutoff, cutoff], _spline(x, y, fine), fine, left=np.nan, right=np.nan)
    return float(special.expit(low)), float(special.expit(high))


def _spline(x: Floats, y: Floats, at: Floats) -> Floats:
    """The spline of Forsythe, Malcolm and Moler: cubics through four points at either end."""
    n, d = x.size, np.diff(x)
    slope = np.diff(y) / d
    right = np.concatenate([[0.0], np.diff(slope), [0.0]])
    diagonal = np.concatenate([[-d[0]], 2 * (d[:-1] + d[1:]), [-d[-1]]])
    if n > 3:
        first = right[2] / (x[3] - x[1]) - right[1] / (x[2] - x[0])
        last = right[-2] / (x[-1] - x[-3]) - right[-3] / (x[-2] - x[-4])
        right[0] = first * d[0] ** 2 / (x[3] - x[0])
        right[-1] = -last * d[-1] ** 2 / (x[-1] - x[-4])
    c = np.linalg.solve(np.diag(diagonal) + np.diag(d, 1) + np.diag(d, -1), right)
    linear = slope - d * (c[1:] + 2 * c[:-1])
    cubic = np.diff(c) / d
    where = np.clip(np.searchsorted(x, at, side="right") - 1, 0, n - 2)
    h = at - x[where]
    found: Floats = y[where] + h * (linear[where] + h * (3 * c[:-1][where] + h * cubic[where]))
    return found
