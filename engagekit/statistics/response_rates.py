"""AAPOR response rates of a roster: every person ends in one outcome code."""

from collections.abc import Mapping

from engagekit.errors import StatisticsError
from engagekit.statistics._estimates import NOT_GIVEN

DISPOSITIONS = ("I", "P", "R", "NC", "O", "UH", "UO", "NE")
"""AAPOR codes: complete, partial, refusal or break-off, no contact, other, unknown
whether eligible (UH, UO), not eligible."""


def aapor_rates(counts: Mapping[str, float], *, e: float | None = None) -> dict[str, float]:
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
    i, p, r, nc, o, uh, uo, ne = (float(counts.get(code, 0)) for code in DISPOSITIONS)
    eligible, unknown = i + p + r + nc + o, uh + uo
    part = _over(eligible, eligible + ne) if e is None else e
    guessed = eligible + (part * unknown if unknown else 0.0)
    return {
        "RR1": _over(i, eligible + unknown),
        "RR2": _over(i + p, eligible + unknown),
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
