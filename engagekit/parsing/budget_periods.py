"""Days of the money: a quarter, a year, a range, a month or a single day, as finance writes it."""

import re
from calendar import month_abbr
from collections.abc import Iterable

import pandas as pd

from engagekit.errors import DataError, PeriodError, error_text, shorten, some
from engagekit.parsing import dates
from engagekit.parsing.word_lists import by_word, words
from engagekit.settings.periods import Period, month, named, period, so_far, span
from engagekit.settings.schema import Organisation, Settings

_QUARTER_FIRST = re.compile(r"^[QT]([1-4])[\s,/-]+(?:of\s+)?(.+)$", re.IGNORECASE)
_ROMAN = {"I": "1", "II": "2", "III": "3", "IV": "4"}
NUMBERED = re.compile(r"(?i)^p(?:er(?:iod)?|[ée]riode)?\W*(0?[1-9]|1[0-2])$")
"""A month by its number in the fiscal year: `P1`, `Period 01`."""
_QUARTER_WORD = re.compile("|".join(words("cells.times")["quarter"]), re.IGNORECASE)
_QUARTER_IN = re.compile(
    r"\b[QT][1-4][\s,/-]+20\d\d(?:\s?[-/–]\s?(?:20)?\d\d)?\b"
    r"|\b20\d\d(?:\s?[-/–]\s?(?:20)?\d\d)?[\s,/-]+[QT][1-4]\b"
)
_LONG_YEARS = re.compile(r"\b(20\d\d)\s?[-/–]\s?20(\d\d)\b(?![-/.])")
_YEAR_FIRST = re.compile(r"^(\d{4})[-/. ](\d{1,2})$")
_MONTH_FIRST = re.compile(r"^(\d{1,2})[-/. ](\d{4})$")
_WORDED = re.compile(r"^([^\W\d_]{3,12})\.?[\s\-/']*(\d{4}|\d{2})$")
_WORDED_BACK = re.compile(r"^(\d{4})[\s\-/]+([^\W\d_]{3,12})\.?$")
TO_DATE = re.compile("|".join(words("cells.times")["to_date"]), re.IGNORECASE)
"""What is cumulated from the first day of the fiscal year: "to 31 March 2026", "YTD Mar 2026"."""
DOTS = "..."
"""Stands for the time of money that nothing in the file says."""
UNTIL = f"to {DOTS}"
"""Stands for the year so far where a header does not say to which day: "2026 YTD"."""
YEAR_OF = f"year of {DOTS}"
"""Stands for the whole year of the plan beside it."""
_CUMULATED = re.compile("|".join(words("cells.times")["so_far"]), re.IGNORECASE)
_YEAR_IN = re.compile(r"(?i)\b(?:fy ?\d\d(?:[-/]\d\d)?|20\d\d(?:[-/]\d\d)?)\b(?![-/.]\d)")

_PART = (
    r"(?:\d{1,2}(?:er|st|nd|rd|th)?[ ]+)?[^\W\d_]{3,9}\.?(?:[ ,]+20\d\d)?"
    r"|\d{1,2}[-/.]\d{1,2}[-/.]20\d\d|20\d\d-\d\d(?:-\d\d)?"
)
_FROM_TO = re.compile(rf"(?i)(?<!\w)({_PART})\s*(?:[-–—]|to|through|à|au)\s*({_PART})(?!\w)")
_MONTH_IN = re.compile(
    r"(?<![\w/.-])(?:(?:\d{1,2}(?:er|st|nd|rd|th)?[ -])?[^\W\d_]{3,9}\.?[ '’,-]{0,2}(?:20)?\d\d"
    r"|20\d\d-(?:0\d|1[0-2])(?:-\d\d)?|\d{1,2}[/.]\d{1,2}[/.]20\d\d)(?![\w/-])"
)
"""A month or a day with its year, in a title."""
_NUMBERED = re.compile(r"(?i)\bp(?:er[ií]od[eo]?|ériode)[\s:.#]{,3}0{,2}(\d{1,2})\b")
_FISCAL = re.compile(r"(?<!\d)(20\d\d)([-/](?:20)?\d\d)?(?!\d)")
_NUMBERS = {"three": 3, "trois": 3, "six": 6, "nine": 9, "neuf": 9, "twelve": 12, "douze": 12}
_ENDED = re.compile(
    rf"(?i)\b(?:(\d+|{'|'.join(_NUMBERS)})[ -](?:months?|mois)|(quarter|trimestre)|year|exercice)"
    rf"\s+(?:ended|ending|to|clos|termin[ée]s?)\s+(?:le |on |au )?({_PART})(?!\w)"
)


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


def quarter_in(text: str, own: Organisation) -> str:
    """Return the label of the one quarter that a title speaks of; empty where there is none.

    Examples
    --------
    >>> own = ek.Settings().organisation
    >>> quarter_in("Suivi budgétaire - T1 2026-2027", own), quarter_in("Books 2026", own)
    ('FY2026-27 Q1', '')
    """
    found, _ = _read(dict.fromkeys(_QUARTER_IN.findall(text)), own)
    labels = {one.label for one in found.values()}
    return labels.pop() if len(labels) == 1 else ""


def range_in(text: str, own: Organisation) -> str:
    """Return the label of the one range of days that a title states; empty where there is none.

    Examples
    --------
    >>> own = ek.Settings().organisation
    >>> range_in("For the 3 months ended 30 June 2026", own), range_in("Oct - Dec 2026", own)
    ('FY2026-27 Q1', 'FY2026-27 Q3')
    >>> range_in("Staff costs - July 2026", own), range_in("April - June, 2026", own)
    ('', 'FY2026-27 Q1')
    """
    text = re.sub(r"(?<=[^\W\d_]),(?= 20\d\d)", "", text)  # "March, 2026"
    pairs = (_from_to(match[1], match[2], own) for match in _FROM_TO.finditer(text))
    ranges = {one for one in pairs if one}
    ranges |= {one for match in _ENDED.finditer(text) if (one := _ended(match, own))}
    return ranges.pop().label if len(ranges) == 1 else ""


def until_in(text: str, own: Organisation) -> str:
    """Return the label of the year so far up to the one month or day of a title; else nothing.

    Examples
    --------
    >>> own = ek.Settings().organisation
    >>> until_in("Period 3 (Jun-26)", own), until_in("As at 30 June 2026", own)
    ('to Jun-26', 'to 30 June 2026')
    >>> until_in("May 2026 to June 2026", own), until_in("Period 11 2026-27", own)
    ('', 'to 2027-02')
    """
    found, _ = _read([f"to {one}" for one in _MONTH_IN.findall(text)], own)
    numbers, years = {*_NUMBERED.findall(text)}, {*_FISCAL.findall(text)}
    if not found and len(numbers) == len(years) == 1:
        (number,), ((year, second),) = numbers, years
        late = own.fiscal_start + int(number) - 2  # months from January of the first year
        is_one = 1 <= int(number) <= 12 and bool(second) == (own.fiscal_start > 1)
        return f"to {int(year) + late // 12}-{late % 12 + 1:02d}" if is_one else ""
    return next(iter(found)) if len({one.end for one in found.values()}) == 1 else ""


def in_year(name: str, year: str, start: int) -> str:
    """Return a bare month or quarter with its year, that in which the fiscal year starts.

    A quarter that names other months than those of the fiscal year stays as it is.

    Examples
    --------
    >>> in_year("avril", "2026", 4), in_year("Mar", "2026", 4), in_year("Mar", "2026", 1)
    ('avril 2026', 'Mar 2027', 'Mar 2026')
    >>> in_year("T2", "2026", 1), in_year("Q1 Jul Sep", "2026", 7), in_year("Q1 Jan Mar", "2026", 7)
    ('2026 Q2', 'FY2026-27 Q1', 'Q1 Jan Mar')
    >>> in_year("P09", "2025", 7)
    'Mar 2026'
    >>> in_year("P13", "2025", 7)  # for what is put right at the end of a year, in no month
    'P13 2025'
    """
    if number := NUMBERED.search(name):
        name = month_abbr[(start + int(number[1]) - 2) % 12 + 1]
    if quarter := re.search(r"(?i)\b[QT]([1-4])\b", name):
        listed = by_word("cells.months")
        months = [listed[word] for word in name.casefold().split() if word in listed]
        first = (start + 3 * int(quarter[1]) - 4) % 12 + 1
        if months and int(months[0]) != first:
            return name
        years = year if start == 1 else f"FY{year}-{(int(year) + 1) % 100:02d}"
        return f"{years} Q{quarter[1]}"
    day = dates.dates(pd.Series([f"1 {name} {year}"], dtype="str")).values.iloc[0]
    later = not pd.isna(day) and day.month < start
    return f"{name} {int(year) + later}"


def until(text: str, year: str = "") -> str:
    """Return what a header says of the year so far: `to` and a day or month; others as they are.

    ``year``: that of a header without one.

    Examples
    --------
    >>> until("2026 YTD 9/30"), until("to Sept", "2026"), until("2026 YTD"), until("YTD May 2026")
    ('to 9/30/2026', 'to Sept 2026', 'to ... 2026', 'YTD May 2026')
    >>> until("2026 Q3"), until("au 30.09.2026"), until("alloué au projet 2026")
    ('2026 Q3', 'au 30.09.2026', 'alloué au projet 2026')
    """
    bare = _CUMULATED.sub(" ", text)
    years = _YEAR_IN.findall(bare) or [year]
    if bare == text or len(years) > 1 or _read([text], Organisation())[0]:
        return text
    day = _YEAR_IN.sub(" ", bare).strip(" -–:,.()") or UNTIL[3:]
    by = next((sign for sign in "/." if re.fullmatch(rf"\d+\{sign}\d+", day)), " ")
    label = f"to {day}{by}{years[0]}".strip()
    is_day = re.search(r"\d|^\.{3}$", day) or _month(
        f"{day} 2000", 1
    )  # "transfers to 2026" is none
    return label if is_day else text


def years_so_far(labels: Iterable[str], own: Organisation) -> dict[str, Period]:
    """Return the days of the labels whose money is cumulated from the first day of the year.

    Examples
    --------
    >>> list(years_so_far(["to Jun 2026", "Jun 2026"], ek.Settings().organisation))
    ['to Jun 2026']
    """
    return _read([one for one in labels if TO_DATE.match(one.strip())], own)[0]


def _from_to(first: str, last: str, own: Organisation) -> Period | None:
    """Return the days from one day or month to another, which may have the year of both."""
    both = dates.dates(pd.Series([first, last], dtype="str"))
    if not both.ambiguous and both.values.notna().all():  # one of them says which is the month
        start, until = (day.date() for day in both.values)
        return named(span(start, until, own.fiscal_start)) if start <= until else None
    end, year = _day_or_month(last, own.fiscal_start), re.search(r"20\d\d", last)
    if end is None or year is None:
        return None
    years = [""] if re.search(r"20\d\d", first) else [f" {year[0]}", f" {int(year[0]) - 1}"]
    starts = [_day_or_month(f"{first}{one}", own.fiscal_start) for one in years]
    before = [one for one in starts if one and one.start <= end.end]
    return named(span(before[0].start, end.end, own.fiscal_start)) if before else None


def _ended(match: re.Match[str], own: Organisation) -> Period | None:
    """Return the whole months up to the end of one."""
    end = _day_or_month(match[3], own.fiscal_start)
    if end is None or not pd.Timestamp(end.end).is_month_end:
        return None
    months = int(_NUMBERS.get(match[1].lower(), match[1])) if match[1] else 3 if match[2] else 12
    first = pd.Timestamp(end.end) + pd.Timedelta(days=1) - pd.DateOffset(months=months)
    return named(span(first.date(), end.end, own.fiscal_start))


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
    for pattern, year_at, month_at in ((_YEAR_FIRST, 1, 2), (_MONTH_FIRST, 2, 1)):
        matches = pattern.match(text)
        if matches and 1 <= int(matches[month_at]) <= 12:
            return month(int(matches[year_at]), int(matches[month_at]), fiscal_start)
    for pattern, year_at, month_at in ((_WORDED_BACK, 1, 2), (_WORDED, 2, 1)):
        matches = pattern.match(text)
        if matches:
            one = dates.dates(pd.Series([f"1 {matches[month_at]} {matches[year_at]}"], dtype="str"))
            first = one.values.iloc[0]
            return None if pd.isna(first) else month(first.year, first.month, fiscal_start)
    return None


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
