"""Which mapping an export belongs to, in which column each field stands, and what has changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from engagekit.errors import ExportError, pasted, shorten, some
from engagekit.files.archive import file_of
from engagekit.files.source_file import Export, letter
from engagekit.mapping import table_detection
from engagekit.mapping.mapping_file import Mapping, date_headers, digest, normal, read_mapping
from engagekit.mapping.table_detection import Found
from engagekit.mapping.tool_signs import several
from engagekit.settings.schema import FILE, find_settings
from engagekit.tables.problems import Problem

FOLDER = "mappings"
SIMILAR = 0.6
"""Share of headers in common from which a changed file is taken for a mapping's."""


@dataclass(frozen=True, eq=False)
class Matched:
    """An export and the mapping that says what its columns mean.

    Attributes
    ----------
    mapping : Mapping
    found : Found
    same : bool
        The headers are those for which the mapping was made.
    """

    mapping: Mapping
    found: Found
    same: bool

    @property
    def headers(self) -> tuple[str, ...]:
        """Headers of the table's columns, in their order."""
        return headers_of(self.found)

    def problem(
        self,
        text: str,
        remedy: str,
        row: int | None = None,
        field: str = "",
        cell: str = "",
        value: str = "",
    ) -> Problem:
        """Return a problem of this table, with row, field and cell where it has them."""
        listing = self.found.listing
        sheet = listing.sheet.name
        return Problem(text, remedy, listing.export.file, sheet, row, field, cell, value)


def headers_of(found: Found) -> tuple[str, ...]:
    """Headers of the columns that hold anything; a column without one goes by its letter."""
    named = found.listing.headers
    return tuple(named[column] or f"={letter(column)}" for column in found.columns)


def match(export: Export) -> Matched | None:
    """The mapping for an export, or None.

    Raises
    ------
    ExportError
        If two mappings fit equally well, or the stated one cannot be found.
    SettingsError
        If a mapping file cannot be used.
    """
    files = candidates(export)
    stated = getattr(export.choice, "mapping", None)
    if stated:
        return None if files[0].recognise else fitted(export, files[0])
    existing = [mapping for mapping in files if _has_words(mapping) and not mapping.recognise]
    if not existing:
        return None
    tried = [(likeness(part), part) for part in (fitted(export, mapping) for mapping in existing)]
    best = max(share for share, _ in tried)
    if best < SIMILAR:
        return None
    top = [part for share, part in tried if share == best]
    sole(export, [part.mapping for part in top])
    return top[0]


def candidates(export: Export) -> list[Mapping]:
    """Return the mapping that the settings name for a file, else all that stand near it."""
    stated = getattr(export.choice, "mapping", None)
    if stated:
        return [read_mapping(_stated(export, stated))]
    if not export.sheets or not export.visible:
        return []
    return [_cached(str(path), path.stat().st_mtime_ns) for path in mapping_files(export.path)]


def sole(export: Export, fit: Sequence[Mapping]) -> None:
    """Refuse a file that several mappings fit equally well."""
    if len(fit) > 1:
        names = " and ".join(f"'{mapping.name}'" for mapping in fit)
        raise ExportError(
            f"{export.file} fits the mappings {names}. Say which: mapping = "
            f'"{Path(fit[0].path).name}" under [files."{export.path.name}"] in {FILE}.'
        )


@lru_cache(maxsize=256)
def _cached(path: str, _changed: int) -> Mapping:
    return read_mapping(path)


def project_of(path: Path) -> Path:
    """The folder that holds engagekit.toml, else the file's own."""
    path = file_of(path)
    settings = find_settings(path.parent) or find_settings(Path.cwd())
    return settings.parent if settings else path.parent


def mapping_files(path: Path) -> list[Path]:
    """Mapping files for a raw file: `mappings/*.toml` beside it, above it, and in the project."""
    home = file_of(path.resolve()).parent
    top = find_settings(home)
    above = [home, *home.parents]
    near = above[: above.index(top.parent) + 1] if top else above[:3]
    folders = list(dict.fromkeys([*near, project_of(path.resolve())]))
    return [file for folder in folders for file in sorted((folder / FOLDER).glob("*.toml"))]


def _stated(export: Export, stated: str) -> Path:
    """The mapping file that `[files]` names."""
    home = file_of(export.path.resolve()).parent
    names = (stated, f"{FOLDER}/{stated}", f"{stated}.toml", f"{FOLDER}/{stated}.toml")
    places = [
        folder / name for folder in (project_of(export.path), home, Path.cwd()) for name in names
    ]
    for place in places:
        if place.is_file():
            return place
    raise ExportError(
        f"[files] says that {export.file} is read by the mapping '{stated}', which is not there. "
        f"Make it: engagekit map {pasted(export.file)} --out "
        f"{pasted(f'{FOLDER}/{Path(stated).stem}.toml')}"
    )


def fitted(export: Export, mapping: Mapping) -> Matched:
    """An export seen with a mapping: its table where the mapping says, else where it is found."""
    places: list[Found] = []
    stated = (mapping.sheet, mapping.header_row, mapping.header_rows)
    for sheet, row, rows in dict.fromkeys([stated, (mapping.sheet, None, None), (None,) * 3]):
        try:
            matches = table_detection.find_table(
                export, sheet=sheet, header_row=row, header_rows=rows
            )
        except ExportError:
            continue
        part = Matched(mapping, matches, is_same(mapping, matches))
        if part.same:
            return part
        places.append(matches)
    if not places:
        raise ExportError(table_detection.nothing(export))
    tried = [Matched(mapping, matches, False) for matches in places]
    return max(tried, key=likeness)


def is_same(mapping: Mapping, found: Found) -> bool:
    """Whether the headers are those of the fingerprint (or all that a mapping by hand names)."""
    headers = headers_of(found)
    existing = mapping.fingerprint
    if existing.digest == digest(headers):
        return True
    now = _canonical(mapping)
    called = [now.get(normal(header), normal(header)) for header in headers]
    if existing.digest:
        return called == [normal(header) for header in existing.headers]
    named = {normal(name) for name in _named(mapping) if not _is_letter(name)}
    return bool(named) and named == set(called) - _lettered(mapping, found)


def _is_letter(name: str) -> bool:
    """Whether a mapping names a column by its letter."""
    return name.startswith("=") and table_detection.is_letter(name[1:])


def _lettered(mapping: Mapping, found: Found) -> set[str]:
    """Headers of the columns that a mapping names by their letters."""
    letters = [table_detection.column_of(name[1:]) for name in _named(mapping) if _is_letter(name)]
    headers = found.listing.headers
    return {normal(headers[column]) for column in letters if column < len(headers)}


def _has_words(mapping: Mapping) -> bool:
    """Whether a mapping knows any header; one by letters alone would fit every file."""
    return any(not _is_letter(name) for name in (*_named(mapping), *mapping.fingerprint.headers))


def _canonical(mapping: Mapping) -> dict[str, str]:
    """Earlier (or later) wordings of headers, each with the one that the mapping uses."""
    matches: dict[str, str] = {}
    for field, wordings in mapping.aliases.items():
        header = mapping.columns.get(field, field)
        if isinstance(header, str):
            matches |= {normal(wording): normal(header) for wording in wordings}
    return matches


def likeness(matched: Matched) -> float:
    """Share of headers that a mapping and a table have in common; 2 for the same fingerprint."""
    if matched.same:
        return 2.0
    mapping = matched.mapping
    now = _canonical(mapping)
    named = (*_named(mapping), *mapping.fingerprint.headers)
    called = [normal(name) for name in named if not _is_letter(name)]
    existing = {now.get(name, name) for name in called}
    matches = {now.get(normal(header), normal(header)) for header in matched.headers}
    matches -= _lettered(mapping, matched.found) - existing
    return len(existing & matches) / len(existing | matches) if existing | matches else 0.0


def _named(mapping: Mapping) -> Iterator[str]:
    """Every header that a mapping names."""
    for rows in (mapping, *mapping.also.values()):
        wide = rows.wide.columns.values() if rows.wide else ()
        for header in (*rows.columns.values(), *rows.less.values(), *wide):
            yield from several(header)
        for parts in rows.date.values():
            yield from date_headers(parts)
    yield from () if mapping.is_long else mapping.questions
    yield from mapping.ignored
    yield from (*mapping.keep, *mapping.leave_out)


def column_of(matched: Matched, header: str, field: str = "") -> int | None:
    """The column of a header or of one of the field's earlier wordings; None if it is gone.

    Raises
    ------
    ExportError
        If the header stands over several columns.
    """
    if _is_letter(header):
        return _by_letter(matched, header[1:])
    for wording in (header, *matched.mapping.aliases.get(field, ())):
        places = _places(matched.found, wording)
        if len(places) == 1:
            return places[0]
        if places:
            letters = " or ".join(f'"={letter(place)}"' for place in places)
            raise ExportError(
                f"{matched.found.listing.export.file}: '{shorten(wording)}' stands over "
                f"{len(places)} columns. Say which in {Path(matched.mapping.path).name}: {letters}."
            )
    return None


def _places(found: Found, header: str) -> list[int]:
    """Columns of a header: as it is written, else after normalising."""
    headers = found.listing.headers
    exact = [column for column in found.columns if headers[column] == header]
    if exact:
        return exact
    wanted = normal(header)
    return [column for column in found.columns if wanted and normal(headers[column]) == wanted]


def _by_letter(matched: Matched, letters: str) -> int | None:
    """A column by its letter; where the headers have changed, by what stood there before."""
    column = table_detection.column_of(letters)
    existing = matched.mapping.fingerprint
    first = table_detection.column_of(existing.first_column)
    place = column - first
    if matched.same or not 0 <= place < len(existing.headers):
        return column if column in matched.found.columns else None
    old = existing.headers[place]
    if old.startswith("="):
        return column if matched.found.listing.headers[column : column + 1] != ("",) else None
    before = [index for index, name in enumerate(existing.headers) if normal(name) == normal(old)]
    now = _places(matched.found, old)
    return now[before.index(place)] if len(now) == len(before) else None


def near_miss(export: Export) -> str:
    """What a file lacks for the mapping that it is most like; empty if it is like none."""
    existing = [mapping for mapping in candidates(export) if not mapping.recognise]
    tried = [fitted(export, mapping) for mapping in existing]
    near = [part for part in tried if likeness(part) >= SIMILAR / 2]
    if not near:
        return ""
    part = max(near, key=likeness)
    faults = [f"{fault.column} {fault.problem}. {fault.remedy}" for fault in _gone(part)]
    return (
        f" It is a little like the file for which the mapping '{part.mapping.name}' was made"
        f"{': ' if faults else '.'}{some(faults)}"
    )


def differences(matched: Matched) -> list[Problem]:
    """Mapped columns that are gone, and columns of which the mapping does not speak."""
    return [*_gone(matched), *_new(matched)]


def _gone(matched: Matched) -> list[Problem]:
    """One problem for each mapped column that is not there."""
    matches, mapping = matched.found, matched.mapping
    listing = matches.listing
    used_names = {normal(name) for name in _named(mapping)}
    free = [header for header in matched.headers if normal(header) not in used_names]
    problems = []
    for field, header in mapped(mapping):
        if column_of(matched, header, field) is not None:
            continue
        close = closest(header, free)
        place = old_letter(mapping, header)
        stood = f" (column {place} before)" if place else ""
        now = f"The closest now is '{shorten(close[0])}'. " if close else ""
        supplied = close[0] if close else "..."
        problems.append(
            Problem(
                f"was '{shorten(header)}'{stood} and is not in the file",
                f"{now}If that is it: engagekit map {pasted(listing.export.file)} "
                f"--set {pasted(f'{field}={supplied}')}"
                if close
                else "Say what holds it now: engagekit map "
                f'{pasted(listing.export.file)} --set "{field}=..."',
                listing.export.file,
                listing.sheet.name,
                matches.header_row,
                field,
                "",
                "",
            )
        )
    return problems


def _new(matched: Matched) -> list[Problem]:
    """One problem for the columns that the mapping does not speak of."""
    left = unspoken(matched)
    if not left:
        return []
    listing = matched.found.listing
    names = ", ".join(f"{letter(c)} '{shorten(listing.headers[c], 40)}'" for c in left[:6])
    more = f" and {len(left) - 6} more" if len(left) > 6 else ""
    return [
        Problem(
            f"has {len(left)} columns that the mapping '{matched.mapping.name}' neither uses nor "
            f"ignores: {names}{more}",
            f"Update it: engagekit map {pasted(listing.export.file)}",
            listing.export.file,
            listing.sheet.name,
            matched.found.header_row,
        )
    ]


def unspoken(matched: Matched) -> list[int]:
    """Columns that the mapping neither uses nor ignores."""
    language = set()
    aliases = [name for names in matched.mapping.aliases.values() for name in names]
    for header in (*_named(matched.mapping), *aliases):
        if _is_letter(header):
            column = _by_letter(matched, header[1:])
            language |= {column} if column is not None else set()
        else:
            language |= set(_places(matched.found, header))
    return [column for column in matched.found.columns if column not in language]


def mapped(mapping: Mapping) -> Iterator[tuple[str, str]]:
    """Each field (or question, or wide column) of a mapping with the header that it needs."""
    for rows in (mapping, *mapping.also.values()):
        for field, header in (*rows.columns.items(), *rows.less.items()):
            yield from ((field, part) for part in several(header))
        for name, header in (rows.wide.columns if rows.wide else {}).items():
            yield from ((name, part) for part in several(header))
        for field, parts in rows.date.items():
            yield from ((field, part) for part in date_headers(parts))
    if not mapping.is_long:
        yield from ((header, header) for header in mapping.questions)


def old_letter(mapping: Mapping, header: str) -> str:
    """The letter of the column in which a header stood when the mapping was made."""
    existing = mapping.fingerprint
    if header in existing.headers:
        first = table_detection.column_of(existing.first_column)
        return letter(first + existing.headers.index(header))
    return header[1:] if header.startswith("=") else ""


def closest(header: str, among: Iterable[str], limit: int = 3) -> list[str]:
    """Headers like a wording, nearest first: suggestions, never taken.

    Examples
    --------
    >>> closest("Department", ["Dept.", "Departement", "Day"])[0]
    'Departement'
    """
    from rapidfuzz import fuzz, process

    names = list(among)
    matches = process.extract(
        header, names, scorer=fuzz.WRatio, processor=normal, limit=limit, score_cutoff=45
    )
    return [str(name) for name, _, _ in matches]


def required_gone(matched: Matched, needed: Sequence[str]) -> list[str]:
    """Required fields whose column is not in the file."""
    return [
        field
        for field, header in mapped(matched.mapping)
        if field in needed and column_of(matched, header, field) is None
    ]
