"""Text to days and moments, a whole column at a time; no other module parses a date.

One order of day and month is decided for a column (or a file) from all its values, never row by
row. What cannot be read comes back as missing together with the mask of the cells at fault.
"""

import re
from collections.abc import Iterable
from datetime import datetime, time, timedelta
from functools import lru_cache

import numpy as np
import pandas as pd

from engagekit.parsing.values import Parsed, clean_word, factorized, mapped, unwrapped_word
from engagekit.parsing.word_lists import by_word, words

DAY = r"^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}\b"
"""A day in digits at the start of a cell, as readers look for one to recognise a column."""
CENTURY = 70
"""Years of two digits from here are of the last century, as in POSIX and in spreadsheets."""
ORDERS = ("day first", "month first")
YEAR_FIRST = "year first"
MOST_YEARS = 10
"""Years that the days of one list span at most: `26-08-03` to `26-08-14` are no eleven years."""
YEARS = range(1000, 3000)
"""Of days: 0001 and 9999 say never, and the quarter after the last day there is has no end."""
_ISO = re.compile(r"^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_NUMERIC = re.compile(
    r"^(\d{1,2})([-/.])(\d{1,2})[-/.](\d{4}(?!\d)|\d{2}(?!\d|[-/.]\d{1,4}(?![\d:hH])))"
)
_CLOCK = re.compile(
    r"(\d{1,2})[:.hH](\d{2})(?:[:.](\d{2})(?:[.,](\d+))?)?\s*([aApP])?\.?\s*(?:[mM]\.?)?(?![\d])"
)
_OFFSET = re.compile(r"(Z|(?:GMT|UTC)?\s*[+-]\d{1,2}(?::?\d{2})?|GMT|UTC)\s*\)?$")
_ZONES = by_word("cells.zones")
_ZONE = re.compile(rf"\s*\(?\b({'|'.join(_ZONES)})\)?$")
_EASTERN_DAY = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")
_HALF = re.compile(rf"({'|'.join(by_word('cells.halves'))})\s*([\d:]+)")
_MONTHS = {word: int(month) for word, month in by_word("cells.months").items()}
_WORD_DATE = re.compile(  # a day stands on one side of its month; the hour behind it is no year
    r"(?:(?<![:\d])(\d{1,2})(?:\.|er|st|nd|rd|th)?\s*(?:de\s+|of\s+)?[-\s/]?)?([^\W\d_]{3,12})\.?[-\s/]*"
    r"(?(1)|(?:(\d{1,2})(?:st|nd|rd|th)?,?[-\s]+(?:\d\d?(?::\d\d)+\s+)?)?)"
    r"(?:de\s+)?(\d{4}|\d{2}(?![:hH]\d\d|\s?[aApP]\.?[mM]))(?!\d)"
)
_WEEKDAY = re.compile(  # "mar. 14 avril", not "Mar 14, 2026"
    rf"(?i)^(?:{'|'.join(words('cells.weekdays')['days'])})[^\W\d_]*\.?,?\s+(?=\d{{1,2}}(?:(?:\.|er|st|nd"
    r"|rd|th)?[\s-]*(?:de\s+|of\s+)?[^\W\d_]{3}|[-/.]\d{1,2}[-/.]\d))"
)
_BARE_DAY = re.compile(
    r"^(?:(?:(\d{1,2})(?:st|nd|rd|th|er)?[-. ]+)?([^\W\d_]{3,10})\.?"
    r"(?:[-. ]+(\d{1,2})(?:st|nd|rd|th)?)?|\d{1,2}/\d{1,2})$"
)


@lru_cache(maxsize=65_536)
def without_weekday(cell: str) -> str:
    """Return a cell without a day of the week before it."""
    return _WEEKDAY.sub("", unwrapped_word(cell).strip())


def bare_month(text: str) -> int | None:
    """Return which month a text names and nothing else; None for none.

    Examples
    --------
    >>> bare_month("Sept."), bare_month("février"), bare_month("May 3")
    (9, 2, None)
    """
    return _MONTHS.get(text.casefold().rstrip("."))


def month_of_bare_day(text: str) -> int | None:
    """Return the month of a day that is written without a year; 0 in digits, None for no day.

    Examples
    --------
    >>> [month_of_bare_day(text) for text in ("Mar 3", "3 mars", "3/12", "Room 12", "Mar 2026")]
    [3, 3, 0, None, None]
    """
    if (match := _BARE_DAY.match(text)) is None:
        return None
    if not match[2]:
        return 0
    return _MONTHS.get(match[2].casefold()) if bool(match[1]) != bool(match[3]) else None


def numeric_parts(cells: Iterable[str]) -> list[tuple[int, int, str]]:
    """Return first and second number and sign of the days in digits that begin with no year.

    Examples
    --------
    >>> numeric_parts(["14/02/2026 10:00", "2026-02-14", "soon"])
    [(14, 2, '/')]
    """
    matches = map(_NUMERIC.match, map(without_weekday, cells))
    return [(int(match[1]), int(match[3]), match[2]) for match in matches if match]


def date_order(values: Iterable[str]) -> tuple[str | None, int]:
    """Decide one order of day and month from all dates of a column or a file.

    ``values``: cells that hold dates, in any mixture with empty ones. ``order``: one of `ORDERS`,
    or `YEAR_FIRST`; None if nothing settles it or no date needs it. ``ambiguous``: cells that could
    be read both ways where nothing settled the order.

    Notes
    -----
    A part over 12 settles it. Else dots lean to day first, AM/PM to month first. Where cells
    contradict each other (both parts over 12 occur in both places) the order is None.

    Examples
    --------
    >>> date_order(["01/02/2026", "14/02/2026"])
    ('day first', 0)
    >>> date_order(["01/02/2026"])
    (None, 1)
    """
    cells = [cell for cell in map(without_weekday, set(values)) if _NUMERIC.match(cell)]
    is_year, parts = year_first(cells), numeric_parts(cells)
    if is_year or is_year is None:
        return (YEAR_FIRST, 0) if is_year else (None, len(parts))
    unsettled = sum(first != second for first, second, _ in parts)
    over = (any(first > 12 for first, _, _ in parts), any(second > 12 for _, second, _ in parts))
    if over == (True, True):
        return None, unsettled
    if over[0] or (not over[1] and any(sign == "." for _, _, sign in parts)):
        return ORDERS[0], 0
    if over[1] or any(re.search(r"[ap]\.?\s?m", cell, re.IGNORECASE) for cell in cells):
        return ORDERS[1], 0
    return None, unsettled


def year_first(cells: Iterable[str]) -> bool | None:
    """Return whether days with years of two digits begin with the year; None where they may.

    Examples
    --------
    >>> year_first(["26-08-03", "26-08-14"]), year_first(["03-08-26", "14-08-26"])
    (True, False)
    """
    matches = [match for cell in cells if (match := _NUMERIC.match(cell))]
    parts = [(int(match[1]), int(match[3]), int(match[4])) for match in matches]
    if not parts or any(second > 12 or not 0 < last <= 31 for _, second, last in parts):
        return False
    firsts, _, lasts = zip(*parts, strict=True)
    days_as_years, years = max(lasts) - min(lasts), max(firsts) - min(firsts)
    if years >= days_as_years:
        return False
    return True if days_as_years > MOST_YEARS else None if "-" in matches[0][0] else False


def orders_of(cells: Iterable[str]) -> tuple[str, str]:
    """Return the two orders in which days that nothing settles can be read."""
    return (YEAR_FIRST, ORDERS[0]) if year_first(cells) is None else ORDERS


def one_way(cells: Iterable[str]) -> tuple[str, str]:
    """Return a cell that can only be day first and one that can only be month first, else ''.

    Examples
    --------
    >>> one_way(["03/04/2026", "25/08/2026"])
    ('25/08/2026', '')
    """
    parts = [(cell, *part) for cell in cells for part in numeric_parts([cell])]
    days = next((cell for cell, first, _, _ in parts if first > 12), "")
    return days, next((cell for cell, _, second, _ in parts if second > 12), "")


def _split_date(value: str, order: str | None) -> tuple[int, int, int] | None:
    """Return year, month and day of one text, by a decided order."""
    if match := _ISO.match(value):
        return int(match[1]), int(match[2]), int(match[3])
    if match := _NUMERIC.match(value):
        first, second, year = int(match[1]), int(match[3]), int(match[4])
        if order == YEAR_FIRST and year < 100:
            first, year, order = year, first, ORDERS[0]
        year = year if year > 99 else year + (2000 if year < CENTURY else 1900)
        if order == ORDERS[1]:
            return year, first, second
        return (year, second, first) if order == ORDERS[0] or first == second else None
    if match := _WORD_DATE.search(value):
        day = match[1] or match[3]
        month = _MONTHS.get(match[2].casefold())
        if day and month:
            year = int(match[4])
            return (year if year > 99 else year + 2000), month, int(day)
    return None


def _offset_minutes(value: str) -> int | None:
    """Return minutes east of UTC at the end of a text, None when it names no zone."""
    match = _OFFSET.search(value) if ":" in value else None
    if match is None:
        return None
    matches = re.search(r"([+-])(\d{1,2})(?::?(\d{2}))?$", match[1])
    minutes = int(matches[2]) * 60 + int(matches[3] or 0) if matches else 0
    return -minutes if matches and matches[1] == "-" else minutes


@lru_cache(maxsize=65_536)
def _moment(value: str, order: str | None) -> tuple[datetime | None, int | None]:
    """Return a moment as it is written, and the minutes east of UTC where the text names them."""
    day, clock = _day(value, order), _clock(value)
    return (None, None) if day is None or clock is None else (day + clock, _offset_minutes(value))


@lru_cache(maxsize=65_536)
def _day(text: str, order: str | None) -> datetime | None:
    """Return a day of one text, missing where the calendar has none such."""
    parts = _split_date(text, order)
    try:
        return datetime(*parts) if parts and parts[0] in YEARS else None
    except ValueError:
        return None


@lru_cache(maxsize=65_536)
def _clock(text: str) -> timedelta | None:
    """Return the time of day of one text; midnight where it has no clock."""
    match = _CLOCK.search(_ISO.sub("", _NUMERIC.sub("", text)).strip().lstrip("T,"))
    if match is None:
        return timedelta()
    hour, minute, second = int(match[1]), int(match[2]), int(match[3] or 0)
    half = (match[5] or "").casefold()
    if half and hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    micro = int(((match[4] or "") + "000000")[:6])
    clock = timedelta(hours=hour, minutes=minute, seconds=second, microseconds=micro)
    return clock if hour < 24 and minute < 60 and second < 60 else None


def tidied(text: pd.Series) -> pd.Series:
    """Return cells of moments ready to be read: zones as offsets, ``--`` as nothing.

    Examples
    --------
    >>> tidied(pd.Series(['="2026-01-29 15:00"', "Mar 17, 2026 02:00 PM EDT", "--"])).tolist()
    ['2026-01-29 15:00', 'Mar 17, 2026 02:00 PM -04:00', '']
    """
    return mapped(text, _tidied_word)


@lru_cache(maxsize=65_536)
def _tidied_word(text: str) -> str:
    """Return one cell as `tidied` makes it."""
    bare = unwrapped_word(text).strip("'\"")
    if not any(letter.isdigit() for letter in bare):
        return ""
    bare = _EASTERN_DAY.sub(r"\1-\2-\3 ", bare)
    bare = _HALF.sub(lambda match: f"{match[2]} {by_word('cells.halves')[match[1]]}", bare)
    return clean_word(_ZONE.sub(lambda match: f" {_ZONES[match[1]]}", bare))


def moments(text: pd.Series, *, zone: str = "UTC", order: str | None = None) -> Parsed:
    """Read a column of moments, each with a zone.

    ``text``: ISO, numeric or worded dates with or without a clock. ``zone``: zone of cells that
    name none. ``order``: ``day first`` or ``month first`` where it is known; else decided from the
    column. Returned: values in ``zone``.

    Examples
    --------
    >>> moments(pd.Series(["11/17/2020 6:23:58 PM"])).values[0].isoformat()
    '2020-11-17T18:23:58+00:00'
    """
    codes, unique = factorized(column := mapped(text, without_weekday))
    decided, ambiguous = (order, 0) if order else date_order(unique)
    read = [_moment(value, decided) for value in unique]
    written = pd.DatetimeIndex(np.array([at for at, _ in read], dtype="datetime64[us]"))
    east = np.array([np.nan if east is None else east for _, east in read], dtype="float64")
    local = written.tz_localize(
        zone, ambiguous=np.ones(len(read), dtype=bool), nonexistent="shift_forward"
    )
    if not np.isnan(east).all():
        offset = pd.to_timedelta(np.nan_to_num(east), unit="min").as_unit("us")
        local = local.where(np.isnan(east), (written - offset).tz_localize("UTC").tz_convert(zone))
    values = pd.Series(local.take(codes), index=column.index, name=column.name)
    missing = np.asarray(local.isna())
    zoned = pd.Series((~np.isnan(east) & ~missing)[codes], index=column.index)
    bad = pd.Series((missing & (unique != ""))[codes], index=column.index, name=column.name)
    return Parsed(values, bad, decided, ambiguous, zoned)


def dates(text: pd.Series, *, order: str | None = None, zone: str = "", home: str = "") -> Parsed:
    """Read a column of dates (a clock is dropped).

    ``order``: ``day first`` or ``month first`` where it is known; else decided from the column.
    ``zone``: zone of clocks that name none. ``home``: zone whose day is wanted; empty: the day as
    it is written.

    Examples
    --------
    >>> dates(pd.Series(["31/12/2025", ""])).values.dt.date.tolist()[0]
    datetime.date(2025, 12, 31)
    >>> dates(pd.Series(["Fri 17 Apr 2026", "mar. 14 avril 2026"])).values.dt.day.tolist()
    [17, 14]
    >>> dates(pd.Series(["2026-07-01T02:00Z"]), home="America/Toronto").values.dt.day.tolist()
    [30]
    """
    codes, unique = factorized(column := mapped(text, without_weekday))
    decided, ambiguous = (order, 0) if order else date_order(unique)
    days = np.array([_day(value, decided) for value in unique], dtype="datetime64[us]")
    if home:
        days = _days_at_home(days, unique, decided, zone or home, home)
    values = pd.Series(days.take(codes), index=column.index, name=column.name)
    bad = pd.Series((np.isnat(days) & (unique != ""))[codes], column.index, name=column.name)
    return Parsed(values, bad, decided, ambiguous)


def _days_at_home(
    days: np.ndarray, texts: Iterable[str], order: str | None, zone: str, home: str
) -> np.ndarray:
    """Return days of texts, those with a clock of another zone turned to the day at home."""
    # clocks that name no zone and are all midnight are what spreadsheets add to a day; they stay
    read = {at: _moment(text, order) for at, text in enumerate(texts) if ":" in text}
    timed = any(moment and moment.time() != time() for moment, _ in read.values())
    result = days.copy()
    for at, (moment, east) in read.items():
        if moment is not None and (east is not None or (zone != home and timed)):
            stamp = pd.Timestamp(moment).tz_localize(
                "UTC" if east is not None else zone, ambiguous=True, nonexistent="shift_forward"
            )
            local = (stamp - pd.Timedelta(minutes=east or 0)).tz_convert(home)
            result[at] = np.datetime64(local.date(), "us")
    return result


def order_of_moments(*columns: pd.Series) -> str | None:
    """Return the one order of day and month in all moments of an export."""
    return date_order(cell for cells in columns for cell in cells.dropna().unique())[0]


def first_and_last(cells: pd.Series, order: str | None, zone: str | None) -> tuple[str, str]:
    """Return first and last day; with clock and zone where known, so that home's day is found."""
    read = moments(cells, zone=zone or "UTC", order=order)
    if read.values.isna().all():
        return "", ""
    is_zoned = zone is not None or bool(read.zoned.any())
    first, last = (
        str(end.isoformat()) if is_zoned else f"{end:%Y-%m-%d}"
        for end in (read.values.min(), read.values.max())
    )
    return first, last
