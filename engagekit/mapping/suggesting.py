"""Which field a column may be: exact words are taken, anything like them is suggested."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from engagekit.mapping.columns import ColumnSeen
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
OF_PEOPLE = ("display_name", "email", "contact_id", "staff_id", "witness")
"""Fields that say who somebody is."""
LEAST = 60
"""Points, of 100 for the same header, from which a field is suggested."""
CELLS = 30
"""Points that fitting cells add, and that others take away."""


@dataclass(frozen=True)
class Suggested:
    """What a mapping could begin with.

    Attributes
    ----------
    table : str
    sure : bool
        The table was stated or its fields are plain from the headers.
    taken : dict of field to column
        Headers that are exactly a word for the field.
    offered : dict of column to fields
        Suggestions in order, never taken.
    """

    table: str
    sure: bool
    taken: dict[str, int]
    offered: dict[int, list[str]]


@cache
def words() -> dict[str, dict[str, list[str]]]:
    """Table to field to the header words by which it is known."""
    text = (Path(__file__).parent / "words.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def suggest(columns: Sequence[ColumnSeen], table: str | None = None) -> Suggested:
    """The table and the fields that the headers of some columns name.

    Parameters
    ----------
    columns : sequence of ColumnSeen
    table : str, optional
        Default: the table whose required fields the headers name best, else a survey where most
        columns hold choices.

    Returns
    -------
    Suggested
    """
    chosen, sure = (table, True) if table else table_of(columns)
    used_names = exact(columns, chosen)
    used = set(used_names.values())
    offered = {
        part.column: fuzzy(part, chosen, used_names)
        for part in columns
        if part.column not in used and part.kind != "empty"
    }
    return Suggested(
        chosen, sure, used_names, {key: names for key, names in offered.items() if names}
    )


def table_of(columns: Sequence[ColumnSeen]) -> tuple[str, bool]:
    """The table that columns give, and whether their headers leave no doubt."""
    scored = []
    for name in words():
        if name == SURVEY:
            continue
        matches = exact(columns, name)
        needed = [field for field in TABLES[name].required if not field.endswith("_id")]
        hit = sum(field in matches for field in needed)
        scored.append((hit / max(len(needed), 1), len(matches), name))
    best = max(scored)
    answers = [
        part
        for part in columns
        if part.kind in ("choice", "flag", "number") and part.distinct <= 15 and not part.personal
    ]
    requested = [part for part in columns if "?" in part.header or len(part.header.split()) >= 7]
    many = len(answers) >= max(3, 0.5 * len(columns)) or len(requested) >= max(
        1, 0.25 * len(columns)
    )
    if many and best[0] < 1:
        return SURVEY, False
    ties = [part for part in scored if part[:2] == best[:2]]
    return best[2], best[0] == 1 and len(ties) == 1 and best[1] >= max(2, 0.5 * len(columns))


def exact(columns: Sequence[ColumnSeen], table: str) -> dict[str, int]:
    """Fields whose name, or a word for it, is the header of one column of a fitting kind."""
    existing = words().get(table, {})
    matches: dict[str, int] = {}
    for field in fields_of(table):
        names = [normal(field.replace("_", " ")), *existing.get(field, [])]
        for word in names:
            hits = [part for part in columns if normal(part.header.replace("_", " ")) == word]
            fits = len(hits) == 1 and _fits(hits[0], table, field)
            if fits and hits[0].column not in matches.values():
                matches[field] = hits[0].column
                break
    return matches


def _fits(part: ColumnSeen, table: str, field: str) -> bool:
    """Whether a column's cells can be what the field holds."""
    if table == SURVEY or part.kind == "empty":
        return True
    wanted = _KINDS.get(TABLES[table][field].kind)
    return wanted is None or part.kind in wanted


def fuzzy(part: ColumnSeen, table: str, taken: dict[str, int], limit: int = 3) -> list[str]:
    """Fields that a column could be, nearest first: suggestions, never taken.

    Headers that are alike count, and so do the cells: days are offered for days, names for people.
    """
    from rapidfuzz import fuzz

    existing = words().get(table, {})
    scored = []
    for field in fields_of(table):
        if field in taken or not _fits(part, table, field):
            continue
        names = [field.replace("_", " "), *existing.get(field, [])]
        alike = max(fuzz.WRatio(normal(part.header), name) for name in names)
        scored.append((alike + _told_by_cells(part, table, field), field))
    return [field for score, field in sorted(scored, reverse=True)[:limit] if score >= LEAST]


def _told_by_cells(part: ColumnSeen, table: str, field: str) -> int:
    """What the cells of a column add to a field, or take from it."""
    kind = "text" if table == SURVEY else TABLES[table][field].kind
    if part.kind in ("date", "moment"):
        return CELLS if kind in ("date", "moment") else -CELLS
    if part.kind == "email":
        return CELLS if field == "email" else -CELLS
    if part.personal:
        return CELLS if field in OF_PEOPLE and field != "email" else -CELLS
    return -CELLS if field in OF_PEOPLE else 0
