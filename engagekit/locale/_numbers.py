"""Numbers, money and intervals as a language writes them."""

import math
import re
from collections.abc import Callable, Iterable
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from engagekit.errors import UsageError, did_you_mean, shorten
from engagekit.locale._messages import Messages, Written

NOTHING = "–"
"""What stands where there is no number."""
_MINUS = "\u2212"
"""The sign of a negative number; a hyphen is shorter and breaks a line."""


Writer = Callable[["Numbers", float, "int | None"], str]


class Numbers(Messages):
    """How a language writes numbers; see `engagekit.locale.Locale`."""

    def number(self, value: object, unit: str, digits: int | None = None) -> str:
        """Return a number of a measure frame in words of the reader.

        ``value``: a share is given from 0 to 1. ``unit``: ``share`` (whole per cents),
        ``score`` and ``points`` (one decimal below 10), ``difference`` (of shares, in points),
        ``gap`` (of scores) and ``net`` (whole), these three with their sign,
        ``count`` and ``events``, ``posts``, ``money`` and ``per_head`` (cents below 100 only),
        ``days``, ``minutes``, ``index``, ``mean`` (of a count; as ``score``). ``digits``: decimals,
        instead of those of the unit. Returned: a dash where there is no number. A share between 0
        and half a per cent is "under 1%", not "0%".

        Raises
        ------
        UsageError
            If the unit is unknown.

        Examples
        --------
        >>> english = Numbers("en")
        >>> english.number(0.412, "share"), english.number(1234.5, "money")
        ('41%', '$1,235')
        """
        if unit not in _WRITERS:
            raise UsageError(f"There is no unit '{shorten(unit)}'. {did_you_mean(unit, _WRITERS)}")
        amount = _as_float(value)
        if amount is None:
            return NOTHING
        return (self.signed if unit in _SIGNED else self._unsigned)(amount, unit, digits)

    def _unsigned(self, amount: float, unit: str, digits: int | None = None) -> str:
        return _WRITERS[unit](self, amount, digits)

    def signed(self, value: float, unit: str, digits: int | None = None) -> str:
        """Return a number with its sign; one that reads as nothing has none.

        Examples
        --------
        >>> Numbers("fr").signed(-0.31, "index"), Numbers("en").signed(0.001, "index")
        ('−0,31', '0.00')
        """
        text = self._unsigned(abs(value), unit, digits)
        return f"{'+' if value > 0 else _MINUS}{text}" if re.search("[1-9]", text) else text

    def interval(self, low: object, high: object, unit: str) -> str:
        """Return an interval in words; a dash where a bound is missing.

        Around nothing both ends have a sign.

        Examples
        --------
        >>> Numbers("en").interval(0.83, 0.95, "share"), Numbers("en").interval(-1, 2.5, "points")
        ('83% to 95%', '−1.0 to +2.5')
        """
        ends = _as_float(low), _as_float(high)
        if ends[0] is None or ends[1] is None:
            return NOTHING
        write = self.signed if ends[0] < 0 < ends[1] else self.number
        first, last = write(ends[0], unit), write(ends[1], unit)
        if unit in _WORDED:  # the word of the unit stands behind the last number alone
            first = re.sub(r"\D+$", "", first)
        return self.say("number.interval", low=first, high=last)

    def decimal(self, value: float, digits: int) -> str:
        r"""Return a plain number with so many decimals; halves away from zero, never -0.

        Examples
        --------
        >>> Numbers("fr").decimal(1234.5, 1), Numbers("en").decimal(-0.4, 0)
        ('1\xa0234,5', '0')
        """
        return _plain(_exact(value, digits), digits, self.code)

    def _slot(self, value: object) -> str:
        if isinstance(value, int | float) and not isinstance(value, bool):
            return self.decimal(value, 0 if isinstance(value, int) else _decimals(value))
        return str(value)


@lru_cache(maxsize=8192)
def _plain(value: Decimal, digits: int, code: str) -> str:
    from babel.numbers import format_decimal

    pattern = "#,##0" + ("." + "0" * digits if digits else "")
    return str(format_decimal(value, format=pattern, locale=code)).replace("-", _MINUS)


def _exact(value: float, digits: int) -> Decimal:
    """A number rounded as people round: halves of what is written away from zero, never -0."""
    return Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP) + 0


def shared_digits(units: Iterable[str], values: Iterable[float | None]) -> int | None:
    """Return the decimals that amounts of money beside each other share, None where each has own.

    Examples
    --------
    >>> shared_digits(["money", "money"], [606.0, 92.91]), shared_digits(["money"], [92.91])
    (0, None)
    """
    is_money = set(units) <= {"money", "per_head"}
    return 0 if is_money and any(abs(value) >= 100 for value in values if value) else None


def _as_float(value: object) -> float | None:
    """A finite number, or None for what is missing."""
    try:
        result = float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return None
    return result if math.isfinite(result) else None


def _decimals(value: float) -> int:
    """No decimals for a whole number or a large one, otherwise one."""
    return 0 if round(value, 1) == round(value) or abs(value) >= 10 else 1


def _share(to: Numbers, value: float, digits: int | None) -> str:
    places = digits or 0
    step = 10.0**-places
    per_cent = round(value * 100, 9)
    key = ""
    if 0 < per_cent < step / 2:
        key, per_cent = "number.under", step
    elif 100 - step / 2 < per_cent < 100:
        key, per_cent = "number.over", 100 - step
    text = to.say("number.per_cent", value=to.decimal(per_cent, places))
    return to.say(key, value=text) if key else text


def _money(to: Numbers, value: float, digits: int | None) -> str:
    """Babel's pattern for the currency, with as many decimals as the amount deserves."""
    from babel import Locale
    from babel.numbers import format_currency

    cents = 2 if 0 < abs(value) < 100 and round(value, 2) != round(value) else 0
    places = cents if digits is None else digits
    pattern = Locale.parse(to.code).currency_formats["standard"].pattern
    plain = pattern.replace("0.00", "0" + ("." + "0" * places if places else ""))
    text = format_currency(
        _exact(value, places), to.currency, format=plain, locale=to.code, currency_digits=False
    )
    return str(text).replace("-", _MINUS)


def _fixed(below_ten: int) -> Writer:
    """A plain number, with decimals below 10 alone."""

    def write(to: Numbers, value: float, digits: int | None) -> str:
        places = below_ten if abs(value) < 10 else 0
        return to.decimal(value, places if digits is None else digits)

    return write


def _worded(key: str, times: int = 1) -> Writer:
    """A number with its unit as a word, in the form of the number that is read."""

    def write(to: Numbers, value: float, digits: int | None) -> str:
        size = round(value * times, 9)
        places = digits if digits is not None else 0 if times > 1 else _decimals(size)
        return to.say(key, n=Written(to.decimal(size, places), round(abs(size), places)))

    return write


_WRITERS: dict[str, Writer] = {
    "share": _share,
    "difference": _worded("unit.points", 100),
    "score": _fixed(1),
    "points": _fixed(1),
    "gap": _fixed(1),
    "net": _fixed(0),
    "count": _fixed(0),
    "events": _fixed(0),
    "departments": _fixed(0),
    "posts": lambda to, n, digits: to.decimal(n, _decimals(n) if digits is None else digits),
    "money": _money,
    "per_head": _money,
    "days": _worded("unit.days"),
    "minutes": _worded("unit.minutes"),
    "index": _fixed(2),
    "mean": _fixed(1),
}
UNITS = tuple(_WRITERS)
"""Units of a measure frame that `Locale.number` knows."""
_SIGNED = ("difference", "gap", "net")
_WORDED = ("days", "minutes", "difference")
