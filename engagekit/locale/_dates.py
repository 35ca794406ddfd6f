"""Days, months and periods as a language writes them."""

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any, Protocol

from engagekit.locale import _french
from engagekit.locale._numbers import Numbers

_FISCAL = re.compile(r"^(?:FY\s*)?(\d{4})(-\d{2})?(?:\s+Q([1-4]))?$")
_MONTH = re.compile(r"^(\d{4})-(0[1-9]|1[0-2])$")
_DAY = {"fr": _french.first_of_month}
"""What a typesetter of a language does to a written day."""


class Span(Protocol):
    """What `Locale.span` needs of a period."""

    @property
    def label(self) -> str:
        """The name it goes by."""

    @property
    def start(self) -> date:
        """Its first day."""

    @property
    def end(self) -> date:
        """Its last day."""


class Dates(Numbers):
    """How a language writes days and periods; see `engagekit.locale.Locale`."""

    def day(self, on: date | str) -> str:
        """Return a day in long form.

        Examples
        --------
        >>> Dates("en").day("2026-08-01"), Dates("fr").day("2026-08-01")
        ('August 1, 2026', '1er août 2026')
        """
        from babel.dates import format_date

        text = str(format_date(_date(on), "long", locale=self.code))
        return _DAY[self.language](text) if self.language in _DAY else text

    def month(self, number: int, *, short: bool = True) -> str:
        """Return a month as a name, short where a label has little room.

        Examples
        --------
        >>> Dates("en").month(7), Dates("fr").month(7), Dates("fr").month(7, short=False)
        ('Jul', 'juill.', 'juillet')
        """
        from babel.dates import format_date

        text = format_date(date(2000, number, 1), "LLL" if short else "LLLL", locale=self.code)
        return str(text).removesuffix(".") if self.language == "en" else str(text)

    def weekday(self, number: int) -> str:
        """Return a day of the week as a short name; Monday is 0.

        Examples
        --------
        >>> Dates("fr").weekday(0)
        'lun.'
        """
        from babel.dates import get_day_names

        return str(get_day_names("abbreviated", locale=self.code)[number])

    def label(self, period: str) -> str:
        """Return the label of a fiscal quarter or year, or of a month, as it is read.

        Examples
        --------
        >>> Dates("en").label("FY2026-27 Q2"), Dates("fr").label("FY2026-27 Q2")
        ('FY 2026-27 Q2', 'T2 2026-27')
        >>> Dates("en").label("2026-06"), Dates("en").label("Spring survey")
        ('Jun 2026', 'Spring survey')
        """
        name = period.strip()
        of_year, match = _MONTH.match(name), _FISCAL.match(name)
        if of_year is not None and (int(of_year[1]) + 1) % 100 != int(of_year[2]):
            return f"{self.month(int(of_year[2]))} {of_year[1]}"
        if match is None:
            return period
        first, second, quarter = match.groups()
        year = f"{first}{second or ''}"
        if quarter:
            key = "period.fiscal_quarter" if second else "period.quarter"
            return self.say(key, year=year, quarter=quarter)
        return self.say("period.year", year=year) if second else year

    def span(self, period: Span | Mapping[str, Any]) -> str:
        """Return a period with the months or days it covers.

        ``period``: with ``label``, ``start`` and ``end``.

        Examples
        --------
        >>> Dates().span({"label": "FY2026-27 Q2", "start": "2026-07-01", "end": "2026-09-30"})
        'FY 2026-27 Q2 (July to September 2026)'
        """
        if isinstance(period, Mapping):
            name, start, end = str(period["label"]), _date(period["start"]), _date(period["end"])
        else:
            name, start, end = period.label, period.start, period.end
        covered = self._covered(start, end)
        if _FISCAL.match(name.strip()) is None:
            return covered
        return self.say("period.span", label=self.label(name), covered=covered)

    def _covered(self, start: date, end: date) -> str:
        """Whole months by name, anything else by its first and last day."""
        if start.day != 1 or (end + timedelta(days=1)).day != 1:
            return self.say("period.days", start=self.day(start), end=self.day(end))
        first, last = (self.month(on.month, short=False) for on in (start, end))
        if (start.year, start.month) == (end.year, end.month):
            return f"{first} {start.year}"
        first = first if start.year == end.year else f"{first} {start.year}"
        return self.say("period.months", start=first, end=f"{last} {end.year}")


def _date(on: date | str) -> date:
    if isinstance(on, datetime):
        return on.date()
    return on if isinstance(on, date) else date.fromisoformat(str(on)[:10])
