"""The day that the name of a file, of its folder or a title speaks of."""

import datetime as dt
import re
from pathlib import PurePath

from engagekit.errors import PeriodError
from engagekit.parsing.word_lists import by_word, words
from engagekit.settings.periods import period

_ISO = re.compile(r"(?<!\d)(20\d\d)[-_. ]?(0[1-9]|1[0-2])[-_. ]?(0[1-9]|[12]\d|3[01])(?!\d)")
_WORDED = re.compile(r"(?<!\d)([0-3]?\d)(?:st|nd|rd|th|er)?[-_. ]+([^\W\d]{3,9})[-_. ,]+(20\d\d)")
_MONTH = re.compile(r"\b([^\W\d]{3,9})[-_. ]+(20\d\d)(?!\d)")
SAVED_ON = re.compile("|".join(words("cells.times")["saved_on"]), re.IGNORECASE)
"""Titles of such a day and of nothing else: "Export controls, 12 March" is one of an event."""


def date_in(text: str) -> dt.date | None:
    """Return the last day that a file name or a title speaks of; None without one.

    Examples
    --------
    >>> date_in("Staff list at 31 March 2026.xlsx"), date_in("roster-2026-09-30.xlsx")
    (datetime.date(2026, 3, 31), datetime.date(2026, 9, 30))
    >>> date_in("people.csv") is None
    True
    """
    if found := _ISO.search(text):
        return _day(*map(int, found.groups()))
    if (found := _WORDED.search(text)) and (month := _month(found[2])):
        return _day(int(found[3]), month, int(found[1]))
    if (found := _MONTH.search(text)) and (month := _month(found[1])):
        return dt.date(int(found[2]) + month // 12, month % 12 + 1, 1) - dt.timedelta(days=1)
    return None


def day_in(text: str) -> str:
    """Return the date written in a text as ISO, or nothing; two dates are none.

    Examples
    --------
    >>> day_in("2026-02-24 Copyright clinic"), day_in("report 20260230"), day_in("list (2)")
    ('2026-02-24', '', '')
    """
    days = days_in(text)
    return days.pop().isoformat() if len(days) == 1 else ""


def days_in(text: str) -> set[dt.date]:
    """Return the whole dates written in a text, year first."""
    found = (_day(*map(int, match.groups())) for match in _ISO.finditer(text))
    return {day for day in found if day is not None}


def _month(word: str) -> int | None:
    months = by_word("cells.months")
    found = months.get(word.casefold()) or months.get(word.casefold()[:3])
    return int(found) if found else None


def _day(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def list_day(file: str, fiscal_start: int) -> dt.date | None:
    """Return the day of a list: in its name, else the last one of the quarter of its folder.

    Examples
    --------
    >>> list_day("2026-27_Q1/staff.csv", 4), list_day("2026-27_Q1/staff 2026-04-30.csv", 4)
    (datetime.date(2026, 6, 30), datetime.date(2026, 4, 30))
    """
    path = PurePath(file)
    if (day := date_in(path.name)) is not None:
        return day
    try:
        return period(path.parent.name.replace("_", " "), fiscal_start).end
    except PeriodError:
        return None
