"""Which mapping an export belongs to, and in which column each field stands."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from engagekit.errors import ExportError, shorten
from engagekit.files import cell_references
from engagekit.files.source_file import Export, Sheet, letter
from engagekit.mapping.mapping_file import Mapping, digest, normal
from engagekit.mapping.mapping_files import refuse_several, stated_mapping
from engagekit.mapping.table import (
    HALF,
    HEAD,
    MOST_SHEETS,
    DetectedTable,
    joined,
    nothing,
    table_at,
)
from engagekit.mapping.table import is_letter as are_letters
from engagekit.mapping.tool_signs import several
from engagekit.readers.shared._table import Listing
from engagekit.tables.problems import FAULT, Problem

SIMILAR = 0.6
"""Share of headers in common from which a file is said to be like one that was confirmed: of ten
headers two may be reworded (8 of 12 are in common). Less is another table."""


@dataclass(frozen=True, eq=False)
class Matched:
    """An export and the mapping that says what its columns mean.

    Attributes
    ----------
    same : bool
        The headers are those for which the mapping was written.
    """

    mapping: Mapping
    detected: DetectedTable
    same: bool

    @property
    def listing(self) -> Listing:
        """The header and the rows below."""
        return self.detected.listing

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
        return fitted(export, files[0]) if files else None
    tried = [fitted(export, one) for one in files if one.table and _has_words(one)]
    same = [part for part in tried if part.same]
    refuse_several(export, [part.mapping for part in same])
    return same[0] if same else None


def fitted(export: Export, mapping: Mapping) -> Matched:
    """Return the table of an export whose headers are those of a mapping, else the likest.

    The header is looked for where the mapping says, then in the first rows of each sheet.
    """
    likest: Matched | None = None
    for sheet, row in _header_places(export, mapping):
        rows = 1 if mapping.header_rows is None else mapping.header_rows
        is_stated = row + 1 == mapping.header_row
        why = "as stated" if is_stated else "whose headers are those of its mapping"
        detected = table_at(export, sheet, row, rows, why)
        if is_same(mapping, detected):
            return Matched(mapping, detected, _is_sheet_of(mapping, detected))
        found = Matched(mapping, detected, False)
        if likest is None or likeness(found) > likeness(likest):
            likest = found
    if likest is None:
        raise ExportError(nothing(export))
    return likest


def _header_places(export: Export, mapping: Mapping) -> Iterator[tuple[Sheet, int]]:
    """Yield sheet and row where the header of a mapping may be, the likeliest first."""
    named = getattr(export.choice, "sheet", None) or _sheet(export, mapping)
    stated = getattr(export.choice, "header_row", None) or mapping.header_row
    sheets = [one for one in export.sheets if one.name == named]
    sheets += [one for one in export.visible[:MOST_SHEETS] if one.name != named]
    first = next((one for one in sheets if one.last_row >= 0), None)
    if first is not None and stated:
        yield first, stated - 1
    wanted = {normal(name) for name in (*headers_named(mapping), *mapping.fingerprint.headers)}
    for sheet in sheets:
        for row in range(min(HEAD, sheet.last_row + 1)):
            headers = {*map(normal, filter(None, joined(sheet, row, mapping.header_rows or 1)))}
            if len(headers & {*wanted, *_canonical(mapping)}) >= HALF * len(headers) > 0:
                yield sheet, row
    if first is not None and not stated:
        yield first, next(at for at, filled in enumerate(first.filled) if filled)


def _is_sheet_of(mapping: Mapping, detected: DetectedTable) -> bool:
    """Return whether a sheet is the one that was confirmed; without a name every sheet is."""
    name = detected.listing.sheet.name
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


def is_same(mapping: Mapping, detected: DetectedTable) -> bool:
    """Return whether the headers are those of the fingerprint, or all of a mapping without one."""
    headers = detected.headers
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
    return bool(named) and named == set(called) - _lettered(mapping, detected)


def is_letter(name: str) -> bool:
    """Return whether a mapping names a column by its letter."""
    return name.startswith("=") and are_letters(name[1:])


def _lettered(mapping: Mapping, detected: DetectedTable) -> set[str]:
    """Return the headers of the columns that a mapping names by their letters."""
    letters = (name[1:] for name in headers_named(mapping) if is_letter(name))
    headers = detected.listing.headers
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


def likeness(matched: Matched) -> float:
    """Return the share of headers that a mapping and a table have in common; 2 for the same."""
    if matched.same:
        return 2.0
    mapping = matched.mapping
    now = _canonical(mapping)
    named = (*headers_named(mapping), *mapping.fingerprint.headers)
    called = [normal(name) for name in named if not is_letter(name)]
    wanted = {now.get(name, name) for name in called}
    there = {now.get(normal(header), normal(header)) for header in matched.detected.headers}
    there -= _lettered(mapping, matched.detected) - wanted
    return len(wanted & there) / len(wanted | there) if wanted | there else 0.0


def mapped(mapping: Mapping) -> Iterator[tuple[str, str]]:
    """Yield each field (or question, or wide column) of a mapping with the header that it needs."""
    for rows in (mapping, *mapping.also.values()):
        wide = rows.wide.columns.items() if rows.wide else ()
        for field, header in (*rows.columns.items(), *rows.less.items(), *wide):
            yield from ((field, part) for part in several(header))
    if not mapping.is_long:
        yield from ((header, header) for header in mapping.questions)


def headers_named(mapping: Mapping) -> Iterator[str]:
    """Yield every header that a mapping names."""
    yield from (header for _, header in mapped(mapping))
    yield from (*mapping.ignored, *mapping.keep, *mapping.leave_out)


def column_of(matched: Matched, header: str, field: str = "") -> int | None:
    """Return the column of a header or of one of the field's earlier wordings; None without one.

    Raises
    ------
    ExportError
        If the header stands over several columns.
    """
    if is_letter(header):
        return by_letter(matched, header[1:])
    for wording in (header, *matched.mapping.aliases.get(field, ())):
        columns = places(matched.detected, wording)
        if len(columns) == 1:
            return columns[0]
        if columns:
            letters = " or ".join(f'"={letter(column)}"' for column in columns)
            raise ExportError(
                f"{matched.listing.export.file}: '{shorten(wording)}' stands over "
                f"{len(columns)} columns. Say which in {Path(matched.mapping.path).name}: "
                f"{letters}."
            )
    return None


def places(detected: DetectedTable, header: str) -> list[int]:
    """Return the columns of a header: as it is written, else after normalising."""
    headers = detected.listing.headers
    exact = [column for column in detected.columns if headers[column] == header]
    wanted = normal(header)
    if exact or not wanted:
        return exact
    return [column for column in detected.columns if normal(headers[column]) == wanted]


def by_letter(matched: Matched, letters: str) -> int | None:
    """Return a column by its letter; where the headers have changed, by what stood there before."""
    column = cell_references.column_of(letters)
    before = matched.mapping.fingerprint
    place = column - cell_references.column_of(before.first_column)
    if matched.same or not 0 <= place < len(before.headers):
        return column if column in matched.detected.columns else None
    old = before.headers[place]
    if old.startswith("="):
        return column if matched.listing.headers[column : column + 1] != ("",) else None
    same = [index for index, name in enumerate(before.headers) if normal(name) == normal(old)]
    now = places(matched.detected, old)
    return now[same.index(place)] if len(now) == len(same) else None
