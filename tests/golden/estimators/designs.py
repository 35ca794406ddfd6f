"""Survey designs with strata, nested clusters and finite populations of each stage.

They agree with R's `survey`, whose default for a stratum with one cluster, to refuse, is kept too.
Every estimator of the package takes one in place of its own `Design`, which is the one of these
without strata and with one stage.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from engagekit.errors import StatisticsError
from engagekit.statistics._estimates import Floats, Mask
from engagekit.statistics.designs import SHORT, Codes, Design, checked, coded, codes
from tests.golden.estimators.stages import Lonely, Stage, added


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Staged(Design):
    """A design with strata and stages; make one with `survey_design`.

    Attributes
    ----------
    weights : array of shape (n,)
        People of the roster each answer stands for; 0 leaves an answer out.
    strata, clusters : array of int, shape (n, stages)
        Codes; clusters of one code lie in one stratum.
    sampled, population : array of shape (n, stages)
        Clusters sampled, and clusters there are, in the stratum of the row; a
        population of infinity has no finite-population correction.
    finite : bool
        Whether populations were given: without them only the first stage counts.
    names : tuple of str
        Names of the strata of the first stage, for messages.
    adjustments : tuple
        What post-stratification, raking or calibration left behind.
    lonely : {"fail", "certainty", "adjust", "average"}
        What a stratum with one cluster means.
    """

    strata: Codes
    sampled: Floats
    population: Floats  # type: ignore[assignment]
    finite: bool
    names: tuple[str, ...]
    lonely: Lonely = "fail"

    def degrees(self, inside: Mask) -> int:
        """Clusters less strata that have one of these answers."""
        clusters, strata = self.clusters[inside, 0], self.strata[inside, 0]
        return int(np.unique(clusters).size - np.unique(strata).size)

    def spread(self, values: Floats) -> Floats:
        """The covariance of totals of weighted values.

        For the stage with strata h of m sampled among M clusters: sum over h of (1 - m/M) m/(m - 1)
        sum of squared deviations of the cluster totals; each cluster adds m/M times the same of the
        stage below (Särndal et al. 1992, result 4.3.1).
        """
        share = np.ones(self.n)
        total = np.zeros((values.shape[1], values.shape[1]))
        for stage in range(self.clusters.shape[1]):
            clusters, first, row = np.unique(
                self.clusters[:, stage], return_index=True, return_inverse=True
            )
            totals = np.zeros((clusters.size, values.shape[1]))
            np.add.at(totals, row.reshape(-1), values)
            above = self.clusters[first, stage - 1] if stage else np.zeros_like(first)
            one = Stage(
                totals,
                codes(self.strata[first, stage])[0],
                codes(above)[0],
                self.sampled[first, stage],
                self.population[first, stage],
                share[first],
            )
            if self.lonely == "fail":
                _refuse_lonely(self, self.strata[first, 0], one.alone, stage)
            total += added(one, self.lonely)
            if not self.finite:
                break
            share = share * self.sampled[:, stage] / self.population[:, stage]
        return total


def survey_design(
    n: int,
    *,
    weights: ArrayLike | None = None,
    strata: ArrayLike | Sequence[ArrayLike] | None = None,
    clusters: ArrayLike | Sequence[ArrayLike] | None = None,
    fpc: ArrayLike | Sequence[ArrayLike] | None = None,
    nest: bool = False,
    lonely: Lonely = "fail",
) -> Staged:
    """Describe how the answers were drawn.

    Parameters
    ----------
    n : int
        Number of answers.
    weights : array of shape (n,), optional
        People each answer stands for. Without it they follow from `fpc`, and
        without that, too, every answer has weight 1.
    strata : array of shape (n,), or a list of them, one a stage, optional
        Groups that were sampled apart, e.g. departments.
    clusters : array of shape (n,), or a list of them, one a stage, optional
        Who or what was drawn, e.g. persons with several answers, or teams and
        then people of the teams (outermost first). Default: each answer.
    fpc : array of shape (n,), or a list of them, one a stage, optional
        How many clusters there are in the stratum (all above 1), or the share
        of them that was sampled (all at most 1).
    nest : bool, default False
        Whether cluster names begin anew in every stratum.
    lonely : {"fail", "certainty", "adjust", "average"}, default "fail"
        A stratum with one cluster: an error once a variance is asked for; no variance of its
        own; centred at the mean of all clusters; or the mean variance of the others.

    Raises
    ------
    StatisticsError
        When lengths differ, a value is missing, weights are negative, clusters
        are not nested in strata, or a population is smaller than its sample.

    Examples
    --------
    >>> design = survey_design(4, strata=["Legal", "Legal", "R&D", "R&D"], fpc=[4, 4, 10, 10])
    >>> design.weights.tolist()
    [2.0, 2.0, 5.0, 5.0]
    """
    if n < 1:
        raise StatisticsError("The survey has no answers. Estimate nothing from it.")
    units = [one for one, _ in _columns(clusters, n, "clusters")] or [np.arange(n, dtype=np.int64)]
    coded = _columns(strata, n, "strata")
    names = tuple(str(name) for name in coded[0][1]) if coded else ("",)
    layers = [one for one, _ in coded][: len(units)] or [np.zeros(n, dtype=np.int64)]
    stages = _nested(units, layers, nest=nest and bool(coded))
    rows = np.stack([cluster for cluster, _ in stages], axis=1)
    blocks = np.stack([stratum for _, stratum in stages], axis=1)
    _refuse_crossing(rows[:, 0], blocks[:, 0])
    sampled = np.stack([_count(c, s) for c, s in stages], axis=1)
    population, finite = _population(fpc, sampled)
    if weights is None:
        weights = np.prod(np.where(np.isfinite(population), population / sampled, 1.0), axis=1)
    return Staged(
        weights=checked(weights, n),
        clusters=rows,
        strata=blocks,
        sampled=sampled,
        population=population,
        finite=finite,
        names=names,
        lonely=lonely,
    )


def _refuse_lonely(design: Staged, strata: Codes, lonely: Mask, stage: int) -> None:
    """Raise an error when a stratum has one cluster: its variance cannot be known."""
    if not lonely.any():
        return
    name = design.names[int(strata[lonely][0])]
    inside = f" (in a cluster of {name})" if stage else f" {name}" if name else ""
    raise StatisticsError(
        f"Stratum{inside} has only one cluster at stage {stage + 1}, so its variance is unknown "
        f"({int(np.unique(strata[lonely]).size)} such). Merge it with a stratum like it."
    )


def _refuse_crossing(clusters: Codes, strata: Codes) -> None:
    """Raise an error when a cluster lies in two strata."""
    pairs = np.unique(np.stack([clusters, strata], axis=1), axis=0)
    if pairs.shape[0] > np.unique(clusters).size:
        raise StatisticsError(
            "A cluster has answers in more than one stratum. If cluster names begin anew in "
            "every stratum set nest=True, else correct the strata."
        )


def _nested(units: list[Codes], layers: list[Codes], *, nest: bool) -> list[tuple[Codes, Codes]]:
    """Return clusters and strata of each stage, coded so that each lies within those above."""
    stages: list[tuple[Codes, Codes]] = []
    for stage, unit in enumerate(units):
        layer = layers[stage] if stage < len(layers) else np.zeros_like(unit)
        above = stages[-1][0] if stages else np.zeros_like(unit)
        stratum = _together(above, layer)
        stages.append((_together(stratum if nest else above, unit), stratum))
    return stages


def _together(*columns: Codes) -> Codes:
    """Return one code for each combination of codes that occurs."""
    _, numbered = np.unique(np.stack(columns, axis=1), axis=0, return_inverse=True)
    return numbered.reshape(-1).astype(np.int64)


def _count(clusters: Codes, strata: Codes) -> Floats:
    """Return how many clusters the stratum of each row has in the sample."""
    pairs = np.unique(np.stack([strata, clusters], axis=1), axis=0)
    return np.bincount(pairs[:, 0], minlength=int(strata.max()) + 1)[strata].astype(np.float64)


def _population(
    fpc: ArrayLike | Sequence[ArrayLike] | None, sampled: Floats
) -> tuple[Floats, bool]:
    """Return how many clusters the stratum of each row has, stage by stage."""
    population = np.full(sampled.shape, np.inf)
    if fpc is None:
        return population, False
    sizes = np.stack([np.asarray(one, dtype=np.float64) for one in _listed(fpc)], axis=1)
    sizes = sizes[:, : sampled.shape[1]]
    if sizes.shape[0] != sampled.shape[0] or np.isnan(sizes).any() or (sizes <= 0).any():
        raise StatisticsError(
            "fpc must give a positive number for every answer and stage. Fill in the missing ones."
        )
    if (sizes > 1).any() and (sizes < 1).any():
        raise StatisticsError(
            "fpc mixes shares below 1 and counts above 1. Give either for all strata."
        )
    part = sampled[:, : sizes.shape[1]]
    # Ones are counts where one cluster was sampled of each stratum, else shares: all were sampled.
    counts = sizes if (sizes > 1).any() or bool((sizes == part).all()) else part / sizes
    short = (counts < part * (1 - SHORT)).any(axis=1)
    if short.any():
        row = int(np.argmax(short))
        raise StatisticsError(
            f"fpc of row {row + 1} is smaller than the number sampled in its stratum. "
            "Give the size of the whole stratum."
        )
    population[:, : sizes.shape[1]] = counts
    return population, True


def _listed(columns: ArrayLike | Sequence[ArrayLike]) -> list[ArrayLike]:
    """Return one array or a list of arrays as a list."""
    first: Any = columns[0] if isinstance(columns, list | tuple) and len(columns) else None
    several = isinstance(first, list | tuple | np.ndarray)
    return list(columns) if several else [columns]  # type: ignore[arg-type, list-item]


def _columns(
    columns: ArrayLike | Sequence[ArrayLike] | None, n: int, name: str
) -> list[tuple[Codes, NDArray[Any]]]:
    """Codes and names of each array."""
    return [coded(column, n, name) for column in ([] if columns is None else _listed(columns))]
