"""What each measure is: its name, formula, numerator, denominator, source and caveat in words."""

import re
import tomllib
from collections.abc import Mapping
from functools import lru_cache
from importlib import resources
from typing import Any

from engagekit.locale import _french, translate

PARTS = ("formula", "numerator", "denominator", "source", "caveat")


@lru_cache
def records() -> Mapping[str, Mapping[str, Any]]:
    """Measure id (as in frames) to what it counts, and its definition in each language."""
    text = resources.files("engagekit.locale").joinpath("definitions.toml").read_text("utf-8")
    return tomllib.loads(text)


@lru_cache(maxsize=2)
def definitions(language: str) -> Mapping[str, Mapping[str, str]]:
    """Measure name (as in frames) to ``name`` and the `PARTS` of its definition.

    ``standard`` says where library standards count the same: a clause where the published contents
    show its number, else the subject.
    """
    put = _french.set_type if language == "fr" else str
    every = {
        name: parts.get(language, parts["en"]) for name, parts in records().items() if "en" in parts
    }
    return {name: {part: put(one) for part, one in parts.items()} for name, parts in every.items()}


def resolve(measure: str, keys: tuple[str, ...]) -> tuple[str, dict[str, str]] | None:
    """Return the key that a measure stands under, and what stands in the slots of the key.

    Parameters
    ----------
    measure : str
        As it stands in a frame.
    keys : tuple of str
        Ids; one with slots is a pattern, in which ``{number}`` stands for digits and any other
        slot for some text.

    Returns
    -------
    tuple or None
        None where no key fits.

    Examples
    --------
    >>> resolve("reach 3+", ("reach", "reach {number}+"))
    ('reach {number}+', {'number': '3'})
    """
    if measure in keys:
        return measure, {}
    for key, pattern in _patterns(keys):
        match = pattern.fullmatch(measure)
        if match:
            return key, match.groupdict()
    return None


@lru_cache(maxsize=8)
def _patterns(keys: tuple[str, ...]) -> list[tuple[str, re.Pattern[str]]]:
    """Return keys with slots as patterns over measures."""
    return [(key, _pattern(key)) for key in keys if "{" in key]


def _pattern(key: str) -> re.Pattern[str]:
    """Return a key as a pattern; what is no slot stands as it is."""
    parts = re.split(r"{(\w+)}", key)
    return re.compile(
        "".join(
            re.escape(part)
            if not at % 2
            else rf"(?P<{part}>[\d,]+)"
            if part == "number"
            else rf"(?P<{part}>.+)"
            for at, part in enumerate(parts)
        )
    )


def definition(measure: str, language: str) -> Mapping[str, str] | None:
    """Return the definition of a measure, None for one that has none.

    Examples
    --------
    >>> definition("reach 3+", "en")["formula"]
    'people reached 3 times or more / people on the staff list'
    """
    existing = definitions(language)
    match = resolve(measure, tuple(existing))
    if match is None:
        return None
    key, slots = match
    if not slots:
        return existing[key]
    words = {name: _slot(name, text, language) for name, text in slots.items()}
    return {part: text.format_map(words) for part, text in existing[key].items()}


def _slot(name: str, text: str, language: str) -> str:
    """Return what stands in a slot as a reader reads it; a word of somebody stays as it is."""
    if name == "number":
        return text.replace(",", "\u00a0") if language == "fr" else text
    return translate.told(text, language) if name == "reason" else text


def name_of(measure: str, language: str) -> str:
    """Return a measure as a reader calls it.

    Examples
    --------
    >>> name_of("reach", "fr"), name_of("reach 3+", "en"), name_of("own_measure", "en")
    ('Collègues joints', 'Reach 3+', 'Own measure')
    """
    parts = definition(measure, language)
    text = measure.replace("_", " ") if parts is None else parts.get("label", parts["name"])
    return text[:1].upper() + text[1:]
