"""What looks wrong with surveys: no day, no question, an open form, answers of two files."""

from collections.abc import Iterator

import pandas as pd

from engagekit.errors import shorten, some
from engagekit.loading.checks import ask
from engagekit.parsing.durations import hours
from engagekit.parsing.values import request_number
from engagekit.settings.periods import quarter_of
from engagekit.tables.problems import Problem, problem_of
from engagekit.tables.tables import Tables

OPEN = 42
"""Days on which a survey is open at most: six weeks, with reminders and those who were away."""
QUESTION_KEY = ["survey_id", "question_id"]
SEVERAL_CHOICES = ("multi", "rank")
"""Kinds of questions whose answers have a row for each option."""
EXPECTED = 5
"""Answers from which a quarter is one of the survey, and not of somebody who was late."""


def without_questions(tables: Tables) -> Iterator[Problem]:
    """Ask about surveys of which people answered and no question was recognised."""
    worded = tables.questions["survey_id"] if tables.has("questions") else []
    for title in tables.surveys.loc[~tables.surveys["survey_id"].isin(worded), "title"]:
        yield ask("surveys.without_questions", tables, title=shorten(str(title), 60))


def unworded(tables: Tables) -> Iterator[Problem]:
    """Ask about answers to questions that are not there, beside others that are."""
    asked = tables.questions[QUESTION_KEY].drop_duplicates().assign(is_there=True)
    given = tables.responses[QUESTION_KEY].merge(asked, on=QUESTION_KEY, how="left")
    given = given[given["survey_id"].isin(asked["survey_id"]) & given["is_there"].isna()]
    if len(given):
        yield ask(
            "surveys.unworded", tables, n=len(given), names=some(given["question_id"].unique())
        )


def misplaced(tables: Tables) -> Iterator[Problem]:
    """Ask about answers to questions of one choice that stand in ``option``, with no ``value``."""
    kinds = tables.questions[[*QUESTION_KEY, "kind"]].drop_duplicates(QUESTION_KEY)
    given = tables.responses[[*QUESTION_KEY, "option", "value"]].merge(kinds, on=QUESTION_KEY)
    is_empty = given["value"].fillna("").eq("") & given["option"].fillna("").ne("")
    lost = given[is_empty & ~given["kind"].isin(SEVERAL_CHOICES)]
    if len(lost):
        names = some(lost["question_id"].unique())
        yield ask("surveys.misplaced", tables, n=len(lost), names=names)


def without_direction(tables: Tables) -> Iterator[Problem]:
    """Name the ratings of which nobody said which end is good."""
    scores = tables.responses.dropna(subset="value").groupby(QUESTION_KEY)["score"].count()
    scales = tables.questions[tables.questions["kind"] == "scale"].drop_duplicates(QUESTION_KEY)
    is_bare = scores.reindex(pd.MultiIndex.from_frame(scales[QUESTION_KEY])).eq(0).to_numpy()
    if is_bare.any():
        names = some([f"'{shorten(wording, 40)}'" for wording in scales["wording"][is_bare]])
        yield problem_of("surveys.without_direction", count=int(is_bare.sum()), names=names)


def unknown_requests(tables: Tables) -> Iterator[Problem]:
    """Ask about answers after a request whose number the log does not have: they do not count."""
    wording = tables.settings.value.request_number
    asked = tables.questions.loc[tables.questions["wording"] == wording, QUESTION_KEY]
    given = tables.responses.merge(asked, on=QUESTION_KEY)["value"].dropna().astype("str")
    known = tables.touches["touch_id"].astype("str").map(request_number)
    lost = given[~given.map(request_number).isin(known)]
    if len(lost):
        names = some(lost.unique())
        yield ask("surveys.unknown_requests", tables, n=len(lost), given=len(given), names=names)


def unread_hours(tables: Tables) -> Iterator[Problem]:
    """Ask about answers on hours saved that name no number of hours: they do not count."""
    chosen, questions = tables.settings.value, tables.questions
    texts = questions["wording"].astype("str").str.casefold()
    is_asked = pd.Series(False, index=questions.index)
    for wanted in filter(None, (chosen.hours_question, chosen.request_hours)):
        named = questions["question_id"] == wanted
        is_asked |= named if named.any() else texts.str.contains(wanted.casefold(), regex=False)
    asked = questions.loc[is_asked, QUESTION_KEY].drop_duplicates()
    given = tables.responses.merge(asked, on=QUESTION_KEY)["value"].dropna().astype("str")
    read = hours(given)
    lost = given[read.bad | (read.values < 0)]
    if len(lost):
        names = some([f"'{shorten(one, 40)}'" for one in lost.unique()])
        yield ask("surveys.unread_hours", tables, n=len(lost), given=len(given), names=names)


def undated(tables: Tables) -> Iterator[Problem]:
    """Ask about surveys without a day beside anything that has one: they count in each quarter."""
    if not any(map(tables.has, ("touches", "events", "budget"))) and len(tables.surveys) < 2:
        return
    dated = tables.respondents.dropna(subset="submitted_at")["survey_id"]
    surveys = tables.surveys[tables.surveys[["opened_on", "closed_on"]].isna().all(axis=1)]
    for title in surveys.loc[~surveys["survey_id"].isin(dated), "title"]:
        yield ask("surveys.undated", tables, title=shorten(str(title), 60))


def stays_open(tables: Tables) -> Iterator[Problem]:
    """Ask about forms that stay open: each quarter shows the answers of all quarters."""
    start = tables.settings.organisation.fiscal_start
    titles = tables.surveys.set_index("survey_id")["title"]
    dated = tables.respondents.dropna(subset="submitted_at")
    for survey, days in dated.groupby("survey_id")["submitted_at"]:
        labels = days.sort_values().dt.date.map(lambda day: quarter_of(day, start).label)
        counts = labels.value_counts(sort=False)
        if (days.max() - days.min()).days > OPEN and (counts >= EXPECTED).sum() > 1:
            title = str(titles.get(survey) or survey)
            told = some([f"{label} ({n})" for label, n in counts.items()], 6)
            short = shorten(title, 60)
            yield ask("surveys.stays_open", tables, short=short, title=title, counts=told)
