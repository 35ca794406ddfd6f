"""A series of counts before and after a day: the change, and the range it lies in.

Counts of neighbouring days are alike, so their scatter says too little of how far a mean may lie
off. The range goes by overlapping blocks of days, which keep what neighbours share.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from engagekit.errors import StatisticsError, error_text
from engagekit.statistics._estimates import ROUNDING, Floats, critical, vector

LEAST = 2
"""Observations of a kind of day on each side under which it is left out: one has no scatter."""
LEAST_BLOCKS = 3.0
"""Blocks of a side under which no range is given: two do not say how stretches vary."""


@dataclass(frozen=True)
class Change:
    """Hold a level before and after, and the difference with its range.

    Attributes
    ----------
    before, after : float
        Mean of a count over matched days, or the ratio of sums.
    difference, low, high : float
        After less before; the range is missing where there are too few days.
    ratio, ratio_low, ratio_high : float
        After to before; missing where there was nothing before.
    n_before, n_after : int
        Observations that were compared.
    """

    before: float
    after: float
    difference: float
    low: float
    high: float
    ratio: float
    ratio_low: float
    ratio_high: float
    n_before: int
    n_after: int


def matched_change(counts: ArrayLike, is_after: ArrayLike, kinds: ArrayLike) -> Change:
    """Estimate the change of a mean between two stretches, each kind of day by itself.

    Parameters
    ----------
    counts : array of shape (days,)
        In order of time.
    is_after : array of bool
        Which of them come after the change.
    kinds : array of int
        Kind of each day, e.g. its weekday; one number for all where kinds do not matter.

    Raises
    ------
    StatisticsError
        When no kind of day has two observations on each side.

    Notes
    -----
    The difference is that of a regression on kinds of day and the change: kinds weigh by
    ``b a / (b + a)``. Its variance is what a moving-block bootstrap of each side comes to
    (overlapping batch means), with the degrees of freedom of Welch; the ratio goes by its
    logarithm.

    Examples
    --------
    >>> found = matched_change([8, 10, 12, 11, 13, 15], [0, 0, 0, 1, 1, 1], [0] * 6)
    >>> found.before, found.after, found.difference
    (10.0, 13.0, 3.0)
    """
    values = vector(counts, "counts", least=2)
    after = np.asarray(is_after, dtype=bool)
    kind = np.asarray(kinds)
    shared = [
        name
        for name in np.unique(kind)
        if min((kind[after] == name).sum(), (kind[~after] == name).sum()) >= LEAST
    ]
    if not shared:
        raise StatisticsError(error_text("interrupted.matched_change"))
    retained = np.isin(kind, shared)
    values, after, kind = values[retained], after[retained], kind[retained]
    sizes = np.array([[(kind[side] == name).sum() for name in shared] for side in (~after, after)])
    weights = sizes[0] * sizes[1] / sizes.sum(axis=0)
    weights = weights / weights.sum()
    means, parts = [], []
    for side, count in ((~after, sizes[0]), (after, sizes[1])):
        place = np.searchsorted(shared, kind[side])
        by_kind = np.bincount(place, values[side], len(shared)) / count
        means.append(float(weights @ by_kind))
        pull = side.sum() * (weights / count)[place]
        parts.append((pull * (values[side] - by_kind[place]), len(shared)))
    return _change(means, parts)


def share_change(parts: ArrayLike, wholes: ArrayLike, is_after: ArrayLike) -> Change:
    """Estimate the change of a ratio of sums between two stretches.

    Parameters
    ----------
    parts, wholes : array of shape (periods,)
        What is counted, and what it is a share of; in order of time.
    is_after : array of bool

    Raises
    ------
    StatisticsError
        When a stretch has no period, or nothing it is a share of.

    Examples
    --------
    >>> share_change([5, 5, 10, 10], [100, 100, 100, 100], [0, 0, 1, 1]).difference
    0.05
    """
    part, whole = vector(parts, "parts", least=2), vector(wholes, "wholes", least=2)
    after = np.asarray(is_after, dtype=bool)
    ratios, scatter = [], []
    for side in (~after, after):
        if not whole[side].sum() > 0:
            raise StatisticsError("A side of the change has nothing to be a share of.")
        ratio = float(part[side].sum() / whole[side].sum())
        ratios.append(ratio)
        scatter.append(((part[side] - ratio * whole[side]) / whole[side].mean(), 1))
    return _change(ratios, scatter)


def block_length(size: int) -> int:
    """Return how many neighbours go together: the root of their number, a quarter at most.

    Examples
    --------
    >>> [block_length(size) for size in (3, 12, 44, 250)]
    [1, 3, 7, 16]
    """
    return int(max(1, min(round(size**0.5), size // 4)))


def block_variance(scatter: Floats, fitted: int) -> tuple[float, float]:
    """Return the variance of a mean by overlapping blocks, and its degrees of freedom.

    ``fitted`` numbers were estimated before the scatter was taken.
    """
    size, block = len(scatter), block_length(len(scatter))
    free = size - max(fitted, 1)
    if free <= 0 or size / block < LEAST_BLOCKS:
        return float("nan"), float("nan")
    sums = np.convolve(scatter, np.ones(block), mode="valid") / block
    spread = float((sums**2).mean()) * block / size
    lost = size / free * size / (size - block + 1)
    return spread * lost, max(1.5 * (size / block) - fitted / block, 1.0)


def _change(means: list[float], scatter: list[tuple[Floats, int]]) -> Change:
    """Return difference and ratio of two means with their ranges."""
    variances, freedom = zip(*(block_variance(*one) for one in scatter), strict=True)
    before, after = means
    difference = round(after - before, 12)  # 0.05, not 0.05000000000000002
    half = _half(variances, freedom, max(map(abs, means)))
    ratio = after / before if before > 0 else float("nan")
    away = float("nan")
    if before > 0 and after > 0:
        parts = [variance / mean**2 for variance, mean in zip(variances, means, strict=True)]
        away = _half(parts, freedom, 1.0)
    return Change(
        before,
        after,
        difference,
        difference - half,
        difference + half,
        ratio,
        ratio * float(np.exp(-away)),
        ratio * float(np.exp(away)),
        *(len(values) for values, _ in scatter),
    )


def _half(variances: Sequence[float], freedom: Sequence[float], scale: float) -> float:
    """Return half of the range of a difference, with the degrees of freedom of Welch."""
    # there is none where the scatter is rounding of numbers of a scale
    total = sum(variances)
    if not total > (ROUNDING * scale) ** 2:
        return float("nan")
    free = total**2 / sum(part**2 / df for part, df in zip(variances, freedom, strict=True))
    return critical(free) * float(np.sqrt(total))
