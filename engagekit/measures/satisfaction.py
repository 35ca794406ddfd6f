"""Do they value it: the share in the top two boxes, over time, and how answers are spread."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from engagekit.facts import Facts, reading
from engagekit.locale.missing import require
from engagekit.measures import _survey_waves, weighted
from engagekit.measures._answer_sheet import Asked, answer_sheet
from engagekit.measures._designs import Designs
from engagekit.measures._frame import measure_frame
from engagekit.measures.basis import join
from engagekit.measures.engine import Numbers, metric
from engagekit.measures.numbers import Share
from engagekit.measures.scored import by_score, share_of
from engagekit.settings.periods import During
from engagekit.tables.cache import once
from engagekit.tables.tables import Tables


@once
def satisfaction(
    tables: Tables,
    *,
    during: During = None,
    by: str | Sequence[str] | None = None,
    survey: str | None = None,
    weights: weighted.Kind | None = None,
) -> pd.DataFrame:
    """Return the share of answers in the top two boxes of the overall question.

    Parameters
    ----------
    tables : Tables
        Uses ``surveys, respondents, questions, responses``.
    by : str or sequence of str, optional
        ``department`` or ``role_level`` as people answered it; a first row ``All`` is added.

    Returns
    -------
    DataFrame
        Measure frame, unit ``share``: ``n`` answers in the top two boxes, ``base`` answers with an
        opinion, both unweighted. Wilson interval: the range if those who answered were a random
        draw; with weights logit, or Wilson with the effective number, over the group's own degrees
        of freedom.

    Raises
    ------
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
    names = _survey_waves.survey_grouping(by)

    def holds(given: Any) -> Any:
        return given >= least

    return by_score(
        tables,
        survey_id,
        question,
        names,
        lambda counts: [share_of(counts, "satisfaction", holds)],
        weighted.share_row("satisfaction", holds),
        weights=weights,
    )


@metric(frame=satisfaction)
def _answers(facts: Facts, *, survey: str | None = None) -> Numbers:
    """Yield the answers behind satisfaction: one row each, of people whose answers are used."""
    survey_id = _survey_waves.wave(facts.tables, facts.asked, survey)
    question = _survey_waves.overall_question(facts.tables, survey_id)
    least = _survey_waves.least_of(facts.tables, survey_id, question)
    supplied = _survey_waves.answers(
        facts.tables, survey_id, [str(question["question_id"])], weighted.VARIABLES
    )
    rows = reading.collected(supplied).dropna(subset=["score"])
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
    parts = [
        satisfaction(tables, by=by, survey=survey).assign(
            period=_survey_waves.label_of(tables, survey)
        )
        for survey in _survey_waves.main_waves(tables, until)
    ]
    require(parts, "no_answers")
    return measure_frame(
        pd.concat(parts, ignore_index=True), ["period", *_survey_waves.survey_grouping(by)]
    )


def distribution(
    tables: Tables,
    *,
    during: During = None,
    survey: str | None = None,
    weights: weighted.Kind | None = None,
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
    design = Designs(tables, sheet, weights)
    result = [
        {"item": one.name, "answer": name, **line, "low": None, "high": None, "basis": join(*how)}
        for one in sheet.questions
        if one.kind == "scale" and one.is_scored
        for name, line, how in _spread(one, design)
    ]
    return measure_frame(result, ["item", "answer"])


def _spread(one: Asked, designs: Designs) -> list[tuple[str, dict[str, Any], tuple[str, str]]]:
    """Return a share of the answers for each point of a scale, and how it was counted."""
    found = designs.of(one.opinion)
    how = (
        ("share_of_answers", found.note) if found.is_weighted else ("count_of_answers", found.note)
    )
    return [(name, found.share("answers", who), how) for name, who in one.answers]
