"""What a French typesetter does to a message: apostrophes, no-break spaces, elision."""

import re

_APOSTROPHE = re.compile(r"(?<=\w)'(?=\w)")
_SPACE = re.compile(r" (?=[:%»])|(?<=«) ")
_TALL = re.compile(r"(?<=[^\s;!?])(?=[;!?](?:[\s»)]|$))")
_PERIOD = re.compile(
    r"\b([Aa]u|à|[Dd][ue]|le) (?=(exercice )|(T[1-4] \d{4})|([ao])?\w{0,9}\.? ?20\d\d(?![-\d]))"
)
_ARTICLES = {
    1: {"au": "en ", "du": "de "},
    2: {"au": "à l’", "à": "à l’", "du": "de l’", "de": "de l’", "le": "l’"},
    3: {"à": "au ", "de": "du "},
    4: {"au": "en ", "du": "d’", "de": "d’"},
}
"""What stands before a month or year, a fiscal year, a quarter, and a vowel, for each article."""


def set_type(text: str) -> str:
    r"""Return a message with its apostrophes, and no-break spaces by colons and guillemets.

    Examples
    --------
    >>> set_type("l'année : « oui »")
    'l’année\xa0: «\xa0oui\xa0»'
    """
    return _APOSTROPHE.sub("’", _SPACE.sub("\u00a0", text))


def set_for_france(text: str) -> str:
    r"""Return a message with the narrow no-break space of France before ``; ! ?``.

    Examples
    --------
    >>> set_for_france("Qui? Moi; lui!"), set_for_france("a.fr/?q=1")
    ('Qui\u202f? Moi\u202f; lui\u202f!', 'a.fr/?q=1')
    """
    return _TALL.sub("\u202f", text)


def elide(text: str) -> str:
    """Return a filled message in which a period takes its article.

    Examples
    --------
    >>> elide("du exercice 2025-26 au T1 2026-27")
    'de l’exercice 2025-26 au T1 2026-27'
    >>> elide("de T1 2025-26 à T2 2026-27; au avr. 2026; Du 2026; du août 2026")
    'du T1 2025-26 au T2 2026-27; en avr. 2026; De 2026; d’août 2026'
    """
    return _PERIOD.sub(_with_article, text)


def _with_article(found: re.Match[str]) -> str:
    article = _ARTICLES[found.lastindex or 1].get(found[1].lower(), f"{found[1]} ")
    return article[0].upper() + article[1:] if found[1][0].isupper() else article


def first_of_month(day: str) -> str:
    """Return a written day with the ordinal that French puts on the first of a month alone.

    Examples
    --------
    >>> first_of_month("1 août 2026"), first_of_month("11 août 2026")
    ('1er août 2026', '11 août 2026')
    """
    return re.sub(r"^1\b", "1er", day)
