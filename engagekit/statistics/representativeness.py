"""How far weighting and non-response went: response rates, Kish, respondents against roster."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from engagekit.errors import StatisticsError, error_text
from engagekit.statistics._estimates import NOT_GIVEN, Estimate


def kish(weights: ArrayLike) -> float:
    """Return the effective number of answers of a set of weights.

    Parameters
    ----------
    weights : array of shape (n,)
        Weights of those who answered; 0 counts as not answered.

    Raises
    ------
    StatisticsError
        When no weight is above 0, or one is missing or negative.

    Notes
    -----
    Kish (1965): (sum w)^2 / sum w^2.

    Examples
    --------
    >>> round(kish([1, 1, 2]), 3)
    2.667
    """
    w = np.asarray(weights, dtype=np.float64)
    if not w.size or not np.isfinite(w).all() or (w < 0).any() or not (w > 0).any():
        raise StatisticsError(error_text("statistics_representativeness.kish"))
    w = w[w > 0]
    return float(w.sum() ** 2 / (w**2).sum())


def against_roster(respondents: Mapping[Any, float], roster: Mapping[Any, float]) -> Estimate:
    """Test whether those who answered are made up like the roster.

    Parameters
    ----------
    respondents : mapping
        Category -> people who answered.
    roster : mapping
        Category -> people on the roster (or shares).

    Returns
    -------
    Estimate
        `estimate` is the chi-square of goodness of fit, with `df` and `p_value`.

    Raises
    ------
    StatisticsError
        When the roster has fewer than two categories, or an answer is of none.

    Examples
    --------
    >>> found = against_roster({"a": 30, "b": 10}, {"a": 50, "b": 50})
    >>> found.estimate, found.df, round(found.p_value, 4)
    (10.0, 1, 0.0016)
    """
    from scipy.special import chdtrc

    people = {name: float(count) for name, count in roster.items() if count > 0}
    extra = [name for name, count in respondents.items() if count > 0 and name not in people]
    n, whole = float(sum(respondents.values())), sum(people.values())
    if len(people) < 2 or extra or not n > 0:
        raise StatisticsError(
            f"The roster has {len(people)} categories and lacks {extra[:3]} of the answers. "
            "Give two categories or more, all those of the answers."
        )
    expected = {name: n * count / whole for name, count in people.items()}
    statistic = sum((respondents.get(name, 0.0) - e) ** 2 / e for name, e in expected.items())
    df = len(people) - 1
    return Estimate(float(statistic), df=df, n=n, p_value=float(chdtrc(df, statistic)))


DISPOSITIONS = ("I", "P", "R", "NC", "O", "UH", "UO", "NE")
"""AAPOR codes: complete, partial, refusal or break-off, no contact, other, unknown
whether eligible (UH, UO), not eligible."""


def aapor_rates(counts: Mapping[str, float]) -> dict[str, float]:
    """Return AAPOR response rates of a roster whose every person ends in one code.

    Parameters
    ----------
    counts : mapping
        People by code: I complete, P partial, R refusal or break-off, NC no contact, O other, UH
        and UO unknown whether eligible (bounced mail), NE not eligible. A code that is absent
        counts 0.

    Returns
    -------
    dict
        RR1 and RR2, 0 to 1; NaN where there is nobody in the base.

    Raises
    ------
    StatisticsError
        For an unknown code or a negative count.

    Notes
    -----
    AAPOR Standard Definitions (2023), "Internet surveys of specifically named persons".

    Examples
    --------
    >>> rates = aapor_rates({"I": 200, "P": 12, "R": 40, "NC": 380, "UH": 8})
    >>> round(rates["RR1"], 4), round(rates["RR2"], 4)
    (0.3125, 0.3312)
    """
    odd = [code for code in counts if code not in DISPOSITIONS]
    if odd or any(not counts[code] >= 0 for code in counts):
        raise StatisticsError(
            f"Outcome codes must be counts of {', '.join(DISPOSITIONS)}; found {odd or counts}. "
            "Give each person of the roster one of these codes."
        )
    whole = float(sum(people for code, people in counts.items() if code != "NE"))
    complete, partial = (float(counts.get(code, 0)) for code in ("I", "P"))
    answered = {"RR1": complete, "RR2": complete + partial}
    return {name: n / whole if whole else NOT_GIVEN for name, n in answered.items()}
