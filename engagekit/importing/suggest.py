"""Which column may hold which field: by the words over it, and whether its cells fit.

A suggestion is shown with three cells and counts for nothing until a person takes it.
"""

from collections.abc import Sequence
from functools import cache
from itertools import product

from engagekit.importing.kinds import Kind
from engagekit.importing.profile import Column
from engagekit.mapping.headers import called
from engagekit.mapping.mapping_file import PARTS, Mapping, Rows, fields_of, normal, words
from engagekit.mapping.shipped import shipped
from engagekit.mapping.tool_signs import VOCABULARY, several
from engagekit.parsing.person_names import are_titles
from engagekit.parsing.values import in_languages
from engagekit.readers.shared import vocabulary

_HOLDS: dict[str, tuple[str, ...]] = {
    "date": ("date",),
    "moment": ("date",),
    "number": ("number",),
    "count": ("number",),
    "flag": ("flag",),
    "choice": ("text", "flag"),
    "text": ("text", "flag"),
    "id": ("text", "number", "email", "flag"),
}
"""For the kind of a field the kinds of column that may hold it."""
_NUMBERS_TOO = ("cost_centre", "department", "role_level", "period", "matter_id", "item_id")
_DATES_TOO = ("period",)

_OF_STAFF = {
    "contact_id": "id", "display_name": "name", "role_level": "level", "joined_on": "hired",
    "left_on": "left", "left_reason": "reason",
}  # fmt: skip
"""Fields of people by the names of their words in the vocabulary of staff lists."""


@cache
def synonyms(table: str, without: str = "") -> dict[str, tuple[str, ...]]:
    """Return the words over each field of a table, as `normal` makes them, the usual ones first.

    Parameters
    ----------
    table : str
    without : str
        Name of a record whose headers are left out: to measure what is suggested for its files.
    """
    found = {field: [normal(field.replace("_", " "))] for field in fields_of(table)}
    for field, usual in words().get(table, {}).items():
        found.setdefault(field, []).extend(usual)
    for record in shipped():
        if record.mapping.name != without:
            for field, headers in _headers_of(record.mapping, table).items():
                found.get(field, []).extend(map(normal, headers))
    if table == "contacts":
        known = {**vocabulary.words("people"), **vocabulary.words("staff_list")}
        for field in (*found, *PARTS["contacts"]):
            listed = known.get(_OF_STAFF.get(field, field), ())
            found.setdefault(field, []).extend(map(normal, listed))
    return {
        field: tuple(dict.fromkeys(map(_key, filter(None, each)))) for field, each in found.items()
    }


def _headers_of(mapping: Mapping, table: str) -> dict[str, list[str]]:
    """Return the headers that a record names for each field of a table."""
    parts: list[Rows] = [mapping] if mapping.table == table else []
    parts += [part for name, part in mapping.also.items() if name == table]
    found: dict[str, list[str]] = {}
    for part in parts:
        for field, header in part.columns.items():
            headers = several(header)
            if len(headers) == 1:  # of several joined none is the field
                found.setdefault(field, []).extend(_written_out(headers))
    if mapping.table == table:
        for field, headers in mapping.aliases.items():
            found.setdefault(field, []).extend(_written_out(headers))
    return found


def _written_out(headers: Sequence[str]) -> list[str]:
    """Return the headers of a record, the words of a list in the place of its name."""
    found: list[str] = []
    for header in headers:
        if header.startswith("@"):
            found += vocabulary.words(VOCABULARY)[header[1:]]
        elif "*" not in header and not header.startswith("="):
            found.append(header)
    return found


def _key(name: str) -> str:
    """Return a header as it is compared, with `displayName` as `display name`."""
    return name.replace(" ", "")


def suggest(columns: Sequence[Column], kind: Kind, without: str = "") -> dict[str, Column]:
    """Return the column that may hold each field of a kind of row; none where several may.

    A column called as the field is goes before others that may hold it too.

    Parameters
    ----------
    columns : sequence of Column
    kind : Kind
    without : str
        As for `synonyms`.
    """
    listed = synonyms(kind.table, without)
    asked = [ask.name for ask in kind.asks]
    fields = [name for name in (*asked, *kind.hold) if name in listed]
    over = {column.index: _names(column.header) for column in columns}
    found: dict[str, Column] = {}
    for rank, field in product(range(max(map(len, listed.values()), default=0)), fields):
        words = listed[field]
        if field in found or rank >= len(words):
            continue
        named = [column for column in columns if words[rank] in over[column.index]]
        fitting = [one for one in named if _in_both(one, words) and fits(one, kind, field)]
        if len(fitting) == 1 and fitting[0] not in found.values():
            found[field] = fitting[0]
    if found.keys().isdisjoint(("given_name", "nickname")):  # `Name` alone may be anything
        found.pop("family_name", None)
    addresses = [column for column in columns if column.kind == "email"]
    if kind.table == "contacts" and "email" not in found and len(addresses) == 1:
        found["email"] = addresses[0]
    free = [column for column in columns if column not in found.values()]
    return {
        field: column
        for field, column in found.items()
        if (listed[field][0] in over[column.index] and not _is_code(column, field))
        or not any(
            over[other.index] & {*listed[field]} and fits(other, kind, field) for other in free
        )
    }


def _is_code(column: Column, field: str) -> bool:
    """Return whether a column holds numbers for what a column beside it may hold in words."""
    return column.kind == "number" and field in _NUMBERS_TOO


def _names(header: str) -> frozenset[str]:
    """Return a header as it is compared: whole, without its unit, in each of two languages."""
    return frozenset(map(_key, [*called(header), *map(normal, in_languages(header))]))


def _in_both(column: Column, words: Sequence[str]) -> bool:
    """Return whether all of a header names a field: `Cost / user` is no cost in two languages."""
    whole, *parts = in_languages(column.header)
    return _key(normal(whole)) in words or all(_key(normal(part)) in words for part in parts)


def fits(column: Column, kind: Kind, field: str) -> bool:
    """Return whether the cells of a column can be what a field holds."""
    if column.kind == "empty":  # nobody may have left yet
        return field == "left_on"
    if field == "email":
        return column.kind == "email"
    if field == "role_level" and are_titles({*column.values}):
        return False
    if field == "display_name" and kind.table == "contacts":
        whole = [cell for cell in column.cells if " " in cell or "," in cell]
        return column.kind == "text" and 2 * len(whole) > len(column.cells)
    if field == "nickname" and any(" " in cell for cell in column.cells):
        return False
    declared = kind.tidy_table
    holds = declared[field].kind if field in declared.names else "text"
    if column.kind == "number" and field in _NUMBERS_TOO:
        return True
    if column.kind == "date" and field in _DATES_TOO:
        return True
    if holds == "choice" and column.distinct > max(25, len(declared[field].allowed)):
        return False
    return column.kind in _HOLDS[holds]
