"""Every answer of a survey as one array a question: what topline and cross-table count from."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import narwhals as nw
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from engagekit.facts import reading
from engagekit.measures import _partials, _survey_waves
from engagekit.measures._answer_order import shown_order
from engagekit.parsing.values import fold_word, numbers
from engagekit.readers.survey._scales import no_opinion
from engagekit.readers.survey._words import folded
from engagekit.tables.cache import once
from engagekit.tables.tables import Tables

Codes = NDArray[np.int32]
EMPTY, NOT_SHOWN = -1, -2
"""Places of a question that was left empty, and of one that was not shown to a person."""
QUOTES = " \"'“”«».!"
"""What is typed around an answer and is no part of it."""
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")


@dataclass(frozen=True, eq=False)
class Asked:
    """One question with the answer of each person.

    ``question_id``, ``name``, ``wording``, ``kind``, ``block``, ``scale_id``: ``name`` is the
    wording, with its block where two questions have the same words. ``labels``: answers in the
    order they are shown; the options of a multi-select, the items of a ranking. ``codes``: shape
    (people,): place in ``labels``, `EMPTY` or `NOT_SHOWN`; of a multi-select and a ranking (people,
    labels): 0 or the place given, else `EMPTY` or `NOT_SHOWN`. ``scores``: of each label: points of
    a scale, the number given; NaN where it has none. ``steps``: answers of its scale that anybody
    gave in the survey, from low to high, with the words that are taken for one: those of two
    languages, but not 'easy' and 'somewhat easy'.
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

    @property
    def has_many(self) -> bool:
        """Whether a person gives several answers."""
        return self.codes.ndim == 2

    @property
    def shown(self) -> NDArray[np.bool_]:
        """Who saw the question."""
        codes = self.codes if not self.has_many else self.codes.max(axis=1, initial=NOT_SHOWN)
        return np.asarray(codes > NOT_SHOWN)

    @property
    def answered(self) -> NDArray[np.bool_]:
        """Who gave an answer, 'no opinion' too."""
        codes = self.codes if not self.has_many else self.codes.max(axis=1, initial=NOT_SHOWN)
        return np.asarray(codes > EMPTY)

    @property
    def is_scored(self) -> bool:
        """Whether its answers have points, so that one without is no opinion."""
        return self.kind in ("scale", "net_promoter") and bool((~np.isnan(self.scores)).any())

    @property
    def opinion(self) -> NDArray[np.bool_]:
        """Who gave an answer that says something: the base of its shares."""
        if self.has_many:
            return self.answered
        if not self.is_scored:
            return self.answered & ~np.isin(self.codes, self.unsure)
        return self.answered & ~np.isnan(self.points)

    @property
    def unsure(self) -> list[int]:
        """Places of the answers of bare points that say 'not applicable' or the like."""
        is_bare = self.kind in ("scale", "date") and not self.is_scored
        return [at for at, one in enumerate(self.labels) if is_bare and folded(one) in no_opinion()]

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
        found = [_NUMBER.match(one) for one in np.array(self.labels)[~np.isnan(self.scores)]]
        written = [float(one[0].replace(",", ".")) for one in found if one]
        points = _survey_waves.points_in(self.scale_id)
        if points is None or len(set(written)) > 1:
            return self.is_scored and written[:1] > written[-1:]
        return any(points + 1 - one == np.nanmax(self.scores) != one for one in written)

    @property
    def answers(self) -> list[tuple[str, NDArray[np.bool_]]]:
        """Each answer with who gave it; labels of one score are one answer, no opinion is none."""
        if self.has_many:
            return [(name, self.codes[:, at] > EMPTY) for at, name in enumerate(self.labels)]
        if not self.is_scored:
            unsure = self.unsure
            return [(name, self.codes == at) for at, name in enumerate(self.labels)
                    if at not in unsure]  # fmt: skip
        return [
            (name, np.isin(self.codes, [at for at, one in enumerate(self.labels) if one in words]))
            for name, words in self.steps
        ]


@dataclass(frozen=True, eq=False)
class AnswerSheet:
    """The answers of a survey, its questions in their order.

    ``people``: ``respondent_id, department, role_level, contact_id`` of those whose answers are
    used. ``opened``: with those who broke off, or are the library's own.
    """

    survey_id: str
    people: pd.DataFrame
    questions: tuple[Asked, ...]
    opened: int

    def __getitem__(self, question_id: str) -> Asked:
        return next(one for one in self.questions if one.question_id == question_id)


@once
def answer_sheet(tables: Tables, survey_id: str) -> AnswerSheet:
    """Return all answers of a survey, break-offs and the library's own departments left out."""
    everybody = reading.lazy(tables.need("respondents")).filter(nw.col("survey_id") == survey_id)
    used = _partials.used(tables, survey_id)
    own = list(tables.settings.library.departments)
    if own:
        used = used.filter(~nw.col("department").fill_null("").is_in(own))
    columns = ["respondent_id", "department", "role_level", "contact_id"]
    people = reading.collected(used.select(*columns)).drop_duplicates("respondent_id")
    people = people.reset_index(drop=True)
    questions = _survey_waves.questions_of(tables, survey_id)
    ids = list(dict.fromkeys(questions["question_id"]))
    wanted = ("respondent_id", "question_id", "option", "value", "score")
    rows = reading.collected(_survey_waves.answers(tables, survey_id, ids).select(*wanted))
    names = _names(questions)
    asked = tuple(
        _asked(part, names, own_rows, len(people))
        for part, own_rows in _parts(questions, rows, people)
    )
    return AnswerSheet(survey_id, people, _worded_alike(asked), reading.size(everybody))


def _parts(
    questions: pd.DataFrame, rows: pd.DataFrame, people: pd.DataFrame
) -> Iterator[tuple[pd.DataFrame, pd.DataFrame]]:
    """Yield the rows of each question in ``questions``, and its answers by place of the person."""
    who = pd.Index(people["respondent_id"]).get_indexer(rows["respondent_id"])
    order = pd.Index(questions["question_id"].drop_duplicates())
    question = order.get_indexer(rows["question_id"])
    by_question = np.argsort(question, kind="stable")
    ends = np.searchsorted(question[by_question], np.arange(len(order) + 1))
    answers = rows[["option", "value"]].apply(_plain)
    answers = answers.assign(who=who, score=rows["score"].astype("float64"))
    grouped = dict(iter(questions.groupby("question_id", sort=False)))
    for at, name in enumerate(order):
        yield grouped[name], answers.iloc[by_question[ends[at] : ends[at + 1]]]


def _plain(column: pd.Series) -> pd.Series:
    return column.astype("str").fillna("").str.strip()


def _names(questions: pd.DataFrame) -> dict[str, str]:
    """Return a name of each question that no other has: its words, its block, then its id."""
    each = questions.drop_duplicates("question_id")
    names = item_names(each[each["kind"] == "scale"])  # as the section of the scales has them
    rest = each[~each["question_id"].isin(list(names))]
    taken = set(names.values())
    words = rest[["question_id", "wording", "item_of"]].astype("str").fillna("")
    for question_id, wording, stem in words.itertuples(index=False):
        block = "" if stem == wording else stem
        tries = (wording, f"{wording} ({block})" if block else "")
        own = [one for one in tries if one and one not in taken]
        names[question_id] = own[0] if own else f"{wording} ({question_id})"
        taken.add(names[question_id])
    return names


def _asked(part: pd.DataFrame, names: dict[str, str], rows: pd.DataFrame, size: int) -> Asked:
    """Return one question with its answers."""
    head = part.iloc[0]
    kind, question_id = str(head["kind"]), str(head["question_id"])
    has_many = kind in ("multi", "rank")
    labels, codes, scores = _many(part, rows, size) if has_many else _one(kind, rows, size)
    text = {
        name: "" if pd.isna(head[name]) else str(head[name]) for name in ("item_of", "scale_id")
    }
    wording, (block, scale_id) = str(head["wording"]), text.values()
    name = names[question_id]
    return Asked(question_id, name, wording, kind, block, scale_id, labels, codes, scores)


def _one(kind: str, rows: pd.DataFrame, size: int) -> tuple[tuple[str, ...], Codes, Any]:
    """Return labels, codes and scores of a question with one answer a person."""
    codes = np.full(size, NOT_SHOWN, dtype=np.int32)
    codes[rows["who"].to_numpy()] = EMPTY
    given = rows[(rows["value"] != "").to_numpy()].drop_duplicates("who")
    words = _spelled_alike(given["value"]) if kind == "single" else given["value"]
    place, values = pd.factorize(words)
    scores = given["score"].to_numpy()
    if kind == "number":
        points = pd.Series(values, dtype="str").str.replace("%", "")  # "87 %" is said as 87
        of = numbers(points).values.to_numpy(dtype="float64")
    else:
        of = np.full(len(values), np.nan)
        of[place] = scores
    order = shown_order(kind, list(values), of, np.bincount(place, minlength=len(values)))
    new = np.empty(len(order), dtype=np.int32)
    new[order] = np.arange(len(order), dtype=np.int32)
    codes[given["who"].to_numpy()] = new[place]
    return tuple(str(values[at]) for at in order), codes, of[order]


def _spelled_alike(words: pd.Series) -> pd.Series:
    """Return answers in their usual spelling: case, quotes and a left out accent part none."""
    # 'varon' is 'varón' where no third is spelled so; 'pêche' and 'péché' stay two
    counts = words.value_counts().sort_index().sort_values(ascending=False, kind="stable")
    each = pd.Series(counts.index, counts.index)
    same = each.str.casefold().str.strip(QUOTES)
    bare = same.str.normalize("NFKD").str.replace("[\u0300-\u036f]", "", regex=True)
    spellings = same.groupby(bare).transform("nunique")
    same = bare.where(bare.isin(same.unique()) & (spellings == 2), same)
    usual = each.groupby(same).transform("first")
    return words if usual.equals(each) else words.map(usual)


def _many(
    part: pd.DataFrame, rows: pd.DataFrame, size: int
) -> tuple[tuple[str, ...], Codes, NDArray[np.float64]]:
    """Return options and who ticked or placed each of a multi-select or a ranking."""
    options = list(dict.fromkeys(_plain(part["option"])))
    codes = np.full((size, len(options)), NOT_SHOWN, dtype=np.int32)
    at = pd.Index(options).get_indexer(rows["option"])
    listed = at >= 0
    who, at, value = rows["who"].to_numpy()[listed], at[listed], rows["value"][listed]
    codes[who, at] = EMPTY
    given = (value != "").to_numpy()
    is_rank = part["kind"].iloc[0] == "rank"
    place = pd.to_numeric(value[given], errors="coerce").fillna(0) if is_rank else 0
    codes[who[given], at[given]] = place
    return tuple(options), codes, np.full(len(options), np.nan)


def _worded_alike(asked: tuple[Asked, ...]) -> tuple[Asked, ...]:
    """Return questions with the points of their scales, which all items of one scale share."""
    parts = []
    for at, one in enumerate(asked):
        if one.is_scored:
            given = np.bincount(one.codes[one.codes > EMPTY], minlength=len(one.labels))
            words = pd.DataFrame({"word": list(one.labels), "score": one.scores, "n": given})
            parts.append(words.assign(scale=one.scale_id or str(at), turned=one.is_turned))
    if not parts:
        return asked
    counted = pd.concat(parts).dropna(subset="score")
    counted = counted.groupby(["scale", "turned", "score", "word"])["n"].sum().reset_index()
    counted = counted.sort_values("n", ascending=False, kind="stable").sort_values(
        ["scale", "turned", "score"], kind="stable"
    )
    steps = {key: _steps(str(key[0]), part) for key, part in counted.groupby(["scale", "turned"])}
    return tuple(
        replace(one, steps=steps[one.scale_id or str(at), one.is_turned]) if one.is_scored else one
        for at, one in enumerate(asked)
    )


def _steps(scale_id: str, counted: pd.DataFrame) -> tuple[tuple[str, frozenset[str]], ...]:
    """Return the answers of a scale; where all gave one, every point, as one row tells them."""
    words = {float(str(score)): list(part["word"]) for score, part in counted.groupby("score")}
    points = _survey_waves.points_in(scale_id)
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
    seen: set[str] = set()
    for text in words:
        parts = set(fold_word(text).split())
        if parts & seen:
            return True
        seen |= parts
    return False


def item_names(scales: pd.DataFrame) -> dict[str, str]:
    """Return the name of each item, with the words of its block or its turn where two are alike.

    ``scales``: rows of ``questions``.
    """
    wording = scales["wording"].astype("str")
    block = scales["item_of"].astype("str").fillna("")
    alike = wording.duplicated(keep=False) & (block != "")
    names = wording.where(~alike, wording + " (" + block + ")")
    turn = names.groupby(names).cumcount() + 1  # the very same question may be asked again
    names = names.where(turn == 1, names + " (" + turn.astype("str") + ")")
    return dict(zip(scales["question_id"], names, strict=True))
