"""The messages of a language, out of its gettext catalogue ``<language>/LC_MESSAGES``.

A message without a context has an id of its own (``finding.reach``); one with a context is a text
of the kit itself, which stands in frames or notebooks in English (``across groups``).
"""

import gettext
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from string import Formatter
from typing import Any, get_args

from engagekit.errors import UsageError, did_you_mean, shorten
from engagekit.locale import _french
from engagekit.settings.schema import Language

LANGUAGES: tuple[str, ...] = get_args(Language)
DOMAIN = "engagekit"
TERRITORY = "CA"
_SET = {"fr": _french.set_type}
"""What a typesetter of a language does to a message that is read from its catalogue."""
_AGREES = re.compile(r"{(\w+):([^{}]*)}")
_SAMPLES = range(201)
"""Whole numbers among which every plural form of every language of Unicode's CLDR occurs."""


@dataclass(frozen=True)
class Catalogue:
    """What a language says.

    Attributes
    ----------
    messages : mapping of str to str
        Message id to text with named slots.
    texts : mapping of str to mapping
        Context to the words of texts of frames and notebooks; of English, names of columns alone.
    form : callable
        The plural form of a number, from 0, by the rule of the catalogue's header.
    forms : int
        How many plural forms there are.
    """

    messages: Mapping[str, str]
    texts: Mapping[str, Mapping[str, str]]
    form: Callable[[float], int]
    forms: int


@lru_cache(maxsize=64)
def code(language: str, territory: str = TERRITORY) -> str:
    """Return a language with its territory, alone where Unicode's CLDR has no such pair.

    Examples
    --------
    >>> code("fr"), code("de"), code("de", "AT")
    ('fr_CA', 'de', 'de_AT')
    """
    from babel.localedata import exists

    pair = f"{language}_{territory}"
    return pair if exists(pair) else language


@lru_cache(maxsize=16)
def read(language: str) -> Catalogue:
    """Return the catalogue of a language.

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
    from babel.messages.pofile import read_po

    file = resources.files("engagekit.locale").joinpath(language, "LC_MESSAGES", f"{DOMAIN}.po")
    with file.open("rb") as stream:
        entries = read_po(stream, locale=code(language), abort_invalid=True)
    messages: dict[str, str] = {}
    texts: dict[str, dict[str, str]] = {}
    if language != "en":  # what it does not translate stays English
        messages |= read("en").messages
        texts |= {group: {**words} for group, words in read("en").texts.items()}
    for entry in entries:
        if not entry.id:
            continue
        text = str(entry.string).replace("n = {", "n\u00a0=\u00a0{")  # no line breaks in "n = 8"
        text = _SET[language](text) if language in _SET else text
        target = messages if entry.context is None else texts.setdefault(entry.context, {})
        target[str(entry.id)] = text
    return Catalogue(messages, texts, _form(entries.plural_expr, language), entries.num_plurals)


def _form(rule: str, language: str) -> Callable[[float], int]:
    """The plural form of a number: by gettext's rule, which knows whole numbers alone."""
    # A number with decimals takes the form of a whole one of the same category of the CLDR: "1.5
    # days", « 1,5 jour »
    from babel import Locale

    whole = gettext.c2py(rule)
    category = Locale.parse(language).plural_form

    def form(number: float) -> int:
        size = abs(number)
        if size == int(size):
            return int(whole(int(size)))
        alike = (one for one in _SAMPLES if category(one) == category(size))
        return int(whole(next(alike, _SAMPLES[-1])))

    return form


def slots(text: str) -> set[str]:
    """Return the names of the slots of a message.

    Examples
    --------
    >>> sorted(slots("{n} of {base} {base:person|people}"))
    ['base', 'n']
    """
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def agreeing(text: str, given: Mapping[str, object], form: Callable[[float], int]) -> str:
    """Return a message with the words that go with its numbers: ``{n:person|people}``.

    Examples
    --------
    >>> agreeing("{n} {n:day|days}", {"n": 1}, read("en").form)
    '{n} day'
    """

    def chosen(match: re.Match[str]) -> str:
        words, value = match[2].split("|"), given[match[1]]
        amount: Any = getattr(value, "amount", value)
        is_number = isinstance(amount, int | float) and not isinstance(amount, bool)
        shown = words[: form(amount) + 1] if is_number else words  # English may have fewer forms
        return shown[-1]

    return _AGREES.sub(chosen, text)
