"""A design drawn in each stratum apart: no survey of the package has one, cases of R have."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from engagekit.statistics._estimates import Floats, Mask
from engagekit.statistics.weighted import Design


@dataclass(frozen=True, eq=False)
class Stratified(Design):
    """The package's own design, stratum by stratum; variances and degrees add up."""

    strata: tuple[tuple[Mask, float], ...] = ()

    def degrees(self, inside: Mask) -> int:
        return sum(Design.degrees(self, inside & stratum) for stratum, _ in self.strata)

    def spread(self, values: Floats) -> Floats:
        parts = [
            (1 - rows.sum() / population) * Design(self.weights[rows]).spread(values[rows])
            for rows, population in self.strata
        ]
        return np.sum(parts, axis=0)


def stratified(
    strata: ArrayLike,
    weights: ArrayLike,
    populations: Mapping[Any, float] | None = None,
    fitted: Floats | None = None,
) -> Stratified:
    """Every answer drawn by itself, from the people of its stratum."""
    names = np.asarray(strata)
    sizes = populations or {}
    return Stratified(
        np.asarray(weights, dtype=np.float64),
        fitted,
        strata=tuple((names == name, sizes.get(name, np.inf)) for name in np.unique(names)),
    )
