"""One object for the language, the country and the money of a report, handed on once."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engagekit.locale import definitions, translate
from engagekit.locale._dates import Dates
from engagekit.locale.catalogue import TERRITORY


@dataclass(frozen=True)
class Locale(Dates):
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
    >>> Locale("en").say("figure.n_of_base", n=12, base=1040)
    '12 of 1,040'
    """

    @classmethod
    def of(cls, settings: Mapping[str, Any]) -> "Locale":
        """Return the locale of a section's settings.

        Examples
        --------
        >>> Locale.of({"language": "fr", "k": 5}).language
        'fr'
        """
        language, currency = settings.get("language", "en"), settings.get("currency", "CAD")
        return cls(str(language), str(settings.get("territory", TERRITORY)), str(currency))

    def definition(self, measure: str) -> Mapping[str, str] | None:
        """Return the parts of the definition of a measure, None for one that has none."""
        return definitions.definition(measure, self.language)

    def name_of(self, measure: str) -> str:
        """Return a measure as a reader calls it.

        Examples
        --------
        >>> Locale("fr").name_of("reach"), Locale("en").name_of("own_measure")
        ('Collègues joints', 'Own measure')
        """
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

        Examples
        --------
        >>> Locale("fr").value("earlier only"), Locale("fr").value("Legal")
        ('auparavant seulement', 'Legal')
        """
        return translate.told(text, self.language, group)

    def prose(self, text: str) -> str:
        """Return Markdown of the kit's notebooks, line by line; other lines as they are."""
        return translate.markdown(text, self.language)
