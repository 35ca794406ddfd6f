"""Survey designs: weights, and their variance.

A design is made once, of arrays with one value an answer, and stays whole: a
department is a *domain* (a boolean mask), not a smaller design, so that its
standard error knows of the answers outside it. Variances are those of Taylor
linearisation (Särndal, Swensson and Wretman 1992, chapters 4 and 5; Lumley
2010, chapter 2): influence values times weights, centred. They agree with R's
`survey`. No survey of the kit has strata, clusters or stages.
"""

from dataclasses import dataclass, replace
from typing import Any, Protocol

import numpy as np
from numpy.typing import ArrayLike, NDArray

from engagekit.errors import StatisticsError, error_text
from engagekit.statistics._estimates import Floats, Mask

Codes = NDArray[np.int64]


class Adjustment(Protocol):
    """Say how weights that were fitted to a roster take variance away (see `weighting`)."""

    def residuals(self, values: Floats) -> Floats:
        """Return weighted influence values (n, k), less what the roster already tells."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class Design:
    """Describe how answers were weighted; make one with `survey_design`.

    Attributes
    ----------
    weights : array of shape (n,)
        People of the roster each answer stands for; 0 leaves an answer out.
    adjustments : tuple
        What post-stratification, raking or calibration left behind.
    """

    weights: Floats
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
        """Return how many these answers are, less one."""
        return max(int(inside.sum()) - 1, 0)

    def spread(self, values: Floats) -> Floats:
        """Return the covariance of totals of weighted values (n, k); see `covariance`."""
        if self.n == 1:
            raise StatisticsError(error_text("statistics_designs.spread"))
        centred = values - values.sum(axis=0) / self.n
        result: Floats = (centred * (self.n / (self.n - 1))).T @ centred
        return result


def survey_design(n: int) -> Design:
    """Describe answers each of which stands for one person.

    Parameters
    ----------
    n : int
        Number of answers.

    Raises
    ------
    StatisticsError
        When there is no answer.

    Examples
    --------
    >>> survey_design(4).weights.tolist()
    [1.0, 1.0, 1.0, 1.0]
    """
    if n < 1:
        raise StatisticsError("The survey has no answers. Estimate nothing from it.")
    return Design(np.ones(n))


def degrees_of_freedom(design: Design, domain: ArrayLike | None = None) -> int:
    """Return the number of answers in the domain, less one.

    Parameters
    ----------
    domain : array of bool, shape (n,), optional
        The answers of a department, say; default all.

    Examples
    --------
    >>> design = survey_design(5)
    >>> degrees_of_freedom(design), degrees_of_freedom(design, [0, 0, 1, 1, 0])
    (4, 1)
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
        When there is one answer alone.

    Notes
    -----
    Of n answers: n/(n - 1) times the sum of squared deviations (Särndal et al. 1992, result 4.3.1).
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
