"""One column of answers: its distinct answers, its kind (single, scale, text, ...) and scores."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from engagekit.parsing import dates
from engagekit.readers.survey import _scales
from engagekit.readers.survey._words import folded, pattern

_NUMBER = r"^[-+$€£]?\s?\d{1,3}(?:[,\s ]\d{3})*(?:[.,]\d+)?\s?%?$|^[-+$€£]?\d+(?:[.,]\d+)?\s?%?$"
_DAY = re.compile(dates.DAY[:-2] + r"(?:[T ,]+\d{1,2}[:hH]\d\d[\d:.+ Z-]*(?:[AaPp]\.?[Mm]\.?)?)?$")
"""A day in digits, with or without a clock, and nothing else."""
MOST_POINTS = 7
"""A question that recommends, with no 0 to 10 in its wording: nobody can say of answers from 1 up
to here whether they are of 0 to 10. Ratings from 0 have fewer points, `FROM_NOUGHT` at most."""
FROM_NOUGHT = 5
FEW_POINTS = 3
"""Answers from which bare points are a scale: one or two numbers tell nothing of what they are."""
FEW_ANSWERS, SHORT = 10, 40
"""With fewer answers than that repeats tell nothing, so length decides: options are short."""
REPEATED, LONG = 0.6, 120
"""Share of answers that stand more than once where they are options of usual length."""
MOSTLY_REPEATED = 0.9
"""Share from which answers of any length are options: nobody types a paragraph twice."""
LONGEST_NUMBER = 12
"""Signs of a number that people type: a phone or an account number is longer."""
NOTHING = frozenset({"", "none", "no", "nothing", "nil", "nope", "non", "rien", "aucun", "nein"})
"""What people type (folded) who have nothing to say: that many do makes no list of choices."""
REPEATED_OPEN = 0.7
"""Share below which an open question ("Why?") is text though many typed the same ("none")."""


@dataclass(frozen=True, eq=False)
class Coded:
    """A column by its distinct answers.

    ``text``: every cell, trimmed. ``labels``: distinct answers, without the empty one. ``counts``:
    of each. ``codes``: for each cell the place of its answer in ``labels``, -1 where empty.
    """

    text: pa.Array
    labels: list[str]
    counts: list[int]
    codes: np.ndarray

    @property
    def answers(self) -> int:
        """Count the cells that are not empty."""
        return sum(self.counts)

    @property
    def tally(self) -> dict[str, int]:
        """Return how often each answer occurs."""
        return dict(zip(self.labels, self.counts, strict=True))

    def mapped(self, scores: Mapping[str, float]) -> np.ndarray:
        """Return a number for each cell, missing where its answer has none."""
        points = np.array([scores.get(label, np.nan) for label in self.labels] + [np.nan])
        return np.asarray(points[self.codes], dtype="float64")


def arrow(cells: pd.Series) -> pa.Array:
    """Return the texts of a column as one arrow array, trimmed."""
    matches = pa.array(cells.array, type=pa.large_string())
    if isinstance(matches, pa.ChunkedArray):
        matches = matches.combine_chunks()
    return pc.fill_null(pc.utf8_trim_whitespace(matches), "")


def encode(cells: pd.Series) -> Coded:
    """Return a column of text by its distinct answers."""
    text = arrow(cells)
    encoded = pc.dictionary_encode(text)
    labels = encoded.dictionary.to_pylist()
    codes = encoded.indices.to_numpy(zero_copy_only=False).astype("int32")
    if "" in labels:
        empty = labels.index("")
        labels.pop(empty)
        codes = np.where(codes == empty, -1, np.where(codes > empty, codes - 1, codes))
    counts = np.bincount(codes[codes >= 0], minlength=len(labels)).tolist()
    return Coded(text, labels, counts, codes)


def recoded(cells: pd.Series, change: Callable[[str], str]) -> pd.Series:
    """Return a column with its distinct answers changed, each once; empty cells stay empty.

    Examples
    --------
    >>> recoded(pd.Series(["Yes", "", "Yes"]), str.upper).tolist()
    ['YES', '', 'YES']
    """
    column = encode(cells)
    return decoded(column, [change(label) for label in column.labels], cells.index)


def decoded(column: Coded, texts: Sequence[str], index: pd.Index) -> pd.Series:
    """Return a column with a text in place of each distinct answer."""
    pool = pa.array([*texts, ""], type=pa.large_string())
    places = np.where(column.codes < 0, len(texts), column.codes)
    return pd.Series(pd.array(pool.take(pa.array(places)), dtype="str"), index=index)


def holds(cells: pd.Series, sign: str) -> bool:
    """Return whether any cell holds a sign; quicker than to list the distinct answers."""
    matches = pa.array(cells.array, type=pa.large_string())
    return bool(pc.any(pc.match_substring(matches, sign)).as_py())


def repeated(text: str, times: int) -> pa.Array:
    """Return one text many times over, by its bytes."""
    raw = text.encode()
    offsets = np.arange(times + 1, dtype="int64") * len(raw)
    return pa.LargeStringArray.from_buffers(times, pa.py_buffer(offsets), pa.py_buffer(raw * times))


@dataclass(frozen=True)
class Kind:
    """What a question is: its kind, its scale, the score of each answer, and the scale's points."""

    kind: str
    scale_id: str = ""
    scores: dict[str, float] | None = None
    points: float | None = None


def kind_of(
    column: Coded,
    wording: str,
    siblings: list[str] | None = None,
    scales: frozenset[str] = frozenset(),
    offered: Sequence[str] = (),
) -> Kind:
    """Return the kind of a question whose export does not say it.

    ``siblings``: distinct answers of all items of the same matrix; they share one scale.
    ``scales``: scales that other questions of the survey are surely answered on. ``offered``: the
    answers that could be chosen, where the export says so. Returned:
    ``scale`` with a scale_id and scores where labels are known; ``scale`` without either where the
    answers are bare points (1 to 5): nobody can tell which end is the good one.
    """
    if not column.labels:
        return Kind("text")
    promoter = _net_promoter(column, wording)
    if promoter:
        return promoter
    labels = siblings if siblings and len(siblings) <= _scales.MOST_LABELS else column.labels
    sure = _scales.offered_scale(offered)
    opinions = [label for label in column.labels if folded(label) not in _scales.no_opinion()]
    if sure and opinions and all(_scales.plain(label) in sure.levels for label in opinions):
        own = {label: float(sure.levels[_scales.plain(label)]) for label in opinions}
        return Kind("scale", sure.scale_id, own, sure.points)
    scale = _scales.match(labels, wording) or _scales.match(column.labels, wording)
    if scale and is_typed(labels, scale[1], wording, elsewhere=scale[0] in scales):
        return Kind("text")
    if scale:
        own = {label: scale[1][label] for label in column.labels if label in scale[1]}
        return Kind("scale", scale[0], own, scale[2])
    if opinions and _DAY.match(opinions[0]) and len(by_day(opinions)) == len(opinions):
        return Kind("date")
    if set(column.labels) <= {"0", "1"}:
        return Kind("single")
    if opinions and _numeric(opinions):
        points = all(
            re.fullmatch(r"-?\d{1,2}", label) and int(label) <= _scales.TOP_POINT
            for label in labels
            if folded(label) not in _scales.no_opinion()
        )
        mixed = len(opinions) < len(column.labels)
        if mixed and not (points and len(opinions) >= FEW_POINTS):
            return Kind("single" if _is_closed(column, wording) else "text")
        words = folded(wording)
        rated = pattern("wordings.words.points").search(words) or not (
            pattern("wordings.words.quantity").search(words)
        )
        return Kind("scale" if points and rated and column.answers >= FEW_POINTS else "number")
    if _has_worded_ends(opinions):
        return Kind("scale")
    return Kind("single" if _is_closed(column, wording) else "text")


def by_day(labels: Sequence[str], order: str | None = None) -> dict[str, str]:
    """Return each answer that is a day as ISO has it; the year alone where day or month may be it.

    ``order``: that of other days of the export, for where nothing in these settles it.

    Examples
    --------
    >>> by_day(["3/14/2026", "2/1/2026 9:30 AM", "soon"]), by_day(["2/1/2026"])
    ({'3/14/2026': '2026-03-14', '2/1/2026 9:30 AM': '2026-02-01'}, {'2/1/2026': '2026'})
    """
    days = pd.Series([label for label in labels if _DAY.match(label)], dtype="str")
    settled = dates.date_order(days)[0] or (None if any(dates.one_way(days)) else order)
    years = [dates.dates(days, order=one).values.dt.strftime("%Y") for one in dates.ORDERS]
    iso = dates.dates(days, order=settled).values.dt.strftime("%Y-%m-%d")
    pairs = zip(days, iso.fillna(years[0]).fillna(years[1]), strict=True)
    return {label: day for label, day in pairs if day == day}


def _has_worded_ends(labels: Sequence[str]) -> bool:
    """Return whether answers are bare points but for ends, or a middle, in words of no scale.

    Examples
    --------
    >>> _has_worded_ends(["1 (None at all)", "2", "3", "4", "5 (All my time)"])
    True
    >>> _has_worded_ends(["1 (None at all)", "2-3", "4"])
    False
    """
    pairs = [_scales.coded(label) for label in labels]
    codes = [code for code, _ in pairs if code is not None]
    bare = sum(not text for _, text in pairs)
    whole = len(codes) == len(labels) == len(set(codes)) > FEW_POINTS and bare >= 2
    inside = whole and min(codes) >= 0 and max(codes) <= _scales.TOP_POINT
    return inside and 1 <= len(labels) - bare <= 3


def is_typed(
    labels: Sequence[str], scores: Mapping[str, float], wording: str, *, elsewhere: bool = False
) -> bool:
    """Return whether words of a scale were typed, not chosen: single words ("ok", "good").

    ``labels``: distinct answers. ``scores``: of the scale that knows them. ``elsewhere``: whether
    other questions of the survey are answered on that scale. Returned: a phrase ("very good") or a
    code is chosen. One word in two spellings is typed, and so are one or two words in answer to an
    open question, or to one that asks for no rating and names no word of theirs.

    Examples
    --------
    >>> is_typed(["ok", "Ok"], {"ok": 3, "Ok": 3}, "Library")
    True
    >>> is_typed(["Good"], {"Good": 4}, "How would you rate the desk?")
    False
    """
    bare = [folded(label) for label in labels if folded(label) not in _scales.no_opinion()]
    if any(" " in text or not text.isalpha() for text in bare):
        return False
    if len(set(bare)) < len(bare):
        return True
    words, levels = folded(wording), len(set(scores.values()))
    if pattern("wordings.words.open").search(words):
        return levels < 3
    rated = pattern("wordings.words.rated").search(words)
    if elsewhere or rated or any(text[:5] in words for text in bare):
        return False
    return levels < 2 or (levels == 2 and all(label[:1].islower() for label in labels))


def _net_promoter(column: Coded, wording: str) -> Kind | None:
    """Return the kind of a question whether colleagues would recommend, on 0 to 10."""
    if not _scales.recommends(wording):
        return None
    opinions = [label for label in column.labels if folded(label) not in _scales.no_opinion()]
    points = [_scales.coded(label)[0] for label in opinions]
    codes = [point for point in points if point is not None and 0 <= point <= 10]
    if not codes or len(codes) < len(points):
        return None
    stated, most = _scales.stated_range(wording), FROM_NOUGHT if 0 in codes else MOST_POINTS
    if not (stated or {"0", "10"} & set(folded(wording).split())) and max(codes) <= most:
        return None
    scores = dict(zip(opinions, map(float, codes), strict=True))
    in_words = (_scales.match(opinions, wording) or ("", {}, 0))[1]
    rising = [in_words[one] for one in sorted(in_words, key=scores.__getitem__)]
    if (stated and stated[1] != _scales.TOP_POINT) or (rising and rising[0] > rising[-1]):
        return None
    return Kind("net_promoter", "recommend-0-10", scores, 10)


def _numeric(labels: list[str]) -> bool:
    """Return whether every answer is a number."""
    if not re.match(_NUMBER, labels[0]):
        return False
    return bool(pc.all(pc.match_substring_regex(pa.array(labels), _NUMBER)).as_py())


def open_kind(cells: pd.Series) -> str:
    """Return the kind of an open field: a number or a date where only such were typed, else a text.

    Examples
    --------
    >>> open_kind(pd.Series(["2", "", "11.5"])), open_kind(pd.Series(["0041", "12"]))
    ('number', 'text')
    """
    labels = encode(cells).labels
    ids = (re.match(r"^0\d", label) or len(label) > LONGEST_NUMBER for label in labels)
    if not labels or any(ids):
        return "text"
    if _DAY.match(labels[0]) and len(by_day(labels)) == len(labels):
        return "date"
    return "number" if _numeric(labels) else "text"


def _is_closed(column: Coded, wording: str) -> bool:
    """Return whether answers look chosen from a list, not typed."""
    pairs = [
        (label, count)
        for label, count in column.tally.items()
        if folded(label) not in _scales.no_opinion() and folded(label) not in NOTHING
    ] or list(column.tally.items())
    answers, sample = sum(count for _, count in pairs), [label for label, _ in pairs[:200]]
    again = sum(count for _, count in pairs if count > 1) / answers
    length = sum(map(len, sample)) / len(sample)
    if again < REPEATED_OPEN and pattern("wordings.words.open").search(folded(wording)):
        return False
    if answers < FEW_ANSWERS:
        return length <= SHORT
    return again >= REPEATED and (length <= LONG or again >= MOSTLY_REPEATED)
