"""Moments of an export that states no order of day and month: the one order of its file."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import pandas as pd

from engagekit.files.source_file import Export
from engagekit.parsing.dates import (
    ORDERS,
    YEAR_FIRST,
    date_order,
    moments,
    numeric_parts,
    one_way,
    tidied,
    year_first,
)
from engagekit.parsing.file_days import day_in, days_in
from engagekit.tables.problems import Problem

__all__ = [
    "DateOrder",
    "day_in",
    "decide",
    "iso",
    "lean_problem",
    "leaves",
    "order_above",
    "read_moments",
]

TOP = 5
"""Rows at the top of a sheet that may say the day of its list."""
_SLASHED = re.compile(r"\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}")
_CLOCK_ONLY = re.compile(r"^\d{1,2}:\d{2}(?::\d{2})?(?:\s*[ap]\.?\s*m\.?)?$", re.IGNORECASE)


@dataclass(frozen=True)
class DateOrder:
    """The order of day and month of a file: None where no date needs it or nothing shows it.

    ``certain``: not only the manner of writing leans to it. ``needed``: some date could be read
    both ways.
    """

    order: str | None
    certain: bool = True
    needed: bool = True


def decide(
    cells: Sequence[pd.Series],
    *,
    export: Export,
    title: str = "",
    not_after: Sequence[tuple[pd.Series, pd.Series]] = (),
) -> DateOrder:
    """Decide one order of day and month from all dates of a file.

    ``cells``: every column of dates in the file. ``export``: its settings, then a date in its name,
    count as evidence. ``title``: title of the event; a date in it is evidence. ``not_after``:
    dates of the first lie before those of the second (registered, joined).

    Notes
    -----
    A choice in the settings goes first, then a part over 12, a date in title or file name, the
    order of registering and joining. Only then the manner of writing: dots and a 24-hour clock or
    small "pm" lean to day first, "PM" and bare US dates to month first.
    """
    every = tidied(pd.concat([column.astype("str") for column in cells], ignore_index=True))
    days = every[[bool(numeric_parts([cell])) for cell in every]]
    if stated := getattr(export.choice, "date_order", None):
        return DateOrder(stated)
    if (is_year := year_first(days)) is not False:
        return DateOrder(YEAR_FIRST if is_year else None, certain=bool(is_year))
    day_first, month_first = map(bool, one_way(days))
    if day_first != month_first:
        return DateOrder(ORDERS[0] if day_first else ORDERS[1])
    parts = numeric_parts(days.unique())
    if day_first or all(first == second for first, second, _ in parts):
        return DateOrder(None, certain=not day_first, needed=day_first)
    stated_days = days_in(f"{export.path.stem} {title}")
    orders = ORDERS if stated_days else ()
    shown = [order for order in orders if stated_days & _days_of(days, order)]
    follow = [order for order in ORDERS if _follow(not_after, order)]
    for evidence in (shown, follow):
        if len(evidence) == 1:
            return DateOrder(evidence[0])
    if all(sign == "." for _, _, sign in parts):
        return DateOrder(ORDERS[0])
    return DateOrder(_by_manner(days), certain=False)


def _days_of(cells: pd.Series, order: str) -> set[date]:
    """Return the days of some cells under an order."""
    return {*moments(cells, order=order).values.dropna().dt.date}


def _follow(pairs: Sequence[tuple[pd.Series, pd.Series]], order: str) -> bool:
    """Return whether what comes first does come first under an order, where both are there."""
    ends = [[moments(tidied(one), order=order).values.max() for one in pair] for pair in pairs]
    known = [(first, last) for first, last in ends if pd.notna(first) and pd.notna(last)]
    return bool(known) and all(first <= last + pd.Timedelta(days=1) for first, last in known)


def _by_manner(dates: pd.Series) -> str | None:
    """Return the order to which the manner of writing leans."""
    if dates.str.contains(r"\d\s*[ap]\.?\s?m\b", regex=True).any():
        return ORDERS[0]
    if dates.str.contains(r"\d\s*[AP]\.?\s?M\b", regex=True).any():
        return ORDERS[1]
    clocks = dates[dates.str.contains(r"\d{1,2}:\d{2}", regex=True)]
    if not len(clocks):
        return None
    return ORDERS[1] if clocks.str.match(r"^[1-9]/[1-9]/\d{4} \d{1,2}:\d{2}$").any() else ORDERS[0]


def lean_problem(decided: DateOrder, export: Export, row: int, example: str) -> list[Problem]:
    """Return what to ask a person where the order is not certain."""
    if decided.certain or not decided.needed:
        return []
    problem = "a date whose day and month cannot be told apart"
    remedy = "Say date_order for this file under [files] in engagekit.toml."
    if decided.order is not None:
        problem = f"read {decided.order}; no date of the file proves it"
        remedy = f"If that is wrong, {remedy[0].lower()}{remedy[1:]}"
    return [Problem(problem, remedy, export.file, export.sheet.name, row, "date", "", example)]


def read_moments(text: pd.Series, order: str | None) -> tuple[pd.Series, pd.Series]:
    """Return cells as moments.

    ``values``: without zone: local as written, or UTC where ``zoned``. ``zoned``: the cell names
    its zone (so that it is the same moment wherever it is read).

    Examples
    --------
    >>> values, zoned = read_moments(pd.Series(["2026-10-06 14:00", "Oct 6, 2026 2 PM"]), None)
    >>> zoned.tolist(), read_moments(pd.Series(["Oct 6, 2026 02:00 PM EDT"]), None)[1].tolist()
    ([False, False], [True])
    """
    read = moments(tidied(text), zone="UTC", order=order)
    return read.values.dt.tz_localize(None), read.zoned


def leaves(joins: pd.Series, text: pd.Series, order: str | None) -> tuple[pd.Series, pd.Series]:
    """Return moments of leaving; a clock alone takes the day of the join (or the next)."""
    column = tidied(text)
    clocks = [_CLOCK_ONLY.match(cell) is not None for cell in column.tolist()]
    if not any(clocks):
        return read_moments(column, order)
    bare = pd.Series(clocks, index=column.index) & joins.notna()
    dated = column.where(~bare, joins.dt.strftime("%Y-%m-%d ").fillna("") + column)
    values, zoned = read_moments(dated, order)
    return values.where(~(bare & (values < joins)), values + pd.Timedelta(days=1)), zoned


def iso(values: pd.Series, zoned: pd.Series | bool = False) -> pd.Series:
    """Return moments as ISO text, with ``+00:00`` where the zone is known.

    Examples
    --------
    >>> iso(pd.Series(pd.to_datetime(["2026-01-20 08:30", None])), True).tolist()
    ['2026-01-20T08:30:00+00:00', '']
    """
    marks = pd.Series(zoned, index=values.index).tolist()
    texts = [iso_text(at, mark) for at, mark in zip(instants(values), marks, strict=True)]
    return pd.Series(texts, index=values.index, dtype="str", name=values.name)


def iso_text(at: datetime | None, is_zoned: bool) -> str:
    """Return one moment as `iso` writes it, empty for none."""
    text = "" if at is None else at.isoformat(timespec="seconds")
    return f"{text}+00:00" if text and is_zoned else text


def instants(values: pd.Series) -> list[datetime | None]:
    """Return moments without zone as Python's own, None where there is none."""
    return values.to_numpy(dtype="datetime64[us]").tolist()


def order_above(export: Export) -> str | None:
    """Return the order of day and month that the days above the lists of a workbook settle."""
    tops = (sheet.row(at) for sheet in export.visible for at in range(min(sheet.height, TOP)))
    return date_order(cell for row in tops for cell in row if _SLASHED.fullmatch(cell))[0]
