"""Brent's root finder, step by step as in Brent (1973), for functions with jumps.

A score test jumps at every observed value: where the search ends inside its
tolerance decides on which side of the jump it stops. scipy's own version
takes other steps and so stops elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np


def brent(
    function: Callable[[float], float],
    low: float,
    high: float,
    *,
    tolerance: float,
    steps: int = 1000,
) -> float:
    """A place where a function passes 0, within a tolerance; NaN if it does not.

    Parameters
    ----------
    function : callable
        Of one float.
    low, high : float
        Ends of the search; the function must have other signs there.
    tolerance : float
        Of the place, not of the function's value.
    steps : int, default 1000

    Returns
    -------
    float

    Examples
    --------
    >>> round(brent(lambda x: x * x - 2, 0.0, 2.0, tolerance=1e-12), 9)
    1.414213562
    """
    a, b = low, high
    fa, fb = function(a), function(b)
    if fa == 0 or fb == 0:
        return a if fa == 0 else b
    if np.isnan(fa) or np.isnan(fb) or (fa > 0) == (fb > 0):
        return float("nan")
    c, fc = a, fa
    for _ in range(steps):
        before = b - a
        if abs(fc) < abs(fb):
            a, b, c = b, c, b
            fa, fb, fc = fb, fc, fb
        near = 2 * np.finfo(np.float64).eps * abs(b) + tolerance / 2
        step = (c - b) / 2
        if abs(step) <= near or fb == 0:
            return b
        if abs(before) >= near and abs(fa) > abs(fb):
            step = _interpolate((a, b, c), (fa, fb, fc), near, before) or step
        if abs(step) < near:
            step = near if step > 0 else -near
        a, fa = b, fb
        b += step
        fb = function(b)
        if (fb > 0) == (fc > 0):
            c, fc = a, fa
    return float("nan")


def _interpolate(
    at: tuple[float, float, float], values: tuple[float, float, float], near: float, before: float
) -> float | None:
    """A secant or inverse quadratic step, or None where bisection is safer."""
    (a, b, c), (fa, fb, fc) = at, values
    across = c - b
    if a == c:
        t1 = fb / fa
        p, q = across * t1, 1 - t1
    else:
        q, t1, t2 = fa / fc, fb / fc, fb / fa
        p = t2 * (across * q * (q - t1) - (b - a) * (t1 - 1))
        q = (q - 1) * (t1 - 1) * (t2 - 1)
    if p > 0:
        q = -q
    else:
        p = -p
    if p < 0.75 * across * q - abs(near * q) / 2 and p < abs(before * q / 2):
        return p / q
    return None
