"""What a French typesetter does to a message: apostrophes, no-break spaces, elision."""

from __future__ import annotations

import re

_APOSTROPHE = re.compile(r"(?<=\w)'(?=\w)")
_SPACE = re.compile(r" (?=[:%»])|(?<=«) ")
_BEFORE_A_YEAR = re.compile(r"\b(au|à|du|de|le|Au|Du) EX (?=\d{4})")
_ELIDED = {"au": "à l’", "à": "à l’", "du": "de l’", "de": "de l’", "le": "l’", "Au": "À l’",
            "Du": "De l’"}  # fmt: skip


def set_type(text: str) -> str:
    r"""Return a message with its apostrophes, and no-break spaces by colons and guillemets.

    Examples
    --------
    >>> set_type("l'année : « oui »")
    'l’année\xa0: «\xa0oui\xa0»'
    """
    return _APOSTROPHE.sub("’", _SPACE.sub("\u00a0", text))


def elide(text: str) -> str:
    """Return a filled message in which a fiscal year (EX) takes the article of a vowel.

    Examples
    --------
    >>> elide("du EX 2025-26 au EX 2026-27")
    'de l’EX 2025-26 à l’EX 2026-27'
    """
    return _BEFORE_A_YEAR.sub(lambda found: f"{_ELIDED[found[1]]}EX ", text)


def first_of_month(day: str) -> str:
    """Return a written day with the ordinal that French puts on the first of a month alone.

    Examples
    --------
    >>> first_of_month("1 août 2026"), first_of_month("11 août 2026")
    ('1er août 2026', '11 août 2026')
    """
    return re.sub(r"^1\b", "1er", day)
