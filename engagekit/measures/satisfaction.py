"""Do they value it: the share in the top two boxes, net promoter, and how answers are spread."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any

import numpy as np
import pandas as pd

from engagekit.errors import NotMeasuredError
from engagekit.facts import Facts, surveys
from engagekit.facts.answers import answer_sheet
from engagekit.facts.surveys import Survey, main_surveys, survey_of, until_of
from engagekit.locale.missing import require
from engagekit.measures._frame import measure_frame
from engagekit.measures.basis import join
from engagekit.measures.engine import Numbers, metric, of_survey
from engagekit.measures.numbers import Share
from engagekit.measures.weighted import Base, Bases, Mask, Points
from engagekit.settings.periods import During
from engagekit.tables.cache import once
from engagekit.tables.tables import Tables


def points_of(one: Survey, question: pd.Series) -> Points:
    """Return the points that each of the people gave in a question; NaN where none."""
    return answer_sheet(one.tables, one.id)[str(question["question_id"])].points


@once
@of_survey()
def satisfaction(one: Survey, *, by: str | Sequence[str] | None = None) -> pd.DataFrame:
    """Return the share of answers in the top two boxes of the overall question.

    Parameters
    ----------
    tables : Tables
        Uses ``surveys, respondents, questions, responses``.
    during : str or Period, optional
        The last survey by the end of it that asked; default: the last of all.
    by : str or sequence of str, optional
        ``department`` or ``role_level`` as people answered it; a first row ``All`` is added.
    survey : str, optional
        Its id; default: the last one by the end of the period.

    Returns
    -------
    DataFrame
        Measure frame, unit ``share``: ``n`` answers in the top two boxes, ``base`` answers with an
        opinion, both unweighted. Wilson interval: the range if those who answered were a random
        draw; with weights logit, or Wilson with the effective number, over the group's own degrees
        of freedom.

    Raises
    ------
    PeriodError
        If ``during`` is no period.
    UsageError
        For a survey that is not there, or a group that people did not answer for.
    NotMeasuredError
        If there is no survey, or none with an overall question.

    Examples
    --------
    >>> ek.satisfaction(tables)[["estimate", "low", "high", "n", "base"]].round(2)
       estimate   low  high    n  base
    0      0.85  0.79  0.89  165   194

    Notes
    -----
    Wilson (1927). "No opinion" and empty answers leave the base.
    """
    points, least = points_of(one, one.overall), one.least(one.overall)
    return _by_group(
        one, points, by, lambda base, of: [base.share("satisfaction", points >= least, of)]
    )


def _by_group(
    one: Survey,
    points: Points,
    by: str | Sequence[str] | None,
    rows: Callable[[Base, Mask], list[dict[str, Any]]],
) -> pd.DataFrame:
    """Return the rows of all who gave points, then of each group of them."""
    names, bases = surveys.groups_of(by), Bases(one)
    base = bases.of(~np.isnan(points))
    told = [
        {**label, **row} for label, of in bases.groups(names, base.who) for row in rows(base, of)
    ]
    return measure_frame(told, names)


@metric(frame=satisfaction)
def _answers(facts: Facts, *, survey: str | None = None) -> Numbers:
    """Yield the answers behind satisfaction: one row each, of people whose answers are used."""
    one = survey_of(facts.tables, facts.asked, survey)
    rows = one.answers([str(one.overall["question_id"])]).dropna(subset="score")
    rows = rows.fillna(dict.fromkeys(surveys.GROUPS, surveys.NOT_STATED))
    rows = rows.sort_values("respondent_id").reset_index(drop=True)
    yield "satisfaction", Share(rows, rows["score"] >= one.least(one.overall))


@once
def satisfaction_over_time(
    tables: Tables, *, during: During = None, by: str | None = None
) -> pd.DataFrame:
    """Return satisfaction in each survey so far, oldest first.

    ``period`` is the quarter of a survey's last answer.

    Returns
    -------
    DataFrame
        As `satisfaction`, with ``period`` in front.
    """
    every = main_surveys(tables, until_of(tables, during))
    require(every, "no_answers")
    return _over_time(satisfaction, _asking(every, "overall") or every, by)


def _over_time(
    measure: Callable[..., pd.DataFrame], every: Sequence[Survey], by: str | None = None
) -> pd.DataFrame:
    """Return what is told of several surveys, ``period`` (the quarter of each) in front."""
    parts = [measure(one.tables, by=by, survey=one.id).assign(period=one.label) for one in every]
    columns = ["period", *surveys.groups_of(by)]
    return measure_frame(pd.concat(parts, ignore_index=True), columns)


@once
@of_survey()
def net_promoter(one: Survey, *, by: str | Sequence[str] | None = None) -> pd.DataFrame:
    """Return net promoter: the share of 9 and 10 less share of 0 to 6, times 100.

    Parameters
    ----------
    tables : Tables
        Uses ``surveys, respondents, questions, responses``.

    Returns
    -------
    DataFrame
        Measure frame: ``net promoter`` (unit ``net``, -100 to 100; ``n`` = ``base`` answers) with
        the adjusted Wald interval (Rocks 2016: 3 answers added, 3/4 promoter, 3/4 detractor, 1.5
        passive), then the shares ``promoters`` and ``detractors`` with Wilson's. With weights the
        weighted mean of +100, 0 and -100 with a t interval, and weighted shares.
    """
    points = points_of(one, one.recommend)
    return _by_group(one, points, by, lambda base, of: base.net_promoter(points, of))


def net_promoter_over_time(
    tables: Tables, *, during: During = None, survey: str | None = None, waves: int | None = None
) -> pd.DataFrame:
    """Return net promoter in each survey so far that asked for it, oldest first.

    Parameters
    ----------
    during : str or Period, optional
        Surveys that had answers by the end of it; default all.
    survey : str, optional
        The last survey to tell of, by its id.
    waves : int, optional
        At most so many, the last ones; default all.

    Returns
    -------
    DataFrame
        As `net_promoter`, with ``period`` (the quarter of the last answer) in front.
    """
    until = None if survey else until_of(tables, during)
    every = main_surveys(tables, until, "recommend_question")
    if survey is not None:
        names = [one.id for one in every]
        last = survey_of(tables, during, survey)
        every = every[: names.index(last.id) + 1] if last.id in names else [last]
    asking = _asking(every, "recommend")
    require(asking, "no_survey_recommends")
    return _over_time(net_promoter, asking[-waves if waves else 0 :])


def _asking(every: Sequence[Survey], question: str) -> list[Survey]:
    """Return the surveys that have a question: the overall one, or the one on recommending."""
    asking = []
    for one in every:
        with suppress(NotMeasuredError):
            getattr(one, question)
            asking.append(one)
    return asking


@of_survey()
def distribution(one: Survey) -> pd.DataFrame:
    """Return how the answers of every scale question are spread, from low to high.

    Returns
    -------
    DataFrame
        Measure frame with ``item, answer`` in front, unit ``share``: ``n`` answers, ``base``
        answers of that item with a score. Every answer that somebody gave on the scale has a row,
        every point where all gave the same. Items of
        the same words in two blocks carry the words of their block. With weights (see
        `satisfaction`) ``estimate`` is the weighted share; ``n`` and ``base`` stay counts.
    """
    bases, rows = Bases(one), []
    for asked in answer_sheet(one.tables, one.id).questions:
        if asked.kind == "scale" and asked.is_scored:
            base = bases.of(asked.opinion)
            kind = "count_of_answers" if base.design is None else "share_of_answers"
            more = {"low": None, "high": None, "basis": join(kind, base.note), "item": asked.name}
            rows += [
                {**base.share("answers", who), "answer": name, **more}
                for name, who in asked.answers
            ]
    return measure_frame(rows, ["item", "answer"])
