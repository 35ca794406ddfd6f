"""Means and comparisons of departments under a survey design.

Every estimate is a smooth function of weighted totals; its standard error is
that of the total of its influence values (Taylor linearisation, Woodruff 1971).
A missing value (NaN) puts an answer outside the domain; it is never dropped
from the design. Intervals are t intervals; by default a department has its own
degrees of freedom, for with few answers those of the whole survey make its
interval too narrow.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from engagekit.errors import StatisticsError, error_text
from engagekit.statistics._estimates import NOT_GIVEN, Estimate, Floats, Mask, is_constant
from engagekit.statistics.designs import Design, covariance, degrees_of_freedom, mask


@dataclass(frozen=True, slots=True, eq=False)
class Estimates:
    """Hold several estimates of one survey, with what they share.

    Attributes
    ----------
    labels : tuple
        What each belongs to, e.g. departments.
    values : array of shape (k,)
    covariance : array of shape (k, k)
    n : tuple of int
        Answers each rests on.
    df : tuple of int
        Degrees of freedom of each domain.
    """

    labels: tuple[Any, ...]
    values: Floats
    covariance: Floats
    n: tuple[int, ...]
    df: tuple[int, ...]

    def each(self, *, level: float = 0.95, df: float | None = None) -> list[Estimate]:
        """Return every estimate with its t interval, own degrees of freedom unless given."""
        errors = np.sqrt(np.maximum(np.diag(self.covariance), 0.0))
        return [
            t_interval(float(value), float(se), own if df is None else df, level=level, n=n)
            for value, se, own, n in zip(self.values, errors, self.df, self.n, strict=True)
        ]


def t_interval(
    estimate: float, se: float, df: float, *, level: float = 0.95, n: float = NOT_GIVEN
) -> Estimate:
    """Return an estimate with its t interval; infinite `df` gives the normal interval.

    With no degree of freedom left the interval is not defined: NaN.

    Examples
    --------
    >>> found = t_interval(4.0, 0.5, 10)
    >>> round(found.low, 3), round(found.high, 3)
    (2.886, 5.114)
    """
    half = critical(df, level) * se
    return Estimate(estimate, low=estimate - half, high=estimate + half, se=se, n=n, df=df)


def critical(df: float, level: float = 0.95) -> float:
    """Return the t of a two-sided interval; NaN when `df` is not positive.

    Examples
    --------
    >>> round(critical(10), 4), round(critical(float("inf")), 4)
    (2.2281, 1.96)
    """
    from scipy.special import ndtri, stdtrit

    if not 0 < level < 1:
        raise StatisticsError(f"level is {level}. Give a number between 0 and 1, such as 0.95.")
    if not df > 0:
        return NOT_GIVEN
    return float(ndtri(0.5 + level / 2) if np.isinf(df) else stdtrit(df, 0.5 + level / 2))


def mean(
    design: Design,
    values: ArrayLike,
    *,
    domain: ArrayLike | None = None,
    level: float = 0.95,
    df: float | None = None,
) -> Estimate:
    """Estimate the weighted mean of a score, or the share of a 0/1 answer.

    Parameters
    ----------
    values : array of shape (n,)
        Scores; NaN did not answer.
    domain : array of bool, shape (n,), optional
        The department; default everyone.
    level : float, default 0.95
    df : float, optional
        Degrees of freedom; default those of the answered domain.

    Returns
    -------
    Estimate
        In the unit of `values`; `n` counts answers with a weight.

    Raises
    ------
    StatisticsError
        When nobody in the domain answered.

    Notes
    -----
    Influence of person i: (x_i - mean) / sum of weights.

    Examples
    --------
    >>> from engagekit.statistics.designs import survey_design
    >>> found = mean(survey_design(4), [1, 2, 4, 5])
    >>> found.estimate, round(found.se, 4), found.df
    (3.0, 0.9129, 3)
    """
    return means(design, values, None if domain is None else [domain]).each(level=level, df=df)[0]


def means(
    design: Design,
    values: ArrayLike,
    domains: list[ArrayLike] | None = None,
    labels: tuple[Any, ...] | None = None,
) -> Estimates:
    """Estimate weighted means in several domains, which may overlap, and their covariance.

    Parameters
    ----------
    values : array of shape (n,)
    domains : list of k arrays of bool, shape (n,), optional
        Default: everyone, once.
    labels : tuple, optional
        Names of the domains; default 0, 1, ...

    Raises
    ------
    StatisticsError
        When nobody in a domain answered.
    """
    x = np.asarray(values, dtype=np.float64)
    chosen = [mask(domain, design.n) for domain in ([None] if domains is None else domains)]
    centres, influences, counted, degrees = [], [], [], []
    for domain in chosen:
        y, inside = answered(design, x, domain)
        weights = design.weights[inside]
        centre = float(weights @ y[inside]) / weights.sum()
        if is_constant(y[inside]):  # else a share of all may be 0.9999999999999999, or above 1
            centre = float(y[inside][0])
            y = np.full_like(y, centre)
        centres.append(centre)
        influences.append(np.where(inside, (y - centre) / weights.sum(), 0.0))
        counted.append(int(inside.sum()))
        degrees.append(degrees_of_freedom(design, inside))
    return Estimates(
        labels=tuple(range(len(chosen))) if labels is None else labels,
        values=np.array(centres),
        covariance=covariance(design, np.stack(influences, axis=1)),
        n=tuple(counted),
        df=tuple(degrees),
    )


def contrast(
    estimates: Estimates, weights: ArrayLike, *, df: float, level: float = 0.95
) -> Estimate:
    """Estimate a weighted sum of estimates, e.g. the last wave less the first.

    Parameters
    ----------
    estimates : Estimates
        Of `means`; their covariance is used.
    weights : array of shape (k,)
        E.g. ``[-1, 1]``.
    df : float
        Degrees of freedom; infinite for a normal interval.
    level : float, default 0.95

    Raises
    ------
    StatisticsError
        When there are not as many weights as estimates.

    Examples
    --------
    >>> from engagekit.statistics.designs import survey_design
    >>> first = np.array([True, True, False, False])
    >>> waves = means(survey_design(4), [1, 2, 4, 5], [first, ~first], ("first", "last"))
    >>> contrast(waves, [-1, 1], df=3).estimate
    3.0
    """
    factors = np.asarray(weights, dtype=np.float64)
    if factors.shape != estimates.values.shape:
        raise StatisticsError(
            error_text("estimation.contrast", size=factors.size, other_size=estimates.values.size)
        )
    variance = float(factors @ estimates.covariance @ factors)
    return t_interval(
        float(factors @ estimates.values),
        float(np.sqrt(max(variance, 0.0))),
        df,
        level=level,
        n=sum(n for n, weight in zip(estimates.n, factors, strict=True) if weight),
    )


def answered(design: Design, x: Floats, domain: Mask) -> tuple[Floats, Mask]:
    """Return values with 0 for the missing, and who is in the domain and answered."""
    if x.shape != (design.n,):
        raise StatisticsError(error_text("estimation.answered", shape=x.shape, n=design.n))
    inside = domain & ~np.isnan(x) & (design.weights > 0)
    if not inside.any():
        raise StatisticsError("Nobody in this group answered. Leave the group out.")
    return np.where(np.isnan(x), 0.0, x), inside
