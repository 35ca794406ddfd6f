"""A file read by its mapping: rows to tidy tables, every row and column accounted for."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from engagekit.errors import ExportError, pasted, shorten, some
from engagekit.files.source_file import Export, letter
from engagekit.mapping import lists, surveys, table_detection
from engagekit.mapping.mapping_file import SURVEY
from engagekit.mapping.matching import (
    Matched,
    candidates,
    column_of,
    differences,
    match,
    near_miss,
    required_gone,
    sole,
    unspoken,
)
from engagekit.mapping.suggesting import words
from engagekit.mapping.tool_reading import ToolMapping
from engagekit.readers.shared.contract import Reading, Recognition
from engagekit.readers.survey import _personal_columns
from engagekit.tables.problems import SetAside
from engagekit.tables.schema import TABLES as TIDY


@dataclass(frozen=True, eq=False)
class Mapped:
    """A mapping in the place of a reader module.

    Attributes
    ----------
    TOOL : str
        ``mapping <name>``.
    TABLES : tuple of str
    matched : Matched
    """

    TOOL: str
    TABLES: tuple[str, ...]
    matched: Matched

    def recognise(self, export: Export) -> Recognition | None:
        """Say why the export is this mapping's."""
        matched = self.matched
        matches = matched.found
        source = Path(matched.mapping.path).name
        same = "are those of" if matched.same else "are like those of"
        return Recognition(
            f"its headers {same} {source}; the header is row {matches.header_row}, {matches.why}",
            matched.same or bool(getattr(export.choice, "mapping", None)),
            matches.header_row,
            matches.header_rows,
            matches.listing.sheet.name,
        )

    def read(self, export: Export) -> Reading:
        """Read the tidy tables as the mapping says."""
        return read(export, self.matched)


def reader_for(export: Export) -> Mapped | ToolMapping | None:
    """Return the user's mapping for an export as a reader, or None.

    One made for exactly these headers goes first, then one that recognises the tool, then one
    made for headers like these.
    """
    matched = match(export)
    if matched is None or not matched.same:
        tools = [ToolMapping(one) for one in candidates(export) if one.recognise]
        stated = getattr(export.choice, "mapping", None)
        fit = [tool for tool in tools if stated or tool.recognise(export)]
        sole(export, [tool.mapping for tool in fit])
        if fit:
            return fit[0]
    if matched is None:
        return None
    mapping = matched.mapping
    return Mapped(f"mapping {mapping.name}", mapping.tables, matched)


def read(export: Export, matched: Matched) -> Reading:
    """Read an export by its mapping.

    Raises
    ------
    ExportError
        If the mapping lacks a field that every row needs, or its column is gone.
    """
    mapping, matches = matched.mapping, matched.found
    _complete(export, matched)
    text = table_detection.reasons(matches)
    if not (text == "").any():
        raise ExportError(
            f"{export.file} holds a header in row {matches.header_row} and no rows below it: there "
            "is nothing to read."
        )
    text = _chosen(matched, text)
    rows = matches.listing.body[(text == "").to_numpy()]
    rows, unrecorded = lists.without_codes(matched, rows)
    result = surveys.read(matched, rows) if mapping.table == SURVEY else lists.read(matched, rows)
    used = rows.index.isin(result.sources)
    empty = int((~used).sum())
    aside = [
        SetAside(str(reason), int(count), export.file)
        for reason, count in text[~text.isin(["", "gap"])].value_counts(sort=False).items()
    ]
    if empty:
        aside.append(SetAside("no value in any mapped column", empty, export.file))
    return Reading(
        result.tables,
        int((text != "gap").sum()),
        len(rows) - empty,
        aside,
        [*differences(matched), *unrecorded, *result.problems],
        _dropped(matched),
        result.origins,
        mapping.date_order or result.date_order,
        mapping.zone,
        own_log=mapping.own_log,
    )


def _complete(export: Export, matched: Matched) -> None:
    """Refuse a mapping from which no row could come, with what it lacks."""
    mapping = matched.mapping
    name = Path(mapping.path).name or mapping.name
    if not mapping.table:
        raise ExportError(
            f"{export.file} is read by {name}, which does not say yet which table its rows become. "
            f"Say it there, or: engagekit map {pasted(export.file)} --table ... "
            f"({', '.join(words())})"
        )
    needed = [] if mapping.table == SURVEY else TIDY[mapping.table].required
    text = {*mapping.columns, *mapping.constants, *mapping.date, *lists.made_fields(mapping)}
    if mapping.wide:
        text |= set(lists.wide_fields(mapping.table, mapping.wide))
    lacks = [field for field in needed if field not in text]
    if mapping.table == SURVEY and not (mapping.questions or mapping.is_long):
        lacks = ["questions"]
    if lacks:
        listing = matched.found.listing
        headers = [
            f"{letter(c)} '{shorten(listing.headers[c], 30)}'" for c in matched.found.columns
        ]
        raise ExportError(
            f"{export.file} is read by {name}, which does not say what gives {', '.join(lacks)} of "
            f"{mapping.table}. Its columns: {some(headers, 8)}. Write it there, or: "
            f'engagekit map {pasted(export.file)} --set "{lacks[0]}=..."'
        )
    removed = required_gone(matched, needed)
    if removed:
        faults = [str(fault) for fault in differences(matched) if fault.column in removed]
        raise ExportError(f"{export.file} no longer fits the mapping {name}. {some(faults)}")


def _chosen(matched: Matched, told: pd.Series) -> pd.Series:
    """Rows that the mapping leaves out, with the reason."""
    body = matched.found.listing.body
    for header, wanted in matched.mapping.keep.items():
        cells = body[_needed(matched, header)]
        told = told.mask(
            (told == "") & ~cells.isin(wanted), f"{header} is not {' or '.join(wanted)}"
        )
    for header, unwanted in matched.mapping.leave_out.items():
        cells = body[_needed(matched, header)]
        for value in unwanted:
            told = told.mask((told == "") & (cells == value), f"{header} is '{value}'")
    return told


def _needed(matched: Matched, header: str) -> int:
    """The column by which rows are chosen."""
    column = column_of(matched, header)
    if column is None:
        raise ExportError(
            f"{matched.found.listing.export.file} has no column '{header}', by which "
            f"{Path(matched.mapping.path).name} chooses its rows. Correct the name there."
        )
    return column


def _dropped(matched: Matched) -> tuple[tuple[str, str], ...]:
    """Columns that go nowhere: ignored on purpose, or not spoken of."""
    listing = matched.found.listing
    matches = []
    for header in matched.mapping.ignored:
        column = column_of(matched, header)
        if column is not None:
            cells = listing.body[column]
            personal = _personal_columns.is_personal(listing.headers[column], cells)
            matches.append((header, "personal data" if personal else "ignored by the mapping"))
    for column in unspoken(matched):
        matches.append(
            (
                listing.headers[column] or f"column {letter(column)}",
                "neither used nor ignored by the mapping",
            )
        )
    return tuple(matches)


__all__ = ["Mapped", "near_miss", "read", "reader_for"]
