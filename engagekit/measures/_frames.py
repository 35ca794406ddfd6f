"""TODO."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import narwhals as nw
import pandas as pd


def lazy(frame: Any) -> nw.LazyFrame[Any]:
    """Any frame as a lazy Narwhals frame."""
    matches: nw.LazyFrame[Any] = nw.from_native(frame).lazy()
    return matches


def collected(frame: nw.LazyFrame[Any]) -> pd.DataFrame:
    """A small lazy frame as pandas, in the same kinds whatever engine hands it over."""
    result = frame.collect().to_pandas().reset_index(drop=True)
    for name in result.columns:
        kind = result[name].dtype
        if isinstance(kind, pd.StringDtype):
            result[name] = result[name].astype("str")
        elif kind.kind == "O" or "decimal" in str(kind):
            text = result[name].map(lambda value: isinstance(value, str) or value is None)
            result[name] = result[name].astype("str" if bool(text.all()) else "float64")
    return result


def start_of(day: dt.date) -> dt.datetime:
    """Midnight at which a day begins."""
    return dt.datetime.combine(day, dt.time.min)


def alike(frame: nw.LazyFrame[Any], columns: Sequence[str]) -> nw.LazyFrame[Any]:
    """Columns of touches in one type each, so that frames of strict engines can be pooled."""
    supplied = {
        "contact_id": nw.col("contact_id"),
        "two_way": nw.col("two_way"),
        "on": nw.col("on").cast(nw.Datetime("us")),
    }
    return frame.select([supplied.get(name, nw.col(name).cast(nw.String)) for name in columns])
