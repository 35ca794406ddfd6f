"""Weighting answers to a roster: post-stratification, raking.

Each returns a new design that remembers how its weights came about, so that standard errors use
what the roster already tells: the residuals, not the weights alone. Weighting cannot mend who chose
to answer.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from engagekit.errors import StatisticsError, error_text
from engagekit.statistics._estimates import Floats, is_present
from engagekit.statistics.designs import Codes, Design, codes

TOLERANCE = 1e-10
"""Largest relative change of a weight in a sweep at which raking has settled: far above rounding
(1e-15 a margin), and no estimate moves by it in a digit that is shown. Where two variables nearly
repeat each other weights still move after the last sweep; then the margins alone decide."""
GREATEST_ERROR = 1e-6
"""Largest difference from a margin, as a share of the roster: a tenth of a person in 100,000."""
SWEEPS = 200
"""Sweeps over all margins: raking that can meet its margins takes five to fifty."""


class Margin(NamedTuple):
    """Hold one roster variable: the category of each answer, and the people in each."""

    category: Codes
    names: list[Any]
    people: Floats


@dataclass(frozen=True, slots=True, eq=False)
class CellResiduals:
    """Take residuals from the mean of a post-stratum, weighted with the weights before."""

    category: Codes
    after: Floats
    before: Floats

    def residuals(self, values: Floats) -> Floats:
        """Return weighted influence values less the weighted mean of their cell."""
        after = np.where(self.after > 0, self.after, 1.0)[:, None]
        return values - cell_means(values / after, self.category, self.before) * after


@dataclass(frozen=True, slots=True, eq=False)
class FittedResiduals:
    """Take residuals of a regression on the roster variables, weighted with the design weights."""

    columns: Floats
    after: Floats
    before: Floats

    def residuals(self, values: Floats) -> Floats:
        """Return weighted influence values less what the roster variables explain."""
        root = np.sqrt(self.before)[:, None]
        after = np.where(self.after > 0, self.after, 1.0)[:, None]
        fitted = np.linalg.lstsq(self.columns * root, values / after * root, rcond=None)[0]
        left: Floats = values - self.columns @ fitted * after
        return left


def cell_means(values: Floats, category: Codes, weights: Floats) -> Floats:
    """Return the weighted mean of the cell of each row, for columns of values."""
    count = int(category.max()) + 1
    below = np.bincount(category, weights=weights, minlength=count)
    below = np.where(below > 0, below, 1.0)
    sums = np.zeros((count, values.shape[1]))
    np.add.at(sums, category, values * weights[:, None])
    result: Floats = (sums / below[:, None])[category]
    return result


def post_stratify(design: Design, category: ArrayLike, people: Mapping[Any, float]) -> Design:
    """Make the weights add up to the roster in every category of one variable.

    Parameters
    ----------
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
    after = design.weights * _ratios(design.weights, margin)[margin.category]
    return design.reweighted(after, CellResiduals(margin.category, after, design.weights))


def rake(design: Design, margins: Sequence[tuple[ArrayLike, Mapping[Any, float]]]) -> Design:
    """Make the weights add up to the roster on several variables, one by one in turn.

    Parameters
    ----------
    margins : sequence of (array of shape (n,), mapping)
        Category of each answer, and category -> people on the roster. All
        margins must add up to the same roster.

    Returns
    -------
    Design
        With variances from residuals of a regression on the margins, weighted with the weights
        before (Deville and Särndal 1992), as R's `calibrate(calfun="raking")`.

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
    >>> found.weights.round(6).tolist()
    [3.0, 3.0, 2.0, 2.0]
    """
    read = margins_of(design, margins)
    weights, change, iterations = design.weights, np.inf, 0
    while iterations < SWEEPS and change >= TOLERANCE:
        before, iterations = weights, iterations + 1
        for margin in read:
            weights = weights * _ratios(weights, margin)[margin.category]
        used = before > 0
        change = float(np.max(np.abs(weights[used] / before[used] - 1)))
    sums = [np.bincount(one.category, weights, minlength=len(one.names)) for one in read]
    error = max(
        float(np.max(np.abs(got - one.people)) / one.people.sum())
        for got, one in zip(sums, read, strict=True)
    )
    if not error < GREATEST_ERROR:
        raise StatisticsError(error_text("weighting.rake", iterations=iterations, error=error))
    adjustment = FittedResiduals(indicators(read, design.n), weights, design.weights)
    return design.reweighted(weights, adjustment)


def margins_of(
    design: Design, margins: Sequence[tuple[ArrayLike, Mapping[Any, float]]]
) -> list[Margin]:
    """Return all margins, checked to add up to the same roster."""
    read = [
        _margin(design, category, people, f"Margin {number}")
        for number, (category, people) in enumerate(margins, start=1)
    ]
    sizes = [float(margin.people.sum()) for margin in read]
    if not read or max(sizes) - min(sizes) > GREATEST_ERROR * max(sizes):
        raise StatisticsError(
            f"The margins add up to {', '.join(f'{size:g}' for size in sizes) or 'nothing'}; "
            "they must all add up to the same roster. Give missing values a category of their own."
        )
    return read


def _margin(
    design: Design, category: ArrayLike, people: Mapping[Any, float], subject: str
) -> Margin:
    """Return one margin, with as many categories among the answers as on the roster."""
    array = np.asarray(category)
    if array.shape != (design.n,) or not is_present(array).all():
        raise StatisticsError(error_text("weighting.margin", subject=subject, n=design.n))
    numbered, unique = codes(array)
    names, roster = unique.tolist(), {str(name): float(count) for name, count in people.items()}
    answers = {str(names[one]) for one in np.unique(numbered[design.weights > 0])}
    missing = sorted(name for name, count in roster.items() if count > 0 and name not in answers)
    extra = sorted(name for name in answers if not roster.get(name, 0.0) > 0)
    if missing or extra:
        raise StatisticsError(
            f"{subject}: {_listed(missing)} of the roster without answers, {_listed(extra)} "
            "of the answers not on the roster. Merge these categories with others."
        )
    return Margin(numbered, names, np.array([roster.get(str(name), 0.0) for name in names]))


def _listed(names: list[str]) -> str:
    """Return a few names, or 'none'."""
    return ", ".join(names[:3]) + (" and more" if len(names) > 3 else "") if names else "none"


def _ratios(weights: Floats, margin: Margin) -> Floats:
    """Return people over the sum of weights, by category."""
    sums = np.bincount(margin.category, weights=weights, minlength=len(margin.names))
    return np.divide(margin.people, sums, out=np.ones_like(sums), where=sums > 0)


def indicators(margins: list[Margin], n: int) -> Floats:
    """Return a column of ones, then 0/1 columns for all but the first category of each margin."""
    columns = [margin.category[:, None] == np.arange(1, len(margin.names)) for margin in margins]
    return np.concatenate([np.ones((n, 1)), *columns], axis=1)
