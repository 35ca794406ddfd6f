"""The part of a covariance that one stage of a survey design adds."""

from __future__ import annotations

from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from engagekit.statistics._estimates import Floats, Mask
from engagekit.statistics.designs import CERTAIN

Lonely = Literal["fail", "certainty", "adjust", "average"]
"""What a stratum with one cluster means; see `designs.survey_design`."""


class Stage(NamedTuple):
    """Hold one value a cluster: totals, and where the cluster stands.

    ``totals``: weighted influence values summed, of shape (clusters, k). ``stratum``, ``above``:
    codes, ``above`` of the cluster of the stage above (0 at the first). ``sampled``,
    ``population``, ``share``: clusters of the stratum, and the part of the stages above.
    """

    totals: Floats
    stratum: NDArray[np.int64]
    above: NDArray[np.int64]
    sampled: Floats
    population: Floats
    share: Floats

    @property
    def left(self) -> Floats:
        """Return the part of each stratum that was not sampled."""
        finite = np.isfinite(self.population)
        return np.asarray(np.where(finite, 1 - self.sampled / self.population, 1.0))

    @property
    def alone(self) -> Mask:
        """Return the clusters that are alone in a stratum not sampled to the full."""
        return np.asarray((self.sampled == 1) & (self.left >= CERTAIN))


def added(stage: Stage, lonely: Lonely) -> Floats:
    """Return the covariance (k, k) of one stage; strata with one cluster as `lonely` says."""
    totals, sampled, alone = stage.totals, stage.sampled, stage.alone
    sums = np.zeros((int(stage.stratum.max()) + 1, totals.shape[1]))
    np.add.at(sums, stage.stratum, totals)
    centre = sums[stage.stratum] / sampled[:, None]
    used = np.bincount(stage.stratum, weights=totals.any(axis=1)) > 0
    scale = stage.left * sampled / np.maximum(sampled - 1, 1) * stage.share
    scale = np.where(stage.left < CERTAIN, 0.0, scale)
    if alone.any() and lonely == "adjust":
        centre[alone] = _grand(stage, used)[alone]
    if alone.any() and lonely == "average":
        inflation = _inflation(stage, used)
        scale = np.where(alone, np.where(np.isinf(inflation), np.nan, 0.0), scale * inflation)
    centred = totals - centre
    return (centred * scale[:, None]).T @ centred


def _grand(stage: Stage, used: Mask) -> Floats:
    """Return the mean total of all clusters beside each, over strata that hold anything."""
    groups = int(stage.above.max()) + 1
    sums = np.zeros((groups, stage.totals.shape[1]))
    np.add.at(sums, stage.above, stage.totals)
    _, first = np.unique(stage.stratum, return_index=True)
    present = first[used[stage.stratum[first]]]
    count = np.bincount(stage.above[present], weights=stage.sampled[present], minlength=groups)
    return (sums / np.maximum(count, 1)[:, None])[stage.above]


def _inflation(stage: Stage, used: Mask) -> Floats:
    """Return strata that hold anything over those with a variance; infinite for none."""
    groups = int(stage.above.max()) + 1
    _, first = np.unique(stage.stratum, return_index=True)
    present = first[used[stage.stratum[first]]]
    every = np.bincount(stage.above[present], minlength=groups)
    several = np.bincount(stage.above[present[~stage.alone[present]]], minlength=groups)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.where(every > 0, every / several, 1.0)[stage.above])
