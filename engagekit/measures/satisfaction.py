"""Do they value it: the share in the top two boxes, net promoter, and how answers are spread."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pandas as pd

from engagekit.errors import NotMeasuredError
from engagekit.facts import Facts, reading
from engagekit.locale.missing import require
from engagekit.measures import _survey_waves, weighted
from engagekit.measures._answer_sheet import answer_sheet
from engagekit.measures._frame import ALL, measure_frame
from engagekit.measures.basis import join
from engagekit.measures.engine import Numbers, metric
from engagekit.measures.numbers import Share
from engagekit.measures.weighted import Base, Designs, Kind, Mask
from engagekit.settings.periods import During
from engagekit.statistics.scores import DETRACTOR, PROMOTER
from engagekit.tables.cache import once
from engagekit.tables.tables import Tables

Lines = Callable[[Base, np.ndarray[Any, Any], Mask], list[dict[str, Any]]]
"""Of a base, the points of each answer and a group: the rows told of it."""


def scored(tables: Tables, survey_id: str, question: pd.Series) -> pd.DataFrame:
    """Return the answers to a question that have points, with what they are compared by."""
    asked = [str(question["question_id"])]
    rows = reading.collected(_survey_waves.answers(tables, survey_id, asked, weighted.VARIABLES))
    return rows.dropna(subset=["score"]).sort_values("respondent_id").reset_index(drop=True)


def _by_group(
    tables: Tables,
    survey_id: str,
    question: pd.Series,
    by: str | Sequence[str] | None,
    weights: Kind | None,
    lines: Lines,
) -> pd.DataFrame:
    """Return what is told of the answers to a question, of all and of each group."""
    names = _survey_waves.survey_grouping(by)
    rows = scored(tables, survey_id, question)
    base = weighted.base_of(tables, survey_id, rows, weights)
    points = rows["score"].to_numpy("float64")
    groups = [(dict.fromkeys(names, ALL), np.ones(len(rows), dtype=bool))]
    for key, part in rows.groupby(names, sort=True) if names else ():
        label = dict(zip(names, map(str, key), strict=True))
        groups.append((label, rows.index.isin(part.index)))
    told = [{**label, **line} for label, of in groups for line in lines(base, points, of)]
    return measure_frame(told, names)


def _over_time(measure: Callable[..., pd.DataFrame], tables: Tables, surveys: Sequence[str],
               by: str | None = None) -> pd.DataFrame:  # fmt: skip
    """Return what is told of several surveys, ``period`` (the quarter of each) in front."""
    parts = [
        measure(tables, by=by, survey=one).assign(period=_survey_waves.label_of(tables, one))
        for one in surveys
    ]
    columns = ["period", *_survey_waves.survey_grouping(by)]
    return measure_frame(pd.concat(parts, ignore_index=True), columns)


@once
def satisfaction(
    tables: Tables,
    *,
    during: During = None,
    by: str | Sequence[str] | None = None,
    survey: str | None = None,
    weights: Kind | None = None,
) -> pd.DataFrame:
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
    weights : str, optional
        ``none``, ``post-stratified`` or ``raked`` to the staff list; default: settings.

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
    survey_id = _survey_waves.wave(tables, during, survey)
    question = _survey_waves.overall_question(tables, survey_id)
    least = _survey_waves.least_of(tables, survey_id, question)

    def lines(base: Base, points: np.ndarray[Any, Any], of: Mask) -> list[dict[str, Any]]:
        return [base.share("satisfaction", points >= least, of)]

    return _by_group(tables, survey_id, question, by, weights, lines)


@metric(frame=satisfaction)
def _answers(facts: Facts, *, survey: str | None = None) -> Numbers:
    """Yield the answers behind satisfaction: one row each, of people whose answers are used."""
    survey_id = _survey_waves.wave(facts.tables, facts.asked, survey)
    question = _survey_waves.overall_question(facts.tables, survey_id)
    rows = scored(facts.tables, survey_id, question)
    least = _survey_waves.least_of(facts.tables, survey_id, question)
    yield "satisfaction", Share(rows, rows["score"] >= least)


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
    until = _survey_waves.until_of(tables, during)
    surveys = _survey_waves.main_waves(tables, until)
    require(surveys, "no_answers")
    return _over_time(satisfaction, tables, surveys, by)


@once
def net_promoter(
    tables: Tables,
    *,
    during: During = None,
    by: str | Sequence[str] | None = None,
    survey: str | None = None,
    weights: Kind | None = None,
) -> pd.DataFrame:
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
    survey_id = _survey_waves.wave(tables, during, survey)
    question = _survey_waves.recommend_question(tables, survey_id)
    return _by_group(tables, survey_id, question, by, weights, recommended)


def recommended(
    base: Base, points: np.ndarray[Any, Any], of: Mask | None = None
) -> list[dict[str, Any]]:
    """Return the rows of net promoter: the score, and the two shares that it is made of."""
    return [
        base.net_promoter(points, of),
        base.share("promoters", points >= PROMOTER, of),
        base.share("detractors", points <= DETRACTOR, of),
    ]


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
    until = _survey_waves.until_of(tables, during)
    order = _survey_waves.main_waves(tables, None if survey else until)
    if survey is not None:
        last = _survey_waves.wave(tables, during, survey)
        order = order[: order.index(last) + 1] if last in order else [last]
    requested = [one for one in order if _asks(tables, one)]
    require(requested, "no_survey_recommends")
    return _over_time(net_promoter, tables, requested[-waves if waves else 0 :])


def _asks(tables: Tables, survey_id: str) -> bool:
    """Return whether a survey has the question on recommending."""
    try:
        _survey_waves.recommend_question(tables, survey_id)
    except NotMeasuredError:
        return False
    return True


def distribution(
    tables: Tables, *, during: During = None, survey: str | None = None, weights: Kind | None = None
) -> pd.DataFrame:
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
    sheet = answer_sheet(tables, _survey_waves.wave(tables, during, survey))
    designs = Designs(tables, sheet, weights)
    rows = []
    for one in sheet.questions:
        if one.kind != "scale" or not one.is_scored:
            continue
        base = designs.of(one.opinion)
        basis = join("count_of_answers" if base.design is None else "share_of_answers", base.note)
        for name, who in one.answers:
            line = {**base.share("answers", who), "low": None, "high": None, "basis": basis}
            rows.append({"item": one.name, "answer": name, **line})
    return measure_frame(rows, ["item", "answer"])
