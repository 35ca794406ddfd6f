"""One column of answers: its distinct answers, its kind (single, scale, text, ...) and scores."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from engagekit.readers.survey import _scoring
from engagekit.readers.survey._scales import folded, no_opinion

_NUMBER = r"^[-+$€£]?\s?\d{1,3}(?:[,\s ]\d{3})*(?:[.,]\d+)?\s?%?$|^[-+$€£]?\d+(?:[.,]\d+)?\s?%?$"
_DAY = r"^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}|^\d{1,4}[-/.]\d{1,2}[-/.]\d{2,4}$"
_RECOMMEND = re.compile(r"\b(?:recommend|recommand|recomend|recomiend|empfehl|weiterempfehl)", re.I)
_QUANTITY = re.compile(
    r"\bhow (?:many|much|long|old|often)\b|\bnumber of\b|\byears?\b|\bage\b|\bcombien\b|\bnombre d"
    r"|\bwie (?:viele|lange|alt)\b|\bcuant[oa]s?\b|\bann?ees?\b|\bhours?\b|\bminutes?\b|\bprice\b"
)
_POINTS = re.compile(
    r"\b(?:scale|skala|escala|echelle|on a scale|rate|noter|bewerten)\b"
    r"|\b[01] (?:to|a|al|bis) (?:4|5|6|7|9|10)\b"
)
_RATED = re.compile(
    r"\b(?:rate[ds]?|rating|quality|how (?:was|were|is|are|do|did|would|good|well|often)|evaluat\w*"
    r"|assess\w*|overall|impression|bewert\w*|beurteil\w*|qualitat|wie (?:gut|oft|war|ist|finden)"
    r"|evalu\w*|jug\w*|qualit\w*|trouvez|calific\w*|valor\w*|calidad|como (?:fue|es|ha|califica)"
    r"|opini\w*|experience|experiencia)\b"
)
_OPEN = re.compile(
    r"\b(?:comments?|explain|describe|why|suggest\w*|feedback|specify|elaborate|tell us|anything"
    r"|improve|please list|in your own words|commentaires?|expliquez|pourquoi|precisez|decrivez"
    r"|suggestions?|bemerkung\w*|warum|sonstiges|anmerkung\w*|comentarios?|por que|explique"
    r"|especifi\w*|notes?|ideas?|idees?|thoughts?|remarks?|remarques?|observations?)\b"
)


@dataclass(frozen=True, eq=False)
class Coded:
    """A column by its distinct answers.

    Attributes
    ----------
    text : pyarrow array
        Every cell, trimmed.
    labels : list of str
        Distinct answers, without the empty one.
    counts : list of int
        How often each occurs.
    codes : array of int
        For each cell the place of its answer in ``labels``, -1 where empty.
    """

    text: pa.Array
    labels: list[str]
    counts: list[int]
    codes: np.ndarray

    @property
    def answers(self) -> int:
        """Cells that are not empty."""
        return sum(self.counts)

    def mapped(self, scores: dict[str, float]) -> np.ndarray:
        """A number for each cell, missing where its answer has none."""
        points = np.array([scores.get(label, np.nan) for label in self.labels] + [np.nan])
        return np.asarray(points[self.codes], dtype="float64")


def arrow(cells: pd.Series) -> pa.Array:
    """The texts of a column as one arrow array, trimmed."""
    matches = pa.array(cells.array, type=pa.large_string())
    if isinstance(matches, pa.ChunkedArray):
        matches = matches.combine_chunks()
    return pc.fill_null(pc.utf8_trim_whitespace(matches), "")


def encode(cells: pd.Series) -> Coded:
    """A column of text by its distinct answers."""
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
    """A column whose distinct answers were changed, each once; empty cells stay empty.

    Examples
    --------
    >>> recoded(pd.Series(["Yes", "", "Yes"]), str.upper).tolist()
    ['YES', '', 'YES']
    """
    column = encode(cells)
    pool = pa.array([*(change(label) for label in column.labels), ""], type=pa.large_string())
    places = np.where(column.codes < 0, len(column.labels), column.codes)
    return pd.Series(pd.array(pool.take(pa.array(places)), dtype="str"), index=cells.index)


def holds(cells: pd.Series, sign: str) -> bool:
    """Whether any cell holds a sign; quicker than to list the distinct answers."""
    matches = pa.array(cells.array, type=pa.large_string())
    return bool(pc.any(pc.match_substring(matches, sign)).as_py())


def repeated(text: str, times: int) -> pa.Array:
    """One text many times over, by its bytes."""
    raw = text.encode()
    offsets = np.arange(times + 1, dtype="int64") * len(raw)
    return pa.LargeStringArray.from_buffers(times, pa.py_buffer(offsets), pa.py_buffer(raw * times))


@dataclass(frozen=True)
class Kind:
    """What a question is: its kind, its scale, and the score of each answer."""

    kind: str
    scale_id: str = ""
    scores: dict[str, float] | None = None


def kind_of(
    column: Coded,
    wording: str,
    siblings: list[str] | None = None,
    asked: frozenset[str] = frozenset(),
) -> Kind:
    """The kind of a question whose export does not say it.

    Parameters
    ----------
    column : Coded
    wording : str
    siblings : list of str, optional
        Distinct answers of all items of the same matrix; they share one scale.
    asked : frozenset of str
        Scales that other questions of the survey are surely answered on.

    Returns
    -------
    Kind
        ``scale`` with a scale_id and scores where labels are known; ``scale`` without either
        where the answers are bare points (1 to 5): nobody can tell which end is the good one.
    """
    if not column.labels:
        return Kind("text")
    promoter = _net_promoter(column, wording)
    if promoter:
        return promoter
    labels = siblings if siblings and len(siblings) <= 60 else column.labels
    scale = _scoring.match(labels, wording) or _scoring.match(column.labels, wording)
    if scale and is_typed(labels, scale[1], wording, asked=scale[0] in asked):
        return Kind("text")
    if scale:
        own = {label: scale[1][label] for label in column.labels if label in scale[1]}
        return Kind("scale", scale[0], own)
    if all(re.match(_DAY, label) for label in column.labels[:20]):
        return Kind("text")
    if set(column.labels) <= {"0", "1"}:
        return Kind("single")
    if _numeric(column.labels):
        points = [label for label in labels if re.fullmatch(r"\d{1,2}|-\d{1,2}", label)]
        few = len(points) == len(labels) and all(int(point) <= 10 for point in points)
        words = folded(wording)
        rated = _POINTS.search(words) is not None or _QUANTITY.search(words) is None
        bare = few and column.answers >= 3 and rated
        return Kind("scale" if bare else "number")
    return Kind("single" if _is_closed(column, wording) else "text")


def is_typed(
    labels: Sequence[str], scores: Mapping[str, float], wording: str, *, asked: bool = False
) -> bool:
    """Whether words of a scale were written, not chosen: single words such as "ok" and "good".

    Parameters
    ----------
    labels : sequence of str
        Distinct answers.
    scores : mapping of answer to points
        Of the scale that knows them.
    wording : str
    asked : bool
        Whether other questions of the survey are answered on that scale.

    Returns
    -------
    bool
        A phrase ("very good") or a code is chosen. One word in two spellings is written, and so are
        one or two words in answer to an open question, or to one that asks for no rating and names
        no word of theirs.

    Examples
    --------
    >>> is_typed(["ok", "Ok"], {"ok": 3, "Ok": 3}, "Library")
    True
    >>> is_typed(["Good"], {"Good": 4}, "How would you rate the desk?")
    False
    """
    bare = [folded(label) for label in labels if folded(label) not in no_opinion()]
    if any(" " in text or not text.isalpha() for text in bare):
        return False
    if len(set(bare)) < len(bare):
        return True
    words, levels = folded(wording), len(set(scores.values()))
    if _OPEN.search(words):
        return levels < 3
    if asked or _RATED.search(words) or any(text[:5] in words for text in bare):
        return False
    return levels < 2 or (levels == 2 and all(label[:1].islower() for label in labels))


def _net_promoter(column: Coded, wording: str) -> Kind | None:
    """Whether colleagues would recommend, on 0 to 10."""
    if len(column.labels) > 15 or not _RECOMMEND.search(folded(wording)):
        return None
    codes = {label: _scoring.coded(label)[0] for label in column.labels}
    skipped = {label for label in column.labels if folded(label) in no_opinion()}
    points = {label: code for label, code in codes.items() if label not in skipped}
    if not points or any(code is None or not 0 <= code <= 10 for code in points.values()):
        return None
    stated = re.search(r"\b0\s*(?:\(|-|–|to|a|à|bis|=|:)|\b10\b", wording)
    if not stated and max(code for code in points.values() if code is not None) <= 5:
        return None
    scores = {label: float(code) for label, code in points.items() if code is not None}
    return Kind("net_promoter", "recommend-0-10", scores)


def _numeric(labels: list[str]) -> bool:
    """Whether every answer is a number."""
    if not re.match(_NUMBER, labels[0]):
        return False
    return bool(pc.all(pc.match_substring_regex(pa.array(labels), _NUMBER)).as_py())


def open_kind(cells: pd.Series) -> str:
    """The kind of an open field: a number where only numbers were typed, else a text.

    Examples
    --------
    >>> open_kind(pd.Series(["2", "", "11.5"])), open_kind(pd.Series(["0041", "12"]))
    ('number', 'text')
    """
    labels = encode(cells).labels
    if not labels or any(re.match(r"^0\d", label) or len(label) > 12 for label in labels):
        return "text"
    return "number" if _numeric(labels) else "text"


def _is_closed(column: Coded, wording: str) -> bool:
    """Whether answers look chosen from a list, not written."""
    answers, labels = column.answers, column.labels
    repeated = sum(count for count in column.counts if count > 1) / answers
    length = sum(len(label) for label in labels[:200]) / len(labels[:200])
    if _OPEN.search(folded(wording)) and repeated < 0.7:
        return False
    if answers < 10:
        return length <= 40
    return repeated >= 0.6 and (length <= 120 or repeated >= 0.9)
