"""Means, totals, ratios and comparisons of departments under a survey design.

Every estimate is a smooth function of weighted totals; its standard error is
that of the total of its influence values (Taylor linearisation, Woodruff 1971).
A missing value (NaN) puts an answer outside the domain; it is never dropped
from the design. Intervals are t intervals; by default a department has its own
degrees of freedom, for with few answers those of the whole survey make its
interval too narrow.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from engagekit.errors import StatisticsError
from engagekit.statistics._estimates import NOT_GIVEN, Estimate, Floats
from engagekit.statistics.designs import Design, Mask, codes, covariance, degrees_of_freedom, mask


@dataclass(frozen=True, slots=True, eq=False)
class Estimates:
    """Several estimates of one survey, with what they share.

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
        """Every estimate with its t interval, own degrees of freedom unless given."""
        errors = np.sqrt(np.maximum(np.diag(self.covariance), 0.0))
        return [
            t_interval(float(value), float(se), own if df is None else df, level=level, n=n)
            for value, se, own, n in zip(self.values, errors, self.df, self.n, strict=True)
        ]


def t_interval(
    estimate: float, se: float, df: float, *, level: float = 0.95, n: float = NOT_GIVEN
) -> Estimate:
    """An estimate with its t interval; infinite `df` gives the normal interval.

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
    """The t of a two-sided interval; NaN when `df` is not positive.

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
    """Weighted mean of a score, or share of a 0/1 answer.

    Parameters
    ----------
    design : Design
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
    """Weighted means in several domains, which may overlap, and their covariance.

    Parameters
    ----------
    design : Design
    values : array of shape (n,) or (n, k)
        One variable for all domains, or one for each.
    domains : list of k arrays of bool, shape (n,), optional
        Default: everyone, once.
    labels : tuple, optional
        Names of the domains; default 0, 1, ...

    Returns
    -------
    Estimates

    Raises
    ------
    StatisticsError
        When nobody in a domain answered.
    """
    chosen = [mask(domain, design.n) for domain in ([None] if domains is None else domains)]
    columns = _columns(design, values, len(chosen))
    matches, influences, counted, degrees = [], [], [], []
    for number, domain in enumerate(chosen):
        x, there = _answered(design, columns[:, number], domain)
        weight = design.weights[there].sum()
        value = float(design.weights[there] @ x[there]) / weight
        matches.append(value)
        influences.append(np.where(there, (x - value) / weight, 0.0))
        counted.append(int(there.sum()))
        degrees.append(degrees_of_freedom(design, there))
    return Estimates(
        labels=tuple(range(len(chosen))) if labels is None else labels,
        values=np.array(matches),
        covariance=covariance(design, np.stack(influences, axis=1)),
        n=tuple(counted),
        df=tuple(degrees),
    )


def means_by(design: Design, values: ArrayLike, groups: ArrayLike) -> Estimates:
    """Weighted mean in every group, with the covariance between groups.

    Parameters
    ----------
    design : Design
    values : array of shape (n,)
    groups : array of shape (n,)
        Departments, waves; groups in which nobody answered are left out.

    Returns
    -------
    Estimates
        Sorted by group; `labels` are the groups.

    Examples
    --------
    >>> from engagekit.statistics.designs import survey_design
    >>> found = means_by(survey_design(4), [1, 2, 4, 5], ["a", "a", "b", "b"])
    >>> found.labels, found.values.tolist()
    (('a', 'b'), [1.5, 4.5])
    """
    supplied = np.asarray(groups)
    existing = np.array([one is not None and one == one for one in supplied])
    x = np.asarray(values, dtype=np.float64)
    numbered = np.full(design.n, -1, dtype=np.int64)
    numbered[existing], names = codes(supplied[existing])
    there = existing & ~np.isnan(x) & (design.weights > 0)
    used = [number for number in range(names.size) if (there & (numbered == number)).any()]
    domains: list[ArrayLike] = [numbered == number for number in used]
    return means(design, x, domains, tuple(names[used].tolist()))


def total(
    design: Design,
    values: ArrayLike,
    *,
    domain: ArrayLike | None = None,
    level: float = 0.95,
    df: float | None = None,
) -> Estimate:
    """Weighted total over the roster, e.g. how many people are satisfied.

    Parameters and errors as in `mean`; the unit is that of `values`.

    Examples
    --------
    >>> from engagekit.statistics.designs import survey_design
    >>> found = total(survey_design(4, fpc=[8] * 4), [1, 0, 1, 1])
    >>> found.estimate, round(found.se, 4)
    (6.0, 1.4142)
    """
    x, there = _answered(design, np.asarray(values, dtype=np.float64), mask(domain, design.n))
    influence = np.where(there, x, 0.0)
    se = float(np.sqrt(max(covariance(design, influence)[0, 0], 0.0)))
    own = degrees_of_freedom(design, there) if df is None else df
    return t_interval(float(design.weights @ influence), se, own, level=level, n=int(there.sum()))


def ratio(
    design: Design,
    numerator: ArrayLike,
    denominator: ArrayLike,
    *,
    domain: ArrayLike | None = None,
    level: float = 0.95,
    df: float | None = None,
) -> Estimate:
    """Ratio of two weighted totals, e.g. touches per champion.

    Parameters and errors as in `mean`; also an error when the denominator's
    total is 0.

    Examples
    --------
    >>> from engagekit.statistics.designs import survey_design
    >>> ratio(survey_design(3), [2, 4, 6], [1, 2, 3]).estimate
    2.0
    """
    y, x = np.asarray(numerator, dtype=np.float64), np.asarray(denominator, dtype=np.float64)
    _, there = _answered(design, y + x, mask(domain, design.n))
    y, x = np.where(there, y, 0.0), np.where(there, x, 0.0)
    below = float(design.weights @ x)
    if below == 0:
        raise StatisticsError("The denominator adds up to 0. Show the two totals side by side.")
    value = float(design.weights @ y) / below
    variance = covariance(design, np.where(there, (y - value * x) / below, 0.0))[0, 0]
    own = degrees_of_freedom(design, there) if df is None else df
    se = float(np.sqrt(max(variance, 0.0)))
    return t_interval(value, se, own, level=level, n=int(there.sum()))


def contrast(
    estimates: Estimates, weights: ArrayLike, *, df: float, level: float = 0.95
) -> Estimate:
    """A weighted sum of estimates, e.g. the last wave less the first.

    Parameters
    ----------
    estimates : Estimates
        Of `means` or `means_by`; their covariance is used, so people who
        answered in both waves count as the same people if they are clusters.
    weights : array of shape (k,)
        E.g. ``[-1, 1]``.
    df : float
        Degrees of freedom; infinite for a normal interval.
    level : float, default 0.95

    Returns
    -------
    Estimate

    Raises
    ------
    StatisticsError
        When there are not as many weights as estimates.

    Examples
    --------
    >>> from engagekit.statistics.designs import survey_design
    >>> waves = means_by(survey_design(4), [1, 2, 4, 5], [1, 1, 2, 2])
    >>> contrast(waves, [-1, 1], df=3).estimate
    3.0
    """
    supplied = np.asarray(weights, dtype=np.float64)
    if supplied.shape != estimates.values.shape:
        raise StatisticsError(
            f"The contrast has {supplied.size} weights, there are "
            f"{estimates.values.size} estimates. "
            "Give one weight an estimate, 0 for those that take no part."
        )
    variance = float(supplied @ estimates.covariance @ supplied)
    return t_interval(
        float(supplied @ estimates.values),
        float(np.sqrt(max(variance, 0.0))),
        df,
        level=level,
        n=sum(n for n, weight in zip(estimates.n, supplied, strict=True) if weight),
    )


def design_effect(
    design: Design, values: ArrayLike, *, domain: ArrayLike | None = None, replacement: bool = True
) -> float:
    """Variance of a mean over that of a simple random sample of as many answers.

    Parameters
    ----------
    design, values, domain
        As in `mean`.
    replacement : bool, default True
        Compare with a sample drawn with replacement. False compares with one
        drawn without, of as many people as the weights add up to: do not use
        it with weights whose mean is 1.

    Returns
    -------
    float
        1 when the design costs nothing; NaN when all values are alike.

    Notes
    -----
    Kish (1965), with the weighted variance n/(n-1) sum w(x - mean)^2 / sum w.
    """
    x, there = _answered(design, np.asarray(values, dtype=np.float64), mask(domain, design.n))
    w, x, n = design.weights[there], x[there], int(there.sum())
    if n < 2:
        return NOT_GIVEN
    centre = float(w @ x) / w.sum()
    simple = float(w @ (x - centre) ** 2) / w.sum() / (n - 1)
    if not replacement:
        simple *= 1 - n / w.sum()
    variance = mean(design, values, domain=domain).se ** 2
    return variance / simple if simple else NOT_GIVEN


def _columns(design: Design, values: ArrayLike, k: int) -> NDArray[np.float64]:
    """Values as one column a domain."""
    x = np.asarray(values, dtype=np.float64)
    if x.ndim == 1:
        x = np.repeat(x[:, None], k, axis=1)
    if x.shape != (design.n, k):
        raise StatisticsError(
            f"The values have shape {x.shape}, the design {design.n} answers. Give one an answer."
        )
    return x


def _answered(design: Design, x: Floats, domain: Mask) -> tuple[Floats, Mask]:
    """Values with 0 for the missing, and who is in the domain and answered."""
    if x.shape != (design.n,):
        raise StatisticsError(
            f"The values have shape {x.shape}, the design {design.n} answers. Give one an answer."
        )
    there = domain & ~np.isnan(x) & (design.weights > 0)
    if not there.any():
        raise StatisticsError("Nobody in this group answered. Leave the group out.")
    return np.where(np.isnan(x), 0.0, x), there
