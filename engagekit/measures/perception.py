"""Do two groups see the library's worth alike: staff and executives, or the library and others."""

import pandas as pd

from engagekit.errors import SettingsError, UsageError, did_you_mean, error_text
from engagekit.facts import reading
from engagekit.locale.missing import not_measured, require
from engagekit.measures import _frame, _question_lookup, _survey_waves, awareness
from engagekit.parsing.values import fold, fold_word
from engagekit.settings.periods import During
from engagekit.statistics.proportions import newcombe
from engagekit.tables.cache import once
from engagekit.tables.tables import Tables

GAP = "gap"
LIBRARY = "library"


def perception_gap(
    tables: Tables, *, during: During = None, survey: str | None = None
) -> pd.DataFrame:
    """Return the share of two groups that sees a lot of value, and the difference with its range.

    Parameters
    ----------
    tables : Tables
        Uses ``surveys, respondents, questions, responses`` and ``[survey.perception]``. A group is
        made of role levels as answered (or of answers to ``group_question``), of the library's
        own team (``["library"]``), or of everybody in a survey of its own (``surveys``).

    Returns
    -------
    DataFrame
        Measure frame with ``group`` in front: ``sees the value`` (share, Wilson) of the two groups,
        then ``perception gap`` (difference of the first less the second, Newcombe's interval).
    """
    names, matches = _counts(tables, during, survey)
    rows = [_frame.wilson("sees the value", *matches[name], group=name) for name in names]
    (a, of_a), (b, of_b) = (matches[name] for name in names)
    apart = _frame.ends(newcombe(a, of_a, b, of_b)) if of_a and of_b else {}
    gap = {"group": GAP, "measure": "perception gap", "basis": "newcombe", **apart}
    return _frame.measure_frame([*rows, gap], ["group"])


@once
def wave(tables: Tables, during: During, survey: str | None = None) -> str:
    """Return the survey asked for, else the last that asked; the first of two of their own."""
    names = _names(tables)
    stated = tables.settings.survey.perception
    own = stated.surveys.get(names[0])
    return _question_lookup.wave_with(
        tables,
        during,
        survey or own,
        lambda questions: bool(_question_lookup.find(questions, str(stated.question))),
        "perception",
        question=stated.question,
    )


def _names(tables: Tables) -> list[str]:
    """Return the two groups; `NotMeasuredError` without any, `SettingsError` for not just two."""
    stated = tables.settings.survey.perception
    names = list(dict.fromkeys([*stated.groups, *stated.surveys]))
    if not stated.question or not names:
        raise not_measured("unset_perception")
    if len(names) != 2:
        raise SettingsError(
            error_text("perception.names", count=len(names), names=", ".join(names[:4]))
        )
    return names


def _counts(
    tables: Tables, during: During, survey: str | None
) -> tuple[list[str], dict[str, tuple[int, int]]]:
    """Return the two groups, and for each how many answers count of how many."""
    names = _names(tables)
    stated = tables.settings.survey.perception
    shared = wave(tables, during, survey)
    matches = {}
    for name in names:
        survey_id = _known(tables, stated.surveys.get(name, shared))
        questions = _survey_waves.questions_of(tables, survey_id)
        requested = _question_lookup.one(questions, str(stated.question))
        if requested is None:
            raise not_measured("not_asked", survey=survey_id, question=stated.question)
        rows = _answers_of(tables, survey_id, requested, stated.groups.get(name, ()))
        question = questions[questions["question_id"] == requested].iloc[0]
        matches[name] = awareness.counted(tables, survey_id, question, rows, stated.answers)
    return names, matches


def _known(tables: Tables, survey_id: str) -> str:
    existing = _survey_waves.waves(tables)["survey_id"].tolist()
    if survey_id not in existing:
        hint = did_you_mean(survey_id, existing)
        raise UsageError(error_text("perception.survey", survey=survey_id, hint=hint))
    return survey_id


def _answers_of(
    tables: Tables, survey_id: str, question: str, levels: tuple[str, ...]
) -> pd.DataFrame:
    """Return the answers of a group: the team, role levels, or everybody but the library."""
    if tuple(levels) == (LIBRARY,):
        return _question_lookup.own_answers(tables, survey_id, question)
    if not levels:
        return reading.collected(_survey_waves.answers(tables, survey_id, [question]))
    stated = tables.settings.survey.perception.group_question
    rows = reading.collected(_survey_waves.answers(tables, survey_id, [question], ["role_level"]))
    level = rows["role_level"].astype("str")
    if stated:
        requested = _question_lookup.one(_survey_waves.questions_of(tables, survey_id), stated)
        supplied = reading.collected(
            _survey_waves.answers(tables, survey_id, [requested] if requested else [])
        )
        by_person = supplied.drop_duplicates("respondent_id").set_index("respondent_id")["value"]
        level = rows["respondent_id"].map(by_person).astype("str").fillna("")
    matches = rows[fold(level).isin({fold_word(name) for name in levels})]
    if matches.empty:
        wanted = " / ".join(levels)
        there = ", ".join(f"'{name}'" for name in sorted(set(level[level != ""]))[:6])
        require(there, "no_levels", levels=wanted)
        raise not_measured("no_such_levels", levels=wanted, there=there)
    return matches
