"""What looks wrong with answers: one question that some answer in words and others in numbers."""

from collections.abc import Iterator

import numpy as np

from engagekit.errors import shorten, some
from engagekit.loading import survey_languages
from engagekit.loading.checks import Check, ask
from engagekit.parsing.values import fold, in_languages
from engagekit.readers.shared.vocabulary import by_word
from engagekit.readers.survey._scales import known_ids, no_opinion
from engagekit.readers.survey._words import folded, pattern
from engagekit.settings.periods import quarter_of
from engagekit.tables.problems import QUESTION, Problem
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
SEVERAL = 2
"""Numbers and words of one question from which they are two ways of writing one scale: a single
word beside numbers is an end of them ("None", "More")."""


def unplaced(tables: Tables) -> Iterator[Problem]:
    """Ask about answers to a scored question that have no place on its scale and are an opinion."""
    keys = ["survey_id", "question_id"]
    questions = tables.questions.drop_duplicates(keys)
    known_scales = questions[questions["scale_id"].isin(known_ids())]
    given = tables.responses[tables.responses["value"].notna()].merge(
        known_scales[[*keys, "wording"]], on=keys
    )
    given = given[given["score"].notna().groupby([given[key] for key in keys]).transform("any")]
    given = given[given["score"].isna()]
    strange = given[~np.array([_is_no_opinion(text) for text in given["value"]], dtype=bool)]
    for _, part in strange.groupby(keys, sort=False):
        wording = shorten(part["wording"].iloc[0], 60)
        values = [f"'{shorten(one, 30)}'" for one in part["value"].unique()]
        told, n = some(values, 4), len(part)
        yield ask("surveys.unplaced", tables, n=n, wording=wording, values=told)


def complaints(tables: Tables) -> Iterator[Problem]:
    """Ask about statements that find fault: who agrees with them is taken for favourable."""
    questions = tables.questions.drop_duplicates(["survey_id", "question_id"])
    is_agreement = questions["scale_id"].astype("str").fillna("").str.startswith("agreement-")
    for wording in questions.loc[is_agreement, "wording"].dropna().unique():
        if pattern("wordings.words.complaint").search(folded(str(wording))):
            yield ask("surveys.complaints", tables, wording=shorten(wording, 60))


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


def _is_no_opinion(text: str) -> bool:
    return bool(no_opinion() & set(map(folded, in_languages(text))))


def mixed(tables: Tables) -> Iterator[Problem]:
    """Ask about questions of one choice whose answers are partly numbers and partly words."""
    questions, answers = tables.questions, tables.responses
    chosen = questions[questions["kind"].isin(("single", "scale"))]
    keys = ["survey_id", "question_id"]
    given = answers[[*keys, "value"]].dropna().drop_duplicates()
    given = given.merge(chosen[keys].drop_duplicates(), on=keys)
    text = given["value"].astype("str").str.strip()
    is_number = text.str.fullmatch(r"\d{1,2}")
    is_word = text.str.fullmatch(r"[^\d]*[^\W\d][^\d]*") & ~fold(text).isin(
        set(by_word("no_opinion"))
    )
    for (_, question), part in given.groupby(keys, sort=False):
        numbers, words = (part[mask.reindex(part.index)] for mask in (is_number, is_word))
        if min(len(numbers), len(words)) >= SEVERAL:
            values = [*numbers["value"][:2], *words["value"][:2]]
            yield ask("surveys.mixed", tables, QUESTION, str(question), values=some(values, 4))


CHECKS: dict[Check, tuple[str, ...]] = {
    **dict.fromkeys((unplaced, complaints, mixed), ("questions", "responses")),
    survey_languages.apart: (),
    **dict.fromkeys((without_questions, stays_open), ("surveys", "respondents")),
    undated: ("surveys", "respondents", "questions"),
}
