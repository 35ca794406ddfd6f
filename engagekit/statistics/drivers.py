"""What goes with overall satisfaction: shares of R squared, coefficients, collinearity.

A share says how much of the spread that all drivers explain together falls to one of
them in this survey. It does not say that improving the driver would raise satisfaction.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from engagekit.errors import StatisticsError, error_text
from engagekit.statistics._estimates import ROUNDING, Floats, is_constant, same_length, vector

MOST_DRIVERS = 12
"""Shares ask for a regression on each of 2^12 subsets; thirteen drivers would take twice as long
and one more answer than anybody reads."""
COLLINEAR = 1e-9
"""Least eigenvalue of the drivers' correlations at which they are told apart. Rounding leaves about
1e-15 of one that is 0 in truth; columns that differ for one person in a million leave 1e-6."""


@dataclass(frozen=True, slots=True)
class Shares:
    """Hold how R squared is shared out: `contribution` adds up to `r2`, `share` to 1."""

    r2: float
    contribution: Floats
    share: Floats


@dataclass(frozen=True, slots=True)
class ShareIntervals:
    """Hold percentiles of the bootstrapped shares, one entry a driver.

    `draws` resamples were used; those in which a column was constant or
    followed from the others were left out.
    """

    low: Floats
    high: Floats
    draws: int


@dataclass(frozen=True, slots=True)
class Coefficients:
    """Hold least squares of y on all drivers, one entry a driver.

    `standardised` is the coefficient in standard deviations, `vif` how much collinearity widens
    its variance.
    """

    standardised: Floats
    vif: Floats


def _checked(y: ArrayLike, x: ArrayLike, most: int | None = None) -> tuple[Floats, Floats]:
    """Return the outcome and drivers with enough rows and no collinear columns."""
    outcome, drivers = vector(y, "y"), np.asarray(x, dtype=np.float64)
    if drivers.ndim != 2 or drivers.shape[1] < 1:
        raise StatisticsError("x needs one row a person and one column a driver.")
    same_length(y=outcome, x=drivers)
    people, columns = drivers.shape
    if np.isnan(drivers).any():
        raise StatisticsError(
            f"x holds missing values in {int(np.isnan(drivers).any(axis=1).sum())} rows. "
            "Leave these rows out and say how many they were."
        )
    if most is not None and columns > most:
        raise StatisticsError(error_text("statistics_drivers.checked", columns=columns, most=most))
    if people < columns + 2:
        raise StatisticsError(
            f"x has {people} people for {columns} drivers. Ask about fewer drivers."
        )
    if any(is_constant(column) for column in (outcome, *drivers.T)):
        raise StatisticsError("y or a driver is constant. Leave it out: it goes with nothing.")
    if np.linalg.eigvalsh(_correlations(outcome, drivers)[0])[0] < COLLINEAR:
        raise StatisticsError("One driver follows exactly from the others. Leave it out.")
    return outcome, drivers


def _correlations(y: Floats, x: Floats) -> tuple[Floats, Floats]:
    """Return correlations among drivers, and of each with the outcome (leading axes are kept)."""
    # those of a column that does not vary but for rounding are NaN
    a, b = _standard(x), _standard(y[..., None])
    return np.swapaxes(a, -1, -2) @ a, (b[..., 0][..., None, :] @ a)[..., 0, :]


def _standard(x: Floats) -> Floats:
    """Return columns of mean 0 and length 1; NaN for one that does not vary."""
    away = x - x.mean(axis=-2, keepdims=True)
    length = np.sqrt((away**2).sum(axis=-2, keepdims=True))
    least = ROUNDING * np.abs(x).max(axis=-2, keepdims=True) * np.sqrt(x.shape[-2])
    return np.asarray(away / np.where(length > least, length, np.nan))


def _subset_r2(among: Floats, outward: Floats) -> Floats:
    """Return R squared of every subset of drivers, in the order of their bit masks (last axis)."""
    columns = outward.shape[-1]
    r2 = np.zeros((*outward.shape[:-1], 2**columns))
    for mask in range(1, 2**columns):
        of = [driver for driver in range(columns) if mask >> driver & 1]
        square, side = among[..., of, :][..., of], outward[..., of]
        r2[..., mask] = (np.linalg.solve(square, side[..., None])[..., 0] * side).sum(axis=-1)
    return r2


def _contributions(r2: Floats, columns: int) -> Floats:
    """Return Shapley's average of what each driver adds to every subset of the others."""
    masks = np.arange(2**columns)
    size = np.bitwise_count(masks)
    weight = np.array(
        [math.factorial(s) * math.factorial(columns - s - 1) for s in range(columns)]
    ) / math.factorial(columns)
    parts = []
    for driver in range(columns):
        without = masks[(masks >> driver & 1) == 0]
        gain = r2[..., without | (1 << driver)] - r2[..., without]
        parts.append((gain * weight[size[without]]).sum(axis=-1))
    return np.stack(parts, axis=-1)


def shapley_shares(y: ArrayLike, x: ArrayLike) -> Shares:
    """Estimate the share of R squared of each driver, averaged over all orders of entry.

    Parameters
    ----------
    y : array of shape (people,)
        The outcome, such as overall satisfaction.
    x : array of shape (people, drivers)
        At most 12 drivers.

    Raises
    ------
    StatisticsError
        With more than 12 drivers, too few people, constant or collinear columns.

    Notes
    -----
    Lindeman, Merenda and Gold (1980), known as LMG; Shapley's value of R squared.

    Examples
    --------
    >>> found = shapley_shares([1, 2, 3, 4, 5.5], [[1, 0], [2, 1], [3, 0], [4, 1], [5, 0]])
    >>> bool(np.isclose(found.contribution.sum(), found.r2))
    True
    """
    outcome, drivers = _checked(y, x, MOST_DRIVERS)
    r2 = _subset_r2(*_correlations(outcome, drivers))
    parts = _contributions(r2, drivers.shape[1])
    return Shares(float(r2[-1]), parts, parts / parts.sum())


def bootstrap_shares(
    y: ArrayLike, x: ArrayLike, *, draws: int = 1_000, seed: int = 20261124, level: float = 0.95
) -> ShareIntervals:
    """Estimate how far shares of drivers move when people are drawn anew.

    Parameters
    ----------
    y : array of shape (people,)
    x : array of shape (people, drivers)
        At most 12 drivers.
    draws, seed : int
        Resamples, and the seed that makes them the same every time.

    Raises
    ------
    StatisticsError
        As `shapley_shares`.

    Notes
    -----
    Percentile bootstrap over people (Efron 1979).

    Examples
    --------
    >>> x = np.array([[1, 3], [2, 1], [3, 5], [4, 2], [5, 5], [6, 1], [7, 4], [8, 2.0]])
    >>> found = bootstrap_shares(x[:, 0] + 0.1 * x[:, 1], x, draws=50)
    >>> bool((found.low < found.high).all())
    True
    """
    outcome, drivers = _checked(y, x, MOST_DRIVERS)
    people, columns = drivers.shape
    generator, drawn = np.random.default_rng(seed), []
    batch = max(1, min(draws, 4_000_000 // (people * columns), 40_000_000 // 2**columns // 8))
    for start in range(0, draws, batch):
        picks = generator.integers(0, people, size=(min(batch, draws - start), people))
        among, outward = _correlations(outcome[picks], drivers[picks])
        # resamples whose columns vary and of which none follows from the others
        sound = np.asarray(np.isfinite(among).all(axis=(1, 2)) & np.isfinite(outward).all(axis=1))
        sound[sound] = np.linalg.eigvalsh(among[sound])[:, 0] >= COLLINEAR
        drawn.append(_contributions(_subset_r2(among[sound], outward[sound]), columns))
    parts = np.concatenate(drawn)
    parts = parts[parts.sum(axis=1) > ROUNDING]
    if not parts.size:
        raise StatisticsError("No resample tells the drivers apart. Ask about fewer drivers.")
    shares = parts / parts.sum(axis=1, keepdims=True)
    low, high = np.quantile(shares, [(1 - level) / 2, (1 + level) / 2], axis=0)
    return ShareIntervals(low, high, parts.shape[0])


def regression(y: ArrayLike, x: ArrayLike) -> Coefficients:
    """Fit least squares for what is read beside the shares.

    Parameters
    ----------
    y : array of shape (people,)
    x : array of shape (people, drivers)

    Raises
    ------
    StatisticsError
        With too few people, constant or collinear columns.

    Examples
    --------
    >>> found = regression([1, 2, 3, 5], [[1], [2], [3], [4]])
    >>> found.standardised.round(3).tolist(), found.vif.round(3).tolist()
    ([0.983], [1.0])
    """
    outcome, drivers = _checked(y, x)
    centred, away = drivers - drivers.mean(axis=0), outcome - outcome.mean()
    left, size, right = np.linalg.svd(centred, full_matrices=False)
    coefficient = right.T @ ((left.T @ away) / size)
    inverse = (right.T / size**2) @ right
    spread = drivers.std(axis=0, ddof=1)
    return Coefficients(
        standardised=coefficient * spread / outcome.std(ddof=1),
        vif=np.diag(inverse) * spread**2 * (drivers.shape[0] - 1),
    )
