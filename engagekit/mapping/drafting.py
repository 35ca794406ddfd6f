"""`engagekit map`: the columns of a file shown, and its mapping drafted or brought up to date."""

from __future__ import annotations

import os
from collections.abc import Mapping as Dict
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

import pandas as pd
import tomlkit

from engagekit.errors import ExportError, UsageError, did_you_mean
from engagekit.files.source_file import Export, letter, open_export
from engagekit.mapping import mapping_writer, table_detection
from engagekit.mapping.columns import ColumnSeen, as_frame, describe
from engagekit.mapping.mapping_file import (
    SURVEY,
    Mapping,
    digest,
    fields_of,
    make_mapping,
    read_mapping,
)
from engagekit.mapping.matching import (
    FOLDER,
    SIMILAR,
    Matched,
    fitted,
    headers_of,
    likeness,
    mapping_files,
    project_of,
)
from engagekit.mapping.shipped import known_tools
from engagekit.mapping.suggesting import Suggested, suggest
from engagekit.mapping.table_detection import Found
from engagekit.readers.survey._survey_builder import slug
from engagekit.tables.schema import TABLES
from engagekit.tables.screen import html_text


@dataclass(frozen=True, eq=False)
class Draft:
    """A mapping as it was drafted or brought up to date.

    Attributes
    ----------
    file : str
        The file it is for.
    path : Path
        Where it stands, or would stand.
    text : str
        The TOML.
    table : str
    sure : bool
        False: the table is a guess; look at it.
    columns : DataFrame
        Letter, header, kind, filled cells, samples without people, suggestion.
    said : str
        Which row was taken as the header and why.
    is_new : bool
    written : bool
    """

    file: str
    path: Path
    text: str
    table: str
    sure: bool
    columns: pd.DataFrame
    said: str
    is_new: bool
    written: bool

    def __str__(self) -> str:
        guess = "" if self.sure else " (a guess; nothing is read before you say it: --table ...)"
        visible = self.columns.copy()
        for name in ("header", "samples"):
            visible[name] = visible[name].str.slice(0, 44)
        return f"{self.said}\ntable: {self.table}{guess}\n\n{visible.to_string(index=False)}"

    def _repr_html_(self) -> str:
        """The columns and the mapping as a notebook shows them."""
        guess = (
            ""
            if self.sure
            else " (a guess; nothing is read before you say it: ek.map(..., table=...))"
        )
        state = "written to" if self.written else "not written; it would go to"
        return (
            f"<p>{html_text(self.said)}<br>Table: <b>{escape(self.table)}</b>{escape(guess)}. "
            f"The mapping was {state} <code>{escape(str(self.path))}</code>.</p>"
            f"{self.columns.to_html(index=False, escape=True).replace('$', html_text('$'))}"
            f"<details><summary>The mapping</summary><pre>{escape(self.text)}</pre></details>"
        )


def map_file(
    path: str | os.PathLike[str],
    *,
    table: str | None = None,
    out: str | os.PathLike[str] | None = None,
    given: Dict[str, str] | None = None,
    sheet: str | None = None,
    header_row: int | None = None,
    dry_run: bool = False,
) -> Draft:
    """Show the columns of a file and write the mapping that says what they mean.

    Parameters
    ----------
    path : str or path
        The raw file.
    table : str, optional
        Tidy table its rows become; ``responses`` for a survey. Default: guessed from the headers,
        and said to be a guess.
    out : str or path, optional
        Mapping file; default ``mappings/<name>.toml`` in the project. One that is there already
        is brought up to date: what a person wrote in it stays.
    given : mapping of field to header, optional
        What you say of it, e.g. ``{"on": "Date of visit"}``; an earlier header becomes an alias.
    sheet, header_row : optional
        Where the table stands, if it was found wrongly.
    dry_run : bool
        Show, write nothing.

    Returns
    -------
    Draft
        A notebook shows its columns and its text.

    Raises
    ------
    ExportError
        If there is nothing to read in the file.
    UsageError
        For a table, field or header that is not there.
    """
    place = Path(path)
    if table is not None and table not in TABLES:
        raise UsageError(f"table='{table}' is not there. {did_you_mean(table, TABLES)}")
    export = open_export(place, file=str(path))
    if not export.sheets:
        raise ExportError(
            f"{export.file} is no table and cannot be mapped. Export it again as .csv or .xlsx."
        )
    existing = _known(export, place, out)
    target = Path(existing.mapping.path if existing else out or _default(place))
    if existing is not None:
        existing = _confirmed(existing, table)
    if existing is not None and not (sheet or header_row):
        matches = existing.found
    else:
        matches = table_detection.find_table(export, sheet=sheet, header_row=header_row)
    reasons = table_detection.reasons(matches)
    if not (reasons == "").any():
        raise ExportError(f"{export.file} holds no rows below its header: there is nothing to map.")
    columns = describe(matches, reasons)
    suggested = suggest(columns, (existing.mapping.table or None) if existing else table)
    if existing is not None:
        existing = Matched(existing.mapping, matches, existing.same)
        text = _updated(existing, given or {})
    else:
        text, suggested = _new(export, matches, columns, suggested, given or {})
    _checked(text, target)
    if not dry_run:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8", newline="\n")
    visible = _shown(columns, suggested, existing)
    message = _said(export, matches, reasons) + _tool(export)
    return Draft(
        export.file,
        target,
        text,
        suggested.table,
        suggested.sure,
        visible,
        message,
        existing is None,
        not dry_run,
    )


def _default(place: Path) -> Path:
    """Where a new mapping goes: the folder `mappings` of the project."""
    return project_of(place.resolve()) / FOLDER / f"{_name(place)}.toml"


def _confirmed(known: Matched, table: str | None) -> Matched | None:
    """A mapping that is there, None if it is a draft to be made again for the table now said."""
    there = known.mapping.table
    if table is None or there == table:
        return known
    if there:
        raise UsageError(
            f"{known.mapping.path} is there already and gives {there}. For {table} as well give "
            "another name with --out."
        )
    return None


def _new(
    export: Export,
    found: Found,
    columns: list[ColumnSeen],
    suggested: Suggested,
    given: Dict[str, str],
) -> tuple[str, Suggested]:
    """The text of a new mapping, and its fields with what a person said of them."""
    table = suggested.table
    words = {field: value for field, value in given.items() if _is_word(table, field, value, found)}
    used_names = _taken(suggested, found, {k: v for k, v in given.items() if k not in words})
    return mapping_writer.draft(
        _name(export.path), export, found, columns, used_names, words
    ), used_names


def _name(place: Path) -> str:
    return slug(place.name.removesuffix(".gz").rsplit(".", 1)[0])


def _known(export: Export, place: Path, out: str | os.PathLike[str] | None) -> Matched | None:
    """The mapping that is there already for a file: the one named, else the one that fits."""
    if out is not None:
        if not Path(out).exists():
            return None
        mapping = read_mapping(out)
        if mapping.recognise:
            raise UsageError(f"{out} is for a tool, by its signs: correct it by hand.")
        part = fitted(export, mapping)
        if likeness(part) < SIMILAR / 2:
            raise UsageError(
                f"{out} is there already and is for another table. Give another name with --out."
            )
        return part
    every = [read_mapping(file) for file in mapping_files(place)]
    tried = [fitted(export, mapping) for mapping in every if not mapping.recognise]
    near = [part for part in tried if likeness(part) >= SIMILAR / 2]
    return max(near, key=likeness) if near else None


def _said(export: Export, found: Found, reasons: pd.Series) -> str:
    """One sentence on what was found and how to change it."""
    named = f", sheet {found.listing.sheet.name}" if found.listing.sheet.name else ""
    rows = int((reasons == "").sum())
    counts = reasons[~reasons.isin(["", "gap"])].value_counts(sort=False)
    aside = "".join(f", {count} set aside ({reason})" for reason, count in counts.items())
    if not found.header_rows:
        header = (
            f"no header row ({found.why}), so columns go by their letters and a file is not known "
            f'again by its headers: say mapping = "..." under [files."{export.path.name}"]'
        )
    else:
        last = found.header_row + found.header_rows - 1
        where = f"row {last}" if last == found.header_row else f"rows {found.header_row} to {last}"
        header = f"header in {where}, because {found.why}"
    wrong = "Wrong? Say the row: --header-row, or header_row = in the mapping."
    return f"{export.file}{named}: {header}; {rows} rows{aside}. {wrong}"


def _tool(export: Export) -> str:
    """A sentence where a tool knows the file without a mapping."""
    tools = sorted({one.TOOL for one in known_tools() if one.recognise(export)})
    if not tools:
        return ""
    return (
        f" It is known without a mapping, as an export of {' or '.join(tools)}; a mapping goes "
        "before that."
    )


def _taken(suggested: Suggested, found: Found, given: Dict[str, str]) -> Suggested:
    """The suggestion with what a person said of it."""
    used_names = dict(suggested.taken)
    existing = fields_of(suggested.table)
    for field, header in given.items():
        if field not in existing:
            raise UsageError(
                f"{suggested.table} has no field '{field}'. {did_you_mean(field, existing)}"
            )
        column = _column(found, header)
        used_names = {name: place for name, place in used_names.items() if place != column}
        used_names[field] = column
    used = set(used_names.values())
    offered = {key: names for key, names in suggested.offered.items() if key not in used}
    return Suggested(suggested.table, suggested.sure, used_names, offered)


def _is_word(table: str, field: str, value: str, found: Found) -> bool:
    """Whether what is said of a field is one of its words (a constant) and no header."""
    names = TABLES[table].names
    allowed = TABLES[table][field].allowed if field in names else ()
    return value in allowed and value not in headers_of(found)


def _column(found: Found, header: str) -> int:
    """The column that a person names by its header or its letter."""
    headers = headers_of(found)
    places = [place for place, name in zip(found.columns, headers, strict=True) if name == header]
    if header.startswith("=") and table_detection.is_letter(header[1:]):
        places = [place for place in found.columns if letter(place) == header[1:].upper()]
    if len(places) == 1:
        return places[0]
    if places:
        letters = " or ".join(f"'={letter(place)}'" for place in places)
        raise UsageError(f"'{header}' stands over {len(places)} columns. Say {letters}.")
    raise UsageError(f"There is no column '{header}'. {did_you_mean(header, headers)}")


def _shown(columns: list[ColumnSeen], suggested: Suggested, known: Matched | None) -> pd.DataFrame:
    """The table that is printed, with what becomes of each column."""
    frame = as_frame(columns)
    by_column = {place: field for field, place in suggested.taken.items()}
    asks = suggested.table == SURVEY and known is None

    def told(part: ColumnSeen) -> str:
        if part.column in by_column:
            return by_column[part.column]
        if asks and part.kind != "empty":
            return "personal: ignored" if part.personal else "question"
        return ", ".join(f"{name}?" for name in suggested.offered.get(part.column, []))

    frame["suggestion"] = [told(part) for part in columns]
    return frame


def _checked(text: str, file: Path) -> Mapping:
    """The text read back: what is written must be readable."""
    return make_mapping(tomlkit.parse(text).unwrap(), file.name, str(file))


def _updated(known: Matched, given: Dict[str, str]) -> str:
    """A mapping file with what was said put in, the fingerprint that of the file now."""
    place = Path(known.mapping.path)
    document: Any = tomlkit.parse(place.read_text(encoding="utf-8-sig"))
    for field, header in given.items():
        if _is_word(known.mapping.table, field, header, known.found):
            _section(document, "constants")[field] = header
            continue
        column = _column(known.found, header)
        name = known.found.listing.headers[column] or f"={letter(column)}"
        repeated = known.found.listing.headers.count(name) > 1
        _put(document, known.mapping, field, f"={letter(column)}" if repeated else name)
    headers = headers_of(known.found)
    print_: Any = tomlkit.table()
    print_["digest"] = digest(headers)
    if known.found.columns[0]:
        print_["first_column"] = letter(known.found.columns[0])
    print_["headers"] = mapping_writer.listed(headers)
    document["fingerprint"] = print_
    if known.mapping.header_row is not None:
        document["header_row"] = known.found.header_row
        document["header_rows"] = known.found.header_rows
    return tomlkit.dumps(document)


def _put(document: Any, mapping: Mapping, field: str, header: str) -> None:
    """A field's (or a question's) column as it is called now; the earlier wording as an alias."""
    names = fields_of(mapping.table)
    wide = mapping.wide.columns if mapping.wide else {}
    if field in mapping.questions and not mapping.is_long:
        old = list(mapping.aliases.get(field, ()))
        _section(document, "aliases")[field] = [header, *(name for name in old if name != header)]
        return
    if field in wide:
        document["wide"]["columns"][field] = header
        return
    if field not in names:
        existing = [*names, *wide, *mapping.questions]
        raise UsageError(f"{mapping.name} has no field '{field}'. {did_you_mean(field, existing)}")
    before = mapping.columns.get(field)
    _section(document, "columns")[field] = header
    if isinstance(before, str) and before != header and not before.startswith("="):
        old = list(mapping.aliases.get(field, ()))
        _section(document, "aliases")[field] = [before, *(name for name in old if name != before)]


def _section(document: Any, name: str) -> Any:
    """A table of a TOML document, made where it is not there."""
    if name not in document:
        document[name] = tomlkit.table()
    return document[name]
