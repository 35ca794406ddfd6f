"""Weighting answers to a roster: post-stratification, raking, calibration, trimming.

Each returns a new design that remembers how its weights came about, so that
standard errors use what the roster already tells: the residuals, not the
weights alone. Weighting cannot mend who chose to answer.

`calibrate` (with "raking") is the kit's variance for raked weights: residuals
of a regression weighted with the design weights (Deville and Särndal 1992).
`rake` gives the same weights; its own variance, ten sweeps of unweighted cell
means, is that of R's `survey::rake` and kept for comparison.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from engagekit.errors import StatisticsError
from engagekit.statistics._estimates import Floats
from engagekit.statistics._residuals import CellResiduals, FittedResiduals, SweptResiduals
from engagekit.statistics.designs import Codes, Design, codes


class _Margin(NamedTuple):
    """One roster variable: the category of each answer, and the people in each."""

    category: Codes
    names: list[Any]
    people: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Raked:
    """A raked design and how raking went.

    Attributes
    ----------
    design : Design
    iterations : int
        Sweeps over all margins.
    margin_error : float
        Largest difference from a margin, as a share of the roster.
    least_ratio, greatest_ratio : float
        New over old weights.
    """

    design: Design
    iterations: int
    margin_error: float
    least_ratio: float
    greatest_ratio: float


def post_stratify(design: Design, category: ArrayLike, people: Mapping[Any, float]) -> Design:
    """Make the weights add up to the roster in every category of one variable.

    Parameters
    ----------
    design : Design
    category : array of shape (n,)
        Of each answer; for two variables at once give their combination.
    people : mapping
        Category -> people on the roster.

    Returns
    -------
    Design
        With variances from post-stratified residuals (Valliant 1993).

    Raises
    ------
    StatisticsError
        When a category of the roster has no answer, or one of the answers is
        not on the roster.

    Examples
    --------
    >>> from engagekit.statistics.designs import survey_design
    >>> weighted = post_stratify(survey_design(3), ["a", "a", "b"], {"a": 6, "b": 4})
    >>> weighted.weights.tolist()
    [3.0, 3.0, 4.0]
    """
    margin = _margin(design, category, people, "The category")
    sums = np.bincount(margin.category, weights=design.weights, minlength=len(margin.names))
    ratio = np.divide(margin.people, sums, out=np.zeros_like(sums), where=sums > 0)
    after = design.weights * ratio[margin.category]
    return design.reweighted(after, CellResiduals(margin.category, after, design.weights))


def rake(
    design: Design,
    margins: Sequence[tuple[ArrayLike, Mapping[Any, float]]],
    *,
    tolerance: float = 1e-10,
    greatest_error: float = 1e-6,
    sweeps: int = 200,
    variance: Literal["calibrated", "swept"] = "calibrated",
) -> Raked:
    """Make the weights add up to the roster on several variables, one by one in turn.

    Parameters
    ----------
    design : Design
    margins : sequence of (array of shape (n,), mapping)
        Category of each answer, and category -> people on the roster. All
        margins must add up to the same roster.
    tolerance : float, default 1e-10
        Largest change of a weight, relative, at which raking stops.
    greatest_error : float, default 1e-6
        Largest difference from a margin allowed, as a share of the roster.
    sweeps : int, default 200
    variance : {"calibrated", "swept"}
        "calibrated" for reports; "swept" for comparison with R's `rake`.

    Returns
    -------
    Raked

    Raises
    ------
    StatisticsError
        When raking does not meet the margins: report unweighted results then.
        Also when margins disagree on the size of the roster, or categories do
        not match.

    Notes
    -----
    Deming and Stephan (1940).

    Examples
    --------
    >>> from engagekit.statistics.designs import survey_design
    >>> found = rake(
    ...     survey_design(4),
    ...     [(["a", "a", "b", "b"], {"a": 6, "b": 4}), (["x", "y", "x", "y"], {"x": 5, "y": 5})],
    ... )
    >>> found.design.weights.round(6).tolist()
    [3.0, 3.0, 2.0, 2.0]
    """
    read = _margins(design, margins)
    weights, before, iterations = design.weights.copy(), design.weights, 0
    while iterations < sweeps:
        before, iterations = weights, iterations + 1
        for margin in read:
            weights = weights * _ratios(weights, margin)[margin.category]
        if _change(before, weights) < tolerance:
            break
    error = max(_margin_error(weights, margin) for margin in read)
    if _change(before, weights) >= tolerance or not error < greatest_error:
        raise StatisticsError(
            f"Raking did not meet the roster margins after {iterations} sweeps (off by "
            f"{error:.2g} of the roster). Merge small categories, or report unweighted results."
        )
    ratio = weights[design.weights > 0] / design.weights[design.weights > 0]
    adjustment = (
        FittedResiduals(_indicators(read, design.n), weights, design.weights)
        if variance == "calibrated"
        else SweptResiduals(tuple(margin.category for margin in read), weights)
    )
    return Raked(
        design=design.reweighted(weights, adjustment),
        iterations=iterations,
        margin_error=float(error),
        least_ratio=float(ratio.min()),
        greatest_ratio=float(ratio.max()),
    )


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

    Parameters
    ----------
    design : Design
    columns : array of shape (n, k)
        Numbers known of everyone on the roster; 0/1 for categories.
    totals : array of shape (k,)
        Their totals over the roster.
    method : {"raking", "linear"}
        "raking" keeps weights above 0; "linear" may not, and then fails.
    steps : int, default 200
    tolerance : float, default 1e-12
        Relative error of the totals.

    Returns
    -------
    Design

    Raises
    ------
    StatisticsError
        When the totals cannot be met, or a weight would be negative.

    Notes
    -----
    Deville and Särndal (1992), by Newton's method.

    Examples
    --------
    >>> from engagekit.statistics.designs import survey_design
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

    Returns
    -------
    columns : array of shape (n, k)
        One for everybody, then one for each category but the first of each margin.
    totals : array of shape (k,)

    Examples
    --------
    >>> from engagekit.statistics.designs import survey_design
    >>> margin_columns(survey_design(2), [(["a", "b"], {"a": 3, "b": 4})])[1].tolist()
    [7.0, 4.0]
    """
    read = _margins(design, margins)
    totals = [np.array([read[0].people.sum()]), *(margin.people[1:] for margin in read)]
    return _indicators(read, design.n), np.concatenate(totals)


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
    >>> from engagekit.statistics.designs import survey_design
    >>> trim(survey_design(4, weights=[1, 1, 1, 9]), upper=6).weights.tolist()
    [2.0, 2.0, 2.0, 6.0]
    """
    weights = design.weights
    cap = 5 * float(np.median(weights[weights > 0])) if upper is None else upper
    free = weights > 0
    for _ in range(weights.size):
        outside = (weights > 0) & ((weights > cap) | (weights < lower))
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


def _margins(
    design: Design, margins: Sequence[tuple[ArrayLike, Mapping[Any, float]]]
) -> list[_Margin]:
    """All margins, checked to add up to the same roster."""
    read = [
        _margin(design, category, people, f"Margin {number}")
        for number, (category, people) in enumerate(margins, start=1)
    ]
    sizes = [float(margin.people.sum()) for margin in read]
    if not read or max(sizes) - min(sizes) > 1e-6 * max(sizes):
        raise StatisticsError(
            f"The margins add up to {', '.join(f'{size:g}' for size in sizes) or 'nothing'}; "
            "they must all add up to the same roster. Give missing values a category of their own."
        )
    return read


def _margin(
    design: Design, category: ArrayLike, people: Mapping[Any, float], subject: str
) -> _Margin:
    """One margin, with as many categories among the answers as on the roster."""
    supplied = np.asarray(category)
    if supplied.shape != (design.n,) or any(one is None or one != one for one in supplied):
        raise StatisticsError(
            f"{subject} must name a category for each of the {design.n} answers. "
            "Give missing values a category of their own."
        )
    used = design.weights > 0
    numbered, matches = codes(supplied)
    names = matches.tolist()
    existing = {str(name): float(count) for name, count in people.items()}
    present = {str(name) for name in np.unique(numbered[used]).tolist() for name in [names[name]]}
    missing = sorted(name for name, count in existing.items() if count > 0 and name not in present)
    extra = sorted(name for name in present if not existing.get(name, 0.0) > 0)
    if missing or extra:
        raise StatisticsError(
            f"{subject}: {_listed(missing)} of the roster without answers, {_listed(extra)} "
            "of the answers not on the roster. Merge these categories with others."
        )
    return _Margin(numbered, names, np.array([existing.get(str(name), 0.0) for name in names]))


def _listed(names: list[str]) -> str:
    """A few names, or 'none'."""
    return ", ".join(names[:3]) + (" and more" if len(names) > 3 else "") if names else "none"


def _ratios(weights: Floats, margin: _Margin) -> Floats:
    """People over the sum of weights, by category."""
    sums = np.bincount(margin.category, weights=weights, minlength=len(margin.names))
    return np.divide(margin.people, sums, out=np.ones_like(sums), where=sums > 0)


def _change(before: Floats, after: Floats) -> float:
    """Largest relative change of a weight."""
    used = before > 0
    return float(np.max(np.abs(after[used] / before[used] - 1)))


def _margin_error(weights: Floats, margin: _Margin) -> float:
    """Largest difference from a margin, as a share of the roster."""
    sums = np.bincount(margin.category, weights=weights, minlength=len(margin.names))
    return float(np.max(np.abs(sums - margin.people)) / margin.people.sum())


def _indicators(margins: list[_Margin], n: int) -> Floats:
    """A column of ones, then 0/1 columns for all categories but the first of each margin."""
    columns: list[NDArray[np.float64]] = [np.ones((n, 1))]
    for margin in margins:
        rest = np.arange(1, len(margin.names))
        columns.append((margin.category[:, None] == rest[None, :]).astype(np.float64))
    return np.concatenate(columns, axis=1)
