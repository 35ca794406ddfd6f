"""Answers to scores: by the words of a scale, or by numbers whose ends are worded."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from engagekit.readers.survey._scales import Scale, folded, no_opinion, scales

_CODED = re.compile(r"^\s*[(\[]?\s*(-?\d{1,3})\s*[)\]]?\s*(?:[:.=)\]–—-]|\s)\s*(\D.*)$", re.DOTALL)
_CODED_AFTER = re.compile(r"^\s*(\D.*?)\s*[(\[=:–—-]\s*(-?\d{1,3})\s*[)\]]?\s*$", re.DOTALL)
_WHOLE = re.compile(r"^\s*-?\d{1,3}(?:\.0+)?\s*$")


def coded(label: str) -> tuple[int | None, str]:
    """The code inside a label, and the label without it.

    Examples
    --------
    >>> coded("(0) Not a problem"), coded("5: strongly agree"), coded("3"), coded("Good")
    ((0, 'Not a problem'), (5, 'strongly agree'), (3, ''), (None, 'Good'))
    """
    if _WHOLE.match(label):
        return int(float(label)), ""
    match = _CODED.match(label)
    if match:
        return int(match[1]), match[2].strip()
    match = _CODED_AFTER.match(label)
    if match:
        return int(match[2]), match[1].strip()
    return None, label.strip()


def match(labels: Sequence[str], wording: str = "") -> tuple[str, dict[str, float]] | None:
    """The scale that a set of answers belongs to, and the score of each answer.

    Parameters
    ----------
    labels : sequence of str
        The distinct answers of a question (or of all items of one matrix), without empty ones.
    wording : str
        The question, which may name the ends: ``(1 = very dissatisfied, 5 = very satisfied)``.

    Returns
    -------
    (scale_id, scores) or None
        Answers without a score (no opinion) are not in ``scores``. None: no scale in words.

    Examples
    --------
    >>> match(["Very satisfied", "Somewhat dissatisfied", "N/A"])
    ('satisfaction-5-en', {'Very satisfied': 5.0, 'Somewhat dissatisfied': 2.0})
    >>> match(["1: strongly agree", "2", "5: strongly disagree"])[1]["2"]
    4.0
    >>> match(["1", "2", "5"]) is None
    True
    """
    if not labels or len(labels) > 60:
        return None
    pairs = {label: coded(label) for label in labels}
    bare = {label: folded(text) for label, (_, text) in pairs.items()}
    codes = {label: code for label, (code, _) in pairs.items() if code is not None}
    worded = {(code, bare[label]) for label, code in codes.items() if bare[label]}
    if len({code for code, _ in worded}) < len(worded):
        return None
    if len(codes) >= 2 and any(not bare[label] for label in codes):
        return _by_ends(codes, bare, wording)
    named = {label: text for label, text in bare.items() if text and text not in no_opinion()}
    return _by_words(named) if named else None


def _by_words(named: Mapping[str, str]) -> tuple[str, dict[str, float]] | None:
    """The first scale that knows every label (and tells them apart), else most of three."""
    best: tuple[tuple[bool, bool, int], Scale] | None = None
    for scale in scales():
        levels = [scale.levels[text] for text in named.values() if text in scale.levels]
        whole, apart = len(levels) == len(named), len(set(levels)) == len(levels)
        rank = (whole, apart, len(levels))
        enough = len(set(levels)) >= 3 and len(levels) >= len(named) - 1
        if (whole or enough) and (best is None or rank > best[0]):
            best = (rank, scale)
    if best is None:
        return None
    points = best[1].levels
    return best[1].scale_id, {
        label: float(points[text]) for label, text in named.items() if text in points
    }


def _by_ends(
    codes: Mapping[str, int], bare: Mapping[str, str], wording: str
) -> tuple[str, dict[str, float]] | None:
    """Numbers of which only the ends (in cells or in the question) are worded."""
    ends = {code: bare[label] for label, code in codes.items() if bare[label]}
    ends = {**_stated_ends(wording), **ends}
    existing = _by_words(
        {str(code): text for code, text in ends.items() if text not in no_opinion()}
    )
    if existing is None or len(set(existing[1].values())) < 2:
        return None
    points = {int(code): score for code, score in existing[1].items()}
    low, high = min(points), max(points)
    rising = points[high] > points[low]
    skipped = {code for code, text in ends.items() if text in no_opinion()}
    inside = {
        label: code for label, code in codes.items() if low <= code <= high and code not in skipped
    }
    scores = {
        label: float(code - low + 1 if rising else high - code + 1)
        for label, code in inside.items()
    }
    family = existing[0].split("-")
    return f"{family[0]}-{high - low + 1}-{family[-1]}", scores


def _stated_ends(wording: str) -> dict[int, str]:
    """Codes that the question itself explains: ``1 = very poor, 5 = excellent``."""
    matches = {}
    for part in re.finditer(r"(?<![\d.])(\d{1,2})\s*(?:=|:|–|-|\()\s*([^\d,;()=]{3,60})", wording):
        matches[int(part[1])] = folded(re.sub(r"\b(?:and|et|und|y|to)\s*$", "", part[2].strip()))
    return matches
