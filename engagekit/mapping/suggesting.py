"""Which field a column may be: exact words are taken, anything like them is suggested."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from engagekit.mapping.columns import ColumnProfile
from engagekit.mapping.mapping_file import SURVEY, fields_of, normal
from engagekit.tables.schema import TABLES

_KINDS = {
    "date": ("date", "moment"),
    "moment": ("date", "moment"),
    "number": ("number",),
    "count": ("number",),
    "flag": ("flag", "number"),
}
"""Kinds of columns from which a field of a kind can be read; others take any."""
_BRACKETS = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
_UNIT = re.compile(
    r"min(?:s|ute[sn]?)?|h|hrs?|hours?|heures?|std|stunden?|in .{1,12}|cad|usd|gbp|eur|aud|chf|"
    r"optional|required|d{1,2} m{2,3} y{2,4}|m{2} d{2} y{2,4}|yyyy mm dd|jj mm aaaa|"
    r"tt mm jjjj|facultatif|00?0s?|\W*"
)
"""What stands in brackets behind a header and does not change which field it is."""
_UNITS = {
    "hours": re.compile(r"\b(?:hours?|hrs?|heures?|stunden|std|horas?|ore|h)\b"),
    "thousands": re.compile(
        r"'000|\b000s?\b|\bthousands?\b|[£$€]k\b|\bk[£$€]|\bteur\b|\bt€|milliers"
    ),
}
OF_PEOPLE = ("display_name", "email", "contact_id", "staff_id", "witness")
"""Fields that say who somebody is."""
NUMBERS_TOO = ("period", "cost_centre")
"""Fields of words that may be written in digits, beside numbers of people and things."""
LEAST = 60
"""Points, of 100 for the same header, from which a field is suggested: `Dauer` and `duration` have
68, `notes` and `need` 44."""
CELLS = 30
"""Points that fitting cells add, and that others take away: they outweigh a header that is half
like another (60 to 90), and not one that is the same (100)."""
MOST_ANSWERS = 15
"""Different cells up to which a column may be a question to choose from: scales have up to 11."""


@dataclass(frozen=True)
class Suggested:
    """What a mapping could begin with.

    Attributes
    ----------
    table : str
    sure : bool
        The table was stated: nothing is read before somebody says it.
    fields : dict of field to column
        Headers that are exactly a word for the field.
    offered : dict of column to fields
        Suggestions in order, never taken.
    """

    table: str
    sure: bool
    fields: dict[str, int]
    offered: dict[int, list[str]]


@cache
def words() -> dict[str, dict[str, list[str]]]:
    """Return table to field to the header words by which it is recognised."""
    text = (Path(__file__).parent / "words.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def suggest(columns: Sequence[ColumnProfile], table: str) -> Suggested:
    """Return the fields of a table that the headers of some columns name, and what may be others.

    Parameters
    ----------
    columns : sequence of ColumnProfile
    table : str
    """
    fields = exact(columns, table)
    offered = {
        part.column: names
        for part in columns
        if part.column not in fields.values()
        and part.kind != "empty"
        and (names := fuzzy(part, table, fields))
    }
    return Suggested(table, True, fields, offered)


def exact(columns: Sequence[ColumnProfile], table: str) -> dict[str, int]:
    """Return fields whose name, or a word for it, is the header of one column that fits."""
    listed = words().get(table, {})
    fields: dict[str, int] = {}
    for field in fields_of(table):
        for word in (normal(field.replace("_", " ")), *listed.get(field, [])):
            hits = [part for part in columns if word in called(part.header)]
            fits = len(hits) == 1 and _fits(hits[0], table, field)
            if fits and hits[0].column not in fields.values():
                fields[field] = hits[0].column
                break
    return fields


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
    return tuple(
        dict.fromkeys([normal(plain), *([normal(bare)] if known and bare.strip() else [])])
    )


def unit_of(header: str, field: str) -> str:
    """Return the unit of a field's column that is not the field's own, as its header says it.

    Examples
    --------
    >>> unit_of("Time (hrs)", "minutes"), unit_of("Amount (£'000)", "amount"), unit_of("h", "n")
    ('hours', 'thousands', '')
    """
    listed = {"minutes": ("hours",), "staff_minutes": ("hours",), "amount": ("thousands",)}
    text = header.casefold()
    return next((one for one in listed.get(field, ()) if _UNITS[one].search(text)), "")


def _fits(part: ColumnProfile, table: str, field: str) -> bool:
    """Return whether a column's cells can be what the field holds."""
    if table == SURVEY or part.kind == "empty":
        return True
    wanted = _KINDS.get(TABLES[table][field].kind)
    return wanted is None or part.kind in wanted


def fuzzy(part: ColumnProfile, table: str, fields: dict[str, int], limit: int = 3) -> list[str]:
    """Return fields that a column could be, nearest first: suggestions, never taken.

    Headers that are alike count, and so do the cells: days are offered for days, names for people.
    """
    return [field for _, field in scores(part, table, fields)[:limit]]


def scores(part: ColumnProfile, table: str, fields: dict[str, int]) -> list[tuple[float, str]]:
    """Return fields that a column could be with their points, the nearest first."""
    from rapidfuzz import fuzz

    listed = words().get(table, {})
    scored = []
    for field in fields_of(table):
        if field in fields or not _fits(part, table, field):
            continue
        names = [field.replace("_", " "), *listed.get(field, [])]
        alike = max(fuzz.WRatio(own, name) for own in called(part.header) for name in names)
        scored.append((alike + _points_of_cells(part, table, field), field))
    return [one for one in sorted(scored, reverse=True) if one[0] >= LEAST]


def _points_of_cells(part: ColumnProfile, table: str, field: str) -> int:
    """Return what the cells of a column add to a field, or take from it."""
    kind = "text" if table == SURVEY else TABLES[table][field].kind
    if part.kind in ("date", "moment"):
        return CELLS if kind in ("date", "moment") else -CELLS
    if part.kind == "email":
        return CELLS if field == "email" else -CELLS
    if part.is_code and field == "staff_id":  # a number a row is of the row, not of a librarian
        return -CELLS
    worded = kind in ("text", "choice") and not field.endswith("_id") and field not in NUMBERS_TOO
    if worded and table != SURVEY and (part.is_code or part.kind == "number"):
        return -2 * CELLS
    if part.personal:
        return CELLS if field in OF_PEOPLE and field != "email" else -CELLS
    if field == "channel":
        return CELLS if part.is_way else 0
    return -CELLS if field in OF_PEOPLE or part.is_way else 0
