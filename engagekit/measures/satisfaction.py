"""Do they value it: top two box, net promoter, mean and distribution."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import narwhals as nw
import numpy as np
import pandas as pd

from engagekit.errors import NotMeasuredError
from engagekit.measures import _people, _survey, weighted
from engagekit.measures._frame import FEW, measure_frame
from engagekit.measures._once import once
from engagekit.periods import Period
from engagekit.statistics import proportions, scores
from engagekit.statistics.designs import Design
from engagekit.tables import Tables

WILSON = "Wilson 95% interval"
T_INTERVAL = "t 95% interval"
ADJUSTED = "adjusted Wald 95% interval"


def _groups(
    rows: nw.LazyFrame[Any], names: list[str], column: str
) -> Iterator[tuple[dict[str, str], pd.Series]]:
    """How many answers each value of a column has, over all and in each group."""
    counted = _people.collected(
        rows.filter(~nw.col(column).is_null()).group_by(*names, column).agg(nw.len().alias("n"))
    )
    total = counted.groupby(column)["n"].sum().sort_index()
    yield dict.fromkeys(names, "All"), total
    if names:
        for key, part in counted.groupby(names, sort=True):
            yield (
                dict(zip(names, map(str, key), strict=True)),
                part.groupby(column)["n"].sum().sort_index(),
            )


def _values(counts: pd.Series) -> np.ndarray[Any, np.dtype[np.float64]]:
    """The single answers behind counts of scores."""
    return np.repeat(counts.index.to_numpy(dtype="float64"), counts.to_numpy(dtype="int64"))


def _by_score(
    tables: Tables,
    survey_id: str,
    question: pd.Series,
    names: list[str],
    row: Callable[[pd.Series], dict[str, Any]],
) -> pd.DataFrame:
    """A measure of one question for all and for each group."""
    rows = _survey.answers(tables, survey_id, [question["question_id"]], names)
    made = [{**group, **row(counts)} for group, counts in _groups(rows, names, "score")]
    return measure_frame(made, names)


@once
def satisfaction(
    tables: Tables,
    *,
    during: str | Period | None = None,
    by: str | Sequence[str] | None = None,
    survey: str | None = None,
    weights: weighted.Kind | None = None,
) -> pd.DataFrame:
    """Share of answers in the top two boxes of the overall question.

    Parameters
    ----------
    tables : Tables
        Uses ``surveys, respondents, questions, responses``.
    during : str or Period, optional
        The last survey that had answers by the end of it; default the last of all.
    by : str or sequence of str, optional
        ``department`` or ``role_level`` as people answered it; a first row ``All`` is added.
    survey : str, optional
        A survey by its id.
    weights : {"none", "post-stratified", "raked"}, optional
        To the staff list; default as in the settings.

    Returns
    -------
    DataFrame
        Measure frame, unit ``share``: ``n`` answers in the top two boxes, ``base`` answers with an
        opinion, both unweighted. Wilson interval: the range if those who answered were a random
        draw; with weights logit, or Wilson with the effective number, over the group's own degrees
        of freedom.

    Notes
    -----
    Wilson (1927). "No opinion" and empty answers leave the base.
    """
    survey_id = _survey.wave(tables, during, survey)
    question = _survey.overall_question(tables, survey_id)
    least = _survey.points_of(tables, survey_id, question) - 1
    names = _survey.survey_grouping(by)
    chosen = weighted.kind_of(tables, weights)
    if chosen != "none":
        return weighted.measured(
            tables,
            survey_id,
            question,
            names,
            chosen,
            lambda design, values, mask: _weighted_share(design, values, mask, least),
        )

    def row(counts: pd.Series) -> dict[str, Any]:
        return {"measure": "satisfaction", **_share(counts, least)}

    return _by_score(tables, survey_id, question, names, row)


def _weighted_share(design: Design, values: Any, mask: Any, least: float) -> dict[str, Any]:
    """A weighted share of scores at or over a bound in a group."""
    from engagekit.statistics.design_shares import share

    top = (values >= least).astype("float64")
    n, base = int(top[mask].sum()), int(mask.sum())
    made = {"measure": "satisfaction", "unit": "share", "n": n, "base": base,
            "method": "logit or Wilson 95% interval"}  # fmt: skip
    if base < 2:
        return made
    return {**made, **weighted.as_row(share(design, top, domain=mask))}


def _share(counts: pd.Series, least: float) -> dict[str, Any]:
    """A share of scores at or over a bound with its Wilson interval."""
    base, n = int(counts.sum()), int(counts[counts.index >= least].sum())
    if base == 0:
        return {"unit": "share", "n": 0, "base": 0, "method": WILSON}
    found = proportions.wilson(n, base)
    return {
        "unit": "share",
        "estimate": found.estimate,
        "low": found.low,
        "high": found.high,
        "n": n,
        "base": base,
        "method": WILSON,
    }


@once
def satisfaction_over_time(
    tables: Tables, *, during: str | Period | None = None, by: str | None = None
) -> pd.DataFrame:
    """Satisfaction in each survey so far, oldest first.

    ``period`` is the quarter of a survey's last answer.

    Returns
    -------
    DataFrame
        As `satisfaction`, with ``period`` in front.

    Raises
    ------
    NotMeasuredError
        If no survey had answers by then.
    """
    until = None if during is None else _people.asked_period(tables, during)
    parts = [
        satisfaction(tables, by=by, survey=survey).assign(period=_survey.label_of(tables, survey))
        for survey in _survey.main_waves(tables, until)
    ]
    if not parts:
        raise NotMeasuredError("Not measured: no survey had answers by the end of the period.")
    return measure_frame(
        pd.concat(parts, ignore_index=True), ["period", *_survey.survey_grouping(by)]
    )


@once
def net_promoter(
    tables: Tables,
    *,
    during: str | Period | None = None,
    by: str | Sequence[str] | None = None,
    survey: str | None = None,
    weights: weighted.Kind | None = None,
) -> pd.DataFrame:
    """Net promoter: share of 9 and 10 less share of 0 to 6, times 100.

    Returns
    -------
    DataFrame
        Measure frame, unit ``score`` (-100 to 100): ``n`` = ``base`` answers; adjusted Wald
        interval (Rocks 2016: 3 answers added, 3/4 promoter, 3/4 detractor, 1.5 passive). With
        weights (see `satisfaction`) the weighted mean of +100, 0 and -100 with a t interval.
    """
    survey_id = _survey.wave(tables, during, survey)
    question = _survey.recommend_question(tables, survey_id)
    chosen = weighted.kind_of(tables, weights)
    if chosen != "none":
        told = weighted.mean_row("net promoter", "score", scores.promoter_scores, 100.0)
        names = _survey.survey_grouping(by)
        return weighted.measured(tables, survey_id, question, names, chosen, told)

    def row(counts: pd.Series) -> dict[str, Any]:
        base = int(counts.sum())
        shared = {
            "measure": "net promoter",
            "unit": "score",
            "n": base,
            "base": base,
            "method": ADJUSTED,
        }
        if base == 0:
            return shared
        found = scores.net_promoter(_values(counts))
        return {**shared, "estimate": found.estimate, "low": found.low, "high": found.high}

    return _by_score(tables, survey_id, question, _survey.survey_grouping(by), row)


def mean_score(
    tables: Tables,
    *,
    during: str | Period | None = None,
    by: str | Sequence[str] | None = None,
    survey: str | None = None,
    weights: weighted.Kind | None = None,
) -> pd.DataFrame:
    """Mean of the overall question, beside its distribution.

    Returns
    -------
    DataFrame
        Measure frame, unit ``points``; ``n`` = ``base`` answers; t interval, with weights (see
        `satisfaction`) that of the design.
    """
    survey_id = _survey.wave(tables, during, survey)
    question = _survey.overall_question(tables, survey_id)
    chosen = weighted.kind_of(tables, weights)
    if chosen != "none":
        told = weighted.mean_row("mean score", "points", np.asarray)
        names = _survey.survey_grouping(by)
        return weighted.measured(tables, survey_id, question, names, chosen, told)

    def row(counts: pd.Series) -> dict[str, Any]:
        base = int(counts.sum())
        shared = {
            "measure": "mean score",
            "unit": "points",
            "n": base,
            "base": base,
            "method": T_INTERVAL,
        }
        if base == 0:
            return shared
        values = _values(counts)
        if base == 1:
            return {**shared, "estimate": float(values[0])}
        found = scores.mean_score(values)
        return {**shared, "estimate": found.estimate, "low": found.low, "high": found.high}

    return _by_score(tables, survey_id, question, _survey.survey_grouping(by), row)


def median_score(
    tables: Tables, *, during: str | Period | None = None, survey: str | None = None
) -> pd.DataFrame:
    """The middle answer to the overall question, unweighted.

    Returns
    -------
    DataFrame
        Measure frame, unit ``points``; ``n`` = ``base`` answers; order-statistic interval from ten
        answers on, as with fewer its ends would be single answers.
    """
    survey_id = _survey.wave(tables, during, survey)
    question = _survey.overall_question(tables, survey_id)

    def row(counts: pd.Series) -> dict[str, Any]:
        base = int(counts.sum())
        shared = {"measure": "median score", "unit": "points", "n": base, "base": base,
                  "method": "order-statistic 95% interval"}  # fmt: skip
        if base == 0:
            return shared
        found = scores.median_score(_values(counts))
        ends = {"low": found.low, "high": found.high} if base >= FEW else {}
        return {**shared, "estimate": found.estimate, **ends}

    return _by_score(tables, survey_id, question, [], row)


def distribution(
    tables: Tables,
    *,
    during: str | Period | None = None,
    survey: str | None = None,
    weights: weighted.Kind | None = None,
) -> pd.DataFrame:
    """How the answers of every scale question are spread, from low to high.

    Returns
    -------
    DataFrame
        Measure frame with ``item, answer`` in front, unit ``share``: ``n`` answers, ``base``
        answers of that item with a score. Every answer that the scale showed has a row. Items of
        the same words in two blocks carry the words of their block. With weights (see
        `satisfaction`) ``estimate`` is the weighted share; ``n`` and ``base`` stay counts.
    """
    survey_id = _survey.wave(tables, during, survey)
    chosen = weighted.kind_of(tables, weights)
    questions = _survey.questions_of(tables, survey_id)
    scales = questions[questions["kind"] == "scale"]
    rows = _survey.answers(tables, survey_id, scales["question_id"].tolist())
    counted = _people.collected(
        rows.filter(~nw.col("score").is_null())
        .group_by("question_id", "value", "score")
        .agg(nw.len().alias("n"))
    )
    made = []
    names = item_names(scales)
    for question in scales.itertuples():
        same = scales.loc[scales["scale_id"] == question.scale_id, "question_id"]
        mine = counted[counted["question_id"] == question.question_id]
        labels = counted[counted["question_id"].isin(same)].sort_values("score")
        labels = labels.drop_duplicates("score")
        made += [
            {"item": names[str(question.question_id)], "answer": label.value, **row}
            for label, row in zip(
                labels.itertuples(),
                _spread(
                    tables,
                    mine.groupby("score")["n"].sum(),
                    labels["score"],
                    (survey_id, str(question.question_id), chosen),
                ),
                strict=True,
            )
        ]
    return measure_frame(made, ["item", "answer"])


def _spread(
    tables: Tables, counts: pd.Series, points: pd.Series, asked: tuple[str, str, weighted.Kind]
) -> list[dict[str, Any]]:
    """The rows of one question: a share of its answers for each point of the scale."""
    base, method = int(counts.sum()), "count of answers"
    whole = counts.reindex(points, fill_value=0).to_numpy(dtype="int64")
    share = whole / base if base else np.full(len(whole), np.nan)
    if base > 1 and asked[2] != "none":
        found = weighted.weigh(tables, *asked)
        scored, w = found.people["score"].to_numpy(dtype="float64"), found.design.weights
        share = np.array([w[scored == point].sum() for point in points]) / w.sum()
        method = f"share of answers, {found.note}"
    return [
        {"measure": "answers", "unit": "share", "estimate": of, "n": n, "base": base,
         "method": method}
        for of, n in zip(share, whole, strict=True)
    ]  # fmt: skip


def item_names(scales: pd.DataFrame) -> dict[str, str]:
    """The name of each item by its question, with the words of its block where two are alike.

    Parameters
    ----------
    scales : DataFrame
        Rows of ``questions``.
    """
    wording = scales["wording"].astype("str")
    block = scales["item_of"].astype("str").fillna("")
    alike = wording.duplicated(keep=False) & (block != "")
    names = wording.where(~alike, wording + " (" + block + ")")
    return dict(zip(scales["question_id"], names, strict=True))
