"""How often a suggestion is the right column, another one, or none: measured, with the least allowed."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from engagekit.files.source_file import open_export
from engagekit.importing.kinds import Kind, kinds
from engagekit.importing.profile import Column, columns_of
from engagekit.importing.suggest import suggest
from engagekit.mapping.mapping_file import Mapping, normal
from engagekit.mapping.shipped import shipped
from engagekit.mapping.tool_signs import find, several
from engagekit.tables.schema import TABLES

HERE = Path(__file__).parent
EXPORTS = HERE.parent / "exports"
RIGHT, OTHER = 0.65, 0.02
"""The least share of columns that must be right, and the most that may be another column."""
CELLS = {
    "date": ["03.02.2026", "14.02.2026", "20.02.2026"],
    "moment": ["03.02.2026", "14.02.2026", "20.02.2026"],
    "number": ["12", "40.5", "7"],
    "count": ["12", "40", "7"],
    "flag": ["yes", "no", "yes"],
    "text": ["Ann Lee", "Bo Ek", "Cy Dee"],
    "choice": ["Phone", "Other", "Phone"],
    "id": ["A17", "A18", "A19"],
}


def score(
    columns: list[Column], kind: Kind, truth: dict[str, str], without: str = ""
) -> Counter[str]:
    """How many fields are right, another column or none.

    A column that holds nothing we read, taken for a field, is another one too; a record does not say
    of the columns that it leaves aside that they hold nothing.
    """
    found = {field: column.header for field, column in suggest(columns, kind, without).items()}
    marks: Counter[str] = Counter()
    for field, header in truth.items():
        if field not in found:
            marks["none"] += 1
        else:
            marks["right" if found[field] == header else "other"] += 1
    more = {field: header for field, header in found.items() if field not in truth}
    marks["other"] += sum(not without or header in truth.values() for header in more.values())
    return marks


def hand_kept() -> Iterator[tuple[str, Kind, list[Column], dict[str, str]]]:
    lists = tomllib.loads((HERE / "hand_kept.toml").read_text(encoding="utf-8"))["lists"]
    for name, (row, *described) in lists.items():
        kind = kinds()[row]
        columns, truth = [], {}
        for index, text in enumerate(described):
            header, _, field = text.rpartition(":")
            cells = cells_of(kind, field)
            columns.append(_column(index, header, cells))
            if not field.startswith("-"):
                truth[field] = header
        yield name, kind, columns, truth


def cells_of(kind: Kind, field: str) -> list[str]:
    if field.startswith("-"):
        return CELLS[field[1:]]
    if field == "email":
        return ["ann@x.example", "bo@x.example", "cy@x.example"]
    if field == "period":
        return CELLS["date"]
    table = TABLES["events"] if field in ("title", "started_at") else TABLES[kind.table]
    return CELLS[table[field].kind]


def _column(index: int, header: str, cells: list[str]) -> Column:
    import pandas as pd

    from engagekit.importing.profile import _column as profiled

    return profiled(index, header, pd.Series(cells, dtype="str"))


def fixtures() -> Iterator[tuple[str, Kind, list[Column], dict[str, str]]]:
    """Every list of `tests/exports` that a record knows, with the columns that the record reads."""
    by_table = {kind.table: kind for kind in kinds().values() if kind.table}
    for path in sorted(EXPORTS.rglob("*")):
        if path.suffix.lower() not in (".csv", ".xlsx", ".tsv", ".txt"):
            continue
        export = open_export(path, file=path.name)
        for record in shipped():
            mapping = record.mapping
            if mapping.table not in by_table or not export.sheets:
                continue
            known = find(export, mapping.recognise)
            if known is None:
                continue
            listing = known[0]
            columns = columns_of(listing)
            truth = dict(_read_by(mapping, columns, by_table[mapping.table]))
            if truth:
                yield mapping.name, by_table[mapping.table], columns, truth


def _read_by(mapping: Mapping, columns: list[Column], kind: Kind) -> Iterator[tuple[str, str]]:
    fields = {*(ask.name for ask in kind.asks), *kind.hold}
    for field, header in mapping.columns.items():
        wordings = [*several(header), *mapping.aliases.get(field, ())]
        if field not in fields or len(several(header)) > 1:
            continue
        for wording in wordings:
            named = [one for one in columns if normal(one.header) == normal(wording)]
            if len(named) == 1 and named[0].filled:
                yield field, named[0].header
                break


def test_forty_lists_that_were_written_before_anybody_looked() -> None:
    marks: Counter[str] = Counter()
    for _, kind, columns, truth in hand_kept():
        marks += score(columns, kind, truth)
    _hold(marks)


def test_every_list_of_a_tool_without_its_own_record() -> None:
    marks: Counter[str] = Counter()
    for name, kind, columns, truth in fixtures():
        marks += score(columns, kind, truth, without=name)
    _hold(marks)


def _hold(marks: Counter[str]) -> None:
    columns = marks.total()
    assert marks["right"] >= RIGHT * columns, marks
    assert marks["other"] <= OTHER * columns, marks


@pytest.mark.parametrize("row", ["enquiry", "person"])
def test_two_columns_that_may_both_be_it_are_left_to_the_person(row: str) -> None:
    columns = [_column(0, "Name", CELLS["text"]), _column(1, "Name", CELLS["text"])]
    assert "display_name" not in suggest(columns, kinds()[row])
