"""Scales and kinds that the settings declare, for surveys of any tool, and ratings without either.

What direction a rating has is said by its words, by worded ends, by the code book or by the
settings; never by numbers that happen to fit.
"""

from collections.abc import Iterable, Mapping
from fnmatch import fnmatchcase

import pandas as pd

from engagekit.errors import problem_texts, shorten, some
from engagekit.mapping.confirmed_questions import answer_key, folded_pattern
from engagekit.readers.survey._survey_builder import slug
from engagekit.readers.survey._words import folded
from engagekit.settings.survey import Kind, Scale
from engagekit.settings.survey import Survey as Choices
from engagekit.tables.problems import Problem, problem_of

Frames = dict[str, pd.DataFrame]


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
    """Return the tables with some questions of another kind."""
    questions, responses = frames["questions"], frames["responses"]
    mine = questions["question_id"].isin(wanted) & (questions["kind"] != kind)
    if not mine.any():
        return frames
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


def _scored(
    frames: Frames, wanted: set[str], name: str, scale: Scale
) -> tuple[Frames, list[Problem]]:
    """Return the tables with some questions on a declared scale."""
    questions, responses = frames["questions"], frames["responses"]
    places: dict[str, float] = {}
    for place, level in enumerate(scale.answers, start=1):
        for one in (level, *level.split(" / ")):  # either language, or both in one cell
            if places.setdefault(answer_key(one), float(place)) != place:
                short = shorten(one, 20)
                return frames, [problem_of("declared_scales.scored_2", name=name, one=short)]
    mine = responses["question_id"].isin(wanted)
    values = responses.loc[mine, "value"].dropna()
    known = {value: places.get(answer_key(value)) for value in values.unique()}
    score = values.map(known).astype("float64").reindex(responses.index)
    none = {answer_key(one) for one in scale.no_opinion}
    strange = [one for one, place in known.items() if place is None and answer_key(one) not in none]
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
