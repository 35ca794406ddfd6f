"""The registry of measures: what each one is, by the id that frames bear in ``measure``.

Everything that must know more of a number than its value asks here: whether its ``n`` counts
people, which other numbers count the same people, whether it goes by the quarter of a survey. The
records stand in ``locale/definitions.toml``, with name, formula and caveat in both languages.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from types import MappingProxyType
from typing import Any, Literal

import pandas as pd

from engagekit.errors import UsageError, error_text, nearest
from engagekit.locale.definitions import records, resolve

__all__ = ["MEASURES", "Measure", "Of", "check", "kinds", "measure"]

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
        What ``n`` and what ``base`` count; empty: nothing. A base that is the ``roster`` is the
        staff list, whose size everybody in the house knows.
    of : {"people", "acts", "things", "survey", "unknown"}
        Whom a small count could tell on. ``people``: those counted. ``acts``: things, but each of
        somebody, so protected as people are. ``things``: nobody. ``survey``: those who answered,
        in the quarter of their survey, in whichever one it is reported. ``unknown``: a measure of
        the analyst's own, protected as people are.
    is_part : bool
        A share is ``n`` of ``base``. False: a probability, of which ``n`` of ``base`` is no count.
    is_flow : bool
        Who came, went or moved, or a curve over people: private, for it is the difference of
        numbers that are told.
    """

    id: str
    unit: str
    counts: tuple[str, str]
    of: Of
    is_part: bool = True
    is_flow: bool = False


def _record(id: str, counts: Sequence[str] = (), **parts: Any) -> Measure:
    n, base = counts or (id, f"base of {id}")
    return Measure(id, counts=(n, base), **parts)


MEASURES: Mapping[str, Measure] = MappingProxyType(
    {id: _record(id, **parts["counted"]) for id, parts in records().items() if "counted" in parts}
)
"""Every measure of the kit by its id, those with a slot under the pattern of their ids."""


@cache
def measure(id: str) -> Measure:
    """Return the record of a measure by its id in a frame; of a pattern with its slots filled.

    Of an id that nobody registered: one of ``unknown`` kind.

    Examples
    --------
    >>> measure("reach 3+").counts, measure("our own").of
    (('reached 3+', 'roster'), 'unknown')
    """
    match = resolve(id, tuple(MEASURES))
    if match is None:
        return Measure(id, "", (id, f"base of {id}"), "unknown")
    key, slots = match
    matches = MEASURES[key]
    if not slots:
        return matches
    n, base = (text.format_map(slots) for text in matches.counts)
    return replace(matches, id=id, counts=(n, base))


def kinds(frame: pd.DataFrame) -> pd.Series:
    """Return of which kind (``Measure.of``) the measure of each row of a frame is."""
    return frame["measure"].map(lambda name: measure(str(name)).of).astype("str")


def check(ids: Iterable[str]) -> None:
    """Refuse ids that nobody registered.

    Raises
    ------
    UsageError
        Names the first of them, the nearest id, and what to do.
    """
    for name in filter(None, ids):
        if measure(name).of == "unknown":
            guess = nearest(name, MEASURES)
            intended = f" Did you mean '{guess}'?" if guess else ""
            raise UsageError(error_text("measures_registry.check", name=name, intended=intended))
