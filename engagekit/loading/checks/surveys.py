"""What looks wrong with surveys: no day, no question, several times in one, other answers."""

from collections.abc import Iterator
from itertools import pairwise

import pandas as pd

from engagekit.errors import shorten, some
from engagekit.loading.checks import Check, ask
from engagekit.parsing.values import fold, fold_word
from engagekit.settings.periods import quarter_of
from engagekit.tables.problems import NOTE, Problem
from engagekit.tables.tables import Tables

_PERIOD = (
    r"(?:fiscal |survey )?(?:quarter|year|month|wave|round|period)"
    r"|(?:survey )?edition|trimestre|annee|mois|vague|jahr|welle"
)
"""Headers of a column that says when people answered, though no day stands in it."""
OPEN = 42
"""Days on which a survey is open at most: six weeks, with reminders and those who were away."""
EXPECTED = 5
"""Answers that a survey has, and that chance would bring the next one, from which the next did not
offer them: of five expected none comes once in 150 surveys."""


def without_questions(tables: Tables) -> Iterator[Problem]:
    """Ask about surveys of which people answered and no question was recognised."""
    worded = tables.questions["survey_id"] if tables.has("questions") else []
    for title in tables.surveys.loc[~tables.surveys["survey_id"].isin(worded), "title"]:
        yield ask("surveys.without_questions", tables, title=shorten(str(title), 60))


def undated(tables: Tables) -> Iterator[Problem]:
    """Ask about surveys without a day beside anything that has one: they count in each quarter."""
    dated = tables.respondents.dropna(subset="submitted_at")["survey_id"]
    surveys = tables.surveys[~tables.surveys["survey_id"].isin(dated)]
    is_dated = any(map(tables.has, ("touches", "events", "budget"))) or len(tables.surveys) > 1
    says_when = fold(tables.questions["wording"].astype("str")).str.fullmatch(_PERIOD)
    by_period = surveys["survey_id"].isin(tables.questions.loc[says_when, "survey_id"])
    undated = surveys[surveys[["opened_on", "closed_on"]].isna().all(axis=1)]
    undated = undated[by_period.reindex(undated.index) | is_dated]
    for row in undated.to_dict("records"):
        yield ask("surveys.undated", tables, title=shorten(str(row["title"]), 60))


def several_times(tables: Tables) -> Iterator[Problem]:
    """Ask about files with a column of years or rounds: their answers count as one survey."""
    says_when = fold(tables.questions["wording"].astype("str")).str.fullmatch(_PERIOD)
    titles = tables.surveys.set_index("survey_id")["title"]
    for row in tables.questions[says_when].to_dict("records"):
        given = tables.responses[tables.responses["question_id"] == row["question_id"]]
        given = given[given["survey_id"] == row["survey_id"]]["value"].dropna().astype("str")
        counts = given.value_counts().sort_index()
        if (counts >= EXPECTED).sum() > 1:
            listed = some([f"{label} ({n})" for label, n in counts.items()], 6)
            title = shorten(str(titles.get(row["survey_id"]) or row["survey_id"]), 60)
            slots = {"title": title, "column": row["wording"], "counts": listed}
            yield ask("surveys.several_times", tables, **slots)


def stays_open(tables: Tables) -> Iterator[Problem]:
    """Ask about forms that stay open: each quarter shows the answers of all quarters."""
    start = tables.settings.organisation.fiscal_start
    titles = tables.surveys.set_index("survey_id")["title"]
    dated = tables.respondents.dropna(subset="submitted_at")
    for survey, days in dated.groupby("survey_id")["submitted_at"]:
        each = days.dt.date.value_counts().sort_index()
        counts = each.groupby([quarter_of(day, start).label for day in each.index]).sum()
        if (days.max() - days.min()).days > OPEN and (counts >= EXPECTED).sum() > 1:
            title = str(titles.get(survey) or survey)
            told = some([f"{label} ({n})" for label, n in counts.items()], 6)
            short = shorten(title, 60)
            yield ask("surveys.stays_open", tables, short=short, title=title, counts=told)


def renamed(tables: Tables) -> Iterator[Problem]:
    """Note answers that a survey has and the next one lacks, where that one has others instead."""
    keys = ["survey_id", "question_id"]
    asked = tables.questions.drop_duplicates(keys)
    asked = asked[asked["kind"].isin(["single", "multi"])]
    stem = asked["item_of"].astype("str").fillna("")
    asked = asked.assign(words=fold(stem + " " + asked["wording"].astype("str")))
    again = asked.groupby("words")["survey_id"].transform("nunique") > 1
    given = tables.responses[tables.responses["value"].notna()]
    given = given.merge(asked.loc[again, [*keys, "words", "wording"]], on=keys)
    given["answer"] = given["option"].fillna(given["value"])
    days = tables.respondents.groupby("survey_id")["submitted_at"].max().dropna().sort_values()
    titles = tables.surveys.set_index("survey_id")["title"]
    for _, part in given.groupby("words"):
        each = dict(iter(part.groupby("survey_id")))
        for old, new in pairwise(survey for survey in days.index if survey in each):
            gone, came = _not_in(each[old], each[new]), _not_in(each[new], each[old])
            if not gone or not came:
                continue
            first, then = (shorten(str(titles.get(one) or one), 40) for one in (old, new))
            slots = {"first": first, "then": then, "gone": some(gone, 4), "came": some(came, 4)}
            wording = shorten(part["wording"].iloc[0], 60)
            yield ask("surveys.renamed", tables, NOTE, wording=wording, **slots)


def _not_in(answers: pd.DataFrame, others: pd.DataFrame) -> list[str]:
    """Return the answers that too many gave for another survey to lack them by chance."""
    known = set(fold(others["answer"].astype("str")))
    counts = answers["answer"].astype("str").value_counts()
    likely = counts / answers["respondent_id"].nunique() * others["respondent_id"].nunique()
    many = counts.index[(counts >= EXPECTED) & (likely >= EXPECTED)]
    return [f"'{shorten(one, 30)}'" for one in many if fold_word(one) not in known]


CHECKS: dict[Check, tuple[str, ...]] = {
    **dict.fromkeys((without_questions, stays_open), ("surveys", "respondents")),
    undated: ("surveys", "respondents", "questions"),
    several_times: ("surveys", "questions", "responses"),
    renamed: ("surveys", "respondents", "questions", "responses"),
}
