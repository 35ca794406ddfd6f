"""Short questions that the settings name: services known, useful, words for us, worth to two."""

from collections.abc import Iterable
from operator import attrgetter

import pandas as pd

from engagekit.errors import DataError, SettingsError, error_text, require_one_of
from engagekit.facts.questions import find, only
from engagekit.facts.surveys import Survey, survey_that_asks, surveys
from engagekit.facts.surveys import survey as survey_by_id
from engagekit.locale.missing import not_measured, require
from engagekit.measures._frame import ALL, ends, measure_frame, share, wilson
from engagekit.parsing.values import fold, fold_word
from engagekit.settings.periods import During
from engagekit.statistics.proportions import newcombe
from engagekit.tables.tables import Tables

COLLEAGUES, TEAM = "colleagues", "library team"
GAP = "gap"
LIBRARY = "library"
_SETTINGS = {
    "awareness": "awareness_question",
    "useful": "useful_question",
    "profile": "profile.question",
    "perception": "perception.question",
}
_LISTS = ("awareness", "profile")
"""Those that are a list to tick."""


def wave_of(name: str, tables: Tables, during: During = None, survey: str | None = None) -> Survey:
    """Return the survey asked for, else the last one that asked a question of the settings."""
    text = _text(tables, name)
    return survey_that_asks(
        tables,
        during,
        survey,
        lambda questions: bool(find(_of_kind(questions, name), text)),
        name,
        question=text,
    )


def _text(tables: Tables, name: str) -> str:
    """Return how the settings name a question."""
    text = attrgetter(_SETTINGS[name])(tables.settings.survey)
    require(text, f"unset_{name}")
    return str(text)


def _of_kind(questions: pd.DataFrame, name: str) -> pd.DataFrame:
    return questions[questions["kind"] == "multi"] if name in _LISTS else questions


def _question(one: Survey, name: str) -> pd.DataFrame:
    """Return the rows of a question: of a list to tick one for each option."""
    text = _text(one.tables, name)
    questions = _of_kind(one.questions, name)
    asked = only(questions, text)
    require(asked, "not_asked", survey=one.id, question=text)
    return questions[questions["question_id"] == asked]


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
    one = wave_of("awareness", tables, during, survey)
    question = _question(one, "awareness")
    rows = one.answers(question["question_id"], "status")
    ticks = _ticks(rows)
    counted = (rows["status"] == "complete") | rows["respondent_id"].isin(ticks["respondent_id"])
    base = rows.loc[counted, "respondent_id"].nunique()
    known = _picked(ticks, question).sort_values(ascending=False, kind="stable")
    any_known = ticks["respondent_id"].nunique()
    lines = [wilson("knows at least one service", any_known, base, service=ALL)]
    lines += [wilson("knows the service", n, base, service=name) for name, n in known.items()]
    return measure_frame(lines, ["service"])


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
    one = wave_of("profile", tables, during, survey)
    question = _question(one, "profile")
    lines = []
    for answer, rows in (
        (COLLEAGUES, one.answers(question["question_id"])),
        (TEAM, _of_the_team(one, question)),
    ):
        ticks = _ticks(rows)
        base = ticks["respondent_id"].nunique()
        for word, n in _picked(ticks, question).items():
            if answer == COLLEAGUES:
                lines.append(wilson("words picked", n, base, word=word, answer=answer))
            elif base >= tables.settings.disclosure.k:
                team = {"word": word, "answer": answer, "basis": "count_of_team"}
                lines.append(share("words picked", n, base, **team))
    return measure_frame(lines, ["word", "answer"])


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
    one = wave_of("useful", tables, during, survey)
    question = _question(one, "useful")
    rows = one.answers(question["question_id"])
    counted = _counted(one, question, rows, tables.settings.survey.useful_answers)
    return measure_frame([wilson("useful to me", *counted)])


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
    stated = tables.settings.survey.perception
    last = perception_wave(tables, during, survey)
    lines, counts = [], []
    for name in _two_groups(tables):
        own = stated.surveys.get(name)
        one = _known(tables, own, "surveys under [survey.perception]") if own else last
        question = _question(one, "perception")
        rows = _of_group(one, question, stated.groups.get(name, ()))
        counts.append(_counted(one, question, rows, stated.answers))
        lines.append(wilson("sees the value", *counts[-1], group=name))
    (n, base), (other, other_base) = counts
    apart = ends(newcombe(n, base, other, other_base)) if base and other_base else {}
    gap = {"group": GAP, "measure": "perception gap", "basis": "newcombe", **apart}
    return measure_frame([*lines, gap], ["group"])


def perception_wave(tables: Tables, during: During, survey: str | None = None) -> Survey:
    """Return the survey asked for, else the last that asked; the first of two of their own."""
    first, _ = _two_groups(tables)
    own = tables.settings.survey.perception.surveys.get(first)
    return wave_of("perception", tables, during, survey or own)


def _two_groups(tables: Tables) -> list[str]:
    """Return the two groups; `NotMeasuredError` without any, `SettingsError` for not just two."""
    stated = tables.settings.survey.perception
    names = list(dict.fromkeys([*stated.groups, *stated.surveys]))
    require(stated.question and names, "unset_perception")
    if len(names) != 2:
        some = ", ".join(names[:4])
        raise SettingsError(error_text("named_questions.names", count=len(names), names=some))
    return names


def _known(tables: Tables, survey_id: str, key: str) -> Survey:
    """Return a survey that the settings name, if it is there."""
    text = f"{key} names '{survey_id}', which is not there."
    require_one_of(survey_id, surveys(tables)["survey_id"].tolist(), text)
    return survey_by_id(tables, survey_id)


def _of_the_team(one: Survey, question: pd.DataFrame) -> pd.DataFrame:
    """Return what the team ticked for itself: in the same survey, or in one of its own."""
    stated = one.tables.settings.survey.profile
    if stated.own_survey is None:
        return one.answers(question["question_id"], team=True)
    own = _known(one.tables, stated.own_survey, "own_survey under [survey.profile]")
    asked = only(own.questions, stated.own_question or str(stated.question)) or ""
    return own.given[own.given["question_id"] == asked]


def _of_group(one: Survey, question: pd.DataFrame, levels: tuple[str, ...]) -> pd.DataFrame:
    """Return the answers of a group: the team, role levels, or everybody but the library."""
    asked = question["question_id"]
    if levels == (LIBRARY,):
        return one.answers(asked, team=True)
    rows = one.answers(asked, "role_level")
    if not levels:
        return rows
    level = rows["role_level"].astype("str")
    if stated := one.tables.settings.survey.perception.group_question:
        said = one.answers([only(one.questions, stated) or ""]).drop_duplicates("respondent_id")
        by_person = said.set_index("respondent_id")["value"]
        level = rows["respondent_id"].map(by_person).astype("str").fillna("")
    found = rows[fold(level).isin({fold_word(name) for name in levels})]
    if found.empty:
        wanted = " / ".join(levels)
        there = ", ".join(f"'{name}'" for name in sorted(set(level[level != ""]))[:6])
        require(there, "no_levels", levels=wanted)
        raise not_measured("no_such_levels", levels=wanted, there=there)
    return found


def _ticks(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the ticks of a list, one row a person and option."""
    text = rows["value"].astype("str").fillna("").str.strip()
    return rows[text != ""].drop_duplicates(["respondent_id", "option"])


def _picked(ticks: pd.DataFrame, question: pd.DataFrame) -> pd.Series:
    """Return how many picked each of the options offered, in their order."""
    count = fold(ticks["option"].astype("str")).value_counts()
    offered = question["option"].dropna().astype("str")
    return pd.Series({one: int(count.get(fold_word(one), 0)) for one in offered})


def _counted(
    one: Survey, question: pd.DataFrame, rows: pd.DataFrame, yes: Iterable[str]
) -> tuple[int, int]:
    """Return how many of the answers to a question count, and how many answers there are.

    Those of ``yes`` count, whatever the case and accents; where the question has points and none of
    them was given, the top two boxes. `DataError` if nothing tells which answers count.
    """
    asked = question.iloc[0]
    said = fold(rows["value"].astype("str").fillna(""))
    words = {fold_word(word) for word in yes}
    points = rows["score"].dropna()
    if said.isin(words).any() or (words and points.empty):
        answered = said != ""
        if asked["kind"] == "scale":
            answered &= rows["score"].notna() | said.isin(words)
        return int(said[answered].isin(words).sum()), int(answered.sum())
    if points.empty and (said != "").any():
        raise DataError(error_text("named_questions.counted", wording=asked["wording"]))
    if points.empty:
        return 0, 0
    return int((points >= one.least(asked)).sum()), len(points)
