"""The data grade, A to D: the weakest part decides and is named."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

from engagekit.errors import NotMeasuredError
from engagekit.facts import facts_of
from engagekit.measures import logging_volume
from engagekit.measures.funding import unread
from engagekit.measures.people import has_dates
from engagekit.measures.response import response_rate
from engagekit.settings.periods import Period
from engagekit.tables.problems import FAULT, QUESTION
from engagekit.tables.tables import Tables

RATE = "response rate (AAPOR RR2)"
BOUNDS = (("A", 0.95), ("B", 0.90), ("C", 0.75))
"""Shares of rows from which on a letter is given: one row lost in twenty, in ten, in four."""
ANSWERED = (("A", 0.5), ("B", 0.3), ("C", 0.15))
"""Response rates: from a half on those who answered outweigh the others; under three in ten the
others decide (as `engagekit.measures.risk`), under three in twenty they could be anything."""
UNEVEN = (("A", 0.9), ("B", 0.8), ("C", 0.7))
"""One less the part of the answers that would have to come from other departments for them to be
made up as those who were asked are."""
STEADY = (("A", 1 / 1.5), ("B", 1 / 2), ("C", 1 / 3))
"""Rows a librarian logged in the thinner of the last two quarters, of those in the fuller."""
POINTS = {"A": 0, "B": 10, "C": 25, "D": 40}
"""What a part of each letter costs of 100: two weak parts outweigh one that is a letter worse."""

Part = tuple[str, str, float | None]
"""A letter, its reason, and the share that decides it."""


@dataclass(frozen=True)
class Grade:
    """A letter, the part that decides it, and the rows behind it.

    Attributes
    ----------
    letter : str
        ``A`` to ``D``.
    reason : str
        ``grade_a, kept, linked, faults, questions, unread_amounts, unread, no_roster, no_dates,
        no_touches, no_survey`` or ``no_response``.
    share : float or None
        The share that decides, where a share does.
    read, kept, named, linked, by_name : int
        Rows; ``named`` are those on which somebody was met, with or without a name, ``by_name``
        those linked by a name alone.
    costs : tuple of (str, int, float or None)
        Each part that costs points: its reason, the points, and the share that decides it.
    """

    letter: str
    reason: str
    share: float | None
    read: int
    kept: int
    named: int
    linked: int
    by_name: int
    costs: tuple[tuple[str, int, float | None], ...] = ()

    @property
    def points(self) -> int:
        """Points of 100 that are left."""
        return max(0, 100 - sum(points for _, points, _ in self.costs))


def grade(tables: Tables, period: Period) -> Grade:
    """Return how far the numbers of a period can be trusted.

    Returns
    -------
    Grade
        A: a dated staff list, at least 95 % of the rows that should count kept, without a fault,
        and linked to somebody on the list, half of those invited answered and evenly, as many rows
        logged as before, every amount read, nothing to ask; B: 90 %, three in ten; C: 75 %, three
        in twenty, or head counts in place of a staff list; D: less, or a file that is not read. No
        loss of data makes it better: a row without a name counts as one that is not linked, a sheet
        that is not there as a weakness. The weakest part decides; ``costs`` says what each costs.
    """
    read = sum(source.rows_read for source in tables.origins)
    retained = sum(source.rows_kept + source.rows_repeated for source in tables.origins)
    met, linked, by_name = _linked(tables, period)
    parts: list[Part] = [("A", "grade_a", None), *_of_load(tables, read, retained)]
    if met:
        parts.append((_letter(linked / met), "linked", linked / met))
    if any(fault.level == QUESTION for fault in tables.faults):
        parts.append(("B", "questions", None))
    if unread(tables):
        parts.append(("B", "unread_amounts", None))
    parts += [*_sheets(tables, period), *_answered(tables, period), *_logged(tables, period)]
    letter = max(part[0] for part in parts)
    reason, share = next((part[1], part[2]) for part in parts if part[0] == letter)
    costs = tuple((reason, POINTS[one], of) for one, reason, of in parts if POINTS[one])
    return Grade(letter, reason, share, read, retained, met, linked, by_name, costs)


def _of_load(tables: Tables, read: int, retained: int) -> Iterator[Part]:
    """Yield what of the rows that should count was kept, and is without a fault."""
    if tables.unread:
        yield "D", "unread", None
    if read:
        at_fault = [one for one in tables.faults if one.level == FAULT and one.row]
        rows = {(one.file, one.sheet, one.row) for one in at_fault}
        sound = 1 - min(len(rows), read) / read
        wanted = read - sum(part.rows for part in tables.left_out if part.on_purpose)
        used = min(1.0, retained / max(wanted, 1))
        yield _letter(used), "kept", used
        yield _letter(sound), "faults", sound


def _letter(share: float, bounds: tuple[tuple[str, float], ...] = BOUNDS) -> str:
    return next((letter for letter, bound in bounds if share >= bound), "D")


def _answered(tables: Tables, period: Period) -> Iterator[Part]:
    """Yield how many of those invited answered, and how evenly over the departments."""
    if not tables.has("responses", "invitations"):
        return
    by = "department" if tables.has("contacts") else None
    rates = response_rate(tables, during=period, by=by)
    rates = rates[rates["measure"] == RATE]
    if rates.empty:
        return
    share = float(rates.iloc[0]["estimate"])
    yield _letter(share, ANSWERED), "answered", share
    each = rates.iloc[1:]
    if len(each) > 1 and each["n"].sum() > 0:
        apart = each["n"] / each["n"].sum() - each["base"] / each["base"].sum()
        even = 1 - float(apart.abs().sum()) / 2
        yield _letter(even, UNEVEN), "uneven", 1 - even


def _logged(tables: Tables, period: Period) -> Iterator[Part]:
    """Yield whether as many rows were logged in the last quarter as in the one before."""
    with suppress(NotMeasuredError):
        found = logging_volume.reach_against_logging(tables, during=period, quarters=2)
        if "rows" in found:
            part = min(found["rows"]) / max(found["rows"])
            yield _letter(part, STEADY), "logging", part


def _linked(tables: Tables, period: Period) -> tuple[int, int, int]:
    """Return rows of the period on which somebody was met, those linked, and by a name alone."""
    facts = facts_of(tables, period)
    if not (tables.has("touches") or tables.has("attendance", "events")):
        return 0, 0, 0
    rows = facts.within(facts.records)
    # A row with a head count alone is a tally: it was never meant to name anybody
    is_tally = rows["head_count"].notna() & rows["display_name"].isna()
    linked = rows.loc[~is_tally].dropna(subset="contact_id")
    return int((~is_tally).sum()), len(linked), int((linked["linked_by"] == "name").sum())


def _sheets(tables: Tables, period: Period) -> Iterator[Part]:
    """Yield what the sheets that are there allow."""
    if not tables.has("contacts"):
        yield "C", "no_roster", None
    elif not has_dates(tables):
        yield "B", "no_dates", None
    if not (tables.has("touches") or tables.has("attendance", "events")):
        yield "C", "no_touches", None
    try:
        tables.need("responses")
        rates = response_rate(tables, during=period)
    except NotMeasuredError:  # no survey, or it was later than the period
        yield "B", "no_survey", None
        return
    if (rates["measure"] == "participation").any():
        yield "B", "no_response", None
