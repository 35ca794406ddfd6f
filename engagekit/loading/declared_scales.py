"""Scales and kinds that the settings declare, for surveys of any tool, and ratings without either.

What direction a rating has is said by its words, by worded ends, by the code book or by the
settings; never by numbers that happen to fit.
"""

import re
from collections.abc import Iterable, Mapping
from fnmatch import fnmatchcase

import pandas as pd

from engagekit.errors import problem_texts, shorten, some
from engagekit.readers.survey._survey_builder import slug
from engagekit.readers.survey._words import folded
from engagekit.settings.survey import Kind, Scale
from engagekit.settings.survey import Survey as Choices
from engagekit.tables.problems import Problem, problem_of

Frames = dict[str, pd.DataFrame]
SEPARATORS = r"\s*;\s*|\s*\|\s*|\n"
"""Between choices of one cell, where the settings say that several could be chosen; commas stand
inside choices too often."""


def declared(frames: Frames, choices: Choices) -> tuple[Frames, list[Problem]]:
    """Return the survey tables with the kinds and scales that the settings declare.

    ``frames``: of one file. ``choices``: ``[survey]`` of the settings. ``problems``: answers that a
    declared scale does not know.
    """
    problems: list[Problem] = []
    if not {"questions", "responses"} <= set(frames):
        return frames, problems
    for pattern, words in choices.answers.items():
        frames = _worded(frames, _asked(frames["questions"], [pattern]), words)
    for pattern, kind in choices.kinds.items():
        frames = _of_kind(frames, _asked(frames["questions"], [pattern]), kind)
    for name, scale in choices.scales.items():
        wanted = _asked(frames["questions"], scale.questions)
        if wanted:
            frames = _of_kind(frames, wanted, "scale")  # a list of several only by its commas
            frames, strange = _scored(frames, wanted, name, scale)
            problems += strange
    return frames, problems


def _asked(questions: pd.DataFrame, patterns: Iterable[str]) -> set[str]:
    """Return the ids of the questions that patterns name, by id, wording or block."""
    wanted = [folded_pattern(pattern) for pattern in patterns]
    texts = questions[["question_id", "wording", "item_of"]].astype("str").fillna("")
    return {
        str(row.question_id)
        for row in texts.itertuples(index=False)
        if any(fnmatchcase(folded(text), pattern) for text in row if text for pattern in wanted)
    }


def folded_pattern(pattern: str) -> str:
    """Return a pattern for comparing with folded texts; its stars stay.

    Examples
    --------
    >>> folded_pattern("How satisfied*?"), folded_pattern("rate-the-desk")
    ('how satisfied*', 'rate the desk')
    """
    return "*".join(folded(part) for part in pattern.split("*"))


def _worded(frames: Frames, wanted: set[str], words: Mapping[str, str]) -> Frames:
    """Return the tables with some answers in the words of others, whose score they have."""
    questions, responses = frames["questions"], frames["responses"]
    asked, given = (frame["question_id"].isin(wanted) for frame in (questions, responses))
    scores = responses[given.to_numpy()].dropna(subset="score").groupby("value")["score"].first()
    turned = given & responses["value"].isin(list(words))
    for name in ("option", "value"):
        responses = responses.assign(
            **{name: responses[name].mask(given, responses[name].replace(words))}
        )
    score = responses["score"].mask(turned, responses["value"].map(scores))
    questions = questions.assign(
        option=questions["option"].mask(asked, questions["option"].replace(words))
    )
    is_empty = responses["value"].fillna("") == ""
    ticked = responses.assign(score=score).iloc[is_empty.argsort(kind="stable")]  # empty ones last
    again = ticked.duplicated(["respondent_id", "question_id", "option"])
    again &= ticked["question_id"].isin(wanted)
    twice = questions.duplicated(["question_id", "option"]) & asked
    return {
        **frames,
        "questions": questions[~twice],
        "responses": ticked[~again].sort_index(kind="stable"),
    }


def _of_kind(frames: Frames, wanted: set[str], kind: Kind) -> Frames:
    """Return the tables with some questions of another kind; a multi-select is cut or joined."""
    questions, responses = frames["questions"], frames["responses"]
    mine = questions["question_id"].isin(wanted) & (questions["kind"] != kind)
    if not mine.any():
        return frames
    was_multi = mine & (questions["kind"] == "multi")
    if was_multi.any() and kind != "multi":
        frames = _joined(frames, set(questions.loc[was_multi, "question_id"]))
        questions, responses = frames["questions"], frames["responses"]
        mine = questions["question_id"].isin(wanted)
    if kind == "multi":
        return _cut(frames, set(questions.loc[mine, "question_id"]))
    changed = {"kind": questions["kind"].where(~mine, kind).astype("str")}
    if kind not in ("scale", "net_promoter"):
        changed["scale_id"] = questions["scale_id"].mask(mine)
        changed["points"] = questions["points"].mask(mine)
        scores = responses["score"].mask(responses["question_id"].isin(wanted))
        responses = responses.assign(score=scores)
    if kind == "net_promoter":
        points = pd.to_numeric(responses["value"], errors="coerce")
        scores = responses["score"].where(~responses["question_id"].isin(wanted), points)
        responses = responses.assign(score=scores)
    return {**frames, "questions": questions.assign(**changed), "responses": responses}


def _joined(frames: Frames, ids: set[str]) -> Frames:
    """Return multi-selects as one answer a respondent: what was ticked, one after the other."""
    questions, responses = frames["questions"], frames["responses"]
    mine = responses["question_id"].isin(ids)
    own = responses[mine].assign(value=responses.loc[mine, "value"].fillna(""))
    key = ["respondent_id", "question_id"]
    texts = own[own["value"] != ""].groupby(key, sort=False)["value"].agg("; ".join)
    one = own.drop_duplicates(key)
    value = pd.MultiIndex.from_frame(one[key]).map(texts.to_dict())
    one = one.assign(value=pd.Series(value, index=one.index, dtype="str"), option=None)
    several = questions["question_id"].isin(ids)
    single = questions[several].drop_duplicates("question_id").assign(option=None, item_of=None)
    return {
        **frames,
        "questions": _typed(pd.concat([questions[~several], single]).sort_index(), questions),
        "responses": _typed(pd.concat([responses[~mine], one]), responses),
    }


def _cut(frames: Frames, ids: set[str]) -> Frames:
    """Return answers of one cell as one row an option, ticked or not."""
    questions, responses = frames["questions"], frames["responses"]
    mine = responses["question_id"].isin(ids) & responses["option"].isna()
    own, rows, asked = responses[mine], [], []
    for name, part in own.groupby("question_id", sort=False):
        cells = part["value"].astype("str").fillna("")
        lists = cells.map(lambda cell: [one for one in re.split(SEPARATORS, cell) if one])
        for option in dict.fromkeys(one for parts in lists for one in parts):
            ticked = lists.map(lambda parts, option=option: option if option in parts else "")
            rows.append(part.assign(option=option, value=ticked.replace("", pd.NA), score=None))
            head = questions[questions["question_id"] == name].iloc[:1]
            asked.append(head.assign(option=option, kind="multi", scale_id=None, points=None))
    if not rows:
        return frames
    done = questions["question_id"].isin(own["question_id"])
    return {
        **frames,
        "questions": _typed(pd.concat([questions[~done], *asked]), questions),
        "responses": _typed(pd.concat([responses[~mine], *rows]), responses),
    }


def _typed(frame: pd.DataFrame, like: pd.DataFrame) -> pd.DataFrame:
    return frame.astype(like.dtypes.to_dict())


def _scored(
    frames: Frames, wanted: set[str], name: str, scale: Scale
) -> tuple[Frames, list[Problem]]:
    """Return the tables with some questions on a declared scale."""
    questions, responses = frames["questions"], frames["responses"]
    places: dict[str, float] = {}
    for place, level in enumerate(scale.answers, start=1):
        for one in level.split(" / "):
            if places.setdefault(_answer(one), float(place)) != place:
                short = shorten(one, 20)
                return frames, [problem_of("declared_scales.scored_2", name=name, one=short)]
    mine = responses["question_id"].isin(wanted)
    values = responses.loc[mine, "value"].dropna()
    known = {value: places.get(_answer(value)) for value in values.unique()}
    score = values.map(known).astype("float64").reindex(responses.index)
    none = {_answer(one) for one in scale.no_opinion}
    strange = [one for one, place in known.items() if place is None and _answer(one) not in none]
    points = float(len(scale.answers))
    asked = questions["question_id"].isin(wanted)
    label = f"{slug(name)}-{points:g}"
    frames = {
        **frames,
        "responses": responses.assign(score=responses["score"].mask(mine, score)),
        "questions": questions.assign(
            kind=questions["kind"].mask(asked, "scale").astype("str"),
            scale_id=questions["scale_id"].mask(asked, label).astype("str"),
            points=questions["points"].mask(asked, points),
        ),
    }
    if not strange:
        return frames, []
    count = int(values.isin(strange).sum())
    listed = some([f"'{shorten(one, 20)}'" for one in strange])
    return frames, [
        Problem(*problem_texts("declared_scales.scored", count=count, name=name, listed=listed))
    ]


def _answer(text: str) -> str:
    """Return an answer for comparing: a number as such (5 and 5.0), words without case or order."""
    try:
        return f"{float(text):g}"
    except ValueError:
        return " ".join(sorted(folded(text).split()))


def without_direction(frames: Frames) -> list[Problem]:
    """Return the one line that names the ratings of which nobody said which end is good."""
    if not {"questions", "responses"} <= set(frames):
        return []
    questions, responses = frames["questions"], frames["responses"]
    key = ["survey_id", "question_id"]
    scores = responses[responses["value"].notna()].groupby(key)["score"].count()
    scales = questions[questions["kind"] == "scale"].drop_duplicates(key)
    pairs, unscored = scales[key].itertuples(index=False, name=None), set(scores.index[scores == 0])
    bare = [one for one, pair in zip(scales["wording"], pairs, strict=True) if pair in unscored]
    if not bare:
        return []
    names = some([f"'{shorten(wording, 40)}'" for wording in bare])
    return [problem_of("declared_scales.without_direction", count=len(bare), names=names)]
