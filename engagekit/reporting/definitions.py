"""What each measure is: its name, formula, numerator, denominator, source and caveat in words."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import lru_cache
from importlib import resources

PARTS = ("formula", "numerator", "denominator", "source", "caveat")


@lru_cache(maxsize=2)
def definitions(language: str) -> Mapping[str, Mapping[str, str]]:
    """Measure name (as in frames) to ``name`` and the `PARTS` of its definition."""
    text = resources.files("engagekit").joinpath("definitions.toml").read_text("utf-8")
    return {name: parts[language] for name, parts in tomllib.loads(text).items()}


def definition(measure: str, language: str) -> Mapping[str, str] | None:
    """The definition of a measure, None for one that has none.

    A measure with something in brackets or an ``n+`` behind its name is defined by the name alone.

    Examples
    --------
    >>> definition("reach 3+", "en")["name"]
    'Reach'
    """
    known = definitions(language)
    for name in (measure, re.sub(r"\s*(\(.*\)|\d+\+)$", "", measure)):
        if name in known:
            return known[name]
    return None


def name_of(measure: str, language: str) -> str:
    """A measure as a reader calls it.

    Examples
    --------
    >>> name_of("reach", "fr"), name_of("reach 3+", "en"), name_of("own_measure", "en")
    ('Portée', 'Reach 3+', 'Own measure')
    """
    known = definitions(language).get(measure)
    if known is not None:
        return known["name"]
    base = definition(measure, language)
    if base is not None:
        rest = re.search(r"\s*(\(.*\)|\d+\+)$", measure)
        return base["name"] + (" " + rest.group().strip() if rest else "")
    text = measure.replace("_", " ")
    return text[:1].upper() + text[1:]
