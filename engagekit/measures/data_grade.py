"""The data grade, A to D: the weakest part decides and is named."""

from __future__ import annotations

from dataclasses import dataclass

from engagekit.errors import NotMeasuredError
from engagekit.measures.reach import has_dates, identification
from engagekit.measures.response import response_rate
from engagekit.settings.periods import Period
from engagekit.tables.tables import Tables

BOUNDS = (("A", 0.95), ("B", 0.90), ("C", 0.75))
"""Shares of rows from which on a letter is given: one row lost in twenty, in ten, in four."""


@dataclass(frozen=True)
class Grade:
    """A letter, the part that decides it, and the rows behind it.

    Attributes
    ----------
    letter : str
        ``A`` to ``D``.
    reason : str
        ``grade_a, grade_a_no_survey, kept, linked, no_roster, no_dates`` or ``no_response``.
    share : float or None
        The share that decides, where a share does.
    read, kept, named, linked : int
        Rows.
    """

    letter: str
    reason: str
    share: float | None
    read: int
    kept: int
    named: int
    linked: int


def grade(tables: Tables, period: Period) -> Grade:
    """Return how far the numbers of a period can be trusted.

    Parameters
    ----------
    tables : Tables
    period : Period

    Returns
    -------
    Grade
        A: a dated staff list, at least 95 % of rows kept and 95 % of rows that name somebody
        linked, response rate known; B: 90 %; C: 75 %, or head counts in place of a staff list;
        D: less. Rows kept are those of the files that were loaded.
    """
    read = sum(source.rows_read for source in tables.origins)
    retained = sum(source.rows_kept for source in tables.origins)
    named, linked = _linked(tables, period)
    parts: list[tuple[str, str, float | None]] = [
        ("A", "grade_a" if tables.has("responses") else "grade_a_no_survey", None)
    ]
    if read:
        parts.append((_letter(retained / read), "kept", retained / read))
    if named:
        parts.append((_letter(linked / named), "linked", linked / named))
    parts += _sheets(tables, period)
    letter = max(part[0] for part in parts)
    reason, share = next((part[1], part[2]) for part in parts if part[0] == letter)
    return Grade(letter, reason, share, read, retained, named, linked)


def _letter(share: float) -> str:
    return next((letter for letter, bound in BOUNDS if share >= bound), "D")


def _linked(tables: Tables, period: Period) -> tuple[int, int]:
    """Return rows of the period that name somebody, and those linked to the staff list."""
    try:
        ways = identification(tables, during=period).set_index("answer")["n"]
    except NotMeasuredError:
        return 0, 0
    named = int(ways.sum())
    return named, named - int(ways["unidentified"])


def _sheets(tables: Tables, period: Period) -> list[tuple[str, str, float | None]]:
    """Return what the staff list and the invitations allow."""
    matches: list[tuple[str, str, float | None]] = []
    if not tables.has("contacts"):
        matches.append(("C", "no_roster", None))
    elif not has_dates(tables):
        matches.append(("B", "no_dates", None))
    if tables.has("responses"):
        rates = response_rate(tables, during=period)
        if (rates["measure"] == "participation").any():
            matches.append(("B", "no_response", None))
    return matches
