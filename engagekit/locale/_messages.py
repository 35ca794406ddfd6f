"""Messages with their slots filled, in one language."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from engagekit.errors import UsageError, nearest
from engagekit.locale import _french, catalogue
from engagekit.locale.catalogue import Catalogue, agreeing, slots

_FILLED = {"fr": _french.elide}
"""What a typesetter of a language does to a message whose slots are filled."""


class Written(str):
    """A number that is written already, with the amount that words agree with."""

    amount: float

    def __new__(cls, text: str, amount: float) -> "Written":
        """Return the text of a number with its amount."""
        result = super().__new__(cls, text)
        result.amount = amount
        return result


@dataclass(frozen=True)
class Messages:
    """What a language says; see `engagekit.locale.Locale`."""

    language: str = "en"
    territory: str = catalogue.TERRITORY
    currency: str = "CAD"

    def __post_init__(self) -> None:
        """Refuse a language without a catalogue."""
        catalogue.read(self.language)

    @property
    def catalogue(self) -> Catalogue:
        """Its messages."""
        return catalogue.read(self.language)

    @property
    def code(self) -> str:
        """Language and territory as Babel and POSIX write them, e.g. ``en_CA``."""
        return catalogue.code(self.language, self.territory)

    def has(self, key: str) -> bool:
        """Return whether there is a message of this id."""
        return key in self.catalogue.messages

    def say(self, key: str, /, **given: object) -> str:
        """Return a message with its slots filled; ``{n:person|people}`` goes with ``n``.

        ``key``: id in the catalogue, e.g. ``figure.n_of_base``. ``given``: one value a slot. A
        number is written as the language writes it (pass a year as text); everything else as it is.

        Raises
        ------
        UsageError
            If there is no such message, or the slots given are not its own.
        """
        messages = self.catalogue.messages
        if key not in messages:
            raise UsageError(f"There is no message '{key}'. {_near(key, messages)}")
        text = messages[key]
        wanted = slots(text)
        if wanted != set(given):
            raise UsageError(
                f"Message '{key}' ({self.language}) has the slots {_listed(wanted)}; "
                f"given were {_listed(set(given))}."
            )
        written = {name: self._slot(value) for name, value in given.items()}
        message = agreeing(text, given, self.catalogue.form).format(**written)
        message = _FILLED[self.language](message) if self.language in _FILLED else message
        return _french.set_for_france(message) if self.code == "fr_FR" else message

    def _slot(self, value: object) -> str:
        """What stands in a slot."""
        return str(value)

    def either(self, texts: Sequence[str]) -> str:
        """Return answers in quotation marks, one or the other.

        Examples
        --------
        >>> Messages("en").either(["Good", "Very good"])
        '“Good” or “Very good”'
        """
        quoted = [self.say("number.quoted", text=text) for text in texts]
        if len(quoted) < 2:
            return "".join(quoted)
        return self.say("number.either", first=", ".join(quoted[:-1]), last=quoted[-1])


def _near(key: str, messages: Iterable[str]) -> str:
    """The nearest id there is, or the groups of ids."""
    names = list(messages)
    match = nearest(key, names)
    if match is not None:
        return f"Did you mean '{match}'?"
    return f"Its groups are: {', '.join(sorted({name.split('.')[0] for name in names}))}."


def _listed(names: set[str]) -> str:
    return ", ".join(sorted(names)) or "none"
