"""One survey in several forms, several surveys in one form: as the settings say."""

from collections.abc import Iterator, Sequence

import pandas as pd

from engagekit.errors import shorten, some
from engagekit.parsing.values import fold_word
from engagekit.settings.periods import quarter_of
from engagekit.tables.problems import NOTE, QUESTION, Problem, problem_of

Frames = dict[str, pd.DataFrame]
KEY = ["survey_id", "question_id"]
WORDED = ["question_id", "score"]
SETTINGS = "engagekit.toml"


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
            if first and other and _kinds(frames, first) == _kinds(frames, other):
                frames = _joined(frames, first, other)
                problems += _worded_apart(frames, other)
                continue
            slots = {"name": name, "other": group[0]}
            problems.append(problem_of("survey_languages.join", SETTINGS, QUESTION, **slots))
    return frames, problems


def split(frames: Frames, names: Sequence[str], fiscal_start: int) -> tuple[Frames, list[Problem]]:
    """Return the tables with the answers of each quarter to some forms as surveys of their own.

    ``names``: ``by_quarter`` under ``[survey]``: titles or ids. ``problems``: those not there.
    """
    known, problems = _named(frames), list[Problem]()
    for name in names if known else ():
        survey, people = known.get(fold_word(name), ""), frames["respondents"]
        moments = people.loc[people["survey_id"] == survey].set_index("respondent_id")
        days = moments["submitted_at"].dropna().dt.date
        if days.empty:
            problems.append(problem_of("survey_languages.split", SETTINGS, QUESTION, name=name))
            continue
        frames = _split(frames, survey, days.map(lambda day: quarter_of(day, fiscal_start).label))
    return frames, problems


def _named(frames: Frames) -> dict[str, str]:
    """Return the id of each survey by its title and by its id; none without all survey tables."""
    if not {"surveys", "questions", "responses", "respondents"} <= set(frames):
        return {}
    surveys = frames["surveys"]
    names = pd.concat([surveys["title"], surveys["survey_id"]]).astype("str").map(fold_word)
    return dict(zip(names, [*surveys["survey_id"]] * 2, strict=True))


def _split(frames: Frames, survey: str, quarters: pd.Series) -> Frames:
    """Return the tables with a survey for each quarter; who has none stays in the first one.

    ``quarters``: by the number of the respondent.
    """
    result = dict(frames)
    for table in ("respondents", "responses"):
        number = frames[table]["survey_id"]
        quarter = frames[table]["respondent_id"].map(quarters).where(number == survey)
        own = (f"{survey}-" + quarter).fillna(number)
        result[table] = frames[table].assign(survey_id=own.astype("str"))
    is_left = (result["respondents"]["survey_id"] == survey).any()
    for table in ("surveys", "questions"):
        frame = frames[table]
        mine = frame[frame["survey_id"] == survey]
        each = [frame.drop(mine.index), mine if is_left else mine.iloc[:0]]
        for quarter in sorted(quarters.unique()):
            part = mine.assign(survey_id=f"{survey}-{quarter}")
            if table == "surveys":
                title = mine["title"] + f", {quarter}"
                part = part.assign(title=title, opened_on=None, closed_on=None)
            each.append(part)
        result[table] = pd.concat(each).astype(frame.dtypes.to_dict())
    return result


def _kinds(frames: Frames, survey: str) -> list[str]:
    """Return the kinds of a survey's questions in their order."""
    return _asked(frames, survey)["kind"].tolist()


def _asked(frames: Frames, survey: str) -> pd.DataFrame:
    """Return the questions of a survey, a row each."""
    questions = frames["questions"]
    return questions[questions["survey_id"] == survey].drop_duplicates("question_id")


def _joined(frames: Frames, first: str, other: str) -> Frames:
    """Return the tables with one survey as part of another."""
    names = ("surveys", "questions", "respondents", "responses")
    surveys, questions, people, answers = (frames[name].copy() for name in names)
    head = _asked(frames, first).set_index("question_id")
    number = dict(zip(_asked(frames, other)["question_id"], head.index, strict=True))
    for frame in (questions, answers):
        theirs = frame["survey_id"] == other
        frame.loc[theirs, "question_id"] = frame["question_id"].map(number).astype("str")
    theirs = questions["survey_id"] == other
    for name in ("wording", "item_of"):
        texts = questions["question_id"].map(head[name]).astype(questions[name].dtype)
        questions[name] = questions[name].mask(theirs, texts)
    questions = questions[~theirs | questions["option"].notna()].copy()
    answers["value"] = _in_words_of_first(answers, first, other)
    for frame in (people, answers):  # people keep numbers of their own
        theirs = frame["survey_id"] == other
        frame.loc[theirs, "respondent_id"] += f" of {other}"
    for frame in (questions, people, answers):
        frame["survey_id"] = frame["survey_id"].replace(other, first)
    pair = surveys[surveys["survey_id"].isin([first, other])]
    main = surveys["survey_id"] == first
    surveys.loc[main, "opened_on"] = pair["opened_on"].min()
    surveys.loc[main, "closed_on"] = pair["closed_on"].max()
    surveys = surveys[surveys["survey_id"] != other]
    changed = zip(names, (surveys, questions, people, answers), strict=True)
    return {**frames, **dict(changed)}


def _in_words_of_first(answers: pd.DataFrame, first: str, other: str) -> pd.Series:
    """Return answers, those with a score in the commonest words of the first survey for it."""
    scored = answers[(answers["survey_id"] == first) & answers["score"].notna()]
    commonest = scored.value_counts([*WORDED, "value"]).reset_index().drop_duplicates(WORDED)
    words = commonest.set_index(WORDED)["value"]
    theirs = answers[answers["survey_id"] == other]
    own_words = words.reindex(pd.MultiIndex.from_frame(theirs[WORDED])).set_axis(theirs.index)
    return own_words.astype("str").reindex(answers.index).fillna(answers["value"])


def _worded_apart(frames: Frames, other: str) -> Iterator[Problem]:
    """Note the choices of a joined survey whose answers the two forms have in no common word."""
    asked = frames["questions"].drop_duplicates(KEY)
    asked = asked[asked["kind"].isin(["single", "multi"])]
    given = frames["responses"].dropna(subset="value").merge(asked[[*KEY, "wording"]], on=KEY)
    answer = given["option"].fillna(given["value"]).astype("str").map(fold_word)
    theirs = given["respondent_id"].str.endswith(f" of {other}")
    apart = []
    for wording, part in answer.groupby(given["wording"]):
        sides = [set(part[side[part.index]]) for side in (theirs, ~theirs)]
        if all(sides) and sides[0].isdisjoint(sides[1]):
            apart.append(f"'{shorten(str(wording), 60)}'")
    if apart:
        yield problem_of("survey_languages.worded_apart", "", NOTE, apart=some(apart, 4))
