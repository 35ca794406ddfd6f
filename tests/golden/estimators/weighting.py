"""Weighting to a roster by Newton's method, and the variance of R's `rake`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike

from engagekit.errors import StatisticsError
from engagekit.statistics._estimates import ROUNDING, Floats
from engagekit.statistics.designs import Codes, Design
from engagekit.statistics.weighting import FittedResiduals, cell_means, indicators, margins_of, rake

CAP = 5
"""Times the median at which a weight is capped: one answer never counts for more than five typical
ones (Potter 1990 cuts between three and six)."""

SWEEPS = 10
"""Sweeps over the margins, as in R's `survey`."""


@dataclass(frozen=True, slots=True, eq=False)
class SweptResiduals:
    """Residuals after sweeps over the margins, unweighted: the variance of R's `rake`."""

    categories: tuple[Codes, ...]
    after: Floats

    def residuals(self, values: Floats) -> Floats:
        """Weighted influence values less the means of their categories, swept out in turn."""
        after = np.where(self.after > 0, self.after, 1.0)[:, None]
        left, alike = values / after, np.ones(values.shape[0])
        for _ in range(SWEEPS):
            for category in self.categories:
                left = left - cell_means(left, category, alike)
        return left * after


def rake_swept(design: Design, margins: Sequence[tuple[ArrayLike, Mapping[Any, float]]]) -> Design:
    """Raked weights with the variance of R's `rake`."""
    weights = rake(design, margins).weights
    categories = tuple(margin.category for margin in margins_of(design, margins))
    return design.reweighted(weights, SweptResiduals(categories, weights))


def calibrate(
    design: Design,
    columns: ArrayLike,
    totals: ArrayLike,
    *,
    method: Literal["raking", "linear"] = "raking",
    steps: int = 200,
    tolerance: float = 1e-12,
) -> Design:
    """Make weighted totals of numbers equal those of the roster.

    Notes
    -----
    Deville and Särndal (1992), by Newton's method.

    Examples
    --------
    >>> from tests.golden.estimators.designs import survey_design
    >>> found = calibrate(survey_design(2), [[1, 0], [1, 1]], [10, 6])
    >>> found.weights.round(9).tolist()
    [4.0, 6.0]
    """
    x, target = np.asarray(columns, dtype=np.float64), np.asarray(totals, dtype=np.float64)
    if x.shape != (design.n, target.size) or np.isnan(x).any():
        raise StatisticsError(
            f"Columns of shape {x.shape} do not fit {design.n} answers and {target.size} totals. "
            "Give one complete column a total."
        )
    size, factor = np.maximum(np.abs(target), 1.0), np.zeros(target.size)
    weights = design.weights
    for _ in range(steps if method == "raking" else 2):
        missing = target - x.T @ weights
        if np.max(np.abs(missing) / size) < tolerance:
            break
        slope = weights if method == "raking" else design.weights
        factor = factor + np.linalg.lstsq((x.T * slope) @ x, missing, rcond=None)[0]
        grown = np.exp(x @ factor) if method == "raking" else 1 + x @ factor
        weights = design.weights * grown
    error = np.max(np.abs(target - x.T @ weights) / size)
    if not error < 1e-6 or (weights < 0).any():
        raise StatisticsError(
            f"The roster totals cannot be met (off by {error:.2g}, "
            f"{int((weights < 0).sum())} negative weights). Use fewer or broader variables."
        )
    return design.reweighted(weights, FittedResiduals(x, weights, design.weights))


def margin_columns(
    design: Design, margins: Sequence[tuple[ArrayLike, Mapping[Any, float]]]
) -> tuple[Floats, Floats]:
    """Margins as 0/1 columns and totals for `calibrate`.

    Examples
    --------
    >>> from tests.golden.estimators.designs import survey_design
    >>> margin_columns(survey_design(2), [(["a", "b"], {"a": 3, "b": 4})])[1].tolist()
    [7.0, 4.0]
    """
    read = margins_of(design, margins)
    totals = [np.array([read[0].people.sum()]), *(margin.people[1:] for margin in read)]
    return indicators(read, design.n), np.concatenate(totals)


def trim(
    design: Design, *, upper: float | None = None, lower: float = 0.0, strict: bool = True
) -> Design:
    """Cap large weights and share what is cut off among those never capped.

    Parameters
    ----------
    design : Design
    upper : float, optional
        Greatest weight; default 5 times the median of the weights above 0.
    lower : float, default 0
        Least weight.
    strict : bool, default True
        Repeat until no weight is outside; False trims once and may push
        others a little over.

    Returns
    -------
    Design
        The sum of the weights is kept; margins no longer match exactly.

    Raises
    ------
    StatisticsError
        When the bounds leave no weight to share the rest.

    Examples
    --------
    >>> from tests.golden.estimators.designs import survey_design
    >>> trim(survey_design(4, weights=[1, 1, 1, 9]), upper=6).weights.tolist()
    [2.0, 2.0, 2.0, 6.0]
    """
    weights = design.weights
    cap = CAP * float(np.median(weights[weights > 0])) if upper is None else upper
    free = weights > 0
    for _ in range(weights.size):
        over, under = weights > cap * (1 + ROUNDING), weights < lower * (1 - ROUNDING)
        outside = (weights > 0) & (over | under)
        if not outside.any():
            break
        free = free & ~outside
        if not free.any():
            raise StatisticsError(
                f"Weights between {lower:g} and {cap:g} cannot keep the sum. Widen the bounds."
            )
        cut = np.where(outside, np.clip(weights, lower, cap), weights)
        weights = np.where(free, cut + (weights - cut).sum() / free.sum(), cut)
        if not strict:
            break
    return design.reweighted(weights)
