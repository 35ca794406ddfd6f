"""Which things belong to which service of the library: money, contracts, platforms, touches."""

import re
from collections.abc import Iterable, Mapping
from fnmatch import fnmatchcase
from operator import itemgetter

import pandas as pd

from engagekit.errors import SettingsError
from engagekit.facts import reading
from engagekit.facts.questions import find
from engagekit.measures import contracts
from engagekit.settings.services import CLAIMS, Service
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
_JOINED = re.compile(r"(?i)[,&/+\n]|\b(?:and|et|und)\b")


def folded(text: str) -> str:
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
    bare = (folded(one).replace("[", "[[]") for one in patterns)
    return any(fnmatchcase(folded(thing), one) for one in bare)


def parts(text: str, among: Iterable[str] = ()) -> list[str]:
    """Return the texts that a cell joins by ``;``, or in another way where that names things.

    Examples
    --------
    >>> parts("Lex & Norma; Rec & Co; Law, Tax", ["Lex", "Norma", "Law, Tax"])
    ['Lex', 'Norma', 'Rec & Co', 'Law, Tax']
    """
    texts = list[str]()
    for part in str(text).split(";"):
        pieces = _JOINED.split(part)
        is_joined = any(fits(one, pieces) for one in among)
        texts += pieces if is_joined and not any(fits(one, [part]) for one in among) else [part]
    return [part.strip() for part in texts if part.strip()]


@once
def names(tables: Tables) -> list[str]:
    """Return the services: those of the settings, then others that contracts name."""
    stated = list(tables.settings.services)
    more = contracts.terms(tables)["service"].tolist() if tables.has("contracts") else []
    existing = {folded(name) for name in stated}
    for name in more:
        if name and folded(name) not in existing:
            existing.add(folded(name))
            stated.append(name)
    return stated


@once
def things(tables: Tables, kind: str) -> list[str]:
    """Return the things of one kind that the tables hold, in alphabetical order."""
    table, column = SOURCES[kind]
    if not tables.has(table):
        return []
    cells = reading.rows(tables, table, column)[column].dropna().astype("str").unique()
    whole = cells if kind not in ("needs",) else [part for cell in cells for part in parts(cell)]
    return sorted({str(one).strip() for one in whole} - {""})


@once
def spellings(tables: Tables) -> dict[str, str]:
    """Return for each platform of the reports the first that differs in case and spaces alone.

    Two reports often write one platform in two ways: its uses would count twice.
    """
    first: dict[str, str] = {}
    every = things(tables, "platforms")
    return {one: first.setdefault("".join(folded(one).split()), one) for one in every}


@once
def owners(tables: Tables, kind: str) -> dict[str, str]:
    """Return the service of each thing of a kind; what none claims is not in it.

    Raises
    ------
    SettingsError
        If two services claim one thing.
    """
    result: dict[str, str] = {}
    spelled = {folded(name): name for name in names(tables)}
    for thing in things(tables, kind):
        claimants = [
            name
            for name, service in tables.settings.services.items()
            if fits(thing, _claims(tables, service, kind))
        ]
        claimants += [spelled[folded(name)] for name in _by_contract(tables, kind, thing)]
        several = list(dict.fromkeys(claimants))
        if len(several) > 1:
            raise SettingsError(
                f"{kind.capitalize()}: '{thing}' belongs to '{several[0]}' and '{several[1]}'. "
                "Leave it with one of them under [services] in engagekit.toml"
                + (" and on the sheet contracts." if kind in ("contracts", "platforms") else ".")
            )
        if several:
            result[thing] = several[0]
    return result


def _claims(tables: Tables, service: Service, kind: str) -> list[str]:
    """Return the texts of a service; names of platforms and contracts may be joined in one."""
    existing = things(tables, kind) if kind in ("contracts", "platforms") else []
    each = getattr(service, kind)
    return [part for text in each for part in parts(text, existing)] if existing else list(each)


def _by_contract(tables: Tables, kind: str, thing: str) -> list[str]:
    """Return the services that a contract, or the platforms of a contract, bring with them."""
    if kind not in ("contracts", "platforms") or not tables.has("contracts"):
        return []
    rows = contracts.terms(tables)
    if kind == "contracts":
        return [name for name in rows.loc[rows["product"] == thing, "service"] if name]
    of = owners(tables, "contracts")
    existing = things(tables, "platforms")
    mine = rows["platform"].map(lambda cell: fits(thing, parts(cell, existing)))
    return [of[product] for product in rows.loc[mine, "product"] if product in of]


def of_service(tables: Tables, kind: str, service: str) -> list[str]:
    """Return the things of a kind that a service claims."""
    return [thing for thing, name in owners(tables, kind).items() if name == service]


def told_of(
    each: Mapping[str, frozenset[pd.Timestamp]],
) -> tuple[frozenset[pd.Timestamp], tuple[str, ...]]:
    """Return the months of which all platforms tell; one that begins as another ends goes on."""
    lines, renamed = dict[str, list[pd.Timestamp]](), []
    for name, mine in sorted(
        ((name, sorted(one)) for name, one in each.items()), key=itemgetter(1)
    ):
        before = ""
        for old, months in lines.items():
            if mine and months and months[0] < mine[0] and months[-1] < mine[-1]:
                goes_on = months[-1] in (mine[0], mine[0] - pd.DateOffset(months=1))
                before = old if goes_on else before
        renamed += [f"{before} > {name}"] if before else []
        lines[name] = [*lines.pop(before, []), *mine]
    told = frozenset.intersection(*map(frozenset, lines.values())) if lines else frozenset()
    return told, tuple(renamed)


def unmatched(tables: Tables) -> list[tuple[str, str, str]]:
    """Return service, kind and text of every claim that fits nothing in the tables."""

    def is_there(kind: str, text: str) -> bool:
        if kind == "questions":
            return bool(find(reading.rows(tables, kind), text))
        return any(fits(thing, [text]) for thing in things(tables, kind))

    return [
        (name, kind, text)
        for name, service in tables.settings.services.items()
        for kind in CLAIMS
        if tables.has(SOURCES.get(kind, (kind,))[0])
        for text in _claims(tables, service, kind)
        if not is_there(kind, text)
    ]


def touched(tables: Tables, service: str) -> pd.Series:
    """Return which touches are uses of a service: by their need or by their channel."""
    rows = reading.rows(tables, "touches", "need", "channel")
    wanted = {folded(one) for one in of_service(tables, "needs", service)}
    channels = set(of_service(tables, "channels", service))
    # few different cells stand in many rows
    cells = {
        cell: any(folded(part) in wanted for part in parts(cell))
        for cell in rows["need"].dropna().unique()
    }
    return rows["need"].map(cells).eq(True) | rows["channel"].isin(channels)
