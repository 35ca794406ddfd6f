"""Weighted numbers beside hidden ones: a second equation about the same few people."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from engagekit.disclosure._rows_told import PLAIN
from engagekit.measures import registry
from engagekit.measures._frame import PREVIOUS, is_measure_frame
from engagekit.measures.basis import have, method
from engagekit.measures.weighted import WEIGHTED
from engagekit.sections import Section
from engagekit.statistics.proportions import wilson


def without_weights(sections: Sequence[Section], secret: set[str]) -> tuple[Section, ...]:
    """Return board sections in which no weighted number stands beside a hidden one of its measure.

    The count over all and the weighted share over all are two sums of the same hidden groups;
    together they can give each of them. Where some row of a measure is hidden, here or in an
    earlier report, its shares are given from the counts that stand beside them, and its means and
    scores over all are left out. ``secret`` names the cells that this or an earlier report hides.
    """
    kinds = {name.split("|")[0] for name in secret}
    hidden = {
        str(measure)
        for section in sections
        if is_measure_frame(section.frame)
        for measure in section.frame.loc[
            section.frame["suppressed"].fillna(False).astype("bool"), "measure"
        ]
    }
    return tuple(
        section.with_frame(_bare(section.frame, hidden, kinds))
        if is_measure_frame(section.frame) and section.audience == "board"
        else section
        for section in sections
    )


def _bare(frame: pd.DataFrame, hidden: set[str], kinds: set[str]) -> pd.DataFrame:
    """Return a frame without the weighted numbers of measures that have hidden rows."""
    counted = [filter(None, registry.measure(str(name)).counts) for name in frame["measure"]]
    beside = pd.Series([bool(kinds.intersection(each)) for each in counted], frame.index)
    touched = frame["measure"].isin(hidden) | beside
    weighed = have(frame, WEIGHTED) & touched & ~frame["suppressed"].fillna(False).astype("bool")
    if not weighed.any():
        return frame
    rows: Sequence[Mapping[Any, Any]] = frame.to_dict("records")
    result = [_plain(row) if one else dict(row) for row, one in zip(rows, weighed, strict=True)]
    return pd.DataFrame(result, columns=frame.columns).astype(frame.dtypes.to_dict())


def _plain(row: Mapping[Any, Any]) -> dict[Any, Any]:
    """Return a share from its counts; anything else without its numbers."""
    result = dict(row)
    if PREVIOUS in result:
        result[PREVIOUS] = float("nan")
    if row["unit"] != "share" or pd.isna(row["n"]) or not row["base"]:
        gone = dict.fromkeys(("estimate", "low", "high"), float("nan"))
        return {**result, **gone, "n": pd.NA, "base": pd.NA, "suppressed": True}
    n, base = int(row["n"]), int(row["base"])
    result["estimate"] = n / base
    if pd.notna(row["low"]):
        matches = wilson(n, base)
        result |= {"low": matches.low, "high": matches.high, "basis": PLAIN}
    else:
        result["basis"] = "count_of_answers"
    return {**result, "method": method(result["basis"])}
