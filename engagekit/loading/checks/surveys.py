"""What looks wrong with surveys: statements that find fault, no day, no question, an open form."""

from collections.abc import Iterator

from engagekit.errors import shorten, some
from engagekit.loading.checks import Check, ask
from engagekit.parsing.values import fold
from engagekit.readers.survey._words import folded, pattern
from engagekit.settings.periods import quarter_of
from engagekit.tables.problems import Problem
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


CHECKS: dict[Check, tuple[str, ...]] = {
    complaints: ("questions",),
    **dict.fromkeys((without_questions, stays_open), ("surveys", "respondents")),
    undated: ("surveys", "respondents", "questions"),
}
