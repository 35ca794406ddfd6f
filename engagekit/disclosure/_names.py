"""Names and words that no board copy may hold: found in any text, whatever surrounds them."""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from functools import cache
from importlib import resources
from itertools import chain
from typing import Any, NamedTuple

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
LONG = 10_000
"""Letters from which on it pays to look only where words of names stand."""
PERSONS = ("contact_id", "display_name", "email", "staff_id", "alias")
TITLES = ("mr", "mrs", "ms", "mx", "dr", "prof", "mme", "mlle")
_TITLE = re.compile(r"\b(?:M|Me|Mr|Mrs|Ms|Mx|Dr|Prof|Mme|Mlle)\.?\s+$")
_MARKS = "\u0300-\u036f\u0591-\u05c7\u064b-\u065f"
"""Accents and points that stand beside their letter."""
_WORD = re.compile(rf"(?:[^\W_]|[{_MARKS}{JOINING.pattern[1:-1]}])+")
_BREAK = "\u200b"
"""Where a line may break: within a word or between two."""
_UPPER, _LOWER = "[A-ZÀ-ÖØ-Þ]", "[a-zß-öø-ÿ]"
_JOINED = re.compile(rf"(?:{_UPPER}{_LOWER}+){{2,}}")
_PART = re.compile(rf"{_UPPER}{_LOWER}+")
_INITIAL = re.compile(rf"{_UPPER}(?:\.(?=\W|$|{_UPPER}[.\-\s]|{_UPPER}{_LOWER})|(?=\s{_UPPER}))")
"""A letter with its stop ("J."), and one without before another capital ("J Roe")."""
_WORDS = frozenset("AIOYÀÔ")
"""Letters that are words as well."""
_STOP = "\u01c0"
"""Stands for the stop after an initial: a letter that no name has."""
_ADDRESS = re.compile(r"[^\s<>()]+@[^\s<>(),;]+[^\W_]")
Words = tuple[str, ...]
ByFirst = dict[str, set[Words]]
Span = tuple[int, int]


class Piece(NamedTuple):
    """A word of a text and where it stands; ``initial``: as names hold it, if it may be one."""

    word: str
    start: int
    end: int
    initial: str = ""
    may_be_left_out: bool = False


def _pieces(text: str, *, are_apart: bool = False) -> list[Piece]:
    """Return the words of a text; ``are_apart``: "JaneRoe" is two, as is what a break parts."""
    pieces = []
    for match in _WORD.finditer(text.replace(_BREAK, " ") if are_apart else text):
        parts = [match]
        if are_apart and _JOINED.fullmatch(match[0]):
            parts = list(_PART.finditer(text, *match.span()))
        for part in parts:
            start, end = part.span()
            word = part[0].lower() if part[0].isascii() else _bare(part[0])
            letter = _INITIAL.match(text, start) if end == start + 1 else None
            if letter:
                initial = word + _STOP if letter[0] not in _WORDS else ""
                pieces.append(Piece(word, start, letter.end(), initial, True))
            else:
                pieces.append(Piece(word, start, end))
    return [piece for piece in pieces if piece.word]


def _bare(word: str) -> str:
    """Return a word without case, accents and signs that nobody sees."""
    split = unicodedata.normalize("NFKD", JOINING.sub("", word))
    return "".join(sign for sign in split if not unicodedata.combining(sign)).casefold()


def words_of(text: str) -> list[str]:
    """Return the words of a text without case and accents.

    Examples
    --------
    >>> words_of("Zoë Côté-Roy <zoe.roy@firm.example>")
    ['zoe', 'cote', 'roy', 'zoe', 'roy', 'firm', 'example']
    """
    return [piece.word for piece in _pieces(text)]


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


@dataclass
class Names:
    """Hold what must not be told, by the first of its words.

    ``in_texts`` are family names that are no words, and ids of digits alone: they are
    looked for only in what somebody wrote, for elsewhere they are amounts and places.
    ``roles`` are the people on the staff list by role and department, without a role all of it,
    and ``k`` how many of them a role must stand for; ``groups`` are what people are in, and no
    names; ``is_whole`` is False where no staff list was at hand.
    """

    by_first: ByFirst = field(default_factory=lambda: defaultdict(set))
    in_texts: ByFirst = field(default_factory=lambda: defaultdict(set))
    roles: Mapping[tuple[str, str], int] = field(default_factory=Counter)
    groups: Set[Words] = frozenset()
    k: int = 5
    is_whole: bool = True

    def add(self, values: Iterable[object], *, are_alone: bool = False) -> None:
        """Add names, addresses and ids; those of one word only where they can be nothing else.

        Names of persons are added in any order, and with an initial ("Roe, Jane", "J. Roe").
        """
        for value in map(str, values):
            words = words_of(value)
            if len(words) > 1 or (are_alone and words and len(words[0]) >= LEAST_LETTERS):
                is_number = len(words) == 1 and words[0].isdigit()
                (self.in_texts if is_number else self.by_first)[words[0]].add(tuple(words))
            is_address = "@" in value
            parts = [one.word for one in _pieces(value) if not one.may_be_left_out]
            for at in range(len(parts) if len(parts) > 1 and not is_address else 0):
                self._add_spellings([*parts[at:], *parts[:at]])

    def _add_spellings(self, name: Sequence[str]) -> None:
        first, *others = name
        spellings = [name]
        for tail in (others, others[-1:]):
            if any(len(part) > 1 for part in tail):  # "L. O" of O'Leary is nobody's name
                spellings += [(first[0] + _STOP, *tail), (*tail, first[0] + _STOP)]
        for words in spellings:
            self.by_first[words[0]].add(tuple(words))

    def add_families(self, people: pd.Series, tables: Tables) -> None:
        """Add family names of the staff list that are no words and name no part of the house.

        Behind a title every family name is one: "Mr Page", "Dr Roy".
        """
        house = tables.settings.organisation
        known = {*_common_words(), *words_of(f"{house.name} {house.library}")}
        known |= {word for group in self.groups for word in group}
        for person in people.dropna():
            family = family_of(str(person))
            names: set[Words] = {
                (word,) for word in family if len(word) >= LEAST_LETTERS and word not in known
            }
            if len(family) > 1 and family not in self.groups:
                names.add(family)
            for name in names:
                self.in_texts[name[0]].add(name)
            for title in TITLES if family else ():
                self.by_first[title].add((title, *family))

    def found(self, text: str, *, is_text: bool = False) -> list[str]:
        """Return what of it stands in a file, or in a text that somebody wrote."""
        return sorted({" ".join(name) for name, _ in self._places(text, is_text=is_text)})

    def _places(self, text: str, *, is_text: bool) -> Iterator[tuple[Words, Span]]:
        """Yield each name in a text, and where it stands."""
        for start, part in self._runs(text):
            has_joined = _BREAK in part or _JOINED.search(part)
            for are_apart in (False, True) if has_joined else (False,):
                pieces = _pieces(part, are_apart=are_apart)
                for at, piece in enumerate(pieces):
                    names = [*self.by_first.get(piece.word, ())]
                    names += self.by_first.get(piece.initial, ())
                    names += self.in_texts.get(piece.word, ()) if is_text else ()
                    for name in names:
                        end = _end_of(name, pieces[at : at + 2 * len(name)])
                        if end:
                            yield name, (start + piece.start, start + end)

    def _runs(self, text: str) -> Iterator[tuple[int, str]]:
        """Yield a text; of a long one the parts in which every word may be of a name."""
        if len(text) <= LONG:
            yield 0, text
            return
        every = chain(*self.by_first.values(), *self.in_texts.values())
        known = {word.removesuffix(_STOP) for name in every for word in name}
        may_be = {
            word
            for word in {*_WORD.findall(text)}
            if len(word) == 1 or _BREAK in word or _JOINED.fullmatch(word) or _bare(word) in known
        }
        start = None
        for match in _WORD.finditer(text):
            if match[0] in may_be:
                start = match.start() if start is None else start
            elif start is not None:
                yield start, text[start : match.end()]
                start = None
        if start is not None:
            yield start, text[start:]

    def taken_out(self, text: str, somebody: str) -> str:
        """Return a text in which ``somebody`` stands for each name, address and id."""
        whole: list[Span] = []
        addresses = [match.span() for match in _ADDRESS.finditer(text)]
        for start, end in sorted(span for _, span in self._places(text, is_text=True)):
            start, end = next((one for one in addresses if one[0] <= start < one[1]), (start, end))
            if whole and start < whole[-1][1]:
                start, end = whole[-1][0], max(end, whole.pop()[1])
            whole.append((start, end))
        for start, end in reversed(whole):
            title = _TITLE.search(text[:start])
            text = f"{text[: title.start() if title else start]}{somebody}{text[end:]}"
        return text


def _end_of(name: Words, pieces: Sequence[Piece]) -> int:
    """Return where a name ends that these words begin with, whatever initials stand between."""
    left = list(name)
    for piece in pieces:
        if left[0] in (piece.word, piece.initial):
            left.pop(0)
        elif not piece.may_be_left_out:
            return 0
        if not left:
            return piece.end
    return 0


def names_of(tables: Tables | None, sections: Iterable[Section], k: int) -> Names:
    """Return names, addresses, ids and aliases of contacts, and words without permission.

    ``tables``: None: only what the private listings of the report name. ``k``: people that a role
    beside a department must stand for.
    """
    of_staff = Names(is_whole=False) if tables is None else _of_staff(tables)
    by_first, in_texts = (
        defaultdict(set, {first: set(names) for first, names in known.items()})
        for known in (of_staff.by_first, of_staff.in_texts)
    )
    names = replace(of_staff, by_first=by_first, in_texts=in_texts, k=k)
    for section in sections:
        for column in PERSONS:
            if column in section.frame.columns:
                names.add(section.frame[column].dropna().unique())
    for group in names.groups:
        names.by_first[group[0]].discard(group)
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
    contacts, aliases = _table(tables, "contacts"), _table(tables, "aliases")
    parts = {"department", "site", "role_level", "cost_centre"}.intersection(contacts)
    groups = {tuple(words_of(str(one))) for part in parts for one in contacts[part].dropna()}
    names = Names(groups=groups - {()}, roles=_roles(contacts))
    people = contacts.get("display_name", pd.Series(dtype="str"))
    names.add(people.dropna())
    names.add_families(people, tables)
    for table, column in ((contacts, "email"), (contacts, "contact_id"), (aliases, "alias")):
        names.add(table[column].dropna() if column in table else (), are_alone=True)
    told = _table(tables, "testimonials")
    if {"text", "permission"} <= set(told.columns):
        for text in told.loc[told["permission"].astype("str") == "none", "text"].dropna():
            start = tuple(words_of(str(text))[:QUOTED])
            if len(start) == QUOTED:
                names.by_first[start[0]].add(start)
    return names


def _table(tables: Tables, name: str) -> pd.DataFrame:
    """Return a table as pandas, an empty one where there is none."""
    return collected(lazy(tables.need(name))) if tables.has(name) else pd.DataFrame()


def _roles(contacts: pd.DataFrame) -> Counter[tuple[str, str]]:
    """Return how many people have a role in a department, and how many are in it."""
    counted: Counter[tuple[str, str]] = Counter()
    if {"role_level", "department"} <= set(contacts.columns):
        groups = several(contacts["department"]).astype("str").str.casefold()
        roles = contacts["role_level"].reindex(groups.index).astype("str").str.casefold()
        counted.update(zip(roles, groups, strict=True))
        counted.update(("", group) for group in groups)
    return counted


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
            section, texts = _without_names_in_its_texts(section, names, somebody)
            changed += texts
        result.append(section)
    return tuple(result), tuple(changed)


def _without_names_in_its_texts(
    section: Section, names: Names, somebody: str
) -> tuple[Section, list[Changed]]:
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
    frame = section.frame.reset_index(drop=True)
    if "confirmed_by" in frame.columns:
        roles = [_role(cell, names) for cell in frame["confirmed_by"]]
        frame["confirmed_by"] = pd.Series(roles, index=frame.index, dtype="str")
    for column in frame.columns.difference([*MEASURED], sort=False):
        if pd.api.types.is_numeric_dtype(frame[column]):
            is_whole = pd.api.types.is_integer_dtype(frame[column]) and len(frame) > 1
            # one amount may be an id by chance
            if is_whole and set(frame[column].dropna().astype("str")) <= set(names.in_texts):
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


def _texts(part: Any) -> Iterator[str]:
    """Yield every text of a nested value."""
    if isinstance(part, Mapping):
        yield from _texts(list(part.items()))
    elif isinstance(part, Sequence) and not isinstance(part, str):
        for value in part:
            yield from _texts(value)
    else:
        yield str(part)


def _role(text: Any, names: Names) -> Any:
    """Return who confirmed, the role left away where it stands for too few; else nothing."""
    role, comma, department = ("" if pd.isna(text) else str(text)).partition(",")
    group = department.strip().casefold()
    if comma and names.roles.get((role.strip().casefold(), group), 0) >= names.k:
        return text
    is_large = names.roles.get(("", group), 0) >= names.k
    return department.strip() if comma and is_large else pd.NA
