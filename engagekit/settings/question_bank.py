"""The question bank: items with stable ids and our own wording, in both languages."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from engagekit.errors import UsageError, did_you_mean

LIBRARY = {"en": "the library", "fr": "la bibliothèque"}
"""What the library is called where nobody says."""
OVERALL = r"overall|all in all|in general|dans l.ensemble|globale"
SATISFIED = "satisf|zufrieden|tevreden|soddisf|n[öo]jd"
NAMED = r"\blibrary\b|biblioth|information cent"
"""Words of a question on overall satisfaction, and of what it is on."""


@dataclass(frozen=True)
class Item:
    """One question of the bank.

    Attributes
    ----------
    kind : {"single", "multi", "scale", "matrix", "net_promoter", "rank", "number", "text"}
    groups : tuple of str
    wording, options, rows : dict of language to text or texts
        ``rows`` are the items of a matrix.
    setting : str
        The setting that it stands for when it comes back; empty: it stands in the topline alone.
    scale : str
        Name of its list of answers.
    """

    id: str
    kind: str
    groups: tuple[str, ...]
    wording: dict[str, str]
    options: dict[str, tuple[str, ...]]
    rows: dict[str, tuple[str, ...]]
    purpose: str
    source: str
    ask: str
    setting: str = ""
    scale: str = ""

    def words(self, language: str, library: str = "") -> str:
        """Return its wording with what the library is called."""
        text = self.wording[language].replace("{library}", library or LIBRARY[language])
        return text[:1].upper() + text[1:]


@cache
def items() -> dict[str, Item]:
    """Return every item by its id, in the order of the bank.

    Examples
    --------
    >>> items()["overall"].kind
    'scale'
    """
    raw = tomllib.loads(
        resources.files("engagekit").joinpath("question_bank.toml").read_text("utf-8")
    )
    return {name: _item(name, part, raw["scale"]) for name, part in raw["item"].items()}


def _item(name: str, part: dict[str, Any], scales: dict[str, Any]) -> Item:
    options = scales.get(part.get("scale", ""), {})
    is_matrix = part["kind"] == "matrix"
    return Item(
        name,
        part["kind"],
        tuple(part["groups"]),
        {language: part[language] for language in LIBRARY},
        {language: tuple(options.get(language, ())) for language in LIBRARY},
        {
            language: tuple(scales["services"][language]) if is_matrix else ()
            for language in LIBRARY
        },
        part["purpose"],
        part["source"],
        part["ask"],
        part.get("setting", ""),
        part.get("scale", ""),
    )


def chosen(names: Sequence[str]) -> list[Item]:
    """Return the items of some ids and groups, in the order of the bank.

    Raises
    ------
    UsageError
        If a name is no item and no group.

    Examples
    --------
    >>> [item.id for item in chosen(["overall", "executives"])]
    ['overall', 'worries', 'goal', 'invest']
    """
    every = items()
    groups = list(dict.fromkeys(group for item in every.values() for group in item.groups))
    for name in names:
        if name not in every and name not in groups:
            raise UsageError(
                f"--items: '{name}' is no item of the question bank. "
                f"{did_you_mean(name, [*groups, *every])}"
            )
    wanted = set(names)
    return [item for item in every.values() if item.id in wanted or wanted & set(item.groups)]
