"""How colleagues describe the library, beside how its team describes itself."""

from collections.abc import Iterable
from typing import Any

import pandas as pd

from engagekit.errors import UsageError, did_you_mean
from engagekit.facts import reading
from engagekit.locale.missing import require
from engagekit.measures import _frame, _question_lookup, _survey_waves
from engagekit.parsing.values import fold, fold_word
from engagekit.settings.periods import During
from engagekit.tables.tables import Tables

COLLEAGUES, TEAM = "colleagues", "library team"
PICKED = "words picked"


def attribute_profile(
    tables: Tables, *, during: During = None, survey: str | None = None
) -> pd.DataFrame:
    """Return the share of colleagues who picked each word, and of the library's team for itself.

    Parameters
    ----------
    tables : Tables
        Uses ``surveys, respondents, questions, responses``; ``[survey.profile]`` and
        ``[library] departments`` of the settings. ``own_survey`` and ``own_question`` where the
        team answered a survey of its own.

    Returns
    -------
    DataFrame
        Measure frame with ``word, answer`` in front, unit ``share``: ``words picked``. ``base``:
        people who picked at least one word. Rows of the team only where at least k of it answered
        (k from the settings): fewer would tell on persons, in the private copy too.
    """
    survey_id = wave(tables, during, survey)
    questions = _survey_waves.questions_of(tables, survey_id)
    stated = str(tables.settings.survey.profile.question)
    question = str(_question_lookup.one(questions[questions["kind"] == "multi"], stated))
    rows = reading.collected(_survey_waves.answers(tables, survey_id, [question]))
    words = _words(tables, survey_id, question)
    result = _shares(rows, words, COLLEAGUES)
    own = _own(tables, survey_id, question)
    if int(ticked(own)["respondent_id"].nunique()) >= tables.settings.disclosure.k:
        result += _shares(own, words, TEAM)
    return _frame.measure_frame(result, ["word", "answer"])


def wave(tables: Tables, during: During, survey: str | None = None) -> str:
    """Return the survey asked for, else the last one that asked for words."""
    named = tables.settings.survey.profile.question
    require(named, "unset_profile")
    return _question_lookup.wave_naming(tables, during, survey, "profile", str(named), "multi")


def _words(tables: Tables, survey_id: str, question: str) -> list[str]:
    """Return the words that were offered, in their order."""
    questions = _survey_waves.questions_of(tables, survey_id)
    return list(questions.loc[questions["question_id"] == question, "option"].dropna().astype(str))


def _own(tables: Tables, survey_id: str, question: str) -> pd.DataFrame:
    """Return what the team ticked for itself: in the same survey, or in one of its own."""
    stated = tables.settings.survey.profile
    if stated.own_survey is None:
        return _question_lookup.own_answers(tables, survey_id, question)
    existing = _survey_waves.waves(tables)["survey_id"].tolist()
    if stated.own_survey not in existing:
        raise UsageError(
            f"own_survey='{stated.own_survey}' under [survey.profile] is not there. "
            f"{did_you_mean(stated.own_survey, existing)}"
        )
    questions = _survey_waves.questions_of(tables, stated.own_survey)
    requested = _question_lookup.one(questions, stated.own_question or str(stated.question))
    if requested is None:
        return pd.DataFrame({"respondent_id": [], "option": [], "value": []})
    rows = _question_lookup.asked(tables, stated.own_survey, requested)
    return reading.collected(rows.select("respondent_id", "option", "value"))


def ticked(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the ticks of a question, one row a person and option."""
    text = rows["value"].astype("str").fillna("").str.strip()
    return rows[text != ""].drop_duplicates(["respondent_id", "option"])


def _shares(rows: pd.DataFrame, words: Iterable[str], who: str) -> list[dict[str, Any]]:
    """Return a row for each word: how many of those who picked any picked it."""
    marks = ticked(rows)
    base = int(marks["respondent_id"].nunique())
    count = fold(marks["option"].astype("str")).value_counts()
    n = [(word, int(count.get(fold_word(word), 0))) for word in words]
    if who == COLLEAGUES:
        return [_frame.wilson(PICKED, picked, base, word=word, answer=who) for word, picked in n]
    return [
        _frame.share(PICKED, picked, base, word=word, answer=who, basis="count_of_team")
        for word, picked in n
    ]
