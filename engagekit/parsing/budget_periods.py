"""Days of the money: a quarter, a year, a range, a month or a single day, as finance writes it."""

import re
from collections.abc import Iterable

import pandas as pd

from engagekit.errors import DataError, PeriodError, error_text, shorten, some
from engagekit.parsing import dates
from engagekit.parsing.word_lists import words
from engagekit.settings.periods import Period, month, named, period, so_far, span
from engagekit.settings.schema import Organisation, Settings

_QUARTER_FIRST = re.compile(r"^[QT]([1-4])[\s,/-]+(?:of\s+)?(.+)$", re.IGNORECASE)
_ROMAN = {"I": "1", "II": "2", "III": "3", "IV": "4"}
NUMBERED = re.compile(r"(?i)^p(?:er(?:iod)?|[ée]riode)?\W*(0?[1-9]|1[0-2])$")
"""A month by its number in the fiscal year: `P1`, `Period 01`."""
_QUARTER_WORD = re.compile("|".join(words("cells.times")["quarter"]), re.IGNORECASE)
_LONG_YEARS = re.compile(r"\b(20\d\d)\s?[-/–]\s?20(\d\d)\b(?![-/.])")
_OF_YEAR = re.compile(
    r"^(?:(?P<year>\d{4})[\s\-/.]+(?P<month>\d{1,2}|[^\W\d_]{3,12}\.?)|(?P<number>\d{1,2})[-/. ]"
    r"(?P<of>\d{4})|(?P<word>[^\W\d_]{3,12})\.?[\s\-/']*(?P<behind>\d{4}|\d{2}))$"
)
"""A month, by its number or its name, before or behind its year."""
TO_DATE = re.compile("|".join(words("cells.times")["to_date"]), re.IGNORECASE)
"""What is cumulated from the first day of the fiscal year: "to 31 March 2026", "YTD Mar 2026"."""
DOTS = "..."
"""Stands for the time of money that nothing in the file says."""
UNTIL = f"to {DOTS}"
"""Stands for the year so far where a header does not say to which day: "2026 YTD"."""


def spans(labels: Iterable[str], settings: Settings) -> dict[str, Period]:
    """Return the days of each label of the sheet budget.

    ``labels``: ``FY2026-27 Q2``, ``FY2026-27``, ``2026-04..2026-06``, ``2026-04``, ``Apr 2026``,
    ``04/2026``, or the day of a posting; a quarter and a year go before a month. ``settings``: for
    the month in which the fiscal year begins.

    Raises
    ------
    DataError
        With every label that is none of these.
    """
    matches, text = _read(labels, settings.organisation)
    if text:
        matches |= _postings(list(text), settings.organisation.fiscal_start)
    faults = [why for label, why in text.items() if label not in matches]
    if faults:
        raise DataError(error_text("budget_periods.spans", faults=some(faults)))
    return matches


def unreadable(labels: Iterable[str], own: Organisation) -> dict[str, str]:
    """Return the labels that are no period, and why.

    Examples
    --------
    >>> labels = ["2026-04-15", "soon", "YTD May 2026", "au 31.03.2026", "YTD"]
    >>> list(unreadable(labels, ek.Settings().organisation))
    ['soon', 'YTD']
    """
    _, text = _read(labels, own)
    days_of = dates.dates(pd.Series(list(text), dtype="str"))
    existing = dict(zip(text, days_of.values.notna() | bool(days_of.ambiguous), strict=True))
    return {label: why for label, why in text.items() if not existing[label]}


def years_so_far(labels: Iterable[str], own: Organisation) -> dict[str, Period]:
    """Return the days of the labels whose money is cumulated from the first day of the year.

    Examples
    --------
    >>> list(years_so_far(["to Jun 2026", "Jun 2026"], ek.Settings().organisation))
    ['to Jun 2026']
    """
    return _read([one for one in labels if TO_DATE.match(one.strip())], own)[0]


def either_way(labels: Iterable[str]) -> list[str]:
    """Return the days of postings that could be day first or month first.

    Examples
    --------
    >>> either_way(["02/04/2026", "2026 Q1"]), either_way(["02/04/2026", "25/04/2026"])
    (['02/04/2026'], [])
    """
    every = list(labels)
    unsure = dates.dates(pd.Series(every, dtype="str")).ambiguous
    return [label for label in every if dates.numeric_parts([label])] if unsure else []


def short_quarter(text: str) -> str:
    """Return a text with its quarter as a sign and a number.

    Examples
    --------
    >>> short_quarter("1. Quartal 2026"), short_quarter("2e trimestre"), short_quarter("Quarter 3")
    ('Q1 2026', 'Q2', 'Q3')
    """
    return _QUARTER_WORD.sub(lambda one: f"Q{_ROMAN.get(one[1], one[1]) or one[2]}", text)


def _read(labels: Iterable[str], own: Organisation) -> tuple[dict[str, Period], dict[str, str]]:
    """Return the periods of labels, and why the others are no quarter, year, range or month."""
    matches: dict[str, Period] = {}
    message: dict[str, str] = {}
    start = own.fiscal_start
    for label in labels:
        text = short_quarter(str(label).strip())
        turned = _QUARTER_FIRST.match(text)
        try:
            text = f"{turned[2]} Q{turned[1]}" if turned else re.sub(r"\bT([1-4])$", r"Q\1", text)
            text = re.sub(_LONG_YEARS, r"\1-\2", text)
            matches[label] = period(text, start, own.fiscal_label)
        except PeriodError as error:
            until = TO_DATE.match(text)
            one = _day_or_month(until[1], start) if until else _month(text, start)
            if until and one is None:
                one = next(iter(_read([until[1]], own)[0].values()), None)
                one = one if one and one.kind != "year" else None  # "YTD 2026" says no day
            if one is not None:
                matches[label] = so_far(one) if until else named(one)
            else:
                message[label] = str(error)
    return matches, message


def _month(text: str, fiscal_start: int) -> Period | None:
    """Return the days of a month, by its number or by its name."""
    match = _OF_YEAR.match(text)
    if match is None:
        return None
    year = match["year"] or match["of"] or f"20{match['behind'][-2:]}"
    name = match["month"] or match["number"] or match["word"]
    number = int(name) if name.isdigit() else dates.bare_month(name)
    if number is None or not 1 <= number <= 12:
        return None
    return month(int(year), number, fiscal_start)


def _day_or_month(text: str, fiscal_start: int) -> Period | None:
    """Return a day that can be read one way only, or else a month."""
    read = dates.dates(pd.Series([text], dtype="str"))
    day = read.values.iloc[0]
    if read.ambiguous or pd.isna(day):
        return _month(text, fiscal_start)
    return span(day.date(), day.date(), fiscal_start)


def _postings(labels: list[str], fiscal_start: int) -> dict[str, Period]:
    """Return the days of postings; one order of day and month for all of them."""
    read = dates.dates(pd.Series(labels, dtype="str"))
    if read.ambiguous:
        raise DataError(error_text("budget_periods.postings", labels=shorten(labels[0])))
    return {
        label: span(day.date(), day.date(), fiscal_start)
        for label, day in zip(labels, read.values, strict=True)
        if isinstance(day, pd.Timestamp)
    }
