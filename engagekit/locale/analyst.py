"""What the kit says to the analyst: in English alone, whatever the language of the report."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from engagekit.locale import catalogue
from engagekit.locale.catalogue import Catalogue
from engagekit.locale.locale import Locale

SENTENCES = ("problem", "remedy", "reason", "why", "seen_by")
"""Columns of a listing that tell the analyst of her data."""


@dataclass(frozen=True)
class Analyst(Locale):
    """English, with the messages of ``analyst.toml`` besides those of the report."""

    @property
    def catalogue(self) -> Catalogue:
        """Its messages."""
        return _catalogue()


ENGLISH = Analyst("en")


def for_analyst(locale: Locale) -> Analyst:
    """Return English with the country and the money of a report.

    Examples
    --------
    >>> for_analyst(Locale("fr", currency="EUR")).number(12, "money")
    '€12'
    """
    return Analyst("en", locale.territory, locale.currency)


def singular(text: str) -> str:
    """Return a sentence in which one thing is not told as several.

    Sentences on faults count with plain slots.

    Examples
    --------
    >>> singular("has 1 rows whose name is nobody's"), singular("has 11 rows")
    ("has 1 row whose name is nobody's", 'has 11 rows')
    """
    words = _toml("plurals.toml")
    nouns, verbs = words["nouns"], words["verbs"]
    counted = re.compile(
        rf"(?<![\w.,:/-])1 ({'|'.join(nouns)})\b((?: (?:{'|'.join(verbs)}))?)(?!\w)"
    )
    after = {f" {several}": f" {single}" for several, single in verbs.items()}
    return counted.sub(lambda match: f"1 {nouns[match[1]]}{after.get(match[2], '')}", text)


def cell(value: Any, column: str) -> Any:
    """Return a cell of a listing: a sentence on the data told as of one where it is one."""
    return singular(value) if isinstance(value, str) and column in SENTENCES else value


@cache
def _catalogue() -> Catalogue:
    english = catalogue.read("en")
    messages = {
        f"{group}.{name}": text
        for group, texts in _toml("analyst.toml").items()
        for name, text in texts.items()
    }
    return Catalogue({**english.messages, **messages}, {}, english.form, english.forms)


@cache
def _toml(name: str) -> Mapping[str, Any]:
    return tomllib.loads(resources.files("engagekit.locale").joinpath(name).read_text("utf-8"))
