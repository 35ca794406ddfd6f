"""Do they value it: the share in the top two boxes, over time, and how answers are spread."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import narwhals as nw
import numpy as np
import pandas as pd

from engagekit.locale.missing import not_measured
from engagekit.measures import _frames, _survey_waves, weighted
from engagekit.measures._frame import measure_frame, number
from engagekit.measures._scores import by_score, share_of
from engagekit.measures.basis import join
from engagekit.settings.periods import Period
from engagekit.tables.cache import once
from engagekit.tables.tables import Tables


@once
def satisfaction(
    tables: Tables,
    *,
    during: str | Period | None = None,
    by: str | Sequence[str] | None = None,
    survey: str | None = None,
    weights: weighted.Kind | None = None,
) -> pd.DataFrame:
    """Return the share of answers in the top two boxes of the overall question.

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


@once
def satisfaction_over_time(
    tables: Tables, *, during: str | Period | None = None, by: str | None = None
) -> pd.DataFrame:
    """Return satisfaction in each survey so far, oldest first.

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
    until = _survey_waves.until_of(tables, during)
    parts = [
        satisfaction(tables, by=by, survey=survey).assign(
            period=_survey_waves.label_of(tables, survey)
        )
        for survey in _survey_waves.main_waves(tables, until)
    ]
    if not parts:
        raise not_measured("no_answers")
    return measure_frame(
        pd.concat(parts, ignore_index=True), ["period", *_survey_waves.survey_grouping(by)]
    )


def distribution(
    tables: Tables,
    *,
    during: str | Period | None = None,
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
    survey_id = _survey_waves.wave(tables, during, survey)
    questions = _survey_waves.questions_of(tables, survey_id)
    scales = questions[questions["kind"] == "scale"]
    rows = _survey_waves.answers(tables, survey_id, scales["question_id"].tolist())
    counted = _frames.collected(
        rows.filter(~nw.col("score").is_null())
        .group_by("question_id", "value", "score")
        .agg(nw.len().alias("n"))
    )
    result = []
    names = item_names(scales)
    for question in scales.itertuples():
        same = scales.loc[scales["scale_id"] == question.scale_id, "question_id"]
        mine = counted[counted["question_id"] == question.question_id]
        labels = counted[counted["question_id"].isin(same)].sort_values("score")
        labels = _whole_scale(labels.drop_duplicates("score"), str(question.scale_id))
        result += [
            {"item": names[str(question.question_id)], "answer": label.value, **row}
            for label, row in zip(
                labels.itertuples(),
                _spread(
                    tables,
                    mine.groupby("score")["n"].sum(),
                    labels["score"],
                    (survey_id, str(question.question_id), weights),
                ),
                strict=True,
            )
        ]
    return measure_frame(result, ["item", "answer"])


def _whole_scale(labels: pd.DataFrame, scale_id: str) -> pd.DataFrame:
    """Return the points given; where all gave one, every point, as one row tells them."""
    points = _survey_waves.points_in(scale_id)
    if len(labels) != 1 or points is None:
        return labels
    supplied = labels.set_index("score")["value"]
    whole = pd.Series([float(point) for point in range(1, int(points) + 1)], name="score")
    text = whole.map(supplied).fillna(whole.map("{:.0f}".format))
    return pd.DataFrame({"score": whole, "value": text})


def _spread(
    tables: Tables,
    counts: pd.Series,
    points: pd.Series,
    asked: tuple[str, str, weighted.Kind | None],
) -> list[dict[str, Any]]:
    """Return the rows of one question: a share of its answers for each point of the scale."""
    base, basis = int(counts.sum()), "count_of_answers"
    whole = counts.reindex(points, fill_value=0).to_numpy(dtype="int64")
    share = whole / base if base else np.full(len(whole), np.nan)
    matches = weighted.tried(tables, *asked)
    if isinstance(matches, weighted.Weighted):
        scored, w = matches.people["score"].to_numpy(dtype="float64"), matches.design.weights
        share = np.array([w[scored == point].sum() for point in points]) / w.sum()
        basis = join("share_of_answers", matches.note)
    elif matches != weighted.PLAIN:
        basis = join(basis, matches)
    return [
        number("answers", of, n=n, base=base, basis=basis)
        for of, n in zip(share, whole, strict=True)
    ]


def item_names(scales: pd.DataFrame) -> dict[str, str]:
    """Return the name of each item, with the words of its block where two are alike.

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
