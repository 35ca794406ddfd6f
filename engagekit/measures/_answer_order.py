"""The order in which answers of a question are shown: by points, bands by number."""

import re
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

NUMBERED = 0.8
"""Share of the answers that begin with a number from which on they are put in its order: among
'1-5', '6-10' and 'more than 10' there is mostly one that does not."""
_NUMBER = re.compile(r"[1-9]\d{0,2}(?:[,.\s]\d{3})+(?!\d)|\d+(?:[.,]\d+)?")
_BELOW = re.compile(r"(?i)<|\b(?:less|fewer|under|below|moins|jusqu|up to)\b")
_SIZES = ("min", "hour|hr|heure", "day|jour", "week|semaine", "month|mois", r"year|yr|année|ans?\b")
_MINUTES = (1, 60, 1440, 10_080, 43_800, 525_600)


def shown_order(
    kind: str, labels: Sequence[str], scores: NDArray[np.float64], counts: NDArray[Any]
) -> list[int]:
    """Return labels in the order they are shown: by points or number, else by frequency."""
    if kind not in ("net_promoter", "number") and not (kind == "scale" and (scores > 0).any()):
        place = [_least(one) for one in labels]
        if np.isfinite(place).sum() >= max(NUMBERED * len(labels), 1):
            return sorted(range(len(labels)), key=lambda at: (place[at], labels[at]))
    by_score = np.where(np.isnan(scores), np.inf, scores)
    return sorted(range(len(labels)), key=lambda at: (by_score[at], -counts[at], labels[at]))


def _least(label: str) -> float:
    """Return the number that a band begins at, times in minutes, just under it for `under 5`."""
    number = _NUMBER.search(label)
    if number is None:
        return float("inf")
    after = label[number.end() :]
    unit = [at for at, word in enumerate(_SIZES) if re.search(rf"(?i)\b(?:{word})", after)]
    is_unit = unit and not re.match(r"\s*[:=)]", after)
    digits = number[0]
    if digits[0] != "0":
        digits = re.sub(r"(?<=\d)[,.\s](?=\d{3}\b)", "", digits)
    value = float(digits.replace(",", ".")) - 0.01 * bool(_BELOW.search(label))
    return value * (_MINUTES[unit[0]] if is_unit else 1)
