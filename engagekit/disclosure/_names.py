"""Names and words that no board copy may hold: found in any text, whatever surrounds them."""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from functools import cache
from importlib import resources
from typing import Any

import pandas as pd

from engagekit.facts.reading import collected, lazy
from engagekit.measures._frame import MEASURED
from engagekit.plain_text import JOINING
from engagekit.sections import Section
from engagekit.tables.cache import once
from engagekit.tables.memberships import several
from engagekit.tables.tables import Tables

LEAST_LETTERS = 5
"""Letters of an alias of one word that is looked for: shorter ones are words of any text."""
QUOTED = 6
"""Words of a testimonial by which it is recognised: no two people begin with six words alike."""
PERSONS = ("contact_id", "display_name", "email", "staff_id", "alias")
_WORD = re.compile(r"[^\W_]+")
TITLES = ("mr", "mrs", "ms", "mx", "dr", "prof", "mme", "mlle")
_TITLE = re.compile(r"\b(?:M|Me|Mr|Mrs|Ms|Mx|Dr|Prof|Mme|Mlle)\.?\s+$")
_OTHER = re.compile(r"[^\x00-\x7f]+")
_BREAK = "\u200b"
"""Where a line may break: within a word or between two."""
_UPPER, _LOWER = "[A-ZÀ-ÖØ-Þ]", "[a-zß-öø-ÿ]"
_INITIALS = re.compile(
    rf"\b{_UPPER}\.(?:[\s-]?{_UPPER}\.)*(?=\W|$|{_UPPER}{_LOWER})|\b{_UPPER}(?=\s{_UPPER})"
)
"""Initials with their stops ("J. M."), and one without before another capital ("J Roe")."""
_WORDS = frozenset("AIOYÀÔ")
"""Letters that are words as well."""
_JOINED = re.compile(rf"\b(?:{_UPPER}{_LOWER}+){{2,}}\b")
_STOP = "\u01c0"
"""Stands for the stop after an initial: a letter that no name has."""
_SPELT = re.compile(r"[^\W_]+\.?")
_ADDRESS = re.compile(r"[^\s<>()]+@[^\s<>(),;]+[^\W_]")
LONGEST = 8
"""Words of the longest name that is looked for in a text."""
AROUND = 64
"""Letters around initials that are read with them: no name is longer."""
WHOLE, DOUBLES, FAMILIES = range(3)
"""Kinds of names in the order in which they are taken out; each is looked for with those before."""
Words = tuple[str, ...]


def _readings(text: str) -> Iterator[str]:
    """Yield a text, and what stands around other spellings: "J. Roe", "Jane M. Roe", "JaneRoe"."""
    yield text
    if _BREAK in text:
        yield text.replace(_BREAK, " ")
    yield from (re.sub(f"(?={_UPPER})", " ", match[0]) for match in _JOINED.finditer(text))
    for match in _INITIALS.finditer(text):
        start, end = match.span()
        around = text[max(start - AROUND, 0) : start], text[end : end + AROUND]
        yield " ".join(around)
        if match[0] not in _WORDS:
            yield f" {match[0][0]}{_STOP} ".join(around)


def words_of(text: str) -> list[str]:
    """Return the words of a text without case and accents.

    Examples
    --------
    >>> words_of("Zoë Côté-Roy <zoe.roy@firm.example>")
    ['zoe', 'cote', 'roy', 'zoe', 'roy', 'firm', 'example']
    """
    return _WORD.findall(_OTHER.sub(_bare, JOINING.sub("", text)).casefold())


def family_of(person: str) -> Words:
    """Return the words of a family name: the last of a name, or what stands before a comma.

    Examples
    --------
    >>> family_of("Ingrid Vasquez-Holm"), family_of("Roe, Jane")
    (('vasquez', 'holm'), ('roe',))
    """
    before, comma, _ = person.partition(",")
    parts = [before] if comma else person.split()[-1:]
    return tuple(words_of(" ".join(parts)))


def _bare(run: re.Match[str]) -> str:
    """Return letters beyond ASCII without accents; the megabytes around them are not looked at."""
    split = unicodedata.normalize("NFKD", run[0])
    return "".join(sign for sign in split if not unicodedata.combining(sign))


@dataclass
class Names:
    """Hold what must not be told, by the first of its words.

    ``numbers`` are ids of digits alone, ``families`` family names that are no words and ``doubles``
    those of two words: they are looked for only in what somebody wrote, for elsewhere they are
    amounts and places.
    ``roles`` are the people on the staff list by role and department, ``k`` how many of them a role
    must stand for; ``groups`` are what people are in, and no names; ``is_whole`` is False where no
    staff list was at hand.
    """

    numbers: set[str] = field(default_factory=set)
    families: set[str] = field(default_factory=set)
    doubles: dict[str, set[Words]] = field(default_factory=lambda: defaultdict(set))
    by_first: dict[str, set[Words]] = field(default_factory=lambda: defaultdict(set))
    roles: Mapping[tuple[str, str], int] = field(default_factory=dict)
    groups: Set[Words] = frozenset()
    k: int = 5
    is_whole: bool = True

    def add(self, text: Any, *, alone: bool = False) -> None:
        """Add a name, an address or an id; of one word only where it can be nothing else."""
        words = words_of(str(text)) if pd.notna(text) else []
        if len(words) == 1 and (not alone or len(words[0]) < LEAST_LETTERS):
            return
        if len(words) == 1 and words[0].isdigit():
            self.numbers.add(words[0])
        elif words:
            self.by_first[words[0]].add(tuple(words))

    def add_all(self, values: Iterable[object], *, alone: bool = False) -> None:
        """Add names; those of persons in any order, and with an initial ("Roe, Jane", "J. Roe")."""
        for value in values:
            self.add(value, alone=alone)
            parts = [] if "@" in str(value) else words_of(_INITIALS.sub(" ", str(value)))
            for at in range(len(parts) if len(parts) > 1 else 0):
                first, *others = [*parts[at:], *parts[:at]]
                initial, spellings = first[0] + _STOP, [(first, *others)]
                for tail in (others, others[-1:]):
                    if any(len(part) > 1 for part in tail):  # "L. O" of O'Leary is nobody's name
                        spellings += [(initial, *tail), (*tail, initial)]
                for words in spellings:
                    self.by_first[words[0]].add(words)

    def add_families(self, people: pd.Series, tables: Tables) -> None:
        """Add family names of the staff list that are no words and name no part of the house.

        Behind a title every family name is one: "Mr Page", "Dr Roy".
        """
        house = tables.settings.organisation
        known = {*_common_words(), *words_of(f"{house.name} {house.library}")}
        known |= {word for group in self.groups for word in group}
        for person in people.dropna():
            family = family_of(str(person))
            if len(family) > 1 and family not in self.groups:
                self.doubles[family[0]].add(family)
            self.families |= {word for word in family if len(word) >= LEAST_LETTERS} - known
            for title in TITLES if family else ():
                self.by_first[title].add((title, *family))

    def found(self, text: str, *, is_text: bool = False) -> list[str]:
        """Return what of it stands in a file, or in a text that somebody wrote."""
        return self._found(text, FAMILIES if is_text else WHOLE)

    def _found(self, text: str, kind: int) -> list[str]:
        """Return what stands in a text, of one kind of names and those before it."""
        hits = set[str]()
        for words in map(words_of, _readings(text)):
            if kind == FAMILIES:
                hits |= (self.numbers | self.families).intersection(words)
            for names in (self.by_first, self.doubles)[: kind + 1]:
                hits |= {
                    " ".join(name)
                    for at, word in enumerate(words)
                    for name in names.get(word, ())
                    if tuple(words[at : at + len(name)]) == name
                }
        return sorted(hits)

    def taken_out(self, text: str, somebody: str) -> str:
        """Return a text in which ``somebody`` stands for each name, address and id.

        Where a name is spelt so that its place cannot be told, nothing of the text is left.
        """
        while self.found(text, is_text=True):
            # a family name taken out first would leave the rest of the name
            places = (self._shortest(text, kind) for kind in (WHOLE, DOUBLES, FAMILIES))
            place = next(filter(None, places), None)
            if place is None:
                return somebody
            start, end = place
            title = _TITLE.search(text[:start])
            start = title.start() if title else start
            text = f"{text[:start]}{somebody}{text[end:]}"
        return text

    def _shortest(self, text: str, kind: int) -> tuple[int, int] | None:
        """Return where the first of the shortest names begins and ends, an address whole."""
        words = [match.span() for match in _SPELT.finditer(text)]
        for length in range(1, LONGEST + 1):
            for first in range(len(words) - length + 1):
                start, end = words[first][0], words[first + length - 1][1]
                if not self._found(text[start:end], kind):
                    continue
                if text[end - 1] == "." and self._found(text[start : end - 1], kind):
                    end -= 1
                addresses = (match.span() for match in _ADDRESS.finditer(text))
                around = (span for span in addresses if span[0] <= start < span[1])
                return next(around, (start, end))
        return None


def names_of(tables: Tables | None, sections: Iterable[Section], k: int) -> Names:
    """Return names, addresses, ids and aliases of contacts, and words without permission.

    ``tables``: None: only what the private listings of the report name. ``k``: people that a role
    beside a department must stand for.
    """
    of_staff = Names(is_whole=False) if tables is None else _of_staff(tables)
    by_first = {first: set(names) for first, names in of_staff.by_first.items()}
    names = replace(
        of_staff,
        numbers={*of_staff.numbers},
        families={*of_staff.families},
        by_first=defaultdict(set, by_first),
        k=k,
    )
    for section in sections:
        for column in PERSONS:
            if column in section.frame.columns:
                names.add_all(section.frame[column].dropna().unique())
    for words in names.groups:
        names.by_first.get(words[0], set()).discard(words)
    return names


@cache
def _common_words() -> frozenset[str]:
    """Return the family names that are words as well."""
    text = resources.files("engagekit.disclosure").joinpath("common_words.txt").read_text("utf-8")
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    return frozenset(word for line in lines for word in line.split())


@once
def _of_staff(tables: Tables) -> Names:
    """Return what the tables alone name: the same for every report that is made of them."""
    contacts = _table(tables, "contacts")
    of = [name for name in ("department", "site", "role_level", "cost_centre") if name in contacts]
    groups = {tuple(words_of(str(one))) for name in of for one in contacts[name].dropna().unique()}
    names = Names(groups=groups - {()}, roles=_roles(contacts))
    for column in ("display_name", "email", "contact_id"):
        if column in contacts:
            names.add_all(contacts[column].dropna(), alone=column != "display_name")
    names.add_families(contacts.get("display_name", pd.Series(dtype="str")), tables)
    aliases = _table(tables, "aliases")
    if "alias" in aliases:
        names.add_all(aliases["alias"].dropna(), alone=True)
    told = _table(tables, "testimonials")
    if {"text", "permission"} <= set(told.columns):
        for text in told.loc[told["permission"].astype("str") == "none", "text"].dropna():
            start = words_of(str(text))[:QUOTED]
            names.add(" ".join(start) if len(start) == QUOTED else None)
    return names


def _table(tables: Tables, name: str) -> pd.DataFrame:
    """Return a table as pandas, an empty one where there is none."""
    return collected(lazy(tables.need(name))) if tables.has(name) else pd.DataFrame()


def _roles(contacts: pd.DataFrame) -> dict[tuple[str, str], int]:
    """Return how many people have a role in a department."""
    if not {"role_level", "department"} <= set(contacts.columns):
        return {}
    groups = several(contacts["department"])
    roles = contacts["role_level"].reindex(groups.index).astype("str").str.casefold()
    pairs = zip(roles, groups.astype("str").str.casefold(), strict=True)
    return Counter((str(role), str(group)) for role, group in pairs)


@dataclass(frozen=True)
class Changed:
    """Hold a text of which the board copy lacks a name, so that a person may look at it.

    ``row`` counts from 1, 0 for what stands beside the rows; ``column`` is its column or part;
    ``text`` is what stands there now, empty where the whole section or figure became private.
    """

    section: str
    row: int
    column: str
    text: str = ""


def without_names(
    sections: Sequence[Section], names: Names, somebody: str
) -> tuple[tuple[Section, ...], tuple[Changed, ...]]:
    """Return sections, those of the board without names in their texts, and which texts changed.

    Every row stays with its numbers: ``somebody`` ("a colleague") stands where a name stood.
    """
    result: list[Section] = []
    changed: list[Changed] = []
    for section in sections:
        if section.audience == "board":
            section, texts = _cleaned(section, names, somebody)
            changed += texts
        result.append(section)
    return tuple(result), tuple(changed)


def _cleaned(section: Section, names: Names, somebody: str) -> tuple[Section, list[Changed]]:
    """Return a section without names; one that names somebody beside its rows becomes private."""
    outside = {"title": section.title, "note": section.note, "missing": section.missing}
    outside |= {f"choice {name}": f"{name} {value}" for name, value in section.choices.items()}
    outside["columns"] = " ; ".join(map(str, section.frame.columns))
    outside["arguments"] = " ; ".join(_texts([section.figure_args, section.sentence_args]))
    changed = [
        Changed(section.title, 0, part) for part, text in outside.items() if names.found(text)
    ]
    if changed:
        return replace(section, audience="private"), changed
    if section.own_figure and names.found(" ".join(_texts(section.own_figure))):
        section = replace(section, own_figure=None)
        changed.append(Changed(section.title, 0, "figure"))
    frame = _with_roles(section.frame, names).reset_index(drop=True)
    for column in frame.columns:
        if column in MEASURED:
            continue
        if pd.api.types.is_numeric_dtype(frame[column]):
            if _are_ids(frame[column].dropna(), names):
                frame = frame.drop(columns=column)
                changed.append(Changed(section.title, 0, str(column)))
            continue
        cells = frame[column].tolist()
        for place, cell in enumerate(cells):
            if isinstance(cell, str) and names.found(cell, is_text=True):
                cells[place] = names.taken_out(cell, somebody)
                changed.append(Changed(section.title, place + 1, str(column), cells[place]))
        if cells != frame[column].tolist():
            frame[column] = pd.Series(cells, index=frame.index, dtype=frame[column].dtype)
    return section.with_frame(frame), changed


def _are_ids(numbers: pd.Series, names: Names) -> bool:
    """Return whether all numbers are ids: one amount may be an id by chance."""
    is_whole = pd.api.types.is_integer_dtype(numbers) and len(numbers) > 1
    return is_whole and names.numbers.issuperset(map(str, numbers))


def _texts(part: Any) -> Iterator[str]:
    """Yield every text of a nested value."""
    if isinstance(part, Mapping):
        yield from _texts(list(part.items()))
    elif isinstance(part, Sequence) and not isinstance(part, str):
        for value in part:
            yield from _texts(value)
    else:
        yield str(part)


def _with_roles(frame: pd.DataFrame, names: Names) -> pd.DataFrame:
    """Return a listing whose roles beside a department stand for at least ``k`` people each."""
    if "confirmed_by" not in frame.columns:
        return frame
    return frame.assign(
        confirmed_by=frame["confirmed_by"].map(lambda text: _role(text, names)).astype("str")
    )


def _role(text: Any, names: Names) -> Any:
    """Return who confirmed, the role left away where it stands for too few; else nothing."""
    words = "" if pd.isna(text) else str(text)
    role, comma, department = (part.strip() for part in words.partition(","))
    if not comma:
        return pd.NA
    many = names.roles.get((role.casefold(), department.casefold()), 0)
    if many >= names.k:
        return text
    whole = sum(n for (_, group), n in names.roles.items() if group == department.casefold())
    return department if whole >= names.k else pd.NA
