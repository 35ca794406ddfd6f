"""What a measure is, and how records of it are written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Of = Literal["people", "acts", "things", "survey", "unknown"]


@dataclass(frozen=True)
class Measure:
    """What a measure is.

    Attributes
    ----------
    id : str
        As frames bear it. A slot stands for a word, ``{number}`` for a number: ``reach {number}+``.
    unit : str
        The unit of its rows, unless a row has another.
    counts : tuple of str
        What ``n`` and what ``base`` count; empty: nothing. Two measures with one meaning count the
        same people, so that a number that stands in two frames is one cell for `disclosure`.
    of : {"people", "acts", "things", "survey", "unknown"}
        Whom a small count could tell on. ``people``: those counted. ``acts``: things, but each of
        somebody, so protected as people are. ``things``: nobody. ``survey``: those who answered,
        in the quarter of their survey, in whichever one it is reported. ``unknown``: a measure of
        the analyst's own, protected as people are.
    is_opinion : bool
        'All' and 'none' of a group tell what each of them thinks.
    is_part : bool
        A share is ``n`` of ``base``. False: a probability, of which ``n`` of ``base`` is no count.
    is_rounded : bool
        True: on the board it stands rounded and without its counts. What grows from quarter to
        quarter could be subtracted there, and flows are differences of stocks that are told.
    is_tied : bool
        False: its counts are tied to no other number, so it never stands in the board copy.
    """

    id: str
    unit: str
    counts: tuple[str, str]
    of: Of
    is_opinion: bool = False
    is_part: bool = True
    is_tied: bool = True
    is_rounded: bool = False


def records(of: Of, unit: str, *rows: str | tuple[str, str, str]) -> list[Measure]:
    """Return measures of one kind and unit: id, what ``n`` counts, what ``base`` counts.

    An id alone has counts of its own, which no other measure has.
    """
    whole = [(row, row, f"base of {row}") if isinstance(row, str) else row for row in rows]
    return [Measure(name, unit, (n, base), of) for name, n, base in whole]
