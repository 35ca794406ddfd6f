"""Every answer of a survey, question by question: what topline and cross-table count from."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from engagekit.facts.questions import only, points_in
from engagekit.facts.surveys import Survey, survey
from engagekit.parsing.values import fold_word, numbers
from engagekit.readers.survey._scales import no_opinion
from engagekit.readers.survey._words import folded
from engagekit.tables.cache import once
from engagekit.tables.tables import Tables

Mask = NDArray[np.bool_]
MANY = ("multi", "rank")
"""Kinds of questions to which a person gives several answers."""
SCORED = ("scale", "net_promoter")
QUOTES = " \"'“”«».!"
"""What is typed around an answer and is no part of it."""
NUMBERED = 0.8
"""Share of the answers that begin with a number from which on they are put in its order: among
'1-5', '6-10' and 'more than 10' there is mostly one that does not."""
_BAND = re.compile(r"[1-9]\d{0,2}(?:[,.\s]\d{3})+(?!\d)|\d+(?:[.,]\d+)?")
_BELOW = re.compile(r"(?i)<|\b(?:less|fewer|under|below|moins|jusqu|up to)\b")
_SIZES = ("min", "hour|hr|heure", "day|jour", "week|semaine", "month|mois", r"year|yr|année|ans?\b")
_MINUTES = (1, 60, 1440, 10_080, 43_800, 525_600)
_NUMBER = r"^(\d+(?:[.,]\d+)?)"


@dataclass(frozen=True, eq=False)
class Asked:
    """One question with the answers of the people who count.

    ``question_id``, ``name``, ``wording``, ``kind``, ``block``, ``scale_id``: ``name`` is the
    wording, told apart where two questions have the same words. ``shown``: who saw it. ``given``:
    a row an answer: ``who`` (place among people), ``word`` as written, ``score`` (points, number,
    place in a ranking; NaN without one) and ``answer`` as it is told: words of one score are one
    answer, no opinion is none. ``order``: the answers as they are shown with the score of each, of
    a scale those that anybody gave in the survey.
    """

    question_id: str
    name: str
    wording: str
    kind: str
    block: str
    scale_id: str
    shown: Mask
    given: pd.DataFrame
    order: Mapping[str, float]

    def people(self, rows: pd.Series | None = None) -> Mask:
        """Return who gave an answer, or one of some rows of ``given``."""
        found = np.zeros(len(self.shown), dtype=bool)
        found[self.given["who"] if rows is None else self.given.loc[rows, "who"]] = True
        return found

    @property
    def words(self) -> pd.Series:
        """What each person wrote, by place among them."""
        return self.given.set_index("who")["word"]

    @cached_property
    def opinion(self) -> Mask:
        """Who gave an answer that says something: the base of its shares."""
        return self.people(self.given["answer"].notna())

    @cached_property
    def answers(self) -> list[tuple[str, Mask]]:
        """Each answer with who gave it."""
        return [(name, self.people(self.given["answer"] == name)) for name in self.order]

    @cached_property
    def points(self) -> NDArray[np.float64]:
        """The score of each person; NaN without one."""
        return self._scores(self.given)

    def places(self, name: str) -> NDArray[np.float64]:
        """Return the place that each person gave an item of a ranking; NaN without one."""
        return self._scores(self.given[(self.given["answer"] == name) & (self.given["score"] > 0)])

    def _scores(self, rows: pd.DataFrame) -> NDArray[np.float64]:
        found = np.full(len(self.shown), np.nan)
        found[rows["who"]] = rows["score"]
        return found

    @property
    def is_scored(self) -> bool:
        """Whether its answers have points, so that one without is no opinion."""
        return self.kind in SCORED and bool(self.given["score"].notna().any())

    @cached_property
    def is_averaged(self) -> bool:
        """Whether a mean of its points says what its answers do: not where "1" is the best."""
        is_rated = self.kind in ("scale", "number") and self.given["score"].notna().any()
        return bool(is_rated) and not is_turned(self.given, self.scale_id)

    @property
    def worded(self) -> list[tuple[float, str]]:
        """Scores with their words, where a mean is taken of words; none of numbers."""
        pairs = self.given[["score", "word"]].dropna().drop_duplicates()
        if not self.is_averaged or pairs["word"].str.contains(r"^\d").any():
            return []
        return list(zip(pairs["score"], pairs["word"], strict=True))


@dataclass(frozen=True, eq=False)
class AnswerSheet:
    """The answers of a survey, its questions in their order."""

    survey: Survey
    questions: tuple[Asked, ...]

    def __getitem__(self, question_id: str) -> Asked:
        return next(asked for asked in self.questions if asked.question_id == question_id)


@once
def answer_sheet(tables: Tables, survey_id: str, *, team: bool = False) -> AnswerSheet:
    """Return all answers of colleagues to a survey, or those of the library's own team."""
    one = survey(tables, survey_id)
    people = one.team if team else one.people
    cells = ["question_id", "option", "wording", "kind", "item_of", "scale_id"]
    texts = one.questions[cells].apply(_plain)
    questions = texts.drop_duplicates("question_id").set_index("question_id")
    places = people[["respondent_id"]].assign(who=range(len(people)))
    rows = one.given[one.given["question_id"].isin(questions.index)]  # `check` tells of others
    rows = rows.merge(places, on="respondent_id")
    rows = rows.assign(
        kind=rows["question_id"].map(questions["kind"]),
        option=_plain(rows["option"]),
        value=_plain(rows["value"]),
    )
    of = {str(name): part for name, part in rows.groupby("question_id")}
    given = {name: _given(part) for name, part in of.items()}
    nothing = _given(rows.iloc[:0])
    steps = _steps(given, questions)
    names = _names(questions)
    asked = []
    for name, head in questions.iterrows():
        key = str(name)
        wording, kind, block, scale = head[["wording", "kind", "item_of", "scale_id"]]
        answers = given.get(key, nothing)
        shown = np.zeros(len(people), dtype=bool)
        shown[of[key]["who"] if key in of else []] = True
        if words := steps.get(key):
            order = dict(words.values())
            told = answers["word"].map({word: answer for word, (answer, _) in words.items()})
            answers = answers.assign(answer=told.mask(answers["answer"].isna()))
        elif kind in MANY:
            options = texts.loc[texts["question_id"] == name, "option"]
            order = dict.fromkeys(options, np.nan)
        else:
            order = _in_order(kind, answers.dropna(subset="answer"))
        asked.append(Asked(key, names[key], wording, kind, block, scale, shown, answers, order))
    return AnswerSheet(one, tuple(asked))


def asked_in(one: Survey, wanted: str | None) -> Asked | None:
    """Return the one question that a text of the settings means; None where none is asked."""
    question = only(one.questions, wanted or "")
    return None if question is None else answer_sheet(one.tables, one.id)[question]


def favourable(tables: Tables, one: Survey) -> dict[str, Any]:
    """Return what counts as favourable in the overall question, as sentences take it.

    Returned: ``points`` of the scale, ``least`` that counts, ``scale`` (its id), and ``words``: the
    most frequent words of each score that counts, lowest first; empty where they are the points.
    """
    question = one.overall
    points, least = one.points(question), one.least(question)
    asked = answer_sheet(tables, one.id)[str(question["question_id"])]
    wanted = sorted({least, points})
    usual = asked.given.groupby("score")["word"].agg(lambda words: words.mode()[0])
    words = [usual.get(score, "") for score in wanted] if asked.scale_id else []
    is_told = all(words) and words != [f"{score:g}" for score in wanted]
    told = words if is_told else []
    return {"points": points, "least": least, "scale": str(question["scale_id"]), "words": told}


def _plain(column: pd.Series) -> pd.Series:
    return column.astype("str").fillna("").str.strip()


def _names(questions: pd.DataFrame) -> dict[str, str]:
    """Return a name of each question that no other has: its words, its block, its turn."""
    wording, block = questions["wording"], questions["item_of"]
    is_told = wording.duplicated(keep=False) & (block != "") & (block != wording)
    names = wording.where(~is_told, wording + " (" + block + ")")
    turn = names.groupby(names).cumcount() + 1  # the very same question may be asked again
    names = names.where(turn == 1, names + " (" + turn.astype("str") + ")")
    return {str(name): text for name, text in names.items()}


def _given(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the answers to one question: ``who, word, answer, score``."""
    kind = "" if rows.empty else str(rows["kind"].iloc[0])
    rows = rows[rows["value"] != ""]
    rows = rows if kind in MANY else rows.drop_duplicates("who")
    word, score = rows["value"], rows["score"].astype("float64")
    if kind in MANY:
        word = rows["option"]
        score = pd.to_numeric(rows["value"], errors="coerce").fillna(0.0)
    elif kind == "number":
        score = numbers(word.str.replace("%", "")).values.astype("float64")  # "87 %" is 87
    elif kind == "single":
        word = _spelled_alike(word)
    elif kind == "date":
        word = _periods(word)
    is_silent = pd.Series(False, rows.index)
    if kind in SCORED and score.notna().any():
        is_silent = score.isna()
    elif kind in ("scale", "date"):
        is_silent = word.map(folded).isin(no_opinion())
    return pd.DataFrame(
        {"who": rows["who"], "word": word, "answer": word.mask(is_silent), "score": score}
    )


def _spelled_alike(words: pd.Series) -> pd.Series:
    """Return answers in their usual spelling: cases and quotes part none."""
    counts = words.value_counts().sort_index().sort_values(ascending=False, kind="stable")
    usual = pd.Series(counts.index, counts.index)
    return words.map(usual.groupby(usual.str.casefold().str.strip(QUOTES)).transform("first"))


def _periods(words: pd.Series) -> pd.Series:
    """Return days by month, by year where they lie over two years apart."""
    days = pd.to_datetime(words.where(words.str.match(r"\d{4}(-|$)")), format="ISO8601")
    by_year = (words.str.len() == 4).any() or (days.max() - days.min()).days > 2 * 366
    return days.dt.strftime("%Y" if by_year else "%Y-%m").fillna(words)


def is_turned(given: pd.DataFrame, scale_id: str) -> bool:
    """Return whether answers are numbers of which the lowest is the best."""
    written = given["word"].str.extract(_NUMBER)[0].str.replace(",", ".").astype("float64")
    known = given.assign(number=written).dropna().sort_values("score")
    if known.empty:
        return False
    first, last = known.iloc[0], known.iloc[-1]
    points = points_in(scale_id)
    if points is None or len(set(known["number"])) > 1:
        return bool(first["number"] > last["number"])
    return bool(points + 1 - last["number"] == last["score"] != last["number"])


Steps = dict[str, tuple[str, float]]
"""Of each word of a scale its answer and score, in the order shown."""


def _steps(given: Mapping[str, pd.DataFrame], questions: pd.DataFrame) -> dict[str, Steps]:
    """Return the answers of the questions with points, which all items of one scale share."""
    scales: dict[tuple[str, bool], list[str]] = {}
    for name, answers in given.items():
        if questions.loc[name, "kind"] in SCORED and answers["score"].notna().any():
            scale = str(questions.loc[name, "scale_id"])
            key = scale or f"{name}:", is_turned(answers, scale)
            scales.setdefault(key, []).append(name)
    found: dict[str, Steps] = {}
    for (scale, turned), items in scales.items():
        rows = pd.concat([given[name] for name in items]).dropna(subset="score")
        counted = rows.groupby(["score", "word"]).size().reset_index(name="n")
        counted = counted.sort_values(["score", "n", "word"], ascending=[True, False, True])
        found |= dict.fromkeys(items, _worded(counted, points_in(scale), turned))
    return found


def _worded(counted: pd.DataFrame, points: float | None, turned: bool) -> Steps:
    """Return the words of a scale, of one score the most frequent first."""
    found: Steps = {}
    for score, same in counted.groupby("score")["word"]:
        # two languages have no word in common, 'easy' and 'somewhat easy' are two steps of one
        parts = {word: frozenset(fold_word(word).split()) for word in same}
        kinds = set(parts.values())
        are_steps = sum(map(len, kinds)) > len(frozenset().union(*kinds))
        answers: dict[object, str] = {}
        for word, part in parts.items():
            answer = answers.setdefault(part if are_steps else None, word)
            found[word] = answer, float(str(score))
    if points is not None and len(set(counted["score"])) == 1:
        # all gave one answer: its neighbours are points, "2/5" beside "Satisfied", "4" beside "5"
        (word, (_, score)), *_ = found.items()
        for at in np.arange(1, points + 1).tolist():
            number = points + 1 - at if turned else at
            text = f"{number:g}" if word.isdigit() else f"{at:g}/{points:g}"
            if at != score:
                found[text] = text, at
    return dict(sorted(found.items(), key=lambda pair: (pair[1][1], pair[1][0])))


def _in_order(kind: str, answers: pd.DataFrame) -> dict[str, float]:
    """Return answers in the order they are shown: by points or number, else by frequency."""
    each = answers.groupby("answer")["score"].agg(["first", "size"]).reset_index()
    order, ascending = ["first", "size", "answer"], [True, False, True]
    if kind == "date":
        order, ascending = ["answer"], [True]
    elif kind != "number" and not (kind in SCORED and (each["first"] > 0).any()):
        each["least"] = each["answer"].map(_least).astype("float64")
        if np.isfinite(each["least"]).sum() >= max(NUMBERED * len(each), 1):
            order, ascending = ["least", "answer"], [True, True]
    each = each.sort_values(order, ascending=ascending)
    return dict(zip(each["answer"], each["first"], strict=True))


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
