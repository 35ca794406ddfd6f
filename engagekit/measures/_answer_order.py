"""The order in which answers of a question are shown: bands by number, 'how often' by rate."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engagekit.parsing import values, word_lists

NUMBERED = 0.8
"""Share of the answers that begin with a number from which on they are put in its order: among
'1-5', '6-10' and 'more than 10' there is mostly one that does not."""
RATED = 0.5
"""Share of the answers that say how often from which on they are put in that order: answers like
'every month' stand in few other lists, and 'it depends' or 'not applicable' beside them."""
_PARTS = ("rates", "edges", "units", "amounts")
_RATES, _EDGES, _UNITS, _AMOUNTS = (
    {word: float(key) for key, group in word_lists.words(f"often.{name}").items() for word in group}
    for name in _PARTS
)
_UNIT, _WORDED = (rf"(?:{'|'.join(parts)})" for parts in (_UNITS, _AMOUNTS))
_FORMS = {
    name: re.compile("|".join(forms).replace("{n}", rf"(\d+|{_WORDED})").replace("{unit}", _UNIT))
    for name, forms in word_lists.words("often.forms").items()
}
_NUMBER = re.compile(r"[1-9]\d{0,2}(?:[,.\s]\d{3})+(?!\d)|\d+(?:[.,]\d+)?")
_IN_WORDS = re.compile(rf"\b{_WORDED}\b(?=.*\b{_UNIT}\b)")
_BELOW = re.compile(r"(?i)<|\b(?:less|fewer|under|below|moins|jusqu|up to)\b")
_SIZES = ("min", "hour|hr|heure", "day|jour", "week|semaine", "month|mois", r"year|yr|année|ans?\b")
_MINUTES = (1, 60, 1440, 10_080, 43_800, 525_600)


def shown_order(
    kind: str, labels: Sequence[str], scores: NDArray[np.float64], counts: NDArray[Any]
) -> list[int]:
    """Return labels in the order they are shown: by points, rate or number, else by frequency."""
    if kind not in ("net_promoter", "number") and not (kind == "scale" and (scores > 0).any()):
        rates, begins_with = [-often(one) for one in labels], [_least(one) for one in labels]
        for place, share in ((rates, RATED), (begins_with, NUMBERED)):
            if np.isfinite(place).sum() >= max(share * len(labels), 1):
                return sorted(range(len(labels)), key=lambda at: (place[at], labels[at]))
    by_score = np.where(np.isnan(scores), np.inf, scores)
    return sorted(range(len(labels)), key=lambda at: (by_score[at], -counts[at], labels[at]))


@lru_cache(maxsize=4096)
def often(label: str) -> float:
    """Return how many times a year an answer says; minus infinity where it says no such thing.

    Examples
    --------
    >>> often("Twice a month"), often("Every 2 weeks"), often("Jamais"), often("The desk")
    (24.0, 26.0, 0.0, -inf)
    """
    text, edge = values.fold_word(re.split("[(,;:]", label)[0]), 1.0
    rate = _first(_RATES, text)
    for pattern, factor in _EDGES.items() if rate is None else ():
        text, found = re.subn(pattern, "", text)
        edge *= factor**found
    rate = _first(_RATES, text) if rate is None else rate
    for name, form in _FORMS.items() if rate is None else ():
        if match := form.fullmatch(text):
            amount = next((_amount(part) for part in match.groups() if part), 1.0)
            unit = _first(_UNITS, re.findall(rf"\b{_UNIT}\b", text)[-1]) or 1.0
            rate = unit * amount if name == "times" else unit / amount
            edge = 1 / edge if name == "ago" else edge
    return -np.inf if rate is None else rate * edge


def _first(patterns: dict[str, float], text: str) -> float | None:
    """Return the number of the first pattern that is the whole text."""
    return next((number for one, number in patterns.items() if re.fullmatch(one, text)), None)


def _amount(text: str) -> float:
    """Return a number in digits, with thousands, or in words."""
    digits = re.sub(r"(?<=\d)[,.\s](?=\d{3}\b)", "", text) if text[0] != "0" else text
    return _AMOUNTS.get(text) or float(digits.replace(",", "."))


def _least(label: str) -> float:
    """Return the number that a band begins at, times in minutes, just under it for `under 5`."""
    if (number := _NUMBER.search(label) or _IN_WORDS.search(label.casefold())) is None:
        return float("inf")
    after = label[number.end() :]
    unit = [at for at, word in enumerate(_SIZES) if re.search(rf"(?i)\b(?:{word})", after)]
    value = _amount(number[0]) - 0.01 * bool(_BELOW.search(label))
    return value * (_MINUTES[unit[0]] if unit and not re.match(r"\s*[:=)]", after) else 1)
