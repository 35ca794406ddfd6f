"""Fiscal quarters and years: read a label, give the days, say the span in words."""

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

from engagekit.errors import PeriodError, error_text, nearest, shorten

_LABEL = re.compile(
    r"^(?:FY\s*)?(\d{4})(?:\s*[-/–]\s*(\d{2}|\d{4}))?(?:\s*[-_ ]?\s*Q\s*([1-9]))?$", re.IGNORECASE
)
"""A fiscal quarter, or a fiscal year where it names none: its years and the number."""
_RANGE = re.compile(r"\s*\.\.\s*|\s+to\s+", re.IGNORECASE)
_DAY = re.compile(r"^\d{4}-\d{2}-\d{2}$")
_MONTH = re.compile(r"^\d{4}-(0[1-9]|1[0-2])$")
SAY_ONCE = (
    'Or say once that a fiscal year goes by the year in which it ends: fiscal_label = "end" '
    'under [organisation] in engagekit.toml; in which it begins: fiscal_label = "start".'
)
YEAR_SO_FAR, LAST_COMPLETE = "year so far", "last-complete"
"""Labels that ask the data: the fiscal year up to the last complete quarter, and that quarter."""


@dataclass(frozen=True)
class Period:
    """A range of whole days with the label it goes by.

    Attributes
    ----------
    kind : str
        ``quarter``, ``year`` or ``range``.
    start, end : date
        First and last day, both included.
    label : str
        Canonical label, e.g. ``FY2026-27 Q2``.
    fiscal_start : int
        Month in which the fiscal year begins, 1 to 12.
    """

    kind: str
    start: date
    end: date
    label: str
    fiscal_start: int = 4

    def __str__(self) -> str:
        return self.label

    @property
    def days(self) -> int:
        """How many days the period has."""
        return (self.end - self.start).days + 1

    def previous(self, back: int = 1) -> "Period":
        """Return the period of the same kind and length that ends before this one begins.

        Examples
        --------
        >>> quarter("FY2026-27 Q1").previous().label
        'FY2025-26 Q4'
        """
        if back == 0:
            return self
        before, start = self.start - timedelta(days=1), self.fiscal_start
        whole = {"quarter": quarter_of, "year": year_of}
        if self.kind in whole:
            earlier = whole[self.kind](before, start)
        elif self._months:
            first = _first_of(12 * self.start.year + self.start.month - 1 - self._months)
            earlier = span(first, before, start)
        else:
            earlier = span(before - timedelta(days=self.days - 1), before, start)
        return earlier.previous(back - 1)

    @property
    def _months(self) -> int:
        """Return how many whole calendar months it is, 0 for anything else."""
        if self.start.day != 1 or (self.end + timedelta(days=1)).day != 1:
            return 0
        return 12 * (self.end.year - self.start.year) + self.end.month - self.start.month + 1

    def contains(self, day: date) -> bool:
        """Return whether a day lies in the period."""
        return self.start <= day <= self.end


During = str | Period | None
"""What a measure takes as its period: a label, a period, or None for the last complete quarter."""


def _fiscal_label(first_year: int, fiscal_start: int) -> str:
    return f"{first_year}" if fiscal_start == 1 else f"FY{first_year}-{(first_year + 1) % 100:02d}"


def _first_of(month: int) -> date:
    """Return the first day of a month, counted from the year 0."""
    return date(month // 12, month % 12 + 1, 1)


def _whole(kind: str, month: int, months: int, label: str, fiscal_start: int) -> Period:
    """Return a period of whole months, counted as `_first_of` does."""
    last = _first_of(month + months) - timedelta(days=1)
    return Period(kind, _first_of(month), last, label, fiscal_start)


def _make_quarter(first_year: int, number: int, fiscal_start: int) -> Period:
    month = 12 * first_year + fiscal_start - 1 + 3 * (number - 1)
    label = f"{_fiscal_label(first_year, fiscal_start)} Q{number}"
    return _whole("quarter", month, 3, label, fiscal_start)


def quarter_of(day: date, fiscal_start: int = 4) -> Period:
    """Return the fiscal quarter in which a day lies.

    Examples
    --------
    >>> quarter_of(date(2026, 8, 3)).label
    'FY2026-27 Q2'
    """
    first_year, months = divmod(12 * day.year + day.month - fiscal_start, 12)
    return _make_quarter(first_year, months // 3 + 1, fiscal_start)


def year_of(day: date, fiscal_start: int = 4) -> Period:
    """Return the fiscal year in which a day lies."""
    first_year = (12 * day.year + day.month - fiscal_start) // 12
    label = _fiscal_label(first_year, fiscal_start)
    return _whole("year", 12 * first_year + fiscal_start - 1, 12, label, fiscal_start)


def span(start: date, end: date, fiscal_start: int = 4) -> Period:
    """Return a range of days that is not a quarter, e.g. for ``--from`` and ``--to``.

    Raises
    ------
    PeriodError
        If it ends before it begins.
    """
    if end < start:
        raise PeriodError(f"The range ends on {end}, before it begins on {start}. Swap the two.")
    return Period("range", start, end, f"{start.isoformat()}..{end.isoformat()}", fiscal_start)


def _full_year(text: str) -> str:
    """Return a label whose year has two digits, as in FY27 Q1, with four."""
    return re.sub(r"^FY\s*'?(\d{2})(?!\d)", r"FY20\1", text, flags=re.IGNORECASE)


def month(year: int, number: int, fiscal_start: int = 4) -> Period:
    """Return the days of one calendar month.

    Examples
    --------
    >>> month(2026, 2).label
    '2026-02-01..2026-02-28'
    """
    whole = _whole("range", 12 * year + number - 1, 1, "", fiscal_start)
    return span(whole.start, whole.end, fiscal_start)


def _first_year(
    text: str, first: str, second: str | None, fiscal_start: int, fiscal_label: str
) -> int:
    """Return the first calendar year of a label, or raise an error that says what fits."""
    year = int(first)
    if fiscal_start == 1:
        if second is not None:
            raise PeriodError(error_text("periods.first_year_2", text=text, year=year))
        return year
    follows = (year + 1) % 100
    if second is None and fiscal_label:
        return year - (fiscal_label == "end")
    if second is None:
        raise PeriodError(
            f"'{text}' names one year, but the fiscal year begins in "
            f"{calendar.month_name[fiscal_start]}. "
            f"Write 'FY{year}-{follows:02d} Q1' or 'FY{year - 1}-{year % 100:02d} Q1'. {SAY_ONCE}"
        )
    if int(second) % 100 != follows or (len(second) == 4 and int(second) != year + 1):
        raise PeriodError(error_text("periods.first_year", text=text, year=year, follows=follows))
    return year


def quarter(label: str | Period, fiscal_start: int = 4, fiscal_label: str = "") -> Period:
    """Read the label of a fiscal quarter.

    Parameters
    ----------
    label : str or Period
        ``FY2026-27 Q2``, ``2026-27 Q2``, ``2026-27Q2`` or ``2026-27_Q2``; and ``2026 Q2`` where
        the fiscal year is the calendar year. A Period is handed back as it is.
    fiscal_start : int
        Month in which the fiscal year begins.
    fiscal_label : str
        Whether one year names that of its ``start`` or its ``end``; empty: neither, refuse it.

    Returns
    -------
    Period

    Raises
    ------
    PeriodError
        With what would have been accepted.

    Examples
    --------
    >>> quarter("2026-27Q2").start, quarter("2026-27Q2").end
    (datetime.date(2026, 7, 1), datetime.date(2026, 9, 30))
    >>> quarter("2026 Q2", fiscal_start=1).label
    '2026 Q2'
    """
    if isinstance(label, Period):
        return label
    return _read(label, fiscal_start, fiscal_label, may_be_year=False)


def _read(label: str, fiscal_start: int, fiscal_label: str, *, may_be_year: bool) -> Period:
    """Return the quarter of a label, or the fiscal year that it names."""
    text, match = shorten(label), _LABEL.match(_full_year(label.strip()))
    if match is None or not (match[3] or may_be_year):
        example = quarter_of(date.today(), fiscal_start).previous().label
        guess = nearest(label, [example])
        hint = f" Did you mean '{guess}'?" if guess else ""
        raise PeriodError(f"'{text}' is not a quarter.{hint} Write it like '{example}'.")
    first, second, number = match.groups()
    year = _first_year(text, first, second, fiscal_start, fiscal_label)
    if number is None:
        return year_of(date(year, fiscal_start, 1), fiscal_start)
    if int(number) > 4:
        raise PeriodError(f"'{text}' has quarter {number}; a year has Q1 to Q4.")
    return _make_quarter(year, int(number), fiscal_start)


def period(label: str | Period, fiscal_start: int = 4, fiscal_label: str = "") -> Period:
    """Read a quarter, a fiscal year, or a range from one day, month, quarter or year to another.

    A range that is a quarter or a fiscal year goes by that name, so that the same days are never
    shown under two labels.

    Parameters
    ----------
    label : str or Period
        A Period is handed back as it is.
    fiscal_start, fiscal_label : int, str
        As `quarter` has them.

    Returns
    -------
    Period

    Raises
    ------
    PeriodError
        With what would have been accepted.

    Examples
    --------
    >>> period("FY2026", 7, "end").label
    'FY2025-26'
    >>> period("FY2026-27").end
    datetime.date(2027, 3, 31)
    >>> period("2026-04-01..2026-09-30").label, period("2026-04 to 2026-09").label
    ('2026-04-01..2026-09-30', '2026-04-01..2026-09-30')
    >>> period("FY2026-27 Q1..FY2026-27 Q2").label, period("2026-07-01..2026-09-30").label
    ('2026-04-01..2026-09-30', 'FY2026-27 Q2')
    """
    if isinstance(label, Period):
        return label
    text = label.strip()
    ends = _RANGE.split(text)
    if len(ends) == 2:
        first, last = (_end_of_range(part, text, fiscal_start, fiscal_label) for part in ends)
        return named(span(first.start, last.end, fiscal_start))
    return _read(text, fiscal_start, fiscal_label, may_be_year=True)


def named(range_of: Period) -> Period:
    """Return a range as the quarter or the fiscal year that it is; any other as it stands."""
    for kind in (quarter_of, year_of):
        whole = kind(range_of.start, range_of.fiscal_start)
        if (whole.start, whole.end) == (range_of.start, range_of.end):
            return whole
    return range_of


def _end_of_range(part: str, text: str, fiscal_start: int, fiscal_label: str) -> Period:
    """Read one end of a range: a day, a month, a quarter or a fiscal year."""
    part = part.strip()
    try:
        if _MONTH.match(part):
            return month(int(part[:4]), int(part[5:]), fiscal_start)
        if _DAY.match(part):
            day = date.fromisoformat(part)
            return span(day, day, fiscal_start)
        return period(part, fiscal_start, fiscal_label)
    except ValueError as error:
        raise PeriodError(
            error_text("periods.end_of_range", text=shorten(text), part=shorten(part))
        ) from error


def a_year_earlier(label: str) -> str:
    """Return the label of the same quarter a year before; of anything else than a quarter none.

    Examples
    --------
    >>> a_year_earlier("FY2026-27 Q2"), a_year_earlier("2026 Q1"), a_year_earlier("FY2026-27")
    ('FY2025-26 Q2', '2025 Q1', '')
    """
    match = re.fullmatch(r"(FY)?(\d{4})\S* (Q[1-9])", label)
    if match is None:
        return ""
    fiscal, year, number = match.groups()
    return f"{_fiscal_label(int(year) - 1, 2 if fiscal else 1)} {number}"


def so_far(last: Period) -> Period:
    """Return the fiscal year up to the end of a quarter.

    Examples
    --------
    >>> so_far(quarter("FY2026-27 Q2")).label
    '2026-04-01..2026-09-30'
    """
    return named(span(year_of(last.end, last.fiscal_start).start, last.end, last.fiscal_start))


def quarters_between(start: date, end: date, fiscal_start: int = 4) -> list[Period]:
    """Return every quarter that has a day between two days, in order of time.

    Examples
    --------
    >>> [q.label for q in quarters_between(date(2026, 6, 30), date(2026, 7, 1))]
    ['FY2026-27 Q1', 'FY2026-27 Q2']
    """
    quarters = []
    current = quarter_of(start, fiscal_start)
    while current.start <= end:
        quarters.append(current)
        current = quarter_of(current.end + timedelta(days=1), fiscal_start)
    return quarters


def last_complete(day: date, fiscal_start: int = 4, *, slack: int = 0) -> Period:
    """Return the last quarter that is over by the end of a day.

    Parameters
    ----------
    day : date
        E.g. the last day on which anything was recorded.
    slack : int
        Days that may be lacking at the end: a quarter whose last days are a week-end has no
        records of them.

    Examples
    --------
    >>> last_complete(date(2026, 9, 30)).label, last_complete(date(2026, 9, 29)).label
    ('FY2026-27 Q2', 'FY2026-27 Q1')
    """
    current = quarter_of(day, fiscal_start)
    return current if current.end <= day + timedelta(days=slack) else current.previous()
