"""Months, as lists name them where others have a day."""

import re
from collections.abc import Sequence
from datetime import date

import pandas as pd

from engagekit.parsing.word_lists import by_word

_SHORT_MONTH = re.compile(r"^([^\W\d_]{3,10})\.?(?:[-. /]+|[ -]?(['’]))(\d\d)$")
_DIGITS = re.compile(r"^(0?[1-9]|1[0-2])/(20\d\d)$")
_DAY = re.compile(r"20\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?:[ T]00:00:00)?")
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?")
SERIALS = range(40_179, 49_675)
"""Numbers that a spreadsheet has for the days of 2010 to 2035: a log has no others."""
LEAST_MONTHS = 3
"""Labels such as `Apr-26` from which the time between them tells months from days."""
QUARTER = 3
"""Months of a quarter."""
_MONTHS = {word: int(month) for word, month in by_word("cells.months").items()}


def serial_days(cells: pd.Series) -> pd.Series:
    """Return the numbers of a spreadsheet as days, where every filled cell is one of `SERIALS`."""
    present = cells[cells.fillna("") != ""]
    if not all(_SERIAL.fullmatch(one) and int(one[:5]) in SERIALS for one in present):
        return cells
    days = pd.Timestamp("1899-12-30") + pd.to_timedelta(present.astype("float"), unit="D")
    text = days.dt.round("min").dt.strftime("%Y-%m-%d %H:%M").str.removesuffix(" 00:00")
    return text.astype("str").reindex(cells.index).fillna(cells)


def full_months(cells: pd.Series) -> pd.Series:
    """Return months with their year in full: `Apr-26` as `2026-04`; what is none stays as it is.

    It may be a day of April: three or more have to fill half the time from first to last.

    Examples
    --------
    >>> full_months(pd.Series(["Nov-25", "Dec-25", "Jan-26", "04/2026", "soon"])).tolist()
    ['2025-11', '2025-12', '2026-01', '2026-04', 'soon']
    """
    if not any(_SHORT_MONTH.match(one) or _DIGITS.match(one) for one in cells.dropna()):
        return cells
    short, digits = cells.str.extract(_SHORT_MONTH), cells.str.extract(_DIGITS)
    months = short[0].str.casefold().map(_MONTHS).astype("Int64")
    since = (short[2].astype("Int64") * 12 + months).dropna()
    is_filled = since.nunique() >= LEAST_MONTHS and since.max() - since.min() < 2 * since.nunique()
    found = "20" + short[2] + "-" + months.astype("str").str.zfill(2)
    found = found.where(months.notna() & (is_filled | short[1].notna()))
    return found.fillna(digits[1] + "-" + digits[0].str.zfill(2)).fillna(cells)


def months_of(row: Sequence[str], below: Sequence[Sequence[str]]) -> list[str]:
    """Return a row with its days as months, where one after another stands over numbers.

    A spreadsheet shows the first or the last day of a month as `Jan-26` and holds the day.

    Examples
    --------
    >>> months_of(["Line", "2026-01-01", "2026-02-01"], [["Books", "100", "200"]])
    ['Line', '2026-01', '2026-02']
    """
    days = {at: pd.Timestamp(cell[:10]) for at, cell in enumerate(row) if _is_day(cell)}
    steps = [12 * day.year + day.month for day in days.values()]
    edges = {(day.is_month_start, day.is_month_end) for day in days.values()}
    under = [cells[at] for cells in below for at in days if at < len(cells) and cells[at]]
    is_run = len(steps) > 1 and steps == [*range(steps[0], steps[0] + len(steps))]
    if not (is_run and len(edges) == 1 and any(next(iter(edges))) and under):
        return [*row]
    if any(map(_is_day, under)):
        return [*row]
    return [f"{days[at]:%Y-%m}" if at in days else cell for at, cell in enumerate(row)]


def _is_day(cell: str) -> bool:
    """Return whether a cell is a day as a spreadsheet holds it."""
    try:
        return _DAY.fullmatch(cell) is not None and bool(date.fromisoformat(cell[:10]))
    except ValueError:  # 30 February
        return False


def months_counted(days: pd.Series, words: pd.Series) -> pd.DataFrame:
    """Return the month of each count and over how many months it runs, as those of a word follow.

    A count that stands alone may be of a quarter.

    Returns
    -------
    DataFrame
        ``month``, months since the year 0; ``span``, in months.

    Examples
    --------
    >>> days = pd.to_datetime(pd.Series(["2026-01-01", "2026-02-01", "2026-01-01"]))
    >>> months_counted(days, pd.Series(["by way", "by way", "by topic"]))["span"].tolist()
    [1, 1, 3]
    """
    rows = pd.DataFrame({"month": 12 * days.dt.year + days.dt.month, "word": words})
    each = rows.drop_duplicates().sort_values("month")
    steps = each.groupby("word")["month"].diff().groupby(each["word"]).median()
    spans = rows["word"].map(steps).fillna(QUARTER).astype("int64")
    return rows[["month"]].assign(span=spans)
