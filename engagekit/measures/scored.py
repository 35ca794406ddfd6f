"""Net promoter with what it is made of."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import narwhals as nw
import numpy as np
import pandas as pd

from engagekit.errors import NotMeasuredError
from engagekit.facts import reading
from engagekit.locale.missing import require
from engagekit.measures import _frame, _survey_waves, basis, weighted
from engagekit.settings.periods import During
from engagekit.statistics import scores
from engagekit.statistics._estimates import Estimate
from engagekit.tables.cache import once
from engagekit.tables.tables import Tables

Rows = Callable[[pd.Series], list[dict[str, Any]]]
"""How many answers each score has, to the rows that are told of them."""


def groups(
    rows: nw.LazyFrame[Any], names: list[str], column: str
) -> Iterator[tuple[dict[str, str], pd.Series]]:
    """Yield how many answers each value of a column has, over all and in each group."""
    counted = reading.collected(
        rows.filter(~nw.col(column).is_null()).group_by(*names, column).agg(nw.len().alias("n"))
    )
    yield dict.fromkeys(names, "All"), counted.groupby(column)["n"].sum().sort_index()
    if names:
        for key, part in counted.groupby(names, sort=True):
            yield (
                dict(zip(names, map(str, key), strict=True)),
                part.groupby(column)["n"].sum().sort_index(),
            )


def values_of(counts: pd.Series) -> np.ndarray[Any, np.dtype[np.float64]]:
    """Return the single answers behind counts of scores."""
    return np.repeat(counts.index.to_numpy(dtype="float64"), counts.to_numpy(dtype="int64"))


def by_score(
    tables: Tables,
    survey_id: str,
    question: pd.Series,
    names: list[str],
    plain: Rows,
    *weighed: weighted.Row,
    weights: weighted.Kind | None = "none",
) -> pd.DataFrame:
    """Return measures of one question for all and for each group; a note says whether weighted.

    ``plain``: how many answers each score has, to the rows told of them. ``weighed``: the same rows
    under a design, where the answers can be weighted. ``weights``: None: as in the settings.
    """
    matches = weighted.tried(tables, survey_id, str(question["question_id"]), weights)
    if isinstance(matches, weighted.Weighted):
        return weighted.measured(matches, names, *weighed)
    supplied = _survey_waves.answers(tables, survey_id, [question["question_id"]], names)
    result = [
        {**group, **row, "basis": basis.join(row["basis"], matches)}
        for group, counts in groups(supplied, names, "score")
        for row in plain(counts)
    ]
    return _frame.measure_frame(result, names)


def share_of(counts: pd.Series, measure: str, holds: Callable[[Any], Any]) -> dict[str, Any]:
    """Return the share of answers whose score is among some, with its Wilson interval."""
    among = np.asarray(holds(counts.index.to_numpy(dtype="float64")), dtype=bool)
    return _frame.wilson(measure, int(counts[among].sum()), int(counts.sum()))


@once
def net_promoter(
    tables: Tables,
    *,
    during: During = None,
    by: str | Sequence[str] | None = None,
    survey: str | None = None,
    weights: weighted.Kind | None = None,
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
    names = _survey_waves.survey_grouping(by)
    return by_score(
        tables,
        survey_id,
        question,
        names,
        _net_promoter,
        weighted.mean_row("net promoter", scores.promoter_scores, 100.0),
        weighted.share_row("promoters", _is_promoter),
        weighted.share_row("detractors", _is_detractor),
        weights=weights,
    )


def _is_promoter(values: Any) -> Any:
    return values >= scores.PROMOTER


def _is_detractor(values: Any) -> Any:
    return values <= scores.DETRACTOR


def _net_promoter(counts: pd.Series) -> list[dict[str, Any]]:
    """Return the score, promoters and detractors."""
    return [
        _over_answers(counts, "net promoter", "adjusted_wald", scores.net_promoter),
        share_of(counts, "promoters", _is_promoter),
        share_of(counts, "detractors", _is_detractor),
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
    parts = [
        net_promoter(tables, survey=one).assign(period=_survey_waves.label_of(tables, one))
        for one in requested[-waves if waves else 0 :]
    ]
    return _frame.measure_frame(pd.concat(parts, ignore_index=True), ["period"])


def _asks(tables: Tables, survey_id: str) -> bool:
    """Return whether a survey has the question on recommending."""
    try:
        _survey_waves.recommend_question(tables, survey_id)
    except NotMeasuredError:
        return False
    return True


def _over_answers(
    counts: pd.Series, measure: str, basis: str, of: Callable[[Any], Estimate]
) -> dict[str, Any]:
    """Return the row of a number over all answers; without answers no estimate."""
    base = int(counts.sum())
    found = _frame.ends(of(values_of(counts))) if base else {}
    return {"measure": measure, "n": base, "base": base, "basis": basis, **found}
