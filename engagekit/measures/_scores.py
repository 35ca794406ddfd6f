"""Scores of one question for all and for each group: shares of them, and what stands on counts."""

from collections.abc import Callable, Iterator
from typing import Any

import narwhals as nw
import numpy as np
import pandas as pd

from engagekit.measures import _frame, _frames, _survey_waves, basis, weighted
from engagekit.tables.tables import Tables

Rows = Callable[[pd.Series], list[dict[str, Any]]]
"""How many answers each score has, to the rows that are told of them."""


def groups(
    rows: nw.LazyFrame[Any], names: list[str], column: str
) -> Iterator[tuple[dict[str, str], pd.Series]]:
    """Yield how many answers each value of a column has, over all and in each group."""
    counted = _frames.collected(
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
