"""One column of answers by its distinct answers, each looked at once."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from engagekit.parsing import dates

_DAY = re.compile(dates.DAY[:-2] + r"(?:[T ,]+\d{1,2}[:hH]\d\d[\d:.+ Z-]*(?:[AaPp]\.?[Mm]\.?)?)?$")
"""A day in digits, with or without a clock, and nothing else."""


@dataclass(frozen=True, eq=False)
class Coded:
    """A column by its distinct answers.

    ``labels``: distinct answers, trimmed, without the empty one. ``codes``: for each cell the place
    of its answer in ``labels``, -1 where empty.
    """

    labels: list[str]
    codes: np.ndarray


def encode(cells: pd.Series) -> Coded:
    """Return a column of text by its distinct answers."""
    text = cells.fillna("").str.strip()
    codes, labels = pd.factorize(text.mask(text == ""))
    return Coded(list(labels), codes)


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
    words = np.array([*texts, ""], dtype=object)  # the last one is that of the code -1
    return pd.Series(words[column.codes], index=index, dtype="str")


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
