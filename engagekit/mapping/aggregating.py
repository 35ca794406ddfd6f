"""Rows added up, or parted: numbers of one key, the price of a term."""

from typing import Any

import pandas as pd

from engagekit.mapping.matching import Matched
from engagekit.parsing import dates
from engagekit.parsing import values as kinds
from engagekit.tables.problems import QUESTION, Problem

DAYS_OF_MONTH = 365.25 / 12


def by_year(matched: Matched, frame: pd.DataFrame, problems: list[Problem]) -> pd.DataFrame:
    """Return contracts whose price is that of the whole term with that of a year."""
    order, blank = matched.mapping.date_order, pd.Series("", index=frame.index, dtype="str")
    days = (frame.get(one, blank) for one in ("starts_on", "ends_on"))
    first, last = (dates.dates(one, order=order).values for one in days)
    if unknown := int((first.isna() | last.isna()).sum()):
        told = f"has {unknown} prices of a whole term whose days are not known, read as of a year"
        remedy = "Give both days of each term, or the price of a year."
        problems.append(matched.problem(told, remedy, field="price", level=QUESTION))
    years = (((last - first).dt.days + 1) / DAYS_OF_MONTH).round() / 12
    price = kinds.numbers(frame["price"]).values / years.where(years > 1, 1.0)
    text = price.round(2).map("{:.15g}".format)
    return frame.assign(price=text.where(price.notna(), frame["price"]))


def added(frame: pd.DataFrame, values: str) -> pd.DataFrame:
    """Return rows of the same key as one, their numbers added; the first row stands for them."""
    frame = frame.drop(columns="role_level", errors="ignore")  # a department has one number
    others: list[Any] = [name for name in frame.columns if name != values]
    read = kinds.numbers(frame[values])
    good = frame[~read.bad.to_numpy()]  # what is no number is told by the check of the table
    sums = good[others].assign(sum=read.values[~read.bad.to_numpy()])
    totals = sums.groupby(others, dropna=False, sort=False)["sum"].sum()
    first = good[~good.duplicated(others)].assign(**{values: totals.astype("str").to_numpy()})
    return pd.concat([first, frame[read.bad.to_numpy()]])
