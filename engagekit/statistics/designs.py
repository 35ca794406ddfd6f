"""Survey designs: strata, nested clusters, finite populations, weights, and their variance.

A design is made once, of arrays with one value an answer, and stays whole: a
department is a *domain* (a boolean mask), not a smaller design, so that its
standard error knows of the answers outside it. Variances are those of Taylor
linearisation (Särndal, Swensson and Wretman 1992, chapters 4 and 5; Lumley
2010, chapter 2): influence values times weights, summed in clusters, centred
in strata, stage by stage. They agree with R's `survey`, whose default for a
stratum with one cluster, to refuse, is kept too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

import numpy as np
from numpy.typing import ArrayLike, NDArray

from engagekit.errors import StatisticsError
from engagekit.statistics._estimates import Floats, Mask, is_present
from engagekit.statistics._stages import Lonely, Stage, added

Codes = NDArray[np.int64]
SHORT = 1e-9
"""Part by which a population may fall short of its sample and still be it: a count that came out of
a sampled share (n over n/N) is off by rounding, one that is too small by a person or more."""


class Adjustment(Protocol):
    """Say how weights that were fitted to a roster take variance away (see `weighting`)."""

    def residuals(self, values: Floats) -> Floats:
        """Return weighted influence values (n, k), less what the roster already tells."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class Design:
    """Describe how answers were drawn and weighted; make one with `survey_design`.

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

    weights: Floats
    strata: Codes
    clusters: Codes
    sampled: Floats
    population: Floats
    finite: bool
    names: tuple[str, ...]
    adjustments: tuple[Adjustment, ...] = ()
    lonely: Lonely = "fail"

    @property
    def n(self) -> int:
        """Return the number of answers, those with weight 0 included."""
        return int(self.weights.shape[0])

    def reweighted(self, weights: ArrayLike, *adjustments: Adjustment) -> Design:
        """Return the same design with other weights and more adjustments."""
        return replace(
            self, weights=_weights(weights, self.n), adjustments=(*self.adjustments, *adjustments)
        )


def survey_design(
    n: int,
    *,
    weights: ArrayLike | None = None,
    strata: ArrayLike | Sequence[ArrayLike] | None = None,
    clusters: ArrayLike | Sequence[ArrayLike] | None = None,
    fpc: ArrayLike | Sequence[ArrayLike] | None = None,
    nest: bool = False,
    lonely: Lonely = "fail",
) -> Design:
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
    return Design(
        _weights(weights, n), blocks, rows, sampled, population, finite, names, lonely=lonely
    )


def degrees_of_freedom(design: Design, domain: ArrayLike | None = None) -> int:
    """Return clusters less strata, counting only those with an answer in the domain.

    Parameters
    ----------
    domain : array of bool, shape (n,), optional
        The answers of a department, say; default all.

    Examples
    --------
    >>> design = survey_design(5, strata=["a", "a", "b", "b", "b"])
    >>> degrees_of_freedom(design), degrees_of_freedom(design, [0, 0, 1, 1, 0])
    (3, 1)
    """
    inside = (design.weights > 0) & mask(domain, design.n)
    clusters, strata = design.clusters[inside, 0], design.strata[inside, 0]
    return int(np.unique(clusters).size - np.unique(strata).size)


def covariance(design: Design, influence: ArrayLike) -> Floats:
    """Return the covariance of weighted totals of influence values.

    Parameters
    ----------
    influence : array of shape (n,) or (n, k)
        How much one more person like this one would move each estimate; 0
        outside a domain.

    Raises
    ------
    StatisticsError
        When a stratum not sampled to the full has one cluster and `lonely` is "fail".

    Notes
    -----
    For the stage with strata h of m sampled among M clusters:
    sum over h of (1 - m/M) m/(m - 1) sum of squared deviations of the cluster
    totals; each cluster adds m/M times the same of the stage below
    (Särndal et al. 1992, result 4.3.1).
    """
    values = np.asarray(influence, dtype=np.float64)
    values = values.reshape(design.n, -1) * design.weights[:, None]
    for adjustment in design.adjustments:
        values = adjustment.residuals(values)
    share = np.ones(design.n)
    total = np.zeros((values.shape[1], values.shape[1]))
    for stage in range(design.clusters.shape[1]):
        clusters, first, row = np.unique(
            design.clusters[:, stage], return_index=True, return_inverse=True
        )
        totals = np.zeros((clusters.size, values.shape[1]))
        np.add.at(totals, row.reshape(-1), values)
        above = design.clusters[first, stage - 1] if stage else np.zeros_like(first)
        one = Stage(
            totals,
            codes(design.strata[first, stage])[0],
            codes(above)[0],
            design.sampled[first, stage],
            design.population[first, stage],
            share[first],
        )
        if design.lonely == "fail":
            _refuse_lonely(design, design.strata[first, 0], one.alone, stage)
        total += added(one, design.lonely)
        if not design.finite:
            break
        share = share * design.sampled[:, stage] / design.population[:, stage]
    return total


def mask(domain: ArrayLike | None, n: int) -> Mask:
    """Return a domain as a boolean array; everyone when none is given."""
    if domain is None:
        return np.ones(n, dtype=np.bool_)
    chosen = np.asarray(domain, dtype=np.bool_)
    if chosen.shape != (n,):
        raise StatisticsError(
            f"The domain has shape {chosen.shape}, the design {n} answers. "
            "Give one true or false an answer."
        )
    return chosen


def codes(values: ArrayLike) -> tuple[Codes, NDArray[Any]]:
    """Return values as numbers 0, 1, ... in sorted order, and the values of these numbers."""
    array = np.asarray(values)
    if array.dtype.kind == "O":
        array = np.array([str(one) for one in array])
    names, numbered = np.unique(array, return_inverse=True)
    return numbered.reshape(-1).astype(np.int64), names


def _refuse_lonely(design: Design, strata: Codes, lonely: Mask, stage: int) -> None:
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


def _weights(weights: ArrayLike, n: int) -> Floats:
    """Return weights that are there, not negative, and not all 0."""
    array = np.asarray(weights, dtype=np.float64)
    if array.shape != (n,):
        raise StatisticsError(
            f"The weights have shape {array.shape}, the design {n} answers. Give one an answer."
        )
    wrong = ~np.isfinite(array) | (array < 0)
    if wrong.any():
        raise StatisticsError(
            f"{int(wrong.sum())} of {n} weights are missing, infinite or negative. "
            "Correct them, or give 0 to leave an answer out."
        )
    if not (array > 0).any():
        raise StatisticsError("All weights are 0. Nothing can be estimated from them.")
    return array


def _listed(columns: ArrayLike | Sequence[ArrayLike]) -> list[ArrayLike]:
    """Return one array or a list of arrays as a list."""
    first: Any = columns[0] if isinstance(columns, list | tuple) and len(columns) else None
    several = isinstance(first, list | tuple | np.ndarray)
    return list(columns) if several else [columns]  # type: ignore[arg-type, list-item]


def _columns(
    columns: ArrayLike | Sequence[ArrayLike] | None, n: int, name: str
) -> list[tuple[Codes, NDArray[Any]]]:
    """Return codes and names of each array; an error names the array that lacks a value."""
    coded = []
    for column in [] if columns is None else _listed(columns):
        array = np.asarray(column)
        if array.shape != (n,):
            raise StatisticsError(
                f"{name} has shape {array.shape}, the design {n} answers. Give one an answer."
            )
        missing = int((~is_present(array)).sum())
        if missing:
            raise StatisticsError(
                f"{name} is missing for {missing} of {n} answers. Give them a name of its own."
            )
        coded.append(codes(array))
    return coded
