"""How unevenly contact is spread: Gini between departments, and Theil over people."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from engagekit.errors import StatisticsError
from engagekit.statistics._estimates import Floats, same_length, vector

EVEN = 1e-12
"""Theil's T under which amounts are even: rounding leaves about 1e-16 of 0, and one touch more of
somebody among a million people leaves 1e-7 a person."""


@dataclass(frozen=True, slots=True)
class Theil:
    """Hold Theil's T in natural units: `total` is `between` plus `within` the groups."""

    total: float
    between: float
    within: float

    @property
    def between_share(self) -> float:
        """Return the part of the unevenness that the groups account for, 0 to 1."""
        return self.between / self.total if self.total > EVEN else 0.0


def amounts_of(values: ArrayLike, name: str) -> Floats:
    """Return amounts of 0 or more that are not all 0."""
    array = vector(values, name)
    if (array < 0).any():
        raise StatisticsError(f"{name} holds a negative amount. Give 0 for people never met.")
    if not array.sum() > 0:
        raise StatisticsError(f"{name} is 0 for everybody, so there is nothing to be uneven.")
    return array


def gini_between(totals: ArrayLike, people: ArrayLike) -> float:
    """Return the Gini coefficient between groups, each weighing as many as it has people.

    Parameters
    ----------
    totals : array of shape (groups,)
        Amount of each group, such as its touches.
    people : array of shape (groups,)
        People in each group, all above 0. Merge departments below the threshold first:
        the coefficient tells on them.

    Raises
    ------
    StatisticsError
        When a group has no people, an amount is negative or all are 0.

    Notes
    -----
    Area under the Lorenz curve by trapezoids (Lorenz 1905).

    Examples
    --------
    >>> gini_between([10, 30], [10, 10])
    0.25
    """
    amounts, heads = amounts_of(totals, "totals"), vector(people, "people")
    same_length(totals=amounts, people=heads)
    if not (heads > 0).all():
        raise StatisticsError("people is 0 for a group. Leave out groups without people.")
    order = np.argsort(amounts / heads, kind="stable")
    lorenz = np.concatenate([[0.0], np.cumsum(amounts[order]) / amounts.sum()])
    return float(max(1 - ((heads[order] / heads.sum()) * (lorenz[1:] + lorenz[:-1])).sum(), 0.0))


def theil(values: ArrayLike, group: ArrayLike) -> Theil:
    """Return Theil's T over people, split into between and within groups.

    Parameters
    ----------
    values : array of shape (people,)
        Amounts of 0 or more.
    group : array of shape (people,)
        Name of each person's group.

    Raises
    ------
    StatisticsError
        When an amount is negative or all are 0.

    Notes
    -----
    Theil (1967), natural logarithm, 0 log 0 = 0.

    Examples
    --------
    >>> found = theil([1, 1, 3, 3], ["a", "a", "b", "b"])
    >>> round(found.between, 4), round(found.within, 4)
    (0.1308, 0.0)
    """
    amounts = amounts_of(values, "values")
    names, place = np.unique(np.asarray(group), return_inverse=True)
    same_length(values=amounts, group=place)
    heads = np.bincount(place, minlength=names.size).astype(np.float64)
    sums = np.bincount(place, weights=amounts, minlength=names.size)
    overall = float(amounts.mean())
    parts = np.bincount(place, weights=_x_log_x(amounts / overall), minlength=names.size)
    total = float(parts.sum() / amounts.size)
    between = float((heads * _x_log_x(sums / heads / overall)).sum() / amounts.size)
    return Theil(total, between, max(total - between, 0.0))


def _x_log_x(ratio: Floats) -> Floats:
    """Return the product x log x, with its limit 0 at 0."""
    return np.asarray(ratio * np.log(np.where(ratio > 0, ratio, 1.0)))
