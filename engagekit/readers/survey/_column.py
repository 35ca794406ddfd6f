"""One column of answers by its distinct answers, each looked at once."""

import re
from collections.abc import Mapping, Sequence

import pandas as pd

from engagekit.parsing import dates

_DAY = re.compile(dates.DAY[:-2] + r"(?:[T ,]+\d{1,2}[:hH]\d\d[\d:.+ Z-]*(?:[AaPp]\.?[Mm]\.?)?)?$")
"""A day in digits, with or without a clock, and nothing else."""


def labels_of(cells: pd.Series) -> list[str]:
    """Return the distinct answers of a column, trimmed, without the empty one.

    Examples
    --------
    >>> labels_of(pd.Series(["Yes ", "", "No", "Yes"]))
    ['Yes', 'No']
    """
    return [label for label in cells.fillna("").str.strip().unique() if label]


def recoded(cells: pd.Series, texts: Mapping[str, str]) -> pd.Series:
    """Return a column with some of its answers, trimmed, changed.

    Examples
    --------
    >>> recoded(pd.Series(["1", "", "2"]), {"1": "Yes"}).tolist()
    ['Yes', '', '2']
    """
    trimmed = cells.fillna("").str.strip()
    return trimmed.map({cell: texts.get(cell, cell) for cell in trimmed.unique()}).astype("str")


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
