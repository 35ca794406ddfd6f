"""Logit models of counts by Newton's method, stopped where rounding begins."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from engagekit.errors import StatisticsError
from engagekit.statistics._estimates import Floats

STEPS = 100
"""Newton's steps at most; it needs four to eight, and one for each halving of a bad start."""
DEVIANCE_ROUNDING = 16
"""Rounding of a deviance in units of machine epsilon times the answers: three operations on each
of two terms, doubled by the factor 2, in both deviances of a difference, make 12; more is safe."""
STILL = 0.5
"""Log odds that a last step moves by more are on their way to infinity: they move by one a step
where a group said all yes or all no, by less than a thousandth where the likelihood has a top."""


class LogitFit(NamedTuple):
    """Hold a fit: coefficients, and of the step before them the information.

    `finite` is False where some log odds still move though the likelihood is level.
    """

    coefficients: Floats
    information: Floats
    finite: bool


def fit_logit(
    columns: Floats, yes: Floats, size: Floats, start: Floats, *, epsilon: float = 0.0
) -> LogitFit:
    """Fit the log odds of yes by columns.

    Parameters
    ----------
    columns : array of shape (groups, k)
        Scaled to about 1; columns that repeat each other share their coefficient.
    yes, size : array of shape (groups,)
        Yes and answers of each group (or of each person: 0 or 1, and 1).
    start : array of shape (k,)
        Coefficients to begin with.
    epsilon : float, default 0
        Relative change of the deviance at which the fit ends, beside what rounding leaves of it.

    Returns
    -------
    LogitFit

    Raises
    ------
    StatisticsError
        When the fit has not settled after 100 steps.

    Notes
    -----
    McCullagh and Nelder (1989), section 2.5; a step that worsens the fit is halved.
    """
    from scipy.special import expit

    floor = DEVIANCE_ROUNDING * float(np.finfo(np.float64).eps) * float(size.sum())
    beta, after = start, deviance(yes, size, columns @ start)
    for _ in range(STEPS):
        p = expit(columns @ beta)
        information = (columns.T * (size * p * (1 - p))) @ columns
        step = np.linalg.lstsq(information, columns.T @ (yes - size * p), rcond=None)[0]
        before, after = after, deviance(yes, size, columns @ (beta + step))
        while not after <= before + floor:
            step = step / 2
            after = deviance(yes, size, columns @ (beta + step))
        beta = beta + step
        if before - after <= epsilon * (after + 0.1) + floor:
            finite = bool(np.abs(columns @ step).max() < STILL)
            return LogitFit(beta, np.asarray(information), finite)
    raise StatisticsError(f"The model did not settle in {STEPS} steps. Show the numbers alone.")


def deviance(yes: Floats, size: Floats, log_odds: Floats) -> float:
    """Return twice the log likelihood that log odds lack of a perfect fit."""
    from scipy.special import expit, rel_entr

    share, rest = expit(log_odds), expit(-log_odds)
    return float(2 * (rel_entr(yes, size * share) + rel_entr(size - yes, size * rest)).sum())
