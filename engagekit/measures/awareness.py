"""Do people know what the library offers, and was it useful to them: two short questions."""

import narwhals as nw
import pandas as pd

from engagekit.errors import DataError, error_text
from engagekit.facts import reading
from engagekit.locale.missing import require
from engagekit.measures import _question_lookup, _survey_waves, profile
from engagekit.measures._frame import ALL, measure_frame, wilson
from engagekit.parsing.values import fold, fold_word
from engagekit.settings.periods import During
from engagekit.tables.tables import Tables


def aided_awareness(
    tables: Tables, *, during: During = None, survey: str | None = None
) -> pd.DataFrame:
    """Return the share of people who know at least one service of a list, and who know each.

    Parameters
    ----------
    tables : Tables
        Uses ``surveys, respondents, questions, responses``; ``awareness_question`` under
        ``[survey]``: a list to tick.

    Returns
    -------
    DataFrame
        Measure frame with ``service`` in front, unit ``share``: ``knows at least one service``
        (``All``) and ``knows the service``, the best known first. ``base``: people who handed in
        the whole survey or ticked something; no tick means that none is known.
    """
    survey_id = awareness_wave(tables, during, survey)
    questions = _survey_waves.questions_of(tables, survey_id)
    questions = questions[questions["kind"] == "multi"]
    question = str(_question_lookup.one(questions, str(tables.settings.survey.awareness_question)))
    rows = reading.collected(_survey_waves.answers(tables, survey_id, [question]))
    marks = profile.ticked(rows)
    whole = _whole(tables, survey_id)
    people = rows.loc[rows["respondent_id"].isin(whole | set(marks["respondent_id"]))]
    base = int(people["respondent_id"].nunique())
    options = questions.loc[questions["question_id"] == question, "option"].dropna()
    counts = marks["option"].value_counts().reindex(options.tolist(), fill_value=0)
    counts = counts.sort_values(ascending=False, kind="stable")
    text = [("knows at least one service", ALL, int(marks["respondent_id"].nunique()))]
    text += [("knows the service", str(name), int(n)) for name, n in counts.items()]
    shares = [wilson(measure, n, base, service=name) for measure, name, n in text]
    return measure_frame(shares, ["service"])


def awareness_wave(tables: Tables, during: During, survey: str | None = None) -> str:
    """Return the survey asked for, else the last one that asked which services are known."""
    named = tables.settings.survey.awareness_question
    require(named, "unset_awareness")
    return _question_lookup.wave_naming(tables, during, survey, "awareness", str(named), "multi")


def useful(tables: Tables, *, during: During = None, survey: str | None = None) -> pd.DataFrame:
    """Return the share of answers that say: this was useful to me.

    Parameters
    ----------
    tables : Tables
        Uses ``surveys, respondents, questions, responses``; ``useful_question`` and
        ``useful_answers`` under ``[survey]``. A poll of one question may be a survey of its own.

    Returns
    -------
    DataFrame
        Measure frame, unit ``share``: ``useful to me``, ``base`` people who answered. On a scale
        with points the top two boxes count, else the answers of the settings.
    """
    survey_id = useful_wave(tables, during, survey)
    questions = _survey_waves.questions_of(tables, survey_id)
    requested = str(_question_lookup.one(questions, str(tables.settings.survey.useful_question)))
    question = questions[questions["question_id"] == requested].iloc[0]
    yes = tables.settings.survey.useful_answers
    rows = reading.collected(_survey_waves.answers(tables, survey_id, [requested]))
    n, base = counted(tables, survey_id, question, rows, yes)
    return measure_frame([wilson("useful to me", n, base)])


def useful_wave(tables: Tables, during: During, survey: str | None = None) -> str:
    """Return the survey asked for, else the last one that asked whether it was useful."""
    named = tables.settings.survey.useful_question
    require(named, "unset_useful")
    return _question_lookup.wave_naming(tables, during, survey, "useful", str(named))


def counted(
    tables: Tables, survey_id: str, question: pd.Series, rows: pd.DataFrame, yes: tuple[str, ...]
) -> tuple[int, int]:
    """Return how many of the answers to a question count, and how many answers there are.

    Parameters
    ----------
    question : Series
        Row of ``questions``.
    rows : DataFrame
        Answers, ``respondent_id, value, score``.
    yes : tuple of str
        Answers that count, whatever the case and accents; where the question has points and none
        of them was given, the top two boxes.

    Raises
    ------
    DataError
        If nothing tells which answers count.
    """
    supplied = fold(rows["value"].astype("str").fillna(""))
    words = {fold_word(word) for word in yes}
    if supplied.isin(words).any() or (yes and rows["score"].isna().all()):
        answered = supplied != ""
        if question["kind"] == "scale":
            answered &= rows["score"].notna() | supplied.isin(words)
        return int(supplied[answered].isin(words).sum()), int(answered.sum())
    existing = rows["score"].dropna()
    if existing.empty and (supplied != "").any():
        raise DataError(error_text("awareness.counted", wording=question["wording"]))
    if existing.empty:
        return 0, 0
    least = _survey_waves.least_of(tables, survey_id, question)
    return int((existing >= least).sum()), len(existing)


def _whole(tables: Tables, survey_id: str) -> set[str]:
    """Return who handed in the whole survey."""
    whole = (nw.col("survey_id") == survey_id) & (nw.col("status") == "complete")
    return set(reading.rows(tables, "respondents", "respondent_id", where=whole)["respondent_id"])
