"""Words, numbers, money and dates in the languages of a report: English and French (Canada)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Protocol

from engagekit.locale.messages import (
    LANGUAGES,
    LOCALES,
    NOTHING,
    UNITS,
    catalogue,
    interval,
    number,
    plural,
    say,
    slots,
)

__all__ = [
    "LANGUAGES",
    "LOCALES",
    "NOTHING",
    "UNITS",
    "Span",
    "capital",
    "catalogue",
    "day",
    "either",
    "interval",
    "label",
    "month",
    "number",
    "plural",
    "say",
    "shared_digits",
    "slots",
    "span",
]

_FISCAL = re.compile(r"^(?:FY\s*)?(\d{4})(-\d{2})?(?:\s+Q([1-4]))?$")
_MONTH = re.compile(r"^(\d{4})-(0[1-9]|1[0-2])$")


class Span(Protocol):
    """What `span` needs of a period."""

    @property
    def label(self) -> str:
        """The name it goes by."""

    @property
    def start(self) -> date:
        """Its first day."""

    @property
    def end(self) -> date:
        """Its last day."""


def capital(text: str) -> str:
    """A label with its first letter large; one with large letters of its own stays as it is.

    Examples
    --------
    >>> capital("town hall"), capital("iPads")
    ('Town hall', 'iPads')
    """
    return text[:1].upper() + text[1:] if text.islower() else text


def shared_digits(units: Iterable[str], values: Iterable[float | None]) -> int | None:
    """The decimals that amounts of money beside each other share; None where each has its own.

    Examples
    --------
    >>> shared_digits(["money", "money"], [606.0, 92.91]), shared_digits(["money"], [92.91])
    (0, None)
    """
    is_money = set(units) <= {"money", "per_head"}
    return 0 if is_money and any(abs(value) >= 100 for value in values if value) else None


def day(on: date | str, language: str) -> str:
    """A day in long form: "August 1, 2026", « 1er août 2026 ».

    Examples
    --------
    >>> day("2026-08-01", "en")
    'August 1, 2026'
    """
    from babel.dates import format_date

    text = str(format_date(_date(on), "long", locale=LOCALES[language]))
    return re.sub(r"^1\b", "1er", text) if language == "fr" else text


def _date(on: date | str) -> date:
    if isinstance(on, datetime):
        return on.date()
    return on if isinstance(on, date) else date.fromisoformat(str(on)[:10])


def label(period: str, language: str) -> str:
    """The label of a fiscal quarter or year, or of a month, as it is read.

    Examples
    --------
    >>> label("FY2026-27 Q2", "en"), label("FY2026-27 Q2", "fr"), label("2026-06", "en")
    ('FY 2026-27 Q2', 'EX 2026-27 T2', 'Jun 2026')
    """
    match = _FISCAL.match(period.strip())
    of_year = _MONTH.match(period.strip())
    if of_year is not None and (int(of_year[1]) + 1) % 100 != int(of_year[2]):
        return f"{month(int(of_year[2]), language)} {of_year[1]}"
    if match is None:
        return period
    first, second, quarter = match.groups()
    year = f"{first}{second or ''}"
    if second:
        year = say("period.year", language, year=year)
    return say("period.quarter", language, year=year, quarter=quarter) if quarter else year


def span(period: Span | Mapping[str, Any], language: str) -> str:
    """A period with the months or days it covers.

    Parameters
    ----------
    period : Period or mapping
        With ``label``, ``start`` and ``end``.
    language : str
        ``en`` or ``fr``.

    Returns
    -------
    str

    Examples
    --------
    >>> span({"label": "FY2026-27 Q2", "start": "2026-07-01", "end": "2026-09-30"}, "en")
    'FY 2026-27 Q2 (July to September 2026)'
    """
    if isinstance(period, Mapping):
        name, start, end = str(period["label"]), _date(period["start"]), _date(period["end"])
    else:
        name, start, end = period.label, period.start, period.end
    covered = _covered(start, end, language)
    if _FISCAL.match(name.strip()) is None:
        return covered
    return say("period.span", language, label=label(name, language), covered=covered)


def _covered(start: date, end: date, language: str) -> str:
    """Whole months by name, anything else by its first and last day."""
    if start.day != 1 or (end + timedelta(days=1)).day != 1:
        return say("period.days", language, start=day(start, language), end=day(end, language))
    months = [_month(on, language) for on in (start, end)]
    if (start.year, start.month) == (end.year, end.month):
        return f"{months[0]} {start.year}"
    first = months[0] if start.year == end.year else f"{months[0]} {start.year}"
    return say("period.months", language, start=first, end=f"{months[1]} {end.year}")


def either(words: Sequence[str], language: str) -> str:
    """Answers in quotation marks, one or the other.

    Examples
    --------
    >>> either(["Good", "Very good"], "en")
    '“Good” or “Very good”'
    """
    quoted = [say("number.quoted", language, text=word) for word in words]
    if len(quoted) < 2:
        return "".join(quoted)
    return say("number.either", language, first=", ".join(quoted[:-1]), last=quoted[-1])


def month(number_of: int, language: str) -> str:
    """A month as a short name.

    Examples
    --------
    >>> month(7, "en"), month(7, "fr")
    ('Jul', 'juill.')
    """
    from babel.dates import format_date

    short = format_date(date(2000, number_of, 1), "LLL", locale=LOCALES[language])
    return str(short).removesuffix(".") if language == "en" else str(short)


def _month(on: date, language: str) -> str:
    from babel.dates import format_date

    return str(format_date(on, "LLLL", locale=LOCALES[language]))
