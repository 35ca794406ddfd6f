"""What fitting weights to a roster leaves of influence values: three ways to take residuals."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engagekit.statistics._estimates import Floats
from engagekit.statistics.designs import Codes

SWEEPS = 10
"""Sweeps over the margins, as in R's `survey`."""


@dataclass(frozen=True, slots=True, eq=False)
class CellResiduals:
    """Residuals from the mean of a post-stratum, weighted with the weights before."""

    category: Codes
    after: Floats
    before: Floats

    def residuals(self, values: Floats) -> Floats:
        """Weighted influence values less the weighted mean of their cell."""
        after = np.where(self.after > 0, self.after, 1.0)[:, None]
        return values - _cell_means(values / after, self.category, self.before) * after


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
                left = left - _cell_means(left, category, alike)
        return left * after


@dataclass(frozen=True, slots=True, eq=False)
class FittedResiduals:
    """Residuals of a regression on the roster variables, weighted with the design weights."""

    columns: Floats
    after: Floats
    before: Floats

    def residuals(self, values: Floats) -> Floats:
        """Weighted influence values less what the roster variables explain."""
        root = np.sqrt(self.before)[:, None]
        after = np.where(self.after > 0, self.after, 1.0)[:, None]
        target = values / after * root
        fitted = np.linalg.lstsq(self.columns * root, target, rcond=None)[0]
        left: Floats = values - self.columns @ fitted * after
        return left


def _cell_means(values: Floats, category: Codes, weights: Floats) -> Floats:
    """The weighted mean of the cell of each row, for columns of values."""
    count = int(category.max()) + 1
    below = np.bincount(category, weights=weights, minlength=count)
    below = np.where(below > 0, below, 1.0)
    sums = np.zeros((count, values.shape[1]))
    np.add.at(sums, category, values * weights[:, None])
    result: Floats = (sums / below[:, None])[category]
    return result
