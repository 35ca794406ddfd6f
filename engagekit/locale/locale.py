"""One object for the language, the country and the money of a report, handed on once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from engagekit.locale import definitions, messages, translate, words


@dataclass(frozen=True)
class Locale:
    r"""The language of a reader, with the country and the currency that go with it.

    Attributes
    ----------
    language : str
        One that has a catalogue: ``en`` or ``fr``.
    territory : str
        Country, for dates and numbers.
    currency : str
        Of money, e.g. ``CAD``.

    Raises
    ------
    UsageError
        If there is no catalogue of the language.

    Examples
    --------
    >>> Locale("fr").number(0.412, "share"), Locale("fr", currency="USD").number(12, "money")
    ('41\xa0%', '12\xa0$\xa0US')
    """

    language: str = "en"
    territory: str = "CA"
    currency: str = "CAD"

    def __post_init__(self) -> None:
        """Refuse a language without a catalogue."""
        messages.catalogue(self.language)

    @classmethod
    def of(cls, settings: Mapping[str, Any]) -> Locale:
        """Return the locale of a section's settings.

        Examples
        --------
        >>> Locale.of({"language": "fr", "k": 5}).language
        'fr'
        """
        return cls(
            str(settings.get("language", "en")), currency=str(settings.get("currency", "CAD"))
        )

    def has(self, key: str) -> bool:
        """Return whether there is a message of this key."""
        return key in messages.catalogue(self.language)

    def say(self, key: str, /, **slots: object) -> str:
        """Return a message with its slots filled; ``{n:person|people}`` goes with ``n``."""
        return messages.say(key, self.language, **slots)

    def plural(self, key: str, n: float, /, **slots: object) -> str:
        """Return a message that depends on a number, which may have decimals."""
        return messages.plural(key, n, self.language, **slots)

    def number(self, value: object, unit: str, digits: int | None = None) -> str:
        """Return a number of a measure frame as a reader reads it; a dash where there is none."""
        return messages.number(value, unit, self.language, self.currency, digits)

    def interval(self, low: object, high: object, unit: str) -> str:
        """Return an interval in words: "83% to 95%"."""
        return messages.interval(low, high, unit, self.language, self.currency)

    def day(self, on: date | str) -> str:
        """Return a day in long form: "August 1, 2026"."""
        return words.day(on, self.language)

    def month(self, number: int) -> str:
        """Return a month as a short name."""
        return words.month(number, self.language)

    def label(self, period: str) -> str:
        """Return the label of a period as it is read: "FY 2026-27 Q2"."""
        return words.label(period, self.language)

    def span(self, period: words.Span | Mapping[str, Any]) -> str:
        """Return a period with the months or days it covers."""
        return words.span(period, self.language)

    def either(self, texts: Sequence[str]) -> str:
        """Return answers in quotation marks, one or the other."""
        return words.either(texts, self.language)

    def definition(self, measure: str) -> Mapping[str, str] | None:
        """Return the parts of the definition of a measure, None for one that has none."""
        return definitions.definition(measure, self.language)

    def name_of(self, measure: str) -> str:
        """Return a measure as a reader calls it."""
        return definitions.name_of(measure, self.language)

    def value(self, text: str, group: str = "value") -> str:
        """Return a value of a closed vocabulary of frames in words; any other as it is.

        Parameters
        ----------
        text : str
            As it stands in the frame.
        group : str
            ``value`` (columns that tell rows of a measure apart), or the group of a column of
            listings, see `engagekit.locale.translate.COLUMNS`.
        """
        return translate.told(text, self.language, group)

    def prose(self, text: str) -> str:
        """Return Markdown of the kit's notebooks, line by line; other lines as they are."""
        return translate.markdown(text, self.language)
