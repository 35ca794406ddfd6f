"""The jackknife: leave out one cluster at a time and see how far an estimate moves."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from engagekit.errors import StatisticsError
from engagekit.statistics._estimates import Estimate, Floats
from engagekit.statistics.designs import Design, degrees_of_freedom
from engagekit.statistics.estimation import t_interval


def jackknife(
    design: Design, statistic: Callable[[Floats], float], *, level: float = 0.95
) -> Estimate:
    """Any weighted statistic with the spread of its delete-one-cluster replicates.

    Notes
    -----
    JK1 without strata, JKn with them (Wolter 2007, chapter 4): sum over
    clusters of (1 - f)(m - 1)/m times the squared distance from the mean of
    the replicates.

    Examples
    --------
    >>> from tests.golden.estimators.designs import survey_design
    >>> x = np.array([1.0, 2.0, 4.0, 5.0])
    >>> found = jackknife(survey_design(4), lambda w: float(w @ x / w.sum()))
    >>> found.estimate, round(found.se, 4)
    (3.0, 0.9129)
    """
    first = np.unique(design.clusters[:, 0], return_index=True)[1]
    if (design.sampled[first, 0] < 2).any():
        raise StatisticsError(
            "A stratum has only one cluster; none can be left out. Merge it with a stratum like it."
        )
    replicates, scales = [], []
    for row in first:
        m, size = design.sampled[row, 0], design.population[row, 0]
        inside = design.strata[:, 0] == design.strata[row, 0]
        factor = np.where(inside, m / (m - 1), 1.0)
        factor[design.clusters[:, 0] == design.clusters[row, 0]] = 0.0
        replicates.append(statistic(design.weights * factor))
        left = 1 - m / size if np.isfinite(size) else 1.0
        scales.append(left * (m - 1) / m)
    matches = np.array(replicates)
    variance = float(np.array(scales) @ (matches - matches.mean()) ** 2)
    return t_interval(
        statistic(design.weights),
        float(np.sqrt(variance)),
        degrees_of_freedom(design),
        level=level,
        n=design.n,
    )


def weighted_mean(values: ArrayLike) -> Callable[[Floats], float]:
    """The weighted mean of values as a function of weights, for `jackknife`; NaN is left out.

    Examples
    --------
    >>> weighted_mean([1.0, 3.0, float("nan")])(np.array([1.0, 3.0, 9.0]))
    2.5
    """
    x = np.asarray(values, dtype=np.float64)
    existing = ~np.isnan(x)
    return lambda weights: float(weights[existing] @ x[existing] / weights[existing].sum())
