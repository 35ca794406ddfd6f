"""Messages and numbers in the languages of a report; `engagekit.locale.words` hands them on."""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Mapping
from functools import lru_cache
from importlib import resources
from string import Formatter
from typing import Any

from engagekit.errors import UsageError, did_you_mean, nearest, shorten

LANGUAGES = ("en", "fr")
NOTHING = "–"
"""What stands where there is no number."""

LOCALES = {"en": "en_CA", "fr": "fr_CA"}
_MINUS = "\u2212"
"""The sign of a negative number; a hyphen is shorter and breaks a line."""
_AGREES = re.compile(r"{(\w+):([^|{}]*)\|([^|{}]*)}")
_APOSTROPHE = re.compile(r"(?<=\w)'(?=\w)")
_YEAR = re.compile(r"\b(au|à|du|de|le) EX (?=\d{4})")
_ELIDED = {
    "au": "à l\u2019",
    "à": "à l\u2019",
    "du": "de l\u2019",
    "de": "de l\u2019",
    "le": "l\u2019",
}
_FRENCH_SPACE = re.compile(r" (?=[:%»])|(?<=«) ")


@lru_cache(maxsize=len(LANGUAGES))
def catalogue(language: str) -> Mapping[str, str]:
    """Every message of a language, its dotted key to its text with named slots.

    They stand in ``messages/<language>.toml`` and ``messages/<part>.<language>.toml``.
    French gets its apostrophes, and its no-break spaces before a colon or per cent sign and
    within guillemets; no line breaks within "n = 8".

    Raises
    ------
    UsageError
        If there is no such language.
    """
    if language not in LANGUAGES:
        raise UsageError(
            f"There is no catalogue for language '{shorten(language)}'. "
            f"{did_you_mean(str(language), LANGUAGES)}"
        )
    files = sorted(
        (
            file
            for file in resources.files("engagekit.locale").joinpath("messages").iterdir()
            if f".{file.name}".endswith(f".{language}.toml")
        ),
        key=lambda file: file.name,
    )
    matches = {
        key: text for file in files for key, text in _flat(tomllib.loads(file.read_text("utf-8")))
    }
    return {key: _set(text, language, key) for key, text in matches.items()}


def _set(text: str, language: str, key: str) -> str:
    """A message as a printer sets it; English words that stand in frames are left to be found."""
    if language == "en" and key.startswith("told."):
        return text
    text = text.replace("n = {", "n\u00a0=\u00a0{")
    return (
        _APOSTROPHE.sub("\u2019", _FRENCH_SPACE.sub("\u00a0", text)) if language == "fr" else text
    )


def _flat(table: Mapping[str, Any], above: str = "") -> list[tuple[str, str]]:
    """Nested TOML tables as dotted keys."""
    pairs: list[tuple[str, str]] = []
    for name, value in table.items():
        key = f"{above}{name}"
        pairs.extend(_flat(value, f"{key}.") if isinstance(value, Mapping) else [(key, str(value))])
    return pairs


def slots(text: str) -> set[str]:
    """The names of the slots of a message.

    Examples
    --------
    >>> sorted(slots("{n} of {base}"))
    ['base', 'n']
    """
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def say(key: str, language: str, **given: object) -> str:
    """A message with its slots filled; ``{n:person|people}`` is the word that goes with ``n``.

    Parameters
    ----------
    key : str
        Dotted key of the catalogue, e.g. ``figure.n_of_base``.
    language : str
        ``en`` or ``fr``.
    **given : object
        One value a slot. A whole number is written with the language's group separator (pass a
        year as text); everything else as it is.

    Returns
    -------
    str

    Raises
    ------
    UsageError
        If the key is unknown, or the slots given are not those of the message.

    Examples
    --------
    >>> say("figure.n_of_base", "en", n=12, base=1040)
    '12 of 1,040'
    """
    messages = catalogue(language)
    if key not in messages:
        raise UsageError(f"There is no message '{key}'. {_near(key, messages)}")
    text = messages[key]
    wanted = slots(text)
    if wanted != set(given):
        raise UsageError(
            f"Message '{key}' ({language}) has the slots {_listed(wanted)}; "
            f"given were {_listed(set(given))}."
        )
    written = {
        name: number(value, "count", language)
        if isinstance(value, int) and not isinstance(value, bool)
        else str(value)
        for name, value in given.items()
    }
    message = _agreeing(text, given, language).format(**written)
    return (
        _YEAR.sub(lambda found: f"{_ELIDED[found[1]]}EX ", message) if language == "fr" else message
    )


def _agreeing(text: str, given: Mapping[str, object], language: str) -> str:
    """A message with the words that go with its numbers: ``{n:person|people}``."""

    def chosen(match: re.Match[str]) -> str:
        value = given[match[1]]
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        return match[2 if is_number and _is_one(value, language) else 3]

    return _AGREES.sub(chosen, text)


def _is_one(n: Any, language: str) -> bool:
    """Whether a number goes with the singular: 1 in English, everything below 2 in French."""
    return bool(abs(n) < 2 if language == "fr" else n == 1)


def _near(key: str, messages: Mapping[str, str]) -> str:
    """The nearest key there is, or the groups of keys."""
    matches = nearest(key, messages)
    if matches is not None:
        return f"Did you mean '{matches}'?"
    return f"Its groups are: {', '.join(sorted({name.split('.')[0] for name in messages}))}."


def _listed(names: set[str]) -> str:
    return ", ".join(sorted(names)) or "none"


def plural(key: str, n: float, language: str, **given: object) -> str:
    """A message that depends on a number: ``<key>.one`` or ``<key>.other``, with the slot ``n``.

    Parameters
    ----------
    key : str
        Key above ``one`` and ``other``.
    n : float
        The number. English says ``one`` for 1 only; French for everything below 2.
    language : str
        ``en`` or ``fr``.
    **given : object
        The other slots.

    Returns
    -------
    str

    Examples
    --------
    >>> plural("figure.groups", 1, "en"), plural("figure.groups", 0, "fr")
    ('1 group', '0 groupe')
    """
    single = _is_one(n, language)
    value = n if isinstance(n, int) else number(n, "index", language, digits=_decimals(n))
    return say(f"{key}.{'one' if single else 'other'}", language, n=value, **given)


def _decimals(value: float) -> int:
    """No decimals for a whole number or a large one, otherwise one."""
    return 0 if round(value, 1) == round(value) or abs(value) >= 10 else 1


def number(
    value: object, unit: str, language: str, currency: str = "CAD", digits: int | None = None
) -> str:
    """A number of a measure frame in words of the reader.

    Parameters
    ----------
    value : number or missing
        A share is given from 0 to 1.
    unit : str
        ``share`` (whole per cents), ``difference`` (of shares, in points), ``score`` and
        ``points`` (one decimal below 10), ``count`` and ``events``, ``posts``, ``money`` and
        ``per_head`` (cents below 100 only), ``days``, ``minutes``, ``index``, ``mean`` (of a
        count; as ``score``).
    language : str
        ``en`` or ``fr``.
    currency : str
        Of money.
    digits : int, optional
        Decimals, instead of those of the unit.

    Returns
    -------
    str
        A dash where there is no number. A share between 0 and half a per cent is
        "under 1%", not "0%".

    Raises
    ------
    UsageError
        If the unit is unknown.

    Examples
    --------
    >>> number(0.412, "share", "en"), number(1234.5, "money", "en"), number(None, "share", "en")
    ('41%', '$1,235', '–')
    """
    if unit not in _WRITERS:
        raise UsageError(f"There is no unit '{shorten(unit)}'. {did_you_mean(unit, _WRITERS)}")
    matches = _as_float(value)
    if matches is None:
        return NOTHING
    return minus(_WRITERS[unit](matches, language, currency, digits))


def minus(text: str) -> str:
    """A written number with the sign that typesetters use below zero.

    Examples
    --------
    >>> minus("-0.4"), minus("3-4")
    ('−0.4', '3-4')
    """
    return f"−{text[1:]}" if text.startswith("-") else text


def _as_float(value: object) -> float | None:
    """A finite number, or None for what is missing."""
    try:
        matches = float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return None
    return matches if math.isfinite(matches) else None


def _decimal(value: float, digits: int, language: str) -> str:
    """A plain number with a fixed count of decimals; halves away from zero, never -0."""
    from decimal import ROUND_HALF_UP, Decimal

    from babel.numbers import format_decimal

    exact = Decimal(repr(value)).quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)
    pattern = "#,##0" + ("." + "0" * digits if digits else "")
    text = str(format_decimal(exact + 0, format=pattern, locale=LOCALES[language]))
    return text.replace("-", _MINUS)


def _share(value: float, language: str, currency: str, digits: int | None) -> str:
    places = digits or 0
    step = 10.0**-places
    per_cent = round(value * 100, 9)
    if 0 < per_cent < step / 2:
        return say("number.under", language, value=_per_cent(step, places, language))
    if 100 - step / 2 < per_cent < 100:
        return say("number.over", language, value=_per_cent(100 - step, places, language))
    return _per_cent(per_cent, places, language)


def _per_cent(per_cent: float, places: int, language: str) -> str:
    return say("number.per_cent", language, value=_decimal(per_cent, places, language))


def _money(value: float, language: str, currency: str, digits: int | None) -> str:
    """Babel's pattern for the currency, with as many decimals as the amount deserves."""
    from decimal import ROUND_HALF_UP, Decimal

    from babel import Locale
    from babel.numbers import format_currency

    places = digits if digits is not None else 2 if 0 < abs(value) < 100 else 0
    if digits is None and round(value, 2) == round(value):
        places = 0
    pattern = Locale.parse(LOCALES[language]).currency_formats["standard"].pattern
    plain = pattern.replace("0.00", "0" + ("." + "0" * places if places else ""))
    exact = Decimal(repr(value)).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    text = format_currency(
        exact + 0, currency, format=plain, locale=LOCALES[language], currency_digits=False
    )
    return str(text).replace("-", _MINUS)


def _count(value: float, language: str, currency: str, digits: int | None) -> str:
    return _decimal(value, digits or 0, language)


def _score(value: float, language: str, currency: str, digits: int | None) -> str:
    if digits is None:
        digits = 1 if abs(value) < 10 else 0
    return _decimal(value, digits, language)


def _posts(value: float, language: str, currency: str, digits: int | None) -> str:
    return _decimal(value, _decimals(value) if digits is None else digits, language)


def _index(value: float, language: str, currency: str, digits: int | None) -> str:
    return _decimal(value, (2 if abs(value) < 10 else 0) if digits is None else digits, language)


def _difference(value: float, language: str, currency: str, digits: int | None) -> str:
    return _worded("unit.points", round(value * 100, 9), language, digits or 0)


def _days(value: float, language: str, currency: str, digits: int | None) -> str:
    return _worded("unit.days", value, language, _decimals(value) if digits is None else digits)


def _minutes(value: float, language: str, currency: str, digits: int | None) -> str:
    return _worded("unit.minutes", value, language, _decimals(value) if digits is None else digits)


def _worded(key: str, value: float, language: str, digits: int) -> str:
    """A number with its unit as a word, in the singular or the plural that is read."""
    visible = round(abs(value), digits)
    single = visible < 2 if language == "fr" else visible == 1
    text = _decimal(value, digits, language)
    return say(f"{key}.{'one' if single else 'other'}", language, n=text)


_WRITERS = {
    "share": _share,
    "difference": _difference,
    "score": _score,
    "points": _score,
    "count": _count,
    "events": _count,
    "posts": _posts,
    "money": _money,
    "per_head": _money,
    "days": _days,
    "minutes": _minutes,
    "index": _index,
    "mean": _score,
}

UNITS = tuple(_WRITERS)
"""Units of a measure frame that `number` knows."""

_WORDED = ("days", "minutes", "difference")


def interval(low: object, high: object, unit: str, language: str, currency: str = "CAD") -> str:
    """An interval in words: "83% to 95%"; a dash where a bound is missing.

    Examples
    --------
    >>> interval(0.83, 0.95, "share", "en")
    '83% to 95%'
    """
    if _as_float(low) is None or _as_float(high) is None:
        return NOTHING
    if unit in _WORDED:
        plain = float(str(low)) * (100 if unit == "difference" else 1)
        places = 0 if unit == "difference" else _decimals(plain)
        return say(
            "number.interval",
            language,
            low=minus(_decimal(round(plain, 9), places, language)),
            high=number(high, unit, language),
        )
    return say(
        "number.interval",
        language,
        low=number(low, unit, language, currency),
        high=number(high, unit, language, currency),
    )
