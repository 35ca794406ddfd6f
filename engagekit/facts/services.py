"""Which things belong to which service of the library: money, contracts, platforms, touches."""

import re
from collections.abc import Iterable
from fnmatch import fnmatchcase

import pandas as pd

from engagekit.errors import SettingsError
from engagekit.facts import contracts, reading
from engagekit.facts.questions import find
from engagekit.settings.services import CLAIMS
from engagekit.tables.cache import once
from engagekit.tables.tables import Tables

SOURCES = {
    "lines": ("budget", "line"),
    "contracts": ("contracts", "product"),
    "platforms": ("usage", "platform"),
    "needs": ("touches", "need"),
    "channels": ("touches", "channel"),
    "events": ("events", "title"),
}
"""Table and column that hold the things of each kind; questions are looked up survey by survey."""
BOUGHT = ("contracts", "platforms")
"""Kinds of which the sheet contracts says whose they are too."""


def folded(text: object) -> str:
    """Return a text as it is compared: case and spaces do not matter.

    Examples
    --------
    >>> folded("  Case  Law ")
    'case law'
    """
    return " ".join(str(text).split()).casefold()


def fits(thing: str, patterns: Iterable[str]) -> bool:
    """Return whether a thing is one of several texts, in which ``*`` stands for any letters.

    Examples
    --------
    >>> fits("Lex Online", ["lex*"]), fits("Lex [old]", ["Lex [old]"]), fits("Lex", ["Law"])
    (True, True, False)
    """
    # a bracket is a letter of a title here, not a set of letters
    bare = (folded(pattern).replace("[", "[[]") for pattern in patterns)
    return any(fnmatchcase(folded(thing), pattern) for pattern in bare)


def parts(cell: object) -> list[str]:
    """Return the texts that a cell joins by ``;`` or writes on lines of their own.

    Examples
    --------
    >>> parts("Lex & Norma; Law, Tax")
    ['Lex & Norma', 'Law, Tax']
    """
    return [part.strip() for part in re.split(r"[;\n]", str(cell)) if part.strip()]


@once
def names(tables: Tables) -> list[str]:
    """Return the services: those of the settings, then others that contracts name."""
    spelled = {folded(name): name for name in tables.settings.services}
    if tables.has("contracts"):
        for name in filter(None, contracts.terms(tables)["service"]):
            spelled.setdefault(folded(name), name)
    return list(spelled.values())


@once
def things(tables: Tables, kind: str) -> list[str]:
    """Return the things of one kind that the tables hold, in alphabetical order."""
    table, column = SOURCES[kind]
    if not tables.has(table):
        return []
    cells = list(reading.rows(tables, table, column)[column].dropna().astype("str").unique())
    if kind == "needs":
        cells = [part for cell in cells for part in parts(cell)]
    return sorted({cell.strip() for cell in cells} - {""})


@once
def spellings(tables: Tables) -> dict[str, str]:
    """Return for each platform of the reports the first that differs in case and spaces alone.

    Two reports often write one platform in two ways: its uses would count twice.
    """
    first: dict[str, str] = {}
    every = things(tables, "platforms")
    return {name: first.setdefault("".join(folded(name).split()), name) for name in every}


def claims(tables: Tables, service: str, kind: str) -> tuple[str, ...]:
    """Return what the settings name of a service."""
    texts: tuple[str, ...] = getattr(tables.settings.services[service], kind)
    return texts


@once
def platforms_of(tables: Tables) -> dict[str, list[str]]:
    """Return the platforms that the terms of each contract name."""
    if not tables.has("contracts"):
        return {}
    cells = contracts.terms(tables).groupby("product")["platform"]
    return {
        str(product): [part for cell in each for part in parts(cell)] for product, each in cells
    }


@once
def owners(tables: Tables, kind: str) -> dict[str, str]:
    """Return the service of each thing of a kind; what none claims is not in it.

    Raises
    ------
    SettingsError
        If two services claim one thing.
    """
    stated = {name: claims(tables, name, kind) for name in tables.settings.services}
    by_sheet = _by_sheet(tables, kind)
    owner: dict[str, str] = {}
    for thing in things(tables, kind):
        claimants = [name for name, texts in stated.items() if fits(thing, texts)]
        claimants += [name for texts, name in by_sheet if fits(thing, texts)]
        for name in claimants:
            if owner.setdefault(thing, name) != name:
                raise SettingsError(
                    f"{kind.capitalize()}: '{thing}' belongs to '{owner[thing]}' and '{name}'. "
                    "Leave it with one of them under [services] in engagekit.toml"
                    + (" and on the sheet contracts." if kind in BOUGHT else ".")
                )
    return owner


def _by_sheet(tables: Tables, kind: str) -> list[tuple[list[str], str]]:
    """Return texts with the service that a contract, or the platforms of one, bring with them."""
    if kind not in BOUGHT or not tables.has("contracts"):
        return []
    if kind == "platforms":
        of, named = owners(tables, "contracts"), platforms_of(tables)
        return [(named[product], name) for product, name in of.items()]
    spelled = {folded(name): name for name in names(tables)}
    rows = contracts.terms(tables)
    pairs = zip(rows["product"], rows["service"].map(folded), strict=True)
    return [([product], spelled[service]) for product, service in pairs if service]


def of_service(tables: Tables, kind: str, service: str) -> list[str]:
    """Return the things of a kind that a service claims."""
    return [thing for thing, name in owners(tables, kind).items() if name == service]


def are_touches_of_service(tables: Tables, service: str) -> pd.Series:
    """Return which touches are uses of a service: by their need or by their channel."""
    rows = reading.rows(tables, "touches", "need", "channel")
    wanted = {folded(need) for need in of_service(tables, "needs", service)}
    # few different cells stand in many rows
    cells = {
        cell: any(folded(part) in wanted for part in parts(cell))
        for cell in rows["need"].dropna().unique()
    }
    channels = of_service(tables, "channels", service)
    return rows["need"].map(cells).eq(True) | rows["channel"].isin(channels)


def unmatched(tables: Tables) -> list[tuple[str, str, str]]:
    """Return service, kind and text of every claim that fits nothing in the tables."""

    def is_there(kind: str, text: str) -> bool:
        if kind == "questions":
            return bool(find(reading.rows(tables, kind), text))
        return any(fits(thing, [text]) for thing in things(tables, kind))

    return [
        (name, kind, text)
        for name in tables.settings.services
        for kind in CLAIMS
        if tables.has(SOURCES.get(kind, (kind,))[0])
        for text in claims(tables, name, kind)
        if not is_there(kind, text)
    ]
