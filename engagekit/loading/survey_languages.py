"""One survey in several forms, several surveys in one form: as the settings say."""

from collections.abc import Iterator, Sequence
from typing import Any

import pandas as pd

from engagekit.errors import shorten, some
from engagekit.parsing.values import fold_word
from engagekit.settings.periods import quarter_of
from engagekit.tables.problems import NOTE, QUESTION, Problem, problem_of

Frames = dict[str, pd.DataFrame]


def joined(frames: Frames, groups: Sequence[Sequence[str]]) -> tuple[Frames, list[Problem]]:
    """Return the tables with the surveys of each group as its first one.

    Questions go together by their place; an answer on a scale takes the words that the first
    survey has for its score.

    ``groups``: ``same`` under ``[survey]``: titles or ids. ``problems``: surveys that are not
    there, or ask other questions.
    """
    problems: list[Problem] = []
    known = _named(frames)
    for group in groups if known else ():
        first, *others = [known.get(fold_word(name), "") for name in group]
        for name, other in zip(group[1:], others, strict=True):
            if first and other and kinds(frames, first) == kinds(frames, other):
                frames = _one(frames, first, other)
                problems += _worded_apart(frames, other)
                continue
            slots = {"name": name, "other": group[0]}
            problems += [problem_of("survey_languages.join", "engagekit.toml", QUESTION, **slots)]
    return frames, problems


def _named(frames: Frames) -> dict[str, str]:
    """Return the id of each survey by its title and by its id; none without all survey tables."""
    if not {"surveys", "questions", "responses", "respondents"} <= set(frames):
        return {}
    return {
        fold_word(str(row[name])): str(row["survey_id"])
        for name in ("title", "survey_id")
        for row in frames["surveys"].to_dict("records")
    }


def split(frames: Frames, names: Sequence[str], fiscal_start: int) -> tuple[Frames, list[Problem]]:
    """Return the tables with the answers of each quarter to some forms as surveys of their own.

    ``names``: ``by_quarter`` under ``[survey]``: titles or ids. ``problems``: those not there.
    """
    known, problems = _named(frames), list[Problem]()
    for name in names if known else ():
        people = frames["respondents"]
        mine = people["survey_id"] == known.get(fold_word(name), "")
        dated = people[mine & people["submitted_at"].notna()]
        if dated.empty:
            problems += [
                problem_of("survey_languages.split", "engagekit.toml", QUESTION, name=name)
            ]
            continue
        days = dated.set_index("respondent_id")["submitted_at"]
        labels = {who: quarter_of(at.date(), fiscal_start).label for who, at in days.items()}
        frames = _split(frames, known[fold_word(name)], labels)
    return frames, problems


def _split(frames: Frames, survey: str, labels: dict[Any, str]) -> Frames:
    """Return the tables with a survey for each label; who has none stays in the first one."""
    result = dict(frames)
    for table in ("respondents", "responses"):
        label = frames[table]["respondent_id"].map(labels)
        moved = (frames[table]["survey_id"] == survey) & label.notna()
        number = frames[table]["survey_id"].mask(moved, f"{survey}-" + label)
        result[table] = frames[table].assign(survey_id=number.astype("str"))
    for table in ("surveys", "questions"):
        frame = frames[table]
        mine = frame["survey_id"] == survey
        each = [frame[~mine]]
        if (result["respondents"]["survey_id"] == survey).any():
            each.append(frame[mine])
        for quarter in sorted({*labels.values()}):
            each.append(frame[mine].assign(survey_id=f"{survey}-{quarter}"))
            if table == "surveys":
                title = frame.loc[mine, "title"] + f", {quarter}"
                each[-1] = each[-1].assign(title=title, opened_on=None, closed_on=None)
        result[table] = pd.concat(each).astype(frame.dtypes.to_dict())
    return result


def kinds(frames: Frames, survey: str) -> list[str]:
    """Return the kinds of a survey's questions in their order."""
    questions = frames["questions"]
    mine = questions[questions["survey_id"] == survey].drop_duplicates("question_id")
    return mine["kind"].tolist()


def _one(frames: Frames, first: str, other: str) -> Frames:
    """Return the tables with one survey as part of another."""
    questions, responses = frames["questions"], frames["responses"]
    each = [
        list(questions.loc[questions["survey_id"] == one, "question_id"].drop_duplicates())
        for one in (first, other)
    ]
    number = dict(zip(each[1], each[0], strict=True))
    head = questions[questions["survey_id"] == first].drop_duplicates("question_id")
    head = head.set_index("question_id")
    theirs = responses["survey_id"] == other
    result = dict(frames)
    moved = responses["question_id"].map(number).where(theirs, responses["question_id"])
    responses = responses.assign(question_id=moved.astype("str"))
    responses = responses.assign(value=_in_words_of_first(responses, theirs, first))
    result["responses"] = _moved(responses, theirs, first, other)
    people = frames["respondents"]
    result["respondents"] = _moved(people, people["survey_id"] == other, first, other)
    mine = questions["survey_id"] == other
    asked = questions["question_id"].map(number).where(mine, questions["question_id"])
    questions = questions.assign(question_id=asked.astype("str"))
    for name in ("wording", "item_of"):
        text = questions["question_id"].map(head[name]).where(mine, questions[name])
        questions = questions.assign(**{name: text.astype(questions[name].dtype)})
    questions = questions.assign(survey_id=questions["survey_id"].mask(mine, first))
    result["questions"] = questions[~mine | questions["option"].notna()]
    surveys = frames["surveys"]
    pair = surveys["survey_id"].isin([first, other])
    opened, closed = surveys.loc[pair, "opened_on"].min(), surveys.loc[pair, "closed_on"].max()
    main = surveys["survey_id"] == first
    surveys = surveys.assign(
        opened_on=surveys["opened_on"].mask(main, opened),
        closed_on=surveys["closed_on"].mask(main, closed),
    )
    result["surveys"] = surveys[surveys["survey_id"] != other]
    return result


def _worded_apart(frames: Frames, other: str) -> Iterator[Problem]:
    """Note the choices of a joined survey whose answers the two forms have in no common word."""
    keys = ["survey_id", "question_id"]
    asked = frames["questions"].drop_duplicates(keys)
    asked = asked[asked["kind"].isin(["single", "multi"])]
    given = frames["responses"].dropna(subset="value").merge(asked[[*keys, "wording"]], on=keys)
    answer = given["option"].fillna(given["value"]).astype("str").map(fold_word)
    theirs = given["respondent_id"].str.endswith(f" of {other}")
    apart = []
    for wording, part in answer.groupby(given["wording"]):
        sides = [set(part[mask[part.index]]) for mask in (theirs, ~theirs)]
        if all(sides) and not sides[0] & sides[1]:
            apart.append(f"'{shorten(str(wording), 60)}'")
    if apart:
        yield problem_of("survey_languages.worded_apart", "", NOTE, apart=some(apart, 4))


def _moved(frame: pd.DataFrame, mine: pd.Series, first: str, other: str) -> pd.DataFrame:
    """Return rows of a survey under another one, their people under numbers of their own."""
    person = frame["respondent_id"].mask(mine, frame["respondent_id"] + f" of {other}")
    return frame.assign(
        survey_id=frame["survey_id"].mask(mine, first), respondent_id=person.astype("str")
    )


def _in_words_of_first(responses: pd.DataFrame, theirs: pd.Series, first: str) -> pd.Series:
    """Return answers, those with a score in the commonest words of the first survey for it."""
    own = responses[(responses["survey_id"] == first) & responses["score"].notna()]
    counts = own.groupby(["question_id", "score", "value"]).size().sort_values(ascending=False)
    each = counts.reset_index().drop_duplicates(["question_id", "score"])
    words = each.set_index(["question_id", "score"])["value"]
    keys = pd.MultiIndex.from_frame(responses[["question_id", "score"]])
    text = pd.Series(words.reindex(keys).to_numpy(), index=responses.index)
    return responses["value"].mask(theirs & text.notna(), text).astype("str")
