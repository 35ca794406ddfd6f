"""Totals, ratios and design effects under a survey design."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from engagekit.errors import StatisticsError
from engagekit.statistics._estimates import NOT_GIVEN, Estimate, is_present
from engagekit.statistics.designs import Design, codes, covariance, degrees_of_freedom, mask
from engagekit.statistics.estimation import Estimates, answered, mean, means, t_interval


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
    >>> from tests.golden.estimators.designs import survey_design
    >>> found = total(survey_design(4, fpc=[8] * 4), [1, 0, 1, 1])
    >>> found.estimate, round(found.se, 4)
    (6.0, 1.4142)
    """
    x, there = answered(design, np.asarray(values, dtype=np.float64), mask(domain, design.n))
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
    >>> from tests.golden.estimators.designs import survey_design
    >>> ratio(survey_design(3), [2, 4, 6], [1, 2, 3]).estimate
    2.0
    """
    y, x = np.asarray(numerator, dtype=np.float64), np.asarray(denominator, dtype=np.float64)
    _, there = answered(design, y + x, mask(domain, design.n))
    y, x = np.where(there, y, 0.0), np.where(there, x, 0.0)
    below = float(design.weights @ x)
    if below == 0:
        raise StatisticsError("The denominator adds up to 0. Show the two totals side by side.")
    value = float(design.weights @ y) / below
    variance = covariance(design, np.where(there, (y - value * x) / below, 0.0))[0, 0]
    own = degrees_of_freedom(design, there) if df is None else df
    se = float(np.sqrt(max(variance, 0.0)))
    return t_interval(value, se, own, level=level, n=int(there.sum()))


def design_effect(
    design: Design, values: ArrayLike, *, domain: ArrayLike | None = None, replacement: bool = True
) -> float:
    """Variance of a mean over that of a simple random sample of as many answers.

    Notes
    -----
    Kish (1965), with the weighted variance n/(n-1) sum w(x - mean)^2 / sum w.
    """
    x, there = answered(design, np.asarray(values, dtype=np.float64), mask(domain, design.n))
    w, x, n = design.weights[there], x[there], int(there.sum())
    if n < 2:
        return NOT_GIVEN
    centre = float(w @ x) / w.sum()
    simple = float(w @ (x - centre) ** 2) / w.sum() / (n - 1)
    if not replacement:
        simple *= 1 - n / w.sum()
    variance = mean(design, values, domain=domain).se ** 2
    return variance / simple if simple else NOT_GIVEN


def means_by(design: Design, values: ArrayLike, groups: ArrayLike) -> Estimates:
    """Estimate the weighted mean in every group, with the covariance between groups.

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
    >>> from tests.golden.estimators.designs import survey_design
    >>> found = means_by(survey_design(4), [1, 2, 4, 5], ["a", "a", "b", "b"])
    >>> found.labels, found.values.tolist()
    (('a', 'b'), [1.5, 4.5])
    """
    named = np.asarray(groups)
    present = is_present(named)
    x = np.asarray(values, dtype=np.float64)
    numbered = np.full(design.n, -1, dtype=np.int64)
    numbered[present], names = codes(named[present])
    numbered[np.isnan(x) | (design.weights == 0)] = -1
    used = np.unique(numbered[numbered >= 0])
    return means(design, x, [numbered == one for one in used], tuple(names[used].tolist()))
