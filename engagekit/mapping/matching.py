"""Which mapping an export belongs to, and in which column each field stands."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from itertools import chain
from pathlib import Path

from engagekit.errors import ExportError, shorten
from engagekit.files import cell_references
from engagekit.files.source_file import Export, Sheet, letter
from engagekit.mapping.mapping_file import Mapping, digest, normal
from engagekit.mapping.mapping_files import refuse_several, stated_mapping
from engagekit.mapping.table import HEAD, MOST_SHEETS, nothing, table_at
from engagekit.mapping.tool_signs import keys_of, several
from engagekit.readers.shared._table import Listing
from engagekit.tables.problems import FAULT, Problem

LETTERS = re.compile("=[A-Za-z]{1,3}")


@dataclass(frozen=True, eq=False)
class Matched:
    """An export and the mapping that says what its columns mean.

    Attributes
    ----------
    same : bool
        The headers are those for which the mapping was written.
    """

    mapping: Mapping
    listing: Listing
    same: bool

    def problem(
        self,
        text: str,
        remedy: str,
        row: int | None = None,
        field: str = "",
        cell: str = "",
        value: str = "",
        level: str = FAULT,
    ) -> Problem:
        """Return a problem of this table, with row, field and cell where it has them."""
        file, sheet = self.listing.export.file, self.listing.sheet.name
        return Problem(text, remedy, file, sheet, row, field, cell, value, level)


def match(export: Export, near: Sequence[Mapping]) -> Matched | None:
    """Return the mapping that was confirmed for the headers of an export, or None.

    ``near``: its `candidates`.

    Raises
    ------
    ExportError
        If two mappings fit equally well, or the stated one does not exist.
    SettingsError
        If a mapping file cannot be used.
    """
    files = [
        mapping
        for mapping in near
        if not mapping.recognise
        and not mapping.layout
        and (not is_pattern(mapping.sheet or "") or _sheet(export, mapping) is not None)
    ]
    if stated_mapping(export):
        return (fitted(export, files[0]) or _as_stated(export, files[0])) if files else None
    tried = [fitted(export, one) for one in files if _has_words(one)]
    same = [part for part in tried if part is not None and part.same]
    refuse_several(export, [part.mapping for part in same])
    return same[0] if same else None


def fitted(export: Export, mapping: Mapping) -> Matched | None:
    """Return the table of an export with the headers of a mapping, else with all that it reads.

    The header is looked for where the mapping says, then in the first rows of each sheet.
    """
    known = _canonical(mapping)
    read = (*(header for _, header in mapped(mapping)), *mapping.keep, *mapping.leave_out)
    wanted = {normal(header) for header in read if not is_letter(header)}
    near: Matched | None = None
    for sheet, row in _header_places(export, mapping):
        rows = 1 if mapping.header_rows is None else mapping.header_rows
        why = "as stated" if row + 1 == mapping.header_row else "whose headers are confirmed"
        listing = table_at(export, sheet, row, rows, why)
        if is_same(mapping, listing):
            return Matched(mapping, listing, _is_sheet_of(mapping, listing))
        there = {known.get(normal(header), normal(header)) for header in listing.names}
        if near is None and wanted and wanted <= there:
            near = Matched(mapping, listing, False)
    return near


def _as_stated(export: Export, mapping: Mapping) -> Matched:
    """Return the table that the settings say is of a mapping, though its headers are others."""
    sheets = [one for one in _sheets(export, mapping) if one.last_row >= 0]
    if not sheets:
        raise ExportError(nothing(export))
    row = _header_row(export, mapping)
    first = row - 1 if row else next(at for at, filled in enumerate(sheets[0].filled) if filled)
    count = 1 if mapping.header_rows is None else mapping.header_rows
    return Matched(mapping, table_at(export, sheets[0], first, count, "as stated"), False)


def _sheets(export: Export, mapping: Mapping) -> list[Sheet]:
    """Return the sheets in which a table is looked for, the one that is named first."""
    named = getattr(export.choice, "sheet", None) or _sheet(export, mapping)
    sheets = [one for one in export.sheets if one.name == named]
    return sheets + [one for one in export.visible[:MOST_SHEETS] if one.name != named]


def _header_row(export: Export, mapping: Mapping) -> int | None:
    """Return the row of the header that the settings or the mapping say, from 1."""
    stated: int | None = getattr(export.choice, "header_row", None) or mapping.header_row
    return stated


def _header_places(export: Export, mapping: Mapping) -> Iterator[tuple[Sheet, int]]:
    """Yield sheet and row where the header of a mapping may be, the stated one first."""
    sheets = [one for one in _sheets(export, mapping) if one.last_row >= 0]
    stated = _header_row(export, mapping)
    if sheets and stated:
        yield sheets[0], stated - 1
    for sheet in sheets:
        yield from ((sheet, row) for row in range(min(HEAD, sheet.last_row + 1)))


def _is_sheet_of(mapping: Mapping, listing: Listing) -> bool:
    """Return whether a sheet is the one that was confirmed; without a name every sheet is."""
    name = listing.sheet.name
    return mapping.confirmed is None or not mapping.sheet or fnmatchcase(name, mapping.sheet)


def _sheet(export: Export, mapping: Mapping) -> str | None:
    """Return the first sheet that a mapping names; it may name several by a pattern."""
    pattern = mapping.sheet or ""
    matching = (one.name for one in export.sheets if fnmatchcase(one.name, pattern))
    return next(matching, None) if is_pattern(pattern) else mapping.sheet


def is_pattern(name: str) -> bool:
    """Return whether a name of a sheet stands for several.

    Examples
    --------
    >>> is_pattern("2026-*"), is_pattern("January")
    (True, False)
    """
    return "*" in name or "?" in name


def is_same(mapping: Mapping, listing: Listing) -> bool:
    """Return whether the headers are those of the fingerprint, or all of a mapping without one."""
    headers = listing.names
    before = mapping.fingerprint
    if before.digest == digest(headers):
        return True
    now = _canonical(mapping)
    called = [now.get(normal(header), normal(header)) for header in headers]
    if before.digest:
        known = [normal(header) for header in before.headers]
        is_moved = len({*known}) == len(known) and not any(map(is_letter, headers_named(mapping)))
        return called == known or (is_moved and sorted(called) == sorted(known))
    named = {normal(name) for name in headers_named(mapping) if not is_letter(name)}
    return bool(named) and named == set(called) - _lettered(mapping, listing)


def is_letter(name: str) -> bool:
    """Return whether a mapping names a column by its letter."""
    return LETTERS.fullmatch(name) is not None


def _lettered(mapping: Mapping, listing: Listing) -> set[str]:
    """Return the headers of the columns that a mapping names by their letters."""
    letters = (name[1:] for name in headers_named(mapping) if is_letter(name))
    headers = listing.headers
    columns = map(cell_references.column_of, letters)
    return {normal(headers[column]) for column in columns if column < len(headers)}


def _has_words(mapping: Mapping) -> bool:
    """Return whether a mapping has any header; one by letters alone would fit every file."""
    return not all(map(is_letter, (*headers_named(mapping), *mapping.fingerprint.headers)))


def _canonical(mapping: Mapping) -> dict[str, str]:
    """Return earlier (or later) wordings of headers, each with the one that the mapping uses."""
    matches: dict[str, str] = {}
    for field, wordings in mapping.aliases.items():
        header = mapping.columns.get(field, field)
        if isinstance(header, str):
            matches |= {normal(wording): normal(header) for wording in wordings}
    return matches


def mapped(mapping: Mapping) -> Iterator[tuple[str, str]]:
    """Yield each field (or question, or wide column) of a mapping with the header that it needs."""
    for rows in (mapping, *mapping.also.values()):
        wide = rows.wide.columns.items() if rows.wide else ()
        for field, header in (*rows.columns.items(), *wide):
            yield from ((field, part) for part in several(header))
    if not mapping.is_long:
        yield from ((header, header) for header in mapping.questions)


def headers_named(mapping: Mapping) -> Iterator[str]:
    """Yield every header that a mapping names."""
    yield from (header for _, header in mapped(mapping))
    yield from (*mapping.ignored, *mapping.keep, *mapping.leave_out)


def used(matched: Matched) -> set[int]:
    """Return the columns that a mapping uses or ignores, by earlier wordings of a header too."""
    mapping = matched.mapping
    headers = [*headers_named(mapping), *chain.from_iterable(mapping.aliases.values())]
    conditions = [one for rule in mapping.rows for one in (*rule.when, *rule.either)]
    conditions += [one for rows in (mapping, *mapping.also.values()) for one in rows.tally.values()]
    replies = dict(mapping.replies).values() if mapping.replies else ()
    for header in (*(one.column for one in conditions), *replies):
        headers += several(header)
    return {column for header in headers for column in positions(matched, header)}


def column_of(matched: Matched, header: str, field: str = "") -> int | None:
    """Return the column of a header, as `columns_of`; None without one."""
    return next(iter(columns_of(matched, header, field)), None)


def columns_of(matched: Matched, header: str, field: str = "") -> list[int]:
    """Return the columns of a header and of the field's earlier wordings.

    One at most, where a person confirmed the headers; in the list of a tool all, the best first.

    Raises
    ------
    ExportError
        If a confirmed header stands over several columns.
    """
    wordings = (header, *matched.mapping.aliases.get(field, ()))
    each = [(wording, positions(matched, wording)) for wording in wordings]
    if matched.mapping.recognise:
        return [*chain.from_iterable(columns for _, columns in each)]
    wording, columns = next((pair for pair in each if pair[1]), ("", []))
    if len(columns) > 1:
        letters = " or ".join(f'"={letter(column)}"' for column in columns)
        raise ExportError(
            f"{matched.listing.export.file}: '{shorten(wording)}' stands over "
            f"{len(columns)} columns. Say which in {Path(matched.mapping.path).name}: "
            f"{letters}."
        )
    return columns


def positions(matched: Matched, header: str) -> list[int]:
    """Return every column of a header as it is written in a mapping."""
    listing = matched.listing
    if matched.mapping.recognise:
        return listing.positions(keys_of([header], listing.keys))
    if not is_letter(header):
        return places(matched.listing, header)
    column = by_letter(matched, header[1:])
    return [] if column is None else [column]


def places(listing: Listing, header: str) -> list[int]:
    """Return the columns of a header: as it is written, else after normalising."""
    headers = listing.headers
    exact = [column for column in listing.columns if headers[column] == header]
    wanted = normal(header)
    if exact or not wanted:
        return exact
    return [column for column in listing.columns if normal(headers[column]) == wanted]


def by_letter(matched: Matched, letters: str) -> int | None:
    """Return a column by its letter, where the header is the one that stood there before."""
    column = cell_references.column_of(letters)
    before = matched.mapping.fingerprint
    place = column - cell_references.column_of(before.first_column)
    headers = matched.listing.headers
    if not matched.same and 0 <= place < len(before.headers):
        old = before.headers[place].removeprefix(f"={letters}")
        return column if headers[column : column + 1] == (old,) else None
    return column if column in matched.listing.columns else None
