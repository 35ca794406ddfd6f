"""Short questions that the settings name: services known, useful, words for us, worth to two."""

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from operator import attrgetter

import pandas as pd

from engagekit.errors import DataError, SettingsError, error_text
from engagekit.facts.answers import Asked, Mask, answer_sheet, asked_in
from engagekit.facts.questions import find, only
from engagekit.facts.surveys import COMPLETE, Survey, survey_that_asks
from engagekit.locale.missing import not_measured, require
from engagekit.measures._frame import ALL, ends, measure_frame, share, wilson
from engagekit.measures.engine import of_survey
from engagekit.measures.gaps import wave as gaps_wave
from engagekit.measures.themes import wave as themes_wave
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


WAVES: Mapping[str, Callable[[Tables, During, "str | None"], Survey]] = {
    "gaps": gaps_wave,
    "themes": themes_wave,
    **{name: partial(wave_of, name) for name in _SETTINGS},
}
"""The last survey that asked something, up to a period, or the one that the caller names."""


def _text(tables: Tables, name: str) -> str:
    """Return how the settings name a question."""
    text = attrgetter(_SETTINGS[name])(tables.settings.survey)
    require(text, f"unset_{name}")
    return str(text)


def _of_kind(questions: pd.DataFrame, name: str) -> pd.DataFrame:
    return questions[questions["kind"] == "multi"] if name in _LISTS else questions


def _asked(one: Survey, name: str, *, team: bool = False) -> Asked:
    """Return a question with the answers of colleagues, or of the library's team."""
    text = _text(one.tables, name)
    question = only(_of_kind(one.questions, name), text)
    require(question, "not_asked", survey=one.id, question=text)
    return answer_sheet(one.tables, one.id, team=team)[str(question)]


@of_survey(partial(wave_of, "awareness"))
def aided_awareness(one: Survey) -> pd.DataFrame:
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
    asked = _asked(one, "awareness")
    ticked = asked.people()
    base = int((ticked | (asked.shown & (one.people["status"] == COMPLETE).to_numpy())).sum())
    lines = [wilson("knows at least one service", int(ticked.sum()), base, service=ALL)]
    for name, who in sorted(asked.answers, key=lambda answer: -answer[1].sum()):
        lines.append(wilson("knows the service", int(who.sum()), base, service=name))
    return measure_frame(lines, ["service"])


@of_survey(partial(wave_of, "profile"))
def attribute_profile(one: Survey) -> pd.DataFrame:
    """Return the share of colleagues who picked each word, and of the library's team for itself.

    Parameters
    ----------
    tables : Tables
        Uses ``surveys, respondents, questions, responses``; ``[survey.profile]`` and
        ``[library] departments`` of the settings.

    Returns
    -------
    DataFrame
        Measure frame with ``word, answer`` in front, unit ``share``: ``words picked``. ``base``:
        people who picked at least one word. Rows of the team only where at least k of it answered
        (k from the settings): fewer would tell on persons, in the private copy too.
    """
    theirs, ours = (_asked(one, "profile", team=team) for team in (False, True))
    base, team = (int(asked.people().sum()) for asked in (theirs, ours))
    lines = [
        wilson("words picked", int(who.sum()), base, word=word, answer=COLLEAGUES)
        for word, who in theirs.answers
    ]
    if team >= one.tables.settings.disclosure.k:
        more = {"answer": TEAM, "basis": "count_of_team"}
        lines += [
            share("words picked", int(who.sum()), team, word=word, **more)
            for word, who in ours.answers
        ]
    return measure_frame(lines, ["word", "answer"])


@of_survey(partial(wave_of, "useful"))
def useful(one: Survey) -> pd.DataFrame:
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
    asked = _asked(one, "useful")
    counted = _counted(one, asked, one.tables.settings.survey.useful_answers)
    return measure_frame([wilson("useful to me", *counted)])


@of_survey(partial(wave_of, "perception"))
def perception_gap(one: Survey) -> pd.DataFrame:
    """Return the share of two groups that sees a lot of value, and the difference with its range.

    Parameters
    ----------
    tables : Tables
        Uses ``surveys, respondents, questions, responses`` and ``[survey.perception]``. A group is
        made of role levels as answered (or of answers to ``group_question``), of the library's
        own team (``["library"]``), or of everybody.

    Returns
    -------
    DataFrame
        Measure frame with ``group`` in front: ``sees the value`` (share, Wilson) of the two groups,
        then ``perception gap`` (difference of the first less the second, Newcombe's interval).
    """
    stated = one.tables.settings.survey.perception
    lines, counts = [], []
    for name in _two_groups(one.tables):
        levels = stated.groups[name]
        asked = _asked(one, "perception", team=levels == (LIBRARY,))
        is_of_levels = levels and levels != (LIBRARY,)
        within = _in_levels(one, levels) if is_of_levels else True
        counts.append(_counted(one, asked, stated.answers, within))
        lines.append(wilson("sees the value", *counts[-1], group=name))
    (n, base), (other, other_base) = counts
    apart = ends(newcombe(n, base, other, other_base)) if base and other_base else {}
    gap = {"group": GAP, "measure": "perception gap", "basis": "newcombe", **apart}
    return measure_frame([*lines, gap], ["group"])


def _two_groups(tables: Tables) -> list[str]:
    """Return the two groups; `NotMeasuredError` without any, `SettingsError` for not just two."""
    stated = tables.settings.survey.perception
    names = list(stated.groups)
    require(stated.question and names, "unset_perception")
    if len(names) != 2:
        some = ", ".join(names[:4])
        raise SettingsError(error_text("named_questions.names", count=len(names), names=some))
    return names


def _in_levels(one: Survey, levels: tuple[str, ...]) -> Mask:
    """Return who is of some role levels, as they answered."""
    level = one.people["role_level"].astype("str").fillna("")
    if stated := one.tables.settings.survey.perception.group_question:
        asked = asked_in(one, stated)
        said = level[:0] if asked is None else asked.words
        level = said.reindex(level.index, fill_value="")
    found = fold(level).isin({fold_word(name) for name in levels})
    if not found.any():
        wanted = " / ".join(levels)
        there = ", ".join(f"'{name}'" for name in sorted(set(level[level != ""]))[:6])
        require(there, "no_levels", levels=wanted)
        raise not_measured("no_such_levels", levels=wanted, there=there)
    return found.to_numpy(dtype=bool)


def _counted(
    one: Survey, asked: Asked, yes: Iterable[str], within: Mask | bool = True
) -> tuple[int, int]:
    """Return how many of the answers to a question count, and how many answers there are.

    Those of ``yes`` count, whatever the case and accents; where the question has points and none of
    them was given, the top two boxes. `DataError` if nothing tells which answers count.
    """
    words = {fold_word(word) for word in yes}
    has = asked.people(fold(asked.given["word"]).isin(words))
    base = asked.opinion | has
    if not has.any():
        if not words and not asked.is_scored and base.any():
            raise DataError(error_text("named_questions.counted", wording=asked.wording))
        if asked.is_scored:
            has = asked.points >= one.least(one.question(asked.question_id))
    return int((has & within).sum()), int((base & within).sum())
