"""Headers and marks for comparing: without units and signs, in each of two languages."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache, lru_cache

import pandas as pd

from engagekit.mapping.mapping_file import normal, words
from engagekit.parsing.values import LANGUAGES, STROKE, in_languages
from engagekit.readers.shared import vocabulary
from engagekit.readers.survey import _personal_columns
from engagekit.readers.survey._scales import match

SAMPLE, HALF = 25, 0.5
"""Different cells that are looked at, and the share of them that are names."""

_BRACKETS = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
_USES, _USES_ALONE, _SAYS_USE = (
    re.compile("|".join(vocabulary.words("headers")[one]))
    for one in ("uses", "uses_alone", "says_use")
)
_ENQUIRIES, _COUNTED_ENQUIRIES = (
    re.compile("|".join(vocabulary.words("headers")[one]))
    for one in ("says_enquiries", "counted_enquiries")
)
ENQUIRIES = ("enquiries", "enquiries by department", "enquiries by topic")
"""Words of tallies of enquiries: `place` is the way they came, the department or the topic."""
_OF_TIME, _OF_THINGS = (
    re.compile("|".join(vocabulary.words("headers")[one])) for one in ("of_time", "of_things")
)
_OF_ALL = re.compile("|".join(vocabulary.words("headers")["of_all"]))
_TEACHERS = re.compile("|".join(vocabulary.words("headers")["teachers"]))
_UNIT = re.compile("|".join(vocabulary.words("headers")["units"]))
"""What stands in brackets behind a header and does not change which field it is."""


@lru_cache(maxsize=65_536)
def called(header: str) -> tuple[str, ...]:
    """Return a header for comparing, and without a unit or a hint in brackets.

    Examples
    --------
    >>> called("Time taken (mins)"), called("Amount (budget)")
    (('time taken mins', 'time taken'), ('amount budget',))
    """
    plain = header.replace("_", " ")
    bare = _BRACKETS.sub("", plain)
    hints = (normal(one) for one in _BRACKETS.findall(plain))
    known = all(_UNIT.fullmatch(one) for one in hints)
    names = [normal(plain), *([normal(bare)] if known and bare.strip() else [])]
    return tuple(dict.fromkeys(names))


def either(header: str) -> set[str]:
    """Return a header for comparing, as it is and in each of two languages."""
    return {*called(header), *map(normal, in_languages(header))}


def uses(headers: Iterable[str]) -> list[str]:
    """Return the headers over how often people used something, as `normal` makes them."""
    heads = [*map(normal, headers)]
    return [one for one in heads if _USES.fullmatch(one) or of_platform(one)]


def of_platform(header: str) -> bool:
    """Return whether a header, as `normal` makes it, is over what only a platform counts."""
    return _USES_ALONE.fullmatch(header) is not None


def names_uses(texts: Collection[str]) -> bool:
    """Return whether most texts, two at least, are how people use one platform.

    Examples
    --------
    >>> names_uses(["Sessions", "Pages vues"]), names_uses(["Loans", "Desk", "Page views"])
    (True, False)
    """
    named = uses(texts)
    return any(map(of_platform, named)) and len(named) >= max(2, 0.5 * len(texts))


def use_in(texts: Iterable[str]) -> str:
    """Return what titles say of how often platforms were used; empty where they do not.

    Examples
    --------
    >>> use_in(["Library", "Full-text downloads 2026"]), use_in(["Training sessions"])
    ('full text downloads', '')
    """
    for text in map(normal, texts):
        if match := _USES_ALONE.search(text) or _SAYS_USE.search(text):
            return match[0]
    return ""


def counted_by(headers: Sequence[str]) -> list[str]:
    """Return what each column counts: the one of enquiries alone, or of all of them, these.

    Examples
    --------
    >>> counted_by(["Questions answered", "Visitors", "Minutes on enquiries"])
    ['enquiries', 'Visitors', 'Minutes on enquiries']
    >>> counted_by(["Enquiries received", "Enquiries answered"])
    ['enquiries', 'Enquiries answered']
    """
    of = [one for one in headers if counts_enquiries(one)]
    of = [one for one in of if normal(one).startswith("total")] or of
    if len(of) > 1:  # some of what was asked was answered
        of = [one for one in of if _OF_ALL.search(normal(one))] or of
    return [ENQUIRIES[0] if [one] == of else one for one in headers]


def counts_enquiries(header: str) -> bool:
    """Return whether a header stands over how many enquiries there were."""
    return _COUNTED_ENQUIRIES.fullmatch(normal(header)) is not None


def counts_others(headers: Iterable[str]) -> list[str]:
    """Return what beside tallies of enquiries counts time, or visits and loans that are no way.

    Examples
    --------
    >>> counts_others(["Walk-in", "Phone", "Hours", "Fax", "Visitors", "Minutes by phone"])
    ['Hours', 'Visitors', 'Minutes by phone']
    """
    headers = [*headers]
    by_way = {one for one, _ in ways(headers)}
    return [
        one
        for one in headers
        if _OF_TIME.search(normal(one)) or (one not in by_way and _OF_THINGS.search(normal(one)))
    ]


def says_enquiries(texts: Iterable[str]) -> bool:
    """Return whether titles or headers say that enquiries are counted.

    Examples
    --------
    >>> says_enquiries(["Library", "Reference statistics 2026"]), says_enquiries(["Loans"])
    (True, False)
    """
    return any(map(_ENQUIRIES.search, map(normal, texts)))


def of_answerers(header: str) -> bool:
    """Return whether a header speaks of those who answered: they are not whom they met.

    Examples
    --------
    >>> of_answerers("Inducted by"), of_answerers("Requested by"), of_answerers("Librarian e-mail")
    (True, False, True)
    """
    touches, bare = words()["touches"], normal(header)
    listed = touches["staff_id"]
    if (bare.endswith((" by", " par")) and bare not in touches["display_name"]) or (
        _TEACHERS.fullmatch(bare)
    ):
        return True
    return any(f" {word} " in f" {bare} " for word in listed)


def halves(header: str, kind: str, fields: Mapping[str, str]) -> tuple[str, ...]:
    """Return the two sides of a header in two languages, unless they are of two fields."""
    # over numbers both have to be known: `Cost / user` is no cost
    sides = tuple(map(normal, LANGUAGES.split(header)))
    meant = {fields[side] for side in sides if side in fields}
    known = kind != "number" or all(side in fields for side in sides)
    return sides if len(sides) == 2 and len(meant) == 1 and known else ()


def is_of_people(header: str, kind: str, filled: pd.Series) -> bool:
    """Return whether a header names people and the cells are names: `Employee type` is none."""
    plain = normal(header)
    named = {plain, *plain.split()} & _people() and not _personal_columns.asks(header)
    if not named or match([str(cell) for cell in filled.unique()[:SAMPLE]]):
        return False  # "Staff were helpful" over "Strongly Agree"
    one_word = kind == "text" and filled.str.fullmatch(r"[^\W\d_][\w.'’-]*").mean() >= HALF
    return one_word or _personal_columns.name_share(filled) >= HALF


@cache
def _people() -> frozenset[str]:
    """Return headers over names of people, and words of them."""
    listed = [words()[one] for one in ("touches", "attendance")]
    named = [word for one in listed for word in (*one["display_name"], *one.get("staff_id", ()))]
    return frozenset([*vocabulary.words("people")["person"], *named])


def ways(cells: Iterable[str], field: str = "channel") -> list[tuple[str, str]]:
    """Return the cells that say how a question came in, or who came, each with our word for it.

    Examples
    --------
    >>> ways(["In person", "Courriel", "Pigeon"])
    [('In person', 'desk'), ('Courriel', 'email')]
    >>> ways(["Yes / Oui", "No / Non", "Yes / No"], "status")
    [('Yes / Oui', 'attended'), ('No / Non', 'no_show')]
    """
    listed = {ours: "|".join(theirs) for ours, theirs in vocabulary.words(f"ways.{field}").items()}
    listed.pop("reference", None)
    found, cells = [], [*cells]
    if field == "status" and {"p", "a"} <= {cell.casefold() for cell in cells}:
        listed["no_show"] += "|^a$"  # beside P for present
    pattern_of = {ours: re.compile(one) for ours, one in listed.items()}

    @cache  # most cells of a column are alike
    def way(side: str) -> str:
        return next((ours for ours, one in pattern_of.items() if one.search(side)), "")

    for cell in cells:
        sides = [cell, *STROKE.split(cell)]  # the whole, then each language
        said = [way(side.casefold()) for side in sides]
        found += [(cell, said[0] or said[1])] if said[0] or len({*said[1:]}) == 1 else []
    return [(cell, ours) for cell, ours in found if ours]
