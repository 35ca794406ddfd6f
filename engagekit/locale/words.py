"""Words, numbers, money and dates by the name of a language; new code takes a `Locale`."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from engagekit.locale import catalogue as _catalogue
from engagekit.locale._dates import Dates, Span
from engagekit.locale._numbers import NOTHING, UNITS, Numbers, shared_digits
from engagekit.locale.catalogue import LANGUAGES, slots

__all__ = [
    "LANGUAGES", "LOCALES", "NOTHING", "UNITS", "Span", "capital", "catalogue", "day", "either",
    "interval", "label", "month", "number", "plural", "say", "shared_digits", "slots", "span",
]  # fmt: skip

LOCALES = {language: _catalogue.code(language) for language in LANGUAGES}


def capital(text: str) -> str:
    """A label with its first letter large; one with large letters of its own stays as it is.

    Examples
    --------
    >>> capital("town hall"), capital("iPads")
    ('Town hall', 'iPads')
    """
    return text[:1].upper() + text[1:] if text.islower() else text


def catalogue(language: str) -> Mapping[str, str]:
    """Return every message of a language."""
    return _catalogue.read(language).messages


def say(key: str, language: str, **given: object) -> str:
    """Return a message; see `Locale.say`."""
    return Numbers(language).say(key, **given)


def plural(key: str, n: float, language: str, **given: object) -> str:
    """Return a message with the slot ``n``; see `Locale.say`."""
    return Numbers(language).say(key, n=n, **given)


def number(
    value: object, unit: str, language: str, currency: str = "CAD", digits: int | None = None
) -> str:
    """Return a number; see `Locale.number`."""
    return Numbers(language, currency=currency).number(value, unit, digits)


def interval(low: object, high: object, unit: str, language: str, currency: str = "CAD") -> str:
    """Return an interval; see `Locale.interval`."""
    return Numbers(language, currency=currency).interval(low, high, unit)


def day(on: date | str, language: str) -> str:
    """Return a day; see `Locale.day`."""
    return Dates(language).day(on)


def label(period: str, language: str) -> str:
    """Return the label of a period; see `Locale.label`."""
    return Dates(language).label(period)


def span(period: Span | Mapping[str, Any], language: str) -> str:
    """Return a period with its months; see `Locale.span`."""
    return Dates(language).span(period)


def either(words: Sequence[str], language: str) -> str:
    """Return answers, one or the other; see `Locale.either`."""
    return Numbers(language).either(words)


def month(number_of: int, language: str) -> str:
    """Return a month; see `Locale.month`."""
    return Dates(language).month(number_of)
