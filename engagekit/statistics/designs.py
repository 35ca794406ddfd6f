"""Survey designs: clusters, a finite list, weights, and their variance.

A design is made once, of arrays with one value an answer, and stays whole: a
department is a *domain* (a boolean mask), not a smaller design, so that its
standard error knows of the answers outside it. Variances are those of Taylor
linearisation (Särndal, Swensson and Wretman 1992, chapters 4 and 5; Lumley
2010, chapter 2): influence values times weights, summed in clusters, centred.
They agree with R's `survey`. No survey of the kit has strata or stages.
"""

from dataclasses import dataclass, replace
from typing import Any, Protocol

import numpy as np
from numpy.typing import ArrayLike, NDArray

from engagekit.errors import StatisticsError, error_text
from engagekit.statistics._estimates import Floats, Mask, is_present

Codes = NDArray[np.int64]
SHORT = 1e-9
"""Part by which a population may fall short of its sample and still be it: a count that came out of
a sampled share (n over n/N) is off by rounding, one that is too small by a person or more."""
CERTAIN = 1e-7
"""A population sampled to all but this share of it adds no variance: less than one person in ten
million is not sampled, so what is left is rounding of a sampled share such as 0.9999999."""


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
    clusters : array of int, shape (n,)
        Codes of who or what was drawn.
    population : float
        Clusters there are; infinite: no finite-population correction.
    adjustments : tuple
        What post-stratification, raking or calibration left behind.
    """

    weights: Floats
    clusters: Codes
    population: float = np.inf
    adjustments: tuple[Adjustment, ...] = ()

    @property
    def n(self) -> int:
        """Return the number of answers, those with weight 0 included."""
        return int(self.weights.shape[0])

    def reweighted(self, weights: ArrayLike, *adjustments: Adjustment) -> "Design":
        """Return the same design with other weights and more adjustments."""
        return replace(
            self, weights=checked(weights, self.n), adjustments=(*self.adjustments, *adjustments)
        )

    def degrees(self, inside: Mask) -> int:
        """Return clusters that have one of these answers, less one."""
        return max(int(np.unique(self.clusters[inside]).size) - 1, 0)

    def spread(self, values: Floats) -> Floats:
        """Return the covariance of totals of weighted values (n, k); see `covariance`."""
        clusters, row = np.unique(self.clusters, return_inverse=True)
        totals = np.zeros((clusters.size, values.shape[1]))
        np.add.at(totals, row.reshape(-1), values)
        m = clusters.size
        left = 1 - m / self.population
        if left < CERTAIN:
            return np.zeros((values.shape[1], values.shape[1]))
        if m == 1:
            raise StatisticsError(error_text("statistics_designs.spread"))
        centred = totals - totals.sum(axis=0) / m
        result: Floats = (centred * (left * m / (m - 1))).T @ centred
        return result


def survey_design(
    n: int, *, clusters: ArrayLike | None = None, population: float = np.inf
) -> Design:
    """Describe how the answers were drawn; each stands for as many people.

    Parameters
    ----------
    n : int
        Number of answers.
    clusters : array of shape (n,), optional
        Who was drawn, e.g. persons with several answers. Default: each answer.
    population : float, optional
        How many of them there are.

    Raises
    ------
    StatisticsError
        When there is no answer, lengths differ, a cluster is missing, or the population is smaller
        than its sample.

    Examples
    --------
    >>> survey_design(4, population=10).weights.tolist()
    [2.5, 2.5, 2.5, 2.5]
    """
    if n < 1:
        raise StatisticsError("The survey has no answers. Estimate nothing from it.")
    drawn = np.arange(n, dtype=np.int64) if clusters is None else coded(clusters, n, "clusters")[0]
    sampled = int(np.unique(drawn).size)
    if not population >= sampled * (1 - SHORT):
        raise StatisticsError(
            error_text("designs.survey_design", population=population, sampled=sampled)
        )
    weight = population / sampled if np.isfinite(population) else 1.0
    return Design(np.full(n, weight), drawn, population)


def degrees_of_freedom(design: Design, domain: ArrayLike | None = None) -> int:
    """Return clusters less one, counting only those with an answer in the domain.

    Parameters
    ----------
    domain : array of bool, shape (n,), optional
        The answers of a department, say; default all.

    Examples
    --------
    >>> design = survey_design(5, clusters=["a", "a", "b", "b", "c"])
    >>> degrees_of_freedom(design), degrees_of_freedom(design, [0, 0, 1, 1, 0])
    (2, 0)
    """
    return design.degrees((design.weights > 0) & mask(domain, design.n))


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
        When one cluster alone was drawn, of several.

    Notes
    -----
    Of m clusters sampled among M: (1 - m/M) m/(m - 1) times the sum of squared deviations of the
    cluster totals (Särndal et al. 1992, result 4.3.1).
    """
    values = np.asarray(influence, dtype=np.float64)
    values = values.reshape(design.n, -1) * design.weights[:, None]
    for adjustment in design.adjustments:
        values = adjustment.residuals(values)
    return design.spread(values)


def mask(domain: ArrayLike | None, n: int) -> Mask:
    """Return a domain as a boolean array; everyone when none is given."""
    if domain is None:
        return np.ones(n, dtype=np.bool_)
    chosen = np.asarray(domain, dtype=np.bool_)
    if chosen.shape != (n,):
        raise StatisticsError(error_text("statistics_designs.mask", shape=chosen.shape, n=n))
    return chosen


def codes(values: ArrayLike) -> tuple[Codes, NDArray[Any]]:
    """Return values as numbers 0, 1, ... in sorted order, and the values of these numbers."""
    array = np.asarray(values)
    if array.dtype.kind == "O":
        array = np.array([str(one) for one in array])
    names, numbered = np.unique(array, return_inverse=True)
    return numbered.reshape(-1).astype(np.int64), names


def coded(column: ArrayLike, n: int, name: str) -> tuple[Codes, NDArray[Any]]:
    """Return codes and names of an array; an error names the array that lacks a value."""
    array = np.asarray(column)
    if array.shape != (n,):
        raise StatisticsError(error_text("designs.coded", name=name, shape=array.shape, n=n))
    missing = int((~is_present(array)).sum())
    if missing:
        raise StatisticsError(error_text("designs.coded_2", name=name, missing=missing, n=n))
    return codes(array)


def checked(weights: ArrayLike, n: int) -> Floats:
    """Return weights that are there, not negative, and not all 0."""
    array = np.asarray(weights, dtype=np.float64)
    if array.shape != (n,):
        raise StatisticsError(error_text("statistics_designs.checked", shape=array.shape, n=n))
    wrong = ~np.isfinite(array) | (array < 0)
    if wrong.any():
        raise StatisticsError(error_text("designs.checked", count=int(wrong.sum()), n=n))
    if not (array > 0).any():
        raise StatisticsError("All weights are 0. Nothing can be estimated from them.")
    return array
