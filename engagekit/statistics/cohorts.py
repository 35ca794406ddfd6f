"""Who came back: counts of a roster, by period."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from engagekit.errors import StatisticsError
from engagekit.statistics._estimates import Floats, same_length, vector
from engagekit.statistics.proportions import wilson_limits

Counts = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Retention:
    """Hold cohorts in rows, age in periods in columns; NaN where the period is not over yet.

    `cohorts` of shape (c,): the period of the first touch; `sizes` of shape (c,): people
    of that cohort, leavers included; `active` (people), `share`, `low` and `high` of
    shape (c, a) with a the number of ages.
    """

    cohorts: Counts
    sizes: Counts
    active: Floats
    share: Floats
    low: Floats
    high: Floats


def retention(
    person: ArrayLike, period: ArrayLike, *, last: int | None = None, level: float = 0.95
) -> Retention:
    """Estimate the share of each cohort that was active again, by periods since its first.

    Parameters
    ----------
    person : array of shape (rows,)
        Whose touch it was (any kind of key).
    period : array of shape (rows,)
        In which period, as whole numbers that count up by one (quarter 0, 1, 2, ...).
        Several touches of a person in a period count once.
    last : int, optional
        The last period that is complete; the latest one in the data by default. Later
        rows are left out.
    level : float

    Returns
    -------
    Retention
        Wilson intervals.

    Raises
    ------
    StatisticsError
        When there is no row, or a period is no whole number.

    Examples
    --------
    >>> found = retention(["a", "b", "a", "c"], [0, 0, 1, 1])
    >>> found.share.tolist()
    [[1.0, 0.5], [1.0, nan]]
    """
    when = vector(period, "period")
    who = np.asarray(person)
    same_length(person=who, period=when)
    if (when != np.floor(when)).any():
        raise StatisticsError("period holds fractions. Number the periods 0, 1, 2 and so on.")
    end = int(when.max()) if last is None else int(last)
    keep = when <= end
    if not keep.any():
        raise StatisticsError(f"period holds nothing up to {end}. Choose a later last period.")
    _, place = np.unique(who[keep], return_inverse=True)
    at = when[keep].astype(np.int64)
    first = np.full(place.max() + 1, np.iinfo(np.int64).max)
    np.minimum.at(first, place, at)
    cohorts, sizes = np.unique(first, return_counts=True)
    pairs = np.unique(np.column_stack([place, at]), axis=0)
    age = pairs[:, 1] - first[pairs[:, 0]]
    row = np.searchsorted(cohorts, first[pairs[:, 0]])
    ages = int(end - cohorts.min()) + 1
    active = np.zeros((cohorts.size, ages))
    np.add.at(active, (row, age), 1)
    active[cohorts[:, None] + np.arange(ages) > end] = np.nan
    base = np.broadcast_to(sizes[:, None], active.shape)
    low, high = wilson_limits(active, base, level)
    return Retention(cohorts, sizes.astype(np.int64), active, active / base, low, high)
