"""How alike the chances to answer were: the R-indicator; and every rate of AAPOR."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from engagekit.errors import StatisticsError
from engagekit.statistics._estimates import NOT_GIVEN, Floats, is_constant
from engagekit.statistics.representativeness import DISPOSITIONS, aapor_rates
from tests.golden.estimators.logit import fit_logit


@dataclass(frozen=True, slots=True)
class Indicator:
    """Hold how alike the chances to answer were.

    `r_indicator` is 1 when everyone was as likely to answer; `variation` is
    the coefficient of variation of the chances; `n` people on the roster.
    """

    r_indicator: float
    variation: float
    n: int


def r_indicator(answered: ArrayLike, columns: ArrayLike) -> Indicator:
    """Estimate how alike the chances to answer are over what the roster tells of people.

    Parameters
    ----------
    answered : array of shape (n,)
        1 for everyone on the roster who answered, else 0.
    columns : array of shape (n, k)
        Roster variables as numbers, categories as 0/1 columns (`indicators`),
        without a column of ones.

    Returns
    -------
    Indicator
        A diagnostic for 200 people or more; not adjusted for small samples.

    Raises
    ------
    StatisticsError
        When all or none answered, or the model has no finite fit.

    Notes
    -----
    Schouten, Cobben and Bethlehem (2009): 1 - 2 S(propensity), with a logit
    model and divisor n - 1.

    Examples
    --------
    >>> found = r_indicator([1, 1, 0, 0, 1, 0], [[0], [0], [0], [1], [1], [1]])
    >>> round(found.r_indicator, 3)
    0.635
    """
    y, x = np.asarray(answered, dtype=np.float64), np.asarray(columns, dtype=np.float64)
    if x.ndim != 2 or x.shape[0] != y.size or np.isnan(x).any() or not np.isin(y, (0, 1)).all():
        raise StatisticsError(
            f"{y.size} people with columns of shape {x.shape} cannot be modelled. "
            "Give 0 or 1 a person, and complete columns."
        )
    varying = x[:, [not is_constant(column) for column in x.T]]
    scaled = (varying - varying.mean(axis=0)) / varying.std(axis=0)
    chance = _propensity(y, np.column_stack([np.ones(y.size), scaled]))
    spread = float(chance.std(ddof=1))
    return Indicator(1 - 2 * spread, spread / float(chance.mean()), y.size)


def indicators(values: ArrayLike) -> Floats:
    """Return a variable as columns of numbers: itself, or 0/1 for all its categories but the first.

    Examples
    --------
    >>> indicators(["a", "b", "b"]).tolist()
    [[0.0], [1.0], [1.0]]
    """
    array = np.asarray(values)
    if array.dtype.kind in "fiu":
        return array.astype(np.float64)[:, None]
    named = np.array([str(one) for one in array])
    names = np.unique(named)
    result: Floats = (named[:, None] == names[None, 1:]).astype(np.float64)
    return result


def _propensity(y: Floats, x: Floats) -> Floats:
    """Return the fitted chances of a logit model."""
    from scipy.special import expit

    fit = fit_logit(x, y, np.ones(y.size), np.zeros(x.shape[1]))
    if not fit.finite:
        raise StatisticsError(
            "The chances to answer have no finite fit: in some group everybody or nobody answered. "
            "Merge it with another."
        )
    return np.asarray(expit(x @ fit.coefficients))


def every_rate(counts: Mapping[str, float], *, e: float | None = None) -> dict[str, float]:
    """Return AAPOR outcome rates of a roster whose every person ends in one code.

    Parameters
    ----------
    counts : mapping
        People by code: I complete, P partial, R refusal or break-off, NC no
        contact, O other, UH and UO unknown whether eligible (bounced mail), NE
        not eligible. A code that is absent counts 0.
    e : float, optional
        Share of the unknown taken as eligible; default that of the known
        (CASRO).

    Returns
    -------
    dict
        RR1 to RR6, COOP1 to COOP4, REF1, CON1 and e, all 0 to 1; NaN where
        there is nobody in the base. RR5 and RR6 are meant for rosters without
        unknowns.

    Raises
    ------
    StatisticsError
        For an unknown code or a negative count.

    Notes
    -----
    AAPOR Standard Definitions (2023), "Internet surveys of specifically named
    persons".

    Examples
    --------
    >>> rates = every_rate({"I": 200, "P": 12, "R": 40, "NC": 380, "UH": 8})
    >>> round(rates["RR1"], 4), round(rates["RR2"], 4)
    (0.3125, 0.3312)
    """
    own = aapor_rates(counts)
    i, p, r, nc, o, uh, uo, ne = (float(counts.get(code, 0)) for code in DISPOSITIONS)
    eligible, unknown = i + p + r + nc + o, uh + uo
    part = _over(eligible, eligible + ne) if e is None else e
    guessed = eligible + (part * unknown if unknown else 0.0)
    return {
        **own,
        "RR3": _over(i, guessed),
        "RR4": _over(i + p, guessed),
        "RR5": _over(i, eligible),
        "RR6": _over(i + p, eligible),
        "COOP1": _over(i, i + p + r + o),
        "COOP2": _over(i + p, i + p + r + o),
        "COOP3": _over(i, i + p + r),
        "COOP4": _over(i + p, i + p + r),
        "REF1": _over(r, eligible + unknown),
        "CON1": _over(i + p + r + o, eligible + unknown),
        "e": part,
    }


def _over(part: float, whole: float) -> float:
    """Return a rate, or NaN when there is nobody in the base."""
    return part / whole if whole else NOT_GIVEN
