"""How often something happens: first causes, touch numbers, events a year.

`cumulative_incidence` answers "how many became champions before they left",
`discrete_hazard` "what is the chance at the seventh touch", `poisson_rate` "how many
champions are lost a year". For curves of a single event see `survival`.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from engagekit.errors import StatisticsError, error_text
from engagekit.statistics._estimates import Estimate, Floats, normal_quantile, same_length, vector
from engagekit.statistics.proportions import wilson_limits

Counts = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class IncidencePoints:
    """Hold the share that met one cause first, read off at chosen times (arrays as `times`)."""

    times: Floats
    estimate: Floats
    se: Floats
    low: Floats
    high: Floats


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


def _incidence_path(
    stop: Floats, kind: NDArray[np.int64], causes: int
) -> tuple[Floats, Floats, Floats]:
    """Return times, shares (times x causes) and standard errors, by influence of each person."""
    # people with the same time and cause have the same influence and are summed
    rows, many = np.unique(np.column_stack([stop, kind]), axis=0, return_counts=True)
    leave, what = rows[:, 0], rows[:, 1].astype(np.int64)
    times = np.unique(leave)
    share, waiting = np.zeros(causes), 1.0
    d_share, d_waiting = np.zeros((rows.shape[0], causes)), np.zeros(rows.shape[0])
    path, spread = np.zeros((times.size, causes)), np.zeros((times.size, causes))
    for step, time in enumerate(times):
        present = leave >= time
        at_risk = float(many[present].sum())
        hit = (leave == time)[:, None] & (what[:, None] == np.arange(1, causes + 1))
        hazard = (many[:, None] * hit).sum(axis=0) / at_risk
        d_hazard = (hit - hazard * present[:, None]) / at_risk
        d_share += d_waiting[:, None] * hazard + waiting * d_hazard
        share = share + waiting * hazard
        d_waiting = d_waiting * (1 - hazard.sum()) - waiting * d_hazard.sum(axis=1)
        waiting *= 1 - float(hazard.sum())
        path[step] = share
        spread[step] = np.sqrt((many[:, None] * d_share**2).sum(axis=0))
    return times, path, spread


def cumulative_incidence(
    time: ArrayLike, cause: Sequence[str | None], *, times: ArrayLike, level: float = 0.95
) -> dict[str, IncidencePoints]:
    """Estimate the share of people who met each cause first, when several compete.

    Parameters
    ----------
    time : array of shape (people,)
        Time of the first cause, or of the last day a person was followed.
    cause : sequence of str or None, of length people
        What happened; None for a person to whom nothing has happened yet.
    times : array of shape (points,)
        When to read the curves; beyond the last time they stay level.

    Returns
    -------
    dict of str to IncidencePoints
        One entry a cause, in alphabetical order.

    Notes
    -----
    Aalen and Johansen (1978); standard errors by the infinitesimal jackknife and the log
    interval of the probability in state, as `survfit` on a factor in R.

    Examples
    --------
    >>> found = cumulative_incidence([1, 2, 3, 4], ["won", "left", None, "won"], times=[2])
    >>> found["won"].estimate.tolist(), found["left"].estimate.tolist()
    ([0.25], [0.25])
    """
    stop, wanted = vector(time, "time"), vector(times, "times")
    names = sorted({name for name in cause if name is not None})
    kind = np.array([0 if name is None else names.index(name) + 1 for name in cause])
    same_length(time=stop, cause=kind)
    at, path, spread = _incidence_path(stop, kind, len(names))
    place, z = np.searchsorted(at, wanted, side="right"), normal_quantile(level)
    points = {}
    for number, name in enumerate(names):
        share = np.concatenate([[0.0], path[:, number]])[place]
        se = np.concatenate([[0.0], spread[:, number]])[place]
        log_se = np.divide(se, share, out=np.zeros_like(se), where=share > 0)
        inner = np.where(share == 0, np.nan, share)
        low, high = inner * np.exp(-z * log_se), np.minimum(inner * np.exp(z * log_se), 1.0)
        points[name] = IncidencePoints(wanted, share, se, low, high)
    return points


def discrete_hazard(
    touches: ArrayLike, acted_at: ArrayLike, *, last: int = 7, level: float = 0.95
) -> Hazard:
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
    had, acted = vector(touches, "touches"), vector(acted_at, "acted_at")
    same_length(touches=had, acted_at=acted)
    if (acted > had).any() or (acted < 0).any():
        raise StatisticsError(error_text("incidence.discrete_hazard"))
    if last < 1:
        raise StatisticsError(f"last is {last}. Show at least the first touch.")
    number = np.arange(1, last + 1, dtype=np.int64)
    at_risk = (np.where(acted > 0, acted, had)[:, None] >= number).sum(axis=0).astype(np.int64)
    events = (acted[:, None] == number).sum(axis=0).astype(np.int64)
    low, high = wilson_limits(events, at_risk, level)
    chance = np.divide(events, at_risk, out=np.full(last, np.nan), where=at_risk > 0)
    return Hazard(number, at_risk, events, chance, low, high, np.cumprod(1 - chance))


def poisson_rate(events: int, exposure: float, *, level: float = 0.95) -> Estimate:
    """Estimate events for each unit of time, with the exact interval.

    Parameters
    ----------
    events : int
        What happened, 0 or more.
    exposure : float
        Time under observation of all people together, such as champion-years.

    Returns
    -------
    Estimate
        In events for each unit of exposure.

    Notes
    -----
    Garwood (1936), as `poisson.test` in R.

    Examples
    --------
    >>> rate = poisson_rate(5, 31)
    >>> round(rate.estimate, 2), round(rate.low, 2), round(rate.high, 2)
    (0.16, 0.05, 0.38)
    """
    from scipy.special import gammaincinv

    if events < 0 or not exposure > 0:
        raise StatisticsError(
            error_text("incidence.poisson_rate", events=events, exposure=exposure)
        )
    tail = (1 - level) / 2
    low = float(gammaincinv(events, tail)) if events else 0.0
    high = float(gammaincinv(events + 1, 1 - tail))
    return Estimate(events / exposure, low / exposure, high / exposure, n=events)
