"""What each measure is: its name, formula, numerator, denominator, source and caveat in words."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import lru_cache
from importlib import resources

from engagekit.locale.translate import told

_REST = r"\s*(\(.*\)|\d+\+|: .*)$"
_PER = re.compile(r"^(?P<what>.+) per (?P<many>head|[\d,]+)$")
_PER_WORDS = {
    "en": ("per head", "per {many} people"),
    "fr": ("par personne", "par {many} personnes"),
}
PER_HEAD = "counts per head"
"""The definition of a count of any name per head, or for so many people."""
PARTS = ("formula", "numerator", "denominator", "source", "caveat")


@lru_cache(maxsize=2)
def definitions(language: str) -> Mapping[str, Mapping[str, str]]:
    """Measure name (as in frames) to ``name`` and the `PARTS` of its definition."""
    text = resources.files("engagekit.locale").joinpath("definitions.toml").read_text("utf-8")
    return {name: parts[language] for name, parts in tomllib.loads(text).items()}


def definition(measure: str, language: str) -> Mapping[str, str] | None:
    """The definition of a measure, None for one that has none.

    A measure with brackets, an ``n+`` or a colon behind its name is defined by the name alone; what
    somebody counts per head, or per 1,000 people, by `PER_HEAD`.

    Examples
    --------
    >>> definition("reach 3+", "en")["name"]
    'Reach'
    """
    existing = definitions(language)
    for name in (measure, re.sub(_REST, "", measure)):
        if name in existing:
            return existing[name]
    return existing[PER_HEAD] if _PER.match(measure) else None


def name_of(measure: str, language: str) -> str:
    """A measure as a reader calls it.

    Examples
    --------
    >>> name_of("reach", "fr"), name_of("reach 3+", "en"), name_of("own_measure", "en")
    ('Portée', 'Reach 3+', 'Own measure')
    >>> name_of("visits per 1,000", "en"), name_of("visits per head", "fr")
    ('Visits per 1,000 people', 'Visits par personne')
    """
    existing = definitions(language).get(measure)
    if existing is not None:
        return existing["name"]
    per = _PER.match(measure)
    if per is not None:
        head, many = _PER_WORDS[language]
        what, number = per["what"], per["many"]
        number = number.replace(",", "\u00a0") if language == "fr" else number
        end = head if number == "head" else many.format(many=number)
        return f"{what[:1].upper()}{what[1:]} {end}"
    base = definition(measure, language)
    if base is not None:
        rest = re.search(_REST, measure)
        end = rest.group().strip() if rest else ""
        if end.startswith(":"):
            gap = "\u00a0" if language == "fr" else ""
            return f"{base['name']}{gap}: {told(end[1:].strip(), language)}"
        return f"{base['name']} {end}".strip()
    text = measure.replace("_", " ")
    return text[:1].upper() + text[1:]
