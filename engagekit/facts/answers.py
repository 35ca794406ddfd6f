"""Every answer of a survey as one array a question: what topline and cross-table count from."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from engagekit.facts.questions import points_in
from engagekit.facts.surveys import Survey, survey
from engagekit.parsing.values import fold_word, numbers
from engagekit.readers.survey._scales import no_opinion
from engagekit.readers.survey._words import folded
from engagekit.tables.cache import once
from engagekit.tables.tables import Tables

Codes = NDArray[np.int32]
Mask = NDArray[np.bool_]
EMPTY, NOT_SHOWN = -1, -2
"""Places of a question that was left empty, and of one that was not shown to a person."""
QUOTES = " \"'“”«».!"
"""What is typed around an answer and is no part of it."""
NUMBERED = 0.8
"""Share of the answers that begin with a number from which on they are put in its order: among
'1-5', '6-10' and 'more than 10' there is mostly one that does not."""
_BAND = re.compile(r"[1-9]\d{0,2}(?:[,.\s]\d{3})+(?!\d)|\d+(?:[.,]\d+)?")
_BELOW = re.compile(r"(?i)<|\b(?:less|fewer|under|below|moins|jusqu|up to)\b")
_SIZES = ("min", "hour|hr|heure", "day|jour", "week|semaine", "month|mois", r"year|yr|année|ans?\b")
_MINUTES = (1, 60, 1440, 10_080, 43_800, 525_600)
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")


@dataclass(frozen=True, eq=False)
class Asked:
    """One question with the answer of each person.

    ``question_id``, ``name``, ``wording``, ``kind``, ``block``, ``scale_id``: ``name`` is the
    wording, with its block where two questions have the same words. ``labels``: answers in the
    order they are shown, days as months or years; the options of a multi-select, the items of a
    ranking. ``codes``: shape (people,): place in ``labels``, `EMPTY` or `NOT_SHOWN`; of a
    multi-select and a ranking (people, labels): 0 or the place given, else `EMPTY` or `NOT_SHOWN`.
    ``scores``: of each label: points of a scale, the number given; NaN where it has none.
    ``steps``: answers of its scale that anybody gave in the survey, from low to high, with the
    words that are taken for one: those of two languages, but not 'easy' and 'somewhat easy'.
    ``usual``: the most frequent word of each score.
    """

    question_id: str
    name: str
    wording: str
    kind: str
    block: str
    scale_id: str
    labels: tuple[str, ...]
    codes: Codes
    scores: NDArray[np.float64]
    steps: tuple[tuple[str, frozenset[str]], ...] = ()
    usual: tuple[tuple[float, str], ...] = ()

    @property
    def has_many(self) -> bool:
        """Whether a person gives several answers."""
        return self.codes.ndim == 2

    @property
    def _furthest(self) -> Codes:
        return self.codes.max(axis=1, initial=NOT_SHOWN) if self.has_many else self.codes

    @property
    def shown(self) -> Mask:
        """Who saw the question."""
        return np.asarray(self._furthest > NOT_SHOWN)

    @property
    def answered(self) -> Mask:
        """Who gave an answer, 'no opinion' too."""
        return np.asarray(self._furthest > EMPTY)

    @property
    def is_scored(self) -> bool:
        """Whether its answers have points, so that one without is no opinion."""
        return self.kind in ("scale", "net_promoter") and bool((~np.isnan(self.scores)).any())

    @property
    def opinion(self) -> Mask:
        """Who gave an answer that says something: the base of its shares."""
        if self.has_many:
            return self.answered
        if not self.is_scored:
            return self.answered & ~np.isin(self.codes, self._unsure)
        return self.answered & ~np.isnan(self.points)

    @property
    def _unsure(self) -> list[int]:
        """Places of the answers of bare points that say 'not applicable' or the like."""
        is_bare = self.kind in ("scale", "date") and not self.is_scored
        return [
            at for at, label in enumerate(self.labels) if is_bare and folded(label) in no_opinion()
        ]

    @property
    def points(self) -> NDArray[np.float64]:
        """The score of each person; NaN without one."""
        scores = np.append(self.scores, np.nan)  # the last one is what EMPTY points to
        return np.asarray(scores[np.maximum(self.codes, EMPTY)], dtype="float64")

    @property
    def is_averaged(self) -> bool:
        """Whether a mean of its points says what its answers do: not where "1" is the best."""
        rated = self.kind in ("scale", "number") and not np.isnan(self.points).all()
        return rated and not self.is_turned

    @property
    def worded(self) -> list[tuple[float, str]]:
        """Scores with their words, where a mean is taken of words; none of numbers."""
        pairs = zip(self.scores.tolist(), self.labels, strict=True)
        scored = [(score, name) for score, name in pairs if not np.isnan(score)]
        is_number = any(_NUMBER.match(name) for _, name in scored)
        return scored if self.is_averaged and not is_number else []

    @property
    def is_turned(self) -> bool:
        """Whether its answers are numbers of which the lowest is the best."""
        found = [_NUMBER.match(label) for label in np.array(self.labels)[~np.isnan(self.scores)]]
        written = [float(match[0].replace(",", ".")) for match in found if match]
        points = points_in(self.scale_id)
        if points is None or len(set(written)) > 1:
            return self.is_scored and written[:1] > written[-1:]
        return any(points + 1 - number == np.nanmax(self.scores) != number for number in written)

    @property
    def answers(self) -> list[tuple[str, Mask]]:
        """Each answer with who gave it; labels of one score are one answer, no opinion is none."""
        if self.has_many:
            return [(name, self.codes[:, at] > EMPTY) for at, name in enumerate(self.labels)]
        if self.is_scored:
            place = {label: at for at, label in enumerate(self.labels)}
            return [
                (name, np.isin(self.codes, [place[word] for word in words if word in place]))
                for name, words in self.steps
            ]
        unsure = self._unsure
        said = (at for at in range(len(self.labels)) if at not in unsure)
        return [(self.labels[at], self.codes == at) for at in said]


@dataclass(frozen=True, eq=False)
class AnswerSheet:
    """The answers of a survey, its questions in their order; ``people`` are those who count."""

    survey: Survey
    people: pd.DataFrame
    questions: tuple[Asked, ...]

    def __getitem__(self, question_id: str) -> Asked:
        return next(one for one in self.questions if one.question_id == question_id)


@once
def answer_sheet(tables: Tables, survey_id: str) -> AnswerSheet:
    """Return all answers of a survey, break-offs and the library's own departments left out."""
    one = survey(tables, survey_id)
    ids = list(dict.fromkeys(one.questions["question_id"]))
    rows = one.answers(ids)
    who = pd.Index(one.people["respondent_id"]).get_indexer(rows["respondent_id"])
    rows = rows.assign(who=who, **{name: _plain(rows[name]) for name in ("option", "value")})
    answers = dict(iter(rows.groupby("question_id")))
    names = _names(one.questions)
    asked = [
        _asked(part, names[str(name)], answers.get(name, rows.iloc[:0]), len(one.people))
        for name, part in one.questions.groupby("question_id", sort=False)
    ]
    return AnswerSheet(one, one.people, _worded_alike(asked))


def favourable(tables: Tables, one: Survey) -> dict[str, Any]:
    """Return what counts as favourable in the overall question, as sentences take it.

    Returned: ``points`` of the scale, ``least`` that counts, ``scale`` (its id), and ``words``: the
    most frequent words of each score that counts, lowest first; empty where they are the points.
    """
    question = one.overall
    points, least = one.points(question), one.least(question)
    asked = answer_sheet(tables, one.id)[str(question["question_id"])]
    words = dict(asked.usual) if asked.scale_id else {}
    wanted = sorted({least, points})
    text = [words.get(score, "") for score in wanted]
    is_told = all(text) and text != [f"{score:g}" for score in wanted]
    told = text if is_told else []
    return {"points": points, "least": least, "scale": str(question["scale_id"]), "words": told}


def _plain(column: pd.Series) -> pd.Series:
    return column.astype("str").fillna("").str.strip()


def _names(questions: pd.DataFrame) -> dict[str, str]:
    """Return a name of each question that no other has: its words, its block, its turn or its id.

    Scales first, whose names stand in figures.
    """
    each = questions.drop_duplicates("question_id")
    is_scale = each["kind"] == "scale"
    wording = each["wording"].astype("str")
    block = each["item_of"].astype("str").fillna("")
    block = block.where(is_scale | (block != wording), "")
    with_block = wording + " (" + block + ")"
    scales = wording[is_scale]
    alike = scales.duplicated(keep=False) & (block[is_scale] != "")
    named = scales.where(~alike, with_block)
    turn = named.groupby(named).cumcount() + 1  # the very same question may be asked again
    named = named.where(turn == 1, named + " (" + turn.astype("str") + ")")
    names = dict(zip(each.loc[is_scale, "question_id"], named, strict=True))
    for at in each.index[~is_scale]:
        question_id = each.loc[at, "question_id"]
        tries = [wording[at], *([with_block[at]] if block[at] else [])]
        free = [name for name in tries if name not in names.values()]
        names[question_id] = free[0] if free else f"{wording[at]} ({question_id})"
    return names


def _asked(part: pd.DataFrame, name: str, rows: pd.DataFrame, size: int) -> Asked:
    """Return one question with its answers."""
    head = part.iloc[0]
    kind, question_id, wording = (str(head[cell]) for cell in ("kind", "question_id", "wording"))
    block, scale_id = ("" if pd.isna(cell) else str(cell) for cell in head[["item_of", "scale_id"]])
    has_many = kind in ("multi", "rank")
    labels, codes, scores = _many(part, rows, size) if has_many else _one(kind, rows, size)
    return Asked(question_id, name, wording, kind, block, scale_id, labels, codes, scores)


def _one(kind: str, rows: pd.DataFrame, size: int) -> tuple[tuple[str, ...], Codes, Any]:
    """Return labels, codes and scores of a question with one answer a person."""
    codes = np.full(size, NOT_SHOWN, dtype=np.int32)
    codes[rows["who"].to_numpy()] = EMPTY
    given = rows[rows["value"] != ""].drop_duplicates("who")
    words = given["value"]
    if kind in ("single", "date"):
        words = _spelled_alike(words) if kind == "single" else _periods(words)
    place, found = pd.factorize(words)
    labels = list(map(str, found))
    scores = np.full(len(labels), np.nan)
    if kind == "number":
        points = pd.Series(labels, dtype="str").str.replace("%", "")  # "87 %" is said as 87
        scores = numbers(points).values.to_numpy(dtype="float64")
    elif kind != "date":
        scores[place] = given["score"].to_numpy(dtype="float64")
    order = shown_order(kind, labels, scores, np.bincount(place, minlength=len(labels)))
    codes[given["who"].to_numpy()] = np.argsort(order)[place] if order else place
    return tuple(labels[at] for at in order), codes, scores[order]


def _spelled_alike(words: pd.Series) -> pd.Series:
    """Return answers in their usual spelling: case, quotes and a left out accent part none."""
    # 'varon' is 'varón' where no third is spelled so; 'pêche' and 'péché' stay two
    counts = words.value_counts().sort_index().sort_values(ascending=False, kind="stable")
    each = pd.Series(counts.index, counts.index)
    same = each.str.casefold().str.strip(QUOTES)
    bare = same.str.normalize("NFKD").str.replace("[\u0300-\u036f]", "", regex=True)
    spellings = same.groupby(bare).transform("nunique")
    same = bare.where(bare.isin(same.unique()) & (spellings == 2), same)
    return words.map(each.groupby(same).transform("first"))


def _periods(words: pd.Series) -> pd.Series:
    """Return days by month, by year where they lie over two years apart."""
    days = pd.to_datetime(words.where(words.str.match(r"\d{4}(-|$)")), format="ISO8601")
    by_year = (words.str.len() == 4).any() or (days.max() - days.min()).days > 2 * 366
    return days.dt.strftime("%Y" if by_year else "%Y-%m").fillna(words)


def _many(
    part: pd.DataFrame, rows: pd.DataFrame, size: int
) -> tuple[tuple[str, ...], Codes, NDArray[np.float64]]:
    """Return options and who ticked or placed each of a multi-select or a ranking."""
    options = list(dict.fromkeys(_plain(part["option"])))
    codes = np.full((size, len(options)), NOT_SHOWN, dtype=np.int32)
    at = pd.Index(options).get_indexer(rows["option"])
    who, at, value = rows["who"].to_numpy()[at >= 0], at[at >= 0], rows["value"][at >= 0]
    codes[who, at] = EMPTY
    given = (value != "").to_numpy()
    is_rank = part["kind"].iloc[0] == "rank"
    place = pd.to_numeric(value[given], errors="coerce").fillna(0) if is_rank else 0
    codes[who[given], at[given]] = place
    return tuple(options), codes, np.full(len(options), np.nan)


def _worded_alike(asked: Sequence[Asked]) -> tuple[Asked, ...]:
    """Return questions with the points of their scales, which all items of one scale share."""
    scale = {
        one.question_id: (one.scale_id or f"{one.question_id}:", one.is_turned) for one in asked
    }
    parts = []
    for one in asked:
        if one.is_scored:
            given = np.bincount(one.codes[one.codes > EMPTY], minlength=len(one.labels))
            words = pd.DataFrame({"word": list(one.labels), "score": one.scores, "n": given})
            name, is_turned = scale[one.question_id]
            parts.append(words.assign(scale=name, turned=is_turned))
    if not parts:
        return tuple(asked)
    counted = pd.concat(parts).dropna(subset="score")
    counted = counted.groupby(["scale", "turned", "score", "word"])["n"].sum().reset_index()
    counted = counted.sort_values(["score", "n", "word"], ascending=[True, False, True])
    told = {
        key: (_steps(str(key[0]), part), _usual(part))
        for key, part in counted.groupby(["scale", "turned"])
    }
    return tuple(
        replace(one, steps=told[scale[one.question_id]][0], usual=told[scale[one.question_id]][1])
        if one.is_scored
        else one
        for one in asked
    )


def _usual(counted: pd.DataFrame) -> tuple[tuple[float, str], ...]:
    first = counted.drop_duplicates("score")
    return tuple(zip(first["score"].tolist(), first["word"].tolist(), strict=True))


def _steps(scale_id: str, counted: pd.DataFrame) -> tuple[tuple[str, frozenset[str]], ...]:
    """Return the answers of a scale; where all gave one, every point, as one row tells them."""
    words = {float(str(score)): list(part["word"]) for score, part in counted.groupby("score")}
    points = points_in(scale_id)
    if len(words) == 1 and points is not None:
        # "2/5" beside "Very satisfied"; beside a "5" its neighbours are numbers as well
        ((score, (word, *_)),) = words.items()
        of = "" if word.isdigit() else f"/{points:g}"
        is_turned = word.isdigit() and points + 1 - float(word) == score != float(word)
        last, every = (points + 1) * is_turned, np.arange(1, points + 1).tolist()
        words = {at: words.get(at, [f"{abs(last - at):g}{of}"]) for at in every}
    steps: list[tuple[str, frozenset[str]]] = []
    for same in words.values():
        spelled: dict[str, list[str]] = {}
        for word in same:
            spelled.setdefault(" ".join(sorted(fold_word(word).split())), []).append(word)
        parts = sorted(spelled.values()) if _are_steps(list(spelled)) else [same]
        steps += [(part[0], frozenset(part)) for part in parts]
    return tuple(steps)


def _are_steps(words: list[str]) -> bool:
    """Return whether words of one score share a word, so that they are two steps of one language.

    Examples
    --------
    >>> _are_steps(["Easy", "Somewhat easy"]), _are_steps(["Satisfied", "Satisfait"])
    (True, False)
    """
    parts = [part for text in words for part in set(fold_word(text).split())]
    return len(parts) > len(set(parts))


def shown_order(
    kind: str, labels: Sequence[str], scores: NDArray[np.float64], counts: NDArray[Any]
) -> list[int]:
    """Return labels in the order they are shown: by points or number, else by frequency."""
    places = range(len(labels))
    if kind == "date":
        return sorted(places, key=labels.__getitem__)
    if kind not in ("net_promoter", "number") and not (kind == "scale" and (scores > 0).any()):
        begin = [_least(label) for label in labels]
        if np.isfinite(begin).sum() >= max(NUMBERED * len(labels), 1):
            return sorted(places, key=lambda at: (begin[at], labels[at]))
    by_score = np.where(np.isnan(scores), np.inf, scores)
    return sorted(places, key=lambda at: (by_score[at], -counts[at], labels[at]))


def _least(label: str) -> float:
    """Return the number that a band begins at, times in minutes, just under it for `under 5`."""
    number = _BAND.search(label)
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
