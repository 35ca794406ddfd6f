"""One column of answers by its distinct answers, each looked at once."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from engagekit.parsing import dates

_DAY = re.compile(dates.DAY[:-2] + r"(?:[T ,]+\d{1,2}[:hH]\d\d[\d:.+ Z-]*(?:[AaPp]\.?[Mm]\.?)?)?$")
"""A day in digits, with or without a clock, and nothing else."""


@dataclass(frozen=True, eq=False)
class Coded:
    """A column by its distinct answers.

    ``text``: every cell, trimmed. ``labels``: distinct answers, without the empty one. ``counts``:
    of each. ``codes``: for each cell the place of its answer in ``labels``, -1 where empty.
    """

    text: pa.Array
    labels: list[str]
    counts: list[int]
    codes: np.ndarray

    @property
    def answers(self) -> int:
        """Count the cells that are not empty."""
        return sum(self.counts)

    @property
    def tally(self) -> dict[str, int]:
        """Return how often each answer occurs."""
        return dict(zip(self.labels, self.counts, strict=True))

    def mapped(self, scores: Mapping[str, float]) -> np.ndarray:
        """Return a number for each cell, missing where its answer has none."""
        points = np.array([scores.get(label, np.nan) for label in self.labels] + [np.nan])
        return np.asarray(points[self.codes], dtype="float64")


def arrow(cells: pd.Series) -> pa.Array:
    """Return the texts of a column as one arrow array, trimmed."""
    matches = pa.array(cells.array, type=pa.large_string())
    if isinstance(matches, pa.ChunkedArray):
        matches = matches.combine_chunks()
    return pc.fill_null(pc.utf8_trim_whitespace(matches), "")


def encode(cells: pd.Series) -> Coded:
    """Return a column of text by its distinct answers."""
    text = arrow(cells)
    encoded = pc.dictionary_encode(text)
    labels = encoded.dictionary.to_pylist()
    codes = encoded.indices.to_numpy(zero_copy_only=False).astype("int32")
    if "" in labels:
        empty = labels.index("")
        labels.pop(empty)
        codes = np.where(codes == empty, -1, np.where(codes > empty, codes - 1, codes))
    counts = np.bincount(codes[codes >= 0], minlength=len(labels)).tolist()
    return Coded(text, labels, counts, codes)


def recoded(cells: pd.Series, change: Callable[[str], str]) -> pd.Series:
    """Return a column with its distinct answers changed, each once; empty cells stay empty.

    Examples
    --------
    >>> recoded(pd.Series(["Yes", "", "Yes"]), str.upper).tolist()
    ['YES', '', 'YES']
    """
    column = encode(cells)
    return decoded(column, [change(label) for label in column.labels], cells.index)


def decoded(column: Coded, texts: Sequence[str], index: pd.Index) -> pd.Series:
    """Return a column with a text in place of each distinct answer."""
    pool = pa.array([*texts, ""], type=pa.large_string())
    places = np.where(column.codes < 0, len(texts), column.codes)
    return pd.Series(pd.array(pool.take(pa.array(places)), dtype="str"), index=index)


def repeated(text: str, times: int) -> pa.Array:
    """Return one text many times over, by its bytes."""
    raw = text.encode()
    offsets = np.arange(times + 1, dtype="int64") * len(raw)
    return pa.LargeStringArray.from_buffers(times, pa.py_buffer(offsets), pa.py_buffer(raw * times))


def by_day(labels: Sequence[str], order: str | None = None) -> dict[str, str]:
    """Return each answer that is a day as ISO has it; the year alone where day or month may be it.

    ``order``: that of other days of the export, for where nothing in these settles it.

    Examples
    --------
    >>> by_day(["3/14/2026", "2/1/2026 9:30 AM", "soon"]), by_day(["2/1/2026"])
    ({'3/14/2026': '2026-03-14', '2/1/2026 9:30 AM': '2026-02-01'}, {'2/1/2026': '2026'})
    """
    days = pd.Series([label for label in labels if _DAY.match(label)], dtype="str")
    settled = dates.date_order(days)[0] or (None if any(dates.one_way(days)) else order)
    years = [dates.dates(days, order=one).values.dt.strftime("%Y") for one in dates.ORDERS]
    iso = dates.dates(days, order=settled).values.dt.strftime("%Y-%m-%d")
    pairs = zip(days, iso.fillna(years[0]).fillna(years[1]), strict=True)
    return {label: day for label, day in pairs if day == day}
