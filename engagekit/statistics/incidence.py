"""What the chance of an act is at each touch. For curves of a single event see `survival`."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from engagekit.statistics._estimates import Floats
from engagekit.statistics.proportions import wilson_limits

Counts = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Hazard:
    """Hold the chance at each touch number, each array as long as `number`.

    `at_risk` people came to that touch without the act before; `events` of them acted
    at it; `survival` is the share that has not acted after it.
    """

    number: Counts
    at_risk: Counts
    events: Counts
    estimate: Floats
    low: Floats
    high: Floats
    survival: Floats


def discrete_hazard(touches: ArrayLike, acted_at: ArrayLike, *, last: int = 7) -> Hazard:
    """Estimate the chance of an act at each touch, among those who came to it without one.

    Parameters
    ----------
    touches : array of shape (people,)
        Touches each person has had up to the report date (after the act they may go on).
    acted_at : array of shape (people,)
        Number of the touch at which the person acted; 0 for not yet.
    last : int
        Highest touch number shown, at least 1.

    Returns
    -------
    Hazard
        Arrays of length `last`; Wilson intervals, NaN at touches to which nobody came.

    Notes
    -----
    The share of people with seven touches who ever acted is not a hazard: with the same
    8 % at every touch it passes 40 % at the seventh, though no touch adds anything.

    Examples
    --------
    >>> hazard = discrete_hazard([1, 2, 3, 3], [1, 0, 0, 2], last=3)
    >>> hazard.at_risk.tolist(), hazard.events.tolist()
    ([4, 3, 1], [1, 1, 0])
    """
    had, acted = np.asarray(touches, dtype=float), np.asarray(acted_at, dtype=float)
    number = np.arange(1, last + 1, dtype=np.int64)
    at_risk = (np.where(acted > 0, acted, had)[:, None] >= number).sum(axis=0).astype(np.int64)
    events = (acted[:, None] == number).sum(axis=0).astype(np.int64)
    low, high = wilson_limits(events, at_risk)
    chance = np.divide(events, at_risk, out=np.full(last, np.nan), where=at_risk > 0)
    return Hazard(number, at_risk, events, chance, low, high, np.cumprod(1 - chance))
