"""Answer scales in words: which labels belong together, in which order, and what is no opinion.

A score comes from words, or from numbers whose ends are worded: 1 is the least favourable (or the
least) label of a scale. Numbers without words have no direction, so they get no score. A label set
without its middle is scored on the full scale (1, 2, 4, 5), so that a wave in which nobody took
the middle stays comparable.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from engagekit.parsing.values import LANGUAGES
from engagekit.readers.shared import vocabulary
from engagekit.readers.survey._words import folded, pattern

_CODED = re.compile(r"^\s*[(\[]?\s*(-?\d{1,3})\s*[)\]]?\s*(?:[:.=)\]–—-]|\s)\s*(\D.*)$", re.DOTALL)
_CODED_AFTER = re.compile(r"^\s*(\D.*?)\s*[(\[=:–—-]\s*(-?\d{1,3})\s*[)\]]?\s*$", re.DOTALL)
_BOTH_FORMS = re.compile(
    r"(?<=[^\W\d_])(?:\((?:e|ne|le|a|o|r|in)s?\)s?|[·•⋅.](?:e|ne|le|a|o)(?:[·•⋅.]?s)?|[/-](?:e|a|o))"
    r"(?![^\W\d_])"
)
"""The other form of a word for men and women: satisfait(e), satisfait·e, satisfecho/a."""
_EXPLAINED, _LOOSELY = (
    re.compile(rf"(?<![\d.,])(\d{{1,2}})(?:{between})\s*([^\d,;()=\[\]]{{3,60}})")
    for between in (r"\s*[=:–—(-]", r"\s+(?:is|being|means|est|signifie|ist|es)\b|\s")
)
_EXPLAINED_BEFORE = re.compile(r"([^\d,;()=\[\]:.?]{3,60})\s*[=:(]\s*(\d{1,2})(?![\d.])")
_END = re.compile(r"\s+(?:and|et|und|y|to|à|a|bis)\s*$")
"""Between what the first number means and the next one."""
_RANGE = re.compile(
    r"(?<![\d.,/–-])(\d{1,2})\s*(?:[-–—/]|\.{2,}|…|\b(?:to|and|à|a|et|bis|und|al?|y)\b)\s*(\d{1,2})"
    r"(?![\d.,/–-]*\d|\s*%)"
)
_OUT_OF = re.compile(r"\s*(\d{1,2})\s*(?:/|(?:out )?of|sur|von)\s*(\d{1,2})\s*")
_NEUTRAL = re.compile(
    r"(?:neutra|neutre|neutro|neither|ni |ne |nem |niet |weder|undecided|unentschieden|teils|indif)"
)
TOP_POINT = 10
"""Highest point of a scale in numbers; more are counts, years or ages."""
_WHOLE = re.compile(r"^\s*-?\d{1,3}(?:\.0+)?\s*$")
MOST_LABELS = 60
"""Labels above which no scale is looked for: a scale in three languages, with and without its
codes, has some forty; texts that people wrote have hundreds."""
SURE_LEVELS = 3
"""Levels that a set with one strange label must name: two (Yes and No, Good and Poor) are in many
lists of choices that are no scale."""

SURE_POINTS = 7
"""Points from which numbers between two worded ends rise with the favourable one: marks of a school
have six at most, and their 1 is the best."""


@dataclass(frozen=True)
class Scale:
    """One scale: its id, how many points it has, and the points of each label (folded)."""

    scale_id: str
    points: int
    levels: Mapping[str, int]


@cache
def scales() -> tuple[Scale, ...]:
    """Return every scale of the vocabulary, in the order in which they are tried."""
    return tuple(
        Scale(
            name,
            len(levels),
            {
                folded(label): place
                for place, level in enumerate(levels, start=1)
                for label in level.split(" / ")
            },
        )
        for name, levels in vocabulary.words("scales").items()
    )


@cache
def families() -> tuple[tuple[Scale, tuple[Scale, ...]], ...]:
    """Return each scale that several languages have as one, and its languages.

    A label that two of the languages place differently belongs to neither.
    """
    named: dict[str, list[Scale]] = {}
    for scale in scales():
        named.setdefault(scale.scale_id.rpartition("-")[0], []).append(scale)
    groups = [each for each in named.values() if len({one.points for one in each}) == 1 < len(each)]
    result = []
    for group in groups:
        levels = {
            label: place
            for one in group
            for label, place in one.levels.items()
            if all(other.levels.get(label, place) == place for other in group)
        }
        result.append((Scale(group[0].scale_id, group[0].points, levels), tuple(group)))
    return tuple(result)


@cache
def short_scales() -> tuple[Scale, ...]:
    """Return every scale, and those that are asked without their best level too."""
    short = [
        Scale(
            re.sub(r"-(\d)-", lambda points: f"-short-{int(points[1]) - 1}-", one.scale_id),
            one.points - 1,
            {label: place for label, place in one.levels.items() if place < one.points},
        )
        for one in scales()
        if one.scale_id in vocabulary.words("short_scales")["without_best"]
    ]
    return (*scales(), *short)


@cache
def sure_scales() -> dict[str, Scale]:
    """Return each scale by the id that it has where an export says that it was offered."""
    marked = (
        replace(one, scale_id=re.sub(r"-(?=\d+-)", "-offered-", one.scale_id))
        for one in short_scales()
    )
    return {one.scale_id: one for one in marked}


def offered_scale(labels: Iterable[str]) -> Scale | None:
    """Return the scale of all answers that a question offered; None where they are not of one.

    Examples
    --------
    >>> offered_scale(["Good", "Fair", "Poor", "Very good", "N/A"]).scale_id
    'quality-short-offered-4-en'
    >>> offered_scale(["Good", "Fair", "Very good"])
    """
    texts = {plain(label) for label in labels} - no_opinion()
    for one in sure_scales().values() if len(texts) >= SURE_LEVELS else ():
        levels = {one.levels.get(text, 0) for text in texts}
        if len(levels) == len(texts) and levels == set(range(1, one.points + 1)):
            return one
    return None


@cache
def known_ids() -> frozenset[str]:
    """Return the ids of all scales of the vocabulary; a mapping or the settings tell of others."""
    return frozenset([*sure_scales(), *(one.scale_id for one in short_scales())])


def plain(label: str) -> str:
    """Return the words of an answer for comparing, without its code and its other forms."""
    return folded(_BOTH_FORMS.sub("", coded(label)[1]))


@cache
def no_opinion() -> frozenset[str]:
    """Return labels (folded) that stand for no opinion, not applicable or unknown."""
    return frozenset(
        folded(label) for labels in vocabulary.words("no_opinion").values() for label in labels
    )


def coded(label: str) -> tuple[int | None, str]:
    """Return the code inside a label, and the label without it.

    Examples
    --------
    >>> coded("(0) Not a problem"), coded("5: strongly agree"), coded("3"), coded("Good")
    ((0, 'Not a problem'), (5, 'strongly agree'), (3, ''), (None, 'Good'))
    """
    if _WHOLE.match(label):
        return int(float(label)), ""
    if match := _CODED.match(label):
        return int(match[1]), match[2].strip()
    if match := _CODED_AFTER.match(label):
        return int(match[2]), match[1].strip()
    return None, label.strip()


Match = tuple[str, dict[str, float], int]
"""Id of a scale, the score of each answer, and how many points the scale has."""


def match(labels: Sequence[str], wording: str = "") -> Match | None:
    """Return the scale that a set of answers belongs to, the score of each answer, and its points.

    ``labels``: the distinct answers of a question (or of all items of one matrix), without empty
    ones. ``wording``: the question, which may name the ends: ``(1 = very dissatisfied, 5 = very
    satisfied)``. Returned: answers without a score (no opinion) are not in ``scores``. None: no
    scale in words.

    Examples
    --------
    >>> match(["Very satisfied", "Somewhat dissatisfied", "N/A"])
    ('satisfaction-5-en', {'Very satisfied': 5.0, 'Somewhat dissatisfied': 2.0}, 5)
    >>> match(["1: strongly agree", "2", "5: strongly disagree"])[1]["2"]
    4.0
    >>> match(["1", "2", "5"]) is None
    True
    >>> match(["Très satisfait(e)", "Insatisfait·e"])[1]["Insatisfait·e"]
    2.0
    >>> match(["Very satisfied / Très satisfait", "Neutral / Neutre"])[1]["Neutral / Neutre"]
    3.0
    """
    if not labels or len(labels) > MOST_LABELS:
        return None
    if marks := marks_in(labels):
        return marks
    pairs = {label: coded(label) for label in labels}
    bare = {label: plain(label) for label in labels}
    codes = {label: code for label, (code, _) in pairs.items() if code is not None}
    worded = {(code, bare[label]) for label, code in codes.items() if bare[label]}
    if len({code for code, _ in worded}) < len(worded):
        return None
    if len(codes) >= 2 and any(not bare[label] for label in codes):
        return _by_ends(codes | _ends_in_words(codes, bare), bare, wording)
    opinions = {label: text for label, text in bare.items() if text and text not in no_opinion()}
    found = _by_words(opinions) if opinions else None
    return found or _by_languages([label for label in labels if label in opinions])


def marks_in(labels: Sequence[str]) -> Match | None:
    """Return the scale of marks out of a number, of which more is better.

    Examples
    --------
    >>> marks_in(["8/10", "6 out of 10"]), marks_in(["★★★☆", "★☆☆☆"])[1]["★★★☆"]
    (('marks-10-any', {'8/10': 8.0, '6 out of 10': 6.0}, 10), 3.0)
    >>> marks_in(["15/10", "3/10"]) is None
    True
    """
    rows: dict[str, tuple[int, int]] = {}
    for label in labels:
        stars = label.strip()
        if found := _OUT_OF.fullmatch(label):
            rows[label] = int(found[1]), int(found[2])
        elif stars and not stars.strip("★☆"):
            rows[label] = stars.count("★"), len(stars)
        elif folded(label) not in no_opinion():
            return None
    most = {total for _, total in rows.values()}
    if len(most) != 1 or not 3 <= (points := most.pop()) <= TOP_POINT:
        return None
    scores = {label: float(mark) for label, (mark, _) in rows.items() if mark <= points}
    return (f"marks-{points}-any", scores, points) if len(scores) == len(rows) > 1 else None


def _by_languages(labels: Sequence[str]) -> Match | None:
    """Return the scale of answers that say the same in several languages: ``Good / Bon``.

    One of the languages must know every answer; another that does so must not contradict it.
    """
    cells = [
        [folded(_BOTH_FORMS.sub("", part)) for part in LANGUAGES.split(label)] for label in labels
    ]
    rows = {
        label: parts
        for label, parts in zip(labels, cells, strict=True)
        if not set(parts) <= no_opinion()
    }
    if not rows or len({len(parts) for parts in rows.values()} - {1}) != 1:
        return None
    found: list[Match] = []
    for at in range(min(map(len, rows.values()))):
        one = _by_words({label: parts[at] for label, parts in rows.items()})
        if one is not None and len(one[1]) == len(rows):
            found.append(one)
    return found[0] if found and all(one[1] == found[0][1] for one in found) else None


def _by_words(labels: Mapping[str, str]) -> Match | None:
    """Return the first scale with every label (and each apart), else with all but one of them.

    Of several that without a level left out between the labels: Good is the second of four beside
    Excellent, Fair and Poor. Two answers of one question are two levels, but for the neutral one,
    which has several names: where Good and Somewhat good were offered, no scale has them alike.
    """
    best: tuple[tuple[bool, bool, int, int], Scale] | None = None
    texts = set(labels.values())
    if all(len(text) == 1 for text in texts):
        return None  # A, N and D may be of anything
    for scale in scales():
        levels = [scale.levels[text] for text in texts if text in scale.levels]
        whole, apart = len(levels) == len(texts), len(set(levels)) == len(levels)
        enough = len(set(levels)) >= SURE_LEVELS and len(levels) >= len(texts) - 1
        gaps = max(levels, default=0) - min(levels, default=0) + 1 - len(set(levels))
        rank = (whole, apart, len(levels), -gaps)
        if (whole or enough) and _are_apart(texts, scale) and (best is None or rank > best[0]):
            best = (rank, scale)
    if best is None or not best[0][0]:
        for family, languages in families():
            if texts <= set(family.levels) and all(_are_apart(texts, one) for one in languages):
                best = ((True, False, len(texts), 0), family)
                break
    if best is None:
        return None
    points = best[1].levels
    scores = {label: float(points[text]) for label, text in labels.items() if text in points}
    return best[1].scale_id, scores, best[1].points


def _are_apart(texts: Iterable[str], scale: Scale) -> bool:
    """Return whether no two answers have the same level, but for the neutral one."""
    named = {text: scale.levels[text] for text in texts if text in scale.levels}
    steps = {(level, "" if _NEUTRAL.match(text) else text) for text, level in named.items()}
    return len({level for level, _ in steps}) == len(steps)


def _by_ends(codes: Mapping[str, int], bare: Mapping[str, str], wording: str) -> Match | None:
    """Return the scale of numbers of which only the ends (in cells or question) are worded."""
    ends = _stated_ends(wording) | {
        code: bare[label] for label, code in codes.items() if bare[label]
    }
    skipped = {code for code, text in ends.items() if text in no_opinion()}
    scale = _by_words({str(code): text for code, text in ends.items() if code not in skipped})
    if scale is None or len(set(scale[1].values())) < 2:
        return None
    points = {int(code): score for code, score in scale[1].items()}
    low, high = min(points), max(points)
    rising = points[high] > points[low]
    scores = {
        label: float(code - low + 1 if rising else high - code + 1)
        for label, code in codes.items()
        if low <= code <= high and code not in skipped
    }
    family = scale[0].split("-")
    return f"{family[0]}-{high - low + 1}-{family[-1]}", scores, high - low + 1


def _ends_in_words(codes: Mapping[str, int], bare: Mapping[str, str]) -> dict[str, int]:
    """Return the numbers of the ends that stand in words alone: "Strongly agree", 9, 8, ... 2."""
    # the numbers between are whole and without a gap, and both ends are of one scale; more is then
    # more of it. Of few numbers nobody can say so: marks of a school run the other way
    between = sorted(codes.values())
    words = [one for one, text in bare.items() if text and one not in codes]
    words = [one for one in words if bare[one] not in no_opinion()]
    low, high = between[0] - 1, between[-1] + 1
    gapless = between == list(range(low + 1, high)) and not any(bare[one] for one in codes)
    if len(words) != 2 or not gapless or high - low + 1 < SURE_POINTS or low not in (0, 1):
        return {}
    ends = _by_words({one: bare[one] for one in words})
    if ends is None or len(set(ends[1].values())) < 2:
        return {}
    worst, best = sorted(words, key=lambda one: ends[1].get(one, 0.0))
    return {worst: low, best: high}


def _stated_ends(wording: str) -> dict[int, str]:
    """Return the codes that the question itself explains: ``1 = very poor, 5 = excellent``."""
    strict, loose = (
        {int(one[1]): _END.sub("", one[2]) for one in each.finditer(wording)}
        for each in (_EXPLAINED, _LOOSELY)
    )
    before = {int(one[2]): one[1] for one in _EXPLAINED_BEFORE.finditer(wording)}
    ends = strict if len(strict) > 1 else loose if len(loose) > 1 else before | strict
    return {code: folded(text) for code, text in ends.items()}


def stated_range(wording: str) -> tuple[int, int] | None:
    """Return the first and the last point that a question names.

    Examples
    --------
    >>> stated_range("Rate us from 1 to 7"), stated_range("1 = never, 4 = always")
    ((1, 7), (1, 4))
    >>> stated_range("Were you there on 1 May?") is None
    True
    """
    ends = [sorted(map(int, pair)) for pair in _RANGE.findall(wording)]
    if len(codes := sorted(_stated_ends(wording))) > 1:
        ends.append(codes)
    fit = ((low, high) for low, *_, high in ends if low in (0, 1) and 3 <= high <= TOP_POINT)
    return next(fit, None)


def recommends(wording: str) -> bool:
    """Return whether a question is how likely people are to recommend, not how often they did."""
    likely, counted = map(pattern, ("wordings.words.recommend", "wordings.words.quantity"))
    return bool(likely.search(folded(wording))) and not counted.search(folded(wording))
